"""That the rights of everybody were looked at: who confirmed what, and what was taken away."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Duty

_KEPT = "zeven jaar na het sluiten: wie wanneer wat mocht is deel van de verantwoording"


class Review(models.Model):
    """One time that all duties were looked at. Closed, it is the report, with when the next is due.

    `people` counts who stood on it, the other numbers count duties.
    """

    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_on = models.DateField()
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)
    next_due_on = models.DateField(null=True)
    people = models.PositiveIntegerField(null=True)
    right = models.PositiveIntegerField(null=True)
    removed = models.PositiveIntegerField(null=True)
    changed = models.PositiveIntegerField(null=True)
    ended_meanwhile = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["closed_on"],
                condition=Q(closed_on__isnull=True),
                nulls_distinct=False,
                name="one_review_runs_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    closed_on__isnull=True,
                    closed_by__isnull=True,
                    next_due_on__isnull=True,
                    people__isnull=True,
                )
                | Q(
                    closed_on__isnull=False,
                    closed_by__isnull=False,
                    next_due_on__isnull=False,
                    people__isnull=False,
                ),
                name="a_closed_review_says_by_whom_and_what",
            ),
        )

    class Privacy:
        personal = ("started_by", "closed_by")
        sealed = ()
        open = [
            "id",
            "started_on",
            "closed_on",
            "next_due_on",
            "people",
            "right",
            "removed",
            "changed",
            "ended_meanwhile",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"review of {self.started_on}"


class Answer(models.TextChoices):
    """What was said of a duty."""

    RIGHT = "right", _("Klopt")
    REMOVE = "remove", _("Moet weg")
    CHANGE = "change", _("Moet anders")


class Line(models.Model):
    """One duty on the list, and what was said of it.

    `until_then` is the day the duty was to end when that was said: so it is seen whether it was
    changed since. `done_on` is written when the review closes, from the duty itself.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="+")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    note = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    until_then = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["review", "duty"], name="a_duty_is_reviewed_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_on__isnull=True)
                | Q(~Q(answer=""), answered_by__isnull=False, answered_on__isnull=False),
                name="an_answer_has_someone_who_gave_it",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", Answer.RIGHT]) | ~Q(note=""),
                name="what_must_go_or_change_says_why",
            ),
        )

    class Privacy:
        personal = ("duty", "answer", "note", "answered_by", "until_then", "done_on")
        sealed = ()
        open = ("id", "review", "answered_on")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.review_id} {self.duty_id} {self.answer}"
