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


def parts(body: Iterator[bytes], content_type: str) -> Iterator[Part]:
    """Give each part of a form. What is not read of one is read past. Raises BrokenOff."""
    kind, options = parse_header_parameters(content_type)
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not boundary or len(boundary) > 200:
        raise BrokenOff
    mark = b"\r\n--" + boundary.encode("latin-1", "replace")
    reader = _Reader(body)
    _read_past(reader.until(mark))
    while (after := reader.take(2)) == b"\r\n":
        head = b"".join(reader.until(b"\r\n\r\n", most=_LONGEST_HEAD))
        part = _part(head, reader.until(mark))
        yield part
        _read_past(part.pieces)
    if after != b"--":
        raise BrokenOff


class _Reader:
    """What has come and is not yet read."""

    def __init__(self, body: Iterator[bytes]) -> None:
        self._body = body
        self._rest = b"\r\n"  # then the first mark looks like every other

    def until(self, mark: bytes, most: int | None = None) -> Iterator[Buffer]:
        """Give what comes before a mark, and go on behind it."""
        behind, given = len(mark) - 1, 0
        while (at := self._rest.find(mark)) < 0:
            if most is not None and given + len(self._rest) > most + behind:
                raise BrokenOff
            ready = max(0, len(self._rest) - behind)
            if ready:
                piece, self._rest = memoryview(self._rest)[:ready], self._rest[ready:]
                given += ready
                yield piece
            self._rest += self._more()
        piece, self._rest = memoryview(self._rest)[:at], self._rest[at + len(mark) :]
        if piece:
            yield piece

    def take(self, size: int) -> bytes:
        """Give so many bytes."""
        while len(self._rest) < size:
            self._rest += self._more()
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def _more(self) -> bytes:
        piece = next(self._body, b"")
        if not piece:
            raise BrokenOff
        return piece


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
