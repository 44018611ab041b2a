"""Registrations without a file live beside cases: listed, filtered, exported, closed."""

from __future__ import annotations

import datetime
import io
import re

import openpyxl
import pytest
from django.test import RequestFactory
from tests.desk import with_open_vault
from tests.people import acting, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.ui import sheets, tables
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.figures import operations as figures
from rechtop.work.cases import account, closing, filters, operations, presenting, queries
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case
from rechtop.work.cases.states import State

pytestmark = pytest.mark.django_db

CLOSING = Closing(
    is_admissible=True,
    is_investigated=False,
    types=["financial", "other"],
    conclusion="founded",
    measures=[("talk", True)],
    commissioner="director",
    findings="",
    consequence="",
)


def taken_over(number: str = "2031-1", **told: object) -> Case:
    """Take over a case that still runs."""
    record = {
        "source_number": number,
        "received_year": 2031,
        "received_on": None,
        "regime_taken_in": "zakelijk",
        "commissioner": "",
        "conclusion": "",
        "is_conclusion_derived": False,
        "is_admissible": None,
        "is_investigated": None,
        "closed_on": None,
        "closed_year": None,
        "types": (),
        "measures": (),
        "report": "Iets.",
        "subject": "",
        "findings": "",
        "consequence": "",
        "ground": "",
        **told,
    }
    changes = Changes(added=[record])
    operations.take_over(changes=changes, delivery=2031, by=acting("fenna"))
    return Case.objects.get(source_number=number)


def at(year: int, month: int = 6, day: int = 1):  # type: ignore[no-untyped-def]
    return clock.standing_at(datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC))


def test_the_team_closes_what_was_taken_over_while_it_ran() -> None:
    case = taken_over()
    with at(2032):
        day = datetime.date(2032, 5, 20)
        closing.close_registration(case, closing=CLOSING, closed_on=day, by=acting("bram"))
        values = {figure.name: figure.value for figure in account.figures(2032)}
    case.refresh_from_db()
    assert (case.state, case.closed_year, case.delivery) == (State.CLOSED, 2032, None)
    with_the_examples_own = 2
    assert values["meldingen.meegenomen"] == with_the_examples_own
    assert (values["meldingen.afgesloten"], values["meldingen.open"]) == (1, 1)
    with at(2032), pytest.raises(Refused):
        closing.close_registration(case, closing=CLOSING, closed_on=day, by=acting("bram"))


@pytest.mark.parametrize("day", [datetime.date(2030, 12, 31), datetime.date(2033, 1, 1)])
def test_it_closes_between_its_receipt_and_today(day: datetime.date) -> None:
    case = taken_over()
    with at(2032), pytest.raises(Invalid, match="tussen de ontvangst en vandaag"):
        closing.close_registration(case, closing=CLOSING, closed_on=day, by=acting("bram"))


def test_nothing_closes_into_a_year_that_was_adopted() -> None:
    case = taken_over()
    with at(2033):
        figures.adopt(year=2032, told=[], rows=[], by=acting("gijs"))
        day = datetime.date(2032, 5, 20)
        with pytest.raises(Invalid, match="vastgesteld"):
            closing.close_registration(case, closing=CLOSING, closed_on=day, by=acting("bram"))


def test_who_closes_a_registration_that_a_colleague_closed_is_told_and_keeps_what_was_typed() -> (
    None
):
    case = taken_over(received_year=clock.today().year, received_on=clock.today())
    closing.close_registration(case, closing=CLOSING, closed_on=clock.today(), by=acting("fenna"))
    page = with_open_vault("bram").post(f"/desk/registraties/{case.number}/", sent_today())
    shown = page.content.decode()
    assert "In deze stand van de zaak kan dit niet." in shown
    assert re.search(r'value="information" id="[^"]+" checked', shown)


def test_a_registration_that_is_closed_by_a_double_click_is_closed_once_and_it_says_so() -> None:
    case = taken_over(received_year=clock.today().year, received_on=clock.today())
    bram, sent = with_open_vault("bram"), {**sent_today(), "once": "een"}
    page = bram.get(f"/desk/registraties/{case.number}/").content.decode()
    assert 'name="once"' in page
    first, second = (
        bram.post(f"/desk/registraties/{case.number}/", sent, follow=True) for _time in range(2)
    )
    assert "De melding is afgesloten." in first.content.decode()
    assert "Dit is al verstuurd." in second.content.decode()
    assert first.redirect_chain == second.redirect_chain


def sent_today() -> dict[str, object]:
    today = clock.today()
    return {
        "closed_on_day": today.day,
        "closed_on_month": today.month,
        "closed_on_year": today.year,
        "is_admissible": "yes",
        "is_investigated": "no",
        "commissioner": "director",
        "types": ["information"],
        "conclusion": "founded",
        "measures": ["talk"],
    }


@pytest.mark.parametrize("name", ["hanna", "eva", "jet", "carla", "gijs"])
def test_who_is_not_of_the_team_neither_sees_nor_closes_a_registration(name: str) -> None:
    case, someone = taken_over(), acting(name)
    assert queries.registration(case.number, someone) is None
    assert case not in [one for found in queries.seen_by(someone, {}) for one in found]
    with at(2032), pytest.raises(Refused):
        closing.close_registration(
            case, closing=CLOSING, closed_on=datetime.date(2032, 1, 1), by=someone
        )


def test_a_case_with_a_file_is_no_registration_without_one() -> None:
    case = report()
    assert queries.registration(case.number, acting("bram")) is None
    with pytest.raises(Refused):
        closing.close_registration(
            case, closing=CLOSING, closed_on=clock.today(), by=acting("bram")
        )


@pytest.mark.parametrize(
    ("chosen", "is_found"),
    [
        ({"received_year": "2031"}, True),
        ({"received_year": "2030"}, False),
        ({"type": "financial"}, True),
        ({"type": "information"}, False),
        ({"measure": "warning"}, True),
        ({"commissioner": "director"}, True),
        ({"conclusion": "founded"}, True),
        ({"conclusion": "unfounded"}, False),
        ({"closed_year": "2031"}, True),
        ({"is_admissible": "yes"}, True),
        ({"is_admissible": "no"}, False),
        ({"is_investigated": "no"}, True),
        ({"has_file": "no"}, True),
        ({"has_file": "yes"}, False),
        ({"regime": "zakelijk", "state": "closed"}, True),
        ({"waits": "yes"}, False),
        ({"is_named": "yes"}, False),
    ],
)
def test_a_registration_is_found_by_any_registered_fact(
    chosen: dict[str, str], is_found: bool
) -> None:
    case = taken_over(
        conclusion="founded",
        closed_year=2031,
        commissioner="director",
        is_admissible=True,
        is_investigated=False,
        types=("financial", "other"),
        measures=("talk", "warning", "warning"),
    )
    found = [one for cases in queries.seen_by(acting("bram"), chosen) for one in cases]
    assert (case in found) is is_found
    assert found.count(case) <= 1


def test_two_lists_page_as_one_in_both_directions() -> None:
    bram = acting("bram")
    made = [report() if at % 2 else taken_over(f"2031-{at}") for at in range(60)]
    request = RequestFactory().get("/")
    for oldest_first in (False, True):
        seen, address = [], ""
        while True:
            request = RequestFactory().get(f"/{address}")
            listed = queries.seen_by(bram, {})
            page = tables.page(request, *listed, handle="number", oldest_first=oldest_first)
            seen += [case.pk for case in page.rows]
            if not page.next_url:
                break
            address = page.next_url
        assert seen == sorted(seen, reverse=not oldest_first)
        assert {case.pk for case in made} <= set(seen)
        back = tables.page(
            RequestFactory().get(f"/{page.previous_url}"),
            *queries.seen_by(bram, {}),
            handle="number",
            oldest_first=oldest_first,
        )
        assert [case.pk for case in back.rows] == seen[-25 - len(page.rows) : -len(page.rows)]


def test_a_worksheet_holds_what_is_clear_and_a_formula_stays_text() -> None:
    taken_over("=1+1", conclusion="founded", closed_year=2031, types=("financial", "other"))
    found = [case for cases in queries.seen_by(acting("bram"), {}) for case in cases]
    content = sheets.workbook({"Zaken": presenting.sheet(found)})
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    assert rows["=1+1"][17:19] == ["Financieel; Overige", "Gegrond"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert "Iets." not in str(rows)


def test_the_teams_year_counts_what_one_may_see_and_how_terms_went() -> None:
    with at(2031, 3, 1):
        report(), report(about=("bram",))
        told = presenting.year(2031, acting("bram"))
    assert dict(told["flow"])["Ontvangen"] == 1
    kept = {term.label: term.counts for term in told["terms"]}
    assert kept["Ontvangst bevestigen"]["waiting"] == 1
    with at(2031, 3, 20):
        told = presenting.year(2031, acting("fenna"))
    kept = {term.label: term.counts for term in told["terms"]}
    assert kept["Ontvangst bevestigen"]["overdue"] == 2


def test_every_filter_shows_when_asked_and_when_one_of_them_was_set() -> None:
    def names(**told: str) -> list[str]:
        form = filters.Filter(told, years=[2031], handlers=[])
        return [field.name for group in form.more() for field in group.fields]

    assert names() == names(state="closed") == []
    assert "commissioner" in names(meer="1")
    assert "commissioner" in names(type="financial")
    assert filters.Filter({"type": "nonsense"}, years=[2031], handlers=[]).chosen() == {}
