"""What a second reader typed is not lost, whatever happened to the row meanwhile."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from tests.desk import with_open_vault
from tests.people import acting, person, report
from tests.together import together

from rechtop.ground.vault.models import SealedKey
from rechtop.work.cases import closing, operations, publishing
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Row
from rechtop.work.cases.states import RowState

pytestmark = pytest.mark.django_db

CLOSING = Closing(None, False, ["none"], "unfounded", [("none", False)], "", "Niets.", "")
TEXTS = {**dict.fromkeys(Row.TEXTS, ""), "report": "Een bureau kreeg een reis."}
REMARK = "Hier is iemand aan te herkennen."


@pytest.fixture
def row() -> Row:
    case = report()
    closing.close(case, closing=CLOSING, message="Klaar.", regime="sociaal", by=acting("bram"))
    return propose(case)


def propose(case) -> Row:  # type: ignore[no-untyped-def]
    return publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=acting("bram"))


def send_back(number: str, remark: str = REMARK, once: str = "a") -> HttpResponse:
    sent = {"answer": "back", "remark": remark, "once": once}
    return with_open_vault("fenna").post(f"/desk/rijen/{number}/", sent)  # type: ignore[return-value]


def remarks(row: Row) -> list[str]:
    row.refresh_from_db()
    found = publishing.queries.row_remarks(row, acting("bram"))
    return [one.content["text"] for one in found]


def test_a_row_goes_back_with_the_remark_once_however_often_it_is_sent(row: Row) -> None:
    number = row.number or ""
    assert send_back(number).status_code == 302
    assert send_back(number).status_code == 302
    assert remarks(row) == [REMARK]
    assert row.state == RowState.SENT_BACK


def test_a_remark_on_a_row_that_was_judged_meanwhile_is_kept_and_told_why_it_did_not_go(
    row: Row,
) -> None:
    publishing.approve_row(row, shown=row.number or "", by=acting("fenna"))
    answer = send_back(row.number or "")
    shown = answer.content.decode()
    assert REMARK in shown
    assert "In deze stand van de rij kan dit niet." in shown
    assert TEXTS["report"] in shown


def test_a_remark_on_a_row_that_was_written_anew_meanwhile_is_kept(row: Row) -> None:
    before = row.number or ""
    propose(row.case)
    answer = send_back(before)
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert REMARK in shown
    assert TEXTS["report"] not in shown
    assert remarks(row) == []


def test_a_remark_on_a_row_one_has_no_key_to_any_more_is_kept_and_tells_nothing(row: Row) -> None:
    SealedKey.objects.filter(file=row.file).delete()
    answer, never = send_back(row.number or ""), send_back("0000-0000")
    assert (answer.status_code, never.status_code) == (404, 404)
    for one in (answer, never):
        assert REMARK in one.content.decode()
        assert row.case.number not in one.content.decode()


def test_who_looks_at_a_row_that_is_not_theirs_finds_nothing(row: Row) -> None:
    assert with_open_vault("gijs").get(f"/desk/rijen/{row.number}/").status_code == 404


def test_an_empty_remark_goes_nowhere_and_is_told_at_its_field(row: Row) -> None:
    shown = send_back(row.number or "", remark=" ").content.decode()
    assert "Vul iets in bij" in shown
    assert remarks(row) == []


def test_who_judges_a_row_waits_for_who_closes_the_case_for_someone() -> None:
    def proposed() -> Row:
        case = report()
        return publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=acting("bram"))

    def names(row: Row) -> None:
        gijs = {"name": "Gijs", "description": "", "person": person("gijs")}
        operations.name_person_concerned(row.case, **gijs, by=acting("bram"))

    with together() as two:
        row = two.before(proposed)
        came = two.at_once(
            lambda: Row.objects.select_for_update().get(pk=row.pk),
            lambda: names(row),
            then=lambda: publishing.approve_row(row, shown=row.number, by=acting("gijs")),
        )
    assert came == (None, None)
