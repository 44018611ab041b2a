"""Long work tells how far it is while it goes on, and stays one transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from rechtop.ground.ui import growing

pytestmark = pytest.mark.django_db

Tell = Callable[[str], None]


def test_what_is_told_comes_before_the_work_has_ended_and_what_came_of_it_last() -> None:
    may_go_on = threading.Event()

    def work(tell: Tell) -> int:
        tell("half")
        return 7 if may_go_on.wait(30) else 0

    going = growing.meanwhile(work)
    assert next(going) == "half"
    may_go_on.set()
    with pytest.raises(StopIteration) as end:
        next(going)
    assert end.value.value == 7


def test_it_works_in_the_transaction_of_who_waits() -> None:
    def mine() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), pg_current_xact_id()::text::bigint")
            pid, transaction = cursor.fetchone()
        return pid, transaction

    def work(tell: Tell) -> tuple[int, int]:
        assert threading.current_thread() is not threading.main_thread()
        return mine()

    with pytest.raises(StopIteration) as end:
        next(growing.meanwhile(work))
    assert end.value.value == mine()


def test_what_goes_wrong_is_told_to_who_waits() -> None:
    def work(tell: Tell) -> None:
        tell("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(growing.meanwhile(work))


def test_the_work_ends_also_where_who_waited_went_away() -> None:
    done = []

    def work(tell: Tell) -> None:
        tell("half")
        done.append("whole")

    going = growing.meanwhile(work)
    next(going)
    going.close()
    assert done == ["whole"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
