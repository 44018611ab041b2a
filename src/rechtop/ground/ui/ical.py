"""Write a calendar as programs read it (RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST = 75
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """Something on a day; `uid` names it for the program that reads it.

    It lasts that day, or until and with another, or from one moment to another.
    """

    uid: str
    day: datetime.date
    text: str
    until_day: datetime.date | None = None
    moments: tuple[datetime.datetime, datetime.datetime] | None = None
    place: str = ""
    is_cancelled: bool = False


def calendar(name: str, events: Iterable[Event], *, at: datetime.datetime) -> bytes:
    """Give a calendar with these events, as it is at a moment."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Rechtop//Rechtop//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(event: Event, at: datetime.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_moment(at)}"
    if event.moments is None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{(event.until_day or event.day) + _DAY:%Y%m%d}"
    else:
        yield f"DTSTART:{_moment(event.moments[0])}"
        yield f"DTEND:{_moment(event.moments[1])}"
    yield f"SUMMARY:{escaped(event.text)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if event.is_cancelled:
        yield "STATUS:CANCELLED"
    yield "CLASS:PRIVATE"
    yield f"TRANSP:{'TRANSPARENT' if event.moments is None else 'OPAQUE'}"
    yield "END:VEVENT"


def _moment(at: datetime.datetime) -> str:
    return f"{at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Give a text as a value: what would end it or begin something else is marked."""
    for plain, marked in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, marked)
    lines = text.splitlines()
    return "\\n".join("".join(c for c in line if c.isprintable()) for line in lines)


def folded(line: str) -> bytes:
    """Give a line in pieces of at most 75 bytes, none of which breaks a letter."""
    pieces, piece = [], b""
    for letter in line:
        coded = letter.encode()
        if len(piece) + len(coded) > _LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += coded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
