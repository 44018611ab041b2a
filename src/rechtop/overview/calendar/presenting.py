"""Put terms on a page by day, and in a calendar without anything of a case."""

from __future__ import annotations

import calendar
import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch, ical
from rechtop.overview.calendar import queries
from rechtop.overview.calendar.models import Feed
from rechtop.tools.deadlines.models import Deadline

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Term:
    """A term as it is listed: of which case by its number, and how it stands."""

    deadline: Deadline
    number: str


@dataclass(frozen=True)
class Terms:
    """Terms in a list; knows whether there are more than it holds."""

    listed: Sequence[Term]
    has_more: bool

    def by_day(self) -> list[tuple[datetime.date | None, list[Term]]]:
        """Give them day by day."""
        days = groupby(self.listed, key=lambda one: one.deadline.due_on)
        return [(day, list(found)) for day, found in days]


def _listed(found: QuerySet[Deadline]) -> Terms:
    listed = list(found[: queries.MOST + 1])
    numbers = queries.numbers_of(listed)
    shown = [Term(one, numbers[one.subject_number]) for one in listed[: queries.MOST]]
    return Terms(shown, len(listed) > queries.MOST)


def month(actor: Actor, year: int, number: int) -> dict[str, Any]:
    """Give the terms that end in a month, the months beside it, and what is late in whichever."""
    first = datetime.date(year, number, 1)
    last = first.replace(day=calendar.monthrange(year, number)[1])
    return {
        "title": _named(first),
        "days": _listed(queries.between(actor, max(first, clock.today()), last)),
        "before": _beside(first - datetime.timedelta(days=1)),
        "after": _beside(last + datetime.timedelta(days=1)),
        "is_this_month": clock.today().replace(day=1) == first,
        **_always(actor),
    }


def whole(actor: Actor) -> dict[str, Any]:
    """Give every term from today on as one list, and what is late."""
    coming = queries.terms(actor).filter(due_on__gte=clock.today())
    return {"coming": _listed(coming), **_always(actor)}


def _always(actor: Actor) -> dict[str, Any]:
    return {
        "late": _listed(queries.late(actor)),
        "at_once": _listed(queries.at_once(actor)),
        "still": _listed(queries.standing_still(actor)),
    }


@dataclass(frozen=True)
class Month:
    """A month one can go to."""

    year: int
    number: int
    name: str


def _named(day: datetime.date) -> str:
    return f"{dutch.month(day.month)} {day.year}"


def _beside(day: datetime.date) -> Month | None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return Month(day.year, day.month, _named(day))


def feed(found: Feed, reader: Actor) -> bytes:
    """Give the terms of who made an address as a calendar: a day and the name of the rule, and
    nothing by which a case is known.
    """
    with translation.override(found.language):
        text = _("Rechtop: er is een termijn (%(term)s)")
        events = [
            ical.Event(_uid(found, one), one.due_on, text % {"term": one.rule})
            for one in queries.terms(reader)[: queries.MOST]
            if one.due_on
        ]
        return ical.calendar(_("Rechtop: termijnen"), events, at=clock.now())


def _uid(found: Feed, deadline: Deadline) -> str:
    """Name a term for a calendar program: the same each time, and for nobody else the same."""
    told = b"|".join([bytes(found.digest), str(deadline.pk).encode()])
    return f"{hashlib.sha256(told).hexdigest()[:32]}@rechtop"
