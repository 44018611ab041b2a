"""Ask a reporter after the outcome whether there is detriment, and take in what they answer.

The clock asks, by days alone: it has no key, and mails who handles the case. Once they saw the
question, the reporter who left an address hears of it. An answer is written with the reporter's own
key. Who has no mailbox is asked by who handles the case, the way the report came in.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB, REPORTER, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.ground.ui import dutch
from rechtop.ground.vault import files
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.ground.vault.proofs import receipt
from rechtop.work.cases import dividing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.protection import queries, rules
from rechtop.work.protection.models import CheckIn
from rechtop.work.protection.states import CHECK_IN, State
from rechtop.work.triage import operations as triage

_LANGUAGE_OF_RECORD = "nl"
_AT_ONCE = 500


def go_on() -> int:
    """Ask whom it is time to ask, and stop where a case is open again; give how many were asked."""
    for check_in in queries.to_stop()[:_AT_ONCE]:
        stop(check_in, by=JOB)
    asked = 0
    for case in queries.to_look_at()[:_AT_ONCE]:
        if queries.is_to_ask(case):
            ask(case, by=JOB)
            asked += 1
    return asked


@operation("protection.asked", allowed=rules.may_ask)
def ask(case: Case, *, by: Actor) -> None:
    """Put the question that came due in the mailbox, or on the desk of who handles the case where
    there is none; one before it stays without an answer.

    Who handles the case gets a mail without content: it takes a key to let the reporter know.
    """
    found = queries.asked_today(case)
    if found is None or case.closed_on is None or not case.has_file:
        return
    due_on, rule = found
    for before in queries.of(case).filter(state=State.ASKED):
        before.state, before.waits_since = CHECK_IN.after(before.state, "pass_by"), None
        before.save(update_fields=["state", "waits_since"])
    _made, is_new = CheckIn.objects.get_or_create(
        case=case,
        rule=rule,
        closed_on=case.closed_on,
        defaults={"due_on": due_on, "asked_on": clock.today(), "waits_since": clock.today()},
    )
    if is_new:
        _mail_who_handles(case)


@operation("protection.stopped", allowed=rules.may_stop)
def stop(check_in: CheckIn, *, by: Actor) -> None:
    """Ask no more: the case was opened again, or its file is gone."""
    if check_in.state == State.ASKED:
        check_in.state = CHECK_IN.after(check_in.state, "stop")
    check_in.waits_since = None
    check_in.save(update_fields=["state", "waits_since"])


@operation("protection.said_well", allowed=rules.may_say_well, by_day=True)
def say_well(check_in: CheckIn, *, by: Actor) -> None:
    """Let the reporter say that there is no detriment. Raises Invalid where nobody asks."""
    _answer(check_in, "say_well", by)
    check_in.waits_since = None
    check_in.save(update_fields=["state", "answered_on", "waits_since"])


@operation("protection.said_detriment", allowed=rules.may_say_detriment, by_day=True)
def say_detriment(check_in: CheckIn, *, by: Actor) -> None:
    """Let the reporter say that there is detriment, whether or not they report it after this.

    For whom it waits gets a mail that says that there is something, and never what. Raises Invalid
    where nobody asks any more.
    """
    _answer(check_in, "say_detriment", by)
    check_in.waits_since = clock.today()
    check_in.save(update_fields=["state", "answered_on", "waits_since"])
    _mail_who_handles(check_in.case)


def _mail_who_handles(case: Case) -> None:
    post.let_all_know(one.email for one in queries.waits_for(case))


def _answer(check_in: CheckIn, verb: str, by: Actor) -> None:
    if queries.current(check_in.case) != check_in:
        raise Invalid(answer=_("Deze vraag staat niet meer open."))
    check_in.state = CHECK_IN.after(check_in.state, verb)
    check_in.answered_on = clock.today()
    with translation.override(_LANGUAGE_OF_RECORD):
        told = {
            State.WELL: _("Merkt geen nadeel."),
            State.DETRIMENT: _("Merkt nadeel en wil dat melden."),
        }[State(check_in.state)]
    content = {"from": "reporter", "answer": check_in.state, "text": told}
    opened = files.open_file(check_in.case_id, by.keyring)
    opened.write(Piece(Part.SHARED, queries.ANSWER, content))


@operation("protection.written", allowed=rules.may_write)
def write(check_in: CheckIn, *, text: str, by: Actor) -> None:
    """Write the reporter about it, who is let know where they asked for that."""
    cases.write_to_reporter(check_in.case, text=text, is_feedback=False, by=by)
    _seen(check_in)


@operation("protection.noted", allowed=rules.may_note)
def note(check_in: CheckIn, *, by: Actor) -> None:
    """Note that someone who works on the case saw the question, or its answer.

    A reporter who asked for that gets a mail without content about a question that is still open:
    this is the first moment at which there is a key to their address.
    """
    if check_in.state == State.ASKED and check_in.waits_since is not None:
        cases.let_reporter_know(check_in.case, by=by)
    _seen(check_in)


def _seen(check_in: CheckIn) -> None:
    check_in.waits_since = None
    check_in.save(update_fields=["waits_since"])


_VERBS = {State.WELL: "say_well", State.DETRIMENT: "say_detriment", State.UNREACHED: "miss"}
"""What can come of asking a reporter without a mailbox."""

_TOLD = gettext_lazy("Dat is al vastgelegd.")


@operation("protection.recorded", allowed=rules.may_record)
def record(
    check_in: CheckIn,
    *,
    outcome: State,
    on: datetime.date,
    text: str,
    about: Collection[int] = (),
    positions: Collection[str] = (),
    by: Actor,
) -> Case | None:
    """Record what a reporter without a mailbox answered on a day, or that nobody can be reached.

    What was said, or how it was tried, stands in the file. Detriment becomes a case of its own that
    belongs to this one, with the proof of the first report where there is one. What was said stands
    there alone: it stays closed for whom it is `about`, who may hold this one, and goes to those
    set for the `positions` it is about.
    Raises Invalid for a day before it was asked or to come, for nothing told, and where nobody asks
    any more.
    """
    if queries.current(check_in.case) != check_in:
        raise Invalid(outcome=_("Deze vraag staat niet meer open."))
    if not check_in.asked_on <= on <= clock.today():
        raise Invalid(on=_("Kies een dag tussen de vraag en vandaag."))
    if not text.strip():
        raise Invalid(text=_("Schrijf wat de melder zei, of hoe u het probeerde."))
    check_in = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    if not CHECK_IN.may(check_in.state, _VERBS[outcome], reason=_TOLD):
        raise Invalid(outcome=_TOLD)
    check_in.state = CHECK_IN.after(check_in.state, _VERBS[outcome])
    check_in.answered_on = None if outcome == State.UNREACHED else on
    check_in.waits_since = None
    check_in.save(update_fields=["state", "answered_on", "waits_since"])
    with translation.override(_LANGUAGE_OF_RECORD):
        elsewhere = _("Wat de melder zei, staat in een eigen zaak.")
        said = elsewhere if outcome == State.DETRIMENT else text
        told = f"{dutch.day(on)}: {State(outcome).label}.\n{said}"
    content = {"author": by.number, "answer": outcome, "on": on.isoformat(), "text": told}
    opened = files.open_file(check_in.case_id, by.keyring)
    opened.write(Piece(Part.INNER, queries.RECORDED, content))
    if outcome != State.DETRIMENT:
        return None
    return _reported(check_in.case, on, text, {"about": about, "positions": positions}, by)


def _reported(
    case: Case, on: datetime.date, text: str, of_whom: Mapping[str, Collection[Any]], by: Actor
) -> Case:
    first = queries.first_report(case, by)
    later = dividing.enter_after(
        case,
        report={"what": text, "when": "", "where": "", "who": ""},
        received_on=on,
        **of_whom,
        more=[proof_of(first.told())] if first else [],
        by=by,
    )
    triage.link_detriment(later, first=case.pk, by=by)
    return later


def proof_of(first: Mapping[str, Any]) -> Piece:
    """Give the signed receipt of a first report as an item of the report of detriment after it.

    It proves that and when there was a report. What was in it, it does not tell.
    """
    told = receipt(first["receipt"]).statement
    with translation.override(_LANGUAGE_OF_RECORD):
        text = _("Ontvangstbewijs %(number)s, getekend op %(moment)s.") % {
            "number": told.number,
            "moment": dutch.moment(told.signed_at()),
        }
    return Piece(Part.INNER, queries.FIRST_PROOF, {"receipt": dict(first["receipt"]), "text": text})


def belong(case: Case, first: Mapping[str, Any]) -> None:
    """Say that a report of detriment comes after a first report, while it is received."""
    triage.link_detriment(case, first=int(first["case"]), by=REPORTER)
