"""Who keeps the register of risks, and who reads it. The list is sensitive in itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.rules import is_job
from rechtop.work.risks import queries
from rechtop.work.risks.models import Risk
from rechtop.work.risks.states import RISK

KEEPERS, READERS = queries.KEEPERS, queries.READERS


@rule(_("Dit doen de coördinator en de behandelaars."))
def is_keeper(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator or a handler."""
    return actor.has_duty(*KEEPERS)


@rule(_("Dit lezen de coördinator, de behandelaars, de secretaris en de controleurs."))
def is_reader(actor: Actor, subject: object) -> bool:
    """The actor keeps the register, or is the secretary or an officer of privacy or security."""
    return actor.has_duty(*READERS)


@rule(_("Dit risico is gesloten. Heropen het eerst."))
def is_open(actor: Actor, risk: Risk) -> bool:
    """The risk was not closed."""
    return bool(RISK.may(risk.state, "revise", reason=""))


@rule(_("Dit risico is al open."))
def is_closed(actor: Actor, risk: Risk) -> bool:
    """The risk was closed."""
    return bool(RISK.may(risk.state, "reopen", reason=""))


may_read = is_reader.named("may_read_risks")
may_keep = is_keeper.named("may_keep_risks")
may_revise = (is_keeper & is_open).named("may_revise_risk")
may_close = may_revise.named("may_close_risk")
may_reopen = (is_keeper & is_closed).named("may_reopen_risk")
may_remind = (is_job & is_open).named("may_remind_of_risk")
