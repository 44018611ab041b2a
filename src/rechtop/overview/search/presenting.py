"""Say where something was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rechtop.overview.search.queries import Hit
from rechtop.work.investigations import queries as investigations


@dataclass(frozen=True)
class Row:
    """A case that was found, and where in it: nothing for its own file."""

    hit: Hit
    where: str


def rows(hits: Iterable[Hit]) -> list[Row]:
    """Make rows of what was found."""
    return [Row(hit, _where(hit)) for hit in hits]


def _where(hit: Hit) -> str:
    if not hit.is_beside:
        return ""
    known = {
        investigations.DRAFT: _("In een concept dat iemand leest"),
        investigations.READER: _("In een concept dat iemand leest"),
        investigations.REACTION: _("In een reactie op een concept"),
        investigations.FINAL: _("In een uitkomst die iemand leest"),
        "row": _("In een rij voor het jaarverslag"),
        "remark": _("In een opmerking van een tweede lezer"),
    }
    return known.get(hit.kind, _("Naast het dossier"))
