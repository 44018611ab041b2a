"""Find risks, the functions they touch, and whose review is due."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, Lower

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel.models import Employment
from rechtop.work.risks.models import MarkedFunction, Revision, Risk
from rechtop.work.risks.states import Asked, State

REMIND_BEFORE = datetime.timedelta(days=14)
"""How long before its review the owner of a risk is reminded."""

_MOST_WAITING = 50

KEEPERS = (Duty.COORDINATOR, Duty.HANDLER)
READERS = (*KEEPERS, Duty.SECRETARY, Duty.PRIVACY_OFFICER, Duty.SECURITY_OFFICER)
"""Who reads the register, also who keeps it."""


def everything() -> QuerySet[Risk]:
    """Give all risks with what they can be sorted by: how large they are, and whose they are."""
    found = Risk.objects.select_related("owner", "unit")
    return found.annotate(
        score_order=F("likelihood") * F("effect"),
        owner_order=Coalesce("owner__sort_name", Lower("owner_name")),
    )


def find(number: int) -> Risk | None:
    """Give one risk by its number."""
    return everything().filter(pk=number).first()


def history(risk: Risk) -> QuerySet[Revision]:
    """Give what was done to a risk, latest first."""
    return Revision.objects.filter(risk=risk).order_by("-at", "-pk")


def marks(risk: Risk) -> QuerySet[MarkedFunction]:
    """Give the functions a risk marks now."""
    return MarkedFunction.objects.filter(risk=risk, until_date=None).order_by("folded")


def owners() -> list[Person]:
    """Give who owns a risk, by name."""
    owning = Risk.objects.exclude(owner=None).values("owner")
    return list(organisation.people().filter(pk__in=owning))


def units() -> list[Unit]:
    """Give the units with a risk, by name."""
    held = Risk.objects.exclude(unit=None).values("unit")
    return list(Unit.objects.filter(pk__in=held).order_by("name"))


def per_cell() -> Counter[tuple[int, int]]:
    """Count the open risks by likelihood and effect."""
    found = Risk.objects.filter(state=State.OPEN).values_list("likelihood", "effect")
    return Counter({(one, other): n for one, other, n in found.annotate(n=Count("pk"))})


def whose_owner_left() -> QuerySet[Risk]:
    """Give the open risks of who left: they need another owner."""
    return Risk.objects.filter(state=State.OPEN, owner__is_active=False)


def waiting_for(actor: Actor) -> list[Risk]:
    """Give the risks of someone whose review is due within two weeks, or was, first due first; to
    a coordinator also those of a role, of who left, and of who may not read the register, of which
    they are reminded."""
    if actor.number is None:
        return []
    theirs = Q(owner=actor.number)
    if actor.has_duty(Duty.COORDINATOR):
        theirs |= ~Q(owner__in=organisation.with_duty(*READERS).values("pk"))
    due = Risk.objects.filter(theirs, state=State.OPEN).select_related("owner")
    due = due.filter(review_date__lte=clock.today() + REMIND_BEFORE)
    return list(due.order_by("review_date", "pk")[:_MOST_WAITING])


def to_remind() -> list[Risk]:
    """Give the risks of which a reminder is due: two weeks before the review, and after it."""
    today = clock.today()
    soon = Q(review_date__lte=today + REMIND_BEFORE, reminded_on=None)
    late = Q(review_date__lt=today) & Q(reminded_on__lte=F("review_date"))
    return list(Risk.objects.filter(soon | late, state=State.OPEN).order_by("pk"))


def fold(function: str) -> str:
    """Give a function as it is compared: without case, and with single spaces."""
    return " ".join(function.split()).casefold()


@dataclass(frozen=True)
class Sensitive:
    """A function that some risk touches: what it asks of who has it, and how many these are.

    `function` is the name as it was marked, `key` how to compare it (`fold`).
    """

    function: str
    key: str
    asks: frozenset[Asked]
    risks: tuple[Risk, ...]
    people: int


def sensitive_functions(on: datetime.date) -> list[Sensitive]:
    """Give the functions marked as sensitive on a day, with what they ask and of how many people.

    Later rooms read here who needs a VOG, takes the oath, or declares interests.
    """
    held = MarkedFunction.objects.filter(organisation.on(on)).select_related("risk")
    by_key: dict[str, list[MarkedFunction]] = {}
    for mark in held.order_by("folded", "pk"):
        by_key.setdefault(mark.folded, []).append(mark)
    people = people_in(by_key, on)
    return [
        Sensitive(
            marked[0].name,
            key,
            frozenset(Asked(one) for mark in marked for one in mark.asks),
            tuple(mark.risk for mark in marked),
            people[key],
        )
        for key, marked in by_key.items()
    ]


def people_in(keys: Collection[str], on: datetime.date) -> Counter[str]:
    """Count who has each of these functions on a day, in one question whatever their number."""
    counts: Counter[str] = Counter()
    if keys:
        here = Employment.objects.filter(start_date__lte=on).exclude(function="")
        here = here.filter(Q(end_date=None) | Q(end_date__gt=on))
        for function, n in here.values_list("function").annotate(n=Count("pk")):
            counts[fold(function)] += n
    return Counter({key: counts[key] for key in keys})
