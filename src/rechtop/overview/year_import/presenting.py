"""Say in words what a delivery changes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.ui.sheets import Sheet
from rechtop.overview.year_import.layout import PARTS, Part
from rechtop.overview.year_import.queries import Planned
from rechtop.tools.deliveries.queries import differences

_SHOWN = 50
_LONGEST = 60


def summary(planned: Sequence[Planned], *, is_done: bool) -> list[str]:
    """Give a line for each part and one for each record that changes, the first fifty."""
    lines = []
    for one in planned:
        counts = one.counts()
        told = _(
            "%(name)s: %(added)s nieuw, %(changed)s gewijzigd, %(removed)s vervallen, "
            "%(same)s gelijk"
        )
        lines.append(told % {"name": one.part.name, **counts})
        lines += [f"  {line}" for line in changes(one)]
    if all(one.changes.is_empty for one in planned):
        lines.append(_("Er verandert niets."))
    elif is_done:
        lines.append(_("Overgenomen."))
    else:
        lines.append(_("Er is nog niets veranderd."))
    return lines


@dataclass(frozen=True)
class PartTold:
    """What a delivery would change of one part, to show."""

    name: str
    counts: Mapping[str, int]
    lines: Sequence[str]


def parts(planned: Sequence[Planned]) -> list[PartTold]:
    """Give what a delivery would change, part by part."""
    return [PartTold(one.part.name, one.counts(), changes(one)) for one in planned]


def empty_sheets() -> dict[str, Sheet]:
    """Give a sheet with the columns of every part, to fill in."""
    return {part.name: ([column.name for column in part.columns], []) for part in PARTS}


def changes(one: Planned) -> list[str]:
    """Give what changes of one part, record by record."""
    found = one.changes
    lines = [f"+ {_key(one.part, record)}" for record in found.added]
    for held, record in found.changed:
        told = [
            f"{one.part.column_of(name)}: {_short(before)} → {_short(after)}"
            for name, (before, after) in differences(held, record).items()
        ]
        lines.append(f"~ {_key(one.part, record)}: {'; '.join(told)}")
    lines += [f"- {_key(one.part, held.record)}" for held in found.removed]
    if len(lines) > _SHOWN:
        more = _("… en nog %(count)s") % {"count": len(lines) - _SHOWN}
        return [*lines[:_SHOWN], more]
    return lines


def _key(part: Part, record: Mapping[str, Any]) -> str:
    return " / ".join(str(record[name]) for name in part.key)


def _short(value: Any) -> str:
    if value in (None, "", ()):
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
