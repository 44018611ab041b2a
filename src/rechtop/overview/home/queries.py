"""Gather what waits for someone, and by when."""

from __future__ import annotations

from dataclasses import dataclass

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import queries as vault
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case, Row

SHOWN = 15


@dataclass(frozen=True)
class Due:
    """A deadline with the case it belongs to."""

    deadline: Deadline
    case: Case


@dataclass(frozen=True)
class Waiting:
    """Everything that waits for one person."""

    due: list[Due]
    unassigned: list[Case]
    reporters: list[Case]
    rows: list[Row]
    sent_back: list[Row]
    key_work: int

    @property
    def is_empty(self) -> bool:
        """Say whether nothing waits."""
        lists = (self.due, self.unassigned, self.reporters, self.rows, self.sent_back)
        return not any(lists) and not self.key_work


def waiting_for(actor: Actor) -> Waiting:
    """Gather what waits for this person, each list short and first things first."""
    return Waiting(
        due=_due(actor),
        unassigned=list(cases.unassigned(actor)[:SHOWN]),
        reporters=list(cases.with_waiting_reporter(actor)[:SHOWN]),
        rows=list(cases.rows_for(actor)[:SHOWN]),
        sent_back=list(cases.rows_sent_back_to(actor)[:SHOWN]),
        key_work=vault.key_work_for(actor)[:1000].count(),
    )


def _due(actor: Actor) -> list[Due]:
    """Give the first deadlines of this person's own cases and of those nobody handles."""
    deadlines = list(cases.open_work_of(actor)[:SHOWN])
    found = {
        c.pk: c
        for c in cases.visible_to(actor)
        .filter(pk__in=[d.subject_number for d in deadlines])
        .select_related("handler")
    }
    return [Due(d, found[d.subject_number]) for d in deadlines if d.subject_number in found]
