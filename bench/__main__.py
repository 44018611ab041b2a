"""Measure a real installation and print a table: `bin/rechtop bench`.

Makes an installation of its own in a temporary folder, with its server and embedded PostgreSQL
(fsync on), and takes it away afterwards. Client and server share the machine's cores.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import cases, flood, intake, pages, report, year
from bench.place import Place

ALL = {"intake": intake, "flood": flood, "cases": cases, "pages": pages, "year": year}


def main() -> None:
    """Measure what was asked, or everything."""
    wanted = [name for name in ALL if name in sys.argv[1:]] or list(ALL)
    with Place() as place:
        rows = [row for name in wanted for row in ALL[name].measure(place)]
    report.show(rows)


main()
