"""What is required to follow, which gatherings count for it, and of what who was told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit
from rechtop.work.activities.models import Gathering
from rechtop.work.training.states import Stage, Whom

_KEPT = "onbeperkt: wat van wie werd gevraagd, zonder namen"


class Requirement(models.Model):
    """That people are to be at one of some gatherings: everybody, a kind of people, those of a
    unit, or a kind of people of a unit.

    It is asked from `from_date` until it is ended. Who works here by then has until `due_on`; who
    begins from that day on has `months` from their first day, and from `asked_on` at the earliest:
    that is the day on which it was written down, so that nobody is late on that day. Whom it is
    asked of is who works here now: who comes later is asked too, and who leaves no more.
    """

    title = models.CharField(max_length=200)
    whom = models.CharField(max_length=9, choices=Whom)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    from_date = models.DateField()
    asked_on = models.DateField()
    due_on = models.DateField(null=True)
    months = models.PositiveSmallIntegerField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(months__isnull=False),
                name="what_is_required_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gt=F("from_date")),
                name="what_is_required_is_due_after_it_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=1, months__lte=24),
                name="who_begins_has_some_months",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = (
            "id",
            "title",
            "whom",
            "unit",
            "from_date",
            "asked_on",
            "due_on",
            "months",
            "ended_on",
        )
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.title


class Occasion(models.Model):
    """That who was at a gathering followed what is required."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="+")
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["requirement", "gathering"], name="a_gathering_counts_once"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "requirement", "gathering")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.gathering_id}"


class Reminder(models.Model):
    """Of what someone was told last, about something that is required of them."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    stage = models.PositiveSmallIntegerField(choices=Stage)
    sent_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["requirement", "person"], name="one_is_reminded_in_one_place"
            ),
        )

    class Privacy:
        personal = ("person", "stage", "sent_on")
        sealed = ()
        open = ("id", "requirement")
        keep_for = "zolang iemand hier werkt"

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.person_id}"
