"""Who searches while colleagues work: they see what they may see, and keep nobody from working."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.desk import open_vault, with_open_vault
from tests.people import acting, person, report
from tests.together import together

from rechtop.overview.search import queries
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db

NOTE = "De sleutelbos."


def noted() -> Case:
    case = report()
    cases.write_note(case, text=NOTE, by=acting("bram"))
    return case


def name_concerned(case: Case, who: str) -> None:
    told = {"name": who, "description": "", "person": person(who)}
    cases.name_person_concerned(case, **told, by=acting("fenna"))


def write(case: Case) -> None:
    cases.write_note(case, text="Nog iets.", by=acting("fenna"))


def searched(bram: Client) -> str:
    answer = bram.post("/desk/zaken/zoeken/", {"words": "sleutelbos"})
    assert answer.streaming
    return b"".join(answer).decode()  # type: ignore[arg-type]


def assert_all_are_counted(page: str) -> None:
    searched, of = re.findall(r"(\d+) van (\d+) dossiers doorzocht", page)[-1]
    assert searched == of


@contextmanager
def right_before(told: str, act: Callable[[], object]) -> Iterator[None]:
    """Let a colleague do something right before the first question that is like this."""
    waiting = [act]

    def ask(execute: Any, sql: str, *rest: Any) -> Any:
        if told in sql and waiting:
            waiting.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(ask):
        yield
    assert not waiting


def test_who_holds_an_older_file_after_a_newer_and_who_searches_wait_for_nobody() -> None:
    """So holds who merges a case into which an older one went, and who destroys several."""
    pages: list[str] = []

    def also_the_older() -> None:
        pages.append("")
        write(older)

    with together() as two, two.at_desks("bram") as [bram]:
        older, newer = two.before(noted), two.before(noted)
        two.before(lambda: open_vault(bram, "bram"))
        came = two.at_once(
            lambda: write(newer), lambda: pages.append(searched(bram)), then=also_the_older
        )
        assert came == (None, None)
        assert pages[1:] == [""]
        assert_all_are_counted(pages[0])
        assert older.number in pages[0]
        assert newer.number in pages[0]


def test_a_file_that_gets_another_key_while_it_is_read_is_found_all_the_same() -> None:
    case, by = noted(), acting("bram")
    with right_before('JOIN "vault_sealedfile"', lambda: name_concerned(case, "gijs")):
        [portion] = queries.search(by, "sleutelbos", also_closed=False)
    assert [hit.case for hit in portion.hits] == [case]


def test_a_case_that_is_closed_for_who_searches_meanwhile_is_not_found_by_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "_AT_ONCE", 1)
    shut, _newer = noted(), noted()
    portions = queries.search(acting("bram"), shut.number, also_closed=False)
    next(portions)
    name_concerned(shut, "bram")
    assert not [hit for portion in portions for hit in portion.hits]


def test_files_are_counted_as_they_are_searched_also_where_one_is_closed_in_between() -> None:
    case, _other = noted(), noted()
    bram = with_open_vault("bram")
    with right_before('"cases_case"."id" DESC', lambda: name_concerned(case, "bram")):
        page = searched(bram)
    assert_all_are_counted(page)
