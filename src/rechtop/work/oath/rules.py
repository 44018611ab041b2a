"""Who keeps the register of oaths, who writes its words, and what is one's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.actors import Kind as ActorKind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_administrator, is_integrity_team, is_job
from rechtop.people.personnel.models import Employment
from rechtop.tools.figures import queries as figures
from rechtop.work.oath import queries
from rechtop.work.oath.models import (
    Exemption,
    Invitation,
    Registration,
    Session,
    SignedList,
    Wording,
)


@rule(_("Dit doet de coördinator of de beheerder."))
def is_keeper_of_words(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator, the administrator, or someone at the command line."""
    return bool(is_administrator(actor, subject)) or actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit leest het integriteitsteam, de secretaris of de beheerder."))
def is_secretary(actor: Actor, subject: object) -> bool:
    """The actor is the secretary, before whom most take the oath."""
    return actor.has_duty(Duty.SECRETARY)


@rule(_("Deze tekst is al vastgesteld. Schrijf een nieuwe."))
def is_in_writing(actor: Actor, wording: Wording) -> bool:
    """The words wait for their second reader."""
    return wording.adopted_on is None


@rule(_("Wie de tekst schreef, stelt hem niet vast."))
def is_not_author(actor: Actor, wording: Wording) -> bool:
    """The actor did not write the words."""
    return actor.number is not None and actor.number != wording.author_id


@rule(_("Dit doet alleen wie het aangaat."))
def is_own(actor: Actor, employment: Employment) -> bool:
    """The actor is the one who works here as this."""
    return actor.kind == ActorKind.PERSON and actor.number == employment.person_id


@rule(_("Dit is al gedaan."))
def is_still_owed(actor: Actor, employment: Employment) -> bool:
    """Something is still to be done, or would be where our rules held."""
    return queries.met_by(employment, employment.kind == "external") is None


@rule(_("Het jaar van deze registratie is vastgesteld: die verandert niet meer."))
def is_of_open_year(actor: Actor, registration: Registration) -> bool:
    """The account of its year was not adopted."""
    return not figures.adopted_among({registration.taken_on.year})


@rule(_("Deze uitzondering is al opgeheven."))
def stands(actor: Actor, exemption: Exemption) -> bool:
    """The exemption was not lifted."""
    return exemption.lifted_on is None


@rule(_("Er is hier al een eed of belofte afgelegd. De bijeenkomst blijft staan."))
def nobody_took_it(actor: Actor, session: Session) -> bool:
    """Nothing was registered at the session."""
    return not queries.taken_at(session).exists()


@rule(_("Deze bijeenkomst is al geweest."))
def is_coming(actor: Actor, subject: Session | Invitation) -> bool:
    """The day of the session is today or later."""
    return _session(subject).day >= clock.today()


@rule(_("Deze bijeenkomst gaat niet door."))
def is_on(actor: Actor, subject: Session | Invitation) -> bool:
    """The session was not called off."""
    return _session(subject).called_off_on is None


@rule(_("Deze bijeenkomst is nog niet begonnen. Doe dit op de dag zelf."))
def has_come(actor: Actor, subject: Session | Invitation) -> bool:
    """The day of the session has come."""
    return _session(subject).day <= clock.today()


@rule(_("Dit doet de coördinator of de secretaris."))
def is_keeper_of_lists(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator or the secretary."""
    return actor.has_duty(Duty.COORDINATOR, Duty.SECRETARY)


@rule(_("Deze lijst is verwijderd."))
def is_there(actor: Actor, signed: SignedList) -> bool:
    """The signed list was not removed."""
    return signed.removed_on is None


def _session(subject: Session | Invitation) -> Session:
    return subject.session if isinstance(subject, Invitation) else subject


may_read = (is_integrity_team | is_secretary).named("may_read_oaths")
may_register = is_integrity_team.named("may_register_oath")
may_exempt = is_integrity_team.named("may_exempt_from_oath")
may_lift = (is_integrity_team & stands).named("may_lift_exemption_from_oath")
may_withdraw = (is_integrity_team & is_of_open_year).named("may_withdraw_oath")
may_arrange = is_keeper_of_words.named("may_arrange_oath")
may_read_words = (is_keeper_of_words | is_integrity_team | is_secretary).named(
    "may_read_words_of_oath"
)
may_write_words = (is_keeper_of_words & is_in_writing).named("may_write_words_of_oath")
may_adopt_words = ((is_keeper_of_words | is_secretary) & is_in_writing & is_not_author).named(
    "may_adopt_words_of_oath"
)
may_sign = (is_own & is_still_owed).named("may_sign_statement")
may_choose = (is_own & is_still_owed).named("may_choose_oath_or_promise")
may_plan = is_integrity_team.named("may_plan_session")
may_change_session = (is_integrity_team & is_on & is_coming).named("may_change_session")
may_invite = may_change_session.named("may_invite_to_session")
may_call_off = (may_change_session & nobody_took_it).named("may_call_session_off")
may_take_attendance = (is_integrity_team & is_on & has_come).named("may_take_attendance")
may_say_who_is_there = (is_integrity_team & is_on).named("may_say_who_is_there_at_session")
may_keep_list = (is_keeper_of_lists & is_on & has_come).named("may_keep_signed_list")
may_open_list = (may_read & is_there).named("may_open_signed_list")
may_remove_list = (is_keeper_of_lists & is_there).named("may_remove_signed_list")
may_remind = is_job.named("may_remind_of_oath")
may_forget = is_job.named("may_forget_oath")
