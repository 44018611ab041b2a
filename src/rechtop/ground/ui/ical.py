"""Write a calendar as programs read it (RFC 5545): of terms days alone, and nothing of a case."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rechtop.ground.kernel import clock

_LONGEST = 75
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """Something on a day; `uid` names it for the program that reads it.

    With hours it begins and ends at a time on that day, here, and takes one's time.
    """

    uid: str
    day: datetime.date
    text: str
    hours: tuple[datetime.time, datetime.time] | None = None
    place: str = ""


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
    yield f"DTSTAMP:{_utc(at)}"
    if event.hours is None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + _DAY:%Y%m%d}"
    else:
        for name, hour in zip(("DTSTART", "DTEND"), event.hours, strict=True):
            yield f"{name}:{_utc(datetime.datetime.combine(event.day, hour, clock.HERE))}"
    yield f"SUMMARY:{escaped(event.text)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    yield "CLASS:PRIVATE"
    yield f"TRANSP:{'TRANSPARENT' if event.hours is None else 'OPAQUE'}"
    yield "END:VEVENT"


def _utc(at: datetime.datetime) -> str:
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
