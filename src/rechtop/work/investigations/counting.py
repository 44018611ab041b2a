"""Count investigations and what they took, for the figures of a year."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet, Sum

from rechtop.ground.kernel import clock
from rechtop.work.cases.models import Case
from rechtop.work.investigations.effort import with_work
from rechtop.work.investigations.models import Conclusion, Investigation, Means
from rechtop.work.investigations.states import Bureau


def ordered_in(year: int) -> QuerySet[Investigation]:
    """Give the investigations ordered in a year."""
    return with_work(Investigation.objects.filter(ordered_on__year=year))


def declined_in(year: int) -> QuerySet[Investigation]:
    """Give the decisions of a year that there is no investigation."""
    return with_work(Investigation.objects.filter(declined_on__year=year))


def sums(found: QuerySet[Investigation], what: str) -> tuple[Decimal, Decimal]:
    """Give the hours or the cost of investigations `with_work` together, and of that what is of
    the authority's own people."""
    whole, own = Sum(f"{what}_whole"), Sum(f"{what}_{Bureau.INTERNAL}")
    told = found.aggregate(of_all=whole, of_own=own)
    return told["of_all"] or Decimal(0), told["of_own"] or Decimal(0)


def covert_means_of(found: QuerySet[Investigation]) -> QuerySet[Means]:
    """Give each time a means was used in secret in these."""
    used = Means.objects.filter(is_covert=True, investigation__in=found.values("pk"))
    return used.select_related("investigation")


def conclusions_of(year: int) -> QuerySet[Conclusion]:
    """Give the conclusions of the reports that were made final in a year."""
    found = Conclusion.objects.filter(investigation__final_on__year=year)
    return found.select_related("investigation")


def is_kept(year: int) -> bool:
    """Say whether investigations of a year are registered here: then none is 0, not unknown.

    That is every year since the first case that was received here itself.
    """
    here = Case.objects.filter(source_number=None).order_by("received_year").first()
    return here is not None and here.received_year <= year <= clock.today().year


def years() -> list[int]:
    """Give the years of orders, refusals and final reports, newest first."""
    days = ("ordered_on__year", "declined_on__year", "final_on__year")
    found = Investigation.objects.values_list(*days).distinct()
    return sorted({year for each in found for year in each if year}, reverse=True)
