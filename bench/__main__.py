"""Measure a real installation and print a table: `bin/rechtop bench`.

Makes installations of its own in a temporary folder, with server and embedded PostgreSQL
(fsync on), and takes them away afterwards. Client and server share the machine's cores.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import cases, flood, intake, pages, people, report, uploads, year
from bench.place import Place

ALL = {
    "intake": intake,
    "flood": flood,
    "cases": cases,
    "pages": pages,
    "people": people,
    "uploads": uploads,
    "year": year,
}


def main() -> None:
    """Measure what was asked, or everything."""
    wanted = [name for name in ALL if name in sys.argv[1:]] or list(ALL)
    rows: list[report.Row] = []
    for name in wanted:
        with Place() as place:  # each in a place of its own, so that none finds what another left
            rows += ALL[name].measure(place)
    report.show(rows)


main()
