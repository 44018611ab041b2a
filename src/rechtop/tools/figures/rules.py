"""Who enters figures and adopts those of a year."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.figures import queries
from rechtop.tools.figures.models import Entered


@rule(_("Cijfers neemt de coördinator over."))
def may_take_over(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator, or someone at the command line of the server."""
    return actor.kind == Kind.COMMAND or actor.has_duty(Duty.COORDINATOR)


@rule(_("De secretaris stelt de cijfers van een jaar vast."))
def may_adopt(actor: Actor, subject: object) -> bool:
    """The actor is the secretary."""
    return actor.has_duty(Duty.SECRETARY)


@rule(_("Een cijfer met een bron voert de coördinator in."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit jaar is vastgesteld: de cijfers veranderen niet meer."))
def is_of_open_year(actor: Actor, entered: Entered) -> bool:
    """The figures of the year are not adopted yet."""
    return not queries.adopted_among({entered.year})


may_enter = (is_coordinator & is_of_open_year).named("may_enter_figure")
