"""A declaration names a case that lives on to nobody for whom it is closed, or who has no keys."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from tests.desk import asked_for, at_desk, with_open_vault
from tests.people import acting, person

from rechtop.overview.keeping import operations, queries
from rechtop.overview.keeping.models import Destruction
from rechtop.overview.keeping.states import Why
from rechtop.overview.keeping.tests.making import LATER, adopt, agreed, closed, on
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db

STAYS = "Er loopt nog een procedure of onderzoek"
WITHOUT_KEYS = ("jet", "lotte")


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with on(LATER):
        yield


def close_for_fenna(case: Case) -> None:
    cases.name_person_concerned(
        case, name="Een collega", description="", person=person("fenna"), by=acting("bram")
    )


def declared() -> tuple[Destruction, Case, Case]:
    """Let one of two files be destroyed; the other stays, and turns out to be about Fenna."""
    kept, gone = closed(conclusion="unfounded"), closed()
    adopt(2027)
    proposed = operations.propose(by=acting("fenna"))
    line = queries.lines(proposed).get(case=kept)
    operations.strike(proposed, line=line, why=Why.RUNNING, by=acting("mees"))
    operations.approve(proposed, shown=1, by=acting("mees"))
    operations.go_on()
    close_for_fenna(kept)
    return proposed, kept, gone


def page_of(name: str, destruction: Destruction) -> str:
    address = reverse("keeping:destruction", args=[destruction.number])
    return at_desk(name).get(address).content.decode()


def sheet_of(name: str, destruction: Destruction) -> list[list[Any]]:
    address = reverse("keeping:worksheet", args=[destruction.number])
    sheet = openpyxl.load_workbook(io.BytesIO(at_desk(name).get(address).content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_whom_a_case_is_closed_for_reads_in_no_declaration_that_it_was_on_the_list() -> None:
    done, kept, gone = declared()
    page, rows = page_of("fenna", done), sheet_of("fenna", done)
    assert gone.number in page
    assert [row[0] for row in rows] == [gone.number]
    for text in (kept.number, STAYS, "blijft</dd>"):
        assert text not in page, text


@pytest.mark.parametrize("name", ["bram", "mees"])
def test_who_can_open_it_and_who_decided_on_it_read_every_line(name: str) -> None:
    done, kept, gone = declared()
    page = page_of(name, done)
    for text in (kept.number, gone.number, STAYS, "1 weg, 1 blijft"):
        assert text in page, text
    assert {row[0] for row in sheet_of(name, done)} == {kept.number, gone.number}


@pytest.mark.parametrize("name", WITHOUT_KEYS)
def test_who_has_no_keys_reads_what_became_of_each_line_and_not_of_which_case(name: str) -> None:
    done, kept, gone = declared()
    page, rows = page_of(name, done), sheet_of(name, done)
    assert kept.number not in page
    for text in (gone.number, STAYS, "1 weg, 1 blijft"):
        assert text in page, text
    first, last = rows  # the line that stays was proposed first: its place told when it closed
    assert first[0] == gone.number
    assert last == [
        None,
        "Dossier van een zaak",
        *[None] * 5,
        "Blijft",
        STAYS,
        None,
        None,
    ]


def test_of_a_name_that_went_from_a_file_that_stays_the_same_is_told() -> None:
    case = closed(name="Anna de Jong")
    with on(datetime.date(2029, 3, 11)):
        done = agreed()
        operations.go_on()
        case.refresh_from_db()
        assert case.name_destroyed_on is not None
        close_for_fenna(case)
        assert sheet_of("fenna", done) == []
        assert case.number not in page_of("fenna", done)
        assert case.number not in page_of("jet", done)
        assert [row[7] for row in sheet_of("jet", done)] == ["Vernietigd"]
        assert [row[0] for row in sheet_of("bram", done)] == [case.number]


def test_a_proposal_says_nothing_more_of_a_case_that_was_closed_for_who_made_it() -> None:
    kept, other = closed(), closed()
    adopt(2027)
    proposed = operations.propose(by=acting("fenna"))
    close_for_fenna(kept)
    page = page_of("fenna", proposed)
    assert other.number in page
    assert kept.number not in page
    assert kept.number in page_of("mees", proposed)


def test_once_its_file_is_gone_too_all_read_which_case_it_was() -> None:
    done, kept, _gone = declared()
    again = operations.propose(by=acting("gijs"))
    operations.approve(again, shown=1, by=acting("mees"))
    operations.go_on()
    for name in ("fenna", *WITHOUT_KEYS):
        assert kept.number in page_of(name, done)
        assert kept.number in page_of(name, again)


def test_a_longer_declaration_asks_no_more() -> None:
    closed()
    adopt(2027)
    jet, found = with_open_vault("jet"), []
    for more in (0, 4):
        for _one in range(more):
            closed()
        number = agreed().number
        operations.go_on()
        found.append(len(asked_for(jet, reverse("keeping:destruction", args=[number]))))
    assert found[0] == found[1]
