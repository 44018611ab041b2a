"""What the action points offer to the annual report."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.tools.action_points import queries
from rechtop.tools.action_points.models import ActionPoint
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Record


def figures(year: int, *, is_kept: bool) -> list[Figure]:
    """Count the points of the report before, and of this one.

    Of a year that is not kept here only its action points may be known, from the account given of
    them a year later; what its own report counted then stays unknown. What was carried over into
    a report is not new in it and is counted apart, where there is any.
    """
    before, listed = list(queries.of_report(year - 1)), list(queries.of_report(year))
    new = [one for one in listed if one.carried_from_id is None]
    carried = [one for one in listed if one.carried_from_id is not None]
    told = [_before(before), _new(new, is_kept=is_kept)]
    return account.with_entered([*told, _carried(carried)] if carried else told, year)


def _before(before: list[ActionPoint]) -> Figure:
    return Figure(
        "actiepunten.vorig-jaar",
        _("Actiepunten van vorig jaar"),
        _("Actiepunten uit de rapportage over het jaar ervoor, die nu worden verantwoord."),
        _("Actiepunten"),
        len(before) or None,
        follow=_to(before),
    )


def _new(new: list[ActionPoint], *, is_kept: bool) -> Figure:
    own = Figure(
        "actiepunten.komend-jaar",
        _("Actiepunten voor komend jaar"),
        _("Nieuwe actiepunten in de rapportage over dit jaar."),
        _("Actiepunten"),
        len(new) if new and is_kept else None,
        follow=_to(new),
    )
    if new and not is_kept:
        return own.remarked(
            _("Hier staan er %(count)s, maar van dit jaar is verder niets vastgelegd.")
            % {"count": len(new)}
        )
    return own


def _carried(carried: list[ActionPoint]) -> Figure:
    return Figure(
        "actiepunten.overgenomen",
        _("Actiepunten die doorlopen"),
        _("Actiepunten uit een eerdere rapportage die niet af waren en het komende jaar doorgaan."),
        _("Actiepunten"),
        len(carried),
        follow=_to(carried),
    )


def _to(found: Sequence[ActionPoint]) -> Follow:
    def follow(actor: Actor) -> Behind | None:
        if not found:
            return None
        kept = ActionPoint.objects.filter(pk__in=[one.pk for one in found])
        return Behind(kept.order_by("pk"), _record)

    return follow


def _record(one: ActionPoint) -> Record:
    title = f"{one.report_year}-{one.number}. {one.title}"
    facts = [(_("Stand"), one.standing)]
    return Record(title, [*facts, (_("Wat is gedaan"), one.outcome)] if one.outcome else facts)


def action_points(report_year: int) -> list[ActionPoint]:
    """Give the action points of the report on a year."""
    return list(queries.of_report(report_year))
