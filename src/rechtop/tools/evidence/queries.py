"""Say which files a sealed file has, and give what is in them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rechtop.ground.vault import blobs, files
from rechtop.ground.vault.files import OpenItem
from rechtop.tools.evidence import kinds, previews, scanning
from rechtop.tools.evidence.kinds import Kind
from rechtop.tools.evidence.previews import Preview
from rechtop.tools.evidence.scanning import Result, State

FILE, COPY, CHECK = "attachment", "attachment_copy", "attachment_check"
"""The kinds of items that tell of files: what came, a copy without metadata, a virus check."""

DESTROYED = "attachment_destroyed"
"""The kind of item that tells that a file was destroyed on purpose."""


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
    @property
    def digest(self) -> str: ...


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
    """A copy without metadata: where it stands, and its name."""

    stored: Stored
    name: str = field(repr=False)


@dataclass(frozen=True)
class Attachment:
    """A file that came with a record."""

    id: str
    at: datetime.datetime
    part: str
    name: str = field(repr=False)
    kind: Kind
    stored: Stored
    digest: str
    is_from_reporter: bool
    author: int | None
    copy: Copy | None = None
    check: Result | None = None

    @property
    def is_what_it_says(self) -> bool:
        """Say whether the name promises what the content is."""
        return kinds.agrees(self.kind, self.name)

    @property
    def was_scanned(self) -> bool:
        """Say whether a virus scanner said something of it."""
        return self.check is not None and self.check.state != State.UNKNOWN

    @property
    def finding(self) -> str:
        """Give the name of what a virus scanner found in it, if it did."""
        return self.check.name if self.check and self.check.state == State.FOUND else ""


def told_of(arrived: Arrived) -> dict[str, Any]:
    """Tell of a file that has arrived: where it stands, what kind of file its content is, and the
    digest by which it is proven. One that came in parts is read again for that."""
    head, tail = blobs.ends(arrived.id, arrived.key)
    return {
        "digest": arrived.digest or blobs.digest_of(arrived.id, arrived.key),
        "blob": arrived.id.hex,
        "key": arrived.key.hex(),
        "name": arrived.name,
        "size": arrived.size,
        "type": kinds.kind_of(head, tail=tail).code,
    }


def kind_of(content: bytes) -> Kind:
    """Say what kind of file a content is that stands in memory, whatever it is called."""
    return kinds.kind_of(content)


def virus_in(content: bytes) -> str:
    """Give the name of what a virus scanner finds in a content, where there is a scanner."""
    return scanning.check(content).name


def stored(told: Mapping[str, Any]) -> Stored:
    """Read where a content stands."""
    return Stored(uuid.UUID(told["blob"]), bytes.fromhex(told["key"]), told["size"])


def attachments(items: Sequence[OpenItem]) -> list[Attachment]:
    """Find the files among what was opened, oldest first, each with its copy and check."""
    gone = {i.content["of"] for i in items if i.kind == DESTROYED}
    copies = {i.content["of"]: copy_of(i.content) for i in items if i.kind == COPY}
    checks = {i.content["of"]: check_of(i.content) for i in items if i.kind == CHECK}
    return [
        Attachment(
            str(item.id),
            item.at,
            item.part,
            item.content["name"],
            kinds.by_code(item.content["type"]),
            stored(item.content),
            item.content.get("digest", ""),
            item.content.get("from") == "reporter",
            item.content.get("author"),
            copies.get(str(item.id)),
            checks.get(str(item.id)),
        )
        for item in items
        if item.kind == FILE and str(item.id) not in gone
    ]


def copy_of(told: Mapping[str, Any]) -> Copy:
    """Read where a copy stands."""
    return Copy(stored(told), told["name"])


def fitting_name(attachment: Attachment) -> str:
    """Give the name of a file with the ending that its content has."""
    endings = attachment.kind.extensions
    if (attachment.is_what_it_says and "." in attachment.name) or not endings:
        return attachment.name
    return f"{attachment.name}.{endings[0]}"


def check_of(told: Mapping[str, Any]) -> Result:
    """Read what a virus scanner said."""
    return Result(State(told["state"]), told["name"])


def preview(attachment: Attachment, page: int) -> Preview | None:
    """Draw a page of the copy without metadata, counted from 0. Raises Gone."""
    if attachment.copy is None or not attachment.kind.has_preview:
        return None
    return previews.preview(attachment.copy.stored.whole(), attachment.kind, page)


def find(file: int, number: str, keyring: files.AnyKeyring) -> Attachment | None:
    """Find a file of a sealed file by its number; None where there is none. Raises NoKey."""
    found = attachments(files.read(file, keyring))
    return next((one for one in found if one.id == number), None)
