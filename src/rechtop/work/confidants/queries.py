"""Read one's own conversations, and what was released."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import QuerySet

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import notebooks
from rechtop.ground.vault.models import Sphere
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Held
from rechtop.work.confidants.models import EarlierTotal, Notebook, Release, Total

EARLIER = ("year", "topic", "count")


@dataclass(frozen=True)
class Conversation:
    """One conversation: its topic, its day and the notes of it."""

    topic: str
    on: datetime.date
    notes: str = field(default="", repr=False)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def told(self) -> dict[str, str]:
        """Give it as it is sealed."""
        return {**asdict(self), "on": self.on.isoformat()}


@dataclass(frozen=True)
class OpenNotebook:
    """A notebook in memory, newest conversation first."""

    edition: uuid.UUID | None
    conversations: list[Conversation] = field(repr=False)

    def find(self, number: str) -> Conversation | None:
        """Give a conversation by its number."""
        return next((one for one in self.conversations if one.id == number), None)

    def within(self, first: datetime.date, last: datetime.date) -> list[Conversation]:
        """Give the conversations of a period, the last day included."""
        return [one for one in self.conversations if first <= one.on <= last]


def notebook(actor: Actor) -> OpenNotebook:
    """Open the actor's own notebook. Raises NoKey without a key of one's own."""
    held = Notebook.objects.filter(confidant=actor.number).first()
    if held is None:
        return OpenNotebook(None, [])
    told: list[dict[str, Any]] = notebooks.open_notebook(
        actor.keyring, Sphere.CONFIDANTS, held.sealed
    )
    found = [
        Conversation(one["topic"], datetime.date.fromisoformat(one["on"]), one["notes"], one["id"])
        for one in told
    ]
    return OpenNotebook(held.edition, sorted(found, key=lambda one: one.on, reverse=True))


def counts(conversations: Iterable[Conversation]) -> Counter[str]:
    """Count conversations by topic."""
    return Counter(one.topic for one in conversations)


def releases_of(actor: Actor) -> list[tuple[Release, list[Total]]]:
    """Give what this confidant released, newest first, with its totals."""
    releases = list(Release.objects.filter(confidant=actor.number).order_by("-from_date"))
    totals: dict[int, list[Total]] = {}
    for total in Total.objects.filter(release__in=releases).order_by("pk"):
        totals.setdefault(total.release_id, []).append(total)
    return [(release, totals.get(release.pk, [])) for release in releases]


def is_released(actor: Actor, on: datetime.date) -> bool:
    """Say whether this confidant released the totals of the period a day lies in."""
    own = Release.objects.filter(confidant=actor.number)
    return own.filter(from_date__lte=on, last_date__gte=on).exists()


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
