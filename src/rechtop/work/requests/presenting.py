"""Put a round into words, rows and a worksheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rechtop.ground.ui import dutch
from rechtop.ground.ui.sheets import Sheet
from rechtop.work.requests import queries
from rechtop.work.requests.models import Request, Round, Tally
from rechtop.work.requests.queries import Coverage
from rechtop.work.requests.states import Answer, Lapse, RequestState

EXPORTED = 20_000
"""How many managers a worksheet holds at most: it is made in memory."""

_COLOURS = {
    RequestState.ASKED: "info",
    RequestState.ANSWERED: "good",
    RequestState.LAPSED: "neutral",
}


@dataclass(frozen=True)
class RoundRow:
    """A round as a row of a list, with its coverage."""

    round: Round
    coverage: Coverage


def round_rows(rounds: Sequence[Round]) -> list[RoundRow]:
    """Make rows of rounds, with one query for all of them."""
    covered = queries.coverage([one.pk for one in rounds])
    return [RoundRow(one, covered.get(one.pk, queries.NOBODY)) for one in rounds]


def facts(found: Round) -> list[tuple[str, str]]:
    """Give what is known of a round."""
    by_itself = found.closed_on and found.closed_by is None
    return [
        (_("De vraag"), str(found.question)),
        (_("Begonnen"), dutch.day(found.opened_on)),
        (_("Laatste dag"), dutch.day(found.due_on)),
        (_("Gesloten"), dutch.day(found.closed_on)),
        (_("Gesloten door"), _("de laatste dag was voorbij") if by_itself else ""),
    ]


@dataclass(frozen=True)
class Department:
    """A department with its coverage."""

    name: str
    coverage: Coverage
    lapsed: int


def departments(tallies: Sequence[Tally]) -> list[Department]:
    """Put the tallies of a round under the names of their departments."""
    return [
        Department(_department(one), Coverage(one.asked - one.lapsed, one.answered), one.lapsed)
        for one in tallies
    ]


def _department(one: Tally | Request) -> str:
    return one.department.name if one.department else _("Zonder onderdeel")


@dataclass(frozen=True)
class RequestRow:
    """What one manager is asked, as the coordinator reads it: whether there is an answer."""

    request: Request
    department: str
    colour: str
    why: str
    is_manager: bool

    @property
    def waits(self) -> bool:
        """Say whether there is no answer yet."""
        return self.request.state == RequestState.ASKED

    @property
    def has_lapsed(self) -> bool:
        """Say whether nobody is asked any more."""
        return self.request.state == RequestState.LAPSED


def request_rows(requests: Sequence[Request]) -> list[RequestRow]:
    """Make rows of requests, with one query for all of them."""
    still = queries.managers_among([one.person_id for one in requests])
    return [
        RequestRow(
            one,
            _department(one),
            _COLOURS[RequestState(one.state)],
            str(Lapse(one.lapse).label) if one.lapse else "",
            one.person_id in still,
        )
        for one in requests
    ]


@dataclass(frozen=True)
class OwnRow:
    """What someone was asked, as they read it themselves: with their own answer."""

    request: Request
    answer: str


def own_rows(requests: Iterable[Request]) -> list[OwnRow]:
    """Make rows of what someone was asked."""
    return [OwnRow(one, own_answer(one)) for one in requests]


def own_answer(request: Request) -> str:
    """Say what someone answered themselves."""
    if request.answer:
        return str(Answer(request.answer).label)
    return str(RequestState(request.state).label)


def sheets(requests: Sequence[Request], departments: Sequence[Department]) -> dict[str, Sheet]:
    """Make worksheets of a round: who answered and who did not, and the coverage."""
    heading = [
        _("Naam"),
        _("Onderdeel"),
        _("Afdeling"),
        _("Antwoord"),
        _("Beantwoord op"),
        _("Vervallen omdat"),
        _("Herinnerd op"),
    ]
    people = [
        [
            one.person.name,
            one.unit.name if one.unit else "",
            _department(one),
            str(RequestState(one.state).label),
            one.answered_on,
            str(Lapse(one.lapse).label) if one.lapse else "",
            one.reminded_on,
        ]
        for one in requests
    ]
    head = [
        _("Afdeling"),
        _("Gevraagd"),
        _("Beantwoord"),
        _("Vervallen"),
        _("Dekking in procenten"),
    ]
    covered = [
        [one.name, one.coverage.asked, one.coverage.answered, one.lapsed, one.coverage.percent]
        for one in departments
    ]
    return {_("Leidinggevenden"): (heading, people), _("Dekking"): (head, covered)}
