"""Find who has no sign-in yet, whom mail may bring one, and whose link this is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from rechtop.ground.kernel import clock
from rechtop.ground.post import operations as post
from rechtop.people.identity.models import Person, sort_key
from rechtop.people.invitations import links
from rechtop.people.invitations.models import Arrangement, Invitation
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Placement
from rechtop.people.personnel import queries as personnel

VALID = datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
"""How long a link works."""

INVITED, ALL, NEVER, FAILED = "invited", "all", "never", "failed"


@dataclass(frozen=True)
class Wanted:
    """To whom a list of people without a sign-in is narrowed down.

    Without a standing: who was not invited yet, whose letter was not delivered, or whose link has
    ended.
    """

    unit: int | None = None
    kind: str = ""
    starts_from: datetime.date | None = None
    starts_until: datetime.date | None = None
    name: str = ""
    standing: str = ""
    people: tuple[int, ...] | None = None


def undelivered() -> int:
    """Count the people whose invitation the mail server did not take after all tries, and who
    still wait for one; costs nothing where there are none."""
    lost = Invitation.objects.filter(letter__in=post.given_up().values("mark"))
    people = tuple(lost.values_list("person", flat=True))
    return by_mail(Wanted(standing=FAILED, people=people)).count() if people else 0


def by_mail(wanted: Wanted) -> QuerySet[Any]:
    """Give the employments of who can get a sign-in by mail.

    On each stand `sort_name`, `invited_at`, `undelivered` and `unit_name`.
    """
    return _narrowed(personnel.without_sign_in(), wanted)


def in_person(wanted: Wanted) -> QuerySet[Any]:
    """Give who has no sign-in and gets it in person alone: they have, or will have, another duty
    than leading people, or they have keys.
    """
    return _narrowed(personnel.without_sign_in(by_mail=False), wanted)


def _narrowed(found: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    own = Invitation.objects.filter(person=OuterRef("person"), email=OuterRef("person__email"))
    found = found.select_related("person").annotate(
        sort_name=F("person__sort_name"),
        invited_at=Subquery(own.values("invited_at")[:1]),
        undelivered=Exists(own.filter(letter__in=post.given_up().values("mark"))),
        unit_name=Subquery(_latest_stay().values("unit__name")[:1]),
    )
    if wanted.unit is not None:
        below = organisation.with_those_below(wanted.unit)
        found = found.annotate(unit=Subquery(_latest_stay().values("unit")[:1]))
        found = found.filter(unit__in=below)
    if wanted.people is not None:
        found = found.filter(person__in=wanted.people)
    return _in_standing(found.filter(_told(wanted)), wanted.standing)


def _latest_stay() -> QuerySet[Placement]:
    return Placement.objects.filter(person=OuterRef("person")).order_by("-from_date", "-pk")


def _told(wanted: Wanted) -> Q:
    told = Q()
    if wanted.kind:
        told &= Q(kind=wanted.kind)
    if wanted.starts_from:
        told &= Q(start_date__gte=wanted.starts_from)
    if wanted.starts_until:
        told &= Q(start_date__lte=wanted.starts_until)
    if wanted.name:
        told &= Q(person__sort_name__contains=sort_key(wanted.name.strip()))
    return told


def _in_standing(found: QuerySet[Any], standing: str) -> QuerySet[Any]:
    working = Q(invited_at__gt=clock.now() - VALID, undelivered=False)
    if standing == FAILED:
        return found.filter(undelivered=True)
    if standing == NEVER:
        return found.filter(invited_at=None)
    if standing == INVITED:
        return found.filter(working)
    return found if standing == ALL else found.filter(Q(invited_at=None) | ~working)


def invited(number: int, word: str) -> Person | None:
    """Give whose link this is, if it still works and they may still get a sign-in by mail."""
    found = by_mail(Wanted(people=(number,), standing=ALL)).first()
    if found is None or found.invited_at is None:
        return None
    return found.person if links.is_word_of(found.person, found.invited_at, word) else None


def arrangement() -> Arrangement | None:
    """Give how newcomers are invited by themselves, where that is so."""
    return Arrangement.objects.first()


def newcomers(arranged: Arrangement) -> Wanted:
    """Say who is invited by themselves today: who was never invited, and begins soon or did."""
    soon = clock.today() + datetime.timedelta(days=arranged.days_before)
    return Wanted(starts_from=arranged.since_date, starts_until=soon, standing=NEVER)
