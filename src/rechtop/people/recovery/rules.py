"""Who holds the ceremony, tries the sheets, and gives files with them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.actors import Kind as ActorKind
from rechtop.ground.kernel.rules import rule
from rechtop.people.identity.models import Person
from rechtop.people.identity.rules import is_oneself
from rechtop.people.organisation.models import Kind
from rechtop.people.organisation.rules import is_about_another, is_administrator
from rechtop.people.recovery.models import Notice


@rule(_("Dit doet de beheerder of de secretaris."))
def is_administrator_or_secretary(actor: Actor, subject: object) -> bool:
    """The actor is the administrator or the secretary, or someone at the command line."""
    return actor.kind == ActorKind.COMMAND or actor.has_duty(Kind.ADMINISTRATOR, Kind.SECRETARY)


@rule(_("Wie de dossiers krijgt, regelt dit niet zelf. Vraag een ander."))
def does_not_receive(actor: Actor, subject: Person) -> bool:
    """The subject, who receives, is not the actor."""
    return actor.kind == ActorKind.COMMAND or actor.number != subject.pk


@rule(_("Dit bericht is niet voor u."))
def is_for_oneself(actor: Actor, subject: Notice) -> bool:
    """The notice is for the actor."""
    return actor.number is not None and actor.number == subject.person_id


may_hold_ceremony = is_administrator.named("may_hold_ceremony")
may_see_sheets = is_administrator_or_secretary.named("may_see_sheets")
may_try_sheets = is_administrator_or_secretary.named("may_try_sheets")
may_confirm = is_administrator.named("may_confirm")
may_recover = (is_administrator_or_secretary & does_not_receive).named("may_recover")
may_withdraw_lost = (is_oneself | (is_administrator & is_about_another)).named("may_withdraw_lost")
may_acknowledge = is_for_oneself.named("may_acknowledge")
