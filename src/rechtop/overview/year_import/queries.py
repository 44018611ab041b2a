"""Say what a delivery would change."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from rechtop.ground.ui import dutch
from rechtop.overview.year_import.layout import LIST_NAMES, PARTS, Part
from rechtop.overview.year_import.models import Delivery
from rechtop.tools.deliveries import queries as deliveries
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.figures import queries as figures

Records = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Planned:
    """What a delivery would change of one part."""

    part: Part
    changes: Changes

    def counts(self) -> dict[str, int]:
        """Give how much is new, changes, goes and stays."""
        found = self.changes
        return {
            "added": len(found.added),
            "changed": len(found.changed),
            "removed": len(found.removed),
            "same": len(found.same),
        }


def parts() -> Sequence[Part]:
    """Give the parts a delivery can have, in the order they are read."""
    return PARTS


def list_names() -> Mapping[str, str]:
    """Give the lists a delivery can bring values for, by the names it gives them."""
    return LIST_NAMES


def plan(
    records: Records, year: int, *, at_part: Callable[[str], None] = lambda name: None
) -> list[Planned]:
    """Compare a delivery with what is kept. A part that is not delivered stays as it is."""
    found = []
    for part in PARTS:
        if part.name in records:
            wanted = records[part.name]
            at_part(f"{part.name}: {dutch.number(len(wanted))} regels vergelijken")
            found.append(
                Planned(part, deliveries.compare(part.kept(), wanted, key=part.key, delivery=year))
            )
    return found


def touched_adopted_years(planned: Sequence[Planned]) -> list[int]:
    """Give the adopted years a delivery would change something of."""
    years = {year for one in planned for year in one.part.touches(one.changes)}
    return sorted(figures.adopted_among(years))


def waiting(number: int) -> Delivery | None:
    """Give a delivery that waits for a yes."""
    return Delivery.objects.filter(pk=number, applied_at=None).first()


def applied() -> QuerySet[Delivery]:
    """Give the deliveries that were taken over, newest first."""
    return Delivery.objects.exclude(applied_at=None).order_by("-applied_at")


def packed(records: Records) -> dict[str, Any]:
    """Write records so that they can be kept as JSON."""
    return {name: [dict(row) for row in rows] for name, rows in records.items()}


def unpacked(content: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Read what `packed` wrote."""
    return {name: [dict(_unpacked(row)) for row in rows] for name, rows in content.items()}


def _unpacked(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if name.endswith("_on") and value:
            yield name, datetime.date.fromisoformat(value)
        elif isinstance(value, list):
            yield name, tuple(value)
        else:
            yield name, value
