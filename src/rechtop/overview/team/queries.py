"""See how the work is divided: counted over the cases one can open, and no others."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Case as Either
from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.overview.team.models import Nudge
from rechtop.people.identity.models import Person
from rechtop.people.organisation.rules import is_integrity_team
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.cases.states import State

SOON = 7
"""Within how many days a term is told to end soon."""

AGES = (7, 30, 90, 180, 365)
"""The ages in days up to which open cases are counted together."""

_OLD = datetime.timedelta(days=31)


@dataclass(frozen=True)
class Load:
    """What someone has on their desk; of nobody, what waits for a handler."""

    handler: Person | None
    open: int
    late: int
    soon: int
    waiting: int
    oldest: datetime.date | None


@dataclass(frozen=True)
class Age:
    """How many open cases are so old."""

    text: str
    count: int
    share: int


def _open(actor: Actor) -> QuerySet[Case]:
    return cases.visible_to(actor).exclude(state=State.CLOSED)


def loads(actor: Actor) -> list[Load]:
    """Count for each handler what is open, late, due soon, and waits for an answer; of nobody, what
    nobody handles yet or any more."""
    today = clock.today()
    soon = today + datetime.timedelta(days=SOON)
    waiting = deadlines.open_ones("case").filter(subject_number=OuterRef("pk"), paused_on=None)
    counted = (
        _open(actor)
        .annotate(
            of=Either(When(cases.nobodys(), then=None), default=F("handler")),
            is_late=Exists(waiting.filter(due_on__lt=today)),
            is_soon=Exists(waiting.filter(due_on__range=(today, soon))),
        )
        .values("of")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=Q(is_late=True)),
            soon=Count("pk", filter=Q(is_soon=True)),
            waiting=Count("pk", filter=Q(reporter_waits_since__isnull=False)),
            oldest=Min("received_on"),
        )
        .order_by("-late", "-open")
    )
    rows = list(counted)
    people = Person.objects.in_bulk([row["of"] for row in rows if row["of"]])
    return [
        Load(
            people.get(row["of"] or 0),
            row["open"],
            row["late"],
            row["soon"],
            row["waiting"],
            row["oldest"],
        )
        for row in rows
    ]


def ages(actor: Actor) -> list[Age]:
    """Count the open cases by how long ago they came in."""
    today = clock.today()
    steps = [
        When(received_on__gt=today - datetime.timedelta(days=days + 1), then=Value(at))
        for at, days in enumerate(AGES)
    ]
    last = Value(len(AGES))
    aged = _open(actor).annotate(age=Either(*steps, default=last, output_field=IntegerField()))
    counted = dict(aged.values_list("age").annotate(Count("pk")).order_by())
    most = max(counted.values(), default=1)
    return [
        Age(text, counted.get(at, 0), round(100 * counted.get(at, 0) / most))
        for at, text in enumerate(_texts())
    ]


def _texts() -> list[str]:
    until = [_("tot en met %(n)s dagen") % {"n": days} for days in AGES]
    return [*until, _("langer dan %(n)s dagen") % {"n": AGES[-1]}]


def late(actor: Actor) -> QuerySet[Deadline]:
    """Give the terms that passed or end soon in the cases colleagues handle, first due first.

    Of what nobody handles any more there is nobody to ask: that waits for each who can open it.
    """
    others = _open(actor).exclude(cases.nobodys()).exclude(handler=actor.number)
    until = clock.today() + datetime.timedelta(days=SOON)
    found = deadlines.open_ones("case").filter(due_on__lte=until, paused_on=None)
    return found.filter(subject_number__in=others.values("pk"))


def with_cases(actor: Actor, found: Sequence[Deadline]) -> list[tuple[Deadline, Case, bool]]:
    """Give terms with their cases, and whether the handler was asked about it today."""
    numbers = {one.subject_number for one in found}
    known = _open(actor).filter(pk__in=numbers).select_related("handler").in_bulk()
    asked = set(
        Nudge.objects.filter(case__in=numbers, on=clock.today()).values_list("case", flat=True)
    )
    return [
        (one, known[one.subject_number], one.subject_number in asked)
        for one in found
        if one.subject_number in known
    ]


def chosen(actor: Actor, numbers: Collection[str]) -> list[Case]:
    """Give the open cases with these numbers, as far as one can open them."""
    wanted = [number for number in numbers if "\0" not in number]
    return list(_open(actor).filter(number__in=wanted).order_by("pk"))


def of_leavers(actor: Actor) -> int | None:
    """Count for the integrity team the open cases whose handler left or lost the duty, as far as
    one can open them; for others give None."""
    if not is_integrity_team(actor):
        return None
    return cases.whose_handler_left(actor).count()


def was_nudged_today(person: Person, *, besides: Case) -> bool:
    """Say whether someone was asked about another case today: one mail a day is enough."""
    return Nudge.objects.filter(to=person, on=clock.today()).exclude(case=besides).exists()


def nudges_for(actor: Actor) -> QuerySet[Nudge]:
    """Give what colleagues asked this person in the last week about cases they still handle."""
    since = clock.today() - datetime.timedelta(days=SOON)
    own = cases.visible_to(actor).filter(handler=actor.number).exclude(state=State.CLOSED)
    found = Nudge.objects.filter(to=actor.number, on__gte=since, case__in=own.values("pk"))
    return found.select_related("case", "by").order_by("-on", "-pk")


def are_old() -> bool:
    """Say whether there is something to clear away."""
    return Nudge.objects.filter(on__lt=clock.today() - _OLD).exists()
