"""Say what an import would change.

A delivery is everything one import brings; it is called by its year. A record belongs to the
delivery that brought it last. What the same delivery no longer brings is taken away; what another
brought stays.

A record that was made or changed here by hand belongs to no delivery. No import takes it away. An
import that brings one with the same key puts back what it brings, and says so among its changes;
from then on the record belongs to that delivery.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Held:
    """A record as it is kept: its number in the database, what it says, and who brought it.

    `delivery` is None where it was made or changed here.
    """

    pk: int
    record: Record
    delivery: int | None


@dataclass(frozen=True)
class Changes:
    """The difference between what is kept and what a delivery brings."""

    added: list[Record] = field(default_factory=list)
    changed: list[tuple[Held, Record]] = field(default_factory=list)
    removed: list[Held] = field(default_factory=list)
    same: list[Held] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing would change."""
        return not (self.added or self.changed or self.removed)

    def seen(self, delivery: int) -> list[int]:
        """Give what this delivery brings too and another brought before."""
        known = [*self.same, *(held for held, _record in self.changed)]
        return [held.pk for held in known if held.delivery != delivery]


def compare(
    kept: Iterable[Held], wanted: Iterable[Record], *, key: tuple[str, ...], delivery: int
) -> Changes:
    """Compare the kept records with those a delivery brings, by their key."""
    changes = Changes()
    by_key = {_key(held.record, key): held for held in kept}
    for record in wanted:
        held = by_key.pop(_key(record, key), None)
        if held is None:
            changes.added.append(record)
        elif dict(held.record) == dict(record):
            changes.same.append(held)
        else:
            changes.changed.append((held, record))
    changes.removed.extend(held for held in by_key.values() if held.delivery == delivery)
    return changes


def differences(held: Held, record: Record) -> dict[str, tuple[Any, Any]]:
    """Give the fields that differ, each as it is and as it would be."""
    return {
        name: (held.record.get(name), value)
        for name, value in record.items()
        if held.record.get(name) != value
    }


def _key(record: Record, names: tuple[str, ...]) -> Hashable:
    return tuple(record[name] for name in names)
