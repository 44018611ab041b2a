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
from rechtop.people.personnel.queries import manager_works_on, works_on
from rechtop.work.oath.models import Official, Session


@dataclass(frozen=True)
class Proposal:
    """Before whom it is and who is the witness, where nobody says otherwise: as it is registered,
    and `shown` in the language of who asks."""

    official: str = ""
    shown: str = ""
    witness: Person | None = None
    witness_name: str = ""


NOBODY = Proposal()


def for_people(
    people: Collection[int], day: datetime.date, session: Session | None = None
) -> dict[int, Proposal]:
    """Give what is proposed for each of these people, at a session or by the rules alone; asks as
    much for many as for one."""
    running, seen = _running(day), _witnesses(people, day)
    said = _said(session, day)
    return {
        one.person_id: _proposal(_among(running, one), seen.get(one.person_id), one, said)
        for one in Employment.objects.filter(person__in=people)
    }


def for_one(employment: Employment, day: datetime.date, session: Session | None = None) -> Proposal:
    """Give what is proposed for someone."""
    return for_people([employment.person_id], day, session).get(employment.person_id, NOBODY)


def can_witness(person: Person, day: datetime.date) -> bool:
    """Say whether someone works here on a day; of who does not stand in the personnel system
    counts whether they can sign in."""
    own = Employment.objects.filter(person=person)
    if not own.exists():
        return person.is_active
    return own.filter(works_on(day)).exclude(end_date=None, person__is_active=False).exists()


def _said(session: Session | None, day: datetime.date) -> Proposal:
    """Give what was said for all at a session; a witness who works here no more is not proposed."""
    if session is None:
        return NOBODY
    there = session.witness is None or can_witness(session.witness, day)
    witness, name = (session.witness, session.witness_name) if there else (None, "")
    return Proposal(session.official, session.official, witness, name)


def _proposal(
    official: Official | None, manager: Person | None, employment: Employment, said: Proposal
) -> Proposal:
    """Put together what was said for all and what follows from the rules for one. An official for
    someone's function goes before who was said for all. Nobody is their own witness."""
    witness, name = said.witness, said.witness_name
    if not name or (witness is not None and witness.pk == employment.person_id):
        witness, name = manager, manager.name if manager else ""
    if official is None or (said.official and not official.words):
        return Proposal(said.official, said.shown, witness, name)
    return Proposal(official.label, str(official), witness, name)


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
    words = (" ".join(word.split()).casefold() for word in official.words.split(","))
    return any(word and f" {word} " in f" {' '.join(called.split())} " for word in words)


def _witnesses(people: Collection[int], day: datetime.date) -> dict[int, Person]:
    """Give the line manager of each, where that one works here on the day."""
    led = Employment.objects.filter(manager_works_on(day), person__in=people)
    return {one.person_id: one.manager for one in led.select_related("manager") if one.manager}
