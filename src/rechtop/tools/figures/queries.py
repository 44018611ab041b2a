"""Find entered figures."""

from __future__ import annotations

from collections.abc import Collection

from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Held
from rechtop.tools.figures.models import AdoptedYear, Entered

ENTERED = ("year", "name", "value", "source")


def of_year(year: int) -> dict[str, Entered]:
    """Give the entered figures of a year by name."""
    return {entered.name: entered for entered in Entered.objects.filter(year=year)}


def find(year: int, name: str) -> Entered | None:
    """Give what was entered of one figure of a year, if anything was."""
    return Entered.objects.filter(year=year, name=name).first()


def taken_over() -> list[Held]:
    """Give the entered figures as an import compares them."""
    return deliveries.held(Entered, ENTERED)


def adopted(year: int) -> AdoptedYear | None:
    """Give the figures of a year as they were adopted, if they were."""
    return AdoptedYear.objects.filter(year=year).first()


def adopted_years() -> set[int]:
    """Give the years that were adopted."""
    return set(AdoptedYear.objects.values_list("year", flat=True))


def adopted_among(years: Collection[int]) -> set[int]:
    """Give which of these years were adopted."""
    return set(AdoptedYear.objects.filter(year__in=years).values_list("year", flat=True))
