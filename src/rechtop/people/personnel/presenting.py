"""Show what a file would change, a bounded part of each; and what people correct."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from rechtop.ground.ui import dutch
from rechtop.people.personnel import queries
from rechtop.people.personnel.models import Correction, Import, Kind
from rechtop.people.personnel.names import HEADINGS
from rechtop.people.personnel.queries import Fault, Plan, Told

SHOWN = 20


class Part(NamedTuple):
    """A part of what changes: what it is called, how many they are, and the first lines."""

    name: str
    people: int
    lines: list[str]
    more: int


def parts(plan: Plan) -> list[Part]:
    """Give who is new, who changes, and who leaves."""
    changed = [
        f"{_who(one.row.told)}: "
        + "; ".join(
            f"{HEADINGS[name]} {_word(getattr(one.held.told, name))} → "
            f"{_word(getattr(one.row.told, name))}"
            for name in one.fields()
        )
        for one in plan.changed[:SHOWN]
    ]
    leaving = [f"{_who(row.told)}: {_word(row.told.end)}" for row in plan.leaving[:SHOWN]]
    new = [_who(one.row.told) for one in plan.new[:SHOWN]]
    return [
        _part(_("Nieuw"), len(plan.new), new),
        _part(_("Gewijzigd"), len(plan.changed), changed),
        _part(_("Gaat weg"), len(plan.leaving), leaving),
    ]


def counted(made: Import) -> list[tuple[str, int]]:
    """Give how many were new, changed, leave, and stayed as they were."""
    return [
        (_("Nieuw"), made.new),
        (_("Gewijzigd"), made.changed),
        (_("Gaat weg"), made.leaving),
        (_("Gelijk"), made.unchanged),
    ]


def _part(name: str, count: int, lines: list[str]) -> Part:
    return Part(name, count, lines, count - len(lines))


def _who(told: Told) -> str:
    return f"{told.name} ({told.number})"


def _word(value: Any) -> str:
    if isinstance(value, datetime.date):
        return dutch.day(value)
    if isinstance(value, tuple):
        return " > ".join(value) or "–"
    if value in Kind.values:
        return str(Kind(value).label)
    return value or "–"


def faults(found: Iterable[Fault]) -> list[Fault]:
    """Give faults with their columns as a file calls them."""
    return [one._replace(column=HEADINGS.get(one.column, one.column)) for one in found]


def empty_sheets() -> dict[str, Any]:
    """Give an empty workbook with every column, to fill in."""
    return {_("Mensen"): (list(HEADINGS.values()), [])}


class Said(NamedTuple):
    """A correction in clear."""

    correction: Correction
    text: str
    reason: str


def said(corrections: Iterable[Correction]) -> list[Said]:
    """Give corrections in clear."""
    return [Said(one, *queries.in_clear(one)) for one in corrections]
