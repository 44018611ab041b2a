"""Read a table from the bytes of a file: bounded, row by row, and nothing guessed."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from rechtop.ground.ui import sheets

LARGEST_BYTES = 40 * 1024 * 1024
MOST_ROWS = 150_000
MOST_COLUMNS = 60
_LARGEST_UNPACKED = 250 * 1024 * 1024
_LARGEST_WORDS = 40 * 1024 * 1024
_WORDS = "xl/sharedStrings.xml"


class Unreadable(Exception):
    """A file cannot be read as a table; the message says why, and `row` where that is known."""

    def __init__(self, text: str, row: int | None = None) -> None:
        super().__init__(text)
        self.row = row


Lines = Iterator[tuple[int, list[str]]]
"""The number of each row as a person counts them, with its cells."""


def lines(name: str, content: bytes) -> Lines:
    """Read a CSV file or the first sheet of a workbook. Raises Unreadable, also on the way."""
    if len(content) > LARGEST_BYTES:
        raise Unreadable(too_large())
    is_book = name.casefold().endswith(".xlsx") or content.startswith(b"PK\x03\x04")
    return _book(content) if is_book else _csv(content)


def too_large() -> str:
    """Say that a file is larger than is read."""
    most = LARGEST_BYTES // 1024 // 1024
    return _("Dit bestand is te groot: ten hoogste %(most)s MB.") % {"most": most}


def _too_many() -> str:
    return _("Dit zijn meer dan %(most)s rijen.") % {"most": MOST_ROWS}


def _csv(content: bytes) -> Lines:
    try:
        for at, row in sheets.rows_of_csv(content):
            if at > MOST_ROWS + 1:
                raise Unreadable(_too_many())
            yield at, row
    except sheets.NotCsv as error:
        raise Unreadable(str(error), error.row) from error


def _book(content: bytes) -> Lines:
    """Read a workbook without having it whole; what unpacks to far too much is not unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            sizes = {one.filename: one.file_size for one in packed.infolist()}
        if sum(sizes.values()) > _LARGEST_UNPACKED or sizes.get(_WORDS, 0) > _LARGEST_WORDS:
            raise Unreadable(too_large())
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        read = book.worksheets[0].iter_rows(
            max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True
        )
        for at, row in enumerate(read, start=1):
            if at > MOST_ROWS + 1:
                raise Unreadable(_too_many())
            yield at, [_as_text(value) for value in row]
    except sheets.UNREADABLE as error:
        raise Unreadable(_("Dit is geen werkboek (XLSX) en geen CSV-bestand.")) from error


def _as_text(value: Any) -> str:
    """Write what a workbook holds in a cell as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
