"""Ask of investigations what they took: hours and cost, of who does it now and who did before."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from rechtop.work.investigations.models import EarlierWork, Investigation
from rechtop.work.investigations.states import Bureau

WORK = ("hours", "cost")
"""What is noted of the work on an investigation."""


def with_work(found: QuerySet[Investigation]) -> QuerySet[Investigation]:
    """Add to each what it took: hours and cost of who does it and who did it before, by their kind
    and together. What nobody noted is unknown, not 0."""
    kinds = {f"{what}_{kind}": _noted(what, kind) for what in WORK for kind in Bureau.values}
    inside, outside = Bureau.values
    whole = {f"{what}_whole": _plus(F(f"{what}_{inside}"), F(f"{what}_{outside}")) for what in WORK}
    return found.annotate(**kinds).annotate(**whole)


def _noted(what: str, kind: str) -> Coalesce:
    own = Case(When(done_by=kind, then=F(what)))
    rows = EarlierWork.objects.filter(investigation=OuterRef("pk"), kind=kind)
    earlier = Subquery(rows.values("investigation").annotate(noted=Sum(what)).values("noted"))
    return _plus(own, earlier)


def _plus(one: Any, other: Any) -> Coalesce:
    return Coalesce(one + other, one, other)


def noted(found: QuerySet[Investigation], column: str) -> QuerySet[Investigation]:
    """Leave of investigations `with_work` those of which something was noted in a column."""
    return found.filter(**{f"{column}__isnull": False})


def before(investigation: Investigation) -> list[EarlierWork]:
    """Give what is kept apart of who did an investigation before who does it now, oldest first."""
    return list(EarlierWork.objects.filter(investigation=investigation).order_by("pk"))
