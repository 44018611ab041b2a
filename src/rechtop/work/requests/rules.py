"""Who opens and closes a round, and who answers in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import Rule, Verdict, rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_job
from rechtop.people.personnel.rules import is_manager
from rechtop.work.requests.models import Request, Round
from rechtop.work.requests.states import REQUEST, RoundState


@rule(_("De uitvraag doet de coördinator."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit doet iemand op de server."))
def is_command(actor: Actor, subject: object) -> bool:
    """Someone works at the command line of the server."""
    return actor.kind == Kind.COMMAND


@rule(_("Deze vraag is aan een ander gesteld."))
def is_asked(actor: Actor, request: Request) -> bool:
    """The actor is who was asked."""
    return actor.kind == Kind.PERSON and actor.number == request.person_id


@rule(_("Deze uitvraag is gesloten. Weet u toch iets? Meld het dan."))
def is_running(actor: Actor, request: Request) -> bool:
    """The round of the request is open."""
    return request.round.state == RoundState.OPEN


@rule(_("Deze uitvraag is gesloten."))
def is_open(actor: Actor, found: Round) -> bool:
    """The round is open."""
    return found.state == RoundState.OPEN


@rule(_("Deze uitvraag loopt nog."))
def is_closed(actor: Actor, found: Round) -> bool:
    """The round is closed."""
    return found.state == RoundState.CLOSED


def _can(verb: str, reason: object) -> Rule:
    def judge(actor: Actor, request: Request) -> Verdict:
        return REQUEST.may(request.state, verb, reason=reason)

    return Rule(f"can_{verb}", judge)


may_see = is_coordinator.named("may_see_requests")
may_see_own = is_manager.named("may_see_own_requests")
may_write_question = is_coordinator.named("may_write_question")
may_take_in_question = is_command.named("may_take_in_question")
may_open = is_coordinator.named("may_open_round")
may_move = (is_coordinator & is_open).named("may_move_last_day")
may_note_quarter = is_job.named("may_note_quarter")
may_ask_to_open = is_job.named("may_ask_to_open_round")
may_let_go = is_coordinator.named("may_let_quarter_go")
may_ask = ((is_job | is_coordinator) & is_open).named("may_ask_more_managers")
may_close = ((is_job | is_coordinator) & is_open).named("may_close_round")
may_remind = ((is_job | is_coordinator) & is_open).named("may_remind")
may_forget = (is_job & is_closed).named("may_forget_who_answered")
may_answer = (
    is_asked
    & is_manager
    & is_running
    & _can("answer", _("De coördinator haalde deze vraag weg: u hoeft niet te antwoorden."))
).named("may_answer")
may_lapse = (
    is_coordinator
    & is_running
    & _can("lapse", _("Deze leidinggevende heeft al geantwoord, of de vraag is al vervallen."))
).named("may_let_lapse")
may_ask_again = (
    is_coordinator & is_running & _can("ask_again", _("Deze vraag is niet vervallen."))
).named("may_ask_again")
