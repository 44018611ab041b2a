"""Who arranges the organisation, and which duties one person cannot have together."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.actors import Kind as ActorKind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind
from rechtop.people.organisation.models import spheres_of as spheres_of  # asked here by doors

KEPT = datetime.timedelta(days=365)
"""How long it is kept which end a duty had before someone's last day cut it short."""

INCOMPATIBLE = frozenset(
    {
        frozenset({Kind.CONFIDANT, Kind.HANDLER}),
        frozenset({Kind.CONFIDANT, Kind.COORDINATOR}),
        frozenset({Kind.CONFIDANT, Kind.LAWYER}),
        frozenset({Kind.CONFIDANT, Kind.INVESTIGATOR}),
        frozenset({Kind.CONFIDANT, Kind.SECRETARY}),
        frozenset({Kind.INVESTIGATOR, Kind.SECRETARY}),
        frozenset({Kind.CUSTODIAN, Kind.HANDLER}),
        frozenset({Kind.CUSTODIAN, Kind.COORDINATOR}),
        frozenset({Kind.CUSTODIAN, Kind.LAWYER}),
        frozenset({Kind.ADMINISTRATOR, Kind.HANDLER}),
        frozenset({Kind.ADMINISTRATOR, Kind.COORDINATOR}),
        frozenset({Kind.ADMINISTRATOR, Kind.LAWYER}),
        frozenset({Kind.ADMINISTRATOR, Kind.CONFIDANT}),
        frozenset({Kind.ADMINISTRATOR, Kind.CUSTODIAN}),
        frozenset({Kind.ADMINISTRATOR, Kind.SECRETARY}),
        frozenset({Kind.ADMINISTRATOR, Kind.INVESTIGATOR}),
        frozenset({Kind.ADMINISTRATOR, Kind.ACCOUNTANT}),
        frozenset({Kind.ACCOUNTANT, Kind.HANDLER}),
        frozenset({Kind.ACCOUNTANT, Kind.COORDINATOR}),
        frozenset({Kind.ACCOUNTANT, Kind.LAWYER}),
        frozenset({Kind.ACCOUNTANT, Kind.SECRETARY}),
        frozenset({Kind.CUSTODIAN, Kind.INVESTIGATOR}),
        frozenset({Kind.SECURITY_OFFICER, Kind.ADMINISTRATOR}),
        frozenset({Kind.SECURITY_OFFICER, Kind.HANDLER}),
        frozenset({Kind.SECURITY_OFFICER, Kind.COORDINATOR}),
        frozenset({Kind.SECURITY_OFFICER, Kind.LAWYER}),
        frozenset({Kind.SECURITY_OFFICER, Kind.SECRETARY}),
        frozenset({Kind.SECURITY_OFFICER, Kind.INVESTIGATOR}),
        frozenset({Kind.SECURITY_OFFICER, Kind.CONFIDANT}),
        frozenset({Kind.SECURITY_OFFICER, Kind.CUSTODIAN}),
    }
)
"""Pairs of duties one person never has at the same time. Source: design.md 4 and domain.md."""


def clashes(kind: str, others: Collection[str]) -> list[str]:
    """Give which of these other duties cannot go together with this one."""
    return sorted(other for other in others if frozenset({kind, other}) in INCOMPATIBLE)


@rule(_("Dit doet de beheerder."))
def is_administrator(actor: Actor, subject: object) -> bool:
    """The actor is the administrator, or someone at the command line."""
    return actor.kind == ActorKind.COMMAND or actor.has_duty(Kind.ADMINISTRATOR)


@rule(_("Uw eigen taken geeft en beëindigt een ander."))
def is_about_another(actor: Actor, subject: object) -> bool:
    """The subject is not the actor, nor a duty of the actor."""
    return actor.kind == ActorKind.COMMAND or actor.number != _person_of(subject)


@rule(_("Dit gebeurt vanzelf."))
def is_job(actor: Actor, subject: object) -> bool:
    """The clock does this."""
    return actor.kind == ActorKind.JOB


@rule(_("Dit doet het integriteitsteam."))
def is_integrity_team(actor: Actor, subject: object) -> bool:
    """The actor belongs to the integrity team."""
    return actor.has_duty(Kind.COORDINATOR, Kind.HANDLER, Kind.LAWYER)


@rule(_("Deze kaart is van een vertrouwenspersoon zelf."))
def is_confidant_themselves(actor: Actor, subject: object) -> bool:
    """The subject is the actor or the actor's card, and the actor is a confidant."""
    if actor.kind == ActorKind.COMMAND:
        return True
    return actor.has_duty(Kind.CONFIDANT) and actor.number == _person_of(subject)


def _person_of(subject: object) -> object:
    """Give the number of a person, or of the person a duty or card is of."""
    return getattr(subject, "person_id", getattr(subject, "pk", None))


may_show_card = is_confidant_themselves.named("may_show_card")
may_arrange = is_administrator.named("may_arrange")
may_give_duty = (is_administrator & is_about_another).named("may_give_duty")
may_end_duty = may_give_duty.named("may_end_duty")
may_see_keys = (is_administrator | is_integrity_team).named("may_see_keys")
may_decide_who_receives = is_integrity_team.named("may_decide_who_receives")
may_withdraw_lapsed = is_job.named("may_withdraw_lapsed")
