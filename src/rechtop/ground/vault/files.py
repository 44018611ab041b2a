"""Open sealed files in memory: read, write, share and roll.

These are the only functions that touch ciphertext, and the only ones that seal a file's key: to
whom is vouched for, and to the reporter whose key the file itself knows. They run inside an
operation's transaction; whether someone may is for the rule of that operation.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from django.db import connection, transaction

from rechtop.ground.audit import operations as trail
from rechtop.ground.crypto import boxes, digests, padding, seals, suites
from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.errors import NoKey as NoKey
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.vault import gone, queries, seen
from rechtop.ground.vault.keyrings import Key
from rechtop.ground.vault.models import (
    Item,
    KeyHolder,
    KeyPair,
    Part,
    Scope,
    SealedFile,
    SealedKey,
    Stored,
    fingerprint,
)
from rechtop.ground.vault.seen import Seen
from rechtop.ground.vault.trust import Recipient, Vouched

WHOLE = "whole"
_HEADER = "header"


class AnyKeyring(Protocol):
    """What opens files: the keyring of a person or of a reporter."""

    def key(self, sphere: str) -> Key | None: ...


class Broken(NoKey):
    """What is stored does not open with the key that should open it."""


class Excluded(Exception):
    """This file is closed for whom this would give a key."""


class NotVouched(Exception):
    """Nobody vouches for the key of whom this would give the file."""


class NumbersWentBack(Exception):
    """The database gave a new file the number of one that was destroyed: it was put back."""


class NobodyLeft(Exception):
    """Then no person would be left who can open this file."""


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
    """A sealed file to be made: in which sphere, for whom, closed for whom, what, and how long."""

    sphere: str
    recipients: Sequence[Recipient]
    pieces: Sequence[Piece]
    reporter: KeyPair | None = None
    excluded: Collection[int] = ()
    lapses_on: datetime.date | None = None


@dataclass(frozen=True)
class Header:
    """What a file itself knows, sealed: the key pairs that hold it, the people it is closed for,
    the reporter's pair with the fingerprint of its public key, and the pairs left out when it was
    rolled: whose they were can ask for it back."""

    holders: tuple[int, ...]
    excluded: frozenset[int] = frozenset()
    reporter: tuple[int, str] | None = None
    former: frozenset[int] = frozenset()


def create(*wanted: NewFile) -> list[SealedFile]:
    """Make sealed files, together in few round trips. The keys are made here and forgotten.

    Raises NumbersWentBack after a restore that did not go on behind the numbers of destroyed files.
    """
    trail.require_operation()
    pairs = [(_new(new), new) for new in wanted]
    files = list(rows.insert([opened.file for opened, _new_file in pairs]))
    if not seen.destroyed().isdisjoint(file.pk for file in files):
        raise NumbersWentBack  # such a file would open for nobody; each attempt draws the next one
    rows.insert([key for opened, new in pairs for key in opened.sealed_for(_recipients(new))])
    rows.insert([opened.sealed_item(piece) for opened, new in pairs for piece in new.pieces])
    return files


def _new(new: NewFile) -> OpenFile:
    _see_that_vouched(new.recipients, new.sphere, new.excluded)
    file = SealedFile(sphere=new.sphere, version=1, lapses_on=new.lapses_on)
    opened = OpenFile(file, _whole_key(boxes.new_key()))
    reporter = new.reporter
    opened.put_header(
        Header(
            tuple(recipient.pair for recipient in new.recipients),
            frozenset(new.excluded),
            (reporter.pk, fingerprint(reporter.public)) if reporter else None,
        )
    )
    return opened


def _recipients(new: NewFile) -> list[Recipient]:
    return [*new.recipients, *([_as_reporter(new.reporter)] if new.reporter else [])]


def _as_reporter(pair: KeyPair) -> Recipient:
    return Recipient(pair.pk, bytes(pair.public), Scope.SHARED)


def _see_that_vouched(
    recipients: Iterable[Recipient], sphere: str, excluded: Collection[int]
) -> None:
    known = queries.receivers().known
    for recipient in recipients:
        if known.recipient(recipient.pair, sphere) != recipient:
            raise NotVouched
        if known.bearer_of(recipient.pair) in excluded:
            raise Excluded


def reserve_numbers(count: int) -> list[int]:
    """Give numbers no file will have, for registrations without one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('vault_sealedfile', 'id')) "
            "FROM generate_series(1, %s)",
            [count],
        )
        return [int(number) for (number,) in cursor.fetchall()]


def open_file(number: int, keyring: AnyKeyring, *, holds: bool = True) -> OpenFile:
    """Open a file with a keyring, and hold it: nobody rolls it until the transaction ends. Not with
    `holds` false: for a look at it before anything is held in order.

    Raises NoKey where no key of the keyring opens this file, for one that was destroyed, and with a
    key that was let go of: also where its rows were put back. Open files of one case in the order
    of their numbers, so that two who do so wait for each other and never both.
    """
    found = SealedFile.objects.filter(pk=number)
    file = (found.select_for_update(no_key=True) if holds else found).first()
    if file is None:
        raise NoKey
    key = keyring.key(file.sphere)
    sealed = SealedKey.objects.filter(file=number, recipient=key.pair).first() if key else None
    return _opened_file(file, key, sealed)


def _opened_file(file: SealedFile, key: Key | None, sealed: SealedKey | None) -> OpenFile:
    if file.pk in seen.destroyed():
        raise NoKey
    if key is None or sealed is None or sealed.version != file.version or was_let_go(sealed):
        raise NoKey
    place = _file_key_place(file.pk, sealed.version, key.pair, sealed.scope)
    try:
        opened = key.private.open(sealed.sealed, place=place)
    except suites.CannotOpen as error:
        raise Broken from error
    return OpenFile(file, _parts(opened, sealed.scope))


def read(number: int, keyring: AnyKeyring) -> list[OpenItem]:
    """Read a file outside an operation, whole: as it was before someone rolled it or after.

    Raises NoKey where no key of the keyring opens this file.
    """
    with transaction.atomic():
        return open_file(number, keyring).items()


def read_some(
    numbers: Sequence[int], sphere: str, keyring: AnyKeyring
) -> dict[int, list[OpenItem]]:
    """Read several files of a sphere together, each whole; one that does not open is left out.

    Nothing is held, so nobody waits for this; one that was rolled meanwhile is read by itself.
    """
    if (key := keyring.key(sphere)) is None:
        return {}
    rows: dict[int, list[Item]] = {}
    for row in Item.objects.filter(file__in=numbers).order_by("at", "id"):
        rows.setdefault(row.file_id, []).append(row)
    keys = SealedKey.objects.filter(file__in=numbers, file__sphere=sphere, recipient=key.pair)
    found = {}
    for one in keys.select_related("file"):
        number, items = one.file_id, rows.get(one.file_id, [])
        is_rolled = any(item.version != one.version for item in items)
        with suppress(NoKey):
            file = _opened_file(one.file, key, one)
            found[number] = read(number, keyring) if is_rolled else file.opened(items)
    return found


class OpenFile:
    """A file whose keys are in memory."""

    def __init__(self, file: SealedFile, keys: dict[str, bytes]) -> None:
        self.file = file
        self._keys = keys

    def items(self) -> list[OpenItem]:
        """Give what this keyring can read, oldest first."""
        rows = Item.objects.filter(file=self.file, part__in=self._readable).order_by("at", "id")
        return self.opened(rows)

    def opened(self, rows: Iterable[Item]) -> list[OpenItem]:
        """Open items of this file, as far as this keyring can read them."""
        return [self._opened(row) for row in rows if row.part in self._readable]

    def write(self, piece: Piece) -> Item:
        """Add an item."""
        trail.require_operation()
        self._hold()
        item = self.sealed_item(piece)
        item.save(force_insert=True)
        return item

    def header(self) -> Header:
        """Give what this file knows of itself. Only holders of the whole file can read it."""
        padded = _opened_box(self._keys[_HEADER], self.file.header, _header_place(self.file))
        told = json.loads(padding.unpad(padded))
        reporter = (told["reporter"][0], told["reporter"][1]) if told["reporter"] else None
        excluded = frozenset(told["excluded"]) | closed_later(self.file.pk)
        former = frozenset(told.get("former", ()))
        holders = (pair for pair in told["holders"] if not was_let_go(self._key_of(pair)))
        return Header(tuple(holders), excluded, reporter, former)

    def _key_of(self, pair: int) -> SealedKey:
        return SealedKey(file=self.file, recipient_id=pair, version=self.file.version)

    def put_header(self, header: Header) -> None:
        """Seal what this file knows of itself, unsaved."""
        told = {
            "holders": header.holders,
            "excluded": sorted(header.excluded),
            "reporter": header.reporter,
            "former": sorted(header.former),
        }
        padded = padding.pad(json.dumps(told).encode())
        place = _header_place(self.file)
        self.file.header = boxes.close(self._keys[_HEADER], padded, place=place)

    def excluded(self) -> frozenset[int]:
        """Give the people who may not open this file, by number."""
        return self.header().excluded

    def people(self, known: Vouched) -> set[int]:
        """Give the people among the known who hold the key of this file, by number."""
        bearers = {known.bearer_of(pair) for pair in self.header().holders}
        return {bearer for bearer in bearers if bearer is not None}

    def exclude(self, people: Collection[int], *, instead: Sequence[Recipient] = ()) -> None:
        """Take every key these people have to this file, for good, and roll the file key.

        `instead` get the key at the same time. Raises NobodyLeft where no person would be left.
        """
        header = self.header()
        self.roll(instead=instead, header=replace(header, excluded=header.excluded | {*people}))
        marks = seen.closing(self.file.pk, people)
        transaction.on_commit(partial(seen.remember, Seen(closed=marks)), robust=True)

    def leave(self, person: int) -> None:
        """Take this person's own key to this file, who handed it over, and roll the file key.

        It is not closed for them: they can get it again. Raises NobodyLeft where no person would
        be left.
        """
        header, known = self.header(), queries.receivers().known
        own = {pair for pair in header.holders if known.bearer_of(pair) == person}
        gone.remember(
            _let_go(self.file.pk, pair, version)
            for pair in own
            for version in range(1, self.file.version + 1)
        )
        left = tuple(pair for pair in header.holders if pair not in own)
        self.roll(header=replace(header, holders=left))

    def share(self, recipient: Recipient) -> None:
        """Give another holder the key.

        Raises NotVouched for a key nobody vouches for, Excluded for whom this file is closed.
        """
        trail.require_operation()
        self._hold()
        header = self.header()
        _see_that_vouched([recipient], self.file.sphere, header.excluded)
        SealedKey.objects.filter(file=self.file, recipient=recipient.pair).delete()
        SealedKey.objects.bulk_create(self.sealed_for([recipient]))
        if recipient.pair not in header.holders:
            self.put_header(replace(header, holders=(*header.holders, recipient.pair)))
            self.file.save(update_fields=["header"])

    def roll(self, *, instead: Sequence[Recipient] = (), header: Header | None = None) -> None:
        """Put the file under a new key: reseal it to who remains and rewrap every item key.

        Who remains is read in the sealed header and the certificates, never in the rows; whoever
        slipped in a row of their own gets nothing, and that stands on the trail.
        """
        trail.require_operation()
        self._hold()
        before, old = self.header(), dict(self._keys)
        after = header or before
        holders = self._remaining(after, instead)
        reporter = _reporter_of(before)
        self._tell_of_strangers(before, reporter)
        self.file.version += 1
        self._keys = _whole_key(boxes.new_key())
        SealedKey.objects.filter(file=self.file).delete()
        SealedKey.objects.bulk_create(self.sealed_for([*holders, *reporter]))
        self._rewrap(old)
        left = tuple(one.pair for one in holders)
        former = (after.former | {*before.holders}) - {*left}
        self.put_header(replace(after, holders=left, former=former))
        self.file.save(update_fields=["version", "header"])

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
        key = _opened_box(self._keys[row.part], row.wrapped_key, _item_key_place(row))
        padded = _opened_box(key, row.content, _item_place(row))
        content = json.loads(padding.unpad(padded))
        return OpenItem(row.pk, row.part, row.at, content.pop("kind"), content)

    def _hold(self) -> None:
        """Lock the file's row, and see that nobody rolled it since it was opened."""
        held = SealedFile.objects.select_for_update(no_key=True).get(pk=self.file.pk)
        if held.version != self.file.version:
            raise NoKey

    def _remaining(self, header: Header, instead: Sequence[Recipient]) -> list[Recipient]:
        _see_that_vouched(instead, self.file.sphere, header.excluded)
        known = queries.receivers().known
        pairs = dict.fromkeys([*header.holders, *(one.pair for one in instead)])
        found = (known.recipient(pair, self.file.sphere) for pair in pairs)
        left = [one for one in found if one and known.bearer_of(one.pair) not in header.excluded]
        if not any(known.bearer_of(one.pair) for one in left):
            raise NobodyLeft
        return left

    def _tell_of_strangers(self, header: Header, reporter: Sequence[Recipient]) -> None:
        ours = {*header.holders, *(one.pair for one in reporter)}
        rows = SealedKey.objects.filter(file=self.file).values_list("recipient", flat=True)
        if (header.reporter and not reporter) or set(rows) - ours:
            trail.note("file.stranger_left_out", Ref("sealedfile", self.file.pk))

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
            key = _opened_box(old[row.part], row.wrapped_key, _item_key_place(row))
            row.version = self.file.version
            row.wrapped_key = boxes.close(self._keys[row.part], key, place=_item_key_place(row))
        Item.objects.bulk_update(rows, ["version", "wrapped_key"], batch_size=500)


def closed_later(file: int) -> frozenset[int]:
    """Give the people for whom this server saw a file closed, whatever the file says by now.

    A file that was put back as it was does not know it; then it stays closed all the same.
    """
    marks = seen.read(seen.stored()).closed
    if not marks:
        return frozenset()
    bearers = KeyHolder.objects.filter(kind="person").values_list("bearer", flat=True)
    return frozenset(one for one in bearers if one and seen.closing(file, [one]) <= marks)


def was_let_go(key: SealedKey) -> bool:
    """Say whether its bearer let go of this key, whatever the database says: it was put back.

    Who got the file again afterwards got a key of a later version.
    """
    marks = gone.known().marks
    return bool(marks) and _let_go(key.file_id, key.recipient_id, key.version) in marks


def _let_go(file: int, pair: int, version: int) -> str:
    return gone.mark("let go", file, pair, version)


def _reporter_of(header: Header) -> list[Recipient]:
    """Give the reporter as the file knows them; nobody where that key stands there no more."""
    if header.reporter is None:
        return []
    number, print_ = header.reporter
    pair = KeyPair.objects.filter(pk=number).first()
    return [_as_reporter(pair)] if pair and fingerprint(pair.public) == print_ else []


def _opened_box(key: bytes, box: Stored, place: str) -> bytes:
    try:
        return boxes.open_box(key, box, place=place)
    except suites.CannotOpen as error:
        raise Broken from error


def _whole_key(key: bytes) -> dict[str, bytes]:
    """Derive from a file's key what opens its parts and its header."""
    return {
        WHOLE: key,
        **{part: digests.derive(key, label=f"part {part}") for part in (*Part.values, _HEADER)},
    }


def _parts(key: bytes, scope: str) -> dict[str, bytes]:
    """Give the keys a sealed key leads to: all of them, or that of the shared part alone."""
    return _whole_key(key) if scope == Scope.WHOLE else {Part.SHARED.value: key}


def _file_key_place(file: int, version: int, pair: int, scope: str) -> str:
    return f"rechtop file key|{file}|{version}|{pair}|{scope}"


def _header_place(file: SealedFile) -> str:
    """Bind a header to its version; to its file it is bound by the key, which no other has."""
    return f"rechtop header|{file.sphere}|{file.version}"


def _item_key_place(item: Item) -> str:
    return f"rechtop item key|{item.file_id}|{item.pk}|{item.part}|{item.version}"


def _item_place(item: Item) -> str:
    return f"rechtop item|{item.file_id}|{item.pk}|{item.part}"
