"""What the list of cases and an open case cost, at 5,000 and at 100,000 registrations."""

from __future__ import annotations

from bench.place import Place
from bench.report import Row

QUERIES = (
    "",
    "state=closed",
    "regime=zakelijk",
    "channel=letter",
    "conclusion=founded",
    "conclusion=forwarded",
    "type=financial",
    "type=abuse-of-force",
    "commissioner=secretary",
    "is_wrongdoing=yes",
    "received_year=2021",
    "order=old",
    "handler=me",
    "handler=none",
    "received_from=2024-02-01&received_until=2024-02-03",
    "received_from=2024-01-10&received_until=2024-06-30",
    "received_from=2030-01-01",
    "closed_from=2024-07-01&closed_until=2024-07-03",
    "closed_until=2024-09-01",
    "step=zakelijk:{step}",
    "version={version}",
    "hours=many",
    "cost=none",
)


def measure(place: Place) -> list[Row]:
    """Measure every filter, for Bram who may see all and for Ivo who may see fifty."""
    small = _measured(place, "5000")
    large = _measured(place, "100000")
    rows = []
    for name, (time, size) in large.items():
        before = small[name][0]
        found = f"{before:5.1f} ms at 5,000; {time:5.1f} at 100,000; ratio {time / before:.2f}"
        rows.append(Row(name, f"{found}; {size / 1024:.0f} kB", "<= 15 ms, <= 40 kB, <= 1.15"))
    return rows


def _measured(place: Place, number: str) -> dict[str, tuple[float, int]]:
    told = place.within("bench.fill", number, *(query or "-" for query in QUERIES))
    rows = [line.rsplit(" ", 2) for line in told.splitlines()]
    return {name: (float(time), int(size)) for name, time, size in rows}
