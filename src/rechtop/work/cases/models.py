"""The registration of a case: clear, without names, units or free text.

Everything else about a case stands in its sealed file, which has the same number.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import languages
from rechtop.ground.kernel.refs import Ref
from rechtop.people.identity.models import Person
from rechtop.work.cases.states import RowState, State

_KEPT = "de registratie blijft voor de cijfers; het dossier volgt de bewaartermijn"


class Choice(models.Model):
    """One value of a list an authority chooses its own values for, in force from a day on."""

    class List(models.TextChoices):
        CHANNEL = "channel", _("Hoe de melding binnenkwam")
        REGIME = "regime", _("Procedure")
        TYPE = "type", _("Soort schending")
        CONCLUSION = "conclusion", _("Oordeel")
        MEASURE = "measure", _("Maatregel")
        COMMISSIONER = "commissioner", _("Opdrachtgever")

    list = models.CharField(max_length=12, choices=List)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()
    against_person = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["list", "code", "valid_from"], name="one_choice_from_a_day"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "list",
            "code",
            "label",
            "label_en",
            "position",
            "against_person",
            "valid_from",
            "valid_until",
        ]
        keep_for = "onbeperkt: lijsten zijn openbaar"

    def __str__(self) -> str:
        return languages.either(self.label, self.label_en)


class Case(models.Model):
    """The registration of a case. Its number in the database is that of its sealed file.

    Codes are those of `Choice`. What is unknown is empty, never false.
    """

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=9, unique=True, db_collation="C")
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    received_on = models.DateField()
    channel = models.CharField(max_length=40)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    has_mailbox = models.BooleanField()
    is_named = models.BooleanField(null=True)
    identity_file = models.BigIntegerField(null=True)
    reporter_waits_since = models.DateTimeField(null=True)

    regime_taken_in = models.CharField(max_length=40, blank=True)
    regime = models.CharField(max_length=40, blank=True)
    is_wrongdoing = models.BooleanField(null=True)
    is_union_law_breach = models.BooleanField(null=True)

    acknowledged_on = models.DateField(null=True)
    feedback_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    is_admissible = models.BooleanField(null=True)
    is_investigated = models.BooleanField(null=True)
    conclusion = models.CharField(max_length=40, blank=True)
    commissioner = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_on__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_on__isnull=True)),
                name="a_closed_case_has_a_day_and_an_open_one_has_none",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | ~Q(conclusion=""),
                name="a_closed_case_has_a_conclusion",
            ),
            models.CheckConstraint(
                condition=Q(regime="") | ~Q(regime_taken_in=""),
                name="what_has_a_procedure_was_taken_in_under_one",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="a_case_closes_after_it_is_received",
            ),
        )
        indexes = (
            models.Index(fields=["state", "-id"], name="case_state"),
            models.Index(fields=["regime", "-id"], name="case_regime"),
            models.Index(fields=["channel", "-id"], name="case_channel"),
            models.Index(fields=["handler", "-id"], name="case_handler"),
        )

    class Privacy:
        personal = ("entered_by", "handler")
        sealed = ()
        open = [
            "id",
            "number",
            "state",
            "received_on",
            "channel",
            "has_mailbox",
            "is_named",
            "identity_file",
            "reporter_waits_since",
            "regime_taken_in",
            "regime",
            "is_wrongdoing",
            "is_union_law_breach",
            "acknowledged_on",
            "feedback_on",
            "closed_on",
            "is_admissible",
            "is_investigated",
            "conclusion",
            "commissioner",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        """Point at this case."""
        return Ref("case", self.pk)


class CaseType(models.Model):
    """A type of violation of a case; there can be several."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "code"], name="a_type_once"),)
        indexes = (models.Index(fields=["code", "-case"], name="case_type"),)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "case", "code")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"


class Measure(models.Model):
    """A kind of measure taken in a case; several of one kind are several rows."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    against_person = models.BooleanField()

    class Meta:
        indexes = (models.Index(fields=["code", "-case"], name="case_measure"),)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "case", "code", "against_person")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"


class Row(models.Model):
    """The row of the published table for a case.

    Its texts stand in a sealed file of their own, for author and second reader, until both agree;
    then, and only then, they stand here.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=RowState)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    file = models.BigIntegerField()
    proposed_on = models.DateField()
    approved_on = models.DateField(null=True)
    report = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    findings = models.TextField(blank=True)
    consequence = models.TextField(blank=True)

    TEXTS = ("report", "subject", "findings", "consequence")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(author=F("reader")), name="the_author_is_not_the_second_reader"
            ),
            models.CheckConstraint(
                condition=Q(state=RowState.APPROVED, approved_on__isnull=False)
                | Q(
                    ~Q(state=RowState.APPROVED),
                    approved_on__isnull=True,
                    report="",
                    subject="",
                    findings="",
                    consequence="",
                ),
                name="only_an_approved_row_has_clear_texts",
            ),
        )
        indexes = (models.Index(fields=["reader", "state"], name="row_reader"),)

    class Privacy:
        personal = ("author", "reader")
        sealed = ()
        open = [
            "id",
            "case",
            "state",
            "file",
            "proposed_on",
            "approved_on",
            "report",
            "subject",
            "findings",
            "consequence",
        ]
        keep_for = "goedgekeurde rijen blijven: ze zijn openbaar"

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"
