"""Gatherings for tests, around a day in March."""

from __future__ import annotations

import datetime
from typing import Any

from tests.desk import by_name

from rechtop.ground.kernel import clock
from rechtop.work.activities import operations
from rechtop.work.activities.models import Gathering

MONDAY = datetime.date(2027, 3, 1)
DAY = datetime.timedelta(days=1)


def at(day: datetime.date):  # type: ignore[no-untyped-def]
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(12), datetime.UTC))


def planned(day: datetime.date = MONDAY, **more: Any) -> Gathering:
    facts = {"kind": "training", "title": "Training weerbaarheid", **more}
    return operations.plan(day=day, by=by_name("fenna"), **facts)


def opened(places: int | None = None, day: datetime.date = MONDAY, **more: Any) -> Gathering:
    made = planned(day, **more)
    operations.set_sign_up(made, takes_sign_ups=True, places=places, by=by_name("fenna"))
    made.refresh_from_db()
    return made


def held(reached: int | None = 8, *, people: Any = (), **more: Any) -> Gathering:
    made = planned(**more)
    operations.hold(made, reached=reached, people=people, outcome="", by=by_name("fenna"))
    made.refresh_from_db()
    return made


__all__ = ["DAY", "MONDAY", "at", "held", "opened", "planned"]
