"""Make a trail for a test: lines that are sealed at once, and what is done to them past us."""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from rechtop import env
from rechtop.ground.audit import jobs, queries
from rechtop.ground.audit.models import Entry, Link, Week
from rechtop.ground.kernel import clock


def seal_committed() -> None:
    """Chain what was committed before this test: the example's own entries.

    Transactions of the whole server count, also those of a test that runs beside this one.
    """
    end = time.monotonic() + 60
    while not Link.objects.exists() and time.monotonic() < end:
        jobs.seal_trail()
        time.sleep(0.1)
    assert Link.objects.exists()


def write_lines(count: int, at: datetime.datetime | None = None, **facts: Any) -> list[Entry]:
    """Write lines as they come from the desk."""
    usual = {
        "action": "case.acknowledged",
        "result": "done",
        "actor_kind": "person",
        "actor_number": 1,
        "origin": "desk",
        "object_kind": "case",
    }
    lines = [
        Entry(
            at=at or clock.now(),
            correlation=uuid.uuid4(),
            object_number=number,
            **{**usual, **facts},
        )
        for number in range(count)
    ]
    made = Entry.objects.bulk_create(lines)
    return list(Entry.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))


def seal_own(at: datetime.datetime | None = None) -> None:
    """Seal also what this test itself wrote, though its transaction still runs."""
    waiting = list(Entry.objects.filter(pk__gt=_last_sealed()).order_by("pk"))
    if waiting:
        links = jobs.chained(waiting, queries.last_head())
        Link.objects.bulk_create(links)
        with clock.standing_at(at or clock.now()):
            jobs.sign(links[-1], str(waiting[-1].transaction))


def _last_sealed() -> int:
    return Link.objects.order_by("-entry_id").values_list("entry_id", flat=True).first() or 0


def mark_week() -> Week:
    """Let the week be over, and mark it."""
    with clock.standing_at(clock.now() + datetime.timedelta(days=7)):
        jobs.mark_weeks()
    return Week.objects.order_by("-monday")[0]


@contextmanager
def past_every_lock() -> Iterator[Any]:
    """Do something to the tables as who rules the whole database, past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(f"SET LOCAL ROLE {env.RUNNING_ROLE}")


@contextmanager
def as_owner() -> Iterator[Any]:
    """Work as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        yield cursor
        cursor.execute(f"SET LOCAL ROLE {env.RUNNING_ROLE}")
