"""Put questions about detriment into the words and order in which people read them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from rechtop.ground.kernel import clock
from rechtop.work.cases.models import Case
from rechtop.work.cases.states import State as CaseState
from rechtop.work.protection import queries
from rechtop.work.protection.models import CheckIn
from rechtop.work.protection.states import State

_COLOURS = {
    State.ASKED: "info",
    State.WELL: "good",
    State.DETRIMENT: "warn",
    State.UNREACHED: "neutral",
}


@dataclass(frozen=True)
class AskedRow:
    """A question that was asked, as a row of a list."""

    check_in: CheckIn
    title: str
    state: str
    colour: str


def rows(found: Sequence[CheckIn]) -> list[AskedRow]:
    """Make rows of questions that were asked."""
    return [
        AskedRow(
            one,
            str(one.rule),
            str(State(one.state).label),
            _COLOURS.get(State(one.state), "neutral"),
        )
        for one in found
    ]


def to_come(case: Case) -> list[tuple[str, datetime.date]]:
    """Give when the reporter of a closed case will be asked again."""
    if case.state != CaseState.CLOSED or case.closed_on is None:
        return []
    listed = queries.due(case.closed_on, queries.rules_on(case.closed_on))
    return [(str(rule), day) for day, rule in listed if day > clock.today()]
