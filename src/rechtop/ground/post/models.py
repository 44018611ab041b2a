"""Mail that waits to be sent: to whom is sealed, and so is the link of an invitation."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Outgoing(models.Model):
    """A message "there is something for you", until it has gone.

    One with a `mark` can be asked after: when it did not go after all tries, it stays as given up,
    without address and link.

    One with a link invites someone to choose their first password; it says that and no more.
    `address` and `link` are sealed with a key that stands outside the database.
    """

    address = models.TextField()
    link = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    mark = models.UUIDField(null=True, unique=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["due_at"], name="outgoing_due"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(given_up_at=None)
                | models.Q(mark__isnull=False, address="", link=""),
                name="what_was_given_up_holds_no_address",
            ),
        )

    class Privacy:
        personal = ("mark",)
        sealed = ("address", "link")
        open = ("id", "language", "due_at", "tries", "given_up_at")
        keep_for = (
            "tot het verstuurd is, en hoogstens twee dagen na de eerste poging; "
            "dat een uitnodiging niet is bezorgd, een jaar"
        )

    def __str__(self) -> str:
        return f"{self.pk}"
