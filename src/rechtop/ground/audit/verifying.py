"""Walk the chain in portions, and name the first link that is broken and how."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import ends, queries
from rechtop.ground.audit.models import Entry, Head, Link, Segment, Week, stated
from rechtop.ground.crypto import digests, signatures
from rechtop.ground.kernel import clock

PORTION = 20_000
"""How many links are walked at once: about a second."""

_TAKING_AWAY = 0x7461696C  # shared by who walks, alone for who takes a segment away
_AT_ONCE = 2000


class Kind(enum.StrEnum):
    """What can be wrong with the trail."""

    CHANGED = "changed"
    SEAL_CHANGED = "seal_changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"
    BETWEEN = "between"
    SIGNATURE = "signature"
    UNSIGNED = "unsigned"
    CUT_OFF = "cut_off"
    CHAINED_ANEW = "chained_anew"
    UNSEALED = "unsealed"
    SEGMENT = "segment"
    WEEK = "week"
    NOT_TOLD = "not_told"


_SENTENCES = {
    Kind.CHANGED: _("Schakel %(place)s is veranderd. De regel zegt nu te zijn van %(at)s."),
    Kind.SEAL_CHANGED: _("Het zegel van schakel %(place)s is veranderd (regel van %(at)s)."),
    Kind.REMOVED: _("Schakel %(place)s is weggehaald. De regel erna is van %(at)s."),
    Kind.INSERTED: _("Schakel %(place)s is er later tussen gezet (regel van %(at)s)."),
    Kind.MOVED: _("Schakel %(place)s staat niet meer op haar plaats (regel van %(at)s)."),
    Kind.BETWEEN: _(
        "Op %(at)s is getekend voor schakel %(place)s. Sinds de handtekening ervoor is daar iets "
        "veranderd."
    ),
    Kind.SIGNATURE: _("De handtekening van %(at)s onder schakel %(place)s klopt niet."),
    Kind.UNSIGNED: _("Vanaf schakel %(place)s staat er geen handtekening onder."),
    Kind.CUT_OFF: _("Het logboek is afgebroken: vanaf schakel %(place)s waren er meer regels."),
    Kind.CHAINED_ANEW: _("Schakel %(place)s is een andere dan deze server eerder zag."),
    Kind.UNSEALED: _(
        "Regel %(entry)s van %(at)s had al verzegeld moeten zijn. Hij is er later bij gezet, of "
        "het verzegelen staat stil."
    ),
    Kind.SEGMENT: _("De verklaring van vernietiging vanaf schakel %(place)s klopt niet."),
    Kind.WEEK: _("Het weekblad dat eindigt bij schakel %(place)s past niet bij het logboek."),
    Kind.NOT_TOLD: _(
        "Na schakel %(place)s gingen regels verloren bij het terugzetten van een back-up. "
        "De regel die dat vertelt, staat niet in het logboek."
    ),
}


@dataclass(frozen=True)
class Fault:
    """The first broken link: what is wrong, its place in the chain, and when that was written.

    For a line that was never sealed there is no place; then `entry` is its number.
    """

    kind: Kind
    position: int = 0
    at: datetime.datetime | None = None
    entry: int | None = None

    def __str__(self) -> str:
        at = self.at.astimezone(clock.HERE).strftime("%d-%m-%Y %H:%M:%S") if self.at else "?"
        told = {"place": self.position, "entry": self.entry, "at": at}
        return str(_SENTENCES[self.kind]) % told


@dataclass(frozen=True)
class Walk:
    """How far a walk has come: all up to `position` is whole, and `digest` stands there.

    `until` is the last signed end when it began. `fault` ends it.
    """

    until: int
    position: int = 0
    digest: bytes = Link.START
    fault: Fault | None = None
    is_done: bool = False


class _Step(NamedTuple):
    """A link with what its entry says."""

    position: int
    digest: bytes
    facts: tuple[Any, ...]

    @property
    def entry(self) -> int:
        return int(self.facts[0])

    @property
    def at(self) -> datetime.datetime:
        moment: datetime.datetime = self.facts[1]
        return moment

    def after(self, previous: bytes) -> bytes:
        """Give the digest this link should have where it follows on the previous one."""
        return digests.digest(previous + stated(self.facts))

    def fits(self, previous: bytes) -> bool:
        """Say whether this link follows on the previous digest."""
        return digests.same(self.after(previous), self.digest)

    def fault(self, kind: Kind) -> Fault:
        return Fault(kind, self.position, self.at, self.entry)


def begin() -> Walk:
    """Begin a walk along the whole chain."""
    last = queries.last_head()
    return Walk(until=last.position if last else 0)


def go_on(walk: Walk, portion: int = PORTION) -> Walk:
    """Walk a portion further; the last portion also looks at the end and at what is not sealed."""
    with _while_nothing_is_taken_away():
        walk = _from_the_declarations(walk)
        if walk.fault is None:
            walk = _along_links(walk, portion)
        if walk.fault is None and walk.position >= walk.until:
            fault = _at_the_end(walk)
            walk = replace(walk, fault=fault, is_done=fault is None)
    return walk


def verify() -> Walk:
    """Walk the whole chain at one go."""
    walk = begin()
    while not walk.is_done and walk.fault is None:
        walk = go_on(walk)
    return walk


@contextmanager
def _while_nothing_is_taken_away() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_TAKING_AWAY])
        yield


def forbid_walking() -> None:
    """Wait until nobody walks, and let nobody begin until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TAKING_AWAY])


def _from_the_declarations(walk: Walk) -> Walk:
    """Check what was declared destroyed, and stand where it ends."""
    position, digest = 0, Link.START
    for segment in Segment.objects.order_by("first_position"):
        follows = segment.first_position == position + 1
        if not (follows and digests.same(digest, bytes(segment.before)) and is_ours(segment)):
            fault = Fault(Kind.SEGMENT, segment.first_position, segment.destroyed_at)
            return replace(walk, fault=fault)
        position, digest = segment.last_position, bytes(segment.last_digest)
    if position <= walk.position:
        return walk
    return replace(walk, position=position, digest=digest, until=max(walk.until, position))


def _along_links(walk: Walk, portion: int) -> Walk:
    until = min(walk.until, walk.position + portion)
    heads = _heads(walk.position, until)
    head = next(heads, None)
    position, digest = walk.position, walk.digest
    before = digest_at(position - 1) if position > 1 else None
    for step in steps(position, until):
        if fault := _of_link(step, position, digest, before):
            return replace(walk, position=position, digest=digest, fault=fault)
        if head is not None and head.position == step.position:
            if fault := _of_head(head, step, digest):
                return replace(walk, position=position, digest=digest, fault=fault)
            head = next(heads, None)
        position, before, digest = step.position, digest, step.digest
    fault = _missing(position + 1) if position < until else None
    return replace(walk, position=position, digest=digest, fault=fault)


def _missing(position: int) -> Fault:
    """Say of a place without a link whether the chain goes on after it."""
    following = next(steps(position, position + PORTION), None)
    if following or Link.objects.filter(position__gt=position).exists():
        return Fault(Kind.REMOVED, position, following.at if following else None)
    return Fault(Kind.CUT_OFF, position)


def steps(after: int, until: int) -> Iterator[_Step]:
    """Give the links of a stretch with what their entries say, in the order of the chain."""
    names = ("position", "digest", *(f"entry__{name}" for name in Entry.FACTS))
    found = Link.objects.filter(position__gt=after, position__lte=until).order_by("position")
    for position, digest, *facts in found.values_list(*names).iterator(_AT_ONCE):
        yield _Step(position, bytes(digest), tuple(facts))


def _heads(after: int, until: int) -> Iterator[Head]:
    found = Head.objects.filter(position__gt=after, position__lte=until)
    yield from found.order_by("position", "id").iterator(_AT_ONCE)


def _of_head(head: Head, step: _Step, previous: bytes) -> Fault | None:
    """Say what is wrong with the head under a link, which itself follows on the previous one.

    Where it is truly signed and says something else, links since the head before it were made
    anew.
    """
    if not is_ours(head):
        return Fault(Kind.SIGNATURE, head.position, head.at)
    if digests.same(step.digest, bytes(head.digest)):
        return None
    following = next(steps(step.position, step.position + 1), None)
    if following and following.fits(previous):
        return step.fault(Kind.INSERTED)
    return Fault(Kind.BETWEEN, head.position, head.at)


def is_ours(signed: Head | Week | Segment) -> bool:
    """Say whether this installation signed it."""
    return signatures.is_signed(queries.public_key(), signed.statement(), bytes(signed.signature))


def _of_link(step: _Step, position: int, digest: bytes, before: bytes | None) -> Fault | None:
    """Say what is wrong with a link that should follow on this position and digest."""
    if step.position != position + 1:
        return Fault(Kind.REMOVED, position + 1, step.at)
    return None if step.fits(digest) else _why(step, digest, before)


def _why(step: _Step, previous: bytes, before: bytes | None) -> Fault:
    """Say how a link came not to follow on the previous digest.

    What was done is read from what still fits: a changed line leaves the seals around it, a link
    that moved still fits elsewhere, and signed heads tell how many links there were.
    """
    if before and step.fits(before):
        return next(steps(step.position - 2, step.position - 1)).fault(Kind.INSERTED)
    own = step.after(previous)
    following = next(steps(step.position, step.position + 1), None)
    if following and following.fits(previous):
        return step.fault(Kind.MOVED if step.fits(following.digest) else Kind.INSERTED)
    if following.fits(own) if following else _is_signed_as(step.position, own):
        return step.fault(Kind.SEAL_CHANGED)
    if shift := _shift(step):
        return step.fault(Kind.INSERTED if shift > 0 else Kind.REMOVED)
    return step.fault(Kind.MOVED if _fits_elsewhere(step, previous) else Kind.CHANGED)


def _is_signed_as(position: int, digest: bytes) -> bool:
    heads = Head.objects.filter(position=position)
    return any(is_ours(head) and digests.same(digest, bytes(head.digest)) for head in heads)


def _shift(step: _Step) -> int:
    """Say how many links further what the next head signed stands now than it did then."""
    for head in _heads(step.position - 1, step.position + PORTION):
        if is_ours(head):
            found = Link.objects.filter(digest=bytes(head.digest), position__gte=step.position)
            found = found.filter(position__lte=head.position + PORTION)
            place = found.order_by("position").values_list("position", flat=True).first()
            return place - head.position if place is not None else 0
    return 0


def _fits_elsewhere(step: _Step, previous: bytes) -> bool:
    """Say whether another line belongs here: one that carries this seal, or its own."""
    last = Link.objects.order_by("-position").values_list("position", flat=True)[0]
    return any(
        other.position != step.position and made in (step.digest, other.digest)
        for other in steps(0, last)
        for made in (other.after(previous),)
    )


def _at_the_end(walk: Walk) -> Fault | None:
    """Check what is known of the end, the sheets of the weeks, and what is not sealed yet."""
    if queries.links_without_signature():
        return Fault(Kind.UNSIGNED, walk.position + 1)
    end = ends.remembered()
    last = queries.last_head()
    known = max(end.position, last.position if last else 0)
    if known and digest_at(known) is None:
        return Fault(Kind.CUT_OFF, walk.position + 1, last.at if last else None)
    return _of_end(end) or _of_weeks() or _of_restores() or _unsealed()


def _of_end(end: ends.End) -> Fault | None:
    known = digest_at(end.position)
    if known is not None and not has(end):
        return Fault(Kind.CHAINED_ANEW, end.position)
    return None


def has(end: ends.End) -> bool:
    """Say whether the chain contains an end that was remembered."""
    known = digest_at(end.position)
    return not end.position or (known is not None and known.hex() == end.digest)


def _of_weeks() -> Fault | None:
    for week in Week.objects.order_by("position", "id"):
        known = digest_at(week.position)
        if not is_ours(week) or (known is not None and known != bytes(week.digest)):
            return Fault(Kind.WEEK, week.position, week.at)
    return None


def _of_restores() -> Fault | None:
    """What a restore lost is declared where no database reaches, and on the trail itself."""
    for lost in ends.lost():
        if not queries.tells_of_restore(lost.until):
            return Fault(Kind.NOT_TOLD, lost.after)
    return None


def _unsealed() -> Fault | None:
    entry = queries.unsealed_too_long()
    return Fault(Kind.UNSEALED, 0, entry.at, entry.pk) if entry else None


def digest_at(position: int) -> bytes | None:
    """Give the digest at a place in the chain; None where it was destroyed or never was."""
    found = Link.objects.filter(position=position).values_list("digest", flat=True).first()
    if found is None:
        declared = Segment.objects.filter(last_position=position)
        found = declared.values_list("last_digest", flat=True).first()
    return bytes(found) if found is not None else None


class Paper(enum.StrEnum):
    """What can be said of a head that stands on paper."""

    SAME = "same"
    OTHER = "other"
    BEYOND = "beyond"
    DESTROYED = "destroyed"
    LOST = "lost"


def compare(position: int, digest: bytes) -> Paper:
    """Say whether the chain still contains what it contained when this was printed.

    The chain itself must be whole for that: this only compares. Of what was destroyed the sheet
    of a week remains. Where a restore lost links, others may stand at their places by now.
    """
    known = digest_at(position)
    if known is None:
        week = Week.objects.filter(position=position).order_by("id").first()
        known = bytes(week.digest) if week and is_ours(week) else None
    if known is not None and digests.same(known, digest):
        return Paper.SAME
    if any(lost.after < position <= lost.until for lost in ends.lost()):
        return Paper.LOST
    if known is not None:
        return Paper.OTHER
    gone = Segment.objects.filter(first_position__lte=position, last_position__gte=position)
    return Paper.DESTROYED if gone.exists() else Paper.BEYOND
