"""Require that people are at an activity, say what counts for it, and remind who still has to."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.people.organisation.models import Unit
from rechtop.work.activities import queries as activities
from rechtop.work.activities.models import Gathering, Series
from rechtop.work.training import queries, rules
from rechtop.work.training.models import Occasion, Reminder, Requirement

MOST_AT_ONCE = 500
_FURTHEST = datetime.timedelta(days=366)
_LONGEST = datetime.timedelta(days=3 * 366)


def require(gathering: Gathering, *, by: Actor, **told: Any) -> Requirement:
    """Require that people are at this gathering; where it is of a series, at any of that series.

    The series is held before the gathering: two who ask at two of its gatherings at once come
    after one another. Takes and raises what `_require` does.
    """
    with trail.one_transaction():
        list(Series.objects.select_for_update().filter(pk=gathering.series_id or 0))
        return _require(gathering, by=by, **told)


@operation("activity.required", allowed=rules.may_require)
def _require(
    gathering: Gathering,
    *,
    title: str,
    whom: str,
    from_date: datetime.date,
    by: Actor,
    unit: Unit | None = None,
    due_on: datetime.date | None = None,
    months: int | None = None,
) -> Requirement:
    """Require it from a day on, by a last day or within some months of beginning.

    Raises Invalid for days that cannot be, without a last day for anybody, and where the same
    people are asked already.
    """
    asked = Requirement(
        title=title.strip(),
        whom=whom,
        unit=unit,
        from_date=from_date,
        asked_on=clock.today(),
        due_on=due_on,
        months=months,
    )
    _check(asked)
    same = queries.counts_for(gathering).filter(whom=whom, unit=unit, ended_on=None)
    if same.exists():
        raise Invalid(whom=_("Dit is van deze mensen al gevraagd."))
    asked.save()
    series = activities.in_series(gathering)
    Occasion.objects.bulk_create(
        Occasion(requirement=asked, gathering=one)
        for one in {gathering.pk: gathering, **{one.pk: one for one in series}}.values()
    )
    return asked


def _check(asked: Requirement) -> None:
    today, begins = clock.today(), asked.from_date
    if not today - _FURTHEST <= begins <= today + _FURTHEST:
        raise Invalid(from_date=_("Kies een dag van hoogstens een jaar geleden of later."))
    if asked.due_on is None and asked.months is None:
        raise Invalid(due_on=_("Vul een laatste dag in, of een aantal maanden, of allebei."))
    first = max(today, begins)
    if asked.due_on is not None and not first < asked.due_on <= first + _LONGEST:
        raise Invalid(due_on=_("Kies een dag na vandaag en na de eerste dag, binnen drie jaar."))
    if asked.months is not None and not 1 <= asked.months <= 24:
        raise Invalid(months=_("Kies een getal van 1 tot en met 24."))
    if not asked.title:
        raise Invalid(title=_("Schrijf op wat mensen moeten volgen."))
    records.check(asked)


@operation("activity.counts_set", allowed=rules.may_let_count)
def let_count(gathering: Gathering, *, requirements: Iterable[Requirement], by: Actor) -> None:
    """Say for which of what is required being at a gathering counts. What was ended stays as is."""
    chosen = {one.pk for one in requirements}
    open_to_change = set(queries.not_ended().values_list("pk", flat=True))
    stood = Occasion.objects.filter(gathering=gathering, requirement__in=open_to_change)
    stood.exclude(requirement__in=chosen).delete()
    had = set(stood.values_list("requirement", flat=True))
    Occasion.objects.bulk_create(
        Occasion(requirement_id=one, gathering=gathering)
        for one in sorted((chosen & open_to_change) - had)
    )


@operation("requirement.ended", allowed=rules.may_end)
def end(requirement: Requirement, *, by: Actor) -> None:
    """Ask it no more of anybody; who followed it, has followed it."""
    requirement.ended_on = clock.today()
    requirement.save(update_fields=["ended_on"])
    Reminder.objects.filter(requirement=requirement).delete()


@operation("requirement.reminded", allowed=rules.may_remind)
def remind(requirement: Requirement, *, by: Actor) -> int:
    """Tell by mail who was not told yet that there is something, so many at a time; give how many.

    Each is told once that it is required, once in the last week, and once after the last day. The
    mail never says of what.
    """
    listed = list(queries.to_remind(requirement)[:MOST_AT_ONCE])
    Reminder.objects.bulk_create(
        [
            Reminder(requirement=requirement, person=one, stage=one.stage, sent_on=clock.today())
            for one in listed
        ],
        update_conflicts=True,
        unique_fields=["requirement", "person"],
        update_fields=["stage", "sent_on"],
    )
    post.let_all_know(one.email for one in listed)
    return len(listed)


def go_on() -> int:
    """Send the reminders that are due; give how many."""
    return sum(remind(one, by=JOB) for one in queries.running() if queries.to_remind(one).exists())


@operation("requirement_reminders.forgotten", allowed=rules.may_forget)
def forget(*, people: Collection[int], by: Actor) -> None:
    """Forget of what these people were told."""
    Reminder.objects.filter(person__in=people).delete()


def forget_gone() -> int:
    """Forget of what people were told who left; give how many that were."""
    gone = queries.past_keeping()
    if gone:
        forget(people=gone, by=JOB)
    return len(gone)
