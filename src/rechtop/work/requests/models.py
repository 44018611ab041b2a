"""Request rounds: each quarter every manager is asked whether they know of suspicions.

Nothing here tells of what: what a manager hands in lies in the sealed file of a case.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rechtop.ground.kernel import languages
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit
from rechtop.work.requests.states import (
    Answer,
    Lapse,
    Quarter,
    ReminderKind,
    RequestState,
    RoundState,
)


class Question(models.Model):
    """The question managers are asked, in force from a day on until the next one."""

    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    help = models.TextField(max_length=2000, blank=True)
    help_en = models.TextField(max_length=2000, blank=True)
    valid_from = models.DateField(unique=True)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "text", "text_en", "help", "help_en", "valid_from")
        keep_for = "onbeperkt: bij elke uitvraag hoort de vraag die toen gesteld is"

    def __str__(self) -> str:
        return languages.either(self.text, self.text_en)

    @property
    def explained(self) -> str:
        """Give the words below the question."""
        return languages.either(self.help, self.help_en)


class Round(models.Model):
    """A round of requests over a quarter, open until its last day is over."""

    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=RoundState, default=RoundState.OPEN)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "quarter"], name="one_round_a_quarter"),
            models.UniqueConstraint(
                models.Value(1), condition=Q(state=RoundState.OPEN), name="one_open_round"
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="a_year_has_four_quarters"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opened_on")), name="a_round_is_due_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(state=RoundState.OPEN, closed_on__isnull=True, closed_by__isnull=True)
                | Q(state=RoundState.CLOSED, closed_on__isnull=False),
                name="a_closed_round_was_closed_on_a_day",
            ),
        )

    class Privacy:
        personal = ("opened_by", "closed_by")
        sealed = ()
        open = (
            "id",
            "year",
            "quarter",
            "question",
            "state",
            "opened_on",
            "due_on",
            "closed_on",
        )
        keep_for = "onbeperkt: aantallen voor de verantwoording, zonder namen"

    def __str__(self) -> str:
        return str(self.over)

    @property
    def over(self) -> Quarter:
        """Give the quarter this round is over."""
        return Quarter(self.year, self.quarter)

    @property
    def is_open(self) -> bool:
        """Say whether managers can answer."""
        return self.state == RoundState.OPEN


class Begun(models.Model):
    """A quarter that began while there was no round over it.

    Who opens rounds was told, and told again when it passed; someone may have let it go since.
    """

    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    told_on = models.DateField(null=True)
    told_again_on = models.DateField(null=True)
    let_go_on = models.DateField(null=True)
    let_go_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "quarter"], name="a_quarter_begins_once"),
        )

    class Privacy:
        personal = ("let_go_by",)
        sealed = ()
        open = ("id", "year", "quarter", "told_on", "told_again_on", "let_go_on")
        keep_for = "onbeperkt: dat een kwartaal zonder uitvraag voorbijging"

    def __str__(self) -> str:
        return str(self.over)

    @property
    def over(self) -> Quarter:
        """Give the quarter."""
        return Quarter(self.year, self.quarter)


class Request(models.Model):
    """What one manager is asked in a round, and whether they answered.

    No page tells another which answer it was: whom a registration is about, though it be the
    coordinator, would learn from it that there is one.
    """

    number = models.CharField(max_length=9, unique=True, db_collation="C")
    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    department = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.ASKED)
    answer = models.CharField(max_length=9, choices=Answer, blank=True)
    answered_on = models.DateField(null=True)
    lapse = models.CharField(max_length=10, choices=Lapse, blank=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "person"], name="one_request_a_manager"),
            models.CheckConstraint(
                condition=(
                    Q(state=RequestState.ANSWERED, answered_on__isnull=False, lapse="")
                    & ~Q(answer="")
                )
                | (Q(state=RequestState.LAPSED, answered_on__isnull=True, answer="") & ~Q(lapse=""))
                | Q(state=RequestState.ASKED, answered_on__isnull=True, answer="", lapse=""),
                name="a_request_is_answered_or_lapsed_or_waits",
            ),
        )
        indexes = (
            models.Index(fields=["round", "id"], name="request_round"),
            models.Index(fields=["round", "state", "id"], name="request_state"),
            models.Index(fields=["round", "department", "id"], name="request_department"),
            models.Index(
                fields=["round", "department", "state", "id"], name="request_department_state"
            ),
        )

    class Privacy:
        personal = (
            "person",
            "unit",
            "state",
            "answer",
            "answered_on",
            "lapse",
            "reminded_on",
        )
        sealed = ()
        open = ("id", "number", "round", "department")
        keep_for = "twee jaar na het sluiten van de uitvraag; de aantallen blijven"

    def __str__(self) -> str:
        return self.number


class Tally(models.Model):
    """How many managers of a department were asked in a round, and how many answered.

    Kept with each answer, so that coverage costs the same however many are asked, and stays when
    who answered is forgotten.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)
    department = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    lapsed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["round", "department"], name="one_tally_a_department", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(asked__gte=F("answered") + F("lapsed")),
                name="who_answered_or_lapsed_was_asked",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "round", "department", "asked", "answered", "lapsed")
        keep_for = "onbeperkt: aantallen voor de verantwoording, zonder namen"

    def __str__(self) -> str:
        return f"{self.round_id} {self.department_id}"


class Reminder(models.Model):
    """That those who had not answered were reminded, with how many that were."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=ReminderKind)
    sent_on = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["round", "kind"],
                condition=~Q(kind=ReminderKind.EXTRA),
                name="each_reminder_once",
            ),
            models.UniqueConstraint(fields=["round", "sent_on"], name="one_reminder_a_day"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "round", "kind", "sent_on", "count")
        keep_for = "onbeperkt: aantallen voor de verantwoording, zonder namen"

    def __str__(self) -> str:
        return f"{self.round_id} {self.kind}"
