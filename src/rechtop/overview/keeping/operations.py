"""Propose to destroy, look at it with a second person, carry it out, and declare it.

Carrying out goes in steps, each whole: first the keys of some files, then their rows, until none is
left. What breaks off in between goes on by itself at the next beat of the clock.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rechtop import env
from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.numbers import random_number
from rechtop.ground.vault import destruction as vault
from rechtop.overview.keeping import queries, rules
from rechtop.overview.keeping.models import Destruction, Line
from rechtop.overview.keeping.states import DESTRUCTION, LineState, Why
from rechtop.tools.retention import queries as retention
from rechtop.tools.retention.models import Kind
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.identities import operations as identities
from rechtop.work.investigations import operations as investigations
from rechtop.work.spoken import operations as spoken

AT_ONCE = 500
"""How many lines a proposal holds at most: so many that someone still reads them."""

_PORTION = 25

Step = Callable[[str], None]


def _no_step(name: str) -> None:
    """Do nothing at a step."""


@operation("destruction.proposed", allowed=rules.may_propose)
def propose(*, by: Actor) -> Destruction:
    """Propose to destroy what is due and open to the proposer, the longest past its term first.

    Raises Invalid where nothing is due, or someone else proposed it at this moment.
    """
    destruction = Destruction(
        number=random_number(), proposed_by_id=by.number or 0, proposed_on=clock.today()
    )
    lines = list(islice(_lines(destruction, by), AT_ONCE))
    if not lines:
        raise Invalid(lines=_("Er is nu niets dat u kunt voorstellen."))
    destruction.save()
    try:
        with transaction.atomic():
            Line.objects.bulk_create(lines)
    except IntegrityError as error:
        raise Invalid(lines=_("Een collega stelde dit net ook voor. Kijk opnieuw.")) from error
    return destruction


def _lines(destruction: Destruction, by: Actor) -> Iterator[Line]:
    terms = retention.in_force()
    for kind in Kind.values:
        for case in queries.to_propose(kind, by).order_by("closed_on", "pk")[:AT_ONCE]:
            term = retention.term_of(kind, case.regime, case.conclusion, terms)
            if term is not None and case.closed_on is not None:
                yield Line(
                    number=random_number(),
                    destruction=destruction,
                    case=case,
                    kind=kind,
                    regime=case.regime,
                    conclusion=case.conclusion,
                    closed_on=case.closed_on,
                    kept_until=term.kept_until(case.closed_on),
                    length=term.length,
                    unit=term.unit,
                    basis=term.basis,
                    source=term.source,
                )


@operation("destruction.line_struck", allowed=rules.may_strike)
def strike(destruction: Destruction, *, line: Line, why: str, by: Actor) -> None:
    """Let something stay, for a reason. Raises Invalid where it does not wait any more."""
    waiting = Line.objects.filter(pk=line.pk, destruction=destruction, state=LineState.WAITING)
    if not waiting.update(state=LineState.STRUCK, why=why):
        raise Invalid(why=_("Hierover is al beslist."))


@operation("destruction.approved", allowed=rules.may_approve)
def approve(destruction: Destruction, *, shown: int, by: Actor) -> None:
    """Agree as the second of two people; the clock carries it out.

    `shown` is how many lines waited as they were read. Raises Invalid where that changed, and where
    none is left.
    """
    waiting = queries.lines(destruction, [LineState.WAITING]).count()
    if waiting != shown:
        raise Invalid(lines=_("De lijst is intussen veranderd. Lees haar opnieuw."))
    if not waiting:
        raise Invalid(lines=_("Er staat niets meer op de lijst. Wijs het voorstel af."))
    _answer(destruction, "approve", by)


@operation("destruction.declined", allowed=rules.may_decline)
def decline(destruction: Destruction, *, by: Actor) -> None:
    """Let everything stay; it can be proposed again."""
    _let_stay(destruction)
    _answer(destruction, "decline", by)


@operation("destruction.withdrawn", allowed=rules.may_withdraw)
def withdraw(destruction: Destruction, *, by: Actor) -> None:
    """Take one's own proposal back."""
    _let_stay(destruction)
    destruction.state = DESTRUCTION.after(destruction.state, "withdraw")
    destruction.save(update_fields=["state"])


def _let_stay(destruction: Destruction) -> None:
    waiting = Line.objects.filter(destruction=destruction, state=LineState.WAITING)
    waiting.update(state=LineState.LEFT, why=Why.NOT_NOW)


def _answer(destruction: Destruction, verb: str, by: Actor) -> None:
    destruction.state = DESTRUCTION.after(destruction.state, verb)
    destruction.answered_by_id, destruction.answered_on = by.number, clock.today()
    destruction.save(update_fields=["state", "answered_by", "answered_on"])


def go_on(at_step: Step = _no_step) -> int:
    """Carry out what was agreed on, from where it stands; give how many destructions are done."""
    agreed = list(queries.agreed())
    for destruction in agreed:
        while queries.lines(destruction, [LineState.WAITING]).exists():
            take_keys(destruction, at_step=at_step, by=JOB)
            at_step("between")
        while queries.lines(destruction, [LineState.KEYLESS]).exists():
            take_rows(destruction, at_step=at_step, by=JOB)
        finish(destruction, at_step=at_step, by=JOB)
    return len(agreed)


@operation("destruction.keys_taken", allowed=rules.may_carry_out)
def take_keys(destruction: Destruction, *, at_step: Step = _no_step, by: Actor) -> None:
    """Take the keys of some lines away; what is not due any more stays."""
    portion = list(queries.lines(destruction, [LineState.WAITING])[:_PORTION])
    held = Case.objects.select_for_update().filter(pk__in=[line.case_id for line in portion])
    found = {case.pk: case for case in held.order_by("pk")}
    still = queries.still_due(portion)
    numbers = {
        line.pk: queries.FILES[line.kind](found[line.case_id])
        for line in portion
        if line.pk in still
    }
    at_step("before keys")
    taken = vault.take_keys([number for listed in numbers.values() for number in listed])
    at_step("keys")
    for line in portion:
        if line.pk not in numbers:
            line.state, line.why = LineState.LEFT, Why.NOT_DUE
            continue
        there = [number for number in numbers[line.pk] if number in taken]
        line.state, line.files = LineState.KEYLESS, len(there)
        line.items = sum(taken[number] for number in there)
    Line.objects.bulk_update(portion, ["state", "why", "files", "items"])


@operation("destruction.rows_taken", allowed=rules.may_carry_out)
def take_rows(destruction: Destruction, *, at_step: Step = _no_step, by: Actor) -> None:
    """Take away what is left of some lines, and let their registrations stay."""
    portion = list(queries.lines(destruction, [LineState.KEYLESS])[:_PORTION])
    for line in portion:
        vault.take_rows(queries.FILES[line.kind](line.case))
        at_step("rows")
        _forget(line, destruction.number, by)
        line.state = LineState.DONE
    Line.objects.bulk_update(portion, ["state"])


def _forget(line: Line, declaration: str, by: Actor) -> None:
    """Tell each room that keeps something about it, by its own operation."""
    if line.kind == Kind.CASE:
        identities.forget(line.case, by=by)
        investigations.forget(line.case, by=by)
        spoken.forget(line.case, by=by)
        cases.forget_file(line.case, declaration=declaration, by=by)
    elif line.kind == Kind.IDENTITY:
        cases.forget_name(line.case, by=by)
    else:
        cases.forget_row_files(line.case, by=by)


@operation("destruction.declared", allowed=rules.may_carry_out)
def finish(destruction: Destruction, *, at_step: Step = _no_step, by: Actor) -> None:
    """Declare that it is done, and until when a backup may still hold it."""
    at_step("finish")
    destruction.state = DESTRUCTION.after(destruction.state, "finish")
    destruction.done_on = clock.today()
    destruction.backups_until = clock.today() + datetime.timedelta(days=env.BACKUP_DAYS)
    destruction.save(update_fields=["state", "done_on", "backups_until"])
