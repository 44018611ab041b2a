"""Let a subject go through a procedure.

These run inside the operation of the subject they belong to and leave no entry of their own: the
subject's entry tells what happened. A procedure guides and never imprisons: nothing here refuses
to go on elsewhere, and each departure is counted.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import require_operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.refs import Ref
from rechtop.tools.procedures import layout
from rechtop.tools.procedures.layout import DECISIVE, OF_ONE_HAND, Act, Procedure, Step
from rechtop.tools.procedures.models import Version
from rechtop.tools.runs import queries, timing
from rechtop.tools.runs.models import Passage, Run, Way


def begin(
    subject: Ref, version: Version, *, received_on: datetime.date, acts: Mapping[str, datetime.date]
) -> None:
    """Let a subject go through a version from its first step; `acts` were done already, by day.

    One that goes through another procedure already goes on in this one.
    """
    require_operation()
    procedure = layout.read(version.content)
    held = queries.of(subject)
    run = held or Run(
        subject_kind=subject.kind, subject_number=subject.number, received_on=received_on
    )
    if held:
        _pass(run, run.at, Way.MOVED, clock.today())
    run.version, run.at, run.is_done_at = version, procedure.first, False
    run.acts = {act: day.isoformat() for act, day in acts.items()}
    run.save()
    _go_on(run, procedure)


def act(subject: Ref, done: str, *, on: datetime.date) -> None:
    """Note that something was done that completes a step of the procedure, now or once it is there.

    What can mean one way on alone also takes that way: an order for an investigation, say. The step
    of someone else is not passed by that where it says nothing of it. What was done again changes
    nothing: a draft that goes out anew, say.
    """
    require_operation()
    run = queries.of(subject)
    if run is None or run.ended_on:
        return
    procedure = queries.procedure_of(run)
    here = procedure.steps[run.at]
    ways = [one.leads_to for one in here.choices if procedure.steps[one.leads_to].act == done]
    if here.act != done and len(ways) == 1 and _decides(done, here, procedure.steps[ways[0]]):
        _leave(run, ways[0], on)
    if done == Act.FEEDBACK or _is_waited_for(run, procedure, done):
        run.acts[done] = on.isoformat()
    _go_on(run, procedure)


def _decides(done: str, here: Step, then: Step) -> bool:
    """Say whether what was done tells that the step here is done too, and goes on there."""
    return done in DECISIVE and (done not in OF_ONE_HAND or here.who == then.who)


def _is_waited_for(run: Run, procedure: Procedure, done: str) -> bool:
    """Say whether a step that this completes waits, or has not been done before."""
    if procedure.steps[run.at].act == done:
        return not run.is_done_at
    before = queries.done_on(run)
    return any(step.act == done and code not in before for code, step in procedure.steps.items())


def take(run: Run, *, shown: str, leads_to: str) -> None:
    """Do the step where a run is, and go on the chosen way; at an end there is none.

    Raises Invalid where a colleague went on meanwhile, and for a way that is not there.
    """
    require_operation()
    require_same(run, shown)
    procedure = queries.procedure_of(run)
    ways = [choice.leads_to for choice in procedure.steps[run.at].choices]
    if leads_to not in (ways or [""]):
        raise Invalid(leads_to=_("Kies hoe het verder gaat."))
    if leads_to:
        _leave(run, leads_to, clock.today())
    else:
        _finish_step(run, clock.today())
    _go_on(run, procedure)


def go_elsewhere(run: Run, *, shown: str, to: str) -> Way:
    """Go on with another step than the procedure says; give what that was: skipping or repeating.

    Raises Invalid where a colleague went on meanwhile, and for what is no step.
    """
    require_operation()
    require_same(run, shown)
    procedure = queries.procedure_of(run)
    if to not in procedure.steps or (to == run.at and not run.is_done_at):
        raise Invalid(to=_("Kies een andere stap om mee verder te gaan."))
    done = {one.step for one in queries.passages(run) if one.version_id == run.version_id}
    way = Way.REPEATED if to in done or to == run.at else Way.SKIPPED
    _pass(run, to if way == Way.REPEATED else run.at, way, clock.today())
    run.at, run.is_done_at = to, False
    _go_on(run, procedure)
    return way


def add(run: Run) -> None:
    """Note that something was done that the procedure does not know."""
    require_operation()
    _pass(run, "", Way.ADDED, clock.today())


def move(run: Run, *, shown: str, version: Version, to: str) -> None:
    """Go on in another version, or another procedure, with one of its steps.

    Raises Invalid where a colleague went on meanwhile, there too, and for what is no step there.
    """
    require_operation()
    if run.version == version:
        raise Invalid(
            shown=_(
                "Deze zaak volgt die versie al: een collega koos haar intussen. Kijk bij welke "
                "stap de zaak nu is."
            )
        )
    require_same(run, shown)
    procedure = layout.read(version.content)
    if to not in procedure.steps:
        raise Invalid(to=_("Kies een stap van die versie om mee verder te gaan."))
    _pass(run, run.at, Way.MOVED, clock.today())
    run.version, run.at, run.is_done_at = version, to, False
    _go_on(run, procedure)


def end(subject: Ref, *, on: datetime.date) -> None:
    """End the run with its subject; where the procedure was not at its end, that is a departure.

    The terms that then still wait are for the subject to let go of.
    """
    require_operation()
    run = queries.of(subject)
    if run is None or run.ended_on:
        return
    procedure = queries.procedure_of(run)
    if procedure.steps[run.at].is_end:
        _finish_step(run, on)
    else:
        _pass(run, run.at, Way.BROKEN_OFF, on)
    run.ended_on = on
    run.save()
    timing.settle(run, procedure)


def resume(subject: Ref) -> None:
    """Go on where the run ended, since its subject is open again."""
    require_operation()
    run = queries.of(subject)
    if run is not None and run.ended_on:
        run.ended_on, run.is_done_at = None, False
        run.save()
        timing.settle(run, queries.procedure_of(run))


def require_same(run: Run, shown: str) -> None:
    """Raise Invalid where the run is not where it was `shown` to be."""
    if shown != place(run):
        raise Invalid(shown=_("Deze zaak is intussen bij een andere stap. Kijk wat er nu staat."))


def place(run: Run) -> str:
    """Give where a run is as one text, to see whether it moved."""
    return f"{run.version_id} {run.at} {int(run.is_done_at)}"


def _go_on(run: Run, procedure: Procedure) -> None:
    """Pass what was done ahead, as far as there is one way on; then set the terms."""
    while day := run.acts.pop(procedure.steps[run.at].act or "-", None):
        _finish_step(run, datetime.date.fromisoformat(day))
        ways = procedure.steps[run.at].choices
        if len(ways) != 1:
            break
        run.at, run.is_done_at = ways[0].leads_to, False
    run.save()
    timing.settle(run, procedure)


def _leave(run: Run, to: str, on: datetime.date) -> None:
    _finish_step(run, on)
    run.at, run.is_done_at = to, False


def _finish_step(run: Run, on: datetime.date) -> None:
    if not run.is_done_at:
        _pass(run, run.at, Way.DONE, on)
        run.is_done_at = True


def _pass(run: Run, step: str, way: Way, on: datetime.date) -> None:
    Passage.objects.create(run=run, version=run.version, step=step, way=way, on=on)
