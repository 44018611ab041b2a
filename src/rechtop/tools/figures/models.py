"""Figures that were entered, because no records are behind them here."""

from __future__ import annotations

from django.db import models


class Entered(models.Model):
    """A figure of a year as it was published elsewhere, with its source.

    `delivery` is the year of the import that brought it.
    """

    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    value = models.IntegerField()
    source = models.CharField(max_length=300)
    delivery = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "name"], name="one_entered_figure_a_year"),
            models.CheckConstraint(
                condition=~models.Q(source=""), name="an_entered_figure_has_a_source"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "year", "name", "value", "source", "delivery")
        keep_for = "onbeperkt: gepubliceerde cijfers zijn openbaar"

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class AdoptedYear(models.Model):
    """The figures and published rows of a year as adopted: they do not change after that."""

    year = models.PositiveSmallIntegerField(unique=True)
    figures = models.JSONField()
    rows = models.JSONField(default=list)
    adopted_on = models.DateField()
    adopter = models.BigIntegerField()

    class Privacy:
        personal = ("adopter",)
        sealed = ()
        open = ("id", "year", "figures", "rows", "adopted_on")
        keep_for = "onbeperkt: gepubliceerde cijfers zijn openbaar"

    def __str__(self) -> str:
        return str(self.year)
