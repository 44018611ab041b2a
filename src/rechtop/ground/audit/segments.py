"""Take away a month of the trail whole, and leave a signed declaration in its place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, transaction

from rechtop import env
from rechtop.ground.audit import ends, queries, verifying
from rechtop.ground.audit.models import Link, Segment
from rechtop.ground.audit.operations import require_operation
from rechtop.ground.crypto import digests, signatures
from rechtop.ground.kernel import clock


class NotWhole(Exception):
    """The trail is broken up to the end of the month: destroying it would cover that up."""

    def __init__(self, fault: verifying.Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


@dataclass(frozen=True)
class Agreed:
    """Who proposed that a month be destroyed, who approved it, and when."""

    proposed_by: int
    proposed_at: datetime.datetime
    approved_by: int
    approved_at: datetime.datetime


def destroy(month: queries.Month, agreed: Agreed) -> Segment:
    """Declare the first month of the trail destroyed and take its lines away, as their owner.

    Raises NotWhole where the chain is not whole up to its end.
    """
    require_operation()
    verifying.forbid_walking()
    _must_be_whole(month.last_position)
    segment = _declare(month, agreed)
    _take_lines(month.last_position)
    transaction.on_commit(partial(ends.remember_gone, _told(segment)), robust=True)
    return segment


def destroy_again() -> list[Segment]:
    """Take the months away again that are remembered as taken away, each with the declaration it
    had; give these. For after a restore, inside an operation, as the owner of the tables.

    A month of which the backup holds a part alone, or other lines, stays: its declaration does not
    fit what is there.
    """
    require_operation()
    verifying.forbid_walking()
    found = []
    for told in ends.gone():
        segment = _as_told(told)
        if _fits(segment):
            segment.save()
            _take_lines(segment.last_position)
            found.append(segment)
    return found


def _fits(segment: Segment) -> bool:
    """Say whether a declaration is ours and tells of lines that are there."""
    last = Link.objects.filter(position=segment.last_position).first()
    before = verifying.digest_at(segment.first_position - 1) or Link.START
    return (
        last is not None
        and verifying.is_ours(segment)
        and digests.same(bytes(last.digest), bytes(segment.last_digest))
        and digests.same(before, bytes(segment.before))
    )


def _take_lines(until: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_ENTRIES, [until])
        cursor.execute("DELETE FROM audit_link WHERE position <= %s", [until])
        cursor.execute("DELETE FROM audit_head WHERE position <= %s", [until])


_BYTES = ("before", "first_digest", "last_digest", "signature")
_MOMENTS = ("proposed_at", "approved_at", "destroyed_at")
_NUMBERS = ("first_position", "last_position", "proposed_by", "approved_by")


def _told(segment: Segment) -> dict[str, Any]:
    return {
        "month": segment.month.isoformat(),
        **{name: bytes(getattr(segment, name)).hex() for name in _BYTES},
        **{name: getattr(segment, name).isoformat() for name in _MOMENTS},
        **{name: getattr(segment, name) for name in _NUMBERS},
    }


def _as_told(told: Mapping[str, Any]) -> Segment:
    return Segment(
        month=datetime.date.fromisoformat(told["month"]),
        **{name: bytes.fromhex(told[name]) for name in _BYTES},
        **{name: datetime.datetime.fromisoformat(told[name]) for name in _MOMENTS},
        **{name: told[name] for name in _NUMBERS},
    )


_TAKE_ENTRIES = """
DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE position <= %s)
"""


def _must_be_whole(until: int) -> None:
    walk = verifying.Walk(until=until)
    while walk.position < until:
        walk = verifying.go_on(walk)
        if walk.fault is not None:
            raise NotWhole(walk.fault)


def _declare(month: queries.Month, agreed: Agreed) -> Segment:
    last = Link.objects.get(position=month.last_position)
    segment = Segment(
        month=month.first,
        first_position=month.first_position,
        last_position=month.last_position,
        before=verifying.digest_at(month.first_position - 1) or Link.START,
        first_digest=Link.objects.get(position=month.first_position).digest,
        last_digest=last.digest,
        destroyed_at=clock.now(),
        proposed_by=agreed.proposed_by,
        proposed_at=agreed.proposed_at,
        approved_by=agreed.approved_by,
        approved_at=agreed.approved_at,
    )
    segment.signature = signatures.sign(env.secret("trail"), segment.statement())
    segment.save()
    return segment
