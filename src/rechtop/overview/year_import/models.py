"""Deliveries: one that waits for a yes, and those that were taken over."""

from __future__ import annotations

from django.db import models


class Delivery(models.Model):
    """A delivery that was read without faults.

    Until someone says yes its content waits here; after that only its counts stay.
    """

    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    brought_by = models.BigIntegerField(null=True)
    brought_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(applied_at__isnull=True) | models.Q(content={}),
                name="what_was_applied_is_not_kept_twice",
            ),
        )

    class Privacy:
        personal = ("brought_by",)
        sealed = ()
        open = ("id", "year", "name", "content", "counts", "brought_at", "applied_at")
        keep_for = "de inhoud tot het ja of een dag; dat er iets is overgenomen blijft"

    def __str__(self) -> str:
        return f"{self.year} {self.name}"
