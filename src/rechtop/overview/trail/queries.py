"""Find the lines of the log, the checks, and the months that may go."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from rechtop.ground.audit import queries as trail
from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.overview.trail.models import SHORTEST, Check, Removal, Retention
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Duty

USUAL_MONTHS = 36
"""How long the trail is kept where nothing was set: our own choice, no law says it."""

_SAME = ("action", "result", "origin", "object_kind", "object_number")


def lines(chosen: Mapping[str, Any]) -> QuerySet[Entry]:
    """Give the lines with these facts."""
    found = Entry.objects.filter(**{name: chosen[name] for name in _SAME if name in chosen})
    if "from_date" in chosen:
        found = found.filter(at__gte=trail.start_of(chosen["from_date"]))
    if "until_date" in chosen:
        after = chosen["until_date"] + datetime.timedelta(days=1)
        found = found.filter(at__lt=trail.start_of(after))
    return found.filter(_by(chosen["actor"])) if "actor" in chosen else found


def _by(actor: str) -> Q:
    return Q(actor_number=int(actor)) if actor.isdecimal() else Q(actor_kind=actor)


def who_may_act() -> QuerySet[Person]:
    """Give the people who have or had a duty, by name."""
    return organisation.people().filter(pk__in=Duty.objects.values("person_id"))


def duties_of(people: set[int]) -> dict[int, list[Duty]]:
    """Give all duties these people ever had."""
    found: dict[int, list[Duty]] = {}
    for duty in Duty.objects.filter(person__in=people).order_by("kind"):
        found.setdefault(duty.person_id, []).append(duty)
    return found


def running_check() -> Check | None:
    """Give the check that is under way, if any."""
    return Check.objects.filter(finished_at=None).order_by("pk").first()


def last_check() -> Check | None:
    """Give the last check that came to an end."""
    done = Check.objects.filter(finished_at__isnull=False).select_related("asked_by")
    return done.order_by("-finished_at", "-pk").first()


def months_on(day: datetime.date) -> int:
    """Say how many months the trail is kept, as set for a day."""
    found = retention_on(day)
    return max(found.months, SHORTEST) if found else USUAL_MONTHS


def retention_on(day: datetime.date) -> Retention | None:
    """Give the setting for a day, where one was made."""
    return Retention.objects.filter(from_date__lte=day).order_by("-from_date").first()


def retentions() -> Sequence[Retention]:
    """Give what was set, last first."""
    return list(Retention.objects.order_by("-from_date"))


def months_past_term() -> list[trail.Month]:
    """Give the months whose time is over, first month first."""
    today = clock.today()
    return trail.months(_earlier(today.replace(day=1), months_on(today)))


def _earlier(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, 1)


def to_propose() -> list[trail.Month]:
    """Give the months past their term that nobody proposed to destroy yet."""
    known = set(_standing().filter(destroyed_at=None).values_list("month", flat=True))
    return [month for month in months_past_term() if month.first not in known]


def waiting() -> QuerySet[Removal]:
    """Give what was proposed and waits for an answer."""
    return _standing().filter(is_approved=None)


def agreed() -> QuerySet[Removal]:
    """Give what two people agreed to destroy and still stands, first month first."""
    return _standing().filter(is_approved=True, destroyed_at=None)


def _standing() -> QuerySet[Removal]:
    found = Removal.objects.select_related("proposed_by", "answered_by")
    return found.exclude(is_approved=False).order_by("month")
