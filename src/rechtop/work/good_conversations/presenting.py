"""Put conversations into the words and order in which people read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.ground.ui.sheets import Sheet
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel.models import Employment
from rechtop.work.good_conversations import queries, rules
from rechtop.work.good_conversations.models import GoodConversation, TeamMeeting
from rechtop.work.good_conversations.queries import Covered
from rechtop.work.good_conversations.states import ReminderKind, State

COLOURS = {State.TICKED: "good", State.CONTESTED: "warn", State.CONFIRMED: "info"}


@dataclass(frozen=True)
class Ticked:
    """Someone with their tick, as the manager reads it."""

    name: str
    tick: GoodConversation
    colour: str


@dataclass(frozen=True)
class People:
    """A manager's people of a year: with whom it was discussed, and to whom it can still be."""

    choices: list[tuple[str, str]]
    ticked: list[Ticked]

    @property
    def ticked_numbers(self) -> set[str]:
        """Give who has a tick, as forms name them."""
        return {str(one.tick.person_id) for one in self.ticked}

    @property
    def count(self) -> int:
        """Give how many there are."""
        return len(self.choices)


def people(actor: Actor, year: int) -> People:
    """Gather a manager's people of a year, with what was ticked."""
    listed = list(queries.people_of(actor.number, year))
    ticks = queries.of_people(listed, year)
    return People(
        [(str(one.person_id), _called(one)) for one in listed],
        [
            _ticked(one.person.name, ticks[one.person_id])
            for one in listed
            if one.person_id in ticks
        ],
    )


def _called(one: Employment) -> str:
    end = one.end_date
    if end is not None and end <= clock.today():
        return _("%(name)s (werkte hier tot %(day)s)") % {
            "name": one.person.name,
            "day": dutch.day(end),
        }
    return one.person.name


def _ticked(name: str, tick: GoodConversation) -> Ticked:
    return Ticked(name, tick, COLOURS[State(tick.state)])


@dataclass(frozen=True)
class Own:
    """What was ticked about someone, as they read it themselves."""

    tick: GoodConversation
    colour: str
    may_contest: bool
    why_not: str


def own(actor: Actor) -> list[Own]:
    """Give what was ticked about someone, with whether they can contest it."""
    found = []
    for tick in queries.own(actor):
        verdict = rules.may_contest(actor, tick)
        found.append(Own(tick, COLOURS[State(tick.state)], bool(verdict), str(verdict.reason)))
    return found


@dataclass(frozen=True)
class Line:
    """A unit with how far it reaches there, and its meetings."""

    name: str
    department: str
    covered: Covered
    meetings: int
    last_met: datetime.date | None


@dataclass(frozen=True)
class Overview:
    """Units as they are shown, with what they come to."""

    lines: list[Line]
    total: Covered
    meetings: int


def overview(year: int, chosen: Mapping[str, str]) -> Overview:
    """Give the units that are asked for, in the order that is asked for, with their sum."""
    lines = _lines(year, chosen.get("department", ""))
    show, order = chosen.get("show"), chosen.get("order")
    if show == "to_go":
        lines = [one for one in lines if one.covered.waiting]
    elif show == "no_meeting":
        lines = [one for one in lines if not one.meetings]
    if order == "low":
        lines.sort(key=lambda one: 101 if (p := one.covered.percent) is None else p)
    elif order == "to_go":
        lines.sort(key=lambda one: -one.covered.waiting)
    total = sum((one.covered for one in lines), Covered())
    return Overview(lines, total, sum(one.meetings for one in lines))


def _lines(year: int, department: str) -> list[Line]:
    units = {unit.pk: unit for _depth, unit in organisation.units()}
    covered, met, above = queries.coverage(year), queries.met(year), queries.departments()
    found = []
    for number in {*covered, *met}:
        if department and (number is None or str(above[number]) != department):
            continue
        count, last = met.get(number, (0, None)) if number is not None else (0, None)
        found.append(
            Line(
                units[number].name if number is not None else _("Zonder onderdeel"),
                units[above[number]].name if number is not None else "",
                covered.get(number, Covered()),
                count,
                last,
            )
        )
    return sorted(found, key=lambda one: (one.name.casefold(), one.department))


def departments() -> list[Unit]:
    """Give the departments, by name."""
    above = set(queries.departments().values())
    return sorted(
        (unit for _depth, unit in organisation.units() if unit.pk in above),
        key=lambda unit: unit.name.casefold(),
    )


def sheet(found: Overview) -> Sheet:
    """Give the overview as a worksheet."""
    heading = [
        _("Onderdeel"),
        _("Afdeling"),
        _("Mensen"),
        _("Besproken met"),
        _("Betwist"),
        _("Dekking in procenten"),
        _("Werkoverleggen"),
        _("Laatste werkoverleg"),
    ]
    return heading, (
        [
            one.name,
            one.department,
            one.covered.asked,
            one.covered.covered,
            one.covered.contested,
            one.covered.percent,
            one.meetings,
            one.last_met,
        ]
        for one in found.lines
    )


@dataclass(frozen=True)
class Disputed:
    """A contested tick, as the coordinator reads it."""

    tick: GoodConversation
    manager: str
    is_manager_here: bool


def disputed() -> list[Disputed]:
    """Give the contested ticks, with who leads the person, if that one still works here."""
    found = list(queries.contested())
    managers = queries.managers_of([one.person_id for one in found])
    return [Disputed(one, *managers.get(one.person_id, ("", False))) for one in found]


def reminder_facts(year: int) -> list[tuple[str, Any]]:
    """Say when managers are reminded in a year, and to how many that went."""
    sent = {one.kind: one for one in queries.reminders(year)}
    return [
        (str(ReminderKind(kind).label).capitalize(), _reminder(day, sent.get(kind)))
        for kind, day in queries.reminder_days(year).items()
    ]


def _reminder(day: datetime.date, sent: Any) -> str:
    if sent is None:
        return _("vanaf %(day)s") % {"day": dutch.day(day)}
    return _("verstuurd op %(day)s, aan %(n)s leidinggevenden") % {
        "day": dutch.day(sent.sent_on),
        "n": sent.count,
    }


def meetings(units: Sequence[Unit]) -> list[TeamMeeting]:
    """Give the meetings of these units in the years that can still change, newest first."""
    years: Iterable[int] = queries.open_years()
    return [one for year in years for one in queries.meetings_of(units, year)]
