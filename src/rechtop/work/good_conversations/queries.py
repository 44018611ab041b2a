"""Find whose conversations there are to hold, which were held, and how far that reaches."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.numbers import is_random_number
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Duty, Kind, Placement, Unit
from rechtop.people.personnel.models import Employment
from rechtop.people.personnel.models import Kind as WorksAs
from rechtop.people.personnel.queries import manager_works_on, works_on
from rechtop.tools.figures import queries as figures
from rechtop.work.good_conversations.models import (
    GoodConversation,
    ReminderPlan,
    ReminderSent,
    TalkingPoints,
    TeamMeeting,
)
from rechtop.work.good_conversations.states import ReminderKind, State

HAVE_ONE = (WorksAs.STAFF, WorksAs.DIRECTOR)
"""Who have a yearly conversation: whoever is hired from elsewhere has none. Own choice."""

FRESH = datetime.timedelta(days=30)
"""How long a person reads on their first page that something was ticked about them."""

KEPT_YEARS = 2


def open_years() -> list[int]:
    """Give the years in which can still be ticked: this one and the last, until adopted."""
    year = clock.today().year
    adopted = figures.adopted_among({year, year - 1})
    return [one for one in (year, year - 1) if one not in adopted]


def last_day(year: int) -> datetime.date:
    """Give the day on which a year is counted: today, or its last day once it is over."""
    return min(clock.today(), datetime.date(year, 12, 31))


def expected(day: datetime.date) -> QuerySet[Employment]:
    """Give who should have a conversation: those who work here on a day and have a manager."""
    found = Employment.objects.filter(works_on(day), kind__in=HAVE_ONE, manager__isnull=False)
    return found.order_by()


def without_manager(day: datetime.date) -> int:
    """Count who works here on a day with nobody to have the conversation with."""
    lone = Employment.objects.filter(works_on(day), kind__in=HAVE_ONE, manager=None)
    return lone.count()


def whose_manager_left(day: datetime.date | None = None) -> QuerySet[Employment]:
    """Give who should have a conversation on a day, or today, with a manager who works here no
    more: nobody is reminded of it."""
    day = day or clock.today()
    return expected(day).exclude(manager_works_on(day))


def people_of(manager: int | None, year: int) -> QuerySet[Employment]:
    """Give a manager's people who worked here in a year, by name, with where they work."""
    theirs = Employment.objects.filter(
        Q(end_date=None) | Q(end_date__gt=datetime.date(year, 1, 1)),
        manager=manager,
        kind__in=HAVE_ONE,
        start_date__lte=last_day(year),
    )
    return with_unit(theirs, last_day(year)).select_related("person").order_by("person__sort_name")


def with_unit(people: QuerySet[Employment], day: datetime.date) -> QuerySet[Any]:
    """Tell of each where they work on a day: what they moved to last, or began with after it."""
    places = Placement.objects.filter(person=OuterRef("person"))
    until = places.filter(from_date__lte=day).order_by("-from_date", "-pk")
    first = places.order_by("from_date", "pk")
    return people.annotate(
        unit=Coalesce(Subquery(until.values("unit")[:1]), Subquery(first.values("unit")[:1]))
    )


def led_lately(actor: Actor) -> bool:
    """Say whether someone is told to lead people who worked here this year or the last: with who
    left since, they may have had a conversation that is still to be ticked.
    """
    if actor.number is None:
        return False
    today = clock.today()
    last_year = datetime.date(today.year - 1, 1, 1)
    theirs = Employment.objects.filter(manager=actor.number, start_date__lte=today)
    return theirs.filter(Q(end_date=None) | Q(end_date__gt=last_year)).exists()


def leads(actor: Actor, person: int) -> bool:
    """Say whether someone is the manager of this person today."""
    if actor.number is None:
        return False
    return Employment.objects.filter(manager=actor.number, person=person).exists()


def units_of(actor: Actor) -> list[Unit]:
    """Give the units someone leads: those of the duty, else those where their people work."""
    today, number = clock.today(), actor.number
    duties = Duty.objects.filter(organisation.on(today), person=number, kind=Kind.MANAGER)
    led = set(duties.values_list("unit", flat=True))
    if None in led:
        own = Placement.objects.filter(organisation.on(today), person=number)
        led = led - {None} | set(own.values_list("unit", flat=True))
    if not led:
        theirs = Employment.objects.filter(works_on(today), manager=number).values("person")
        placed = Placement.objects.filter(organisation.on(today), person__in=theirs)
        led = set(placed.values_list("unit", flat=True))
    return list(Unit.objects.filter(pk__in=led).order_by("name"))


def in_year(year: int) -> QuerySet[GoodConversation]:
    """Give the ticks of a year, contested or not."""
    return GoodConversation.objects.filter(year=year)


def counted(year: int) -> QuerySet[GoodConversation]:
    """Give the ticks that count: while one is contested, it does not."""
    return in_year(year).exclude(state=State.CONTESTED)


def of_people(people: Sequence[Employment], year: int) -> dict[int, GoodConversation]:
    """Give the ticks of these people in a year, by number of person."""
    found = in_year(year).filter(person__in=[one.person_id for one in people])
    return {one.person_id: one for one in found}


def own(actor: Actor) -> QuerySet[GoodConversation]:
    """Give what was ticked about someone, newest first."""
    found = GoodConversation.objects.filter(person=actor.number).select_related("ticked_by")
    return found.order_by("-held_on")


def find(number: str) -> GoodConversation | None:
    """Find a tick by its number."""
    found = GoodConversation.objects.filter(number=number) if is_random_number(number) else None
    return found.first() if found is not None else None


def contested() -> QuerySet[GoodConversation]:
    """Give the contested ticks nobody answered, the oldest first; not of a year that was adopted,
    in which nobody can any more."""
    found = GoodConversation.objects.filter(state=State.CONTESTED)
    years = found.order_by().values_list("year", flat=True).distinct()
    found = found.exclude(year__in=figures.adopted_among(set(years)))
    return found.select_related("person", "unit").order_by("contested_on", "pk")


def managers_of(people: Sequence[int]) -> dict[int, tuple[str, bool]]:
    """Give who leads each of these people, by name, and whether that one works here today."""
    found = Employment.objects.filter(person__in=people, manager__isnull=False)
    is_here = Case(When(manager_works_on(clock.today()), then=True), default=False)
    told = found.annotate(is_here=is_here).values_list("person", "manager__name", "is_here")
    return {person: (name, here) for person, name, here in told}


def meetings_of(units: Sequence[Unit], year: int) -> QuerySet[TeamMeeting]:
    """Give the meetings of these units in which integrity was discussed, newest first."""
    found = meetings_in(year).filter(unit__in=units).select_related("unit")
    return found.order_by("-held_on", "unit__name")


def meetings_in(year: int) -> QuerySet[TeamMeeting]:
    """Give every such meeting of a year."""
    return TeamMeeting.objects.filter(held_on__year=year)


def find_meeting(number: str) -> TeamMeeting | None:
    """Find a meeting by its number."""
    found = TeamMeeting.objects.filter(number=number) if is_random_number(number) else None
    return found.first() if found is not None else None


@dataclass(frozen=True)
class Covered:
    """How far it reaches: of how many people integrity was discussed with how many."""

    asked: int = 0
    covered: int = 0
    contested: int = 0

    @property
    def waiting(self) -> int:
        """Give with how many it was not."""
        return self.asked - self.covered

    @property
    def percent(self) -> int | None:
        """Give the share, rounded down: 100 means everybody. None of nobody."""
        return self.covered * 100 // self.asked if self.asked else None

    def __add__(self, other: Covered) -> Covered:
        return Covered(
            self.asked + other.asked,
            self.covered + other.covered,
            self.contested + other.contested,
        )


def coverage(year: int) -> dict[int | None, Covered]:
    """Give how far it reaches by number of unit, in one query."""
    ticks = in_year(year).filter(person=OuterRef("person"))
    listed = with_unit(expected(last_day(year)), last_day(year)).annotate(
        is_covered=Exists(ticks.exclude(state=State.CONTESTED)),
        is_contested=Exists(ticks.filter(state=State.CONTESTED)),
    )
    summed = listed.values("unit").annotate(
        asked=Count("pk"),
        covered=Count("pk", filter=Q(is_covered=True)),
        contested=Count("pk", filter=Q(is_contested=True)),
    )
    return {
        unit: Covered(asked, covered, disputed)
        for unit, asked, covered, disputed in summed.values_list(
            "unit", "asked", "covered", "contested"
        )
    }


def covering(year: int, units: Collection[int] | None = None) -> QuerySet[GoodConversation]:
    """Give the ticks that make up the coverage: those of people who are counted in it, or who are
    counted at one of these units, wherever they worked when they had the conversation."""
    found = expected(last_day(year))
    if units is not None:
        found = with_unit(found, last_day(year)).filter(unit__in=units)
    return counted(year).filter(person__in=found.values("person"))


def met(year: int) -> dict[int, tuple[int, datetime.date]]:
    """Give how often a unit discussed it in its meeting in a year, and when last."""
    grouped = meetings_in(year).order_by().values("unit")
    summed = grouped.annotate(count=Count("pk"), last=Max("held_on"))
    return {unit: (n, last) for unit, n, last in summed.values_list("unit", "count", "last")}


def departments() -> dict[int, int]:
    """Give of each unit the department it belongs to, by number: a unit right under the top.

    What stands above all departments is its own.
    """
    parents = dict(Unit.objects.values_list("pk", "parent"))
    return {unit: _department(unit, parents) for unit in parents}


def _department(unit: int, parents: dict[int, int | None]) -> int:
    above = parents[unit]
    while above is not None and parents[above] is not None:
        unit, above = above, parents[above]
    return unit


def years() -> list[int]:
    """Give the years there is something of, and this one, newest first."""
    known = set(GoodConversation.objects.order_by().values_list("year", flat=True).distinct())
    known |= {day.year for day in TeamMeeting.objects.dates("held_on", "year")}
    return sorted(known | {clock.today().year}, reverse=True)


def points_on(day: datetime.date | None = None) -> TalkingPoints | None:
    """Give the points to raise in force on a day, or today."""
    begun = TalkingPoints.objects.filter(valid_from__lte=day or clock.today())
    return begun.order_by("-valid_from").first()


def all_points() -> QuerySet[TalkingPoints]:
    """Give the points there were or will be, the newest first."""
    return TalkingPoints.objects.order_by("-valid_from")


def plan() -> ReminderPlan:
    """Give when managers are reminded."""
    return ReminderPlan.objects.first() or ReminderPlan()


def reminder_days(year: int) -> dict[str, datetime.date]:
    """Give the day from which each reminder of a year can go."""
    held, end = plan(), datetime.date(year, 12, 31)
    return {
        ReminderKind.FIRST: end - datetime.timedelta(days=held.first_before),
        ReminderKind.LAST: end - datetime.timedelta(days=held.last_before),
    }


def reminders(year: int) -> list[ReminderSent]:
    """Give the reminders that went out in a year, the first one first."""
    return list(ReminderSent.objects.filter(year=year).order_by("sent_on"))


def reminder_due() -> str:
    """Name the reminder that should go now, or nothing: the last one that has come, once."""
    today = clock.today()
    come = [kind for kind, day in reminder_days(today.year).items() if day <= today]
    if not come or today.year not in open_years():
        return ""
    sent = ReminderSent.objects.filter(year=today.year, kind=come[-1]).exists()
    return "" if sent else come[-1]


def to_go(year: int) -> QuerySet[Employment]:
    """Give who works here and has no tick of this year."""
    had = in_year(year).filter(person=OuterRef("person"))
    return expected(last_day(year)).filter(~Exists(had))


def to_remind(year: int) -> list[Person]:
    """Give the managers who have conversations to go."""
    return list(organisation.people().filter(pk__in=to_go(year).values("manager"), is_active=True))


def past_keeping() -> list[int]:
    """Give the adopted years of which it need not be known any more with whom it was."""
    first = clock.today().year - KEPT_YEARS
    held = set(GoodConversation.objects.filter(year__lt=first).values_list("year", flat=True))
    met_in = TeamMeeting.objects.filter(held_on__year__lt=first).dates("held_on", "year")
    return sorted(figures.adopted_among(held | {day.year for day in met_in}))


@dataclass(frozen=True)
class Waiting:
    """What someone finds of this on their first page."""

    own: GoodConversation | None = None
    contested: int = 0
    to_go: int = 0
    year: int = 0

    def __bool__(self) -> bool:
        return bool(self.own or self.contested or self.to_go)


def waiting_for(actor: Actor) -> Waiting:
    """Gather a fresh tick about someone themselves, and what their people wait for."""
    today = clock.today()
    fresh = own(actor).filter(state=State.TICKED, ticked_on__gt=today - FRESH).first()
    if not led_lately(actor):
        return Waiting(fresh)
    theirs = Employment.objects.filter(manager=actor.number).values("person")
    disputed = contested().filter(person__in=theirs).count()
    is_late = reminder_days(today.year)[ReminderKind.FIRST] <= today
    left = to_go(today.year).filter(manager=actor.number)
    return Waiting(fresh, disputed, left.count() if is_late else 0, today.year)
