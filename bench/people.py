"""What people from the personnel system cost: to take over, and to take over again."""

from __future__ import annotations

import csv
import subprocess
import tempfile
import time
from pathlib import Path

import xlsxwriter

from bench.place import Place
from bench.report import Row

PEOPLE = 100_000


def measure(place: Place) -> list[Row]:
    """Measure the commands as someone gives them, starting Python included, and the page."""
    with tempfile.TemporaryDirectory() as folder:
        file, book, other = (Path(folder) / name for name in ("a.csv", "a.xlsx", "b.csv"))
        file.write_bytes(_run(place, "example-people", str(PEOPLE)))
        _write_book(file, book)
        _write_other(file, other)
        first = _seconds(place, "import-people", str(file))
        again = _seconds(place, "import-people", str(file))
        as_book = _seconds(place, "import-people", str(book))
        sent, shown, taken = map(float, place.within("bench.bring", str(other)).split())
    return [
        Row(f"Take over {PEOPLE:,} people", f"{first:.1f} s", "<= 20 s"),
        Row("The same again: nothing changes", f"{again:.1f} s"),
        Row("The same as a workbook", f"{as_book:.1f} s", "<= 20 s"),
        Row(
            f"{PEOPLE:,} others by page",
            f"{sent + shown + taken:.1f} s: send {sent:.1f}, look {shown:.1f}, take {taken:.1f}",
            "<= 20 s",
        ),
    ]


def _write_book(file: Path, book: Path) -> None:
    with file.open(encoding="utf-8") as read, xlsxwriter.Workbook(str(book)) as written:
        sheet = written.add_worksheet()
        for at, row in enumerate(csv.reader(read, delimiter=";")):
            sheet.write_row(at, 0, row)


def _write_other(file: Path, other: Path) -> None:
    """Write as many people again, each with another number and address."""
    with file.open(encoding="utf-8") as read, other.open("w", encoding="utf-8") as written:
        rows = csv.reader(read, delimiter=";")
        out = csv.writer(written, delimiter=";", lineterminator="\n")
        heading = next(rows)
        own = [at for at, name in enumerate(heading) if name in _OWN]
        out.writerow(heading)
        for row in rows:
            out.writerow(
                [f"n{cell}" if at in own and cell else cell for at, cell in enumerate(row)]
            )


_OWN = ("personeelsnummer", "e-mailadres", "leidinggevende")


def _seconds(place: Place, *arguments: str) -> float:
    start = time.perf_counter()
    _run(place, *arguments)
    return time.perf_counter() - start


def _run(place: Place, *arguments: str) -> bytes:
    done = subprocess.run(
        place.installation.command(*arguments),
        env=place.installation.environment,
        capture_output=True,
        check=True,
    )
    return done.stdout
