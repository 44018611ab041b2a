"""Take a zip apart in memory and put it together again, with nothing of its maker around it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from rechtop.tools.evidence.parsers.bounds import MOST_PARTS, MOST_UNPACKED, Cannot

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_PIECE = 1024 * 1024
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Room:
    """How much may still be unpacked, over everything that stands within everything."""

    def __init__(self) -> None:
        self.left = MOST_UNPACKED
        self.parts = MOST_PARTS

    def take(self, length: int) -> None:
        """Use some. Raises Cannot where there is not enough."""
        self.left -= length
        if self.left < 0:
            raise Cannot


def unpacked(content: bytes, room: Room) -> dict[str, bytes]:
    """Give the parts by name, in order. Raises Cannot: too much, encrypted, or the same twice.

    What the zip says of its sizes is not believed: what comes out is counted.
    """
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = archive.infolist()
        room.parts -= len(told)
        if room.parts < 0 or sum(one.file_size for one in told) > room.left:
            raise Cannot
        for one in told:
            if one.filename.endswith("/"):
                continue
            twice = one.filename.lower() in seen
            if one.flag_bits & _ENCRYPTED or one.compress_type not in _WAYS or twice:
                raise Cannot
            seen.add(one.filename.lower())
            parts[one.filename] = _read(archive, one, room)
    return parts


def _read(archive: zipfile.ZipFile, told: zipfile.ZipInfo, room: Room) -> bytes:
    read = []
    with archive.open(told) as part:
        while piece := part.read(_PIECE):
            room.take(len(piece))
            read.append(piece)
    return b"".join(read)


def packed(parts: Mapping[str, bytes], *, stored: str = "") -> bytes:
    """Make a zip without times, comments or a system it came from. `stored` is not compressed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            told = zipfile.ZipInfo(name, _LONG_AGO)
            told.create_system = 0
            told.external_attr = 0
            told.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(told, content)
    return written.getvalue()
