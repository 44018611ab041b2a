"""That integrity was discussed, with whom and on which day.

Nothing here tells what was said: there is no field in which that could be written.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rechtop.ground.kernel import languages
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit
from rechtop.work.good_conversations.states import ReminderKind, State

_KEPT = "twee jaar na het jaar, en niet korter dan tot dat jaar is vastgesteld"


class GoodConversation(models.Model):
    """A tick: integrity was discussed in someone's yearly conversation, on a day.

    `unit` is where they worked on that day; `ticked_by` who led them when it was ticked.
    """

    number = models.CharField(max_length=9, unique=True, db_collation="C")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(db_index=True)
    held_on = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    ticked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    ticked_on = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.TICKED)
    contested_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "year"], name="one_good_conversation_a_year"),
            models.CheckConstraint(
                condition=Q(held_on__year=F("year")), name="a_conversation_is_of_the_year_it_was_in"
            ),
            models.CheckConstraint(
                condition=Q(held_on__lte=F("ticked_on")), name="only_what_was_held_is_ticked"
            ),
            models.CheckConstraint(
                condition=Q(state=State.TICKED, contested_on=None, confirmed_on=None)
                | Q(state=State.CONTESTED, contested_on__isnull=False, confirmed_on=None)
                | Q(state=State.CONFIRMED, contested_on__isnull=False, confirmed_on__isnull=False),
                name="a_tick_has_the_days_of_its_state",
            ),
        )

    class Privacy:
        personal = (
            "person",
            "held_on",
            "unit",
            "ticked_by",
            "ticked_on",
            "state",
            "contested_on",
            "confirmed_on",
        )
        sealed = ()
        open = ("id", "number", "year")
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.number

    @property
    def is_contested(self) -> bool:
        """Say whether the person says that this is not so, and nobody answered."""
        return self.state == State.CONTESTED


class TeamMeeting(models.Model):
    """That integrity was discussed in the meeting of a team, on a day."""

    number = models.CharField(max_length=9, unique=True, db_collation="C")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    held_on = models.DateField(db_index=True)
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    noted_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "held_on"], name="one_team_meeting_a_day"),
            models.CheckConstraint(
                condition=Q(held_on__lte=F("noted_on")), name="only_a_held_meeting_is_noted"
            ),
        )

    class Privacy:
        personal = ("noted_by",)
        sealed = ()
        open = ("id", "number", "unit", "held_on", "noted_on")
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.number

    @property
    def year(self) -> int:
        """Give the year in whose account it counts."""
        return self.held_on.year


class TalkingPoints(models.Model):
    """What a manager raises in the conversation, one point a line, from a day on until the next."""

    text = models.TextField(max_length=2000)
    text_en = models.TextField(max_length=2000, blank=True)
    valid_from = models.DateField(unique=True)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "text", "text_en", "valid_from")
        keep_for = "onbeperkt: dit is voor iedereen die hier werkt"

    def __str__(self) -> str:
        return languages.either(self.text, self.text_en)

    @property
    def lines(self) -> list[str]:
        """Give the points, each apart."""
        return [line.strip() for line in str(self).splitlines() if line.strip()]


class ReminderPlan(models.Model):
    """How many days before the end of the year managers are reminded, twice."""

    first_before = models.PositiveSmallIntegerField(default=60)
    last_before = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="one_plan_of_reminders"),
            models.CheckConstraint(
                condition=Q(
                    first_before__gt=F("last_before"), last_before__gte=1, first_before__lte=300
                ),
                name="first_the_first_reminder",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "first_before", "last_before")
        keep_for = "tot het verandert"

    def __str__(self) -> str:
        return f"{self.first_before} {self.last_before}"


class ReminderSent(models.Model):
    """That managers with conversations to go were reminded, with how many that were."""

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=ReminderKind)
    sent_on = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "kind"], name="each_reminder_once_a_year"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "year", "kind", "sent_on", "count")
        keep_for = "onbeperkt: aantallen, zonder namen"

    def __str__(self) -> str:
        return f"{self.year} {self.kind}"
