"""What required activities offer to the annual report. A record behind a figure names nobody."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Link, Record
from rechtop.work.training import queries
from rechtop.work.training.models import Requirement
from rechtop.work.training.queries import Covered


def figures(year: int) -> list[Figure]:
    """Count of whom something was required by a last day in a year, and who followed it.

    It is counted on the last day of the year, or today while it runs; what was ended before that,
    on the last day it was required. Of a year in which nothing was required, nothing is told.
    """
    until = min(datetime.date(year, 12, 31), clock.today())
    stood = queries.stood_in(year, until) if until.year == year else {}
    days = {one.pk: day for day, listed in stood.items() for one in listed}
    units: dict[int, list[Covered]] = {}
    for day, listed in stood.items():
        units |= queries.coverage(listed, day, year)
    asked = sorted((one for listed in stood.values() for one in listed), key=lambda one: -one.pk)
    counted = [one for one in asked if units[one.pk]]
    if not counted:
        return []
    totals = {one.pk: queries.total(units[one.pk]) for one in counted}
    told = [
        *_sums(counted, totals),
        *(_share(one, totals[one.pk], days[one.pk], year) for one in counted),
        *_by_unit(counted, units),
    ]
    return account.with_entered(told, year)


def _sums(counted: Sequence[Requirement], totals: dict[int, Covered]) -> list[Figure]:
    everyone = queries.total(totals.values())
    follow = _to_requirements(counted, totals)
    return [
        Figure(f"verplicht.{name}", label, definition, _group(), value, follow=follow)
        for name, label, definition, value in (
            (
                "gevraagd",
                _("Verplicht te volgen"),
                _("Hoe vaak iemands laatste dag om iets te volgen in dit jaar viel."),
                everyone.asked,
            ),
            (
                "gevolgd",
                _("Waarvan gevolgd"),
                _("Wie bij een bijeenkomst was die daarvoor telt."),
                everyone.followed,
            ),
            (
                "op-tijd",
                _("Waarvan op tijd gevolgd"),
                _("Wie er uiterlijk op de laatste dag bij was."),
                everyone.on_time,
            ),
        )
    ]


def _share(one: Requirement, total: Covered, day: datetime.date, year: int) -> Figure:
    def follow(actor: Actor) -> Behind:
        return Behind(queries.due_in(one, day, year), _person)

    return Figure(
        f"verplicht.deel.{one.pk}",
        one.title,
        _("Van elke honderd die dit jaar moesten, hoeveel het volgden; naar beneden afgerond."),
        _("Verplicht gevolgd, in procenten"),
        total.percentage,
        published=False,
        charted=True,
        follow=follow,
    )


def _by_unit(
    counted: Sequence[Requirement], units: Mapping[int, Sequence[Covered]]
) -> list[Figure]:
    """Tell of each unit what was asked there; behind it stand its own counts and no others."""
    names = {part.number: part.unit for one in counted for part in units[one.pk]}
    found = []
    for number, name in names.items():
        own = {one.pk: part for one in counted for part in units[one.pk] if part.number == number}
        found.append(
            Figure(
                f"verplicht.onderdeel.{number}",
                name or _("Zonder onderdeel"),
                _("Van elke honderd keer dat iets moest, hoe vaak het is gevolgd."),
                _("Verplicht gevolgd per onderdeel, in procenten"),
                queries.total(own.values()).percentage,
                published=False,
                charted=True,
                follow=_to_requirements([one for one in counted if one.pk in own], own),
            )
        )
    return found


def _group() -> str:
    return _("Verplichte activiteiten")


def _to_requirements(counted: Sequence[Requirement], totals: dict[int, Covered]) -> Follow:
    found: QuerySet[Any] = queries.requirements().filter(pk__in=[one.pk for one in counted])

    def follow(actor: Actor) -> Behind:
        return Behind(found, _requirement(totals))

    return follow


def _requirement(totals: dict[int, Covered]) -> Callable[[Requirement], Record]:
    def tell(one: Requirement) -> Record:
        counts = totals[one.pk]
        facts = [
            (_("Van wie"), one.get_whom_display()),
            (_("Onderdeel"), one.unit.name if one.unit else ""),
            (_("Gevraagd"), dutch.number(counts.asked)),
            (_("Gevolgd"), dutch.number(counts.followed)),
            (_("Op tijd"), dutch.number(counts.on_time)),
        ]
        where = reverse("training:requirement", args=[one.pk])
        return Record(one.title, facts, Link(_("Hoe ver het is, per onderdeel"), where))

    return tell


def _person(one: Any) -> Record:
    done = dutch.day(one.followed_on) if one.followed_on else _("nog niet")
    facts = [
        (_("Uiterlijk op"), dutch.day(one.last_day)),
        (_("Gevolgd op"), done),
        (_("Onderdeel"), one.unit_name or ""),
    ]
    return Record(_("Persoon %(number)s") % {"number": one.pk}, facts)
