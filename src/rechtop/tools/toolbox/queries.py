"""Find instruments, and say what a file with instruments would change."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from rechtop.ground.vault import server_boxes
from rechtop.people.organisation import queries as organisation
from rechtop.tools.toolbox.layout import CONTENT, Told
from rechtop.tools.toolbox.models import Brought, Instrument, Stay
from rechtop.tools.toolbox.states import Licence

USE = "file of a toolbox"


def everything() -> QuerySet[Instrument]:
    """Give all instruments, with the title as it is sorted by."""
    return Instrument.objects.annotate(title_order=Lower("title"))


def find(key: uuid.UUID) -> Instrument | None:
    """Give one instrument by its key."""
    return Instrument.objects.filter(key=key).first()


def containing(words: str) -> Q:
    """Say in which instruments each of these words stands, in title, description, text or maker."""
    found = Q()
    for word in words.replace("\0", "").split()[:10]:
        found &= (
            Q(title__icontains=word)
            | Q(description__icontains=word)
            | Q(body__icontains=word)
            | Q(maker__icontains=word)
        )
    return found


def origins() -> list[str]:
    """Give the authorities from which something was taken over."""
    taken = Instrument.objects.exclude(origin="").order_by("origin")
    return list(taken.values_list("origin", flat=True).distinct())


def shared() -> QuerySet[Instrument]:
    """Give what others may have, in the order of their keys: not what is for own use alone."""
    return Instrument.objects.exclude(licence=Licence.OWN_USE).order_by("key")


def own_name() -> str:
    """Give the name under which this authority shares."""
    authority = organisation.authority()
    return authority.name if authority else ""


def told_of(one: Instrument, own: str) -> Told:
    """Give what a file tells of an instrument."""
    same = {name: getattr(one, name) for name in CONTENT}
    return Told(key=one.key, origin=one.origin or own, **same)


def origin_of(told: str, own: str) -> str:
    """Give the authority something comes from: nothing where that is our own."""
    return "" if told.strip().casefold() == own.strip().casefold() else told


def standing_on(day: datetime.date) -> QuerySet[Stay]:
    """Give what stood in the toolbox at the end of a day."""
    return Stay.objects.filter(Q(left_on=None) | Q(left_on__gt=day), came_on__lte=day)


def new_in(year: int) -> QuerySet[Stay]:
    """Give what came into the toolbox in a year; what came back is not new."""
    before = Stay.objects.filter(key=OuterRef("key"), came_on__lt=OuterRef("came_on"))
    return Stay.objects.filter(~Exists(before), came_on__year=year)


def is_kept_since(day: datetime.date) -> bool:
    """Say whether there was a toolbox on a day."""
    return Stay.objects.filter(came_on__lte=day).exists()


def titles(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Give the titles of these instruments, as far as they still stand here."""
    return dict(Instrument.objects.filter(key__in=keys).values_list("key", "title"))


def waiting(number: int) -> Brought | None:
    """Give a file that waits for a yes."""
    return Brought.objects.filter(pk=number).first()


def closed(content: bytes) -> str:
    """Close what stands in a file, to wait."""
    return server_boxes.close(content.decode("utf-8"), use=USE)


def content_of(file: Brought) -> bytes:
    """Give what stands in a file that waits."""
    return server_boxes.open_box(file.content, use=USE).encode("utf-8")


@dataclass(frozen=True)
class Changed:
    """An instrument that a file tells otherwise, and in which fields."""

    held: Instrument
    told: Told
    fields: tuple[str, ...]


@dataclass
class Plan:
    """What a file would change. `kept` is our own that it tells otherwise: that never changes."""

    new: list[Told] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    kept: list[Instrument] = field(default_factory=list)
    same: int = 0
    mark: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing would change."""
        return not self.new and not self.changed


def plan(told: Sequence[Told], *, is_locked: bool = False) -> Plan:
    """Compare a file with the toolbox, as a whole; `mark` tells whether it is still as shown."""
    found, own = Plan(), own_name()
    known = Instrument.objects.filter(key__in=[one.key for one in told]).order_by("pk")
    by_key = {one.key: one for one in (known.select_for_update() if is_locked else known)}
    for one in told:
        held = by_key.get(one.key)
        if held is None:
            found.new.append(one)
            continue
        fields = _differing(held, one, own)
        if not fields:
            found.same += 1
        elif held.is_own:
            found.kept.append(held)
        else:
            found.changed.append(Changed(held, one, fields))
    found.mark = _mark(found)
    return found


def _differing(held: Instrument, told: Told, own: str) -> tuple[str, ...]:
    fields = tuple(name for name in CONTENT if getattr(held, name) != getattr(told, name))
    if held.is_own or held.origin == origin_of(told.origin, own):
        return fields
    return (*fields, "origin")


def _mark(found: Plan) -> str:
    seen = [str(one.key) for one in found.new]
    seen += [f"{one.held.key} {one.held.edition}" for one in found.changed]
    seen += [f"{one.key} {one.edition}" for one in found.kept]
    return hashlib.sha256("\n".join([*seen, str(found.same)]).encode()).hexdigest()[:32]
