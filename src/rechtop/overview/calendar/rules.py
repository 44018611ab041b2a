"""Who sees terms by month, reads them elsewhere, and says when reminders go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import rule
from rechtop.ground.vault.models import Sphere
from rechtop.ground.vault.rules import is_on_duty
from rechtop.overview.calendar.models import Feed
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_job


@rule(_("Dit stelt de coördinator in."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit adres is niet van u."))
def is_ones_own(actor: Actor, feed: Feed) -> bool:
    """The address is the actor's own."""
    return actor.number == feed.person_id


may_see = is_on_duty(Sphere.CASES).named("may_see_terms_by_month")
may_make_feed = is_on_duty(Sphere.CASES).named("may_make_feed")
may_take_feed_back = is_ones_own.named("may_take_feed_back")
may_set_plan = is_coordinator.named("may_set_reminder_plan")
may_remind = is_job.named("may_remind")
