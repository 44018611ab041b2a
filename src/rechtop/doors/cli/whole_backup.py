"""Read a backup to its end and say what it holds, before anything is done with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rechtop.ground.vault import backups, seen
from rechtop.ground.vault.seen import Seen

Say = Callable[[str], None]

JOURNAL = "trust"
"""What the journal of takings-away is called in its folder."""

_SMALL = ("secrets", "seen")


@dataclass
class Found:
    """What a backup turned out to hold: it is whole, for all of it was read."""

    about: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, bytes] = field(default_factory=dict)
    seen: dict[str, bytes] = field(default_factory=dict)
    tables: int = 0
    blobs: int = 0

    def taken(self) -> Seen:
        """Give the journal as it was when the backup was made."""
        return seen.read(self.seen.get(JOURNAL, b""))


def look_through(path: Path, drawn: Sequence[str], say: Say) -> Found:
    """Read all of a backup. Raises NotThis for one that is not whole, or opens with other words."""
    found = Found()
    for name, pieces in backups.contents(path, drawn):
        kind, _slash, rest = name.partition("/")
        if kind == "about":
            found.about = json.loads(b"".join(pieces))
        elif kind in _SMALL:
            getattr(found, kind)[rest] = b"".join(pieces)
        elif kind == "tables":
            found.tables += 1
        elif kind == "blobs":
            found.blobs += 1
            if found.blobs % 100 == 0:
                say(f"Nagekeken: {found.blobs} bijlagen.")
    return found
