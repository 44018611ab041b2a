"""Close a case and open it again.

A case closes with its whole registration, and with what the reporter was told: no legal term goes
by because a case was closed. Where nobody could be told, the reason stands on the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import files
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.ground.vault.proofs import Moment
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK
from rechtop.tools.figures import queries as figures
from rechtop.tools.procedures.layout import Act
from rechtop.tools.runs import operations as runs
from rechtop.work.cases import operations, rules
from rechtop.work.cases.models import NONE, Case, CaseType, Measure
from rechtop.work.cases.states import CASE, State

CHOOSE_ONE = {
    "types": gettext_lazy("Kies minstens één soort schending. Is er geen? Kies dan ‘geen’."),
    "measures": gettext_lazy("Kies minstens één maatregel. Is er geen? Kies dan ‘geen’."),
}
_NOT_BOTH = {
    "types": gettext_lazy("U koos ‘geen’ en ook een soort schending. Kies een van beide."),
    "measures": gettext_lazy("U koos ‘geen’ en ook een maatregel. Kies een van beide."),
}
_DAY_OR_REASON = {
    "acknowledged_on": gettext_lazy(
        "Vul in wanneer de ontvangst is bevestigd, of schrijf onderaan waarom dat niet gebeurde."
    ),
    "feedback_on": gettext_lazy(
        "Vul in wanneer de melder de uitkomst hoorde, of schrijf onderaan waarom dat niet gebeurde."
    ),
}


@dataclass(frozen=True)
class Closing:
    """The closing registration, as domain.md has it. Measures pair a code with its kind, and come
    as often as they were taken.

    `is_admissible` is None where the question does not apply to this case.
    """

    is_admissible: bool | None
    is_investigated: bool | None
    types: Sequence[str]
    conclusion: str
    measures: Sequence[tuple[str, bool]]
    commissioner: str
    findings: str
    consequence: str


@dataclass(frozen=True)
class Told:
    """When a reporter without a mailbox heard from us, or why not."""

    acknowledged_on: datetime.date | None = None
    feedback_on: datetime.date | None = None
    why_not: str = ""


_ALSO: list[Callable[[Case, Actor], None]] = []


def also(do: Callable[[Case, Actor], None]) -> Callable[[Case, Actor], None]:
    """Let a room above do something as a case with a file closes, inside that operation: this room
    may not know it. Its operations are loaded when Rechtop starts."""
    _ALSO.append(do)
    return do


Warn = Callable[[Case, Actor], str]
_WARN: list[Warn] = []


def warns(say: Warn) -> Warn:
    """Let a room above say beforehand what closing a case does there; nothing where it does
    nothing."""
    _WARN.append(say)
    return say


_STAY: list[Callable[[Case], Collection[int]]] = []


def stay_let_go(find: Callable[[Case], Collection[int]]) -> Callable[[Case], Collection[int]]:
    """Let a room above say, by number, which terms wait for nothing there any more, also where the
    case opens again."""
    _STAY.append(find)
    return find


def warnings(case: Case, by: Actor, *, but: Warn | None = None) -> list[str]:
    """Say what closing this case does elsewhere, for who is about to; not what `but` says."""
    return [text for say in _WARN if say is not but and (text := say(case, by))]


@operation("case.closed", allowed=rules.may_close)
def close(
    case: Case,
    *,
    closing: Closing,
    message: str,
    by: Actor,
    told: Told | None = None,
    regime: str = "",
    moment: Moment = Moment.OUTCOME,
) -> None:
    """Close the case with its registration, and see that the reporter knows the outcome.

    A reporter with a mailbox gets the message, which is the feedback and, where none was sent
    yet, the acknowledgement; `moment` is what it is a proof of. Of another, `told` says when they
    heard, or why not.
    """
    told = told or Told()
    measures = [code for code, _against in closing.measures]
    answers = {"regime": regime, "types": closing.types, "measures": measures, "message": message}
    if wrong := faults(case, answers, told):
        raise Invalid(**wrong)
    _settle_regime(case, regime, by)
    if case.has_mailbox:
        _tell(case, message, by, moment)
    else:
        _note_what_was_told(case, told, by)
    case.refresh_from_db()
    sealed = {"author": by.number, **asdict(closing), "why_not_told": told.why_not}
    files.open_file(case.pk, by.keyring).write(Piece(Part.INNER, "closing", sealed))
    runs.end(case.ref, on=clock.today())
    _register(case, closing, clock.today())
    for do in _ALSO:
        do(case, by)


@operation("registration.closed", allowed=rules.may_close_registration)
def close_registration(
    case: Case, *, closing: Closing, closed_on: datetime.date, by: Actor
) -> None:
    """Close a registration without a file that was taken over while it still ran.

    From then on it belongs to no delivery: no import takes it away.
    """
    measures = [code for code, _against in closing.measures]
    answers = {"types": closing.types, "measures": measures, "closed_on": closed_on}
    if wrong := registration_faults(case, answers):
        raise Invalid(**wrong)
    case.delivery = None
    _register(case, closing, closed_on)


def registration_faults(case: Case, answers: Mapping[str, Any]) -> dict[str, str]:
    """Say at each field what still keeps a registration without a file from being closed."""
    found = {name: _fault_in_choice(name, answers.get(name) or ()) for name in CHOOSE_ONE}
    day = answers.get("closed_on")
    if day is not None:
        first = case.received_on or datetime.date(case.received_year, 1, 1)
        if not first <= day <= clock.today():
            found["closed_on"] = _("Kies een dag tussen de ontvangst en vandaag.")
        elif figures.adopted(day.year) is not None:
            found["closed_on"] = _("De cijfers van dat jaar zijn vastgesteld.")
    return {name: text for name, text in found.items() if text}


def faults(case: Case, answers: Mapping[str, Any], told: Told) -> dict[str, str]:
    """Say at each field what still keeps this case from being closed; the page asks this too."""
    found = {name: _fault_in_choice(name, answers.get(name) or ()) for name in CHOOSE_ONE}
    if not case.regime and not answers.get("regime"):
        found["regime"] = _("Kies eerst onder welke procedure deze zaak valt.")
    if case.has_mailbox and not answers.get("message"):
        found["message"] = _("Vertel de melder wat de uitkomst is.")
    if not case.has_mailbox:
        found |= _faults_in_told(case, told)
    return {name: text for name, text in found.items() if text}


def _fault_in_choice(name: str, codes: Collection[str]) -> str:
    if not codes:
        return str(CHOOSE_ONE[name])
    return str(_NOT_BOTH[name]) if NONE in codes and len(codes) > 1 else ""


def _faults_in_told(case: Case, told: Told) -> dict[str, str]:
    asked = {
        "acknowledged_on": (case.state == State.RECEIVED, told.acknowledged_on),
        "feedback_on": (case.feedback_on is None, told.feedback_on),
    }
    return {
        name: _fault_in_day(case, name, day, told.why_not)
        for name, (is_asked, day) in asked.items()
        if is_asked
    }


def _fault_in_day(case: Case, name: str, day: datetime.date | None, why_not: str) -> str:
    if day is None and not why_not:
        return str(_DAY_OR_REASON[name])
    if day is not None and not case.day_received <= day <= clock.today():
        return _("Kies een dag tussen de ontvangst en vandaag.")
    return ""


def _settle_regime(case: Case, regime: str, by: Actor) -> None:
    if not case.regime:
        operations.register(
            case,
            regime=regime,
            is_wrongdoing=case.is_wrongdoing,
            is_union_law_breach=case.is_union_law_breach,
            by=by,
        )


def _tell(case: Case, message: str, by: Actor, moment: Moment) -> None:
    if case.state == State.RECEIVED:
        operations.acknowledge(case, on=clock.today(), message=message, by=by, moment=moment)
        case.refresh_from_db()
        case.feedback_on = case.feedback_on or clock.today()
        case.save(update_fields=["feedback_on"])
        deadlines.meet(case.ref, FEEDBACK, on=clock.today())
        runs.act(case.ref, Act.FEEDBACK, on=clock.today())
    else:
        operations.write_to_reporter(case, text=message, is_feedback=True, by=by, moment=moment)


def _note_what_was_told(case: Case, told: Told, by: Actor) -> None:
    """Meet each term on the day it was met; let the others go, for the reason on the file."""
    if told.acknowledged_on and case.state == State.RECEIVED:
        operations.acknowledge(case, on=told.acknowledged_on, message="", by=by)
    if told.feedback_on and case.feedback_on is None:
        operations.note_feedback(case, on=told.feedback_on, by=by)
    for code in (ACKNOWLEDGEMENT, FEEDBACK):
        deadlines.depart_from(case.ref, code, on=clock.today())


def _register(case: Case, closing: Closing, closed_on: datetime.date) -> None:
    case.state = CASE.after(case.state, "close")
    case.closed_on, case.closed_year = closed_on, closed_on.year
    case.is_admissible = closing.is_admissible
    case.is_investigated = closing.is_investigated
    case.conclusion = closing.conclusion
    case.commissioner = closing.commissioner
    case.save()
    deadlines.depart_from_all(case.ref, on=closed_on)
    _take_away_types_and_measures(case)
    CaseType.objects.bulk_create(CaseType(case=case, code=code) for code in closing.types)
    Measure.objects.bulk_create(
        Measure(case=case, code=code, against_person=against) for code, against in closing.measures
    )


def _take_away_types_and_measures(case: Case) -> None:
    CaseType.objects.filter(case=case).delete()
    Measure.objects.filter(case=case).delete()


@operation("case.reopened", allowed=rules.may_reopen)
def reopen(case: Case, *, reason: str, by: Actor) -> None:
    """Open a closed case again, with a reason that stays on the file.

    It stands where it stood, with the terms that still waited. Its closing registration leaves
    the clear half, since the case has no outcome now; the file keeps it.
    """
    opened = files.open_file(case.pk, by.keyring)
    opened.write(Piece(Part.INNER, "reopening", {"author": by.number, "text": reason}))
    was_acknowledged, closed_on = case.acknowledged_on is not None, case.closed_on
    case.state = CASE.after(case.state, "reopen" if was_acknowledged else "reopen_unacknowledged")
    case.closed_on = case.closed_year = None
    case.is_admissible = case.is_investigated = None
    case.conclusion = case.commissioner = ""
    case.save()
    _take_away_types_and_measures(case)
    settled = [term for find in _STAY for term in find(case)]
    deadlines.take_up_again(case.ref, since=closed_on, but=settled)
    runs.resume(case.ref)
