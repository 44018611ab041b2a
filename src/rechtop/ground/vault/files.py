"""Open sealed files in memory: read, write, share and roll.

These are the only functions that touch ciphertext. They run inside an operation's transaction;
whether someone may is for the rule of that operation.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection

from rechtop.ground.audit import operations as trail
from rechtop.ground.crypto import boxes, digests, padding, seals
from rechtop.ground.kernel import clock, rows
from rechtop.ground.vault.keyrings import Key
from rechtop.ground.vault.models import Item, KeyPair, Part, Scope, SealedFile, SealedKey

EXCLUDED = "excluded"
"""The kind of item that says who may not open this file."""


WHOLE = "whole"


class AnyKeyring(Protocol):
    """What opens files: the keyring of a person or of a reporter."""

    def key(self, sphere: str) -> Key | None: ...


class NoKey(Exception):
    """There is no key to this file on this keyring."""


class Excluded(Exception):
    """This file is closed for whom this would give a key."""


@dataclass(frozen=True)
class Recipient:
    """Whom a file key is sealed to."""

    pair: int
    public: bytes = field(repr=False)
    scope: str = Scope.WHOLE


@dataclass(frozen=True)
class Piece:
    """An item to be written: in which part, of which kind, with what content."""

    part: str
    kind: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class OpenItem:
    """An item that has been opened."""

    id: uuid.UUID
    part: str
    at: datetime.datetime
    kind: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class NewFile:
    """A sealed file to be made: in which sphere, for whom, holding what."""

    sphere: str
    recipients: Sequence[Recipient]
    pieces: Sequence[Piece]


def create(*wanted: NewFile) -> list[SealedFile]:
    """Make sealed files, together in few round trips. The keys are made here and forgotten."""
    trail.require_operation()
    files = list(rows.insert([SealedFile(sphere=new.sphere) for new in wanted]))
    opened = [OpenFile(file, _whole_key(boxes.new_key())) for file in files]
    pairs = list(zip(opened, wanted, strict=True))
    keys = [key for file, new in pairs for key in file.sealed_for(new.recipients)]
    items = [file.sealed_item(piece) for file, new in pairs for piece in new.pieces]
    rows.insert(keys)
    rows.insert(items)
    return files


def reserve_numbers(count: int) -> list[int]:
    """Give numbers no file will have, for registrations without one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('vault_sealedfile', 'id')) "
            "FROM generate_series(1, %s)",
            [count],
        )
        return [int(number) for (number,) in cursor.fetchall()]


def open_file(number: int, keyring: AnyKeyring) -> OpenFile:
    """Open a file with a keyring. Raises NoKey where no key of it opens this file."""
    file = SealedFile.objects.filter(pk=number).first()
    key = keyring.key(file.sphere) if file else None
    sealed = SealedKey.objects.filter(file=number, recipient=key.pair).first() if key else None
    if file is None or key is None or sealed is None:
        raise NoKey
    place = _file_key_place(number, sealed.version, key.pair, sealed.scope)
    return OpenFile(file, _parts(key.private.open(sealed.sealed, place=place), sealed.scope))


class OpenFile:
    """A file whose keys are in memory."""

    def __init__(self, file: SealedFile, keys: dict[str, bytes]) -> None:
        self.file = file
        self._keys = keys

    def items(self) -> list[OpenItem]:
        """Give what this keyring can read, oldest first."""
        rows = Item.objects.filter(file=self.file, part__in=self._readable).order_by("at", "id")
        return [self._opened(row) for row in rows]

    def write(self, piece: Piece) -> Item:
        """Add an item."""
        trail.require_operation()
        self._hold()
        item = self.sealed_item(piece)
        item.save(force_insert=True)
        return item

    def exclude(self, bearer: int) -> None:
        """Take every key this person has to this file, for good, and roll the file key."""
        if bearer not in self.excluded():
            self.write(excluding(bearer))
        SealedKey.objects.filter(file=self.file, recipient__holder__bearer=bearer).delete()
        self.roll()

    def excluded(self) -> set[int]:
        """Give the people who may not open this file, by number."""
        return {item.content["bearer"] for item in self.items() if item.kind == EXCLUDED}

    def share(self, pair: KeyPair) -> None:
        """Give another holder the key. Raises Excluded for whom this file is closed."""
        trail.require_operation()
        self._hold()
        if pair.holder is None or pair.holder.bearer in self.excluded():
            raise Excluded
        recipient = Recipient(pair.pk, bytes(pair.public))
        SealedKey.objects.bulk_create(self.sealed_for([recipient]), ignore_conflicts=True)

    def roll(self) -> None:
        """Put the file under a new key: reseal it to who remains and rewrap every item key."""
        trail.require_operation()
        self._hold()
        old, remaining = dict(self._keys), self._remaining()
        self.file.version += 1
        self._keys = _whole_key(boxes.new_key())
        SealedKey.objects.filter(file=self.file).delete()
        SealedKey.objects.bulk_create(self.sealed_for(remaining))
        self._rewrap(old)
        self.file.save(update_fields=["version"])

    def sealed_for(self, recipients: Sequence[Recipient]) -> list[SealedKey]:
        """Seal the file key to recipients, unsaved."""
        return [self._sealed_key(recipient) for recipient in recipients]

    def sealed_item(self, piece: Piece) -> Item:
        """Seal an item, unsaved."""
        item = Item(
            id=uuid.uuid4(),
            file=self.file,
            part=piece.part,
            at=clock.now(),
            version=self.file.version,
        )
        key = boxes.new_key()
        content = json.dumps({"kind": piece.kind, **piece.content}).encode()
        item.content = boxes.close(key, padding.pad(content), place=_item_place(item))
        item.wrapped_key = boxes.close(self._keys[piece.part], key, place=_item_key_place(item))
        return item

    @property
    def _readable(self) -> list[str]:
        return [part for part in Part.values if part in self._keys]

    def _opened(self, row: Item) -> OpenItem:
        key = boxes.open_box(self._keys[row.part], row.wrapped_key, place=_item_key_place(row))
        padded = boxes.open_box(key, row.content, place=_item_place(row))
        content = json.loads(padding.unpad(padded))
        return OpenItem(row.pk, row.part, row.at, content.pop("kind"), content)

    def _hold(self) -> None:
        """Lock the file's row, and see that nobody rolled it since it was opened."""
        held = SealedFile.objects.select_for_update().get(pk=self.file.pk)
        if held.version != self.file.version:
            raise NoKey

    def _remaining(self) -> list[Recipient]:
        rows = (
            SealedKey.objects.filter(file=self.file)
            .select_related("recipient")
            .order_by("recipient")
        )
        return [Recipient(row.recipient_id, bytes(row.recipient.public), row.scope) for row in rows]

    def _sealed_key(self, recipient: Recipient) -> SealedKey:
        part = WHOLE if recipient.scope == Scope.WHOLE else Part.SHARED
        place = _file_key_place(self.file.pk, self.file.version, recipient.pair, recipient.scope)
        return SealedKey(
            file=self.file,
            recipient_id=recipient.pair,
            version=self.file.version,
            scope=recipient.scope,
            sealed=seals.seal(recipient.public, self._keys[part], place=place),
        )

    def _rewrap(self, old: dict[str, bytes]) -> None:
        """Wrap every item key under the new key; contents stay as they are, whatever their size."""
        rows = list(Item.objects.filter(file=self.file).defer("content"))
        for row in rows:
            key = boxes.open_box(old[row.part], row.wrapped_key, place=_item_key_place(row))
            row.version = self.file.version
            row.wrapped_key = boxes.close(self._keys[row.part], key, place=_item_key_place(row))
        Item.objects.bulk_update(rows, ["version", "wrapped_key"], batch_size=500)


def excluding(bearer: int) -> Piece:
    """Make the item that closes a file for a person."""
    return Piece(Part.INNER, EXCLUDED, {"bearer": bearer})


def _whole_key(key: bytes) -> dict[str, bytes]:
    return {WHOLE: key, **{part: digests.derive(key, label=f"part {part}") for part in Part.values}}


def _parts(key: bytes, scope: str) -> dict[str, bytes]:
    """Give the keys a sealed key leads to: all of them, or that of the shared part alone."""
    return _whole_key(key) if scope == Scope.WHOLE else {Part.SHARED.value: key}


def _file_key_place(file: int, version: int, pair: int, scope: str) -> str:
    return f"rechtop file key|{file}|{version}|{pair}|{scope}"


def _item_key_place(item: Item) -> str:
    return f"rechtop item key|{item.file_id}|{item.pk}|{item.part}|{item.version}"


def _item_place(item: Item) -> str:
    return f"rechtop item|{item.file_id}|{item.pk}|{item.part}"
