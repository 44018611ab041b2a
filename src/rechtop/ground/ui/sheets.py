"""Give a list as a worksheet, made in memory so that nothing clear falls on a disk; or read one."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 60
_LONGEST_NAME = 31
_OPTIONS = {
    "in_memory": True,
    # What someone typed stays text: a cell that begins with = is no formula.
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


KINDS = ("xlsx", "csv")
"""As what a list can be taken along."""

Sheet = tuple[Sequence[str], Iterable[Sequence[Any]]]
"""A heading, and a row for each record."""

UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, EOFError, OSError, SyntaxError),
    *(RuntimeError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
)
"""What reading something as a workbook raises where it is none, is damaged, or is locked."""


class NotCsv(Exception):
    """This is no list as text; the message says why, and `row` where, as a person counts."""

    def __init__(self, text: str, row: int | None = None) -> None:
        super().__init__(text)
        self.row = row


def rows_of_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Read text with commas or semicolons: each row with its number. Raises NotCsv on the way."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotCsv(_("Bewaar dit bestand als CSV in UTF-8.")) from error
    if "\0" in text:
        raise NotCsv(_("Dit is geen CSV-bestand."))
    first = text[: text.find("\n")] if "\n" in text else text
    mark = ";" if first.count(";") > first.count(",") else ","
    at = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            at += 1
            yield at, row
    except csv.Error as error:
        told = _("Deze rij is niet te lezen: een aanhalingsteken klopt niet, of er is een te veel.")
        raise NotCsv(told, at + 1) from error


def answer(name: str, listed: Mapping[str, Sheet]) -> HttpResponse:
    """Answer with a workbook, to be kept under this name."""
    response = HttpResponse(workbook(listed), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


def answer_as(kind: str, name: str, title: str, sheet: Sheet) -> HttpResponse:
    """Answer with one sheet in the kind that was asked for: as text, or as a workbook."""
    return answer_csv(name, sheet) if kind == "csv" else answer(name, {title: sheet})


def answer_csv(name: str, sheet: Sheet) -> HttpResponse:
    """Answer with one sheet as text with semicolons, as Dutch spreadsheets open it."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    heading, rows = sheet
    lines.writerow(heading)
    lines.writerows([_harmless(value) for value in row] for row in rows)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _harmless(value: Any) -> Any:
    """Keep what someone typed from being read as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def workbook(listed: Mapping[str, Sheet]) -> bytes:
    """Write a workbook with these sheets by name; a heading stays in view."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        formats = {
            "bold": book.add_format({"bold": True}),
            "date": book.add_format({"num_format": "dd-mm-yyyy"}),
        }
        for name, sheet in listed.items():
            _write_sheet(book.add_worksheet(name[:_LONGEST_NAME]), sheet, formats)
    return written.getvalue()


def _write_sheet(sheet: Any, told: Sheet, formats: Mapping[str, Any]) -> None:
    heading, rows = told
    sheet.write_row(0, 0, heading, formats["bold"])
    sheet.freeze_panes(1, 0)
    widths = [len(text) for text in heading]
    at = 0
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, at, column, value, formats["date"])
            widths[column] = max(widths[column], min(_WIDEST, len(str(value))))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    if heading:
        sheet.autofilter(0, 0, at, len(heading) - 1)


def _write(sheet: Any, row: int, column: int, value: Any, date: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime.date):
        sheet.write_datetime(row, column, value, date)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
