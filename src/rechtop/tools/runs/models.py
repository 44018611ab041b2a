"""How a subject goes through a procedure: where it is, and each step it passed.

All of it is clear: codes of steps and days. Why someone departed from the procedure is told in
words that stand with the subject, sealed where the subject is.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.refs import Ref
from rechtop.tools.procedures.models import Version

_KEPT = "zolang de registratie van het onderwerp"


class Way(models.TextChoices):
    """How a step was passed."""

    DONE = "done", _("gedaan")
    SKIPPED = "skipped", _("overgeslagen")
    REPEATED = "repeated", _("opnieuw begonnen")
    ADDED = "added", _("toegevoegd")
    MOVED = "moved", _("verder in een andere versie of procedure")
    BROKEN_OFF = "broken_off", _("afgesloten voor het einde")


DEPARTURES = (Way.SKIPPED, Way.REPEATED, Way.ADDED, Way.MOVED, Way.BROKEN_OFF)
"""The ways in which one departs from a procedure."""


class Run(models.Model):
    """Where a subject is in a version of a procedure.

    `at` is the code of the step that waits; `is_done_at` says that it is done, and that only the
    way on is still to be chosen. `acts` tells what was done ahead of its step, by act and day.
    """

    subject_kind = models.CharField(max_length=40)
    subject_number = models.BigIntegerField()
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    at = models.CharField(max_length=40)
    is_done_at = models.BooleanField(default=False)
    acts = models.JSONField(default=dict)
    received_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["subject_kind", "subject_number"], name="one_run_of_a_subject"
            ),
        )
        indexes = (models.Index(fields=["version", "at"], name="run_at_step"),)

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "subject_kind",
            "subject_number",
            "version",
            "at",
            "is_done_at",
            "acts",
            "received_on",
            "ended_on",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_number}: {self.at}"

    @property
    def subject(self) -> Ref:
        """Point at what goes through the procedure."""
        return Ref(self.subject_kind, self.subject_number)


class Passage(models.Model):
    """A step that was passed, in which way and when; one that was added has no code.

    It names the version, since a run may have moved to another one later.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    step = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=12, choices=Way)
    on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(way=Way.ADDED, step="") | (~Q(way=Way.ADDED) & ~Q(step="")),
                name="only_an_added_step_has_no_code",
            ),
        )
        indexes = (
            models.Index(fields=["on"], condition=Q(way__in=DEPARTURES), name="passage_departure"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "run", "version", "step", "way", "on")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.run_id} {self.step} {self.way}"
