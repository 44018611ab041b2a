"""Read what a personnel system hands over: every fault by row and column, and nothing guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from rechtop.people.personnel import parsers
from rechtop.people.personnel.models import Kind
from rechtop.people.personnel.names import HEADINGS
from rechtop.people.personnel.queries import MOST_FAULTS, Fault, Row, Told

OPTIONAL = {"unit", "function", "scale", "manager", "end"}
_KINDS = {
    "medewerker": Kind.STAFF,
    "extern": Kind.EXTERNAL,
    "externe": Kind.EXTERNAL,
    "directeur": Kind.DIRECTOR,
}
_LONGEST = {"number": 20, "name": 120, "email": 254, "function": 120, "scale": 20, "manager": 20}
LONGEST_HEADING = 100
_LONGEST_UNIT = 120
_DEEPEST = 12
_FIRST_YEAR, _LAST_YEAR = 1940, 2100
_BROKEN = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}


class WrongCell(Exception):
    """What stands in a cell cannot be used; the message says why."""


@dataclass
class Read:
    """What was read: rows, every fault, the heading as it stands in the file, and what it lacks."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def lacks_columns(self) -> bool:
        """Say whether the heading is what is wrong."""
        return any(fault.row == 1 for fault in self.faults)

    def fault(self, row: int | None, column: str, text: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(row, column, text))


def read(name: str, content: bytes, columns: Mapping[str, str] | None = None) -> Read:
    """Read a file; `columns` gives for each heading the name in `Told`, or nothing to skip it."""
    found = Read()
    if why := refusal(name, content):
        found.fault(*why)
        return found
    try:
        lines = parsers.lines(name, content)
        _at, heading = next(lines, (1, []))
        found.heading = _without_empty_end([cell.strip() for cell in heading])
        places = _places(found, columns if columns is not None else {})
        if places:
            _read_rows(found, lines, places)
    except parsers.Unreadable as error:
        found.fault(error.row, "", str(error))
    return found


def refusal(name: str, content: bytes) -> Fault | None:
    """Say why a file cannot be read at all, from its heading alone; None where it can."""
    try:
        _at, heading = next(parsers.lines(name, content), (1, []))
    except parsers.Unreadable as error:
        return Fault(error.row, "", str(error))
    if (
        not any(heading)
        or len(heading) > parsers.MOST_COLUMNS
        or max(len(one.casefold()) for one in heading) > LONGEST_HEADING
    ):
        return Fault(None, "", _("De eerste rij is geen rij met namen van kolommen."))
    return None


def _without_empty_end(heading: list[str]) -> list[str]:
    while heading and not heading[-1]:
        heading = heading[:-1]
    return heading


def _places(found: Read, columns: Mapping[str, str]) -> dict[str, int]:
    """Give where each column stands; nothing, with the faults told, for a wrong heading."""
    known = {heading: name for name, heading in HEADINGS.items()}
    known |= {heading.casefold(): name for heading, name in columns.items()}
    places: dict[str, int] = {}
    for place, heading in enumerate(found.heading):
        name = known.get(heading.casefold())
        if name is None:
            found.fault(1, heading or _("zonder naam"), _("Rechtop kent deze kolom niet."))
        elif name in places:
            found.fault(1, heading, _("Deze kolom staat er twee keer."))
        elif name:
            places[name] = place
    for name, heading in HEADINGS.items():
        if name not in places and name not in OPTIONAL:
            found.fault(1, heading, _("Deze kolom ontbreekt."))
    found.absent = [name for name in HEADINGS if name not in places]
    return {} if found.faults else places


def _read_rows(found: Read, lines: parsers.Lines, places: Mapping[str, int]) -> None:
    numbers: dict[str, int] = {}
    addresses: dict[str, int] = {}
    names = [(name, places.get(name), _READERS[name]) for name in Told._fields]
    for at, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        told = _told(found, at, cells, names)
        if told is not None:
            if told.number in numbers:
                text = _("Dit staat ook al in rij %(row)s.") % {"row": numbers[told.number]}
                found.fault(at, "number", text)
            if told.email in addresses:
                text = _("Twee mensen met één e-mailadres: het staat ook in rij %(row)s.")
                found.fault(at, "email", text % {"row": addresses[told.email]})
            numbers[told.number] = addresses[told.email] = at
            found.rows.append(Row(at, told))
        if len(found.faults) >= MOST_FAULTS:
            return
    if not found.rows and not found.faults:
        found.fault(None, "", _("Er staat niemand in dit bestand."))


_Names = Sequence[tuple[str, int | None, Callable[[str, str], Any]]]


def _told(found: Read, at: int, cells: Sequence[str], names: _Names) -> Told | None:
    """Read a row; None for one with a fault in it, that is told."""
    values, is_right = [], True
    for name, place, reader in names:
        cell = cells[place].strip() if place is not None and place < len(cells) else ""
        try:
            values.append(reader(cell, name))
        except WrongCell as wrong:
            found.fault(at, name, str(wrong))
            is_right = False
    if not is_right:
        return None
    told = Told(*values)
    if told.end is not None and told.end < told.start:
        text = _("Deze dag ligt vóór het begin, op %(day)s.") % {"day": told.start.isoformat()}
        found.fault(at, "end", text)
        return None
    return told


def _text(cell: str, name: str) -> str:
    if cell in _BROKEN:
        raise WrongCell(_("Hier staat een rekenfout van het werkblad (%(cell)s).") % {"cell": cell})
    if not cell and name not in OPTIONAL:
        raise WrongCell(_("Deze cel is leeg."))
    if len(cell) > _LONGEST[name]:
        most = {"most": _LONGEST[name]}
        raise WrongCell(_("Dit is te lang: ten hoogste %(most)s tekens.") % most)
    if not cell.isprintable():
        raise WrongCell(_("Hier staat een teken dat niet kan."))
    return cell


def _address(cell: str, name: str) -> str:
    address = _text(cell, name).casefold()
    own, _at, domain = address.rpartition("@")
    if not validate_email.user_regex.match(own) or not _is_domain(domain):
        raise WrongCell(_("Dit is geen e-mailadres."))
    return address


@lru_cache(maxsize=1_000)
def _is_domain(domain: str) -> bool:
    """Say whether an address can end so; most of a file end alike."""
    try:
        validate_email(f"a@{domain}")
    except ValidationError:
        return False
    return True


def _kind(cell: str, name: str) -> str:
    if cell.casefold() not in _KINDS:
        raise WrongCell(_("Schrijf medewerker, extern of directeur."))
    return _KINDS[cell.casefold()].value


@lru_cache(maxsize=10_000)
def _unit(cell: str, name: str) -> tuple[str, ...]:
    path = tuple(part.strip() for part in re.split("[>›]", cell)) if cell else ()
    if not all(path) or len(path) > _DEEPEST:
        raise WrongCell(_("Schrijf het onderdeel als: Directie > Afdeling > Bureau."))
    if any(len(part) > _LONGEST_UNIT or not part.isprintable() for part in path):
        most = {"most": _LONGEST_UNIT}
        raise WrongCell(_("Dit is te lang: ten hoogste %(most)s tekens.") % most)
    return path


@lru_cache(maxsize=20_000)
def _day(cell: str, name: str) -> datetime.date:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cell, re.ASCII)
    dutch = re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", cell, re.ASCII)
    if not cell:
        raise WrongCell(_("Deze cel is leeg."))
    if not found and not dutch:
        raise WrongCell(_("Schrijf de datum als 2021-05-03 of 3-5-2021."))
    parts = found.groups() if found else dutch.groups()[::-1]  # type: ignore[union-attr]
    try:
        day = datetime.date(*(int(part) for part in parts))
    except ValueError as error:
        raise WrongCell(_("Deze datum bestaat niet.")) from error
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise WrongCell(_("Dit jaar kan niet."))
    return day


def _end(cell: str, name: str) -> datetime.date | None:
    return _day(cell, name) if cell else None


_READERS: dict[str, Callable[[str, str], Any]] = {
    "number": _text,
    "name": _text,
    "email": _address,
    "kind": _kind,
    "unit": _unit,
    "function": _text,
    "scale": _text,
    "manager": _text,
    "start": _day,
    "end": _end,
}
