"""A gathering and its series, who signed up, who was there, and addresses of calendars."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit
from rechtop.tools.addresses.models import SecretAddress
from rechtop.work.activities.states import Form, Rhythm, State

_KEPT = "onbeperkt: de verantwoording van een jaar is openbaar"

NETWORK = "netwerk"
"""The kind of which one also says which network it is: each has a figure of its own."""

WHAT = ("kind", "network", "title", "goal", "form", "place", "materials")
WHEN = ("day", "until_day", "starts_at", "ends_at")
SIGN_UP = ("takes_sign_ups", "places")
"""The fields of a gathering that say what it is and where, when, and who can sign up."""


class Series(models.Model):
    """That gatherings were planned together: how often, from when until when."""

    rhythm = models.CharField(max_length=12, choices=Rhythm)
    first_day = models.DateField()
    until_day = models.DateField()

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "rhythm", "first_day", "until_day")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.rhythm} {self.first_day}"


class Gathering(models.Model):
    """Something people come together for: planned, held with how many it reached, or cancelled.

    `kind` and `network` are values of the lists of these names. `reached` is how many were there,
    also where not all of them are known by name. `places` is how many can sign up, where that has
    an end. Nobody is named in the texts.
    """

    kind = models.CharField(max_length=40)
    network = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    goal = models.CharField(max_length=1_000, blank=True)
    day = models.DateField()
    until_day = models.DateField(null=True)
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    form = models.CharField(max_length=8, choices=Form)
    place = models.CharField(max_length=200, blank=True)
    materials = models.CharField(max_length=2_000, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=300, blank=True)
    reached = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=2_000, blank=True)
    edition = models.PositiveIntegerField(default=1)
    takes_sign_ups = models.BooleanField(default=False)
    places = models.PositiveIntegerField(null=True)
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until_day=None) | Q(until_day__gte=F("day")),
                name="a_gathering_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None)
                | Q(starts_at__isnull=False, until_day__gt=F("day"))
                | Q(ends_at__gt=F("starts_at")),
                name="a_gathering_of_a_day_ends_later_that_day",
            ),
            models.CheckConstraint(
                condition=Q(network="") | Q(kind=NETWORK), name="only_a_network_names_one"
            ),
            models.CheckConstraint(
                condition=Q(state=State.HELD, reached__isnull=False)
                | (~Q(state=State.HELD) & Q(reached=None)),
                name="what_was_held_knows_how_many",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CANCELLED) | ~Q(reason=""),
                name="what_was_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places__gte=1), name="there_is_a_place"
            ),
        )
        indexes = (models.Index(fields=["day"], name="gathering_day"),)

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "kind",
            "network",
            "title",
            "goal",
            "day",
            "until_day",
            "starts_at",
            "ends_at",
            "form",
            "place",
            "materials",
            "state",
            "reason",
            "reached",
            "outcome",
            "takes_sign_ups",
            "places",
            "series",
            "edition",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.title


class SignUp(models.Model):
    """That someone wants to come."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["gathering", "person"], name="one_signs_up_once"),
        )

    class Privacy:
        personal = ("person", "at")
        sealed = ()
        open = ("id", "gathering")
        keep_for = "zolang iemand hier werkt, en een jaar daarna"

    def __str__(self) -> str:
        return f"{self.person_id} {self.gathering_id}"


class Attendee(models.Model):
    """That someone was there, and where they worked that day: coverage does not change after it."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["gathering", "person"], name="one_is_there_once"),
        )

    class Privacy:
        personal = ("person", "unit")
        sealed = ()
        open = ("id", "gathering")
        keep_for = "zolang iemand hier werkt, en een jaar daarna"

    def __str__(self) -> str:
        return f"{self.person_id} {self.gathering_id}"


class Feed(SecretAddress):
    """The secret address at which someone's own calendar program reads gatherings."""
