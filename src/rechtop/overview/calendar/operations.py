"""Make and take back the address of a calendar, say when reminders go, and send them."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.overview.calendar import queries, rules
from rechtop.overview.calendar.models import Feed, Plan, Reminder, Round
from rechtop.tools.addresses import operations as addresses
from rechtop.tools.addresses.operations import Made

_ROUNDS_KEPT = datetime.timedelta(days=365)


@operation("calendar.feed_made", allowed=rules.may_make_feed)
def make_feed(*, language: str, by: Actor) -> Made:
    """Make the address of one's own calendar; the one before it finds nothing any more."""
    return addresses.make(Feed, mark=queries.TAKEN_BACK, language=language, by=by)


@operation("calendar.feed_taken_back", allowed=rules.may_take_feed_back)
def take_feed_back(feed: Feed, *, by: Actor) -> None:
    """Take an address back, for good: no restore lets anyone read by it again."""
    addresses.take_back(feed, mark=queries.TAKEN_BACK)


@operation("calendar.plan_set", allowed=rules.may_set_plan)
def set_plan(*, longer_than: int, first_before: int, last_before: int, by: Actor) -> None:
    """Say how many days before a term ends people are reminded."""
    if not 1 <= last_before < first_before:
        raise Invalid(first_before=_("De eerste herinnering komt vóór de laatste."))
    facts = {"first_before": first_before, "last_before": last_before}
    Plan.objects.update_or_create(pk=1, defaults={**facts, "longer_than": longer_than})


@operation("calendar.reminded", allowed=rules.may_remind)
def remind(*, by: Actor) -> int:
    """Send who must act one mail that says nothing but that there is something, once a day.

    Gives how many people got one. Each stage of a term is told of once, also after days in which
    nothing ran.
    """
    today = clock.today()
    _round, is_first = Round.objects.get_or_create(on=today)
    if not is_first:
        return 0
    due = queries.to_remind(today)
    Reminder.objects.bulk_create(
        Reminder(deadline=one.deadline, due_on=one.due_on, stage=stage, sent_on=today)
        for one in due
        for stage in one.stages
    )
    people = queries.reachable(queries.people_to_remind(due))
    for person in people:
        post.let_know(post.closed(person.email), language=settings.LANGUAGE_CODE)
    Round.objects.filter(on__lt=today - _ROUNDS_KEPT).delete()
    return len(people)
