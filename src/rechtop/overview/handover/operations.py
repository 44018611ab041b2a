"""Hand over several files in portions. Each is whole by itself, so what breaks off is done in part
and the rest stays where it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.people.identity.models import Person
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.identities import operations as identities

AT_ONCE = 25

Give = Callable[..., None]
give_case: Give = cases.hand_over
give_name: Give = identities.hand_over


@dataclass(frozen=True)
class Done:
    """How many were handed over, and how many this colleague cannot get."""

    given: int
    left: int


def hand_over(
    give: Give, listed: Sequence[Case], *, to: Person, reason: str, keeps: bool, by: Actor
) -> Done:
    """Hand over a portion; what this colleague cannot get stays, and nobody is told why here."""
    given = 0
    for case in listed:
        try:
            give(case, to=to, reason=reason, keeps=keeps, by=by)
        except (Invalid, Refused):
            continue
        given += 1
    return Done(given, len(listed) - given)
