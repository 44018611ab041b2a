"""Who reads the report before it is public, and what stands behind its figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team


@rule(_("Dit lezen het integriteitsteam, de secretaris en de accountant."))
def is_reader(actor: Actor, subject: object) -> bool:
    """The actor is the secretary or the accountant."""
    return actor.has_duty(Duty.SECRETARY, Duty.ACCOUNTANT)


@rule(_("De registraties achter een cijfer ziet de coördinator of de accountant."))
def is_follower(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator or the accountant."""
    return actor.has_duty(Duty.COORDINATOR, Duty.ACCOUNTANT)


@rule(_("Een administratie overnemen doet de coördinator."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


may_read = (is_integrity_team | is_reader).named("may_read_report")
may_follow = is_follower.named("may_follow_figure")
may_bring = is_coordinator.named("may_bring_year")
