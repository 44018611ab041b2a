"""Who enters a report that was spoken, and who checks its minutes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import Rule, Verdict, rule
from rechtop.ground.vault.rules import is_unlocked
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team
from rechtop.work.cases import rules as cases
from rechtop.work.spoken.models import Minutes
from rechtop.work.spoken.states import MINUTES, RECORDED, Consent, MinutesState


@rule(_("Dit doet een vertrouwenspersoon."))
def is_confidant(actor: Actor, subject: object) -> bool:
    """The actor is a confidant."""
    return actor.has_duty(Duty.CONFIDANT)


def _of_case(asked: Rule) -> Rule:
    """Ask a rule about the case that minutes are of."""
    return Rule(asked.name, lambda actor, minutes: asked(actor, minutes.case))


def _can(verb: str) -> Rule:
    def judge(actor: Actor, minutes: Minutes) -> Verdict:
        return MINUTES.may(minutes.state, verb, reason=_("U was al akkoord met dit verslag."))

    return Rule(f"can_{verb}_minutes", judge)


@rule(_("Dit gesprek is niet opgenomen: de melder stemde daar niet mee in."))
def was_recorded(actor: Actor, minutes: Minutes) -> bool:
    """The reporter agreed to a recording."""
    return minutes.consent in RECORDED


@rule(_("De melder was al akkoord met het verslag."))
def is_not_approved(actor: Actor, minutes: Minutes) -> bool:
    """The reporter has not approved the minutes yet."""
    return minutes.state != MinutesState.APPROVED


@rule(_("Bij een letterlijk verslag vernietigen wij de opname altijd."))
def may_keep_recording(actor: Actor, minutes: Minutes) -> bool:
    """The reporter agreed to more than a transcript: the recording may stay."""
    return minutes.consent != Consent.TRANSCRIPT


_by_its_reporter = _of_case(cases.is_reporter) & _of_case(cases.holds_key)

may_enter = (
    cases.is_person & (is_integrity_team | is_confidant) & is_unlocked & cases.intake_is_ready
).named("may_enter_spoken")
may_correct = (_by_its_reporter & _can("correct")).named("may_correct_minutes")
may_approve = (_by_its_reporter & _can("approve")).named("may_approve_minutes")
may_record = (_of_case(cases.works_on_it) & was_recorded & is_not_approved).named(
    "may_add_recording"
)
may_decide_on_recording = (
    _of_case(cases.handles_it) & _of_case(cases.is_not_on_hold) & was_recorded & may_keep_recording
).named("may_decide_on_recording")
may_note = _of_case(cases.works_on_it).named("may_note_minutes")
may_see = _of_case(cases.is_shown).named("may_see_minutes")
