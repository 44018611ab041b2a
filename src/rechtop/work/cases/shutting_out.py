"""Take a case from who came to be in a position it is about.

A file does not know by itself who is in a position now. It is seen when a colleague opens it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault.files import OpenItem
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import dossiers, leaving, operations, queries, rules
from rechtop.work.cases.models import Case, Row
from rechtop.work.cases.states import RowState


def late(case: Case, items: Sequence[OpenItem]) -> set[int]:
    """Give who is by now in a position the case is about, and has a key to it or to its row that
    waits for them as second reader; not the last who can open the case, also where they read that.
    """
    found, inside = queries.late_in(case, items), queries.in_position(items)
    if not inside:
        return found
    waiting = Row.objects.filter(case=case, reader__in=inside, state=RowState.PROPOSED)
    readers: set[int] = {*waiting.values_list("reader", flat=True)}
    return found | (readers - organisation.openers_of([case.pk]).get(case.pk, set()))


@operation("case.shut_for_position", allowed=rules.may_open)
def shut_out(case: Case, *, by: Actor) -> None:
    """Take every key of who came to be in a position the case is about, after they got it.

    It is not closed for them for good: while they are in that position nobody can give it to them,
    and after that a colleague can again. The names of reporters stay closed.
    Raises NoKey where one cannot open every part of the case, NobodyLeft where nobody would remain.
    """
    dossier = dossiers.all_opened(case, by)
    people = late(case, dossier[0].items())
    dossiers.let_go_of(people, dossier)
    for person in people:
        operations.close_apart(case, person)
    leaving.take_work_from(case, people)
