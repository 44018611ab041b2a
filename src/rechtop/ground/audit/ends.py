"""Remember outside the database where the trail ended: what is shorter later was cut off.

After a restore that was meant, the trail goes on from an earlier end. What is lost between is
remembered beside it for good, so that a check names it as declared, and as nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from rechtop.ground.audit.models import Head
from rechtop.ground.kernel import clock, outside

_NAME, _LOST, _GONE = "trail", "trail-lost", "trail-gone"


class End(NamedTuple):
    """How many links there were, and the digest of the last."""

    position: int
    digest: str


class Lost(NamedTuple):
    """Links that a restore lost: after which one, until where the trail was known to go."""

    after: int
    until: int
    digest: str
    on: str


def remembered() -> End:
    """Give the furthest end that was ever remembered."""
    return _read(outside.read(_NAME))


def remember(head: Head) -> None:
    """Remember an end, unless one further on is."""
    outside.change(_NAME, partial(_furthest, End(head.position, bytes(head.digest).hex())))


def take_in(content: bytes) -> None:
    """Remember an end that was remembered elsewhere, unless one further on is."""
    outside.change(_NAME, partial(_furthest, _read(content)))


def lost() -> list[Lost]:
    """Give what restores have lost, as declared."""
    return _read_lost(outside.read(_LOST))


def take_in_lost(content: bytes) -> None:
    """Remember what was declared lost elsewhere too."""
    outside.change(_LOST, partial(_with_lost, _read_lost(content)))


def go_on_from(head: Head | None) -> Lost:
    """Let the trail go on from here after a restore; declare and give what is lost beyond it."""
    here = End(head.position, bytes(head.digest).hex()) if head else End(0, "")
    lost = Lost(here.position, *remembered(), clock.today().isoformat())
    outside.change(_LOST, partial(_with_lost, [lost]))
    outside.change(_NAME, lambda _before: json.dumps(here).encode())
    return lost


def remember_gone(declared: Mapping[str, Any]) -> None:
    """Remember that a month was taken away, with all its declaration says."""
    outside.change(_GONE, partial(_with_gone, [declared]))


def gone() -> list[Mapping[str, Any]]:
    """Give the declarations of months that were taken away, first month first."""
    return _read_gone(outside.read(_GONE))


def take_in_gone(content: bytes) -> None:
    """Remember what was taken away elsewhere too."""
    outside.change(_GONE, partial(_with_gone, _read_gone(content)))


def _read_gone(content: bytes) -> list[Mapping[str, Any]]:
    return json.loads(content) if content else []


def _with_gone(news: list[Mapping[str, Any]], content: bytes) -> bytes:
    known = {one["first_position"]: one for one in [*news, *_read_gone(content)]}
    return json.dumps([known[first] for first in sorted(known)]).encode()


def _read_lost(content: bytes) -> list[Lost]:
    return [Lost(*one) for one in json.loads(content)] if content else []


def _with_lost(news: list[Lost], content: bytes) -> bytes:
    known = _read_lost(content)
    fresh = [one for one in news if all(one[:3] != other[:3] for other in known)]
    return json.dumps([*known, *fresh]).encode() if fresh else content


def _read(content: bytes) -> End:
    return End(*json.loads(content)) if content else End(0, "")


def _furthest(end: End, content: bytes) -> bytes:
    return json.dumps(end).encode() if end.position > _read(content).position else content
