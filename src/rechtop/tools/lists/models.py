"""Values an authority chooses for itself; each room says which lists it knows."""

from __future__ import annotations

from django.db import models

from rechtop.ground.kernel import languages


class Choice(models.Model):
    """One value of a list, in force from a day on.

    `also` holds other words for the same value, one per line, as older administrations wrote it.
    `is_reported` says whether it has a figure of its own in the annual report.
    """

    list = models.CharField(max_length=12)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120, blank=True)
    also = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    against_person = models.BooleanField(default=False)
    is_reported = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["list", "code", "valid_from"], name="one_value_from_a_day"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "list",
            "code",
            "label",
            "label_en",
            "also",
            "position",
            "against_person",
            "is_reported",
            "valid_from",
            "valid_until",
        ]
        keep_for = "onbeperkt: lijsten zijn openbaar"

    def __str__(self) -> str:
        return languages.either(self.label, self.label_en)

    def words(self) -> set[str]:
        """Give every way to write this value, small."""
        written = [self.code, self.label, *self.also.splitlines()]
        return {word.strip().casefold() for word in written if word.strip()}
