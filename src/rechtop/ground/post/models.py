"""Mail that waits to be sent: to whom is sealed, what it says is always the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Outgoing(models.Model):
    """A message "there is something for you", until it has gone.

    `address` is sealed with a key that stands outside the database.
    """

    address = models.TextField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["due_at"], name="outgoing_due"),)

    class Privacy:
        personal = ()
        sealed = ("address",)
        open = ("id", "language", "due_at", "tries")
        keep_for = "tot het verstuurd is, en hoogstens twee dagen"

    def __str__(self) -> str:
        return f"{self.pk}"
