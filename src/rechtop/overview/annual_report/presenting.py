"""Put the account of a year into words, tables and a chapter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rechtop.ground.ui import dutch
from rechtop.ground.ui.sheets import Sheet
from rechtop.overview.annual_report import queries
from rechtop.overview.annual_report.queries import Line
from rechtop.tools.action_points import account as action_points
from rechtop.tools.figures import queries as adopted_figures
from rechtop.tools.figures.account import Record
from rechtop.work.cases import account as cases
from rechtop.work.programme import account as programme

_WORDS = {
    "nl": ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
}
_REPORTS, _CONVERSATIONS = "meldingen.totaal", "gesprekken.totaal"

_FEWEST_BARS = 2
_FLOW = ("meegenomen", "ontvangen", "afgesloten", "open")

_SECTIONS = {
    "meldingen": "reports",
    "onderzoeken": "reports",
    "triage": "reports",
    "stappen": "reports",
    "bescherming": "reports",
    "gesprekken": "conversations",
    "vertrouwenspersonen": "conversations",
    "uitvraag": "activities",
    "eed": "activities",
    "dilemmaspel": "activities",
    "netwerken": "activities",
    "goede-gesprekken": "activities",
    "activiteiten": "activities",
    "verplicht": "activities",
    "bibob": "bibob",
    "actiepunten": "points",
    "beleid": "policies",
    "risico": "activities",
    "toolbox": "activities",
}
"""The section a figure stands in, by the first part of its name; any other stands at the end."""


@dataclass(frozen=True)
class Headline:
    """A figure that opens the chapter, with how it went in a sentence."""

    line: Line
    sentence: str


class Group(NamedTuple):
    """Figures under one heading."""

    title: str
    lines: list[Line]

    @property
    def most(self) -> int:
        """Give the largest number where bars show how numbers compare; otherwise 0."""
        if len(self.lines) < _FEWEST_BARS or not all(one.figure.charted for one in self.lines):
            return 0
        return max(one.figure.value or 0 for one in self.lines)


Groups = list[Group]


@dataclass(frozen=True)
class YearLine:
    """A year in the list of years, with its headlines."""

    year: int
    is_adopted: bool
    reports: int | None
    conversations: int | None


def years() -> list[YearLine]:
    """Give the years there is something to tell of."""
    return [_year(year) for year in queries.years()]


def _year(year: int) -> YearLine:
    values = {figure.name: figure.value for figure in queries.figures(year)}
    is_adopted = adopted_figures.adopted(year) is not None
    return YearLine(year, is_adopted, values.get(_REPORTS), values.get(_CONVERSATIONS))


def chapter(year: int) -> dict[str, Any]:
    """Give what the chapter of the account shows."""
    lines = queries.lines(year)
    by_name = {line.figure.name: line for line in lines}
    return {
        "year": year,
        "before": year - 1,
        "headlines": [
            Headline(by_name[name], comparison(by_name[name], year))
            for name in (_REPORTS, _CONVERSATIONS)
            if name in by_name
        ],
        "flow": flow({name: line.figure.value for name, line in by_name.items()}, year),
        "rows": queries.rows(year),
        "untold": untold(cases.untold(year)),
        "topics": _topics(lines),
        "topics_total": by_name.get(_CONVERSATIONS),
        "sections": sections(lines),
        "remarks": queries.remarks(year),
        "advice": programme.advice(year),
        "activities": programme.activities(year),
        "points_before": action_points.action_points(year - 1),
        "points": action_points.action_points(year),
        "text": programme.text(year),
        "adopted": adopted_figures.adopted(year),
    }


def _topics(lines: Iterable[Line]) -> list[Line]:
    return [
        line
        for line in lines
        if _section(line) == "conversations"
        and line.figure.name.startswith("gesprekken.")
        and line.figure.name != _CONVERSATIONS
        and (line.figure.value is not None or line.figure.remarks)
    ]


def sections(lines: Sequence[Line]) -> dict[str, Groups]:
    """Put lines under their headings, by section; what is not published stands by itself.

    Table 2 tells the conversations by topic, so their section has the other figures only.
    """
    found: dict[str, dict[str, list[Line]]] = {}
    for line in lines:
        if not line.figure.published and line.figure.value is None:
            continue
        if line.figure.name.startswith("gesprekken."):
            continue
        section = _section(line) if line.figure.published else "more"
        found.setdefault(section, {}).setdefault(line.figure.group, []).append(line)
    return {
        section: [Group(title, listed) for title, listed in groups.items()]
        for section, groups in found.items()
    }


def _section(line: Line) -> str:
    return _SECTIONS.get(line.figure.name.split(".")[0], "other")


def flow(values: Mapping[str, int | None], year: int) -> str:
    """Tell apart in words what was carried over, received, closed and still open."""
    counted = {name: values.get(f"meldingen.{name}") for name in _FLOW}
    if None in counted.values():
        return ""
    told = {name: in_words(count or 0) for name, count in counted.items()}
    return _(
        "Nog open op 1 januari %(year)s: %(meegenomen)s. Ontvangen: %(ontvangen)s. "
        "Afgesloten: %(afgesloten)s. Nog open op 31 december: %(open)s."
    ) % {**told, "year": year}


def untold(count: int) -> str:
    """Say how many cases have no approved row."""
    if not count:
        return ""
    return ngettext(
        "Van %(count)s melding is nog geen rij goedgekeurd voor publicatie.",
        "Van %(count)s meldingen is nog geen rij goedgekeurd voor publicatie.",
        count,
    ) % {"count": in_words(count)}


def comparison(line: Line, year: int) -> str:
    """Say in a sentence how a figure went: gestegen van drie naar vijf."""
    now, before = line.figure.value, line.before
    told = {"what": line.figure.label.lower(), "year": year, "before": year - 1}
    if now is None:
        return _("Over %(year)s is nog geen aantal %(what)s vastgelegd.") % told
    told["now"] = in_words(now)
    if before is None:
        return (
            _(
                "Het aantal %(what)s in %(year)s: %(now)s. "
                "Over %(before)s is geen aantal vastgelegd."
            )
            % told
        )
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
    return _("Het aantal %(what)s bleef in %(year)s gelijk aan dat in %(before)s: %(now)s.") % told


def in_words(number: int) -> str:
    """Write a number up to ten as a word, as running text does."""
    words = _WORDS["en" if (get_language() or "").startswith("en") else "nl"]
    return words[number] if number < len(words) else dutch.number(number)


def sheet(records: Sequence[Record]) -> Sheet:
    """Give the registrations behind a figure as a worksheet.

    Not all tell the same of themselves: each value stands under its own heading, and stays empty
    where a registration does not tell it.
    """
    labels = list(dict.fromkeys(label for one in records for label, _value in one.facts))
    heading = [_("Registratie"), *labels, _("Meer")]
    return heading, (
        [
            one.title,
            *(dict(one.facts).get(label, "") for label in labels),
            one.link.label if one.link else "",
        ]
        for one in records
    )
