"""What the register of oaths offers to the annual report.

Of years from before this register the counts live on that an import brought to the programme;
what was registered here is added to them. A record behind a figure names nobody, and does not say
which of oath and promise it was: that tells of belief.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Record
from rechtop.work.oath import queries
from rechtop.work.oath.models import Registration
from rechtop.work.oath.states import SPOKEN, Form, Standing
from rechtop.work.programme import queries as programme
from rechtop.work.programme.account import OATH
from rechtop.work.programme.models import Activity

FEWEST = 5
"""How many each of oath and promise must be before both are published."""


def figures(year: int) -> list[Figure]:
    """Give the figures of who took the oath or promise or signed the statement in a year."""
    spoken = queries.counted(year, SPOKEN)
    own = spoken.count()
    told = [
        *_taken(year, spoken, own),
        _own("op-tijd", _("Eed of belofte op tijd"), spoken.filter(queries.on_time()), own),
        *_forms(spoken, own),
        *_statements(year),
        *_overdue(year),
        *_months(spoken, own),
        *_units(year),
        *_overdue_units(year),
    ]
    return account.with_entered(told, year)


def years() -> set[int]:
    """Give the years in which something was registered."""
    return queries.years()


def _taken(year: int, spoken: QuerySet[Registration], own: int) -> list[Figure]:
    brought = programme.activities(year).filter(kind=OATH)
    known = [one.participants for one in brought if one.participants is not None]
    figure = Figure(
        "eed.afgelegd",
        _("Eed of belofte afgelegd"),
        _("Deelnemers aan bijeenkomsten voor de eed of belofte."),
        _group(),
        sum(known) + own if known or own else None,
        follow=_to_both(spoken, brought) if own else _to(brought, _activity),
    )
    if known and len(known) < len(brought):
        unknown = len(brought) - len(known)
        figure = figure.remarked(_("Van %(count)s is het aantal onbekend.") % {"count": unknown})
    if not known or not own:
        return [figure]
    both = {"brought": sum(known), "own": own}
    said = _("Geteld in het programma: %(brought)s. Hier geregistreerd: %(own)s.") % both
    return [
        figure.remarked(said),
        Figure(
            "eed.programma",
            _("Eed of belofte: geteld in het programma"),
            _("Deelnemers aan bijeenkomsten die alleen als aantal bekend zijn."),
            _group(),
            sum(known),
            published=False,
            follow=_to(brought, _activity),
        ),
    ]


def _own(
    name: str,
    label: str,
    found: QuerySet[Registration],
    own: int,
    *,
    published: bool = True,
    definition: str = "",
) -> Figure:
    """Count registrations; where nothing was registered in the year, that is unknown."""
    value = found.count() if own else None
    return Figure(
        f"eed.{name}",
        label,
        definition or _("Geteld uit wat hier is geregistreerd."),
        _group(),
        value,
        published=published and value is not None,
        follow=_to(found, _record) if value else account.to_nothing,
    )


def _forms(spoken: QuerySet[Registration], own: int) -> list[Figure]:
    told = [
        _own("eed", _("Waarvan de eed"), spoken.filter(form=Form.OATH), own),
        _own("belofte", _("Waarvan de belofte"), spoken.filter(form=Form.PROMISE), own),
    ]
    is_public = all((one.value or 0) >= FEWEST for one in told)
    hidden = account.to_nothing  # what stands behind these would tell each one's belief
    return [replace(one, published=one.published and is_public, follow=hidden) for one in told]


def _statements(year: int) -> list[Figure]:
    found = queries.counted(year, [Form.STATEMENT])
    timely, own = found.filter(queries.on_time()), found.count()
    return [
        _own("verklaringen", _("Integriteitsverklaring getekend"), found, own),
        _own("verklaringen-op-tijd", _("Integriteitsverklaring op tijd"), timely, own),
    ]


def _overdue(year: int) -> list[Figure]:
    owing = _owing(year)
    counted = owing.aggregate(
        oaths=Count("pk", Q(owes_statement=False, standing=Standing.OVERDUE)),
        statements=Count("pk", Q(owes_statement=True, standing=Standing.OVERDUE)),
        all=Count("pk"),
    )
    late = owing.filter(standing=Standing.OVERDUE)
    return [
        Figure(
            f"eed.{name}",
            label,
            _late(),
            _group(),
            counted[part] if counted["all"] else None,
            published=bool(counted["all"]),
            follow=_to(late.filter(owes_statement=part == "statements"), _employment)
            if counted[part]
            else account.to_nothing,
        )
        for name, part, label in (
            ("te-laat", "oaths", _("Eed of belofte te laat")),
            ("verklaringen-te-laat", "statements", _("Integriteitsverklaring te laat")),
        )
    ]


def _owing(year: int) -> QuerySet[Any]:
    """Give who must, as it stood on the last day of a year, or stands today while it runs."""
    day = min(datetime.date(year, 12, 31), clock.today())
    return queries.owing(day) if day.year == year else queries.owing().none()


def _late() -> str:
    return _("Wie het op 31 december nog niet deed en al wel moest; in dit jaar: vandaag.")


def _months(spoken: QuerySet[Registration], own: int) -> list[Figure]:
    if not own:
        return []
    counted = dict(spoken.order_by().values_list("taken_on__month").annotate(Count("pk")))
    group = _("Eed of belofte per maand")
    return [
        _bar(
            f"eed.maand.{month}",
            dutch.month(month),
            counted.get(month, 0),
            spoken.filter(taken_on__month=month),
            group,
        )
        for month in range(1, 13)
    ]


def _units(year: int) -> list[Figure]:
    """Tell of each unit how many took it, how many on time, and how many signed the statement."""
    found = queries.counted(year)
    by_unit = list(queries.by_unit(found))
    spoken, statements = Q(form__in=SPOKEN), Q(form=Form.STATEMENT)
    timely = spoken & queries.on_time()
    signed = _("Integriteitsverklaring per onderdeel")
    columns = (
        ("eed.onderdeel", "taken", "taken", spoken, _("Eed of belofte per onderdeel")),
        ("eed.op-tijd.onderdeel", "taken", "on_time", timely, _("Op tijd per onderdeel")),
        ("eed.verklaringen.onderdeel", "statements", "statements", statements, signed),
    )
    return [
        _bar(
            f"{name}.{one['unit'] or 0}",
            one["unit__name"] or _("onderdeel onbekend"),
            one[column],
            found.filter(which, unit=one["unit"]),
            group,
        )
        for name, where, column, which, group in columns
        for one in by_unit
        if one[where]
    ]


def _overdue_units(year: int) -> list[Figure]:
    """Tell of each unit how many are too late, by where they work now or worked last."""
    late = queries.with_unit(_owing(year).filter(standing=Standing.OVERDUE))
    by_unit = list(queries.late_by_unit(late))
    columns = (
        ("eed.te-laat.onderdeel", "oaths", False, _("Eed of belofte te laat per onderdeel")),
        (
            "eed.verklaringen-te-laat.onderdeel",
            "statements",
            True,
            _("Verklaring te laat per onderdeel"),
        ),
    )
    return [
        Figure(
            f"{name}.{one['unit'] or 0}",
            one["unit_name"] or _("onderdeel onbekend"),
            _late(),
            group,
            one[column],
            published=False,
            charted=True,
            follow=_to(late.filter(owes_statement=signs, unit=one["unit"]), _employment),
        )
        for name, column, signs, group in columns
        for one in by_unit
        if one[column]
    ]


def _bar(name: str, label: str, count: int, found: QuerySet[Registration], group: str) -> Figure:
    """Give a part that is drawn beside the others of its group; small ones are not published."""
    return Figure(
        name,
        label,
        _("Geteld uit wat hier is geregistreerd."),
        group,
        count,
        published=False,
        charted=True,
        follow=_to(found, _record) if count else account.to_nothing,
    )


def _group() -> str:
    return _("Eed en dilemmaspel")


def _to(found: QuerySet[Any], tell: Callable[[Any], Record]) -> Follow:
    def follow(actor: Actor) -> Behind | None:
        return Behind(found.order_by("pk"), tell) if found.exists() else None

    return follow


def _to_both(spoken: QuerySet[Registration], brought: QuerySet[Activity]) -> Follow:
    """Lead to what was registered here, and first to what was counted in the programme."""

    def follow(actor: Actor) -> Behind:
        told = [_activity(one) for one in brought.order_by("pk")]
        return Behind(spoken.order_by("pk"), _record, besides=told)

    return follow


def _record(one: Registration) -> Record:
    facts = [
        (_("Dag"), dutch.day(one.taken_on)),
        (_("Op tijd"), _("ja") if one.is_on_time else _("nee")),
        (_("Onderdeel"), one.unit.name if one.unit else ""),
    ]
    return Record(_("Registratie %(number)s") % {"number": one.pk}, facts)


def _employment(one: Any) -> Record:
    facts = [(_("Uiterlijk op"), dutch.day(one.last_day)), (_("Onderdeel"), one.unit_name or "")]
    return Record(_("Dienstverband %(number)s") % {"number": one.pk}, facts)


def _activity(one: Activity) -> Record:
    count = _("onbekend") if one.participants is None else dutch.number(one.participants)
    return Record(one.name, [(_("Deelnemers"), count), (_("Opmerking"), one.remark)])
