"""The registration of a case: clear, without names, units or free text.

Everything else about a case stands in its sealed file, which has the same number.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import words
from rechtop.ground.kernel.refs import Ref
from rechtop.people.identity.models import Person
from rechtop.work.cases.states import RowState, State

_KEPT = "de registratie blijft voor de cijfers; het dossier volgt de bewaartermijn"


NONE = "none"
"""The value of a list that says there is none: it stands alone or not at all."""
POLICE_REPORT = "police-report"
"""The measure that it was reported to the police."""


class List(models.TextChoices):
    """The lists of values this room knows; an authority chooses the values."""

    CHANNEL = "channel", _("Hoe de melding binnenkwam")
    REGIME = "regime", _("Procedure")
    TYPE = "type", _("Soort schending")
    CONCLUSION = "conclusion", _("Oordeel")
    MEASURE = "measure", _("Maatregel")
    COMMISSIONER = "commissioner", _("Opdrachtgever")


MEETING_POINT = "meeting-point"
"""The channel of a report that came in by the reporting point itself."""

REQUEST_ROUND = "request-round"
"""The channel of what a manager handed in at a request round."""

MADE_HERE = (MEETING_POINT, REQUEST_ROUND)
"""The channels by which cases come in by themselves; nobody enters one by these."""

IN_SECOND_TRAY = Q(
    has_mailbox=True, words_proven_on__isnull=True, handler__isnull=True, state=State.RECEIVED
)
"""New reports whose words nobody typed back yet: among them is what a machine sends by the
thousand. They keep their terms, and stay until someone has read them."""


class Case(models.Model):
    """The registration of a case. Its number in the database is that of its sealed file.

    Codes are those of the lists. What is unknown is empty, never false. A registration without a
    file was taken over from an earlier administration, which called it `source_number`; of it
    often only the year is known. `delivery` is the year of the import that brought it. Words are
    proven on the first day the reporter typed them back.

    A file that was destroyed leaves the registration too, with the number of the `declaration` that
    tells of it; nobody who worked on it stands here any more. While a file is on hold it stays,
    whatever its term; why stands inside it.
    """

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=9, unique=True, db_collation="C")
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    received_on = models.DateField(null=True)
    received_year = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=40, blank=True)
    has_file = models.BooleanField(default=True)
    source_number = models.CharField(max_length=40, null=True, unique=True)
    delivery = models.PositiveSmallIntegerField(null=True)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    has_mailbox = models.BooleanField()
    is_named = models.BooleanField(null=True)
    identity_file = models.BigIntegerField(null=True)
    reporter_waits_since = models.DateTimeField(null=True)
    words_proven_on = models.DateField(null=True)
    hold_since = models.DateField(null=True)
    hold_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    name_destroyed_on = models.DateField(null=True)
    file_destroyed_on = models.DateField(null=True)
    declaration = models.CharField(max_length=9, blank=True, db_collation="C")

    regime_taken_in = models.CharField(max_length=40, blank=True)
    regime = models.CharField(max_length=40, blank=True)
    is_wrongdoing = models.BooleanField(null=True)
    is_union_law_breach = models.BooleanField(null=True)

    acknowledged_on = models.DateField(null=True)
    feedback_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closed_year = models.PositiveSmallIntegerField(null=True)

    is_admissible = models.BooleanField(null=True)
    is_investigated = models.BooleanField(null=True)
    conclusion = models.CharField(max_length=40, blank=True)
    is_conclusion_derived = models.BooleanField(default=False)
    commissioner = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_year__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_on__isnull=True, closed_year__isnull=True)),
                name="a_closed_case_has_a_year_and_an_open_one_has_none",
            ),
            models.CheckConstraint(
                condition=(Q(closed_on__isnull=True) | Q(closed_year=ExtractYear("closed_on")))
                & (Q(received_on__isnull=True) | Q(received_year=ExtractYear("received_on"))),
                name="a_year_is_that_of_the_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    has_file=True,
                    received_on__isnull=False,
                    source_number__isnull=True,
                    file_destroyed_on__isnull=True,
                )
                | Q(
                    has_file=False,
                    source_number__isnull=False,
                    file_destroyed_on__isnull=True,
                )
                | Q(
                    has_file=False,
                    source_number__isnull=True,
                    file_destroyed_on__isnull=False,
                ),
                name="a_registration_without_a_file_says_why",
            ),
            models.CheckConstraint(
                condition=Q(file_destroyed_on__isnull=True, declaration="")
                | Q(
                    ~Q(declaration=""),
                    file_destroyed_on__isnull=False,
                    state=State.CLOSED,
                    handler__isnull=True,
                    entered_by__isnull=True,
                    identity_file__isnull=True,
                    hold_since__isnull=True,
                ),
                name="a_destroyed_file_leaves_nobodys_name_and_a_declaration",
            ),
            models.CheckConstraint(
                condition=Q(hold_since__isnull=True, hold_by__isnull=True)
                | Q(hold_since__isnull=False, hold_by__isnull=False),
                name="someone_holds_a_file_since_a_day",
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
                condition=(Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")))
                & (Q(closed_year__isnull=True) | Q(closed_year__gte=F("received_year"))),
                name="a_case_closes_after_it_is_received",
            ),
        )
        indexes = (
            models.Index(fields=["state", "-id"], name="case_state"),
            models.Index(fields=["regime", "-id"], name="case_regime"),
            models.Index(fields=["channel", "-id"], name="case_channel"),
            models.Index(fields=["handler", "-id"], name="case_handler"),
            models.Index(fields=["received_year", "-id"], name="case_received"),
            models.Index(fields=["closed_year", "-id"], name="case_closed"),
            models.Index(fields=["conclusion", "-id"], name="case_conclusion"),
            models.Index(
                fields=["commissioner", "-id"],
                condition=~Q(commissioner=""),
                name="case_commissioner",
            ),
            models.Index(fields=["regime_taken_in", "-id"], name="case_taken_in"),
            models.Index(
                fields=["-id"], condition=Q(hold_since__isnull=False), name="case_on_hold"
            ),
            models.Index(fields=["-id"], condition=Q(has_file=False), name="case_without_file"),
            models.Index(fields=["id"], condition=IN_SECOND_TRAY, name="case_second_tray"),
            *(
                models.Index(
                    fields=[day, "id"], condition=Q(**{f"{day}__isnull": False}), name=f"case_{day}"
                )
                for day in ("received_on", "closed_on")
            ),
            *(
                models.Index(
                    fields=[name, "-id"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"case_{name}"[:30],
                )
                for name in (
                    "is_wrongdoing",
                    "is_union_law_breach",
                    "is_admissible",
                    "is_investigated",
                )
            ),
        )

    class Privacy:
        personal = ("entered_by", "handler", "hold_by")
        sealed = ()
        open = [
            "id",
            "number",
            "state",
            "received_on",
            "received_year",
            "channel",
            "has_file",
            "source_number",
            "delivery",
            "has_mailbox",
            "is_named",
            "identity_file",
            "reporter_waits_since",
            "words_proven_on",
            "hold_since",
            "name_destroyed_on",
            "file_destroyed_on",
            "declaration",
            "regime_taken_in",
            "regime",
            "is_wrongdoing",
            "is_union_law_breach",
            "acknowledged_on",
            "feedback_on",
            "closed_on",
            "closed_year",
            "is_admissible",
            "is_investigated",
            "conclusion",
            "is_conclusion_derived",
            "commissioner",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        """Point at this case."""
        return Ref("case", self.pk)

    @property
    def pseudonym(self) -> str:
        """Give the two words by which we call who reported; they follow from the number."""
        return words.pseudonym(self.number)

    @property
    def is_spoken(self) -> bool:
        """Say whether someone of ours took down what the reporter told."""
        return self.has_mailbox and self.channel != MEETING_POINT

    @property
    def day_received(self) -> datetime.date:
        """Give the day it was received, which every case with a file has."""
        if self.received_on is None:
            raise ValueError("a registration without a file may know its year alone")
        return self.received_on


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
    then, and only then, they stand here. `number` is another at each proposal, so that who agrees
    agrees with what they read. A row that was taken over was published before. An approved row
    stays when its sealed files, or all of the case, are destroyed.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="+")
    number = models.CharField(max_length=9, unique=True, null=True, db_collation="C")
    state = models.CharField(max_length=10, choices=RowState)
    is_taken_over = models.BooleanField(default=False)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reader = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    file = models.BigIntegerField(null=True)
    proposed_on = models.DateField(null=True)
    approved_on = models.DateField(null=True)
    report = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    findings = models.TextField(blank=True)
    consequence = models.TextField(blank=True)
    ground = models.TextField(blank=True)

    TEXTS = ("report", "subject", "findings", "consequence")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(author=F("reader")), name="the_author_is_not_the_second_reader"
            ),
            models.CheckConstraint(
                condition=Q(state=RowState.APPROVED, approved_on__isnull=False)
                | Q(state=RowState.APPROVED, is_taken_over=True)
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
            models.CheckConstraint(
                condition=Q(is_taken_over=True)
                | Q(
                    author__isnull=False,
                    reader__isnull=False,
                    file__isnull=False,
                    number__isnull=False,
                    proposed_on__isnull=False,
                )
                | Q(state=RowState.APPROVED, file__isnull=True),
                name="a_row_has_author_reader_and_file_while_these_are_kept",
            ),
        )
        indexes = (models.Index(fields=["reader", "state"], name="row_reader"),)

    class Privacy:
        personal = ("author", "reader")
        sealed = ()
        open = [
            "id",
            "case",
            "number",
            "state",
            "is_taken_over",
            "file",
            "proposed_on",
            "approved_on",
            "report",
            "subject",
            "findings",
            "consequence",
            "ground",
        ]
        keep_for = "goedgekeurde rijen blijven: ze zijn openbaar"

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class ApartFile(models.Model):
    """A sealed file about a case that who holds the case does not hold.

    It lies with the custodians, or with one `person` alone for a while: what they were told of who
    reported. Who reported itself stands in `identity_file` of the case.
    """

    file = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Privacy:
        personal = ("person",)
        sealed = ()
        open = ("file", "case")
        keep_for = "zolang het dossier"

    def __str__(self) -> str:
        return f"{self.file} of {self.case_id}"


class HandedOver(models.Model):
    """That a case, or the name that goes with it, was handed over to someone who did not see it
    yet; why stands in the file."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["receiver", "case"], name="handed_over_to_one_once"),
        )

    class Privacy:
        personal = ("giver", "receiver")
        sealed = ()
        open = ("id", "case", "on")
        keep_for = "tot de ontvanger het zag, en hoogstens zolang het dossier"

    def __str__(self) -> str:
        return f"{self.case_id} to {self.receiver_id}"


class BesideFile(models.Model):
    """A sealed file that goes with that of a case: who holds the case holds it as well.

    Someone outside holds it too, who may read a part of what the case says: a draft to react to.
    """

    file = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")

    class Privacy:
        personal = ()
        sealed = ()
        open = ("file", "case")
        keep_for = "zolang het dossier"

    def __str__(self) -> str:
        return f"{self.file} beside {self.case_id}"


class Guest(models.Model):
    """Someone who holds the key of a case for one thing, and does not handle it: an investigator
    reads and adds, and decides nothing."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "case"], name="a_guest_once"),)

    class Privacy:
        personal = ("person",)
        sealed = ()
        open = ("id", "case")
        keep_for = "zolang het onderzoek loopt"

    def __str__(self) -> str:
        return f"{self.person_id} in {self.case_id}"


class RowFile(models.Model):
    """A sealed file with the texts of a row: the present one, or one of an earlier proposal."""

    file = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")

    class Privacy:
        personal = ()
        sealed = ()
        open = ("file", "case")
        keep_for = "zolang het dossier"

    def __str__(self) -> str:
        return f"{self.file} of {self.case_id}"
