"""That someone asked a colleague to look at a case."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rechtop.people.identity.models import Person
from rechtop.work.cases.models import Case


class Nudge(models.Model):
    """Someone asked who handles a case to look at it, on a day; once a day is enough."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    to = models.ForeignKey(Person, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "to", "on"], name="one_nudge_a_day"),
            models.CheckConstraint(condition=~Q(to=F("by")), name="nobody_nudges_themselves"),
        )
        indexes = (models.Index(fields=["on"], name="nudge_day"),)

    class Privacy:
        personal = ("to", "by")
        sealed = ()
        open = ("id", "case", "on")
        keep_for = "een maand"

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"
