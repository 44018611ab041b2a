"""Who proposes to destroy, who approves, and who reads a declaration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import Rule, Verdict, rule
from rechtop.ground.vault.models import Sphere
from rechtop.ground.vault.rules import is_unlocked
from rechtop.overview.keeping.models import Destruction
from rechtop.overview.keeping.queries import PROPOSERS
from rechtop.overview.keeping.states import DESTRUCTION, State
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_job
from rechtop.tools.retention.rules import may_set_term as may_set_term  # asked here by views

_READERS = (
    *PROPOSERS,
    Duty.HANDLER,
    Duty.LAWYER,
    Duty.ACCOUNTANT,
    Duty.PRIVACY_OFFICER,
    Duty.SECURITY_OFFICER,
)


@rule(_("Vernietigen stelt de coördinator voor, of de secretaris."))
def is_proposer(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator or the secretary."""
    return actor.has_duty(*PROPOSERS)


@rule(_("Vernietigen stelt voor wie een sleutel van het dossier heeft."))
def is_holder(actor: Actor, subject: object) -> bool:
    """The actor has a duty today that holds keys of cases; which of these, the operation sees."""
    return Sphere.CASES in actor.spheres


@rule(_("Over een voorstel beslist de privacy officer."))
def is_officer(actor: Actor, subject: object) -> bool:
    """The actor is the privacy officer."""
    return actor.has_duty(Duty.PRIVACY_OFFICER)


@rule(_("Over uw eigen voorstel beslist een ander."))
def is_of_another(actor: Actor, destruction: Destruction) -> bool:
    """Someone else proposed this."""
    return actor.number is not None and actor.number != destruction.proposed_by_id


@rule(_("Dit voorstel is niet van u."))
def is_own(actor: Actor, destruction: Destruction) -> bool:
    """The actor proposed this."""
    return actor.number is not None and actor.number == destruction.proposed_by_id


@rule(_("Dit leest wie erover gaat."))
def is_reader(actor: Actor, destruction: Destruction) -> bool:
    """What is done, all read who account for it; before that who proposed it and who decides."""
    if destruction.state == State.DONE:
        return actor.has_duty(*_READERS)
    return actor.has_duty(Duty.PRIVACY_OFFICER) or bool(is_own(actor, destruction))


def _in_state(verb: str) -> Rule:
    def judge(actor: Actor, destruction: Destruction) -> Verdict:
        told = _("Hierover is al beslist.")
        return DESTRUCTION.may(destruction.state, verb, reason=told)

    return Rule(f"destruction_can_{verb}", judge)


may_keep = (is_proposer | is_officer).named("may_keep")
may_propose = ((is_proposer | is_holder) & is_unlocked).named("may_propose_destruction")
may_read = is_reader.named("may_read_destruction")
may_approve = (is_officer & is_of_another & _in_state("approve")).named("may_approve_destruction")
may_strike = may_approve.named("may_strike_line")
may_decline = (is_officer & is_of_another & _in_state("decline")).named("may_decline_destruction")
may_withdraw = (is_own & _in_state("withdraw")).named("may_withdraw_destruction")
may_carry_out = (is_job & _in_state("finish")).named("may_carry_out_destruction")
