"""What the Goede Gesprek offers to the annual report. No figure leads to a name."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.people.organisation import queries as organisation
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Record
from rechtop.work.good_conversations import queries
from rechtop.work.good_conversations.models import GoodConversation, TeamMeeting
from rechtop.work.good_conversations.queries import Covered


def figures(year: int) -> list[Figure]:
    """Give the figures of a year; where nothing was ticked or noted in it, unknown.

    Per department they stand beside the report and not in it: a small one would tell of people.
    """
    held, met = queries.counted(year), queries.meetings_in(year)
    is_kept = queries.in_year(year).exists()
    by_unit = queries.coverage(year) if is_kept else {}
    listed = [
        _conversations(year, held, is_kept=is_kept),
        _coverage(year, sum(by_unit.values(), Covered()), is_kept=is_kept),
        _meetings(met),
        *_departments(year, by_unit),
    ]
    return account.with_entered(listed, year)


def years() -> list[int]:
    """Give the years in which something was ticked or noted."""
    return queries.years()


def _conversations(year: int, held: QuerySet[GoodConversation], *, is_kept: bool) -> Figure:
    figure = Figure(
        "goede-gesprekken.besproken",
        _("Gesprekken waarin integriteit is besproken"),
        _("Goede Gesprekken van dit jaar met een vinkje. Een betwist vinkje telt niet mee."),
        _("Goede Gesprek"),
        held.count() if is_kept else None,
        published=is_kept,
        follow=_to_conversations(held),
    )
    disputed = queries.in_year(year).count() - (figure.value or 0)
    if is_kept and disputed:
        return figure.remarked(_("Betwist en niet meegeteld: %(n)s.") % {"n": disputed})
    return figure


def _coverage(year: int, covered: Covered, *, is_kept: bool) -> Figure:
    return Figure(
        "goede-gesprekken.dekking",
        _("Dekking in procenten"),
        _(
            "Met hoeveel van elke honderd medewerkers met een leidinggevende integriteit is "
            "besproken, naar beneden afgerond. Geteld op de laatste dag van het jaar, of vandaag."
        )
        + (f" {_of(covered)}" if is_kept else ""),
        _("Goede Gesprek"),
        covered.percent if is_kept else None,
        published=is_kept,
        follow=_to_conversations(queries.covering(year)),
    )


def _of(covered: Covered) -> str:
    return _("Het gaat om %(covered)s van %(asked)s medewerkers.") % {
        "covered": dutch.number(covered.covered),
        "asked": dutch.number(covered.asked),
    }


def _meetings(met: QuerySet[TeamMeeting]) -> Figure:
    count = met.count()
    return Figure(
        "goede-gesprekken.werkoverleg",
        _("Werkoverleggen over integriteit"),
        _("Keren dat een team integriteit besprak in het werkoverleg."),
        _("Goede Gesprek"),
        count or None,
        published=bool(count),
        follow=_to_meetings(met),
    )


def _departments(year: int, by_unit: dict[int | None, Covered]) -> list[Figure]:
    """Give the coverage of each department with the units below it."""
    above, summed = queries.departments(), dict[int, Covered]()
    for unit, covered in by_unit.items():
        if unit is not None:
            summed[above[unit]] = summed.get(above[unit], Covered()) + covered
    names = {unit.pk: unit.name for _depth, unit in organisation.units()} if summed else {}
    return [
        Figure(
            f"goede-gesprekken.dekking-{number}",
            names[number],
            _of(covered),
            _("Goede Gesprek: dekking per onderdeel, in procenten"),
            covered.percent,
            published=False,
            charted=True,
            follow=_to_conversations(
                queries.covering(year, [unit for unit in above if above[unit] == number])
            ),
        )
        for number, covered in sorted(summed.items(), key=lambda pair: names[pair[0]])
    ]


def _to_conversations(found: QuerySet[GoodConversation]) -> Follow:
    """Lead to the ticks, each told by its day and the unit of that day alone."""

    def follow(actor: Actor) -> Behind | None:
        return Behind(found.select_related("unit"), _told, handle="number")

    return follow


def _to_meetings(found: QuerySet[TeamMeeting]) -> Follow:
    def follow(actor: Actor) -> Behind | None:
        return Behind(found.select_related("unit"), _told, handle="number")

    return follow


def _told(one: Any) -> Record:
    is_meeting = isinstance(one, TeamMeeting)
    title = _("Werkoverleg") if is_meeting else _("Goed Gesprek")
    where = _("Onderdeel") if is_meeting else _("Onderdeel op die dag")
    unit = one.unit.name if one.unit else _("Zonder onderdeel")
    return Record(title, [(where, unit), (_("Besproken op"), dutch.day(one.held_on))])
