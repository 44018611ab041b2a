"""Read the files of a delivery: every fault by file, row and column, and nothing guessed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from rechtop.ground.kernel import clock
from rechtop.ground.ui import sheets
from rechtop.overview.year_import import cells
from rechtop.overview.year_import.cells import Known
from rechtop.overview.year_import.layout import LISTS, PARTS, Column, Part

LARGEST_BYTES = 20 * 1024 * 1024
_LARGEST_UNPACKED = 60 * 1024 * 1024
_MOST_ROWS = 100_000
_MOST_FAULTS = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where."""

    file: str
    row: int | None
    column: str
    text: str

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(_("rij %(row)s") % {"row": self.row})
        if self.column:
            where.append(_("kolom %(column)s") % {"column": self.column})
        return f"{', '.join(where)}: {self.text}"


@dataclass
class Read:
    """What was read: records by part, and every fault.

    `called` is the year the delivery was said to be of, if that was said.
    """

    called: int | None = None
    records: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def year(self) -> int:
        """Give the year of the delivery: what was said, or else the latest one in it."""
        if self.called is not None:
            return self.called
        dated = [part for part in PARTS if part.year]
        years = [row[part.year] for part in dated for row in self.records.get(part.name, [])]
        return max(years, default=clock.today().year)

    def fault(self, file: str, text: str, row: int | None = None, column: str = "") -> None:
        """Note a fault; after many, the rest would help nobody."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(file, row, column, text))


Table = list[list[str]]


def read(path: Path, year: int | None = None) -> Read:
    """Read a folder of CSV files, where other files are let be, or one workbook or CSV file."""
    if not path.exists():
        found = Read(year)
        found.fault(path.name, _("Dit bestand of deze map bestaat niet."))
        return found
    paths = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return read_files([(one.name, one.stat().st_size, one.read_bytes) for one in paths], year)


Content = Callable[[], bytes]


def read_files(files: Sequence[tuple[str, int, Content]], year: int | None = None) -> Read:
    """Read CSV files that bear the names of their parts, or workbooks with a sheet for each."""
    found = Read(year)
    tables: dict[str, Table] = {}
    for name, size, content in files:
        if size > LARGEST_BYTES:
            found.fault(name, _too_large())
        elif not name.casefold().endswith(".csv"):
            tables |= _sheets(found, name, content())
        elif (table := _csv_table(found, name, content())) is not None:
            tables[name] = table
    return _understood(found, tables)


def _too_large() -> str:
    return _("Dit bestand is te groot: ten hoogste %(most)s MB.") % {
        "most": LARGEST_BYTES // 1024 // 1024
    }


def _csv_table(found: Read, name: str, content: bytes) -> Table | None:
    try:
        return [row for _at, row in sheets.rows_of_csv(content)]
    except sheets.NotCsv as error:
        found.fault(name, str(error), error.row)
        return None


def _sheets(found: Read, name: str, content: bytes) -> dict[str, Table]:
    """Read the sheets of a workbook. What unpacks to far more than it is, is not unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _LARGEST_UNPACKED:
                found.fault(name, _too_large())
                return {}
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except sheets.UNREADABLE:
        found.fault(name, _("Dit is geen werkboek (XLSX) en geen CSV-bestand."))
        return {}
    tables = {}
    for sheet in book.worksheets:
        if merged := sheet.merged_cells.ranges:
            for area in merged:
                found.fault(
                    sheet.title,
                    _("Hier zijn cellen samengevoegd. Maak daar losse cellen van."),
                    area.min_row,
                    get_column_letter(area.min_col),
                )
            continue
        tables[sheet.title] = [[cells.as_text(v) for v in row] for row in sheet.values]
    return tables


def _understood(found: Read, tables: Mapping[str, Table]) -> Read:
    by_name = {name.removesuffix(".csv").casefold(): (name, t) for name, t in tables.items()}
    if not by_name and not found.faults:
        found.fault("", _("Er is geen bestand gevonden dat Rechtop kent."))
    known = Known.now()
    for part in PARTS:
        if part.name in by_name:
            name, table = by_name.pop(part.name)
            found.records[part.name] = _records(found, name, table, part, known)
            if part is LISTS:
                known.learn(found.records[part.name])
    for name, _table in by_name.values():
        found.fault(name, _("Rechtop kent dit bestand niet. De namen staan in docs/import.md."))
    return found


def _records(
    found: Read, name: str, table: Table, part: Part, known: Known
) -> list[Mapping[str, Any]]:
    records: list[Mapping[str, Any]] = []
    seen: dict[tuple[Any, ...], int] = {}
    for at, row in _rows(found, name, table, part.columns, known):
        for column, text in part.clashes(row):
            found.fault(name, text, at, column)
        record = part.shape(row)
        key = tuple(record[one] for one in part.key)
        if key in seen:
            text = _("Dit staat ook al in rij %(row)s.") % {"row": seen[key]}
            found.fault(name, text, at, part.column_of(part.key[-1]))
        seen[key] = at
        records.append(record)
        if part.year and found.called is not None and record[part.year] > found.called:
            text = _("Dit jaar ligt na het jaar van de levering, %(year)s.")
            found.fault(name, text % {"year": found.called}, at, part.column_of(part.year))
    return records


def _rows(
    found: Read, name: str, table: Table, columns: Sequence[Column], known: Known
) -> list[tuple[int, dict[str, Any]]]:
    """Read a table by its heading. A row with a fault is left out; the fault is told."""
    heading = [cell.strip().casefold() for cell in table[0]] if table else []
    if not _heading_is_right(found, name, heading, columns):
        return []
    if len(table) > _MOST_ROWS:
        found.fault(name, _("Dit zijn meer dan %(most)s rijen.") % {"most": _MOST_ROWS})
        return []
    rows = []
    for at, row in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(heading) and any(cell.strip() for cell in row[len(heading) :]):
            found.fault(name, _("Hier staan meer cellen dan er kolommen zijn."), at)
            continue
        told = dict(zip(heading, [cell.strip() for cell in row], strict=False))
        if (record := _record(found, name, at, told, columns, known)) is not None:
            rows.append((at, record))
    return rows


def _heading_is_right(
    found: Read, name: str, heading: Sequence[str], columns: Iterable[Column]
) -> bool:
    known = {column.name for column in columns}
    while heading and not heading[-1]:
        heading = heading[:-1]
    wrong = [cell for cell in heading if cell not in known]
    for cell in wrong:
        found.fault(name, _("Rechtop kent deze kolom niet."), 1, cell or _("zonder naam"))
    absent = [c.name for c in columns if not c.may_be_absent and c.name not in heading]
    for column in absent:
        found.fault(name, _("Deze kolom ontbreekt."), 1, column)
    double = {cell for cell in heading if cell and heading.count(cell) > 1}
    for cell in sorted(double):
        found.fault(name, _("Deze kolom staat er twee keer."), 1, cell)
    return not (wrong or absent or double)


def _record(
    found: Read,
    name: str,
    at: int,
    told: Mapping[str, str],
    columns: Iterable[Column],
    known: Known,
) -> dict[str, Any] | None:
    record, is_right = {}, True
    for column in columns:
        try:
            record[column.field] = cells.read(told.get(column.name, ""), column, known)
        except cells.WrongCell as wrong:
            found.fault(name, str(wrong), at, column.name)
            is_right = False
    return record if is_right else None
