"""Take away a month of the trail whole, and leave a signed declaration in its place."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection

from rechtop import env
from rechtop.ground.audit import queries, verifying
from rechtop.ground.audit.models import Link, Segment
from rechtop.ground.audit.operations import require_operation
from rechtop.ground.crypto import signatures
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
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_ENTRIES, [month.last_position])
        cursor.execute("DELETE FROM audit_link WHERE position <= %s", [month.last_position])
        cursor.execute("DELETE FROM audit_head WHERE position <= %s", [month.last_position])
    return segment


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
