"""Say who receives, who can open, and whether intake may be open."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from django.db import connection, transaction
from django.db.models import Count, Min, QuerySet

from rechtop.ground.audit import operations as trail
from rechtop.ground.crypto import digests
from rechtop.ground.crypto.suites import CannotOpen
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import keyrings, seen, trust
from rechtop.ground.vault.models import (
    Kept,
    KeyHolder,
    KeyPair,
    KeyWork,
    Roster,
    SealedKey,
    Sphere,
)
from rechtop.ground.vault.seen import Seen
from rechtop.ground.vault.trust import Recipient

FEWEST_RECIPIENTS = 2
RECEIVED_IN = {Sphere.CASES, Sphere.IDENTITIES}
"""The spheres in which a report makes files."""


def sphere_of(roster: str) -> Sphere:
    """Give the sphere in which the members of a roster receive."""
    return Sphere.IDENTITIES if roster == trust.IDENTITIES else Sphere.CASES


def openable_by(actor: Actor, sphere: str) -> QuerySet[SealedKey]:
    """Give the sealed keys of an actor; `file_id` in this list is what the actor may see."""
    return SealedKey.objects.filter(recipient=own_pair_number(actor, sphere))


def own_pairs(actor: Actor) -> QuerySet[KeyPair]:
    """Give the key pairs of a person, open or locked, in the spheres of their duties today."""
    return KeyPair.objects.filter(
        holder=actor.holder or 0,
        holder__withdrawn_at=None,
        withdrawn_at=None,
        sphere__in=actor.spheres,
    )


def own_pair_number(actor: Actor, sphere: str) -> int:
    """Give the number of a person's key pair in a sphere, 0 without one.

    A literal number lets the database see how many files this one person can open, and choose
    how to walk a list.
    """
    return own_pairs(actor).filter(sphere=sphere).values_list("pk", flat=True).first() or 0


@dataclass(frozen=True)
class Receivers:
    """Who can receive new files, as vouched for at this moment."""

    known: trust.Vouched
    intake: list[int]
    alternate: list[int]
    custodians: list[int]
    about: Mapping[str, list[int]] = field(default_factory=dict)
    """Who receives what is about a position, by the name of the roster."""
    has_custodians: bool = False
    """Whether a roster of custodians is in force, also where none of them is on duty any more."""
    is_behind: bool = False
    """Whether a roster in the database is older than one this server saw in force before."""
    news: Seen | None = None

    def is_ready(self) -> bool:
        """Say whether intake may be open: a recovery key, someone who receives, another for when it
        is about them, and a roster of who keeps names.

        Where no custodian is left on duty it stays open: a report weighs more, and the recovery
        key receives the names meanwhile.
        """
        others = [holder for holder in self.alternate if holder not in self.intake]
        recovery = [n for n in self.known.recovery() if self.known.spheres(n) >= RECEIVED_IN]
        reads = (self.with_key(holders, Sphere.CASES) for holders in (self.intake, others))
        return bool(recovery) and all(reads) and self.has_custodians

    def with_key(self, holders: Iterable[int], sphere: str) -> list[int]:
        """Give those of these holders who have a key in a sphere."""
        return [holder for holder in holders if sphere in self.known.spheres(holder)]

    def roster_of(self, sphere: str) -> list[int]:
        """Give the holders who receive every new file of a sphere; of conversations nobody does."""
        rosters: dict[str, list[int]] = {
            Sphere.CASES: self.intake,
            Sphere.IDENTITIES: self.custodians,
        }
        return rosters.get(sphere, [])

    def on_duty(self, duties: Mapping[int, Collection[str]]) -> Receivers:
        """Leave those who have a duty for it: `duties` gives the spheres of each person."""
        known = self.known.on_duty(duties)
        return replace(
            self,
            known=known,
            intake=[holder for holder in self.intake if holder in known.holders],
            alternate=[holder for holder in self.alternate if holder in known.holders],
            about={
                name: [holder for holder in members if holder in known.holders]
                for name, members in self.about.items()
            },
            custodians=[holder for holder in self.custodians if holder in known.holders],
        )

    def for_new_file(
        self,
        sphere: str,
        *,
        without: Collection[int] = (),
        besides: Collection[int] = (),
        about: Collection[str] = (),
    ) -> list[Recipient]:
        """Give the recipients of a new file: the intake roster and the recovery key.

        `without` names people whom it is about, `besides` people who get it too, and `about` the
        positions it is about: then the rosters set for these receive in place of intake. Where
        fewer than two remain, the alternate roster receives too.
        """
        receiving = self.instead(about) if about else self.intake
        chosen = [holder for holder in receiving if self._bearer(holder) not in without]
        chosen += [
            holder
            for holder in self.known.holders_of(besides)
            if holder not in chosen and self._bearer(holder) not in without
        ]
        if len(chosen) < FEWEST_RECIPIENTS:
            chosen += self.alternates(without=without, besides=chosen)
        return self.known.recipients([*chosen, *self.known.recovery()], sphere)

    def instead(self, about: Collection[str]) -> list[int]:
        """Give the holders who receive what is about these positions."""
        named = (self.about.get(trust.ABOUT + position, []) for position in about)
        return list(dict.fromkeys(holder for members in named for holder in members))

    def for_identity(self, *, without: Collection[int] = ()) -> list[Recipient]:
        """Give the recipients of who someone is: the custodians but these people, and the
        recovery key. Nobody replaces a custodian the report is about."""
        chosen = [holder for holder in self.custodians if self._bearer(holder) not in without]
        return self.known.recipients([*chosen, *self.known.recovery()], Sphere.IDENTITIES)

    def alternates(self, *, without: Collection[int], besides: Collection[int] = ()) -> list[int]:
        """Give the holders of the alternate roster, except these people and these holders."""
        return [
            holder
            for holder in self.alternate
            if self._bearer(holder) not in without and holder not in besides
        ]

    def for_people(self, people: Collection[int], sphere: str) -> list[Recipient]:
        """Give these people and the recovery key as recipients, as far as vouched for."""
        chosen = self.known.holders_of(people)
        return self.known.recipients([*chosen, *self.known.recovery()], sphere)

    def _bearer(self, holder: int) -> int | None:
        return self.known.holders[holder].bearer


def receivers() -> Receivers:
    """Give who can receive, after checking every signature once per state of the tables.

    The only source of recipients. Within one operation the state is read once. What is new, this
    server remembers outside the database as soon as it is sure.
    """
    return trail.once("receivers", _receivers)


def _receivers() -> Receivers:
    found = _checked_receivers(_state_of_trust(), seen.stored())
    if found.news is not None:
        transaction.on_commit(partial(seen.remember, found.news), robust=True)
    return found


@lru_cache(maxsize=8)
def _checked_receivers(_state: bytes, stored: bytes) -> Receivers:
    before = seen.read(stored)
    known = trust.vouched(before)
    names = (*trust.ROSTERS, *_about_names(before))
    found = {name: trust.roster_in_force(name, known, before) for name in names}
    rosters = {name: roster for name, (roster, _members) in found.items()}
    return Receivers(
        known,
        intake=found[trust.INTAKE][1],
        alternate=found[trust.ALTERNATE][1],
        custodians=found[trust.IDENTITIES][1],
        about={name: found[name][1] for name in names if name not in trust.ROSTERS},
        has_custodians=rosters[trust.IDENTITIES] is not None,
        is_behind=_is_behind(before, rosters),
        news=trust.news(known, rosters.values(), before),
    )


def _about_names(before: Seen) -> list[str]:
    """Give the names of the rosters about a position: those there are, and those there were."""
    stored = Roster.objects.filter(name__startswith=trust.ABOUT).values_list("name", flat=True)
    return sorted({*stored, *(name for name in before.rosters if name.startswith(trust.ABOUT))})


def _is_behind(before: Seen, rosters: Mapping[str, Roster | None]) -> bool:
    return any(one is None and before.version(name) for name, one in rosters.items())


def next_version(roster: str) -> int:
    """Give the number of the next roster of a name: higher than any that was ever in force."""
    newest = Roster.objects.filter(name=roster).order_by("-version").first()
    return max(newest.version if newest else 0, seen.read(seen.stored()).version(roster)) + 1


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
     || encode(sha256(p.public), 'hex') || ':' || coalesce(p.withdrawn_at::text, ''), ','
     ORDER BY p.id)
     FROM vault_keypair p WHERE p.holder_id IS NOT NULL),
  (SELECT string_agg(c.holder_id || ':' || coalesce(c.signer_id, 0) || ':'
     || encode(sha256(c.card), 'hex') || encode(c.signature, 'hex'), ',' ORDER BY c.id)
     FROM vault_certificate c),
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


def held_by(people: Collection[int], sphere: str) -> QuerySet[SealedKey]:
    """Give the keys to files of a sphere that these people hold, locked or not."""
    pairs = KeyPair.objects.filter(
        holder__bearer__in=people, holder__withdrawn_at=None, sphere=sphere, withdrawn_at=None
    )
    return SealedKey.objects.filter(recipient__in=pairs.values("pk"))


def key_work_for(actor: Actor) -> QuerySet[KeyWork]:
    """Give the waiting key work on files this actor can open."""
    files = SealedKey.objects.filter(recipient__in=own_pairs(actor)).values("file_id")
    return KeyWork.objects.filter(file__in=files)


def is_asked(file: int, pair: int) -> bool:
    """Say whether the key of a file still waits to be given to this key pair."""
    return KeyWork.objects.filter(kind=KeyWork.Kind.SHARE, file=file, recipient=pair).exists()


def waiting_work() -> tuple[int, datetime.datetime | None]:
    """Say how much key work waits, and since when the oldest does."""
    found = KeyWork.objects.aggregate(count=Count("id"), since=Min("asked_at"))
    return found["count"], found["since"]


def kept_for(actor: Actor) -> QuerySet[Kept]:
    """Give what an actor typed when the vault was locked, newest first."""
    return Kept.objects.filter(holder=actor.holder or 0).order_by("-at")


@dataclass(frozen=True)
class OpenKept:
    """Something that was kept, opened: the path it was meant for and its fields."""

    kept: Kept
    path: str
    fields: list[tuple[str, str]] = field(repr=False)


def open_kept(actor: Actor, most: int = 20) -> list[OpenKept]:
    """Open what an actor typed when the vault was locked, as far as their keys still do."""
    found = []
    for kept in kept_for(actor)[:most]:
        with suppress(CannotOpen):
            found.append(OpenKept(kept, *keyrings.open_kept(actor.keyring, kept.sealed)))
    return found


def lacking(actor: Actor) -> list[str]:
    """Give the spheres in which the duties of today ask for a key this holder has not made."""
    held = set(own_pairs(actor).values_list("sphere", flat=True)) if actor.holder else set()
    return [sphere for sphere in actor.spheres if actor.holder and sphere not in held]


def unconfirmed(actor: Actor) -> list[str]:
    """Give the spheres in which this holder's key waits for someone to vouch for it."""
    vouched = receivers().known.spheres(actor.holder or 0)
    held = own_pairs(actor).values_list("sphere", flat=True)
    return sorted(sphere for sphere in held if sphere not in vouched)


def held_alone(known: trust.Vouched) -> Counter[int]:
    """Count, by key pair, the files that of all people known its bearer alone can open, but for
    those that pass."""
    held = SealedKey.objects.filter(recipient__in=known.pairs_of_people(), file__lapses_on=None)
    by_file = held.values("file").annotate(holders=Count("recipient"), pair=Min("recipient"))
    return Counter(by_file.filter(holders=1).values_list("pair", flat=True))


def files_left_without(pairs: Collection[int], known: trust.Vouched) -> int:
    """Count the files that none of the people known could open without these key pairs, but for
    those that pass."""
    others = [pair for pair in known.pairs_of_people() if pair not in pairs]
    held = SealedKey.objects.filter(recipient__in=others).values("file_id")
    own = SealedKey.objects.filter(recipient__in=pairs, file__lapses_on=None)
    return own.exclude(file__in=held).count()
