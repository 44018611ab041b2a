"""An action point of a year's report, and what was noted about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rechtop.ground.kernel.refs import Ref
from rechtop.people.identity.models import Person
from rechtop.tools.action_points.states import UNFINISHED, WORDS, Origin, State

_KEPT = "onbeperkt: de verantwoording van een jaar is openbaar"


class ActionPoint(models.Model):
    """What an annual report resolved to do next, who does it, and how it stands.

    `standing` holds the words in which the report of the next year tells how it stands; what an
    import brought there stays as it was said. `state` is how it goes, for who works on it.
    `outcome` says what was done, or why it was dropped. A point that was not finished goes on as
    a point of a later report, which names it in `carried_from`.
    """

    report_year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    standing = models.CharField(max_length=120)
    delivery = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    origin_kind = models.CharField(max_length=20, choices=Origin, default=Origin.REPORT)
    origin_number = models.BigIntegerField(null=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    owner_name = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    outcome = models.TextField(max_length=2_000, blank=True)
    carried_from = models.OneToOneField("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report_year", "number"], name="one_action_point_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(owner_name=""), name="an_action_point_has_one_owner"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DROPPED) | ~Q(outcome=""),
                name="what_was_dropped_says_why",
            ),
        )

    class Privacy:
        personal = ("owner", "owner_name")
        sealed = ()
        open = [
            "id",
            "report_year",
            "number",
            "title",
            "standing",
            "delivery",
            "state",
            "origin_kind",
            "origin_number",
            "due_on",
            "reminded_on",
            "outcome",
            "carried_from",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.title

    @property
    def origin(self) -> Ref | None:
        """Point at what this comes from, where that is known."""
        if self.origin_number is None:
            return None
        return Ref(self.origin_kind, self.origin_number)

    @property
    def is_unfinished(self) -> bool:
        """Say whether something is still to be done."""
        return self.state in UNFINISHED

    @property
    def is_left_behind(self) -> bool:
        """Say whether who was to do it has left, while something is still to be done."""
        return self.is_unfinished and self.owner is not None and not self.owner.is_active

    @property
    def has_own_words(self) -> bool:
        """Say whether the report tells in other words than those of its state how it stands."""
        return self.standing not in WORDS.values()

    @property
    def who(self) -> str:
        """Give the name of who does it, if anyone does."""
        return self.owner.name if self.owner else self.owner_name


class Note(models.Model):
    """Something noted about an action point, by whom and when. Notes are only added.

    `state` is the state it was in from then on; `was` holds the words of the report that gave way.
    """

    point = models.ForeignKey(ActionPoint, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    author = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=State)
    text = models.TextField(max_length=2_000, blank=True)
    was = models.CharField(max_length=120, blank=True)

    class Privacy:
        personal = ("author",)
        sealed = ()
        open = ("id", "point", "at", "state", "text", "was")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.point_id} {self.at:%Y-%m-%d}"
