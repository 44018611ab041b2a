"""Walk the parts of a form with files as they come by, and hold no part whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.http import parse_header_parameters

from rechtop.ground.kernel.arrivals import Buffer

_LONGEST_HEAD = 16 * 1024


class BrokenOff(Exception):
    """What was sent ended before its end, or is not what it says."""


@dataclass(frozen=True)
class Part:
    """A field of a form: its name, the name of a file or none, and the content piece by piece."""

    name: str
    file_name: str | None
    pieces: Iterator[Buffer] = field(repr=False)


def parts(body: Iterator[memoryview], content_type: str) -> Iterator[Part]:
    """Give each part of a form. What is not read of one is read past. Raises BrokenOff.

    A piece of the body holds until the next is asked, and begins at the beginning of its buffer.
    """
    kind, options = parse_header_parameters(content_type)
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not boundary or len(boundary) > 200:
        raise BrokenOff
    mark = b"\r\n--" + boundary.encode("latin-1", "replace")
    reader = _Reader(body)
    _read_past(reader.until(mark))
    while (after := reader.take(2)) == b"\r\n":
        head = b"".join(bytes(some) for some in reader.until(b"\r\n\r\n", most=_LONGEST_HEAD))
        part = _part(head, reader.until(mark))
        yield part
        _read_past(part.pieces)
    if after != b"--":
        raise BrokenOff


class _Reader:
    """What has come and is not yet read: the rest of a piece, and before it what may be the
    beginning of a mark at the end of the piece before. A piece is never copied whole."""

    def __init__(self, body: Iterator[memoryview]) -> None:
        self._body = body
        self._held = b"\r\n"  # then the first mark looks like every other
        self._piece, self._at = memoryview(b""), 0

    def until(self, mark: bytes, most: int | None = None) -> Iterator[Buffer]:
        """Give what comes before a mark, and go on behind it."""
        given = 0
        while True:
            before, is_found = self._before(mark)
            for some in before:
                given += len(some)
                yield some
            if is_found:
                return
            if most is not None and given > most:
                raise BrokenOff
            self._more()

    def _before(self, mark: bytes) -> tuple[list[Buffer], bool]:
        """Take what surely comes before a mark, as far as it is here; say whether the mark is."""
        before: list[Buffer] = []
        behind = len(mark) - 1
        if self._held:
            border = self._held + bytes(self._piece[self._at : self._at + behind])
            at = border.find(mark)
            if at >= 0:
                read = at + len(mark)
                self._at += max(0, read - len(self._held))
                self._held = self._held[read:]
                return [border[:at]], True
            if len(self._piece) - self._at < behind:
                sure = max(0, len(border) - behind)
                self._held, self._at = border[sure:], len(self._piece)
                return [border[:sure]], False
            before.append(self._held)
            self._held = b""
        whole: bytes | bytearray = self._piece.obj  # type: ignore[assignment]
        at = whole.find(mark, self._at, len(self._piece))
        if at >= 0:
            before.append(self._piece[self._at : at])
            self._at = at + len(mark)
            return before, True
        sure = max(self._at, len(self._piece) - behind)
        before.append(self._piece[self._at : sure])
        self._held, self._at = bytes(self._piece[sure:]), len(self._piece)
        return before, False

    def take(self, size: int) -> bytes:
        """Give so many bytes."""
        while len(self._held) < size:
            some = bytes(self._piece[self._at : self._at + size - len(self._held)])
            self._held += some
            self._at += len(some)
            if len(self._held) < size:
                self._more()
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    def _more(self) -> None:
        self._piece, self._at = next(self._body, memoryview(b"")), 0
        if not self._piece:
            raise BrokenOff


def _part(head: bytes, pieces: Iterator[Buffer]) -> Part:
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _colon, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            _kind, options = parse_header_parameters(value)
            return Part(options.get("name", ""), options.get("filename"), pieces)
    raise BrokenOff


def _read_past(pieces: Iterator[Buffer]) -> None:
    for _piece in pieces:
        pass
