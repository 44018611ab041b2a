"""Let a term of a case stand still, run again, or be longer, with a reason.

Whether a term may, its rule says. Why stands inside the file; outside stands only since when, and
by how many days the last day moved. The reporter reads that it happened, and what we write to them
about it.
"""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.rules import Verdict
from rechtop.ground.vault import files
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.deadlines import queries as deadline_queries
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases import operations, rules
from rechtop.work.cases.models import Case

_GONE = Verdict(False, _("Deze termijn is er niet meer."))


@operation("case.term_paused", allowed=rules.may_change_terms)
def pause(
    case: Case, *, term: int, on: datetime.date, reason: str, told: str = "", by: Actor
) -> None:
    """Let a term stand still from a day on. Raises Refused or Invalid where it cannot."""
    deadline = _of(case, term)
    deadlines.pause(deadline, on=on)
    _write(case, "term_paused", deadline, on, reason, told, by)


@operation("case.term_resumed", allowed=rules.may_change_terms)
def resume(
    case: Case, *, term: int, on: datetime.date, reason: str, told: str = "", by: Actor
) -> None:
    """Let a term run again; its last day moves by the days it stood still."""
    deadline = _of(case, term)
    deadlines.resume(deadline, on=on)
    _write(case, "term_resumed", deadline, on, reason, told, by)


@operation("case.term_extended", allowed=rules.may_change_terms)
def extend(
    case: Case, *, term: int, until: datetime.date, reason: str, told: str = "", by: Actor
) -> None:
    """Make a term longer, up to and including a day."""
    deadline = _of(case, term)
    deadlines.extend(deadline, until=until)
    _write(case, "term_extended", deadline, until, reason, told, by)


def _of(case: Case, term: int) -> Deadline:
    """Find a term of this case as it is now, under the lock of the case."""
    found = deadline_queries.of(case.ref).filter(pk=term).first()
    if found is None:
        raise Refused(_GONE)
    return found


def _write(
    case: Case, kind: str, deadline: Deadline, on: datetime.date, reason: str, told: str, by: Actor
) -> None:
    facts = {
        "term": deadline.rule.label,
        "term_en": deadline.rule.label_en,
        "on": on.isoformat(),
        "until": deadline.due_on.isoformat() if deadline.due_on else "",
    }
    inner = {**facts, "author": by.number, "text": reason, "told": told}
    files.open_file(case.pk, by.keyring).write(Piece(Part.INNER, kind, inner))
    if case.has_mailbox:
        shared = {**facts, "from": "authority", "what": kind, "text": told}
        operations.tell_reporter(case, "term_told", shared, by=by)
