"""Who requires something, who reads how far that is, and of whom it is asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team, is_job
from rechtop.work.activities import rules as activities
from rechtop.work.activities.models import Gathering
from rechtop.work.activities.states import State
from rechtop.work.training import queries
from rechtop.work.training.models import Requirement


@rule(_("Dit regelt de coördinator."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit wordt al niet meer gevraagd."))
def is_not_ended(actor: Actor, requirement: Requirement) -> bool:
    """It is required, or will be."""
    return requirement.ended_on is None


@rule(_("Deze bijeenkomst is afgezegd. Kies een andere."))
def goes_on(actor: Actor, gathering: Gathering) -> bool:
    """The gathering was not cancelled."""
    return gathering.state != State.CANCELLED


@rule(_("Dit wordt niet van u gevraagd."))
def is_asked(actor: Actor, requirement: Requirement) -> bool:
    """It is required of the actor today."""
    stands = queries.running().filter(pk=requirement.pk).exists()
    return stands and queries.owed_by(actor, requirement) is not None


may_read = activities.may_read.named("may_read_what_is_required")
may_read_names = is_integrity_team.named("may_read_who_is_to_follow")
may_require = (is_coordinator & goes_on).named("may_require_activity")
may_let_count = is_coordinator.named("may_let_gathering_count")
may_end = (is_coordinator & is_not_ended).named("may_end_requirement")
may_follow = is_asked.named("may_look_at_own_requirement")
may_remind = (is_job & is_not_ended).named("may_remind_of_requirement")
may_forget = is_job.named("may_forget_who_was_reminded")
