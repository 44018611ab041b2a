"""What the register of risks offers to the annual report: how large, and what was assessed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Record
from rechtop.work.risks.models import Revision
from rechtop.work.risks.states import REVIEWING, Size, Verb, scores_of


def figures(year: int) -> list[Figure]:
    """Count the risks as they stood when a year ended, by size, and those assessed in it.

    A year from before there was a register has no figures: unknown is never 0.
    """
    known = list(_until(year))
    if not known:
        return []
    last = {one.risk_id: one for one in known}
    standing = [one for one in last.values() if one.verb != Verb.CLOSED]
    found = [_of_size(size, [one for one in standing if one.size == size]) for size in Size]
    return account.with_entered([*found, _reviewed(year, known)], year)


def _until(year: int) -> QuerySet[Revision]:
    """Give what was done until a year ended, oldest first: the last of a risk says how it stood."""
    end = datetime.datetime(year + 1, 1, 1, tzinfo=clock.HERE)
    return Revision.objects.filter(at__lt=end).order_by("at", "pk")


def _of_size(size: Size, standing: Sequence[Revision]) -> Figure:
    lowest, highest = scores_of(size)
    return Figure(
        f"risico.{size}",
        _("Integriteitsrisico's: %(size)s") % {"size": str(size.label).lower()},
        _(
            "Open risico's in het register aan het eind van het jaar, met kans maal effect van "
            "%(lowest)s tot en met %(highest)s."
        )
        % {"lowest": lowest, "highest": highest},
        _("Risico's"),
        len(standing),
        follow=_to(standing),
    )


def _reviewed(year: int, known: Sequence[Revision]) -> Figure:
    in_year = [one for one in known if clock.day_of(one.at).year == year]
    last = {one.risk_id: one for one in in_year if one.verb in REVIEWING}
    return Figure(
        "risico.beoordeeld",
        _("Integriteitsrisico's beoordeeld"),
        _("Risico's die in het jaar in het register kwamen of opnieuw zijn beoordeeld."),
        _("Risico's"),
        len(last),
        follow=_to(list(last.values())),
    )


def _to(found: Sequence[Revision]) -> Follow:
    def follow(actor: Actor) -> Behind | None:
        if not found:
            return None
        kept = Revision.objects.filter(pk__in=[one.pk for one in found])
        return Behind(kept.order_by("pk"), _record)

    return follow


def _record(one: Revision) -> Record:
    """Tell a risk by its number alone: who reads the report may not read the register."""
    title = _("Risico %(number)s") % {"number": one.risk_id}
    facts = [
        (_("Stand van"), dutch.day(clock.day_of(one.at))),
        (_("Kans"), str(one.likelihood)),
        (_("Effect"), str(one.effect)),
        (_("Klasse"), str(Size(one.size).label)),
    ]
    return Record(title, facts)
