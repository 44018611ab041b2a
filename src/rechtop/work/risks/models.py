"""A risk to integrity, the functions it touches, and everything that was ever changed about it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit
from rechtop.work.risks.states import Kind, State, Verb, size_of

_KEPT = (
    "zolang het register bestaat: ook van een gesloten risico blijft staan wat ertegen is gedaan"
)


class Risk(models.Model):
    """A process or function where integrity is at risk, and what is done about it.

    `rie` says where this stands in the inventory of risks at work, in words or as an address.
    `reminded_on` is the day its owner was last reminded of the coming review.
    """

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind)
    stakes = models.JSONField()
    likelihood = models.PositiveSmallIntegerField()
    effect = models.PositiveSmallIntegerField()
    measures = models.TextField(max_length=4_000, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    owner_name = models.CharField(max_length=120, blank=True)
    review_date = models.DateField()
    rie = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    closed_date = models.DateField(null=True)
    closed_because = models.TextField(max_length=2_000, blank=True)
    reminded_on = models.DateField(null=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), effect__range=(1, 5)),
                name="a_risk_is_measured_from_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(owner=None) ^ Q(owner_name=""), name="a_risk_has_one_owner"
            ),
            models.CheckConstraint(condition=~Q(stakes=[]), name="something_is_at_stake"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, closed_date=None, closed_because="")
                | Q(state=State.CLOSED, closed_date__isnull=False) & ~Q(closed_because=""),
                name="a_closed_risk_has_its_day_and_reason",
            ),
        )

    class Privacy:
        personal = ("owner", "owner_name")
        sealed = ()
        open = (
            "id",
            "name",
            "kind",
            "stakes",
            "likelihood",
            "effect",
            "measures",
            "unit",
            "review_date",
            "rie",
            "state",
            "closed_date",
            "closed_because",
            "reminded_on",
            "edition",
        )
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.name

    @property
    def score(self) -> int:
        """Give how large the risk is: likelihood times effect."""
        return self.likelihood * self.effect

    @property
    def size(self) -> str:
        """Give the size of the score."""
        return size_of(self.score)

    @property
    def is_open(self) -> bool:
        """Say whether the risk still asks attention."""
        return self.state == State.OPEN

    @property
    def is_left_behind(self) -> bool:
        """Say whether the owner has left, while the risk still asks attention."""
        return self.is_open and self.owner is not None and not self.owner.is_active

    @property
    def who(self) -> str:
        """Give the name or role of the owner."""
        return self.owner.name if self.owner else self.owner_name


class MarkedFunction(models.Model):
    """A function a risk touches, as the personnel system names it, and what it asks of people.

    In force from a day on, and not on the day it ends. `folded` is how it is compared.
    """

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=360)
    asks = models.JSONField()
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["risk", "folded"],
                condition=Q(until_date=None),
                name="a_function_is_marked_once_by_a_risk",
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                name="a_mark_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(asks=[]), name="a_mark_asks_something"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "risk", "name", "folded", "asks", "from_date", "until_date")
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """What someone did to a risk, when, and how it stood from then on. Only ever added.

    `changes` holds for each fact its name and how it was and became; `text` what was said of it.
    """

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    author = models.BigIntegerField()
    verb = models.CharField(max_length=10, choices=Verb)
    likelihood = models.PositiveSmallIntegerField()
    effect = models.PositiveSmallIntegerField()
    changes = models.JSONField(default=list, blank=True)
    text = models.TextField(max_length=2_000, blank=True)

    class Privacy:
        personal = ("author", "changes")
        sealed = ()
        open = ("id", "risk", "at", "verb", "likelihood", "effect", "text")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.risk_id} {self.verb}"

    @property
    def score(self) -> int:
        """Give how large the risk was from then on."""
        return self.likelihood * self.effect

    @property
    def size(self) -> str:
        """Give the size of that score."""
        return size_of(self.score)
