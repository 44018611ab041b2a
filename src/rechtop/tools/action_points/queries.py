"""Find action points."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.refs import Ref
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.action_points.models import ActionPoint, Note
from rechtop.tools.action_points.states import UNFINISHED
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Held
from rechtop.tools.figures import queries as figures

FIRST_YEAR = 1990

_BY_NOBODY_HERE = Q(owner=None) | Q(owner__is_active=False)

BROUGHT = ("report_year", "number", "title", "standing")
"""What an import brings of an action point."""


def of_report(year: int) -> QuerySet[ActionPoint]:
    """Give the action points of the report on a year."""
    found = ActionPoint.objects.select_related("owner", "carried_from")
    return found.filter(report_year=year).order_by("number")


def find(year: int, number: int) -> ActionPoint | None:
    """Give one action point by its year and number."""
    return of_report(year).filter(number=number).first()


def from_origin(origin: Ref) -> QuerySet[ActionPoint]:
    """Give the action points that come from a record of another room."""
    found = ActionPoint.objects.filter(origin_kind=origin.kind, origin_number=origin.number)
    return found.select_related("owner").order_by("report_year", "number")


def successor(point: ActionPoint) -> ActionPoint | None:
    """Give the point as which this one goes on."""
    return ActionPoint.objects.filter(carried_from=point).first()


def notes(point: ActionPoint) -> QuerySet[Note]:
    """Give what was noted about a point, newest first."""
    return Note.objects.filter(point=point).order_by("-at", "-pk")


def years() -> list[int]:
    """Give the years whose report has action points, newest first."""
    found = ActionPoint.objects.values_list("report_year", flat=True).distinct()
    return sorted(found, reverse=True)


def can_have_points(year: int) -> bool:
    """Say whether a year's report can have points: it has begun, and is not too long ago."""
    return FIRST_YEAR <= year <= clock.today().year


def next_year(point: ActionPoint) -> int | None:
    """Give the year into which a point can be carried over: the next that can still change.

    A point stands in the account of its own year and of the one after, so both must be open.
    """
    later = range(point.report_year + 1, clock.today().year + 1)
    adopted = figures.adopted_among([*later, clock.today().year + 1])
    return next((year for year in later if not {year, year + 1} & adopted), None)


def everything() -> QuerySet[ActionPoint]:
    """Give all points with what they can be sorted by: a day, and who does it."""
    return ActionPoint.objects.select_related("owner").annotate(
        due_order=Coalesce("due_on", Value(datetime.date.max)),
        owner_order=Coalesce("owner__sort_name", Lower("owner_name")),
    )


def owners() -> list[Person]:
    """Give who has an action point, by name."""
    owning = ActionPoint.objects.exclude(owner=None).values("owner")
    return list(organisation.people().filter(pk__in=owning))


def whose_owner_left() -> QuerySet[ActionPoint]:
    """Give the unfinished points of who left: somebody else is to do them."""
    return ActionPoint.objects.filter(state__in=UNFINISHED, owner__is_active=False)


def waiting_for(actor: Actor) -> list[ActionPoint]:
    """Give what someone has to do themselves, first due first; a coordinator also what is due soon
    and no person here does, of which they are reminded."""
    if actor.number is None:
        return []
    theirs = Q(owner=actor.number)
    if actor.has_duty(Duty.COORDINATOR):
        theirs |= _BY_NOBODY_HERE & Q(due_on__lte=clock.today() + REMIND_BEFORE)
    found = ActionPoint.objects.filter(theirs, state__in=UNFINISHED).select_related("owner")
    return list(found.order_by(F("due_on").asc(nulls_last=True), "pk")[:50])


REMIND_BEFORE = datetime.timedelta(days=7)
"""How long before its day it is reminded who looks after a point; and once more after that day."""


def to_remind() -> QuerySet[ActionPoint]:
    """Give the unfinished points of which a reminder is due, with their owners if a person is."""
    today = clock.today()
    soon = Q(due_on__lte=today + REMIND_BEFORE, reminded_on=None)
    late = Q(due_on__lt=today, reminded_on__lte=F("due_on"))
    found = ActionPoint.objects.filter(soon | late, state__in=UNFINISHED)
    if not organisation.who_looks_after(None):
        found = found.exclude(_BY_NOBODY_HERE)  # until there is someone to remind
    return found.select_related("owner").order_by("pk")


def taken_over() -> list[Held]:
    """Give the points as an import compares them.

    One with notes, or that goes on in a later year, was worked on here: no import takes it away.
    """
    touched = set(Note.objects.values_list("point", flat=True)) | set(_carried())
    return [
        Held(held.pk, held.record, None if held.pk in touched else held.delivery)
        for held in deliveries.held(ActionPoint, BROUGHT)
    ]


def _carried() -> Iterable[int | None]:
    going_on = ActionPoint.objects.exclude(carried_from=None)
    return [number for pair in going_on.values_list("pk", "carried_from") for number in pair]
