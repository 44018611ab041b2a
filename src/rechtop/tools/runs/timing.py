"""Give the steps of a run the deadlines that follow from its procedure.

A term runs for each step that can still come, as soon as what it counts from has happened. The
term of a step that can not come any more is let go of. Where the law already gives a deadline for
the same act, the stricter of the two stands alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.deadlines import queries as deadline_queries
from rechtop.tools.deadlines import rules
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK, Deadline, TermRule
from rechtop.tools.procedures import layout
from rechtop.tools.procedures.layout import RECEIPT, Act, Procedure, Step, Term
from rechtop.tools.runs import queries
from rechtop.tools.runs.models import Run

_LONGEST = 120

OF_ACT: Mapping[str, str] = {
    Act.ACKNOWLEDGED: ACKNOWLEDGEMENT,
    Act.FEEDBACK: FEEDBACK,
    Act.DECLINED: FEEDBACK,
}
"""The acts every report has a deadline for, whatever its procedure."""


def settle(run: Run, procedure: Procedure) -> None:
    """Set, meet and let go of deadlines, after the run came elsewhere."""
    done = queries.done_on(run)
    held = {one.rule.code: one for one in deadline_queries.of(run.subject)}
    wanted = _wanted(run, procedure, done)
    for code, day in wanted.items():
        rule = _rule(run, procedure, code)
        before = held.get(rule.code)
        runs_already = before is not None and before.starts_on == day and not before.dropped_on
        if not runs_already and not _is_covered(procedure.steps[code], rule, day, held):
            deadlines.start(run.subject, rule, starts_on=day)
    for mark, one in held.items():
        step = mark.removeprefix(_mark(run))
        if mark.startswith(queries.STEP) and one.is_open and not (mark != step and step in wanted):
            _let_go(run, mark, done.get(step))


def _wanted(
    run: Run, procedure: Procedure, done: Mapping[str, datetime.date]
) -> dict[str, datetime.date]:
    """Give the steps still to come whose term counts by now, each with the day it counts from."""
    coming = layout.reached(procedure, run.at) - ({run.at} if run.is_done_at else set())
    found = {}
    for code in coming:
        term = procedure.steps[code].term
        day = _counted(run, term, done) if term else None
        if day is not None:
            found[code] = day
    return found


def _counted(run: Run, term: Term, done: Mapping[str, datetime.date]) -> datetime.date | None:
    """Give the day a term counts from, once that has come."""
    return run.received_on if term.counted_from == RECEIPT else done.get(term.counted_from)


def _let_go(run: Run, code: str, done: datetime.date | None) -> None:
    """Meet a term whose step was done; one whose step can not come any more was never asked."""
    if done is not None:
        deadlines.meet(run.subject, code, on=done)
    else:
        deadlines.take_back(run.subject, code)


def _is_covered(
    step: Step, rule: TermRule, day: datetime.date, held: Mapping[str, Deadline]
) -> bool:
    """Say whether the deadline every report has for this act is no later than the step's own."""
    general = held.get(OF_ACT.get(step.act, ""))
    if general is None or general.due_on is None:
        return False
    due = rules.due_date(rule, day)
    return due is None or general.due_on <= due


def _rule(run: Run, procedure: Procedure, code: str) -> TermRule:
    """Give the rule of a step's term, as the version of the run adopted it."""
    step, adopted = procedure.steps[code], run.version.valid_from
    term = step.term
    if term is None or adopted is None:
        raise ValueError("a step without a term has no rule")
    known = deadline_queries.rule_on(_mark(run) + code, adopted)
    if known is not None:
        return known  # an adopted version does not change
    facts = {
        "label": step.title.dutch[:_LONGEST],
        "label_en": step.title.english[:_LONGEST],
        "length": term.length,
        "unit": term.unit,
        "moves_to_working_day": term.moves_to_working_day,
        "may_pause": term.may_pause,
        "counted_from": term.counted_from[:_LONGEST],
        "is_legal": term.is_legal,
        "source": term.source,
    }
    return deadlines.adopt_rule(code=_mark(run) + code, valid_from=adopted, facts=facts)


def _mark(run: Run) -> str:
    return f"{queries.STEP}{run.version_id}:"
