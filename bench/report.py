"""Print what was measured beside what was wanted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: what, how much, and what was wanted."""

    what: str
    found: str
    wanted: str = ""


def quantile(values: list[float], part: float) -> float:
    """Give a quantile of measured values."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def show(rows: list[Row]) -> None:
    """Print the table."""
    width = max(len(row.what) for row in rows)
    for row in rows:
        print(f"{row.what:<{width}}  {row.found:<44}  {row.wanted}")
