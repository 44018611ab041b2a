"""Read one's own conversations, and what was released."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import QuerySet

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import gone, notebooks
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.models import Sphere
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Held
from rechtop.tools.lists import queries as lists
from rechtop.work.confidants.models import TOPIC, EarlierTotal, Notebook, Passed, Release, Total

EARLIER = ("year", "topic", "count")

CONVERSATION = "conversation"
"""What a conversation is called where it is remembered that it was destroyed."""


@dataclass(frozen=True)
class Conversation:
    """One conversation: its topic, its day and the notes of it.

    `version` changes with every writing and is empty before the first, so that a window that
    shows an older one is known by it.
    """

    topic: str
    on: datetime.date
    notes: str = field(default="", repr=False)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    version: str = ""
    received: str = ""
    """Of whom it came, where a colleague handed it over: it counts with who held it."""

    def says_the_same_as(self, other: Conversation) -> bool:
        """Say whether topic, day and notes are the same."""
        return (self.topic, self.on, self.notes) == (other.topic, other.on, other.notes)

    def told(self) -> dict[str, str]:
        """Give it as it is sealed."""
        return {**asdict(self), "on": self.on.isoformat()}


@dataclass(frozen=True)
class OpenNotebook:
    """A notebook in memory, newest conversation first.

    After a restore it may hold what was destroyed since the backup: that is never among the
    conversations, and `has_what_went` says that it must still be taken out.
    """

    edition: uuid.UUID | None
    conversations: list[Conversation] = field(repr=False)
    has_what_went: bool = False

    def find(self, number: str) -> Conversation | None:
        """Give a conversation by its number."""
        return next((one for one in self.conversations if one.id == number), None)

    def within(self, first: datetime.date, last: datetime.date) -> list[Conversation]:
        """Give the conversations of a period, the last day included."""
        return [one for one in self.conversations if first <= one.on <= last]


def notebook(actor: Actor, *, under_lock: bool = False) -> OpenNotebook:
    """Open the actor's own notebook. Raises NoKey where the actor's keys do not open it."""
    if not has_key(actor):
        raise NoKey
    held = Notebook.objects.filter(confidant=actor.number)
    if under_lock:
        held = held.select_for_update()
    found = held.first()
    if found is None:
        return OpenNotebook(None, [])
    told: list[dict[str, Any]] = notebooks.open_notebook(
        actor.keyring, Sphere.CONFIDANTS, found.sealed
    )
    read = [_read(one) for one in told]
    left = [one for one in read if not gone.is_gone(CONVERSATION, one.id)]
    newest_first = sorted(left, key=lambda one: one.on, reverse=True)
    return OpenNotebook(found.edition, newest_first, has_what_went=len(left) < len(read))


def present_number(number: str) -> str:
    """Give the number a conversation bears: another, always the same, where it was destroyed and
    is kept once more after all."""
    while gone.is_gone(CONVERSATION, number):
        number = str(uuid.uuid5(uuid.UUID(number), "kept once more"))
    return number


def _read(told: dict[str, Any]) -> Conversation:
    return Conversation(**{**told, "on": datetime.date.fromisoformat(told["on"])})


def passed_to(actor: Actor, *, under_lock: bool = False) -> list[tuple[Passed, list[Conversation]]]:
    """Open what colleagues handed over to this actor and they did not take yet, oldest first.

    What a key that has gone sealed, opens no more and is left out.
    """
    held = Passed.objects.filter(confidant=actor.number).order_by("pk")
    found = []
    for held_one in held.select_for_update() if under_lock else held:
        with suppress(NoKey):
            told = notebooks.open_notebook(actor.keyring, Sphere.CONFIDANTS, held_one.sealed)
            read = [_read(conversation) for conversation in told]
            left = [one for one in read if not gone.is_gone(CONVERSATION, one.id)]
            found.append((held_one, left))
    return found


def successors(actor: Actor) -> QuerySet[Person]:
    """Give the colleagues who can be handed conversations: confidants with a vouched key."""
    found = organisation.who_can_get(Sphere.CONFIDANTS)
    return found.exclude(pk=actor.number or 0)


def ends_on(actor: Actor) -> datetime.date | None:
    """Give the day on which this confidant's keys go, where that is soon."""
    soon = organisation.ending_soon(actor.number or 0)
    return next((one.on for one in soon if one.has_conversations), None)


def has_key(actor: Actor) -> bool:
    """Say whether the actor has a key for conversations; a notebook needs one."""
    return actor.keyring is not None and actor.keyring.key(Sphere.CONFIDANTS) is not None


def counts(conversations: Iterable[Conversation]) -> Counter[str]:
    """Count conversations by topic; what was handed over counts with who held it."""
    return Counter(one.topic for one in conversations if not one.received)


def topics(year: int) -> set[str]:
    """Give the topics that stood on the list at some day of a year."""
    return {choice.code for choice in lists.in_year(TOPIC, year)}


def releases_of(actor: Actor) -> list[tuple[Release, list[Total]]]:
    """Give what this confidant released, newest first, with its totals."""
    releases = list(Release.objects.filter(confidant=actor.number).order_by("-from_date"))
    totals: dict[int, list[Total]] = {}
    for total in Total.objects.filter(release__in=releases).order_by("pk"):
        totals.setdefault(total.release_id, []).append(total)
    return [(release, totals.get(release.pk, [])) for release in releases]


def released_periods(actor: Actor) -> list[tuple[datetime.date, datetime.date]]:
    """Give the periods this confidant released the totals of, the last day included."""
    own = Release.objects.filter(confidant=actor.number)
    return list(own.values_list("from_date", "last_date"))


def is_released(actor: Actor, on: datetime.date) -> bool:
    """Say whether this confidant released the totals of the period a day lies in."""
    return any(first <= on <= last for first, last in released_periods(actor))


def totals_of(year: int) -> QuerySet[Total]:
    """Give every total that was released for a period in this year."""
    return Total.objects.filter(release__last_date__year=year)


def earlier_totals(year: int) -> QuerySet[EarlierTotal]:
    """Give the totals of a year an earlier administration published."""
    return EarlierTotal.objects.filter(year=year)


def taken_over() -> list[Held]:
    """Give the totals of earlier years as an import compares them."""
    return deliveries.held(EarlierTotal, EARLIER)


def years() -> list[int]:
    """Give the years of which totals are known."""
    earlier = set(EarlierTotal.objects.values_list("year", flat=True).distinct())
    released = {release.last_date.year for release in Release.objects.all()}
    return sorted(earlier | released)
