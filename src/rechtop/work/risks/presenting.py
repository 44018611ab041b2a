"""Put risks into the words, order and map in which people read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.ground.ui.sheets import Sheet
from rechtop.people.organisation import queries as organisation
from rechtop.work.risks import queries, rules
from rechtop.work.risks.models import MarkedFunction, Revision, Risk
from rechtop.work.risks.queries import Sensitive
from rechtop.work.risks.states import (
    EFFECTS,
    LEVELS,
    LIKELIHOODS,
    Asked,
    Kind,
    Size,
    Stake,
    State,
    Verb,
    scores_of,
    size_of,
)

EXPORTED = 10_000
SOON = datetime.timedelta(days=91)

COLOURS = {Size.LOW: "good", Size.MEDIUM: "neutral", Size.HIGH: "warn", Size.TOP: "bad"}
MARKS = {
    Size.LOW: gettext_lazy("L"),
    Size.MEDIUM: gettext_lazy("M"),
    Size.HIGH: gettext_lazy("H"),
    Size.TOP: gettext_lazy("Z"),
}
"""The letter that tells a size where there is little room, beside its colour."""

_ORDERS = {
    "": ("score_order", False),
    "review": ("review_date", True),
    "name": ("name", True),
    "owner": ("owner_order", True),
}


def listed(chosen: dict[str, str], actor: Actor) -> tuple[QuerySet[Risk], str, bool]:
    """Give the risks of the list, by which field they are sorted, and whether upwards."""
    found = queries.everything()
    state = chosen.get("state", State.OPEN)
    if state != "all":
        found = found.filter(state=state)
    if stake := chosen.get("stake"):
        found = found.filter(stakes__contains=[stake])
    if size := chosen.get("size"):
        found = found.filter(**{"score_order__range": scores_of(size)})
    for name in ("likelihood", "effect"):
        if level := chosen.get(name):
            found = found.filter(**{name: int(level)})
    found = _of_whom(found, chosen.get("owner", ""), actor)
    if unit := chosen.get("unit"):
        found = found.filter(unit=None if unit == "none" else int(unit))
    return _due(found, chosen.get("review", "")), *_ORDERS[chosen.get("order", "")]


def _of_whom(found: QuerySet[Risk], owner: str, actor: Actor) -> QuerySet[Risk]:
    if owner == "role":
        return found.filter(owner=None)
    if owner == "gone":
        return found.filter(owner__is_active=False)
    if owner:
        return found.filter(owner=actor.number if owner == "me" else int(owner))
    return found


def _due(found: QuerySet[Risk], review: str) -> QuerySet[Risk]:
    today = clock.today()
    if review == "late":
        return found.filter(state=State.OPEN, review_date__lt=today)
    if review == "soon":
        return found.filter(state=State.OPEN, review_date__lte=today + SOON)
    return found


@dataclass(frozen=True)
class Line:
    """A risk in a list, with how large it is in words and colour."""

    risk: Risk
    size: str
    colour: str
    stakes: str


def lines(risks: Iterable[Risk]) -> list[Line]:
    """Give risks as lines of a list."""
    return [_line(one) for one in risks]


def _line(one: Risk) -> Line:
    size = Size(one.size)
    text = f"{one.score} · {str(size.label).lower()}"
    return Line(one, text, COLOURS[size], _labels(Stake, one.stakes))


def _labels(kind: Any, codes: Sequence[str]) -> str:
    return ", ".join(str(kind(code).label) for code in codes)


def sheet(risks: Iterable[Risk]) -> Sheet:
    """Give risks as a worksheet."""
    heading = [
        _("Nummer"),
        _("Risico"),
        _("Soort"),
        _("Onderdeel"),
        _("Op het spel"),
        _("Kans"),
        _("Effect"),
        _("Score"),
        _("Klasse"),
        _("Maatregelen"),
        _("Eigenaar"),
        _("Opnieuw beoordelen"),
        _("RI&E"),
        _("Stand"),
        _("Gesloten op"),
        _("Waarom gesloten"),
    ]
    return heading, (_row(one) for one in risks)


def _row(one: Risk) -> list[Any]:
    return [
        one.pk,
        one.name,
        str(Kind(one.kind).label),
        one.unit.name if one.unit else "",
        _labels(Stake, one.stakes),
        one.likelihood,
        one.effect,
        one.score,
        str(Size(one.size).label),
        one.measures,
        who(one),
        one.review_date,
        one.rie,
        str(State(one.state).label),
        one.closed_date,
        one.closed_because,
    ]


# The map


@dataclass(frozen=True)
class Cell:
    """A place on the map: how many risks there are, and how large they are there."""

    likelihood: int
    effect: int
    count: int

    @property
    def size(self) -> str:
        """Give the size of every risk here."""
        return size_of(self.likelihood * self.effect)

    @property
    def mark(self) -> str:
        """Give the letter of that size."""
        return str(MARKS[Size(self.size)])

    @property
    def told(self) -> str:
        """Say in words what a place on the map shows."""
        count = ngettext("%(n)s risico", "%(n)s risico's", self.count) % {"n": self.count}
        place = _("kans %(likelihood)s, effect %(effect)s") % {
            "likelihood": self.likelihood,
            "effect": self.effect,
        }
        return f"{count}: {place}, {str(Size(self.size).label).lower()}"


def heat_map() -> dict[str, Any]:
    """Give the map of open risks, the largest effect above, and the same in totals."""
    counts = queries.per_cell()
    rows = [
        (effect, str(EFFECTS[effect]), [Cell(one, effect, counts[one, effect]) for one in LEVELS])
        for effect in reversed(LEVELS)
    ]
    return {
        "columns": [(one, str(LIKELIHOODS[one])) for one in LEVELS],
        "rows": rows,
        "total": counts.total(),
        "sizes": _per_size([cell for _level, _effect, cells in rows for cell in cells]),
    }


@dataclass(frozen=True)
class OfSize:
    """How many risks there are of a size, and which part of all that is."""

    size: str
    label: str
    mark: str
    scores: str
    count: int
    percent: int


def _per_size(cells: Sequence[Cell]) -> list[OfSize]:
    total = sum(cell.count for cell in cells)
    found = []
    for size in reversed(Size):
        count = sum(cell.count for cell in cells if cell.size == size)
        percent = round(100 * count / total) if total else 0
        scores = "{}–{}".format(*scores_of(size))
        found.append(OfSize(size, str(size.label), str(MARKS[size]), scores, count, percent))
    return found


# One risk


@dataclass(frozen=True)
class Happened:
    """An entry in the history of a risk."""

    at: datetime.datetime
    title: str
    text: str
    who: str


def risk(one: Risk, actor: Actor) -> dict[str, Any]:
    """Give what the page of a risk shows."""
    marks = list(queries.marks(one))
    return {
        "risk": one,
        "line": _line(one),
        "facts": _facts(one),
        "rie_is_address": one.rie.startswith("https://"),
        "functions": _marked(marks),
        "asks": _labels(Asked, marks[0].asks) if marks else "",
        "history": history(one),
        "may_revise": bool(rules.may_revise(actor, one)),
        "may_reopen": bool(rules.may_reopen(actor, one)),
    }


def _facts(one: Risk) -> list[tuple[str, Any]]:
    return [
        (_("Nummer"), one.pk),
        (_("Soort"), str(Kind(one.kind).label)),
        (_("Onderdeel"), one.unit.name if one.unit else _("de hele organisatie")),
        (_("Op het spel"), _labels(Stake, one.stakes)),
        (_("Kans"), str(LIKELIHOODS[one.likelihood])),
        (_("Effect"), str(EFFECTS[one.effect])),
        (_("Eigenaar"), who(one)),
        (_("Opnieuw beoordelen"), dutch.day(one.review_date)),
        (_("Gesloten op"), dutch.day(one.closed_date)),
        (_("Waarom gesloten"), one.closed_because),
    ]


def who(one: Risk) -> str:
    """Say whose a risk is, and that they left where it needs another owner."""
    return _("%(who)s (vertrokken)") % {"who": one.who} if one.is_left_behind else one.who


def _marked(marks: Sequence[MarkedFunction]) -> list[tuple[str, int]]:
    people = queries.people_in([mark.folded for mark in marks], clock.today())
    return [(mark.name, people[mark.folded]) for mark in marks]


def history(one: Risk) -> list[Happened]:
    """Give what was done to a risk, in words."""
    found = list(queries.history(one))
    names = organisation.names({said.author for said in found})
    return [
        Happened(said.at, str(Verb(said.verb).label), happened(said), names.get(said.author, ""))
        for said in found
    ]


def happened(said: Revision) -> str:
    """Say what a revision changed, and what was said of it."""
    changes = [_change(*change) for change in said.changes]
    return "\n".join(part for part in (said.text, *changes) if part)


_LABELS = {
    "name": gettext_lazy("Naam"),
    "kind": gettext_lazy("Soort"),
    "stakes": gettext_lazy("Op het spel"),
    "likelihood": gettext_lazy("Kans"),
    "effect": gettext_lazy("Effect"),
    "measures": gettext_lazy("Maatregelen"),
    "unit": gettext_lazy("Onderdeel"),
    "owner": gettext_lazy("Eigenaar"),
    "review_date": gettext_lazy("Opnieuw beoordelen"),
    "rie": gettext_lazy("RI&E"),
    "functions": gettext_lazy("Gevoelige functies"),
    "asks": gettext_lazy("Wat deze functies vragen"),
}


def _change(name: str, was: Any, became: Any) -> str:
    told = {"what": _LABELS[name], "was": _told(name, was), "became": _told(name, became)}
    return _("%(what)s: was ‘%(was)s’, is nu ‘%(became)s’.") % told


def _told(name: str, value: Any) -> str:
    if name in ("stakes", "asks"):
        return _labels(Stake if name == "stakes" else Asked, value)
    if name == "kind":
        return str(Kind(value).label)
    if name == "functions":
        return ", ".join(value)
    if name == "review_date":
        return dutch.day(datetime.date.fromisoformat(value))
    return str(value)


# The functions


def functions() -> list[tuple[Sensitive, str]]:
    """Give the sensitive functions of today, with what they ask in words."""
    return [
        (one, _labels(Asked, [asked for asked in Asked.values if asked in one.asks]))
        for one in queries.sensitive_functions(clock.today())
    ]
