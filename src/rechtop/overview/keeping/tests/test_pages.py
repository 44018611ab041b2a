"""The pages of keeping and destroying: who sees them, and what they tell."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.urls import reverse
from tests.desk import at_desk
from tests.people import acting, reporter

from rechtop.ground.kernel import words
from rechtop.overview.keeping import operations, queries
from rechtop.overview.keeping.models import Destruction, Line
from rechtop.overview.keeping.states import LineState, Why
from rechtop.overview.keeping.tests.making import KEPT_UNTIL, LATER, adopt, agreed, closed, on
from rechtop.tools.retention.models import Term
from rechtop.work.cases import holding
from rechtop.work.cases.models import Case
from rechtop.work.intake import presenting as intake

pytestmark = pytest.mark.django_db

NEW_TERM = {
    "kind": "case",
    "regime": "",
    "conclusion": "founded",
    "length": "7",
    "unit": "years",
    "outcome": "destroy",
    "basis": "own",
    "source": "Besluit van 2 maart 2032",
    "valid_from_day": "1",
    "valid_from_month": "4",
    "valid_from_year": "2032",
}


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with on(LATER):
        yield


@pytest.fixture
def case() -> Case:
    made = closed()
    adopt(2027)
    return made


@pytest.fixture
def proposal(case: Case) -> Destruction:
    return operations.propose(by=acting("fenna"))


def page(number: str) -> str:
    return reverse("keeping:destruction", args=[number])


@pytest.mark.parametrize(
    ("name", "status"),
    [("fenna", 200), ("gijs", 200), ("mees", 200), ("bram", 404), ("jet", 404), ("hanna", 404)],
)
def test_who_has_the_duty_sees_the_pages(name: str, status: int) -> None:
    for address in ("overview", "schedule", "declarations"):
        assert at_desk(name).get(reverse(f"keeping:{address}")).status_code == status, address


def test_while_the_vault_is_closed_no_case_is_told(case: Case) -> None:
    for address in ("overview", "due"):
        answer = at_desk("fenna").get(reverse(f"keeping:{address}"), follow=True)
        assert case.number not in answer.content.decode()


def test_a_proposal_is_read_by_who_made_it_and_who_decides(proposal: Destruction) -> None:
    found = {name: at_desk(name).get(page(proposal.number)).status_code for name in READERS}
    assert found == {name: 200 if name in ("fenna", "mees") else 404 for name in READERS}


READERS = ("fenna", "mees", "bram", "gijs", "jet", "lotte", "hanna", "daan")


def test_a_declaration_is_read_by_who_accounts_for_it(case: Case) -> None:
    number = agreed().number
    operations.go_on()
    for name in READERS:
        answer = at_desk(name).get(page(number))
        assert answer.status_code == (404 if name in ("hanna", "daan") else 200), name
    told = at_desk("jet").get(page(number)).content.decode()
    for text in (case.number, "Fenna de Vries", "Mees Mulder", "Dossier van een zaak", "AVG"):
        assert text in told


@pytest.mark.parametrize("number", ["AAAA-AAAA", "niets", "termijn"])
def test_what_is_not_there_is_not_found(number: str) -> None:
    assert at_desk("mees").get(page(number)).status_code == 404
    sheet = reverse("keeping:worksheet", args=[number])
    assert at_desk("mees").get(sheet).status_code == 404
    assert at_desk("mees").get(reverse("keeping:strike", args=[number, number])).status_code == 404


def test_mees_strikes_a_line_and_approves_what_is_left(case: Case) -> None:
    other = closed()
    proposal = operations.propose(by=acting("fenna"))
    mees, line = at_desk("mees"), Line.objects.get(destruction=proposal, case=case)
    strike = reverse("keeping:strike", args=[proposal.number, line.number])
    assert "Kies een antwoord" in mees.post(strike, {"why": ""}).content.decode()
    assert mees.post(strike, {"why": Why.RUNNING}).status_code == 302
    stale = mees.post(page(proposal.number), {"answer": "approve", "shown": "2"}, follow=True)
    assert "intussen veranderd" in stale.content.decode()
    done = mees.post(page(proposal.number), {"answer": "approve", "shown": "1"}, follow=True)
    assert "begint binnen een minuut" in done.content.decode()
    operations.go_on()
    states = dict(Line.objects.values_list("case", "state"))
    assert states == {case.pk: LineState.STRUCK, other.pk: LineState.DONE}


@pytest.mark.parametrize(("name", "answer"), [("mees", "decline"), ("fenna", "withdraw")])
def test_a_proposal_that_does_not_go_on_leaves_all_as_it_was(
    proposal: Destruction, name: str, answer: str
) -> None:
    told = at_desk(name).post(page(proposal.number), {"answer": answer}, follow=True)
    assert told.status_code == (200 if name == "mees" or answer == "withdraw" else 404)
    assert list(queries.agreed()) == []
    assert set(Line.objects.values_list("state", flat=True)) == {LineState.LEFT}


@pytest.mark.parametrize("answer", ["approve", "decline"])
def test_fenna_cannot_decide_on_her_own_proposal_by_sending_it(
    proposal: Destruction, answer: str
) -> None:
    told = at_desk("fenna").post(
        page(proposal.number), {"answer": answer, "shown": "1"}, follow=True
    )
    assert "beslist de privacy officer" in told.content.decode()
    assert list(queries.agreed()) == []


def test_the_worksheet_tells_each_line_with_term_and_source(case: Case) -> None:
    number = agreed().number
    operations.go_on()
    answer = at_desk("mees").get(reverse("keeping:worksheet", args=[number]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    told = [cell.value for cell in sheet[2]]
    assert told[0] == case.number
    assert told[5] == "5 jaar na afsluiten (eigen keuze)"
    assert told[7] == "Vernietigd"


def test_a_new_term_keeps_what_was_typed_and_says_at_the_field_what_is_wrong() -> None:
    address = reverse("keeping:new_term")
    past = at_desk("mees").post(address, {**NEW_TERM, "valid_from_year": "2030"}).content.decode()
    assert "Kies een dag die nog komt" in past
    assert "Besluit van 2 maart 2032" in past
    before = Term.objects.count()
    assert at_desk("mees").post(address, NEW_TERM).status_code == 302
    assert Term.objects.count() == before + 1
    listed = at_desk("fenna").get(reverse("keeping:schedule")).content.decode()
    assert "Wat later gaat gelden" in listed
    assert "Besluit van 2 maart 2032" in listed


@pytest.mark.parametrize("name", ["gijs", "bram", "jet"])
def test_others_set_no_term(name: str) -> None:
    assert at_desk(name).post(reverse("keeping:new_term"), NEW_TERM).status_code == 404


def test_a_figure_leads_to_the_registration_and_from_there_to_the_declaration(case: Case) -> None:
    number = agreed().number
    address = reverse("annual_report:figure", args=[2027, "meldingen.totaal"])
    assert page(number) not in at_desk("jet").get(address).content.decode()
    operations.go_on()
    told = at_desk("jet").get(address).content.decode()
    assert case.number in told
    assert page(number) in told
    sheet_address = reverse("annual_report:records", args=[2027, "meldingen.totaal"])
    sheet = openpyxl.load_workbook(io.BytesIO(at_desk("jet").get(sheet_address).content)).active
    assert sheet is not None
    last_column = [str(cell.value) for cell in [*sheet.columns][-1]]
    assert any(number in told for told in last_column), "beside cases of the example, in that year"


def test_the_mailbox_tells_until_when_all_is_kept() -> None:
    seven = words.draw()
    case = closed(seven=seven)
    with on(KEPT_UNTIL):
        told = intake.mailbox(case, reporter(seven))
    assert (told["kept_until"], told["is_past_term"]) == (KEPT_UNTIL, False)
    assert intake.mailbox(case, reporter(seven))["is_past_term"]
    holding.hold(case, reason="Er loopt iets.", by=acting("bram"))
    case.refresh_from_db()
    assert intake.mailbox(case, reporter(seven))["kept_until"] is None
