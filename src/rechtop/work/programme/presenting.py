"""Put the programme of a year into the words and order in which people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.people.organisation import queries as organisation
from rechtop.tools.action_points import queries as action_points
from rechtop.tools.lists import queries as lists
from rechtop.work.activities import queries as gatherings
from rechtop.work.programme import queries, rules
from rechtop.work.programme.models import (
    Activity,
    Advice,
    BibobCount,
    Kept,
    ReportText,
)


@dataclass(frozen=True)
class Words:
    """The words before the figures: how they stand, and what may be done with them."""

    text: ReportText | None
    state: str
    colour: str
    who: str
    may_write: bool
    may_adopt: bool
    why_not: Any


def programme(year: int, actor: Actor) -> dict[str, Any]:
    """Give what the page of a year shows."""
    return {
        "year": year,
        "years": sorted({*queries.years(), clock.today().year, year}, reverse=True),
        "kinds": by_kind(list(queries.activities(year)), year),
        "held": gatherings.held(year).count(),
        "bibob": with_labels(list(queries.bibob(year))),
        "advice": list(queries.advice(year)),
        "points": action_points.of_report(year).count(),
        "words": words(year, actor),
        "may_keep": bool(rules.may_keep(actor)),
        "may_change": bool(rules.may_change(actor, Activity(year=year))),
    }


def by_kind(activities: Sequence[Activity], year: int) -> list[tuple[str, list[Activity]]]:
    """Put activities under their kinds, in the order of the list."""
    places = {choice.code: place for place, choice in enumerate(lists.in_year("activity", year))}
    labels = lists.labels()
    found: dict[str, list[Activity]] = {}
    for one in sorted(activities, key=lambda one: places.get(one.kind, len(places))):
        found.setdefault(labels.get(("activity", one.kind), one.kind), []).append(one)
    return list(found.items())


def with_labels(counts: Sequence[BibobCount]) -> list[tuple[str, BibobCount]]:
    """Give counts under the Bibob law, each with what it counts, in the order of the list."""
    labels = lists.labels()
    places = {code: place for place, (_list, code) in enumerate(labels) if _list == "bibob"}
    ordered = sorted(counts, key=lambda one: places.get(one.fact, len(labels)))
    return [(labels.get(("bibob", one.fact), one.fact), one) for one in ordered]


def words(year: int, actor: Actor) -> Words:
    """Give the words before the figures of a year, and how they stand."""
    text = queries.text(year)
    may_write = bool(rules.may_change(actor, text or ReportText(year=year)))
    if text is None:
        return Words(None, _("nog niet geschreven"), "neutral", "", may_write, False, "")
    verdict = rules.may_adopt_text(actor, text)
    told = _how_it_stands(text)
    return Words(text, *told, may_write, bool(verdict), verdict.reason)


def _how_it_stands(text: ReportText) -> tuple[str, str, str]:
    """Give the state, its colour, and who wrote and adopted."""
    names = organisation.names({text.author, text.adopter or 0})
    author = names.get(text.author, "")
    if text.adopted_on is None:
        return _("concept"), "info", _("Geschreven door %(author)s.") % {"author": author}
    state = _("vastgesteld op %(day)s") % {"day": dutch.day(text.adopted_on)}
    who = _("Geschreven door %(author)s, vastgesteld door %(adopter)s.")
    return state, "good", who % {"author": author, "adopter": names.get(text.adopter or 0, "")}


def heading(record: Kept) -> str:
    """Give what a record is called above its form."""
    if isinstance(record, BibobCount):
        return lists.labels().get(("bibob", record.fact), record.fact)
    if isinstance(record, Advice):
        return record.number
    return str(record)
