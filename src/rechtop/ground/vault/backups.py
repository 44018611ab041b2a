"""Seal a backup: named contents in one stream, to a key whose private half is kept elsewhere.

From the words of the backup key come a key pair and a sender's secret. The server has the public
half and that secret. So who takes the server reads none of its backups, and who knows the public
half alone makes none that opens.

The form: a first line, the sealed key of this backup with its length before it, and a stream. In
the stream stand contents, each a name and pieces with their lengths; a length of nothing ends them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from rechtop.ground.crypto import boxes, digests, seals, streams, suites
from rechtop.ground.kernel import words

WORDS = 22
"""22 words of 4,096: 264 bits."""

_FIRST_LINE = b"rechtop backup 1\n"
_PLACE = "rechtop backup 1"
_SECRET_BYTES = 32
_LENGTH_BYTES = 4
_LONGEST_NAME = 200
_LARGEST_KEY = 4096


class NotThis(Exception):
    """This is no backup, it is not whole, or these are not the words it opens with."""


def draw_words() -> tuple[str, ...]:
    """Draw the words of a new backup key."""
    return tuple(word for _unused in range(4) for word in words.draw())[:WORDS]


def for_server(drawn: Sequence[str]) -> bytes:
    """Give what the server needs of a backup key: it makes backups, and reads none."""
    return _secret(drawn) + _private(drawn).public


def identify(path: Path) -> str:
    """Give what tells a backup from any other."""
    with path.open("rb") as file:
        return digests.digest(_sealed_key(file)).hex()[:32]


class Writer:
    """Writes a backup to a file, content after content, in constant memory."""

    def __init__(self, file: BinaryIO, for_server: bytes) -> None:
        self._file = file
        key = boxes.new_key()
        sealed = seals.seal(for_server[_SECRET_BYTES:], key, place=_PLACE)
        file.write(_FIRST_LINE + len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed)
        file.write(streams.HEAD)
        stream_key = _stream_key(key, for_server[:_SECRET_BYTES])
        self._sealer = streams.Sealer(stream_key, place=_PLACE)
        self._waiting = bytearray()

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a content under a name."""
        if not 0 < len(name.encode()) <= _LONGEST_NAME:
            raise ValueError(name)
        self._add(name.encode())
        for piece in pieces:
            for at in range(0, len(piece), streams.CHUNK):
                self._add(piece[at : at + streams.CHUNK])
        self._add(b"")

    def finish(self) -> None:
        """End the backup: without this it does not open."""
        self._add(b"")
        self._file.write(self._sealer.seal(bytes(self._waiting), is_last=True))
        self._file.flush()
        os.fsync(self._file.fileno())

    def _add(self, piece: bytes) -> None:
        """Add a piece. A chunk is sealed when more follows: only then it is not the last."""
        self._waiting += len(piece).to_bytes(_LENGTH_BYTES, "big") + piece
        while len(self._waiting) > streams.CHUNK:
            with memoryview(self._waiting) as whole:
                self._file.write(self._sealer.seal(whole[: streams.CHUNK], is_last=False))
            del self._waiting[: streams.CHUNK]


def contents(path: Path, typed: Sequence[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Give the contents of a backup in their order: each a name and its pieces.

    Raises NotThis as soon as anything differs from what was written. What was given before is
    what was written; that all of it is there is known only at the end.
    """
    with path.open("rb") as file:
        plain = _Plain(file, _stream_key(_opened_key(file, typed), _secret(typed)))
        while name := plain.piece():
            pieces = plain.pieces()
            yield name.decode(), pieces
            for _unread in pieces:
                pass
        plain.see_that_over()


class _Plain:
    """Reads what a stream holds, and never beyond what it knows to be whole."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file, self._opener = file, streams.Opener(key, place=_PLACE)
        if file.read(len(streams.HEAD)) != streams.HEAD:
            raise NotThis
        self._next, self._plain = self._sealed(), bytearray()

    def pieces(self) -> Iterator[bytes]:
        """Give the pieces of one content."""
        while piece := self.piece():
            yield piece

    def piece(self) -> bytes:
        """Give the next piece."""
        size = int.from_bytes(self._read(_LENGTH_BYTES), "big")
        if size > streams.CHUNK:
            raise NotThis
        return self._read(size)

    def see_that_over(self) -> None:
        """Raise NotThis where more follows."""
        if self._plain or self._next:
            raise NotThis

    def _read(self, size: int) -> bytes:
        while len(self._plain) < size:
            if not self._next:
                raise NotThis
            chunk, self._next = self._next, self._sealed()
            try:
                self._plain += self._opener.open(chunk, is_last=not self._next)
            except suites.CannotOpen as error:
                raise NotThis from error
        taken = bytes(self._plain[:size])
        del self._plain[:size]
        return taken

    def _sealed(self) -> bytes:
        return self._file.read(streams.CHUNK + streams.MORE)


def _opened_key(file: BinaryIO, typed: Sequence[str]) -> bytes:
    try:
        return _private(typed).open(_sealed_key(file), place=_PLACE)
    except suites.CannotOpen as error:
        raise NotThis from error


def _sealed_key(file: BinaryIO) -> bytes:
    if file.read(len(_FIRST_LINE)) != _FIRST_LINE:
        raise NotThis
    size = int.from_bytes(file.read(_LENGTH_BYTES), "big")
    sealed = file.read(min(size, _LARGEST_KEY))
    if len(sealed) != size:
        raise NotThis
    return sealed


def _private(drawn: Sequence[str]) -> seals.PrivateKey:
    return seals.PrivateKey(_from_words(drawn, "backup key", seals.SEED_BYTES))


def _secret(drawn: Sequence[str]) -> bytes:
    return _from_words(drawn, "backup sender", _SECRET_BYTES)


def _from_words(drawn: Sequence[str], label: str, length: int) -> bytes:
    return digests.derive(" ".join(drawn).encode(), label=label, length=length)


def _stream_key(key: bytes, secret: bytes) -> bytes:
    return digests.derive(key, label="backup stream", pepper=secret)
