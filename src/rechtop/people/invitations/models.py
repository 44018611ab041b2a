"""Who was invited to choose a first password, and when."""

from __future__ import annotations

from django.db import models

from rechtop.people.identity.models import Person


class Invitation(models.Model):
    """That someone was invited, until they chose a password. The link itself is stored nowhere.

    It counts as long as they have the address it went to. By `letter` the post office tells when
    it could not be delivered.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    email = models.EmailField()
    invited_at = models.DateTimeField()
    invited_by = models.BigIntegerField(null=True)
    letter = models.UUIDField(null=True)

    class Privacy:
        personal = ("person", "email", "invited_at", "invited_by", "letter")
        sealed = ()
        open = ("id",)
        keep_for = "tot iemand een wachtwoord koos, of hier niet meer werkt"

    def __str__(self) -> str:
        return f"{self.person_id} {self.invited_at:%Y-%m-%d}"


class Arrangement(models.Model):
    """That newcomers are invited by themselves, where the administrator chose so: one row or none.

    Whoever began before `since_date` is not meant: they are invited by hand.
    """

    days_before = models.PositiveSmallIntegerField()
    address = models.CharField(max_length=200)
    since_date = models.DateField()

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "days_before", "address", "since_date")
        keep_for = "zolang de beheerder dit zo wil"

    def __str__(self) -> str:
        return f"{self.days_before}"
