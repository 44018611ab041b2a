"""A confidant's notebook, and the totals a confidant releases.

Of a conversation nothing stands in clear, not even that there was one: all of a confidant's
conversations are one sealed piece.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from rechtop.people.identity.models import Person

TOPIC = "topic"
"""The list of what conversations are about."""


class Notebook(models.Model):
    """All conversations of one confidant, sealed to the confidant alone.

    `edition` changes with every writing, so that two windows never overwrite one another; it is
    drawn at random and counts nothing.
    """

    confidant = models.OneToOneField(Person, models.PROTECT, related_name="+")
    edition = models.UUIDField(default=uuid.uuid4)
    sealed = models.BinaryField()

    class Privacy:
        personal = ("confidant",)
        sealed = ("sealed",)
        open = ("id", "edition")
        keep_for = "tot de vertrouwenspersoon de notities vernietigt"

    def __str__(self) -> str:
        return f"notebook {self.pk}"


class Passed(models.Model):
    """What one confidant handed over to another, sealed to who gets it alone, until they took it.

    Who gave it, how much it is and what about, stands inside.
    """

    confidant = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    passed_on = models.DateField()

    class Privacy:
        personal = ("confidant",)
        sealed = ("sealed",)
        open = ("id", "passed_on")
        keep_for = "tot de ontvanger het opneemt of vernietigt"

    def __str__(self) -> str:
        return f"passed {self.pk}"


def _range(kind: str, first: str, last: str) -> Func:
    """Make a range of two columns, the last included."""
    return Func(F(first), F(last), Value("[]"), function=kind)


class Release(models.Model):
    """That a confidant released totals of a period, the last day included."""

    confidant = models.ForeignKey(Person, models.PROTECT, related_name="+")
    from_date = models.DateField()
    last_date = models.DateField()
    released_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(last_date__gte=F("from_date")), name="a_period_ends_after_it_starts"
            ),
            # The confidant is made a range too: with plain equality this would need an extension
            # of the database, which not every authority may add.
            ExclusionConstraint(
                name="no_day_released_twice",
                expressions=[
                    (_range("int8range", "confidant", "confidant"), RangeOperators.OVERLAPS),
                    (_range("daterange", "from_date", "last_date"), RangeOperators.OVERLAPS),
                ],
            ),
        )

    class Privacy:
        personal = ("confidant",)
        sealed = ()
        open = ("id", "from_date", "last_date", "released_on")
        keep_for = "onbeperkt: de totalen zijn anoniem"

    def __str__(self) -> str:
        return f"{self.from_date} {self.last_date}"


class Total(models.Model):
    """How many conversations about a topic a confidant released; empty where withheld."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=40)
    count = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["release", "topic"], name="one_total_a_topic"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "release", "topic", "count")
        keep_for = "onbeperkt: de totalen zijn anoniem"

    def __str__(self) -> str:
        return f"{self.topic} {self.count}"


class EarlierTotal(models.Model):
    """A total of a year as an earlier administration published it."""

    year = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=40)
    count = models.PositiveIntegerField(null=True)
    delivery = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "topic"], name="one_earlier_total_a_topic"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "year", "topic", "count", "delivery")
        keep_for = "onbeperkt: gepubliceerde cijfers zijn openbaar"

    def __str__(self) -> str:
        return f"{self.year} {self.topic}"
