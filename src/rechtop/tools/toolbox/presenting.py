"""Put the toolbox, and what a file would change in it, into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.toolbox import queries, rules
from rechtop.tools.toolbox.models import Instrument
from rechtop.tools.toolbox.queries import Plan
from rechtop.tools.toolbox.states import Audience, Kind, Language, Licence

_MOST_LINES = 100

LABELS = {
    "kind": gettext_lazy("Soort"),
    "title": gettext_lazy("Titel"),
    "description": gettext_lazy("Omschrijving"),
    "audience": gettext_lazy("Voor wie"),
    "maker": gettext_lazy("Maker"),
    "licence": gettext_lazy("Licentie"),
    "language": gettext_lazy("Taal"),
    "link": gettext_lazy("Link"),
    "body": gettext_lazy("Tekst"),
    "origin": gettext_lazy("Herkomst"),
}


def listed(chosen: dict[str, str]) -> QuerySet[Instrument]:
    """Give the instruments of the list."""
    found = queries.everything()
    for name in ("kind", "audience", "language", "licence"):
        if value := chosen.get(name):
            found = found.filter(**{name: value})
    if origin := chosen.get("origin"):
        found = found.filter(origin="") if origin == "own" else found.exclude(origin="")
    return found.filter(queries.containing(chosen.get("q", "")))


def instrument(one: Instrument, actor: Actor) -> dict[str, Any]:
    """Give what the page of an instrument shows."""
    facts = [
        (_("Soort"), str(Kind(one.kind).label)),
        (_("Voor wie"), str(Audience(one.audience).label)),
        (_("Taal"), str(Language(one.language).label)),
        (_("Maker"), one.maker),
        (_("Licentie"), str(Licence(one.licence).label)),
        (_("Herkomst"), one.origin or _("van onszelf")),
        (_("Laatst gewijzigd"), dutch.day(one.changed_on)),
    ]
    return {"one": one, "facts": facts, "may_keep": bool(rules.may_keep(actor))}


@dataclass(frozen=True)
class Part:
    """What a file does to some of the instruments: a heading, their titles, and how many more."""

    name: str
    count: int
    lines: Sequence[str]

    @property
    def more(self) -> int:
        """Give how many are not told by name."""
        return self.count - len(self.lines)


def parts(plan: Plan) -> list[Part]:
    """Give what a file would change, under headings."""
    changed = [f"{one.told.title} ({_fields(one.fields)})" for one in plan.changed]
    return [
        _part(_("Nieuw"), [one.title for one in plan.new]),
        _part(_("Gewijzigd"), changed),
        _part(_("Van onszelf, en dus onveranderd"), [one.title for one in plan.kept]),
    ]


def _part(name: str, lines: list[str]) -> Part:
    return Part(name, len(lines), lines[:_MOST_LINES])


def _fields(names: Sequence[str]) -> str:
    return ", ".join(str(LABELS[name]).lower() for name in names)
