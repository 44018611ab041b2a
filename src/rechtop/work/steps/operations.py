"""Take the steps of a procedure in a case, or depart from it with a reason.

What was done and why stands sealed in the file; the clear half knows codes of steps and days.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.languages import NO_TEXT, Text
from rechtop.ground.vault import files
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.tools.procedures import layout
from rechtop.tools.procedures.models import Version
from rechtop.tools.runs import operations as runs
from rechtop.tools.runs import queries
from rechtop.tools.runs.models import Run, Way
from rechtop.work.cases.models import Case
from rechtop.work.steps import rules


@operation("case.step_taken", allowed=rules.may_take)
def take(case: Case, *, shown: str, leads_to: str, note: str, by: Actor) -> None:
    """Do the step where the case is, and go on the chosen way.

    `shown` is where the case was when the page was made. Raises Invalid where a colleague went on
    meanwhile.
    """
    run = _run(case)
    done = queries.procedure_of(run).steps[run.at]
    if run.is_done_at and done.is_end:
        raise Invalid(leads_to=_("Deze stap is al gedaan."))
    runs.take(run, shown=shown, leads_to=leads_to)
    _write(case, Way.DONE, done.title, run, note, by)


@operation("case.departed_from_procedure", allowed=rules.may_go_elsewhere)
def go_elsewhere(case: Case, *, shown: str, to: str, reason: str, by: Actor) -> None:
    """Go on with another step than the procedure says, with a reason. Raises Invalid as `take`."""
    run = _run(case)
    here = queries.procedure_of(run).steps[run.at]
    way = runs.go_elsewhere(run, shown=shown, to=to)
    _write(case, way, here.title, run, reason, by)


@operation("case.step_added", allowed=rules.may_add)
def add(case: Case, *, title: str, reason: str, by: Actor) -> None:
    """Note something that was done and that the procedure does not know, with a reason."""
    run = _run(case)
    runs.add(run)
    _write(case, Way.ADDED, Text(title), run, reason, by)


@operation("case.moved_to_version", allowed=rules.may_move)
def move(case: Case, *, shown: str, version: Version, to: str, reason: str, by: Actor) -> None:
    """Go on in another version or procedure, with a reason. Raises Invalid as `take`."""
    run = _run(case)
    runs.move(run, shown=shown, version=version, to=to)
    _write(case, Way.MOVED, layout.read(version.content).title, run, reason, by)


def _run(case: Case) -> Run:
    run = queries.of(case.ref)
    if run is None:
        raise Invalid(shown=_("Kies eerst onder welke procedure deze zaak valt."))
    return run


def _write(case: Case, way: Way, what: Text, run: Run, text: str, by: Actor) -> None:
    to = queries.procedure_of(run).steps[run.at].title
    then = NO_TEXT if way in (Way.DONE, Way.ADDED) else to
    content = queries.on_file(way, what, then, text=text, author=by.number)
    files.open_file(case.pk, by.keyring).write(Piece(Part.INNER, "step", content))
