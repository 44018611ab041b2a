"""What an investigation says of how its case closes, and what the year says of its conclusions."""

from __future__ import annotations

import pytest
from tests.desk import with_open_vault
from tests.people import acting

from rechtop.ground.kernel import clock
from rechtop.work.cases import account as case_account
from rechtop.work.cases import closing, dossiers
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case
from rechtop.work.investigations import account, operations, reporting
from rechtop.work.investigations.models import Conclusion, Investigation
from rechtop.work.investigations.reporting import Decided
from rechtop.work.investigations.tests.test_deciding import again, asked, handled, ordered
from rechtop.work.investigations.tests.test_outcome import noted

pytestmark = pytest.mark.django_db

TODAY = clock.today()


def proposed(case: Case) -> dict[str, object]:
    return dossiers.proposed_closing(case, acting("bram"))


def test_the_closing_of_a_case_starts_from_the_measures_of_its_investigation() -> None:
    investigation, who = noted()
    for _person in range(2):
        warning = Decided("warning", who, "civil-law", TODAY, "Te veel betaald.")
        reporting.decide_measure(investigation, measure=warning, by=acting("gijs"))
    changed = Decided("procedure-changed", "", "", TODAY, "Vier ogen.")
    reporting.decide_measure(investigation, measure=changed, by=acting("gijs"))
    case = investigation.case
    assert proposed(case) == {
        "commissioner": "secretary",
        "is_investigated": "yes",
        "measures": ["warning", "warning", "procedure-changed"],
    }
    page = with_open_vault("bram").get(f"/desk/zaken/{case.number}/afsluiten/").content.decode()
    assert 'name="measures-times-warning" value="2"' in page
    ticked = page.split('value="warning"')[1].split(">")[0]
    assert "checked" in ticked
    assert '<option value="secretary" selected>' in page


def test_what_was_ordered_and_never_begun_is_no_investigation_done() -> None:
    case = ordered().case
    assert proposed(case) == {"commissioner": "secretary"}
    assert proposed(asked(handled()).case) == {}


def test_a_measure_after_an_earlier_closing_comes_beside_those_of_that_closing() -> None:
    investigation, who = noted()
    case = investigation.case
    operations.finish(again(investigation), reason="Haast.", by=acting("gijs"))
    told = Closing(True, True, ["financial"], "founded", [("talk", True)], "secretary", "Ja", "Zo")
    case.refresh_from_db()
    closing.close(case, closing=told, message="Klaar.", regime="zakelijk", by=acting("bram"))
    assert proposed(case) == {}
    case.refresh_from_db()
    closing.reopen(case, reason="Er is nieuws.", by=acting("bram"))
    warning = Decided("warning", who, "civil-law", TODAY, "Alsnog.")
    reporting.decide_measure(again(investigation), measure=warning, by=acting("gijs"))
    assert proposed(case) == {"measures": ["talk", "warning"]}


def decide_police(investigation: Investigation, *, reports: bool) -> None:
    told = {"on": TODAY, "text": "Zo besloten.", "by": acting("gijs")}
    reporting.decide_police(again(investigation), reports=reports, **told)  # type: ignore[arg-type]


def test_a_report_to_the_police_that_was_decided_on_is_proposed_once_and_counted() -> None:
    investigation, who = noted()
    case = investigation.case
    decide_police(investigation, reports=True)
    decide_police(investigation, reports=False)
    assert "measures" not in proposed(case)
    decide_police(investigation, reports=True)
    assert proposed(case)["measures"] == ["police-report"]
    told = Decided("police-report", who, "civil-law", TODAY, "Aangifte gedaan.")
    reporting.decide_measure(again(investigation), measure=told, by=acting("gijs"))
    assert proposed(case)["measures"] == ["police-report"]
    operations.finish(again(investigation), reason="Haast.", by=acting("gijs"))
    bram, way = with_open_vault("bram"), f"/desk/zaken/{case.number}/afsluiten/"
    page = bram.get(way).content.decode()
    assert "checked" in page.split('value="police-report"')[1].split(">")[0]
    closed_with = {
        "regime": "zakelijk",
        "is_admissible": "yes",
        "is_investigated": "yes",
        "types": ["financial"],
        "conclusion": "founded",
        "measures": ["police-report"],
        "measures-times-police-report": 1,
        "commissioner": "secretary",
        "findings": "Ja.",
        "consequence": "Aangifte.",
        "message": "Klaar.",
    }
    assert bram.post(way, closed_with).status_code == 302
    counted = {one.name: one.value for one in case_account.figures(TODAY.year)}
    assert counted["meldingen.maatregel.police-report"] == 1
    case.refresh_from_db()
    assert proposed(case) == {}


def test_the_year_counts_each_conclusion_and_leads_to_it_and_not_to_the_file() -> None:
    investigation, _who = noted()
    Conclusion.objects.create(investigation=investigation, code="founded")
    Conclusion.objects.create(investigation=investigation, code="founded")
    found = {figure.name: figure for figure in account.figures(TODAY.year)}
    assert found["onderzoeken.conclusie.founded"].value == 2
    assert found["onderzoeken.conclusie.unfounded"].value == 1
    assert not found["onderzoeken.conclusie.founded"].published
    behind = found["onderzoeken.conclusie.founded"].follow(acting("gijs"))
    assert behind is not None
    assert behind.found.count() == 2
    told = str(behind.tell(behind.found[0]))
    assert investigation.number in told
    assert investigation.case.number not in told
    unseen = found["onderzoeken.conclusie.founded"].follow(acting("kees"))
    assert unseen is not None
    assert not unseen.found.exists()
    assert TODAY.year in account.years()
    long_ago = {figure.name: figure.value for figure in account.figures(2019)}
    assert long_ago["onderzoeken.conclusie.founded"] is None
