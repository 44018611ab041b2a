"""Tell the time; the only place that does, so that a test can stand at another moment."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")

_standing: ContextVar[datetime.datetime | None] = ContextVar("standing", default=None)


def now() -> datetime.datetime:
    """Give this moment, with its time zone (UTC)."""
    return _standing.get() or datetime.datetime.now(datetime.UTC)


def today() -> datetime.date:
    """Give the date on the calendar in Amsterdam: terms are counted in Dutch days."""
    return day_of(now())


def start_of_today() -> datetime.datetime:
    """Give midnight of today in Amsterdam, for what may tell a day and no hour."""
    return datetime.datetime.combine(today(), datetime.time(), HERE)


def day_of(moment: datetime.datetime) -> datetime.date:
    """Give the Dutch date of a moment."""
    return moment.astimezone(HERE).date()


@contextmanager
def standing_at(moment: datetime.datetime) -> Iterator[None]:
    """Let the clock stand at a moment, for a test or for records made in the past."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
