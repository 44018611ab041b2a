"""What the steps of procedures offer to the annual report: whether their terms were kept."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from rechtop.tools.figures import account
from rechtop.tools.figures.account import Figure
from rechtop.tools.procedures.models import Version
from rechtop.tools.runs.queries import STEP
from rechtop.work.cases import account as cases


def figures(year: int) -> list[Figure]:
    """Give for each procedure how the terms of its steps were kept in a year.

    Terms the law gives every report, to acknowledge and to give feedback, are figures of the cases.
    """
    told = _(
        "Termijnen van stappen waarvan de laatste dag in dit jaar viel. Wat nog loopt of "
        "stilstaat, telt niet mee. Wat op tijd verviel ook niet."
    )
    all_told = cases.terms_kept_by_procedure(
        "stappen.termijn",
        told=told,
        group=_("Termijnen van stappen, per procedure"),
        which=_of,
        year=year,
    )
    return account.with_entered(all_told, year)


def _of(code: str) -> Q:
    """Match the rules of the steps of a procedure, in whichever of its versions."""
    found = Q(pk__in=())
    for number in Version.objects.filter(code=code).values_list("pk", flat=True):
        found |= Q(rule__code__startswith=f"{STEP}{number}:")
    return found
