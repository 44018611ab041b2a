"""Say who receives, who can open, and whether intake may be open."""

from __future__ import annotations

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from rechtop.ground.audit import operations as trail
from rechtop.ground.crypto import digests
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import trust
from rechtop.ground.vault.files import Recipient
from rechtop.ground.vault.models import Kept, KeyHolder, KeyPair, KeyWork, SealedKey

FEWEST_RECIPIENTS = 2


def openable_by(actor: Actor, sphere: str) -> QuerySet[SealedKey]:
    """Give the sealed keys of an actor; `file_id` in this list is what the actor may see."""
    return SealedKey.objects.filter(recipient__in=own_pairs(actor, sphere))


def own_pairs(actor: Actor, sphere: str) -> QuerySet[KeyPair]:
    """Give the key pair of a person in a sphere, open or locked."""
    return KeyPair.objects.filter(
        holder=actor.holder or 0, holder__withdrawn_at=None, sphere=sphere
    )


def own_pair_number(actor: Actor, sphere: str) -> int:
    """Give the number of a person's key pair in a sphere, 0 without one.

    A literal number lets the database see how many files this one person can open, and choose
    how to walk a list.
    """
    return own_pairs(actor, sphere).values_list("pk", flat=True).first() or 0


_seen: ContextVar[tuple[UUID | None, bytes]] = ContextVar("seen", default=(None, b""))


@dataclass(frozen=True)
class Receivers:
    """Who can receive new files, as vouched for at this moment."""

    known: trust.Vouched
    intake: list[int]
    alternate: list[int]

    def is_ready(self) -> bool:
        """Say whether intake may be open: two certified holders and a recovery key."""
        return len(self.intake) >= FEWEST_RECIPIENTS and bool(self.known.recovery())

    def for_new_file(self, sphere: str, *, without: Collection[int] = ()) -> list[Recipient]:
        """Give the recipients of a new file: the intake roster and the recovery key.

        `without` names people whom it is about. Where fewer than two remain, the alternate
        roster receives too.
        """
        chosen = [holder for holder in self.intake if self._bearer(holder) not in without]
        if len(chosen) < FEWEST_RECIPIENTS:
            chosen += self.alternates(without=without, besides=chosen)
        return self.known.recipients([*chosen, *self.known.recovery()], sphere)

    def alternates(self, *, without: Collection[int], besides: Collection[int] = ()) -> list[int]:
        """Give the holders of the alternate roster, except these people and these holders."""
        return [
            holder
            for holder in self.alternate
            if self._bearer(holder) not in without and holder not in besides
        ]

    def for_people(self, people: Collection[int], sphere: str) -> list[Recipient]:
        """Give these people and the recovery key as recipients, as far as vouched for."""
        chosen = [n for n, holder in self.known.holders.items() if holder.bearer in people]
        return self.known.recipients([*chosen, *self.known.recovery()], sphere)

    def _bearer(self, holder: int) -> int | None:
        return self.known.holders[holder].bearer


def receivers() -> Receivers:
    """Give who can receive, after checking every signature once per state of the tables.

    Within one operation the state is read once.
    """
    running = trail.current()
    if running is None:
        return _checked_receivers(_state_of_trust())
    seen, state = _seen.get()
    if seen != running:
        state = _state_of_trust()
        _seen.set((running, state))
    return _checked_receivers(state)


@lru_cache(maxsize=8)
def _checked_receivers(state: bytes) -> Receivers:
    known = trust.vouched()
    return Receivers(
        known,
        trust.roster_in_force(trust.INTAKE, known),
        trust.roster_in_force(trust.ALTERNATE, known),
    )


def _state_of_trust() -> bytes:
    """Give a digest of everything the check rests on, read in one query at every report.

    So a withdrawn key stops receiving at once, and a row slipped in is checked at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return digests.digest(str(cursor.fetchone()[0]).encode())


_STATE = """
SELECT concat_ws('|',
  (SELECT string_agg(h.id || ':' || h.kind || ':' || coalesce(h.bearer, 0) || ':'
     || encode(h.signing_public, 'hex') || ':'
     || coalesce(h.withdrawn_at::text, ''), ',' ORDER BY h.id) FROM vault_keyholder h),
  (SELECT string_agg(p.id || ':' || p.holder_id || ':' || p.sphere || ':'
     || encode(sha256(p.public), 'hex'), ',' ORDER BY p.id)
     FROM vault_keypair p WHERE p.holder_id IS NOT NULL),
  (SELECT string_agg(c.holder_id || ':' || coalesce(c.signer_id, 0) || ':'
     || encode(c.signature, 'hex'), ',' ORDER BY c.id) FROM vault_certificate c),
  (SELECT string_agg(r.id || ':' || r.name || ':' || r.version, ',' ORDER BY r.id)
     FROM vault_roster r),
  (SELECT string_agg(m.roster_id || ':' || m.keyholder_id, ',' ORDER BY m.id)
     FROM vault_roster_members m),
  (SELECT string_agg(s.roster_id || ':' || s.signer_id || ':' || encode(s.signature, 'hex'), ','
     ORDER BY s.id) FROM vault_rostersignature s))
"""


def holder_of(bearer: int) -> KeyHolder | None:
    """Give the key holder a person is now."""
    return KeyHolder.objects.filter(bearer=bearer, withdrawn_at=None).first()


def people_with_key(file: int) -> set[int]:
    """Give the people who can open a file, by number."""
    keys = SealedKey.objects.filter(file=file, recipient__holder__kind="person")
    bearers = keys.values_list("recipient__holder__bearer", flat=True)
    return {bearer for bearer in bearers if bearer is not None}


def key_work_for(actor: Actor) -> QuerySet[KeyWork]:
    """Give the waiting key work on files this actor can open."""
    pairs = KeyPair.objects.filter(holder=actor.holder or 0, holder__withdrawn_at=None)
    files = SealedKey.objects.filter(recipient__in=pairs).values("file_id")
    return KeyWork.objects.filter(file__in=files)


def kept_for(actor: Actor) -> QuerySet[Kept]:
    """Give what an actor typed when the vault was locked, newest first."""
    return Kept.objects.filter(holder=actor.holder or 0).order_by("-at")


def holders_left_without(holder: int) -> int:
    """Count the files that no person could open any more without this holder."""
    own = SealedKey.objects.filter(recipient__holder=holder)
    others = SealedKey.objects.filter(recipient__holder__kind="person").exclude(
        recipient__holder=holder
    )
    return own.exclude(file__in=others.values("file_id")).count()
