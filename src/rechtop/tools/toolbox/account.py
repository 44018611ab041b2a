"""What the toolbox offers to the annual report: what stands in it, and what came."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Link, Record
from rechtop.tools.toolbox import queries
from rechtop.tools.toolbox.models import Stay
from rechtop.tools.toolbox.states import Audience, Kind


def figures(year: int) -> list[Figure]:
    """Count the instruments that stood here when a year ended, or today while it runs.

    Of a year from before there was a toolbox nothing is told: unknown is never 0.
    """
    last = min(datetime.date(year, 12, 31), clock.today())
    if last.year != year or not queries.is_kept_since(last):
        return []
    standing, group = queries.standing_on(last), _("Toolbox")
    told = _("In de toolbox op 31 december; in het lopende jaar: vandaag.")
    new = _("Wat in dit jaar voor het eerst in de toolbox kwam.")
    found = [
        _of("eigen", _("Instrumenten van onszelf"), told, group, standing.filter(is_own=True)),
        _of(
            "overgenomen",
            _("Instrumenten overgenomen van anderen"),
            told,
            group,
            standing.filter(is_own=False),
        ),
        _of("nieuw", _("Nieuwe instrumenten"), new, group, queries.new_in(year)),
        *_by("kind", "soort", Kind, standing, _("Toolbox per soort")),
        *_by("audience", "voor", Audience, standing, _("Toolbox per doelgroep")),
    ]
    return account.with_entered(found, year)


def _by(
    field: str,
    name: str,
    values: type[Kind] | type[Audience],
    standing: QuerySet[Stay],
    group: str,
) -> Iterable[Figure]:
    """Count by what an instrument is, or for whom; what there is none of is not told."""
    counted = standing.order_by().values(field).annotate(count=Count("pk"))
    there = {one[field] for one in counted}
    for value in values:
        if value in there:
            told = _("Instrumenten in de toolbox, eigen en overgenomen.")
            found = standing.filter(**{field: value})
            yield _of(f"{name}.{value}", str(value.label), told, group, found, charted=True)


def _of(
    name: str,
    label: str,
    definition: str,
    group: str,
    found: QuerySet[Stay],
    *,
    charted: bool = False,
) -> Figure:
    return Figure(
        f"toolbox.{name}",
        label,
        definition,
        group,
        found.count(),
        charted=charted,
        follow=_to(found),
    )


def _to(found: QuerySet[Stay]) -> Follow:
    def follow(actor: Actor) -> Behind:
        titles = queries.titles(found.values_list("key", flat=True))
        return Behind(found.order_by("pk"), lambda one: _record(one, titles.get(one.key, "")))

    return follow


def _record(one: Stay, title: str) -> Record:
    """Tell an instrument; of one that was taken away only what it was is known."""
    facts = [
        (_("Soort"), str(Kind(one.kind).label)),
        (_("Voor wie"), str(Audience(one.audience).label)),
        (_("Van wie"), _("van onszelf") if one.is_own else _("van anderen")),
        (_("In de toolbox sinds"), dutch.day(one.came_on)),
    ]
    if one.left_on:
        facts.append((_("Weggehaald op"), dutch.day(one.left_on)))
    if not title:
        return Record(_("Instrument dat is weggehaald"), facts)
    return Record(
        title,
        facts,
        Link(_("Bekijk het instrument"), reverse("toolbox:instrument", args=[one.key])),
    )
