"""The terms to react to a draft, inside an operation: they run, are let go, end with the draft."""

from __future__ import annotations

from collections.abc import Sequence

from rechtop.ground.kernel import clock
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.deadlines import queries as deadline_queries
from rechtop.work.investigations.models import REACTION_TERM, Investigation, PersonalDraft


def end_drafts(investigation: Investigation, numbers: Sequence[int]) -> None:
    """Let drafts that were replaced end, and the terms to react to them."""
    earlier = PersonalDraft.objects.filter(file__in=numbers, over_on=None)
    for draft in earlier:
        deadlines.take_back(investigation.case.ref, REACTION_TERM, part=draft.pk)
    earlier.update(over_on=clock.today())


def start(draft: PersonalDraft) -> None:
    """Set the term running that the letter names, under the rule of the day it is sent; or let it
    end on another day that was named since. Inside an operation."""
    term = deadline_queries.rule_on(REACTION_TERM, draft.sent_on)
    if term is not None:  # an undeclared term is never invented
        deadlines.start(
            draft.investigation.case.ref,
            term,
            starts_on=draft.sent_on,
            due_on=draft.react_by,
            part=draft.pk,
        )


def let_go(investigation: Investigation) -> None:
    """Let the terms to react go that still wait: from now on nothing is worked in."""
    for draft in PersonalDraft.objects.filter(investigation=investigation, over_on=None):
        deadlines.depart_from(
            investigation.case.ref, REACTION_TERM, on=clock.today(), part=draft.pk
        )
