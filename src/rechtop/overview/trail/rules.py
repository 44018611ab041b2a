"""Who reads the log, who decides how long it is kept, and who takes a month away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.overview.trail.models import Removal
from rechtop.people.organisation.models import Kind as Duty


@rule(_("Dit doet de onafhankelijke controleur van het logboek."))
def is_security_officer(actor: Actor, subject: object) -> bool:
    """The actor is the independent officer of the log."""
    return actor.has_duty(Duty.SECURITY_OFFICER)


@rule(_("Dit doet de privacy officer."))
def is_privacy_officer(actor: Actor, subject: object) -> bool:
    """The actor is the privacy officer."""
    return actor.has_duty(Duty.PRIVACY_OFFICER)


@rule(_("Dit gebeurt vanzelf."))
def is_clock(actor: Actor, subject: object) -> bool:
    """The clock does this."""
    return actor.kind == Kind.JOB


@rule(_("Wat u zelf voorstelde, keurt een ander goed."))
def is_of_another(actor: Actor, subject: Removal) -> bool:
    """Someone else proposed it."""
    return actor.number != subject.proposed_by_id


@rule(_("Hierover is al beslist."))
def is_waiting(actor: Actor, subject: Removal) -> bool:
    """Nobody decided yet."""
    return subject.is_approved is None


@rule(_("Een maand vernietigen gebeurt op de opdrachtregel, nadat twee mensen het eens zijn."))
def is_agreed(actor: Actor, subject: Removal) -> bool:
    """Someone at the command line, and two people agreed."""
    is_open = bool(subject.is_approved) and subject.destroyed_at is None
    return actor.kind == Kind.COMMAND and is_open


@rule(_("Dit gaat alleen op de opdrachtregel van de server."))
def is_at_server(actor: Actor, subject: object) -> bool:
    """Someone works at the command line of the server."""
    return actor.kind == Kind.COMMAND


may_read = is_security_officer.named("may_read_trail")
may_export = may_read.named("may_export_trail")
may_ask_check = (is_security_officer | is_clock).named("may_ask_check")
may_finish_check = is_clock.named("may_finish_check")
may_see_keeping = (is_security_officer | is_privacy_officer).named("may_see_keeping")
may_set_retention = is_privacy_officer.named("may_set_retention")
may_propose = is_security_officer.named("may_propose_month")
may_answer = (is_privacy_officer & is_of_another & is_waiting).named("may_answer_month")
may_destroy = is_agreed.named("may_destroy_month")
may_destroy_again = is_at_server.named("may_destroy_months_again")
