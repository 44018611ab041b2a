"""The questions of triage, which procedure follows from them, and which cases belong together.

Questions and routes are dated data of the authority. What is answered in a case stands sealed in
its file.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import languages
from rechtop.work.cases.models import Case
from rechtop.work.triage.states import Bond, Outcome

_KEPT = "zolang de registratie van de zaak"


class List(models.TextChoices):
    """The list of values this room knows; an authority chooses the values."""

    AUTHORITY = "authority", _("Andere autoriteit")


class Question(models.Model):
    """A question of triage, in force from a day on.

    `bears_on` names the outcomes it counts for. Of those that share `either`, one yes is enough.
    """

    code = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    help = models.CharField(max_length=500, blank=True)
    help_en = models.CharField(max_length=500, blank=True)
    bears_on = models.JSONField()
    either = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_question_from_a_day"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "code",
            "text",
            "text_en",
            "help",
            "help_en",
            "bears_on",
            "either",
            "source",
            "position",
            "valid_from",
            "valid_until",
        ]
        keep_for = "onbeperkt: zo is te zien waarop een zaak is beoordeeld"

    def __str__(self) -> str:
        return languages.either(self.text, self.text_en)

    @property
    def more(self) -> str:
        """Say what the question means, where someone wrote that."""
        return languages.either(self.help, self.help_en)


class Route(models.Model):
    """Which procedure follows from an outcome or from a type of violation, from a day on.

    The first that holds counts. One without outcome and types always holds; one with a regime leads
    to that procedure, one with steps alone lets a case go through these in place of its own.
    """

    code = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    types = models.JSONField(default=list)
    regime = models.CharField(max_length=40, blank=True)
    steps = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_route_from_a_day"),
            models.CheckConstraint(
                condition=~Q(regime="") | ~Q(steps=""), name="a_route_leads_somewhere"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "code",
            "outcome",
            "types",
            "regime",
            "steps",
            "position",
            "valid_from",
            "valid_until",
        ]
        keep_for = "onbeperkt: zo is te zien waarop een zaak is beoordeeld"

    def __str__(self) -> str:
        return self.code


class CaseLink(models.Model):
    """That two cases belong together, how, and since when. Whoever holds keys to both sees it.

    Of a merging the first goes on; of a splitting the first is what the second was part of.
    """

    first = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Bond)
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="two_cases_are_linked_once"),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="a_case_is_not_linked_to_itself"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "first", "second", "kind", "on")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"


class Forward(models.Model):
    """That a case was forwarded to another authority, and when; why stands in its file."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    authority = models.CharField(max_length=40)
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "authority"], name="forwarded_to_an_authority_once"
            ),
        )
        indexes = (models.Index(fields=["on"], name="forward_day"),)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "case", "authority", "on")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.case_id} to {self.authority}"
