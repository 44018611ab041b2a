"""Find who is to be reminded of the oath, promise or statement today."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from rechtop.ground.kernel import clock
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.work.oath import queries
from rechtop.work.oath.models import Invitation, Reminder
from rechtop.work.oath.states import Standing

AGAIN = datetime.timedelta(days=14)
"""How long after a reminder the next one goes."""


def to_remind() -> QuerySet[Any]:
    """Give who is to be reminded now, the longest late first: once some days before the last day,
    and every fortnight after it; who comes from elsewhere also every fortnight before it.

    Who is invited to a session by the last day is not reminded before it.
    """
    today = clock.today()
    before = Subquery(Reminder.objects.filter(person=OuterRef("person")).values("sent_on")[:1])
    told = Coalesce(before, Value(datetime.date.min, DateField()))
    found = queries.owing().annotate(reminded_on=told, remind_on=_remind_on())
    lately = Q(reminded_on__gt=today - AGAIN)
    late = Q(standing=Standing.OVERDUE) & (~lately | Q(reminded_on__lte=F("last_day")))
    coming = Q(standing=Standing.SOON, owes_statement=True) & ~lately
    near = Q(owes_statement=False, remind_on__lte=today, reminded_on__lt=F("remind_on"))
    near &= Q(~Exists(_invited_in_time()), standing__in=[Standing.SOON, Standing.OPEN])
    due: QuerySet[Any] = found.filter(late | coming | near).order_by("last_day", "pk")
    return due


def _remind_on() -> Case:
    """Give the day of the reminder before the last day, by the term of who began."""
    whens = (
        When(start_date__gte=term.from_date, then=queries.days_before("last_day", term.remind_days))
        for term in queries.terms()
    )
    return Case(*whens, default=Value(None), output_field=DateField())


def _invited_in_time() -> QuerySet[Invitation]:
    """Give to which session that comes someone is invited, by their last day; correlated."""
    coming = Invitation.objects.filter(person=OuterRef("person"), session__called_off_on=None)
    day = {"session__day__gte": clock.today(), "session__day__lte": OuterRef("last_day")}
    return coming.filter(**day)


def keepers_to_remind() -> QuerySet[Person]:
    """Give the coordinators who were not reminded lately."""
    lately = Reminder.objects.filter(sent_on__gt=clock.today() - AGAIN).values("person")
    return organisation.with_duty(Duty.COORDINATOR).exclude(pk__in=lately)
