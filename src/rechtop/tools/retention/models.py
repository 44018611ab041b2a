"""The retention schedule: what is kept how long, counted from closing, and by which source.

The day of closing is not counted, and month ends clamp, as with every other term here. What is kept
for a term is kept until the end of its last day.
"""

from __future__ import annotations

import calendar
import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

_A_DAY = datetime.timedelta(days=1)


class Kind(models.TextChoices):
    """What a term is about. Messages and attachments belong to the file of their case."""

    CASE = "case", _("Dossier van een zaak")
    IDENTITY = "identity", _("Naam van de melder")
    ROW = "row", _("Versies van de rij voor het jaarverslag")


class Unit(models.TextChoices):
    """What a term is counted in."""

    MONTHS = "months", _("maanden")
    YEARS = "years", _("jaar")


class Outcome(models.TextChoices):
    """What happens when a term has passed."""

    DESTROY = "destroy", _("vernietigen")
    ARCHIVE = "archive", _("naar het archief")


class Basis(models.TextChoices):
    """What a term rests on."""

    LAW = "law", _("wet")
    LIST = "list", _("selectielijst")
    OWN = "own", _("eigen keuze")


class Term(models.Model):
    """One term of the schedule, in force from a day on until another follows it.

    It is counted from the day a case was closed. Empty `regime` or `conclusion` means any; where
    several speak of a case, the one that says most about it counts.
    """

    kind = models.CharField(_("waarover"), max_length=8, choices=Kind)
    regime = models.CharField(_("procedure"), max_length=40, blank=True)
    conclusion = models.CharField(_("oordeel"), max_length=40, blank=True)
    length = models.PositiveSmallIntegerField(_("hoe lang"))
    unit = models.CharField(_("geteld in"), max_length=6, choices=Unit)
    outcome = models.CharField(_("wat er daarna gebeurt"), max_length=7, choices=Outcome)
    basis = models.CharField(_("grond"), max_length=4, choices=Basis)
    source = models.CharField(_("bron"), max_length=300)
    valid_from = models.DateField(_("geldt vanaf"))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "regime", "conclusion", "valid_from"],
                name="one_term_of_keeping_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(length__gt=0) & ~Q(source=""),
                name="a_term_of_keeping_has_length_and_source",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "kind",
            "regime",
            "conclusion",
            "length",
            "unit",
            "outcome",
            "basis",
            "source",
            "valid_from",
        ]
        keep_for = "onbeperkt: regels zijn openbaar, en een verklaring verwijst ernaar"

    def __str__(self) -> str:
        return f"{self.kind} {self.length} {self.unit}"

    @property
    def months(self) -> int:
        """Give the length in months."""
        return self.length * 12 if self.unit == Unit.YEARS else self.length

    def told(self) -> str:
        """Say in words how long it is."""
        if self.unit == Unit.YEARS:
            text = ngettext("%(n)s jaar na afsluiten", "%(n)s jaar na afsluiten", self.length)
        else:
            text = ngettext("%(n)s maand na afsluiten", "%(n)s maanden na afsluiten", self.length)
        return text % {"n": self.length}

    def speaks_of(self, regime: str, conclusion: str) -> bool:
        """Say whether this term is about a case of this procedure and outcome."""
        return self.regime in ("", regime) and self.conclusion in ("", conclusion)

    def kept_until(self, closed_on: datetime.date) -> datetime.date:
        """Give the last day on which something is kept that was closed on a day."""
        return kept_until(closed_on, self.months)


def kept_until(closed_on: datetime.date, months: int) -> datetime.date:
    """Give the last day on which something is kept that was closed on a day."""
    year, month = divmod(closed_on.year * 12 + closed_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(closed_on.day, last))


def last_closing_past(months: int, today: datetime.date) -> datetime.date:
    """Give the last day of closing whose term has passed today; every earlier one has too.

    So a list of what is due compares one date, and an index finds it.
    """
    found = kept_until(today, -months) - _A_DAY
    while kept_until(found + _A_DAY, months) < today:
        found += _A_DAY
    while kept_until(found, months) >= today:
        found -= _A_DAY
    return found
