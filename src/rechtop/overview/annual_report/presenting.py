"""Put the figures of a year into words, tables and a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rechtop.overview.annual_report import queries
from rechtop.overview.annual_report.queries import Line
from rechtop.tools.figures import queries as adopted_figures
from rechtop.work.cases import account as cases
from rechtop.work.programme import account as programme

_WORDS = {
    "nl": ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
}
_COMPARED = ("meldingen.totaal", "gesprekken.totaal")


def chapter(year: int) -> dict[str, Any]:
    """Give what the chapter of the account shows."""
    lines = queries.lines(year)
    by_name = {line.figure.name: line for line in lines}
    topics = [line for line in lines if _is_topic(line)]
    return {
        "year": year,
        "before": year - 1,
        "compared": [comparison(by_name[name], year) for name in _COMPARED if name in by_name],
        "rows": cases.rows(year),
        "topics": [line for line in topics if line.figure.value is not None],
        "topics_total": by_name.get("gesprekken.totaal"),
        "groups": groups(line for line in lines if line.figure.published),
        "more_groups": groups(
            line for line in lines if not line.figure.published and line.figure.value
        ),
        "remarks": [(line.figure.label, r) for line in lines for r in line.figure.remarks],
        "advice": programme.advice(year),
        "points_before": programme.action_points(year - 1),
        "points": programme.action_points(year),
        "text": programme.text(year),
        "adopted": adopted_figures.adopted(year),
    }


def _is_topic(line: Line) -> bool:
    name = line.figure.name
    return name.startswith("gesprekken.") and name != "gesprekken.totaal"


def groups(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Put lines under their headings, in the order the rooms gave them."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.figure.group, []).append(line)
    return list(found.items())


def comparison(line: Line, year: int) -> str:
    """Say in a sentence how a figure went: gestegen van drie naar vijf."""
    now, before = line.figure.value, line.before
    told = {"what": line.figure.label.lower(), "year": year, "before": year - 1}
    if now is None:
        return _("Over %(year)s is van de %(what)s geen aantal vastgelegd.") % told
    told["now"] = in_words(now)
    if before is None:
        return _("In %(year)s: %(now)s %(what)s. Over %(before)s is geen aantal vastgelegd.") % told
    told["then"] = in_words(before)
    if now > before:
        return (
            _(
                "In %(year)s zijn de %(what)s ten opzichte van %(before)s gestegen "
                "van %(then)s naar %(now)s."
            )
            % told
        )
    if now < before:
        return (
            _(
                "In %(year)s zijn de %(what)s ten opzichte van %(before)s gedaald "
                "van %(then)s naar %(now)s."
            )
            % told
        )
    return _("In %(year)s waren er %(now)s %(what)s, evenveel als in %(before)s.") % told


def in_words(number: int) -> str:
    """Write a number up to ten as a word, as running text does."""
    words = _WORDS["en" if (get_language() or "").startswith("en") else "nl"]
    return words[number] if number < len(words) else str(number)
