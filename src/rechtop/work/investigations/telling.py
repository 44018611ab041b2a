"""Tell what an investigation took: by who does it now, and by each who did it before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.ui import dutch
from rechtop.work.investigations import effort
from rechtop.work.investigations.models import EarlierWork, Investigation
from rechtop.work.investigations.queries import Dossier
from rechtop.work.investigations.states import Bureau


def earlier_work(
    investigation: Investigation, told: Dossier, known: Mapping[int, str]
) -> list[tuple[EarlierWork, str]]:
    """Give what is kept apart of who did it before, each with their name; the file says whose it
    is, and where it does not it is told by its kind."""
    whose = {
        i.content["earlier"]: i.content["replaces"]
        for i in told.all("ordered")
        if "earlier" in i.content
    }
    kept = effort.before(investigation)
    return [(one, known.get(whose.get(one.pk, 0), str(Bureau(one.kind).label))) for one in kept]


def now(investigation: Investigation) -> str:
    """Name who does it now."""
    return investigation.investigator.name if investigation.investigator else _("wie nu onderzoekt")


def facts(
    investigation: Investigation, told: Dossier, known: Mapping[int, str]
) -> list[tuple[str, Any]]:
    """Give hours and cost; of each apart, where one went on after another."""
    one, earlier = investigation, earlier_work(investigation, told, known)
    if not earlier:
        return [(_("Uren"), _number(one.hours)), (_("Kosten in euro"), _number(one.cost))]
    each: list[tuple[EarlierWork | Investigation, str, str]] = [
        *((work, work.kind, name) for work, name in earlier),
        (one, one.done_by, now(one)),
    ]
    label, text = _("Uren en kosten van %(name)s"), _("%(hours)s uur; %(cost)s euro; %(kind)s")
    return [
        (
            label % {"name": name},
            text
            % {
                "hours": _number(work.hours) or "–",
                "cost": _number(work.cost) or "–",
                "kind": Bureau(kind).label,
            },
        )
        for work, kind, name in each
    ]


def _number(value: Any) -> str:
    return dutch.number(float(value)) if value is not None else ""
