"""Remember outside the database where the trail ended: what is shorter later was cut off."""

from __future__ import annotations

import json
from functools import partial
from typing import NamedTuple

from rechtop.ground.audit.models import Head
from rechtop.ground.kernel import outside

_NAME = "trail"


class End(NamedTuple):
    """How many links there were, and the digest of the last."""

    position: int
    digest: str


def remembered() -> End:
    """Give the furthest end that was ever remembered."""
    return _read(outside.read(_NAME))


def remember(head: Head) -> None:
    """Remember an end, unless one further on is."""
    outside.change(_NAME, partial(_furthest, End(head.position, bytes(head.digest).hex())))


def _read(content: bytes) -> End:
    return End(*json.loads(content)) if content else End(0, "")


def _furthest(end: End, content: bytes) -> bytes:
    return json.dumps(end).encode() if end.position > _read(content).position else content
