"""The versions of the procedures: how a report is handled, and since when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rechtop.people.identity.models import Person


class Version(models.Model):
    """A version of a procedure. One without a day of adoption is still being written.

    It is in force from `valid_from` until the next adopted version is. `decision` says by which
    decision it was adopted.
    """

    code = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    valid_from = models.DateField(null=True)
    decision = models.CharField(max_length=300, blank=True)
    adopted_on = models.DateField(null=True)
    adopted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "number"], name="one_version_of_a_number"),
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_version_from_a_day"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(adopted_on__isnull=True),
                name="one_version_in_writing",
            ),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True, valid_from__isnull=True, decision="")
                | Q(adopted_on__isnull=False, valid_from__isnull=False) & ~Q(decision=""),
                name="an_adopted_version_has_a_day_and_a_decision",
            ),
        )

    class Privacy:
        personal = ("adopted_by",)
        sealed = ()
        open = ("id", "code", "number", "content", "valid_from", "decision", "adopted_on")
        keep_for = "onbeperkt: procedures zijn openbaar, en hoe ze waren ook"

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    @property
    def is_in_writing(self) -> bool:
        """Say whether this version is still being written."""
        return self.adopted_on is None
