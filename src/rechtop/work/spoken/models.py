"""The minutes of a report that was spoken. What they say stands in the file of the case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rechtop.work.cases.models import Case
from rechtop.work.spoken.states import Consent, MinutesState


class Minutes(models.Model):
    """Where the minutes of a conversation stand: the reporter checks, corrects and approves them.

    `changed_on` is the day on which the reporter last did so while nobody has looked yet. With
    `destroys_recording`, the recording is destroyed the moment the reporter approves.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=MinutesState, default=MinutesState.PROPOSED)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.NONE)
    destroys_recording = models.BooleanField(default=False)
    approved_on = models.DateField(null=True)
    changed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state=MinutesState.APPROVED, approved_on__isnull=False)
                | (~Q(state=MinutesState.APPROVED) & Q(approved_on__isnull=True)),
                name="minutes_are_approved_on_a_day",
            ),
        )
        indexes = (
            models.Index(
                fields=["changed_on"],
                condition=Q(changed_on__isnull=False),
                name="minutes_changed",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = (
            "id",
            "case",
            "state",
            "consent",
            "destroys_recording",
            "approved_on",
            "changed_on",
        )
        keep_for = "zolang het dossier"

    def __str__(self) -> str:
        return self.state
