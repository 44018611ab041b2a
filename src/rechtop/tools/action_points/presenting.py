"""Put action points into the words and order in which people read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui.sheets import Sheet
from rechtop.people.organisation import queries as organisation
from rechtop.tools.action_points import queries, rules
from rechtop.tools.action_points.models import ActionPoint, Note
from rechtop.tools.action_points.states import UNFINISHED, Origin, State

EXPORTED = 10_000

COLOURS = {
    State.OPEN: "neutral",
    State.UNDER_WAY: "info",
    State.DONE: "good",
    State.DROPPED: "warn",
    State.CARRIED_OVER: "neutral",
}
_ALWAYS = (State.OPEN, State.UNDER_WAY, State.DONE)
_ORDERS = {
    "": ("due_order", True),
    "title": ("title", True),
    "owner": ("owner_order", True),
    "year": ("report_year", False),
}


@dataclass(frozen=True)
class Happened:
    """An entry in the history of a point."""

    at: datetime.datetime
    title: str
    text: str
    who: str


@dataclass(frozen=True)
class Line:
    """A point in a list, with the colour of its state."""

    point: ActionPoint
    colour: str


def board(year: int, actor: Actor) -> dict[str, Any]:
    """Give what the board of a year shows: a column for each state that has points."""
    listed = list(queries.of_report(year))
    columns = [
        (state.label, found)
        for state in State
        if (found := [one for one in listed if one.state == state]) or state in _ALWAYS
    ]
    may_open = rules.may_change(actor, ActionPoint(report_year=year))
    return {
        "year": year,
        "years": years(year),
        "columns": columns,
        "may_open": bool(may_open),
        "why_not": may_open.reason if rules.may_keep(actor) else "",
    }


def years(*others: int) -> list[int]:
    """Give the years that have a board to go to, newest first: also this one, to begin with."""
    return sorted({*queries.years(), clock.today().year, *others}, reverse=True)


def point(one: ActionPoint, actor: Actor) -> dict[str, Any]:
    """Give what the page of a point shows."""
    return {
        "point": one,
        "colour": COLOURS[State(one.state)],
        "facts": _facts(one),
        "history": _history(one),
        "successor": queries.successor(one),
        "may_read": bool(rules.may_read(actor)),
        "may": _may(one, actor),
    }


def _may(one: ActionPoint, actor: Actor) -> dict[str, bool]:
    asked = {
        "note": rules.may_note,
        "finish": rules.may_finish,
        "assign": rules.may_assign,
        "change": rules.may_change,
        "standing": rules.may_note_standing,
        "drop": rules.may_drop,
        "reopen": rules.may_reopen,
        "take_away": rules.may_take_away,
    }
    may = {name: bool(asks(actor, one)) for name, asks in asked.items()}
    can_go_on = rules.may_carry_over(actor, one) and queries.next_year(one) is not None
    return {**may, "carry_over": bool(can_go_on)}


def _facts(one: ActionPoint) -> list[tuple[str, Any]]:
    return [
        (_("Komt uit"), origin(one)),
        (_("Wie"), who(one) or _("nog niemand")),
        (_("In de rapportage"), one.standing),
        (_("Wat is gedaan"), one.outcome),
    ]


def who(one: ActionPoint) -> str:
    """Say who does a point, and that they left where another is to do it."""
    return _("%(who)s (vertrokken)") % {"who": one.who} if one.is_left_behind else one.who


def origin(one: ActionPoint) -> str:
    """Say where a point comes from. Of a record of another room its number is not told: who may
    see that, finds the point there."""
    if one.origin_kind == Origin.REPORT and one.origin_number:
        return _("Jaarrapportage over %(year)s") % {"year": one.origin_number}
    return str(Origin(one.origin_kind).label)


def _history(one: ActionPoint) -> list[Happened]:
    listed = list(queries.notes(one))
    names = organisation.names({said.author for said in listed})
    return [_happened(said, names.get(said.author, "")) for said in listed]


def _happened(said: Note, who: str) -> Happened:
    return Happened(said.at, _title(said.state, said.text), _text(said.text, said.was), who)


def _title(state: str, text: str) -> str:
    if state == State.UNDER_WAY and not text:
        return _("Weer opgepakt")
    return _("Notitie") if state == State.UNDER_WAY else str(State(state).label)


def _text(text: str, was: str) -> str:
    stood = _("In de rapportage stond: %(words)s.") % {"words": was} if was else ""
    return "\n".join(part for part in (text, stood) if part)


def overview(chosen: dict[str, str], actor: Actor) -> tuple[QuerySet[ActionPoint], str, bool]:
    """Give the points of the overview, by which field they are sorted, and whether upwards."""
    found = queries.everything()
    state, owner = chosen.get("state", ""), chosen.get("owner", "")
    if state != "all":
        found = found.filter(state__in=[state] if state else UNFINISHED)
    if year := chosen.get("year"):
        found = found.filter(report_year=int(year))
    if owner == "none":
        found = found.filter(owner=None, owner_name="")
    elif owner == "gone":
        found = found.filter(owner__is_active=False)
    elif owner:
        found = found.filter(owner=actor.number if owner == "me" else int(owner))
    return found, *_ORDERS[chosen.get("order", "")]


def lines(points: Iterable[ActionPoint]) -> list[Line]:
    """Give points as lines of a list."""
    return [Line(one, COLOURS[State(one.state)]) for one in points]


def sheet(points: Iterable[ActionPoint]) -> Sheet:
    """Give points as a worksheet."""
    heading = [
        _("Rapportage over"),
        _("Nummer"),
        _("Actiepunt"),
        _("Komt uit"),
        _("Wie"),
        _("Klaar op"),
        _("Stand"),
        _("In de rapportage"),
        _("Wat is gedaan"),
    ]
    return heading, (
        [
            one.report_year,
            one.number,
            one.title,
            origin(one),
            who(one),
            one.due_on,
            str(State(one.state).label),
            one.standing,
            one.outcome,
        ]
        for one in points
    )
