"""Put what is required, and how far that is, into the words and order in which people read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.ground.ui.sheets import Sheet
from rechtop.people.identity.models import sort_key
from rechtop.work.activities import queries as activities
from rechtop.work.activities import rules as activity_rules
from rechtop.work.activities.models import Gathering
from rechtop.work.activities.states import State
from rechtop.work.training import queries, rules
from rechtop.work.training.models import Requirement
from rechtop.work.training.queries import Covered
from rechtop.work.training.states import UNFINISHED, Standing

EXPORTED = 10_000

COLOURS = {
    Standing.OVERDUE: "bad",
    Standing.SOON: "warn",
    Standing.OPEN: "neutral",
    Standing.DONE: "good",
}


@dataclass(frozen=True)
class Line:
    """Something that is required, with how far it is."""

    requirement: Requirement
    of_whom: str
    by_when: str
    total: Covered


def lines(found: Iterable[Requirement]) -> list[Line]:
    """Give what is required as lines of a list; of what was ended nothing is counted any more."""
    listed = list(found)
    counted = queries.coverage([one for one in listed if one.ended_on is None])
    return [
        Line(one, of_whom(one), by_when(one), queries.total(counted.get(one.pk, ())))
        for one in listed
    ]


def of_whom(one: Requirement) -> str:
    """Say of whom it is required."""
    told = str(one.get_whom_display())
    return f"{told}, {one.unit.name}" if one.unit else told


def by_when(one: Requirement) -> str:
    """Say by when it is to be followed."""
    parts = [dutch.day(one.due_on)] if one.due_on else []
    if one.months:
        told = ngettext(
            "wie begint: binnen %(n)s maand", "wie begint: binnen %(n)s maanden", one.months
        )
        parts.append(told % {"n": one.months})
    return "; ".join(parts)


def page(one: Requirement, actor: Actor) -> dict[str, Any]:
    """Give what the page of something that is required shows, but for the people."""
    units = queries.coverage([one])[one.pk] if one.ended_on is None else []
    return {
        "requirement": one,
        "facts": _facts(one),
        "units": units,
        "total": queries.total(units),
        "gatherings": queries.gatherings(one)[:20],
        "may_end": bool(rules.may_end(actor, one)),
        "may_read_names": bool(rules.may_read_names(actor)) and one.ended_on is None,
    }


def _facts(one: Requirement) -> list[tuple[str, Any]]:
    return [
        (_("Van wie"), of_whom(one)),
        (_("Gevraagd vanaf"), dutch.day(one.from_date)),
        (_("Vastgelegd op"), dutch.day(one.asked_on)),
        (_("Uiterlijk op"), by_when(one)),
        (_("Gestopt op"), dutch.day(one.ended_on) if one.ended_on else ""),
    ]


def people(one: Requirement, chosen: dict[str, str]) -> QuerySet[Any]:
    """Give the people of whom it is required, as chosen: those who have yet to go, else."""
    found = queries.owing(one)
    standing = chosen.get("standing", "")
    if standing != "all":
        found = found.filter(standing__in=[standing] if standing else UNFINISHED)
    if unit := chosen.get("unit"):
        found = queries.in_unit(found, int(unit))
    if name := chosen.get("name"):
        found = found.filter(sort_name__contains=sort_key(name.replace("\0", "")))
    return found


def people_lines(found: Iterable[Any]) -> list[tuple[Any, Standing, str, bool]]:
    """Give each with how it stands, its colour, and whether it is still to be done."""
    return [
        (one, (how := Standing(one.standing)), COLOURS[how], how in UNFINISHED) for one in found
    ]


def sheet(found: Iterable[Any]) -> Sheet:
    """Give the people as a worksheet."""
    heading = [_("Naam"), _("E-mailadres"), _("Onderdeel"), _("Begon op"), _("Uiterlijk op")]
    heading += [_("Stand"), _("Gevolgd op")]
    return heading, (
        [
            one.name,
            one.email,
            one.unit_name or "",
            one.start_date,
            one.last_day,
            str(how.label),
            one.followed_on,
        ]
        for one, how, _colour, _is_open in people_lines(found)
    )


def of_gathering(one: Gathering, actor: Actor) -> dict[str, Any]:
    """Give for what being at a gathering counts."""
    return {
        "gathering": one,
        "lines": lines(queries.counts_for(one)),
        "is_in_series": one.series_id is not None,
        "may_require": bool(rules.may_require(actor, one)),
        "may_let_count": bool(rules.may_let_count(actor, one)),
        "others": queries.not_ended().exists(),
    }


def own(one: Requirement, actor: Actor) -> dict[str, Any]:
    """Give what someone reads of what is required of them: by when, and where they can go."""
    owed = queries.owed_by(actor, one)
    coming = queries.gatherings(one).filter(state=State.PLANNED, day__gte=clock.today())
    return {
        "requirement": one,
        "owed": owed,
        "is_done": owed.standing == Standing.DONE,
        "coming": _coming(list(coming.order_by("day", "starts_at", "pk")[:20]), actor),
    }


def _coming(found: Sequence[Gathering], actor: Actor) -> list[dict[str, Any]]:
    """Give gatherings that come, each with whether one signed up, or can."""
    signed_up = activities.signed_up(actor)
    counted: dict[int, Any] = {one.pk: one for one in activities.with_counts(_listed(found))}
    return [
        {
            "gathering": one,
            "is_mine": one.pk in signed_up,
            "is_full": one.places is not None and counted[one.pk].signed_up >= one.places,
            "may_look": one.takes_sign_ups
            or one.pk in signed_up
            or bool(activity_rules.may_read(actor)),
        }
        for one in found
    ]


def _listed(found: Sequence[Gathering]) -> QuerySet[Gathering]:
    return Gathering.objects.filter(pk__in=[one.pk for one in found])
