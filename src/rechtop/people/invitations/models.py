"""Who was invited to choose a first password, and when."""

from __future__ import annotations

from django.db import models

from rechtop.people.identity.models import Person


class Invitation(models.Model):
    """That someone was invited, until they chose a password. The link itself is stored nowhere."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    invited_at = models.DateTimeField()
    invited_by = models.BigIntegerField(null=True)

    class Privacy:
        personal = ("person", "invited_at", "invited_by")
        sealed = ()
        open = ("id",)
        keep_for = "tot iemand een wachtwoord koos, of hier niet meer werkt"

    def __str__(self) -> str:
        return f"{self.person_id} {self.invited_at:%Y-%m-%d}"
