"""What the face, which receives a file, and the vault, which seals it, agree on."""

from __future__ import annotations

import uuid
from typing import Protocol

Buffer = bytes | memoryview


class NoRoom(Exception):
    """There is no room on disk for this."""


class Busy(Exception):
    """Another request is at this very file."""


class Whole(Exception):
    """This file has arrived already."""


class Gone(Exception):
    """This file is not there, not of this browser, or damaged."""


class Arriving(Protocol):
    """A file that is arriving. `have` bytes of it are kept for certain, should it break off."""

    id: uuid.UUID
    key: bytes
    have: int

    @property
    def digest(self) -> str: ...

    def write(self, piece: Buffer) -> None: ...

    def pause(self) -> None: ...

    def finish(self) -> int: ...

    def discard(self) -> None: ...
