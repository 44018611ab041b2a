"""The editions of the signpost: which questions lead someone where."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rechtop.people.identity.models import Person


class Edition(models.Model):
    """An edition of the signpost. One without a day of adoption is still being written."""

    version = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    adopted_on = models.DateField(null=True)
    adopted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                models.Value(1), condition=Q(adopted_on__isnull=True), name="one_edition_in_writing"
            ),
        )

    class Privacy:
        personal = ("adopted_by",)
        sealed = ()
        open = ("id", "version", "content", "adopted_on")
        keep_for = "onbeperkt: de wegwijzer is openbaar, en hoe hij was ook"

    def __str__(self) -> str:
        return str(self.version)
