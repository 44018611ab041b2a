"""Keep attachments on disk: sealed while they arrive, whole or not there, under a random name.

A file that arrives is written under its name with `.part` behind it. It gets its own name when
all of it is on disk for certain; only then does a row, and with it a record, know of it. What no
row knows is swept away. Whether someone may is for the rule of the operation that keeps the row.
"""

from __future__ import annotations

import datetime
import errno
import fcntl
import hashlib
import os
import shutil
import threading
import uuid
from collections import OrderedDict
from collections.abc import Collection, Iterator
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from rechtop import env
from rechtop.ground.crypto import boxes, digests, streams, suites
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.arrivals import Buffer, Busy, Gone, NoRoom, Whole
from rechtop.ground.vault import gone
from rechtop.ground.vault.models import Blob, SealedFile

KEEP_FREE = 1024**3
"""How much of the disk attachments leave to everything else, in bytes."""

_LOOKS_EACH = 64 * streams.CHUNK
_FLUSHES_EACH = 8 * streams.CHUNK
_HALVES_STAY = datetime.timedelta(hours=24)
_STRAYS_STAY = datetime.timedelta(hours=1)
_END = 256 * 1024
_PART = ".part"

BLOB = "blob"
"""What an attachment is called where it is remembered that it was destroyed."""


class _Sums:
    """Remember the sums of the last files that pause here, each with how much was added up.

    The parts of a file mostly come along one line, so to one process. Another one reads it again.
    """

    def __init__(self, most: int) -> None:
        self._held: OrderedDict[uuid.UUID, tuple[int, hashlib._Hash]] = OrderedDict()
        self._most, self._lock = most, threading.Lock()

    def keep(self, blob: uuid.UUID, have: int, total: hashlib._Hash) -> None:
        """Remember the sum of a file."""
        with self._lock:
            self._held[blob] = have, total
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def take(self, blob: uuid.UUID, have: int) -> hashlib._Hash | None:
        """Give the sum of a file, if it is of just so much."""
        with self._lock:
            held, total = self._held.pop(blob, (0, None))
        return total if held == have else None


_sums = _Sums(500)
_adders = ThreadPoolExecutor(4, "sums")  # adding up, sealing and writing go on side by side
_syncers = ThreadPoolExecutor(4, "disk")


class Arriving:
    """A file that is arriving, sealed chunk by chunk. `have` bytes of it stand on disk.

    Raises NoRoom where there is no room, and Busy where another request is at it.
    """

    def __init__(self, blob: uuid.UUID, key: bytes) -> None:
        self.id, self.key = blob, key
        self._syncs: Future[None] | None = None
        self._path = _path(blob).with_suffix(_PART)
        _make_folder()
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._take_hold()
        except BaseException as error:
            if isinstance(error, NoRoom):
                self.discard()
            self._close()
            raise
        self._plain, self._filled = bytearray(), 0
        self._sum = _sums.take(blob, self.have) if self.have else hashlib.sha256()
        self._flushed = self._looked = 0

    def _take_hold(self) -> None:
        """Be the only one at this file, and go on behind its last whole chunk."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(self._path.stat(), os.fstat(self._handle)):
                raise Busy  # it got its own name meanwhile
        except (BlockingIOError, FileNotFoundError) as error:
            raise Busy from error
        size = os.fstat(self._handle).st_size
        chunks = streams.whole_chunks(size)
        self.have = chunks * streams.CHUNK
        os.ftruncate(self._handle, streams.sealed_size(chunks) if size else 0)
        os.lseek(self._handle, 0, os.SEEK_END)
        if not size:
            self._put(memoryview(streams.HEAD))
        self._sealer = streams.Sealer(self.key, place=_place(self.id), number=chunks)

    def write(self, piece: Buffer) -> None:
        """Take the next bytes. A chunk is sealed when more follows: only then it is not the last.

        Raises NoRoom.
        """
        if not self._plain:
            self._plain = bytearray(streams.CHUNK)
        left = memoryview(piece)
        while left:
            if self._filled == streams.CHUNK:
                self._seal(is_last=False)
            taken = min(len(left), streams.CHUNK - self._filled)
            self._plain[self._filled : self._filled + taken] = left[:taken]
            self._filled += taken
            left = left[taken:]

    def pause(self) -> None:
        """Stop for now; more will follow. What is not yet a whole chunk must be sent again."""
        try:
            if self._filled == streams.CHUNK:
                self._seal(is_last=False)
            if self._sum is not None:
                _sums.keep(self.id, self.have, self._sum)
            self._see_synced()
        except NoRoom:
            self.discard()  # what the disk lost cannot be gone on from
            raise
        finally:
            self._close()

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the file once it has finished, where this process saw it all."""
        return self._sum.hexdigest() if self._sum is not None else ""

    def finish(self) -> int:
        """Seal what is left, put all of it on disk for certain, and give how large the file is."""
        size = self.have + self._filled
        self._seal(is_last=True)
        self._see_synced()
        try:
            os.fsync(self._handle)
        except OSError as error:
            raise _no_room(error) from error
        self._path.replace(_path(self.id))
        _sync_folder(env.BLOBS)
        self._close()
        self._plain = bytearray()
        del self._sealer
        return size

    def discard(self) -> None:
        """Leave nothing of it."""
        self._close()
        remove([self.id])

    def _close(self) -> None:
        """Close once, and not while it is synced: the number may then be that of another file."""
        if self._syncs is not None:
            futures.wait([self._syncs])
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def _seal(self, *, is_last: bool) -> None:
        chunk = memoryview(self._plain)[: self._filled]
        adding = _adders.submit(self._sum.update, chunk) if self._sum is not None else None
        try:
            self._put(self._sealer.seal(chunk, is_last=is_last))
        finally:
            if adding is not None:
                adding.result()
        self.have += self._filled
        self._filled = 0
        self._flush_early()

    def _put(self, sealed: memoryview) -> None:
        try:
            while sealed:
                sealed = sealed[os.write(self._handle, sealed) :]
        except OSError as error:
            raise _no_room(error) from error

    def _flush_early(self) -> None:
        """Keep the disk at work on what is written, so that the end need not wait for all of it."""
        if self.have - self._flushed >= _FLUSHES_EACH and (not self._syncs or self._syncs.done()):
            self._see_synced()
            self._syncs = _syncers.submit(os.fdatasync, self._handle)
            self._flushed = self.have
        if self.have - self._looked >= _LOOKS_EACH:
            see_that_fits(0)
            self._looked = self.have

    def _see_synced(self) -> None:
        """Hear how the last sync went: the disk tells of a fault once, to whoever syncs first."""
        try:
            if self._syncs is not None:
                self._syncs.result()
        except OSError as error:
            raise _no_room(error) from error


@dataclass(frozen=True)
class Store:
    """Where files go that arrive: to a sealed file, or to the draft of who is still writing."""

    file: int | None = None
    draft: bytes | None = None

    def let_go(self) -> None:
        """Hold no connection of the database while bytes come."""
        let_go_of_database()

    def make_room(self, size: int) -> None:
        """See that so much fits, before it comes. Raises NoRoom."""
        see_that_fits(size)

    def begin(self) -> Arriving:
        """Begin a file that comes in one go, under a new name and key."""
        let_go_of_database()
        return Arriving(uuid.uuid4(), boxes.new_key())

    def resume(self, blob: uuid.UUID, browser: str) -> Arriving:
        """Begin a file that comes in parts, or go on with it, for the browser it comes from alone.

        `browser` is a secret of that browser. Raises Whole for what has arrived, Gone for a file
        of another browser or record, Busy and NoRoom.
        """
        row = Blob.objects.filter(pk=blob).first()
        key = self._half_key(row, browser) if row else boxes.new_key()
        arriving = Arriving(blob, key)
        if row is None:
            self._keep_half(arriving, browser)
        let_go_of_database()
        return arriving

    def _keep_half(self, arriving: Arriving, browser: str) -> None:
        half = boxes.close(_browser_key(browser), arriving.key, place=_half_place(arriving.id))
        row = Blob(id=arriving.id, file_id=self.file, draft=self.draft, half=half, at=clock.now())
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:  # its row came, or what it belongs to went
            arriving.discard()
            raise Busy from error

    def _half_key(self, row: Blob, browser: str) -> bytes:
        draft = bytes(row.draft) if row.draft is not None else None
        if (row.file_id, draft) != (self.file, self.draft):
            raise Gone
        if row.half is None:
            raise Whole
        try:
            return boxes.open_box(_browser_key(browser), row.half, place=_half_place(row.pk))
        except suites.CannotOpen as error:
            raise Gone from error

    def keep(self, blobs: Collection[uuid.UUID]) -> None:
        """Keep files that have arrived, in the transaction in which the record is told of them.

        Raises Whole where one of them was kept before: it was sent twice.
        """
        held = {row.pk: row for row in Blob.objects.select_for_update().filter(pk__in=blobs)}
        if any(row.half is None for row in held.values()):
            raise Whole
        Blob.objects.filter(pk__in=held).update(half=None)
        Blob.objects.bulk_create(
            Blob(id=one, file_id=self.file, draft=self.draft, at=clock.now())
            for one in blobs
            if one not in held
        )


def give(*, draft: bytes, file: SealedFile, blobs: Collection[uuid.UUID]) -> None:
    """Let the files of a draft be those of a sealed file from now on."""
    own = Blob.objects.filter(draft=draft, pk__in=blobs, half=None)
    own.update(draft=None, file=file, at=clock.now())


def move(*, draft: bytes, to: bytes) -> None:
    """Let the files of a draft go with it to another name."""
    Blob.objects.filter(draft=draft).update(draft=to)


def wipe(found: QuerySet[Blob]) -> None:
    """Wipe files, from the disk too when the transaction has ended well."""
    numbers = list(found.values_list("pk", flat=True))
    if numbers:
        Blob.objects.filter(pk__in=numbers).delete()
        transaction.on_commit(partial(remove, numbers))


def destroy(found: QuerySet[Blob]) -> None:
    """Wipe files for good: no restore brings them back."""
    gone.remember(gone.mark(BLOB, number.hex) for number in found.values_list("pk", flat=True))
    wipe(found)


def of_drafts(*drafts: bytes) -> QuerySet[Blob]:
    """Give the files of drafts, by the names of these."""
    return Blob.objects.filter(draft__in=drafts)


def left_behind(drafts: QuerySet[Any]) -> QuerySet[Blob]:
    """Give the files, a day old, of drafts that are not among these names any more."""
    old = Blob.objects.filter(draft__isnull=False, at__lt=clock.now() - _HALVES_STAY)
    return old.exclude(draft__in=drafts)


def remove(numbers: Collection[uuid.UUID]) -> None:
    """Take files from the disk, whole or half."""
    for number in numbers:
        for path in (_path(number), _path(number).with_suffix(_PART)):
            path.unlink(missing_ok=True)


def digest_of(blob: uuid.UUID, key: bytes) -> str:
    """Read a file whole, and give its SHA-256. Raises Gone where it is not whole."""
    total = hashlib.sha256()
    for chunk in read(blob, key):
        total.update(chunk)
    return total.hexdigest()


def is_there(blob: uuid.UUID) -> bool:
    """Say whether the disk has this file."""
    return _path(blob).exists()


def read(blob: uuid.UUID, key: bytes) -> Iterator[bytes]:
    """Give the content of a file, chunk by chunk; the database is not held meanwhile.

    Raises Gone where it is not whole.
    """
    try:
        with _path(blob).open("rb") as sealed:
            left = os.fstat(sealed.fileno()).st_size - len(streams.HEAD)
            if sealed.read(len(streams.HEAD)) != streams.HEAD:
                raise Gone
            opener = streams.Opener(key, place=_place(blob))
            while True:
                chunk = sealed.read(streams.CHUNK + streams.MORE)
                left -= len(chunk)
                let_go_of_database()
                yield opener.open(chunk, is_last=left == 0)
                if left == 0:
                    return
    except (OSError, suites.CannotOpen) as error:
        raise Gone from error


def ends(blob: uuid.UUID, key: bytes, size: int = _END) -> tuple[bytes, bytes]:
    """Give the beginning and the end of a file. Raises Gone where they are not whole."""
    try:
        with _path(blob).open("rb") as sealed:
            last = streams.whole_chunks(os.fstat(sealed.fileno()).st_size - 1)
            first = _chunk(sealed, blob, key, 0, last)[:size]
            tail = _chunk(sealed, blob, key, last, last)[-size:]
            if last and len(tail) < size:
                tail = _chunk(sealed, blob, key, last - 1, last)[-size:] + tail
            return first, tail
    except (OSError, suites.CannotOpen) as error:
        raise Gone from error


def _chunk(sealed: BinaryIO, blob: uuid.UUID, key: bytes, number: int, last: int) -> bytes:
    sealed.seek(streams.sealed_size(number))
    opener = streams.Opener(key, place=_place(blob), number=number)
    return opener.open(sealed.read(streams.CHUNK + streams.MORE), is_last=number == last)


def write(content: bytes) -> tuple[uuid.UUID, bytes]:
    """Put content on disk as a sealed file, for certain; give its name and key. Raises NoRoom."""
    arriving = Arriving(uuid.uuid4(), boxes.new_key())
    try:
        arriving.write(content)
        arriving.finish()
    except BaseException:
        arriving.discard()
        raise
    return arriving.id, arriving.key


def see_that_fits(size: int) -> None:
    """Raise NoRoom where a file of this size would take what others need."""
    _make_folder()
    if shutil.disk_usage(env.BLOBS).free - size < KEEP_FREE:
        raise NoRoom


def let_go_of_database() -> None:
    """Give the connection back while a file comes or goes: many do at once, and few connections
    serve all pages."""
    if not connection.in_atomic_block:
        connection.close()


def sweep() -> int:
    """Wipe what is half after a day, and take from the disk what no row knows; give how much."""
    wipe(Blob.objects.filter(half__isnull=False, at__lt=clock.now() - _HALVES_STAY))
    known = {number.hex for number in Blob.objects.values_list("pk", flat=True)}
    before = (clock.now() - _STRAYS_STAY).timestamp()
    strays = [
        path
        for path in (env.BLOBS.iterdir() if env.BLOBS.exists() else ())
        if path.stem not in known and path.stat().st_mtime < before
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def astray() -> tuple[int, int]:
    """Count the rows whose file is not on disk, and the files of which no row knows.

    Gives both; what arrives at this moment is neither.
    """
    known = {number.hex for number in Blob.objects.filter(half=None).values_list("pk", flat=True)}
    found = {path.stem for path in (env.BLOBS.iterdir() if env.BLOBS.exists() else ())}
    lost = [name for name in known - found if Blob.objects.filter(pk=name).exists()]
    half = {number.hex for number in Blob.objects.exclude(half=None).values_list("pk", flat=True)}
    return len(lost), len(found - known - half)


def _no_room(error: OSError) -> Exception:
    return NoRoom() if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else error


def _make_folder() -> None:
    if not env.BLOBS.is_dir():
        env.BLOBS.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync_folder(env.BLOBS.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _path(blob: uuid.UUID) -> Path:
    return env.BLOBS / blob.hex


def _place(blob: uuid.UUID) -> str:
    return f"rechtop blob|{blob.hex}"


def _half_place(blob: uuid.UUID) -> str:
    return f"rechtop half blob|{blob.hex}"


def _browser_key(browser: str) -> bytes:
    return digests.derive(browser.encode(), label="half blob", pepper=env.secret("pepper"))
