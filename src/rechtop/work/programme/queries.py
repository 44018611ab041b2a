"""Find what was done in a year."""

from __future__ import annotations

from django.db.models import QuerySet

from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Held
from rechtop.work.programme.models import ActionPoint, Activity, Advice, BibobCount, ReportText

KEPT = {
    Activity: ("year", "kind", "name", "meetings", "participants", "remark"),
    BibobCount: ("year", "fact", "relation", "count"),
    Advice: ("number", "year", "kind", "question", "advice"),
    ActionPoint: ("report_year", "number", "title", "standing"),
}


def activities(year: int) -> QuerySet[Activity]:
    """Give the activities of a year."""
    return Activity.objects.filter(year=year).order_by("kind", "pk")


def bibob(year: int) -> QuerySet[BibobCount]:
    """Give what was counted under the Bibob law in a year."""
    return BibobCount.objects.filter(year=year).order_by("pk")


def advice(year: int) -> QuerySet[Advice]:
    """Give the published examples of advice of a year."""
    return Advice.objects.filter(year=year).order_by("number")


def action_points(report_year: int) -> QuerySet[ActionPoint]:
    """Give the action points of the report on a year."""
    return ActionPoint.objects.filter(report_year=report_year).order_by("number")


def text(year: int) -> ReportText | None:
    """Give the words before the figures of a year, adopted or not."""
    return ReportText.objects.filter(year=year).first()


def years() -> list[int]:
    """Give the years of which something is kept, newest first."""
    found = set(Activity.objects.values_list("year", flat=True).distinct())
    found |= set(BibobCount.objects.values_list("year", flat=True).distinct())
    found |= set(ActionPoint.objects.values_list("report_year", flat=True).distinct())
    return sorted(found, reverse=True)


def taken_over(model: type[ActionPoint | Activity | Advice | BibobCount]) -> list[Held]:
    """Give the records of a model that an import brought."""
    return deliveries.held(model, KEPT[model])
