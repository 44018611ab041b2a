"""Know whose keys are real: cards, certificates and signed rosters.

The anchor's public half stands outside the database. So whoever can write the database can add a
key, but cannot make anyone seal to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from rechtop.ground.crypto import digests, signatures
from rechtop.ground.vault import recovery
from rechtop.ground.vault.models import (
    Certificate,
    KeyHolder,
    KeyPair,
    Roster,
    RosterSignature,
    Scope,
    fingerprint,
)
from rechtop.ground.vault.seen import Seen

INTAKE = "intake"
ALTERNATE = "alternate"
IDENTITIES = "identities"
"""Who receives reports, who replaces them, and who keeps the names of reporters."""

ROSTERS = (INTAKE, ALTERNATE, IDENTITIES)
ABOUT = "about-"
"""What the name of a roster begins with that receives in place of all others, when a report is
about those in a certain position."""
SIGNATURES_NEEDED = 2


@dataclass(frozen=True)
class Recipient:
    """Whom a file key is sealed to."""

    pair: int
    public: bytes = field(repr=False)
    scope: str = Scope.WHOLE


def card(holder: KeyHolder, pairs: Iterable[KeyPair]) -> bytes:
    """Write a holder's key card: everything a certificate vouches for."""
    keys = ",".join(sorted(_key_on_card(pair) for pair in pairs))
    return _head_of_card(holder) + keys.encode()


def _head_of_card(holder: KeyHolder) -> bytes:
    signing = bytes(holder.signing_public).hex()
    return f"rechtop card 1|{holder.pk}|{holder.kind}|{holder.bearer}|{signing}|".encode()


def _key_on_card(pair: KeyPair) -> str:
    return f"{pair.sphere}:{digests.digest(bytes(pair.public)).hex()}"


def _keys_on_card(card: bytes, holder: KeyHolder) -> set[str]:
    """Give the keys a card vouches for; none where it is a card of another or of other signing."""
    head = _head_of_card(holder)
    return set(card[len(head) :].decode().split(",")) if card.startswith(head) else set()


def present_card(holder: KeyHolder) -> bytes:
    """Write the card of a holder's keys as they are now."""
    return card(holder, KeyPair.objects.filter(holder=holder, withdrawn_at=None))


def card_print(holder: KeyHolder) -> str:
    """Give the fingerprint of everything a certificate would vouch for, to be read aloud."""
    return fingerprint(present_card(holder))


def roster_statement(name: str, version: int, members: Sequence[int]) -> bytes:
    """Write what the signatures under a roster state."""
    listed = ",".join(str(number) for number in sorted(members))
    return f"rechtop roster 1|{name}|{version}|{listed}".encode()


def statement_of(roster: Roster) -> bytes:
    """Write what signatures under this roster state, with its members as they are now."""
    return roster_statement(roster.name, roster.version, _members(roster))


def roster_print(roster: Roster) -> str:
    """Give the fingerprint of what one would sign."""
    return fingerprint(statement_of(roster))


@dataclass(frozen=True)
class Vouched:
    """The holders whose present keys are vouched for, with these key pairs."""

    holders: dict[int, KeyHolder]
    pairs: dict[int, list[KeyPair]]

    @cached_property
    def _by_number(self) -> dict[int, tuple[KeyPair, KeyHolder]]:
        return {
            pair.pk: (pair, self.holders[number])
            for number, pairs in self.pairs.items()
            for pair in pairs
        }

    def recipient(self, pair: int, sphere: str) -> Recipient | None:
        """Give the recipient with this key pair, if it is vouched for in this sphere."""
        found = self._by_number.get(pair)
        if found is None or found[0].sphere != sphere:
            return None
        return Recipient(pair, bytes(found[0].public))

    def bearer_of(self, pair: int) -> int | None:
        """Give the person who bears this key pair, None for the recovery key or a stranger."""
        found = self._by_number.get(pair)
        return found[1].bearer if found else None

    def recipients(self, holders: Iterable[int], sphere: str) -> list[Recipient]:
        """Give the recipients among these holders who have a key in this sphere."""
        return [
            Recipient(pair.pk, bytes(pair.public))
            for holder in holders
            for pair in self.pairs.get(holder, [])
            if pair.sphere == sphere
        ]

    def people(self, holders: Iterable[int]) -> list[int]:
        """Give the people who bear these holders' keys, by number."""
        bearers = (self.holders[n].bearer for n in holders if n in self.holders)
        return [bearer for bearer in bearers if bearer is not None]

    def holders_of(self, people: Collection[int]) -> list[int]:
        """Give the holders whose keys these people bear."""
        return [number for number, holder in self.holders.items() if holder.bearer in people]

    def pairs_of_people(self) -> list[int]:
        """Give the numbers of all key pairs but those of the recovery key."""
        return [pair.pk for pair, holder in self._by_number.values() if holder.bearer is not None]

    def spheres(self, holder: int) -> set[str]:
        """Give the spheres in which a holder has a vouched key."""
        return {pair.sphere for pair in self.pairs.get(holder, [])}

    def recovery(self) -> list[int]:
        """Give the recovery holder, if there is one."""
        return [number for number, holder in self.holders.items() if holder.kind == "recovery"]

    def on_duty(self, duties: Mapping[int, Collection[str]]) -> Vouched:
        """Leave those who have a duty for it: `duties` gives the spheres of each person."""
        pairs = {
            number: [
                pair
                for pair in self.pairs[number]
                if holder.bearer is None or pair.sphere in duties.get(holder.bearer, ())
            ]
            for number, holder in self.holders.items()
        }
        left = {number: holder for number, holder in self.holders.items() if pairs[number]}
        return replace(self, holders=left, pairs={number: pairs[number] for number in left})


def vouched(seen: Seen) -> Vouched:
    """Follow the certificates from the anchor and give whom they reach, with which keys.

    A certificate vouches for the keys on its card: a key made later waits for another one. What
    this server once saw vouched for stays so, also when who vouched for it has left.
    """
    standing = KeyHolder.objects.filter(withdrawn_at=None).exclude(pk__in=seen.holders)
    holders = {holder.pk: holder for holder in standing}
    reached = {n for n, holder in holders.items() if _seen_as(holder) in seen.keys}
    valid = _followed(holders, reached)
    pairs: dict[int, list[KeyPair]] = {number: [] for number in reached}
    found = KeyPair.objects.filter(holder__in=list(reached), withdrawn_at=None)
    for pair in found.exclude(pk__in=seen.pairs).order_by("pk"):
        holder = holders[pair.holder_id or 0]
        cards = [bytes(c.card) for c in valid if c.holder_id == holder.pk]
        if _seen_as(holder, pair) in seen.keys or _is_on(cards, holder, pair):
            pairs[holder.pk].append(pair)
    return Vouched({n: holders[n] for n in reached}, pairs)


def _seen_as(holder: KeyHolder, pair: KeyPair | None = None) -> str:
    """Give the fingerprint under which a holder, or one key of it, is remembered."""
    return fingerprint(_head_of_card(holder) + (_key_on_card(pair) if pair else "").encode())


def _is_on(cards: Iterable[bytes], holder: KeyHolder, pair: KeyPair) -> bool:
    return any(_key_on_card(pair) in _keys_on_card(card, holder) for card in cards)


def _followed(holders: dict[int, KeyHolder], reached: set[int]) -> list[Certificate]:
    """Take in whom the anchor or someone already taken in has signed for; give what is valid."""
    waiting = [c for c in Certificate.objects.order_by("pk") if c.holder_id in holders]
    valid: list[Certificate] = []
    while fresh := [c for c in waiting if _is_valid(c, holders, reached)]:
        valid += fresh
        reached |= {certificate.holder_id for certificate in fresh}
        waiting = [c for c in waiting if c not in fresh]
    return valid


def _is_valid(certificate: Certificate, holders: dict[int, KeyHolder], reached: set[int]) -> bool:
    if certificate.signer_id is None:
        public = recovery.anchor()
    elif certificate.signer_id in reached:
        public = bytes(holders[certificate.signer_id].signing_public)
    else:
        return False
    card = bytes(certificate.card)
    return card.startswith(_head_of_card(holders[certificate.holder_id])) and (
        signatures.is_signed(public, card, bytes(certificate.signature))
    )


def is_roster(name: str) -> bool:
    """Say whether a roster can have this name."""
    return name in ROSTERS or name.startswith(ABOUT)


def roster_in_force(name: str, known: Vouched, seen: Seen) -> tuple[Roster | None, list[int]]:
    """Give the newest roster that two vouched holders signed, with its vouched members.

    One older than this server once saw in force is none: whoever rules the database went back. One
    it saw in force stays so, also when who signed it has left.
    """
    newer = Roster.objects.filter(name=name, version__gte=max(1, seen.version(name)))
    for roster in newer.order_by("-version"):
        members = _members(roster)
        statement = roster_statement(roster.name, roster.version, members)
        was_in_force = seen.rosters.get(name) == (roster.version, fingerprint(statement))
        if was_in_force or len(_signers(roster, statement, known)) >= SIGNATURES_NEEDED:
            return roster, [number for number in members if number in known.holders]
    return None, []


def news(known: Vouched, rosters: Iterable[Roster | None], seen: Seen) -> Seen | None:
    """Give what is to be remembered of this moment and was not yet; None where that is nothing."""
    now = Seen(
        {r.name: (r.version, roster_print(r)) for r in rosters if r is not None},
        frozenset(_all_seen_as(known)),
        frozenset(_withdrawn(KeyHolder)),
        frozenset(_withdrawn(KeyPair)),
    )
    return now if seen.with_news(now) != seen else None


def _all_seen_as(known: Vouched) -> Iterable[str]:
    for number, holder in known.holders.items():
        yield _seen_as(holder)
        yield from (_seen_as(holder, pair) for pair in known.pairs[number])


def _withdrawn(model: type[KeyHolder] | type[KeyPair]) -> Iterable[int]:
    return model._default_manager.exclude(withdrawn_at=None).values_list("pk", flat=True)


def _members(roster: Roster) -> list[int]:
    return list(roster.members.order_by("pk").values_list("pk", flat=True))


def _signers(roster: Roster, statement: bytes, known: Vouched) -> set[int]:
    return {
        signed.signer_id
        for signed in RosterSignature.objects.filter(roster=roster)
        if signed.signer_id in known.holders
        and signatures.is_signed(
            bytes(known.holders[signed.signer_id].signing_public),
            statement,
            bytes(signed.signature),
        )
    }
