"""Know whose keys are real: cards, certificates and signed rosters.

The anchor's public half stands outside the database. So whoever can write the database can add a
key, but cannot make anyone seal to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rechtop import env
from rechtop.ground.crypto import digests, signatures
from rechtop.ground.vault.files import Recipient
from rechtop.ground.vault.models import (
    Certificate,
    KeyHolder,
    KeyPair,
    Roster,
    RosterSignature,
    fingerprint,
)

INTAKE = "intake"
ALTERNATE = "alternate"
ROSTERS = (INTAKE, ALTERNATE)
SIGNATURES_NEEDED = 2


def card(holder: KeyHolder, pairs: Iterable[KeyPair]) -> bytes:
    """Write a holder's key card: everything a certificate vouches for."""
    keys = ",".join(
        f"{pair.sphere}:{digests.digest(bytes(pair.public)).hex()}"
        for pair in sorted(pairs, key=lambda pair: pair.sphere)
    )
    signing = bytes(holder.signing_public).hex()
    return f"rechtop card 1|{holder.pk}|{holder.kind}|{holder.bearer}|{signing}|{keys}".encode()


def card_print(holder: KeyHolder) -> str:
    """Give the fingerprint of everything a certificate would vouch for, to be read aloud."""
    return fingerprint(card(holder, KeyPair.objects.filter(holder=holder)))


def roster_statement(name: str, version: int, members: Sequence[int]) -> bytes:
    """Write what the signatures under a roster state."""
    listed = ",".join(str(number) for number in sorted(members))
    return f"rechtop roster 1|{name}|{version}|{listed}".encode()


@dataclass(frozen=True)
class Vouched:
    """The holders whose present keys are vouched for, with their key pairs."""

    holders: dict[int, KeyHolder]
    pairs: dict[int, list[KeyPair]]

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

    def pair_of(self, bearer: int, sphere: str) -> KeyPair | None:
        """Give a person's vouched key pair in a sphere."""
        for number, holder in self.holders.items():
            if holder.bearer == bearer:
                return next((p for p in self.pairs[number] if p.sphere == sphere), None)
        return None

    def recovery(self) -> list[int]:
        """Give the recovery holder, if there is one."""
        return [number for number, holder in self.holders.items() if holder.kind == "recovery"]


def vouched() -> Vouched:
    """Follow the certificates from the anchor and give whom they reach."""
    holders = {holder.pk: holder for holder in KeyHolder.objects.filter(withdrawn_at=None)}
    pairs: dict[int, list[KeyPair]] = {number: [] for number in holders}
    for pair in KeyPair.objects.filter(holder__in=list(holders)):
        pairs[pair.holder_id or 0].append(pair)
    reached = _reached(holders, {n: card(holders[n], pairs[n]) for n in holders})
    return Vouched({n: holders[n] for n in reached}, {n: pairs[n] for n in reached})


def _reached(holders: dict[int, KeyHolder], cards: dict[int, bytes]) -> set[int]:
    """Start at the anchor and take in whom someone already taken in has signed for."""
    waiting = [c for c in Certificate.objects.order_by("pk") if c.holder_id in holders]
    reached: set[int] = set()
    while True:
        fresh = {
            certificate.holder_id
            for certificate in waiting
            if certificate.holder_id not in reached
            and _is_valid(certificate, holders, reached, cards[certificate.holder_id])
        }
        if not fresh:
            return reached
        reached |= fresh


def _is_valid(
    certificate: Certificate, holders: dict[int, KeyHolder], reached: set[int], card: bytes
) -> bool:
    if certificate.signer_id is None:
        public = env.secret("anchor")
    elif certificate.signer_id in reached:
        public = bytes(holders[certificate.signer_id].signing_public)
    else:
        return False
    return signatures.is_signed(public, card, bytes(certificate.signature))


def roster_in_force(name: str, known: Vouched) -> list[int]:
    """Give the members of the newest roster that two vouched holders signed."""
    for roster in Roster.objects.filter(name=name).order_by("-version"):
        members = list(roster.members.order_by("pk").values_list("pk", flat=True))
        statement = roster_statement(roster.name, roster.version, members)
        if len(_signers(roster, statement, known)) >= SIGNATURES_NEEDED:
            return [number for number in members if number in known.holders]
    return []


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
