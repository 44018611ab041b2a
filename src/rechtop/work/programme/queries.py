"""Find what was done in a year."""

from __future__ import annotations

import re

from django.db.models import QuerySet
from django.db.models.functions import Length

from rechtop.ground.kernel import clock
from rechtop.tools.action_points import queries as action_points
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Held
from rechtop.work.programme.models import (
    Activity,
    Advice,
    BibobCount,
    Kept,
    ReportText,
)

FIRST_YEAR = 1990

KEPT = {
    Activity: ("year", "kind", "name", "meetings", "participants", "remark"),
    BibobCount: ("year", "fact", "relation", "count"),
    Advice: ("number", "year", "kind", "question", "advice"),
}


def activities(year: int) -> QuerySet[Activity]:
    """Give the activities of a year."""
    return Activity.objects.filter(year=year).order_by("kind", "pk")


def bibob(year: int) -> QuerySet[BibobCount]:
    """Give what was counted under the Bibob law in a year."""
    return BibobCount.objects.filter(year=year).order_by("pk")


def advice(year: int) -> QuerySet[Advice]:
    """Give the published examples of advice of a year: A2 before A10."""
    return Advice.objects.filter(year=year).order_by(Length("number"), "number")


def next_advice_number(year: int) -> str:
    """Give the number a new example could have: one more than the last, in the same manner."""
    last = advice(year).last()
    found = re.fullmatch(r"(\D*)(\d{1,9})", last.number) if last else None
    return f"{found[1]}{int(found[2]) + 1}" if found else "A1"


def text(year: int) -> ReportText | None:
    """Give the words before the figures of a year, adopted or not."""
    return ReportText.objects.filter(year=year).first()


def is_kept(year: int) -> bool:
    """Say whether the account of a year is kept here: something beside its action points is.

    Action points alone may be known from the next year's account, which need not name them all.
    """
    own = (Activity, BibobCount, Advice, ReportText)
    return any(model._base_manager.filter(year=year).exists() for model in own)


def years() -> list[int]:
    """Give the years of which something is kept, be it action points alone, newest first."""
    return sorted(_own_years() | set(action_points.years()), reverse=True)


def _own_years() -> set[int]:
    listed = [
        Activity.objects.values_list("year", flat=True),
        BibobCount.objects.values_list("year", flat=True),
        Advice.objects.values_list("year", flat=True),
        ReportText.objects.values_list("year", flat=True),
    ]
    return set().union(*(one.distinct() for one in listed))


def first_shown_year() -> int:
    """Give the year to begin with: this one where something is kept of it, or the latest one."""
    now, known = clock.today().year, _own_years()
    return now if now in known or not known else max(known)


def can_be_kept(year: int) -> bool:
    """Say whether something can be kept of a year: it has begun, and is not too long ago."""
    return FIRST_YEAR <= year <= clock.today().year


def taken_over(model: type[Kept]) -> list[Held]:
    """Give the records of a model as an import compares them."""
    return deliveries.held(model, KEPT[model])
