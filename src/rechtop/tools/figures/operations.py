"""Take over entered figures, and adopt those of a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.figures import queries, rules
from rechtop.tools.figures.models import AdoptedYear, Entered


@operation("figures.taken_over", allowed=rules.may_take_over)
def take_over(*, changes: Changes, delivery: int, by: Actor) -> None:
    """Write what an import changes of entered figures."""
    deliveries.write(Entered, changes, delivery=delivery)


@operation("figures.adopted", allowed=rules.may_adopt)
def adopt(
    *,
    year: int,
    told: Sequence[dict[str, Any]],
    rows: Sequence[dict[str, Any]],
    by: Actor,
) -> AdoptedYear:
    """Adopt the figures and rows of a year as they are told; from then on they do not change.

    Raises Invalid for a year that is not over or was adopted before.
    """
    if year >= clock.today().year:
        raise Invalid(year=_("Dit jaar is nog niet voorbij."))
    if queries.adopted(year) is not None:
        raise Invalid(year=_("De cijfers van dit jaar zijn al vastgesteld."))
    return AdoptedYear.objects.create(
        year=year,
        figures=list(told),
        rows=list(rows),
        adopted_on=clock.today(),
        adopter=by.number or 0,
    )
