"""Propose before whom, and with whom as witness, someone takes the oath or promise on a day.

What is proposed is only a beginning: who was there is told when it is registered.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.personnel.models import Employment, Kind
from rechtop.people.personnel.queries import manager_works_on
from rechtop.work.oath.models import Official


@dataclass(frozen=True)
class Proposal:
    """Before whom it is and who is the witness, where nobody says otherwise."""

    official: Official | None = None
    witness: Person | None = None


NOBODY = Proposal()


def for_people(people: Collection[int], day: datetime.date) -> dict[int, Proposal]:
    """Give what is proposed for each of these people; asks as much for many as for one."""
    running = _running(day)
    seen = _witnesses(people, day)
    return {
        one.person_id: Proposal(_among(running, one), seen.get(one.person_id))
        for one in Employment.objects.filter(person__in=people)
    }


def for_one(employment: Employment, day: datetime.date) -> Proposal:
    """Give what is proposed for someone."""
    seen = _witnesses([employment.person_id], day)
    return Proposal(official_for(employment, day), seen.get(employment.person_id))


def official_for(employment: Employment, day: datetime.date) -> Official | None:
    """Give before whom someone takes the oath on a day: by function first, then for everybody."""
    return _among(_running(day), employment)


def _running(day: datetime.date) -> list[Official]:
    return list(Official.objects.filter(organisation.on(day)).order_by("-from_date", "-pk"))


def _among(running: Sequence[Official], employment: Employment) -> Official | None:
    called = f"{employment.function} {_CALLED.get(employment.kind, '')}".casefold()
    named = [one for one in running if one.words and _fits(one, called)]
    return next(iter([*named, *(one for one in running if not one.words)]), None)


_CALLED = {str(Kind.DIRECTOR): "directeur"}
"""What the words of an official call a kind, whatever the language of who asks."""


def _fits(official: Official, called: str) -> bool:
    words = (word.strip().casefold() for word in official.words.split(","))
    return any(word and word in called.split() for word in words)


def _witnesses(people: Collection[int], day: datetime.date) -> dict[int, Person]:
    """Give the line manager of each, where that one works here on the day."""
    led = Employment.objects.filter(manager_works_on(day), person__in=people)
    return {one.person_id: one.manager for one in led.select_related("manager") if one.manager}
