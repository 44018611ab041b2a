"""What people from the personnel system cost: to take over, and to take over again."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

from bench.place import Place
from bench.report import Row

PEOPLE = 100_000


def measure(place: Place) -> list[Row]:
    """Measure the commands as someone gives them, starting Python included."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        file.write_bytes(_run(place, "example-people", str(PEOPLE)))
        first = _seconds(place, "import-people", str(file))
        again = _seconds(place, "import-people", str(file))
    return [
        Row(f"Take over {PEOPLE:,} people", f"{first:.1f} s", "<= 20 s"),
        Row("The same again: nothing changes", f"{again:.1f} s"),
    ]


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
