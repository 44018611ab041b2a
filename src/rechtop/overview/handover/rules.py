"""Who hands over what they hold, and who sees whose duty ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import rule
from rechtop.ground.vault.models import Sphere
from rechtop.ground.vault.rules import is_on_duty, is_unlocked, is_vouched_for
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_administrator, is_integrity_team


@rule(_("Dit ziet wie de taken verdeelt."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Dossiers voor uzelf vraagt een ander."))
def is_for_another(actor: Actor, subject: Person) -> bool:
    """The subject, who would receive, is not the actor."""
    return actor.number != subject.pk


may_hand_over_cases = (is_unlocked & is_on_duty(Sphere.CASES)).named("may_hand_over_cases")
may_hand_over_names = (is_unlocked & is_on_duty(Sphere.IDENTITIES)).named("may_hand_over_names")
may_see_who_leaves = (is_administrator | is_coordinator).named("may_see_who_leaves")
may_ask = (is_unlocked & is_vouched_for & is_on_duty(Sphere.CASES) & is_integrity_team).named(
    "may_ask"
)
may_ask_for = (may_ask & is_for_another).named("may_ask_for_earlier_files")
may_count = is_administrator.named("may_count_files_held_alone")
