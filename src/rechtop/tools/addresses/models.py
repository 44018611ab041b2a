"""What is kept of a secret address; each room that gives one has a table of its own."""

from __future__ import annotations

from django.db import models

from rechtop.people.identity.models import Person


class SecretAddress(models.Model):
    """The secret address at which someone's own calendar program reads something of theirs.

    Only a digest of it is kept: who can read the database cannot read with it.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    digest = models.BinaryField(unique=True)
    language = models.CharField(max_length=2)
    made_on = models.DateField()

    class Meta:
        abstract = True

    class Privacy:
        personal = ("person",)
        sealed = ()
        open = ("id", "digest", "language", "made_on")
        keep_for = "tot iemand het adres intrekt of vervangt"

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_on}"
