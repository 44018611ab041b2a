"""Who may do what with conversations: the confidant, and nobody else."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty


@rule(_("Dit is van een vertrouwenspersoon."))
def is_confidant(actor: Actor, subject: object) -> bool:
    """The actor is a confidant."""
    return actor.has_duty(Duty.CONFIDANT)


@rule(_("Open eerst de kluis met uw wachtzin."))
def is_unlocked(actor: Actor, subject: object) -> bool:
    """The actor's keys are open."""
    return actor.is_unlocked


@rule(_("Cijfers van een eerder jaar neemt de coördinator over."))
def may_take_over(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator, or someone at the command line of the server."""
    return actor.kind == Kind.COMMAND or actor.has_duty(Duty.COORDINATOR)


may_keep_notes = (is_confidant & is_unlocked).named("may_keep_notes")
may_release = may_keep_notes.named("may_release")
may_hand_over = may_keep_notes.named("may_hand_over_conversations")
may_destroy = may_keep_notes.named("may_destroy")
