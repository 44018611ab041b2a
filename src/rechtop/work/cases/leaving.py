"""Let people work on a case no more, inside an operation that took their keys; and let what goes
along with a case be given with it, and close with it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from rechtop.ground.kernel.actors import Actor
from rechtop.people.identity.models import Person
from rechtop.work.cases.models import Case, HandedOver, Row
from rechtop.work.cases.states import RowState

_ALSO: list[Callable[[Case, Collection[int]], None]] = []


def also(
    do: Callable[[Case, Collection[int]], None],
) -> Callable[[Case, Collection[int]], None]:
    """Let a room above take from people what they do there in a case, inside that operation: this
    room may not know it. Its operations are loaded when Rechtop starts."""
    _ALSO.append(do)
    return do


Along = Callable[[Case, Person, Actor], None]
_ALONG: list[Along] = []


def along(give: Along) -> Along:
    """Let a room above give who goes on with a case what belongs to it there, inside that
    operation. Its operations are loaded when Rechtop starts."""
    _ALONG.append(give)
    return give


def give_along(case: Case, to: Person, by: Actor) -> None:
    """Give who goes on with a case what belongs to it in the rooms above."""
    for give in _ALONG:
        give(case, to, by)


Closes = Callable[[Case, Collection[int], Actor], None]
_CLOSES: list[Closes] = []


def closes(close: Closes) -> Closes:
    """Let a room above close what belongs to a case there for whom that case closes, inside that
    operation. Its operations are loaded when Rechtop starts."""
    _CLOSES.append(close)
    return close


def close_along(case: Case, people: Collection[int], by: Actor) -> None:
    """Close what belongs to a case in the rooms above for whom it is about, as this case."""
    for close in _CLOSES:
        close(case, people, by)


def take_work_from(case: Case, people: Collection[int]) -> None:
    """Let these people handle and read no more of a case, nor do in it what they were asked to."""
    if case.handler_id in people:
        case.handler = None
        case.save(update_fields=["handler"])
    take_reading_from(case, people)
    for do in _ALSO:
        do(case, people)


def take_reading_from(case: Case, people: Collection[int]) -> None:
    """Let these people read no row of a case that waits for them, nor see it was handed over."""
    waiting = Row.objects.filter(case=case, reader__in=people, state=RowState.PROPOSED)
    waiting.update(state=RowState.SENT_BACK)
    HandedOver.objects.filter(case=case, receiver__in=people).delete()
