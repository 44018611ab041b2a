"""Find entered figures."""

from __future__ import annotations

from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Held
from rechtop.tools.figures.models import AdoptedYear, Entered

ENTERED = ("year", "name", "value", "source")


def of_year(year: int) -> dict[str, Entered]:
    """Give the entered figures of a year by name."""
    return {entered.name: entered for entered in Entered.objects.filter(year=year)}


def taken_over() -> list[Held]:
    """Give the figures an import brought."""
    return deliveries.held(Entered, ENTERED)


def adopted(year: int) -> AdoptedYear | None:
    """Give the figures of a year as they were adopted, if they were."""
    return AdoptedYear.objects.filter(year=year).first()
