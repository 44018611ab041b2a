"""Say of a receipt what our own trail says of it."""

from __future__ import annotations

import enum

from rechtop.ground.audit import verifying
from rechtop.tools.proofs.queries import Finding


class Trail(enum.Enum):
    """What our trail says of the place a receipt names."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


def on_trail(found: Finding) -> Trail:
    """Say whether our trail still holds the place that a true receipt names.

    A trail that was written anew would hold another; old months may have been taken away.
    """
    position, _colon, digest = found.receipt.statement.trail.partition(":")
    known = verifying.digest_at(int(position)) if position.isdecimal() else None
    if known is None:
        return Trail.UNKNOWN
    return Trail.SAME if known.hex() == digest else Trail.OTHER
