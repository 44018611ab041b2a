"""Chain and sign the trail, every second, and sign its end once more when a week is over."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

from django.db import connection, transaction

from rechtop import env
from rechtop.ground.audit import ends, queries
from rechtop.ground.audit.models import Entry, Head, Link, Week
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
    links = chained(entries, head)
    Link.objects.bulk_create(links)
    sign(links[-1], entries[-1].transaction if len(entries) == _AT_ONCE else below)
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


def chained(entries: Sequence[Entry], head: Head | None) -> list[Link]:
    """Give the links of entries that follow on a head, or on what was declared destroyed."""
    position, digest = (head.position, bytes(head.digest)) if head else _start()
    links = []
    for entry in entries:
        position, digest = position + 1, entry.digest_after(digest)
        links.append(Link(position=position, entry=entry, digest=digest))
    return links


def _start() -> tuple[int, bytes]:
    """Give where the chain begins when no line is left: after what was destroyed, if anything."""
    declared = queries.segments().last()
    return (declared.last_position, bytes(declared.last_digest)) if declared else (0, Link.START)


def sign(last: Link, below: str) -> None:
    """Sign the end of the chain."""
    head = Head(position=last.position, digest=last.digest, at=clock.now(), below=below)
    head.signature = signatures.sign(env.secret("trail"), head.statement())
    head.save()
    transaction.on_commit(partial(ends.remember, head), robust=True)


@transaction.atomic
def mark_weeks() -> int:
    """Sign where the chain ended in each week that is over; give how many weeks there were."""
    if not _is_only_sealer():
        return 0
    today = clock.today()
    this_monday = today - datetime.timedelta(days=today.weekday())
    made = 0
    while (monday := _first_unmarked()) and monday < this_monday:
        _mark(monday)
        made += 1
    return made


def _first_unmarked() -> datetime.date | None:
    last = Week.objects.order_by("-monday").first()
    if last is not None:
        return last.monday + datetime.timedelta(days=7)
    head = queries.first_head()
    if head is None:
        return None
    day = clock.day_of(head.at)
    return day - datetime.timedelta(days=day.weekday())


def _mark(monday: datetime.date) -> None:
    end = queries.start_of(monday + datetime.timedelta(days=7))
    head = queries.last_head_before(end) or queries.weeks().order_by("-monday").first()
    if head is None:
        raise RuntimeError("no end of the chain in the first week there was one")
    week = Week(monday=monday, position=head.position, digest=head.digest, at=clock.now())
    week.signature = signatures.sign(env.secret("trail"), week.statement())
    week.save()


DUTIES = [("seal-trail", 1, seal_trail), ("mark-weeks", 600, mark_weeks)]
