"""Check the trail and say where it stands."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from rechtop import env
from rechtop.ground.audit import ends
from rechtop.ground.audit.models import Entry, Head, Link
from rechtop.ground.crypto import digests, signatures
from rechtop.ground.kernel import clock

OPEN_WINDOW = datetime.timedelta(minutes=1)
"""How long an entry may stand unchained: until then whoever rules the database could alter it."""


@dataclass(frozen=True)
class Check:
    """What a check of the trail found. `fault` names the first broken link, or is empty."""

    entries: int
    open: int
    fault: str


def last_head() -> Head | None:
    """Give the last signed end of the chain, once there is one."""
    return Head.objects.order_by("-position", "-id").first()


def verify() -> Check:
    """Walk the whole chain and check each digest, each signature, the end and the open window."""
    end = ends.remembered()
    count, fault = _walk(end)
    unchained = Entry.objects.extra(
        where=["NOT EXISTS (SELECT 1 FROM audit_link WHERE audit_link.entry_id = audit_entry.id)"]
    )
    if not fault and unchained.filter(at__lt=clock.now() - OPEN_WINDOW).exists():
        fault = "regels van langer dan een minuut geleden zijn niet verzegeld"
    return Check(count, unchained.count(), fault)


def _walk(end: ends.End) -> tuple[int, str]:
    heads = {head.position: head for head in Head.objects.order_by("position", "id")}
    digest, position = Link.START, 0
    for link in Link.objects.select_related("entry").order_by("position").iterator(2000):
        position += 1
        if link.position != position:
            return position, f"schakel {position} ontbreekt"
        digest = link.entry.digest_after(digest)
        if not digests.same(digest, bytes(link.digest)):
            return position, f"schakel {position} klopt niet"
        if position == end.position and bytes(link.digest).hex() != end.digest:
            return position, f"schakel {position} is een andere dan eerst"
        head = heads.pop(position, None)
        if head is not None and not _is_ours(head, digest):
            return position, f"de handtekening onder schakel {position} klopt niet"
    if heads:
        return position, f"na schakel {position} zijn schakels verdwenen"
    if position < end.position:
        return position, f"na schakel {position} is het logboek afgebroken: er waren er meer"
    if position and not Head.objects.filter(position=position).exists():
        return position, f"onder schakel {position} staat geen handtekening"
    return position, ""


def _is_ours(head: Head, digest: bytes) -> bool:
    public = signatures.public_of(env.secret("trail"))
    signed = signatures.is_signed(public, head.statement(), bytes(head.signature))
    return signed and digests.same(digest, bytes(head.digest))
