"""What a year of 10,000 registrations costs: to take over, to take over again, and to count."""

from __future__ import annotations

import csv
import subprocess
import tempfile
import time
from pathlib import Path

from bench.place import Place
from bench.report import Row

ROWS = 10_000
YEAR = 2019


def measure(place: Place) -> list[Row]:
    """Measure the commands as someone gives them, starting Python included."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder) / "meldingen.csv")
        first = _seconds(place, "import-year", folder)
        again = _seconds(place, "import-year", folder)
    counted = _seconds(place, "annual-report", str(YEAR))
    started = _seconds(place, "--help")
    return [
        Row(f"Take over {ROWS:,} registrations", f"{first:.1f} s", "<= 10 s"),
        Row("The same again: nothing changes", f"{again:.1f} s"),
        Row(
            f"Figures of a year over {ROWS:,} registrations",
            f"{counted - started:.2f} s, and {started:.2f} s to start",
            "<= 1 s",
        ),
    ]


def _write(file: Path) -> None:
    heading = (
        "nummer,jaar,soort,opdrachtgever,melding,object,bevindingen,gevolg,oordeel,"
        "oordeel_herkomst,valt_onder_regeling,grond,onderzocht,soorten_schending,maatregelen"
    )
    soorten, oordelen = ("zakelijk", "sociaal", "misstand"), ("gegrond", "ongegrond")
    with file.open("w", newline="", encoding="utf-8") as opened:
        table = csv.writer(opened)
        table.writerow(heading.split(","))
        for at in range(ROWS):
            told = ["Een melding over iets. " * 5, "object", "Bevinding. " * 30, "gevolg"]
            judged = [oordelen[at % 2], "letterlijk", "ja", "", "ja"]
            coded = ["Financieel; Overige", "Gesprek; Berisping"]
            table.writerow(
                [f"{YEAR}-{at}", YEAR, soorten[at % 3], "Directeur", *told, *judged, *coded]
            )


def _seconds(place: Place, *arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run(
        place.installation.command(*arguments),
        env=place.installation.environment,
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - start
