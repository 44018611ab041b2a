"""Find of whom what is required, by when, and who followed it.

As with the oath this is asked of the database as a whole: nobody is walked through. What stands
for several requirements at once is one question too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.people.identity.models import Person, sort_key
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Duty, Placement
from rechtop.people.organisation.models import Kind as DutyKind
from rechtop.people.organisation.queries import Tree
from rechtop.people.personnel import queries as personnel
from rechtop.people.personnel.models import Employment, Kind
from rechtop.tools.deadlines import queries as deadlines
from rechtop.work.activities.models import Attendee, Gathering
from rechtop.work.activities.states import State
from rechtop.work.training.models import Occasion, Reminder, Requirement
from rechtop.work.training.states import UNFINISHED, Stage, Standing, Whom

SOON = datetime.timedelta(days=30)
"""How long before its day it stands as soon."""

REMIND_BEFORE = datetime.timedelta(days=7)
"""How long before the last day people are reminded."""

_LAST = datetime.date.max
_ONE_DAY = datetime.timedelta(days=1)


def requirements() -> QuerySet[Requirement]:
    """Give everything that is or was required, the newest first."""
    return Requirement.objects.select_related("unit").order_by("-pk")


def running(day: datetime.date | None = None) -> QuerySet[Requirement]:
    """Give what is required on a day."""
    day = day or clock.today()
    stands = Q(ended_on=None) | Q(ended_on__gt=day)
    return requirements().filter(stands, from_date__lte=day)


def stood_in(year: int, until: datetime.date) -> dict[datetime.date, list[Requirement]]:
    """Give what was required in a year up to a day, by the last day on which it was that year."""
    begun = requirements().filter(from_date__lte=until, from_date__year__lte=year)
    stood = begun.filter(Q(ended_on=None) | Q(ended_on__gt=datetime.date(year, 1, 1)))
    found: dict[datetime.date, list[Requirement]] = {}
    for one in stood:
        last = until if one.ended_on is None else min(until, one.ended_on - _ONE_DAY)
        found.setdefault(last, []).append(one)
    return {day: [one for one in listed if one.from_date <= day] for day, listed in found.items()}


def not_ended() -> QuerySet[Requirement]:
    """Give what is required, and what will be."""
    return requirements().filter(ended_on=None)


def owing(
    requirement: Requirement, day: datetime.date | None = None, tree: Tree | None = None
) -> QuerySet[Any]:
    """Give of whom it is required on a day, with how it stood with them then.

    Each has `start_date` (where the personnel system told it), `last_day`, `followed_on`,
    `standing`, `urgency` and the unit where they work, as `at` and `unit_name`.
    """
    day = day or clock.today()
    found = _meant(_here(day), requirement, day, tree)
    asked = Value(requirement.asked_on, DateField())
    due = found.annotate(counts_from=Greatest("start_date", asked))
    due = due.annotate(last_day=_last_day(requirement)).filter(last_day__isnull=False)
    placed = Placement.objects.filter(organisation.on(day), person=OuterRef("pk"))
    last = placed.order_by("-from_date", "-pk")
    told: QuerySet[Any] = (
        due.annotate(
            followed_on=Subquery(_followed(requirement, day)),
            at=Subquery(last.values("unit")[:1]),
            unit_name=Subquery(last.values("unit__name")[:1]),
        )
        .annotate(standing=_standing(day))
        .annotate(
            urgency=Case(
                When(standing=Standing.DONE, then=Value(_LAST)),
                default=F("last_day"),
                output_field=DateField(),
            )
        )
    )
    return told


def _here(day: datetime.date) -> QuerySet[Any]:
    """Give who works here on a day, also of whom the personnel system tells nothing."""
    own = Employment.objects.filter(person=OuterRef("pk"))
    known = Person.objects.order_by().annotate(
        start_date=Subquery(own.values("start_date")[:1]),
        end_date=Subquery(own.values("end_date")[:1]),
        works_as=Subquery(own.values("kind")[:1]),
    )
    runs = Q(start_date__lte=day) & (Q(end_date=None) | Q(end_date__gt=day))
    # Of whom the personnel system tells nothing it is only known whether they are here now.
    here: QuerySet[Any] = known.filter(Q(start_date=None, is_active=True) | runs)
    return here


def _meant(
    found: QuerySet[Any], requirement: Requirement, day: datetime.date, tree: Tree | None
) -> QuerySet[Any]:
    if requirement.unit_id is not None:
        below = organisation.with_those_below(requirement.unit_id, tree)
        placed = Placement.objects.filter(organisation.on(day), unit__in=below)
        found = found.filter(pk__in=placed.values("person"))
    if requirement.whom == Whom.STAFF:
        return found.filter(works_as__in=(Kind.STAFF, Kind.DIRECTOR))
    if requirement.whom == Whom.EXTERNAL:
        return found.filter(works_as=Kind.EXTERNAL)
    if requirement.whom == Whom.MANAGER:
        leads = Employment.objects.filter(manager=OuterRef("pk"), start_date__lte=day)
        leads = leads.filter(Q(end_date=None) | Q(end_date__gt=day))
        named = Duty.objects.filter(
            organisation.on(day), person=OuterRef("pk"), kind=DutyKind.MANAGER
        )
        return found.filter(Exists(leads) | Exists(named))
    return found


def _last_day(requirement: Requirement) -> Case | Value:
    """Say by which day someone is to have followed it; nobody has less time than who was here."""
    whens = []
    due = Value(requirement.due_on, DateField())
    if requirement.months is not None:
        own = deadlines.months_on("counts_from", requirement.months)
        begins = When(start_date__gte=requirement.from_date, then=Greatest(due, own))
        whens.append(begins)
    if requirement.due_on is not None:
        was_here = Q(start_date=None) | Q(start_date__lte=requirement.due_on)
        whens.append(When(was_here, then=due))
    return Case(*whens, default=Value(None), output_field=DateField())


def _followed(requirement: Requirement, day: datetime.date) -> QuerySet[Any]:
    """Give the first day on which someone was at a gathering that counts; correlated to them."""
    counts = Occasion.objects.filter(requirement=requirement).values("gathering")
    was = Attendee.objects.filter(
        person=OuterRef("pk"),
        gathering__in=counts,
        gathering__state=State.HELD,
        gathering__day__lte=day,
    )
    return was.order_by().values("person").annotate(day=Min("gathering__day")).values("day")


def _standing(day: datetime.date) -> Case:
    return Case(
        When(followed_on__isnull=False, then=Value(Standing.DONE)),
        When(last_day__lt=day, then=Value(Standing.OVERDUE)),
        When(last_day__lte=day + SOON, then=Value(Standing.SOON)),
        default=Value(Standing.OPEN),
        output_field=CharField(),
    )


class ToFollow(NamedTuple):
    """Something someone is still to follow, by its last day."""

    requirement: Requirement
    last_day: datetime.date
    standing: str


def to_follow(actor: Actor) -> list[ToFollow]:
    """Give what someone is still to follow, first what is due first: in one question."""
    asked = {one.pk: one for one in running()}
    tree = organisation.units() if any(one.unit_id for one in asked.values()) else ()
    parts = [
        owing(one, tree=tree)
        .filter(pk=actor.number or 0, standing__in=UNFINISHED)
        .annotate(of=Value(one.pk, IntegerField()))
        .values_list("of", "last_day", "standing")
        for one in asked.values()
    ]
    found = [ToFollow(asked[number], last, how) for number, last, how in _together(parts)]
    return sorted(found, key=lambda one: (one.last_day, one.requirement.pk))


def _together(parts: Sequence[QuerySet[Any]]) -> Iterable[Any]:
    return parts[0].union(*parts[1:], all=True) if parts else ()


def owed_by(actor: Actor, requirement: Requirement) -> Any:
    """Give how it stands with one person, where it is required of them."""
    return owing(requirement).filter(pk=actor.number or 0).first()


@dataclass(frozen=True)
class Covered:
    """Of how many it is required, and how many of these followed it, in all and on time."""

    asked: int = 0
    followed: int = 0
    on_time: int = 0
    overdue: int = 0
    number: int = 0
    unit: str = ""

    @property
    def percentage(self) -> int:
        """Give which part followed it, rounded down, so that only all are a hundred."""
        return self.followed * 100 // self.asked if self.asked else 0


_COUNTS = {
    "asked": Count("pk"),
    "followed": Count("pk", filter=Q(followed_on__isnull=False)),
    "on_time": Count("pk", filter=Q(followed_on__lte=F("last_day"))),
    "overdue": Count("pk", filter=Q(standing=Standing.OVERDUE)),
}


def coverage(
    found: Sequence[Requirement], day: datetime.date | None = None, year: int | None = None
) -> dict[int, list[Covered]]:
    """Count by unit for each requirement: in one question. With a year only whose last day it is.

    Someone counts where they work on that day; who works in no unit counts under 0.
    """
    tree = organisation.units() if any(one.unit_id for one in found) else ()
    parts = [
        _of_year(owing(one, day, tree), year)
        .order_by()
        .values("at", "unit_name")
        .annotate(**_COUNTS, of=Value(one.pk, IntegerField()))
        .values_list("of", "at", "unit_name", *_COUNTS)
        for one in found
    ]
    told: dict[int, list[Covered]] = {one.pk: [] for one in found}
    for number, unit, name, *counts in _together(parts):
        told[number].append(_covered(counts, unit or 0, name or ""))
    for listed in told.values():
        listed.sort(key=lambda one: (not one.unit, sort_key(one.unit)))
    return told


def _covered(counts: Sequence[int], number: int, unit: str) -> Covered:
    asked, followed, on_time, overdue = counts
    return Covered(asked, followed, on_time, overdue, number, unit)


def _of_year(found: QuerySet[Any], year: int | None) -> QuerySet[Any]:
    return found if year is None else found.filter(last_day__year=year)


def total(units: Iterable[Covered]) -> Covered:
    """Add up what was counted by unit."""
    listed = list(units)
    return Covered(*(sum(getattr(one, name) for one in listed) for name in _COUNTS))


def due_in(requirement: Requirement, day: datetime.date, year: int) -> QuerySet[Any]:
    """Give of whom it was required by a last day in a year, with how it stood on a day."""
    return _of_year(owing(requirement, day), year)


def in_unit(found: QuerySet[Any], unit: int) -> QuerySet[Any]:
    """Give those who work at a unit or at one below it."""
    return found.filter(at__in=organisation.with_those_below(unit))


def gatherings(requirement: Requirement) -> QuerySet[Gathering]:
    """Give the gatherings that count for it, the latest first."""
    counts = Occasion.objects.filter(requirement=requirement).values("gathering")
    return Gathering.objects.filter(pk__in=counts).order_by("-day", "-pk")


def counts_for(gathering: Gathering) -> QuerySet[Requirement]:
    """Give for what being at a gathering counts."""
    counts = Occasion.objects.filter(gathering=gathering).values("requirement")
    return requirements().filter(pk__in=counts)


def to_remind(requirement: Requirement) -> QuerySet[Any]:
    """Give who is to be told something they were not told yet, with the `stage` it has come to:
    that it is required, that its last day is near, that it has passed."""
    today = clock.today()
    told = Reminder.objects.filter(requirement=requirement, person=OuterRef("pk"))
    stage = Case(
        When(last_day__lt=today, then=Value(Stage.LATE.value)),
        When(last_day__lte=today + REMIND_BEFORE, then=Value(Stage.SOON.value)),
        default=Value(Stage.ASKED.value),
        output_field=IntegerField(),
    )
    found: QuerySet[Any] = owing(requirement).exclude(standing=Standing.DONE)
    found = found.annotate(stage=stage)
    found = found.annotate(told=Coalesce(Subquery(told.values("stage")[:1]), Stage.NOTHING.value))
    return found.filter(stage__gt=F("told")).order_by("last_day", "pk")


def past_keeping() -> list[int]:
    """Give who left and was once told something, by number of person."""
    gone = personnel.gone_since(clock.today())
    found = Reminder.objects.filter(person__in=gone).order_by()
    return list(found.values_list("person", flat=True).distinct())
