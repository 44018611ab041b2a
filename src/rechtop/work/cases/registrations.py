"""Write registrations: of what comes in, of what was taken over, and what a destroyed file leaves.

Below the operations, which decide whether it may.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import require_operation
from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.numbers import random_number
from rechtop.ground.vault import files
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part, SealedFile
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.deadlines import queries as deadline_queries
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK
from rechtop.tools.deliveries.queries import Changes, Record
from rechtop.tools.lists import queries as lists
from rechtop.tools.procedures import layout
from rechtop.tools.procedures.layout import Act
from rechtop.tools.procedures.models import Version
from rechtop.tools.runs import operations as runs
from rechtop.tools.runs import queries as run_queries
from rechtop.tools.runs.models import Way
from rechtop.work.cases import earlier
from rechtop.work.cases.models import (
    REQUEST_ROUND,
    ApartFile,
    BesideFile,
    Case,
    CaseType,
    Guest,
    HandedOver,
    List,
    Measure,
    Row,
    RowFile,
)
from rechtop.work.cases.states import RowState, State

_AT_ONCE = 2_000


def take_in(case: Case, made: Sequence[SealedFile]) -> Case:
    """Register a case whose report was sealed: by number, its terms running from receipt.

    Feedback counts as if the acknowledgement goes on its last day.
    """
    require_operation()
    file, *own = made
    case.identity_file = own[0].pk if own else None
    case.pk, case.number = file.pk, random_number()
    rows.insert([case])
    deadlines.start_chain(case.ref, [ACKNOWLEDGEMENT, FEEDBACK], starts_on=case.day_received)
    return case


def take_in_handled(made: Sequence[SealedFile], types: Collection[str]) -> Case:
    """Register what a manager handled themselves and hands in today, with its types."""
    on = clock.today()
    case = Case(received_on=on, received_year=on.year, channel=REQUEST_ROUND, has_mailbox=False)
    take_in(case, made)
    CaseType.objects.bulk_create(CaseType(case=case, code=code) for code in types)
    return case


def as_registered(case: Case) -> str:
    """Give procedure, flags and step of a case as one text, to see whether they changed."""
    run = run_queries.of(case.ref)
    flags = f"{case.is_wrongdoing}|{case.is_union_law_breach}"
    return f"{case.regime}|{flags}|{runs.place(run) if run else ''}"


def see_that_it_stands_as(case: Case, shown: str | None) -> None:
    """See that nobody registered anything since it was shown, where it was. Raises Invalid."""
    if shown is not None and as_registered(case) != shown:
        raise Invalid(shown=_("Een collega legde dit net vast. Kijk wat er nu staat."))


def follow(case: Case, steps: str, *, reason: str, by: Actor) -> None:
    """Let the case go through the version in force of these steps, or of those of its regime.

    Where it goes through steps already, only others that are named move it, and the reason stands
    on the file. Raises Invalid without.
    """
    has_run = run_queries.of(case.ref) is not None
    version = run_queries.elsewhere(case.ref, steps or ("" if has_run else case.regime))
    if version is None:
        return
    if has_run:
        _note_move(case, version, reason, by)
    told = {
        Act.RECEIVED: case.received_on,
        Act.ACKNOWLEDGED: case.acknowledged_on,
        Act.FEEDBACK: case.feedback_on,
    }
    acts = {act.value: day for act, day in told.items() if day}
    runs.begin(case.ref, version, received_on=case.day_received, acts=acts)


def _note_move(case: Case, version: Version, reason: str, by: Actor) -> None:
    if not reason:
        raise Invalid(reason=_("Schrijf waarom deze zaak andere stappen gaat volgen."))
    procedure = layout.read(version.content)
    first = procedure.steps[procedure.first].title
    told = run_queries.on_file(Way.MOVED, procedure.title, first, text=reason, author=by.number)
    files.open_file(case.pk, by.keyring).write(Piece(Part.INNER, "step", told))


def count_feedback_from(case: Case, acknowledged_on: datetime.date) -> None:
    """Count from the acknowledgement, but never later than from the last day it could be sent."""
    feedback = deadline_queries.of(case.ref).filter(rule__code=FEEDBACK).first()
    if feedback is not None and acknowledged_on < feedback.starts_on:
        deadlines.count_anew(case.ref, FEEDBACK, starts_on=acknowledged_on)


def leave_alone(case: Case, declaration: str) -> None:
    """Leave of a case whose files were destroyed what the figures need and what was published."""
    require_operation()
    ApartFile.objects.filter(case=case).delete()
    HandedOver.objects.filter(case=case).delete()
    RowFile.objects.filter(case=case).delete()
    BesideFile.objects.filter(case=case).delete()
    Guest.objects.filter(case=case).delete()
    kept = Row.objects.filter(case=case)
    kept.exclude(state=RowState.APPROVED).delete()
    kept.update(file=None, author=None, reader=None)
    case.has_file = False
    case.handler = case.entered_by = case.hold_by = None
    case.identity_file = case.hold_since = case.reporter_waits_since = None
    case.file_destroyed_on, case.declaration = clock.today(), declaration
    case.save()


def write(changes: Changes, *, delivery: int) -> None:
    """Write what an import changes of the registrations that were taken over."""
    require_operation()
    Case.objects.filter(pk__in=[held.pk for held in changes.removed]).delete()
    numbers = files.reserve_numbers(len(changes.added))
    new = [_registration(pk, record) for pk, record in zip(numbers, changes.added, strict=True)]
    changed = [_registration(held.pk, record) for held, record in changes.changed]
    for case in new + changed:
        case.delivery = delivery
    Case.objects.bulk_create(new, batch_size=_AT_ONCE)
    if changed:
        Case.objects.bulk_update(changed, earlier.REGISTERED, batch_size=_AT_ONCE)
    Case.objects.filter(pk__in=changes.seen(delivery)).update(delivery=delivery)
    told = changes.added + [record for _held, record in changes.changed]
    _write_details([*zip((case.pk for case in new + changed), told, strict=True)])


def _registration(pk: int, record: Record) -> Case:
    is_closed = record["closed_year"] is not None
    return Case(
        pk=pk,
        number=random_number(),
        state=State.CLOSED if is_closed else State.RECEIVED,
        has_file=False,
        has_mailbox=False,
        regime=record["regime_taken_in"],
        **{name: record[name] for name in earlier.REGISTERED_AS_DELIVERED},
    )


def _write_details(told: Sequence[tuple[int, Record]]) -> None:
    """Write types, measures and published row of registrations anew."""
    numbers = [pk for pk, _record in told]
    for model in (CaseType, Measure, Row):
        model.objects.filter(case__in=numbers).delete()
    CaseType.objects.bulk_create(
        (CaseType(case_id=pk, code=code) for pk, record in told for code in record["types"]),
        batch_size=_AT_ONCE,
    )
    against = {c.code: c.against_person for c in lists.every_value() if c.list == List.MEASURE}
    Measure.objects.bulk_create(
        (
            Measure(case_id=pk, code=code, against_person=against.get(code, False))
            for pk, record in told
            for code in record["measures"]
        ),
        batch_size=_AT_ONCE,
    )
    Row.objects.bulk_create(
        (
            Row(
                case_id=pk,
                state=RowState.APPROVED,
                is_taken_over=True,
                **{name: record[name] for name in earlier.ROW_TEXTS},
            )
            for pk, record in told
        ),
        batch_size=_AT_ONCE,
    )
