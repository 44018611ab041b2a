"""Gather the account of a year from the accounts of the rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import translation

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.tools.figures import queries as adopted_figures
from rechtop.tools.figures.account import Account, Behind, Figure
from rechtop.tools.policies import account as policies
from rechtop.tools.toolbox import account as toolbox
from rechtop.work.cases import account as cases
from rechtop.work.cases.account import PublishedRow
from rechtop.work.confidants import account as confidants
from rechtop.work.good_conversations import account as good_conversations
from rechtop.work.investigations import account as investigations
from rechtop.work.oath import account as oath
from rechtop.work.programme import account as programme
from rechtop.work.protection import account as protection
from rechtop.work.requests import account as requests
from rechtop.work.risks import account as risks
from rechtop.work.steps import account as steps
from rechtop.work.training import account as training
from rechtop.work.triage import account as triage

ACCOUNTS: tuple[Account, ...] = (
    cases,
    steps,
    triage,
    investigations,
    protection,
    requests,
    confidants,
    oath,
    programme,
    policies,
    good_conversations,
    risks,
    toolbox,
    training,
)

_NAMED_AFTER = {
    "regime": "meldingen",
    "topic": "gesprekken",
    "bibob": "bibob",
    "network": "netwerken",
}
_TOLD = (
    *("name", "label", "definition", "group", "value", "source", "remarks"),
    *("published", "charted"),
)
_LANGUAGE_OF_RECORD = "nl"


@dataclass(frozen=True)
class Line:
    """A figure of the year beside that of the year before."""

    figure: Figure
    before: int | None


def figures(year: int) -> list[Figure]:
    """Give every figure of a year: as adopted, or as it stands now."""
    adopted = adopted_figures.adopted(year)
    if adopted is not None:
        return [Figure(**told) for told in adopted.figures]
    return current_figures(year)


def current_figures(year: int) -> list[Figure]:
    """Give every figure of a year as the records tell it now."""
    return [figure for account in ACCOUNTS for figure in account.figures(year)]


def rows(year: int) -> list[PublishedRow]:
    """Give the published rows of a year: as adopted, or as they stand now."""
    adopted = adopted_figures.adopted(year)
    if adopted is not None:
        return [PublishedRow(**told) for told in adopted.rows]
    return cases.rows(year)


def lines(year: int) -> list[Line]:
    """Give every figure of a year with that of the year before.

    What was not published then is not published now, beside one that is.
    """
    was = {figure.name: figure for figure in figures(year - 1)}
    return [Line(figure, before(was.get(figure.name), figure)) for figure in figures(year)]


def before(was: Figure | None, now: Figure) -> int | None:
    """Give what a figure was a year before, as far as it may stand beside what it is now."""
    return was.value if was and (was.published or not now.published) else None


def find(year: int, name: str) -> Line | None:
    """Give one figure of a year."""
    return next((line for line in lines(year) if line.figure.name == name), None)


def behind(year: int, name: str, actor: Actor) -> Behind | None:
    """Give what stands behind a figure, as long as it is kept."""
    found = next((figure for figure in current_figures(year) if figure.name == name), None)
    return found.follow(actor) if found else None


def to_adopt(year: int) -> dict[str, list[dict[str, Any]]]:
    """Give figures and rows as they are adopted: plain, in Dutch, without what is behind them."""
    with translation.override(_LANGUAGE_OF_RECORD):
        return {
            "told": [
                {name: getattr(figure, name) for name in _TOLD} | {"remarks": list(figure.remarks)}
                for figure in current_figures(year)
            ],
            "rows": [asdict(row) for row in cases.rows(year)],
        }


def as_json(year: int) -> dict[str, Any]:
    """Give the published figures of a year for machines."""
    published = [line for line in lines(year) if line.figure.published]
    return {"jaar": year, "cijfers": {line.figure.name: _told(line) for line in published}}


def _told(line: Line) -> dict[str, Any]:
    return {
        "waarde": line.figure.value,
        "vorig_jaar": line.before,
        "definitie": line.figure.definition,
    }


def remarks(year: int) -> list[tuple[str, str]]:
    """Give what does not add up in the figures of a year, with the figure it is about."""
    return [(figure.label, remark) for figure in figures(year) for remark in figure.remarks]


def years() -> list[int]:
    """Give the years there is something to tell of, newest first."""
    found = set(cases.years()) | set(programme.years()) | set(confidants.years())
    found |= set(requests.years()) | set(investigations.years()) | oath.years()
    found |= set(good_conversations.years())
    return sorted(found | {clock.today().year}, reverse=True)


def figure_names() -> set[str]:
    """Give the name of every figure there is."""
    return {figure.name for year in years() for figure in current_figures(year)}


def figure_names_of(values: Iterable[Mapping[str, Any]]) -> set[str]:
    """Give the names of the figures that follow from new values of lists."""
    return {
        f"{_NAMED_AFTER[value['list']]}.{value['code']}"
        for value in values
        if value["list"] in _NAMED_AFTER
    }
