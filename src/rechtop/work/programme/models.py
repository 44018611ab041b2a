"""What was done in a year, kept plainly until a room of its own takes it over. Unknown is empty."""

from __future__ import annotations

from django.db import models

_KEPT = "onbeperkt: de verantwoording van een jaar is openbaar"


class Activity(models.Model):
    """Something done in a year, with how many meetings it had and how many took part, if known."""

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    meetings = models.PositiveIntegerField(null=True)
    participants = models.PositiveIntegerField(null=True)
    remark = models.CharField(max_length=500, blank=True)
    delivery = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "name"], name="one_activity_of_a_name_a_year"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ["id", "year", "kind", "name", "meetings", "participants", "remark", "delivery"]
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.name


class BibobCount(models.Model):
    """How often something happened under the Bibob law in a year, and in what kind of relation."""

    year = models.PositiveSmallIntegerField()
    fact = models.CharField(max_length=40)
    relation = models.CharField(max_length=80, blank=True)
    count = models.PositiveIntegerField(null=True)
    delivery = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "fact"], name="one_bibob_fact_a_year"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "year", "fact", "relation", "count", "delivery")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.fact} {self.year}"


class Advice(models.Model):
    """A question and its advice, made anonymous to be published as an example."""

    number = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    question = models.TextField()
    advice = models.TextField()
    delivery = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "number"], name="one_advice_of_a_number"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "number", "year", "kind", "question", "advice", "delivery")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.year} {self.number}"


class ReportText(models.Model):
    """The words before the figures of a year's account: written by one, adopted by another.

    `edition` counts how often it was written, so that nobody writes over or adopts what they did
    not read.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    body = models.TextField()
    edition = models.PositiveIntegerField(default=1)
    author = models.BigIntegerField()
    adopter = models.BigIntegerField(null=True)
    adopted_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(adopter__isnull=True, adopted_on__isnull=True)
                | (models.Q(adopted_on__isnull=False) & ~models.Q(adopter=models.F("author"))),
                name="the_author_does_not_adopt",
            ),
        )

    class Privacy:
        personal = ("author", "adopter")
        sealed = ()
        open = ("id", "year", "body", "edition", "adopted_on")
        keep_for = _KEPT

    def __str__(self) -> str:
        return str(self.year)


Kept = Activity | BibobCount | Advice
"""What a year's programme is made of."""
