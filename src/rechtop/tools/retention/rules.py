"""Who decides on the schedule."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty


@rule(_("Bewaartermijnen stelt de coördinator of de privacy officer vast."))
def decides_on_schedule(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator or the privacy officer."""
    return actor.has_duty(Duty.COORDINATOR, Duty.PRIVACY_OFFICER)


@rule(_("Dit wordt bij het inrichten vastgelegd."))
def is_command(actor: Actor, subject: object) -> bool:
    """Someone works at the command line of the server."""
    return actor.kind == Kind.COMMAND


may_adopt_schedule = is_command.named("may_adopt_schedule")
may_set_term = decides_on_schedule.named("may_set_term")
