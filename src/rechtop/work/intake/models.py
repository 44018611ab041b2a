"""What a reporter is writing, before it is a case."""

from __future__ import annotations

from django.db import models


class Draft(models.Model):
    """A report being written, sealed with a key that lives only in the reporter's cookie.

    After sending it holds the seven words until these are proven, at latest for 24 hours, so that
    a crash costs nobody their words.
    """

    locator = models.BinaryField(primary_key=True)
    box = models.BinaryField()
    saved_at = models.DateTimeField()
    case = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["saved_at"], name="draft_saved"),)

    class Privacy:
        personal = ()
        sealed = ("box",)
        open = ("locator", "saved_at", "case")
        keep_for = "tot de woorden zijn bewezen, en hoogstens 24 uur"

    def __str__(self) -> str:
        return f"{self.saved_at:%Y-%m-%d}"
