"""Over whom the recovery key was divided, when its sheets were used, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rechtop.people.identity.models import Person


class Division(models.Model):
    """The recovery key divided over sheets of paper. The words stand on the paper alone.

    `mark` is the number every sheet of this division bears; it tells nothing of the key.
    """

    mark = models.IntegerField(unique=True)
    made_on = models.DateField()
    needed = models.PositiveSmallIntegerField()
    count = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(needed__gte=2) & Q(needed__lte=F("count")) & Q(count__lte=16),
                name="a_division_takes_two_to_sixteen_sheets",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "mark", "made_on", "needed", "count")
        keep_for = "zolang deze installatie bestaat: het is deel van de verantwoording"

    def __str__(self) -> str:
        return f"{self.needed} of {self.count}"


class Sheet(models.Model):
    """Who keeps a sheet. The name is typed: an officer need not sign in here."""

    division = models.ForeignKey(Division, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    officer = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["division", "number"], name="one_sheet_of_a_number"),
        )

    class Privacy:
        personal = ("officer",)
        sealed = ()
        open = ("id", "division", "number")
        keep_for = "zolang deze installatie bestaat: het is deel van de verantwoording"

    def __str__(self) -> str:
        return f"{self.division_id} {self.number}"


class Purpose(models.TextChoices):
    """What sheets were typed for."""

    TRIAL = "trial", _("proef")
    CONFIRMED = "confirmed", _("sleutel bevestigd")
    DIVIDED = "divided", _("nieuwe bladen gemaakt")
    RECOVERED = "recovered", _("toegang gegeven")


class Use(models.Model):
    """That sheets were typed and were right: when, for what, and which, by their numbers.

    Without a division where the database does not know it, as after a restore.
    """

    division = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    purpose = models.CharField(max_length=9, choices=Purpose)
    numbers = models.CharField(max_length=60)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "division", "on", "purpose", "numbers")
        keep_for = "zolang deze installatie bestaat"

    def __str__(self) -> str:
        return f"{self.purpose} {self.on}"

    @property
    def sheets(self) -> list[int]:
        """Give the numbers of the sheets that were typed."""
        return [int(number) for number in self.numbers.split()]


class Cause(models.TextChoices):
    """Why files are given with the recovery key."""

    LOST_PASSPHRASE = "lost-passphrase", _("Iemand is de wachtzin kwijt")
    DEPARTED = "departed", _("Iemand is weg of kan niet meer werken")
    NOBODY_LEFT = "nobody-left", _("Niemand met een taak kan deze dossiers nog openen")


class Recovery(models.Model):
    """That files were given with the recovery key: to whom, whose keys they had, and why.

    The reason in words stands in the files alone.
    """

    use = models.ForeignKey(Use, models.PROTECT, related_name="+")
    cause = models.CharField(max_length=16, choices=Cause)
    sphere = models.CharField(max_length=12)
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    former = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    walked = models.PositiveIntegerField(default=0)

    class Privacy:
        personal = ("receiver", "former")
        sealed = ()
        open = ("id", "use", "cause", "sphere", "walked")
        keep_for = "zeven jaar: wie wat kreeg is deel van de verantwoording"

    def __str__(self) -> str:
        return f"{self.cause} {self.sphere}"


class Notice(models.Model):
    """That someone is to hear of a recovery, until they have."""

    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["recovery", "person"], name="told_of_a_recovery_once"),
        )

    class Privacy:
        personal = ("person",)
        sealed = ()
        open = ("id", "recovery")
        keep_for = "tot de persoon het las"

    def __str__(self) -> str:
        return f"{self.recovery_id} {self.person_id}"
