"""Put gatherings into the words and order in which people read them."""

from __future__ import annotations

import calendar
import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch, ical
from rechtop.ground.ui.sheets import Sheet
from rechtop.tools.lists import queries as lists
from rechtop.work.activities import queries, rules
from rechtop.work.activities.models import Feed, Gathering
from rechtop.work.activities.states import State

COLOURS = {State.PLANNED: "info", State.HELD: "good", State.CANCELLED: "warn"}
_HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Line:
    """A gathering in a list."""

    gathering: Gathering
    kind: str
    when: str
    hours: str
    colour: str
    is_mine: bool


@dataclass(frozen=True)
class Month:
    """A month one can go to."""

    year: int
    number: int
    name: str


def lines(found: Iterable[Gathering], mine: set[int]) -> list[Line]:
    """Give gatherings as lines of a list; `mine` are those one signed up for."""
    labels = lists.labels()
    return [
        Line(
            one,
            _kind(one, labels),
            when(one),
            hours(one),
            COLOURS[State(one.state)],
            one.pk in mine,
        )
        for one in found
    ]


def _kind(one: Gathering, labels: dict[tuple[str, str], str]) -> str:
    if one.network:
        return labels.get(("network", one.network), one.network)
    return labels.get(("activity", one.kind), one.kind)


def when(one: Gathering) -> str:
    """Say on which days a gathering is."""
    if one.until_day is None:
        return dutch.day(one.day)
    told = _("%(first)s tot en met %(last)s")
    return told % {"first": dutch.day(one.day), "last": dutch.day(one.until_day)}


def hours(one: Gathering) -> str:
    """Say from what time until what time a gathering is; nothing where it is not known."""
    if one.starts_at is None:
        return ""
    if (get_language() or "").startswith("en"):
        ends = f"–{one.ends_at:%H:%M}" if one.ends_at else ""
        return f"{one.starts_at:%H:%M}{ends}"
    ends = f"–{one.ends_at:%H.%M}" if one.ends_at else ""
    return f"{one.starts_at:%H.%M}{ends} uur"


def mine(actor: Actor) -> dict[str, Any]:
    """Give what someone signed up for, and what they can sign up for."""
    own = queries.signed_up(actor)
    coming = lines(queries.coming(actor), own)
    return {
        "own": [one for one in coming if one.is_mine],
        "open": [one for one in coming if not one.is_mine],
        "may_read": bool(rules.may_read(actor)),
        "year": clock.today().year,
    }


def month(actor: Actor, year: int, number: int) -> dict[str, Any]:
    """Give the gatherings of a month by day, and the months beside it."""
    first = datetime.date(year, number, 1)
    last = first.replace(day=calendar.monthrange(year, number)[1])
    found = lines(queries.between(actor, first, last), queries.signed_up(actor))
    days = groupby(found, key=lambda line: max(line.gathering.day, first))
    return {
        "title": _named(first),
        "days": [(day, list(listed)) for day, listed in days],
        "before": _beside(first - datetime.timedelta(days=1)),
        "after": _beside(last + datetime.timedelta(days=1)),
        "is_this_month": clock.today().replace(day=1) == first,
        "today": clock.today(),
        "may_plan": bool(rules.may_plan(actor)),
    }


def _named(day: datetime.date) -> str:
    return f"{dutch.month(day.month)} {day.year}"


def _beside(day: datetime.date) -> Month | None:
    if day.year not in queries.years_offered():
        return None
    return Month(day.year, day.month, _named(day))


def year(year: int, actor: Actor) -> dict[str, Any]:
    """Give what the page of a year shows: everything in it, and how much was held."""
    found = list(queries.with_counts(queries.of_year(year)))
    held = [one for one in found if one.state == State.HELD]
    return {
        "year": year,
        "years": sorted({*queries.years(), clock.today().year, year}, reverse=True),
        "lines": lines(found, set()),
        "held": len(held),
        "reached": sum(one.reached or 0 for one in held),
        "may_plan": bool(rules.may_plan(actor)),
    }


def gathering(one: Gathering, actor: Actor) -> dict[str, Any]:
    """Give what the page of a gathering shows; who signed up and was there only to its readers."""
    reads = bool(rules.may_read(actor))
    others = lines(queries.in_series(one), set()) if reads else []
    return {
        "line": lines([one], set())[0],
        "facts": _facts(one),
        "materials": one.materials.splitlines(),
        "may_read": reads,
        "sign_ups": list(queries.sign_ups(one)) if reads else [],
        "there": list(queries.attendees(one)) if reads else [],
        "series": [other for other in others if other.gathering.pk != one.pk],
        "is_signed_up": queries.is_signed_up(actor, one),
        "why_not": rules.may_sign_up(actor, one).reason,
        "may": {name: bool(asks(actor, one)) for name, asks in _ASKED.items()},
    }


_ASKED = {
    "sign_up": rules.may_sign_up,
    "sign_off": rules.may_sign_off,
    "change": rules.may_change,
    "move": rules.may_move,
    "cancel": rules.may_cancel,
    "set_sign_up": rules.may_set_sign_up,
    "hold": rules.may_hold,
    "reopen": rules.may_reopen,
}


def _facts(one: Gathering) -> list[tuple[str, Any]]:
    labels = lists.labels()
    return [
        (_("Soort"), labels.get(("activity", one.kind), one.kind)),
        (_("Netwerk"), labels.get(("network", one.network), one.network)),
        (_("Wanneer"), ", ".join(part for part in (when(one), hours(one)) if part)),
        (_("Hoe"), one.get_form_display()),
        (_("Waar"), one.place),
        (_("Waarvoor"), one.goal),
        (_("Plaatsen"), _places(one)),
        (_("Waarom het niet doorgaat"), one.reason),
        (_("Hoeveel mensen er waren"), "" if one.reached is None else dutch.number(one.reached)),
        (_("Wat het opleverde"), one.outcome),
    ]


def _places(one: Gathering) -> str:
    if not one.takes_sign_ups or one.state != State.PLANNED:
        return ""
    left = queries.places_left(one)
    if left is None:
        return _("Iedereen mag komen")
    told = _("Nog %(left)s van de %(places)s vrij")
    return told % {"left": dutch.number(left), "places": dutch.number(one.places or 0)}


def coverage(year: int) -> dict[str, Any]:
    """Give how many people of each unit were reached in a year."""
    came, by_name, people = queries.reached(year)
    return {
        "year": year,
        "units": queries.coverage(year),
        "came": came,
        "only_counted": came - by_name,
        "people": people,
    }


def coverage_sheet(year: int) -> Sheet:
    """Give the same as a worksheet."""
    heading = [
        _("Onderdeel"),
        _("Mensen bereikt"),
        _("Mensen die er werken"),
        _("Dekking in procenten"),
    ]
    rows = ([one.name, one.reached, one.works, one.percent] for one in queries.coverage(year))
    return heading, rows


def feed(found: Feed, reader: Actor) -> bytes:
    """Give what someone may see as a calendar: names of gatherings, days and places, no people."""
    with translation.override(found.language):
        own = queries.signed_up(reader)
        events = [_event(found, one, is_mine=one.pk in own) for one in queries.in_feed(reader)]
        return ical.calendar(_("Rechtop: activiteiten"), events, at=clock.now())


def _event(found: Feed, one: Gathering, *, is_mine: bool) -> ical.Event:
    told = _("%(title)s (u bent aangemeld)") % {"title": one.title} if is_mine else one.title
    name = f"{bytes(found.digest).hex()}|{one.pk}".encode()
    return ical.Event(
        uid=f"{hashlib.sha256(name).hexdigest()[:32]}@rechtop",
        day=one.day,
        text=told,
        until_day=one.until_day,
        moments=_moments(one),
        place=one.place,
        is_cancelled=one.state == State.CANCELLED,
    )


def _moments(one: Gathering) -> tuple[datetime.datetime, datetime.datetime] | None:
    """Give from when until when, where that is known; an hour where the end is not."""
    if one.starts_at is None:
        return None
    starts = datetime.datetime.combine(one.day, one.starts_at, clock.HERE)
    if one.ends_at is None:
        return starts, starts + _HOUR
    last = one.until_day or one.day
    return starts, datetime.datetime.combine(last, one.ends_at, clock.HERE)
