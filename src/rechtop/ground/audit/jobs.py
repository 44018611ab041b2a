"""Chain and sign the trail, every second."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import connection, transaction

from rechtop import env
from rechtop.ground.audit import ends
from rechtop.ground.audit.models import Entry, Head, Link
from rechtop.ground.crypto import signatures
from rechtop.ground.kernel import clock

_LOCK = 0x7261696C  # one sealer at a time, by an advisory lock of the transaction
_AT_ONCE = 5000


def seal_trail() -> int:
    """Chain and sign the entries of finished transactions; give how many there were.

    Writers take no lock, so an entry with a lower number may be committed later. That is why only
    entries below the oldest running transaction are chained: of those, none can still appear.
    """
    sealed = 0
    while chained := _seal_some():
        sealed += chained
        if chained < _AT_ONCE:
            break
    return sealed


@transaction.atomic
def _seal_some() -> int:
    if not _is_only_sealer():
        return 0
    head = Head.objects.order_by("-position", "-id").first()
    below = _oldest_running()
    entries = _finished_since(head, below)
    if not entries:
        return 0
    links = _chained(entries, head)
    Link.objects.bulk_create(links)
    _sign(links[-1], entries[-1].transaction if len(entries) == _AT_ONCE else below)
    return len(entries)


def _is_only_sealer() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _oldest_running() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        return str(cursor.fetchone()[0])


def _finished_since(head: Head | None, below: str) -> Sequence[Entry]:
    """Give what is to be chained, in the order of transactions.

    After a restore into another server its transactions count from low again; then every entry
    without a link is sought, which is slower and happens once.
    """
    finished = Entry.objects.extra(where=["audit_entry.transaction < %s::xid8"], params=[below])
    if head is not None and int(head.below) <= int(below):
        finished = finished.extra(
            where=["audit_entry.transaction >= %s::xid8"], params=[str(head.below)]
        )
    unlinked = finished.extra(
        where=["NOT EXISTS (SELECT 1 FROM audit_link WHERE audit_link.entry_id = audit_entry.id)"]
    )
    return list(unlinked.order_by("transaction", "id")[:_AT_ONCE])


def _chained(entries: Sequence[Entry], head: Head | None) -> list[Link]:
    position, digest = (head.position, bytes(head.digest)) if head else (0, Link.START)
    links = []
    for entry in entries:
        position, digest = position + 1, entry.digest_after(digest)
        links.append(Link(position=position, entry=entry, digest=digest))
    return links


def _sign(last: Link, below: str) -> None:
    head = Head(position=last.position, digest=last.digest, at=clock.now(), below=below)
    head.signature = signatures.sign(env.secret("trail"), head.statement())
    head.save()
    transaction.on_commit(partial(ends.remember, head), robust=True)


DUTIES = [("seal-trail", 1, seal_trail)]
