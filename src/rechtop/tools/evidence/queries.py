"""Say which files a sealed file has, and give what is in them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rechtop.ground.vault import blobs, files
from rechtop.ground.vault.files import OpenItem
from rechtop.tools.evidence import kinds
from rechtop.tools.evidence.kinds import Kind

FILE, COPY, CHECK = "attachment", "attachment_copy", "attachment_check"
"""The kinds of items that tell of files: what came, a copy without metadata, a virus check."""

DESTROYED = "attachment_destroyed"
"""The kind of item that tells that a file was destroyed on purpose."""

_LOOKED_AT = 64 * 1024


class Arrived(Protocol):
    """A file that is on disk for certain."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def key(self) -> bytes: ...
    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...


@dataclass(frozen=True)
class Stored:
    """Where a content stands, and the key to it."""

    blob: uuid.UUID
    key: bytes = field(repr=False)
    size: int

    def pieces(self) -> Iterator[bytes]:
        """Give the content piece by piece. Raises Gone."""
        return blobs.read(self.blob, self.key)

    def whole(self) -> bytes:
        """Give the content in memory. Raises Gone."""
        return b"".join(self.pieces())


@dataclass(frozen=True)
class Copy:
    """A copy without metadata: where it stands, its name, and the fingerprint of the original."""

    stored: Stored
    name: str = field(repr=False)
    print: str


@dataclass(frozen=True)
class Attachment:
    """A file that came with a record."""

    id: str
    at: datetime.datetime
    part: str
    name: str = field(repr=False)
    kind: Kind
    stored: Stored
    is_from_reporter: bool
    author: int | None
    copy: Copy | None = None
    check: str = ""


def told_of(arrived: Arrived) -> dict[str, Any]:
    """Tell of a file that has arrived: where it stands, and what kind of file its content is."""
    pieces = blobs.read(arrived.id, arrived.key)
    head = next(pieces, b"")
    return {
        "blob": arrived.id.hex,
        "key": arrived.key.hex(),
        "name": arrived.name,
        "size": arrived.size,
        "type": kinds.kind_of(head, tail=_end(head, pieces)).code,
    }


def _end(head: bytes, pieces: Iterator[bytes]) -> bytes:
    """Give the end of a zip, where it says what is in it; of others the beginning tells enough."""
    end = head
    if head.startswith(b"PK"):
        for piece in pieces:
            end = end[-_LOOKED_AT:] + piece
    return end


def stored(told: Mapping[str, Any]) -> Stored:
    """Read where a content stands."""
    return Stored(uuid.UUID(told["blob"]), bytes.fromhex(told["key"]), told["size"])


def attachments(items: Sequence[OpenItem]) -> list[Attachment]:
    """Find the files among what was opened, oldest first, each with its copy and check."""
    gone = {i.content["of"] for i in items if i.kind == DESTROYED}
    copies = {i.content["of"]: copy_of(i.content) for i in items if i.kind == COPY}
    checks = {i.content["of"]: i.content["result"] for i in items if i.kind == CHECK}
    return [
        Attachment(
            str(item.id),
            item.at,
            item.part,
            item.content["name"],
            kinds.by_code(item.content["type"]),
            stored(item.content),
            item.content.get("from") == "reporter",
            item.content.get("author"),
            copies.get(str(item.id)),
            checks.get(str(item.id), ""),
        )
        for item in items
        if item.kind == FILE and str(item.id) not in gone
    ]


def copy_of(told: Mapping[str, Any]) -> Copy:
    """Read where a copy stands."""
    return Copy(stored(told), told["name"], told["print"])


def find(file: int, number: str, keyring: files.AnyKeyring) -> Attachment | None:
    """Find a file of a sealed file by its number; None where there is none. Raises NoKey."""
    found = attachments(files.read(file, keyring))
    return next((one for one in found if one.id == number), None)
