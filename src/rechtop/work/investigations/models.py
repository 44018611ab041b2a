"""The clear half of an investigation: codes, days, numbers, and who decides and investigates.

Everything else stands in the sealed file of the case, and goes when that goes.
"""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import languages
from rechtop.people.identity.models import Person
from rechtop.work.cases.models import Case
from rechtop.work.investigations.states import OVER, Bureau, Standing

REACTION_TERM = "draft-reaction"
"""The code of the term within which someone reacts to their draft; its part is the draft."""

_KEPT = "de aantallen blijven voor de cijfers; wie besloot en onderzocht zolang het dossier"


class List(models.TextChoices):
    """The lists of values this room knows; an authority chooses the values."""

    MEANS = "means", _("Middel van onderzoek")
    LEGAL_REGIME = "legal-regime", _("Rechtspositie")


class SecrecyText(models.Model):
    """What an investigator declares before a file opens, in force from a day on.

    An adopted text never changes: who signed it signed these words.
    """

    valid_from = models.DateField(unique=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "valid_from", "text", "text_en")
        keep_for = "zolang er onderzoeken zijn waarvoor de tekst is getekend"

    def __str__(self) -> str:
        return languages.either(self.text, self.text_en)


class Investigation(models.Model):
    """A decision on an investigation that was asked in a case, and the investigation that follows.

    `asker` asked for it, `decider` orders or declines and later decides on what follows, and
    `investigator` does the work. Days are of what happened; cost is in euros. `asked_again_on` is
    the day on which another was asked to decide after it ended, until they decided something.

    It counts as the `kind` that was ordered. `done_by` is the kind of who does it now, and hours
    and cost are theirs alone; of who did it before them there is `EarlierWork`.
    """

    number = models.CharField(max_length=9, unique=True, db_collation="C")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=Standing, default=Standing.ASKED)
    asker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decider = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    investigator = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Bureau, blank=True)
    done_by = models.CharField(max_length=8, choices=Bureau, blank=True)
    commissioner = models.CharField(max_length=40, blank=True)
    secrecy_text = models.ForeignKey(SecrecyText, models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField()
    declined_on = models.DateField(null=True)
    ordered_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    draft_on = models.DateField(null=True)
    final_on = models.DateField(null=True)
    noted_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    asked_again_on = models.DateField(null=True)
    hours = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    cost = models.DecimalField(
        max_digits=11, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state__in=OVER), name="one_investigation_runs"
            ),
            models.CheckConstraint(
                condition=Q(investigator__isnull=True) | ~Q(decider=F("investigator")),
                name="the_investigator_does_not_decide",
            ),
            models.CheckConstraint(
                condition=(~Q(state=Standing.DECLINED) | Q(declined_on__isnull=False))
                & (~Q(state=Standing.FINISHED) | Q(finished_on__isnull=False)),
                name="what_is_over_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ordered_on__isnull=True) | (~Q(kind="") & ~Q(commissioner="")),
                name="an_order_says_by_whom_and_for_whom",
            ),
            models.CheckConstraint(
                condition=(Q(hours__isnull=True) | Q(hours__gte=0))
                & (Q(cost__isnull=True) | Q(cost__gte=0)),
                name="hours_and_cost_are_not_negative",
            ),
        )
        indexes = (
            models.Index(fields=["ordered_on"], name="investigation_ordered"),
            models.Index(fields=["declined_on"], name="investigation_declined"),
        )

    class Privacy:
        personal = ("asker", "decider", "investigator")
        sealed = ()
        open = (
            "id",
            "number",
            "case",
            "state",
            "kind",
            "done_by",
            "commissioner",
            "secrecy_text",
            "asked_on",
            "declined_on",
            "ordered_on",
            "signed_on",
            "draft_on",
            "final_on",
            "noted_on",
            "finished_on",
            "asked_again_on",
            "hours",
            "cost",
        )
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.number


class EarlierWork(models.Model):
    """Hours and cost of someone who did an investigation until another went on; who that was stands
    in the file."""

    investigation = models.ForeignKey(Investigation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Bureau)
    hours = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    cost = models.DecimalField(
        max_digits=11, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(hours__isnull=True) | Q(hours__gte=0))
                & (Q(cost__isnull=True) | Q(cost__gte=0)),
                name="earlier_hours_and_cost_are_not_negative",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "investigation", "kind", "hours", "cost")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.investigation_id} {self.kind}"


class Means(models.Model):
    """A means that was used; several uses are several rows. Why stands in the file."""

    investigation = models.ForeignKey(Investigation, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    is_covert = models.BooleanField()

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "investigation", "code", "is_covert")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.investigation_id} {self.code}"


class Conclusion(models.Model):
    """The conclusion on one allegation about one person; which and who stand in the file."""

    investigation = models.ForeignKey(Investigation, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "investigation", "code")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.investigation_id} {self.code}"


class PersonalDraft(models.Model):
    """The draft one person reads with words of their own, and the term in which they react.

    What it says, who reads it and what they answer stand in its sealed file. `reacted_on` is the
    last day they wrote; `worked_in_on` the day that was worked into the report; `missed_on` the day
    on which was noted that the term passed without a word. One that was
    replaced by another, or whose words were lost, is over: its words open nothing. Since
    `outcome_on` it says what became of it too. Who had no draft and reads the outcome alone has
    nothing to react to: `react_by` is empty.
    """

    investigation = models.ForeignKey(Investigation, models.CASCADE, related_name="+")
    file = models.BigIntegerField(unique=True)
    sent_on = models.DateField()
    react_by = models.DateField(null=True)
    reacted_on = models.DateField(null=True)
    worked_in_on = models.DateField(null=True)
    missed_on = models.DateField(null=True)
    outcome_on = models.DateField(null=True)
    over_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(react_by__gt=F("sent_on")), name="there_is_time_to_react"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = (
            "id",
            "investigation",
            "file",
            "sent_on",
            "react_by",
            "reacted_on",
            "worked_in_on",
            "missed_on",
            "outcome_on",
            "over_on",
        )
        keep_for = "zolang het dossier"

    def __str__(self) -> str:
        return f"{self.investigation_id} {self.file}"
