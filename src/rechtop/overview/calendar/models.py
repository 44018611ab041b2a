"""Secret addresses of calendars, and which reminders went out about which term."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rechtop.tools.addresses.models import SecretAddress
from rechtop.tools.deadlines.models import Deadline


class Feed(SecretAddress):
    """The secret address at which someone's own calendar program reads their terms."""


class Plan(models.Model):
    """How many days before a term ends the one who must act is reminded.

    Twice where it takes longer than `longer_than` days, and otherwise once.
    """

    longer_than = models.PositiveSmallIntegerField(default=14)
    first_before = models.PositiveSmallIntegerField(default=7)
    last_before = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_plan"),
            models.CheckConstraint(
                condition=Q(first_before__gt=F("last_before")) & Q(last_before__gte=1),
                name="the_first_reminder_comes_before_the_last",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "longer_than", "first_before", "last_before")
        keep_for = "tot hij verandert"

    def __str__(self) -> str:
        return f"{self.first_before} {self.last_before}"


class Round(models.Model):
    """A day on which reminders went out: there is one a day, whatever starts it again."""

    on = models.DateField(unique=True)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "on")
        keep_for = "een jaar"

    def __str__(self) -> str:
        return f"{self.on}"


class Reminder(models.Model):
    """That someone was reminded of a term: so many days before its last day, or after it.

    Of a term that got another last day, people are reminded anew.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="+")
    due_on = models.DateField()
    stage = models.SmallIntegerField()
    sent_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["deadline", "due_on", "stage"], name="a_reminder_goes_once"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "deadline", "due_on", "stage", "sent_on")
        keep_for = "zolang de registratie van het onderwerp"

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.stage}"
