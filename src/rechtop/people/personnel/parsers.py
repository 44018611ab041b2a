"""Read a table from the bytes of a file: bounded, row by row, and nothing guessed."""

from __future__ import annotations

import csv
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
    """A file cannot be read as a table; the message says why."""


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
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("Bewaar dit bestand als CSV in UTF-8.")) from error
    if "\0" in text:
        raise Unreadable(_("Dit is geen CSV-bestand."))
    first = text[: text.find("\n")] if "\n" in text else text
    mark = ";" if first.count(";") > first.count(",") else ","
    read = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for at, row in enumerate(read, start=1):
            if at > MOST_ROWS + 1:
                raise Unreadable(_too_many())
            yield at, row
    except csv.Error as error:
        raise Unreadable(_("Dit is geen goed CSV-bestand (%(why)s).") % {"why": error}) from error


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
