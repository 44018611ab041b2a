"""Keep what was done in a year."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Changes
from rechtop.work.programme import queries, rules
from rechtop.work.programme.models import ActionPoint, Activity, Advice, BibobCount, ReportText


@operation("programme.activity_kept", allowed=rules.may_keep)
def keep_activity(*, by: Actor, **details: Any) -> Activity:
    """Keep an activity. Raises Invalid where the year has one of this name."""
    if Activity.objects.filter(year=details["year"], name=details["name"]).exists():
        raise Invalid(name=_("Deze activiteit staat er al."))
    return Activity.objects.create(**details)


@operation("programme.action_point_kept", allowed=rules.may_keep)
def keep_action_point(*, report_year: int, title: str, standing: str, by: Actor) -> ActionPoint:
    """Keep an action point, with the next number of its year."""
    last = ActionPoint.objects.filter(report_year=report_year).order_by("-number").first()
    return ActionPoint.objects.create(
        report_year=report_year,
        number=last.number + 1 if last else 1,
        title=title,
        standing=standing,
    )


@operation("programme.taken_over", allowed=rules.may_take_over)
def take_over(
    *,
    model: type[ActionPoint | Activity | Advice | BibobCount],
    changes: Changes,
    delivery: int,
    by: Actor,
) -> None:
    """Write what an import changes of one kind of record."""
    deliveries.write(model, changes, delivery=delivery)


@operation("report_text.written", allowed=rules.may_keep)
def write_text(*, year: int, body: str, by: Actor) -> ReportText:
    """Write the words before the figures of a year; what was adopted must be adopted again."""
    text = queries.text(year) or ReportText(year=year)
    text.body, text.author = body, by.number or 0
    text.adopter = text.adopted_on = None
    text.save()
    return text


@operation("report_text.adopted", allowed=rules.may_adopt_text)
def adopt_text(text: ReportText, *, by: Actor) -> None:
    """Adopt the words another wrote."""
    text.adopter, text.adopted_on = by.number, clock.today()
    text.save(update_fields=["adopter", "adopted_on"])
