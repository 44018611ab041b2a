"""The questions to a reporter after the outcome: is there detriment since the report?

What is answered stands in the file of the case; here stand codes and days.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rechtop.tools.deadlines.models import TermRule
from rechtop.work.cases.models import Case
from rechtop.work.protection.states import State

RULES = "check-in"
"""The codes of the rules that say when is asked begin with this word."""

_ANSWERED = (State.WELL, State.DETRIMENT)


class CheckIn(models.Model):
    """A question to the reporter of a closed case, by a rule and since a day: in their mailbox, or
    for who handles the case to ask where there is none.

    `closed_on` is the closing it follows: a case that was opened and closed again is asked anew.
    `waits_since` is the day since which it waits for who handles the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    rule = models.ForeignKey(TermRule, models.PROTECT, related_name="+", db_index=False)
    closed_on = models.DateField()
    due_on = models.DateField()
    asked_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    answered_on = models.DateField(null=True)
    waits_since = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "rule", "closed_on"], name="one_check_in_by_a_rule_and_closing"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=State.ASKED), name="one_question_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ANSWERED, answered_on__isnull=False)
                | (~Q(state__in=_ANSWERED) & Q(answered_on__isnull=True)),
                name="what_was_answered_says_when",
            ),
        )
        indexes = (
            models.Index(
                fields=["waits_since"],
                condition=Q(waits_since__isnull=False),
                name="check_in_waiting",
            ),
            models.Index(fields=["asked_on"], name="check_in_asked"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = (
            "id",
            "case",
            "rule",
            "closed_on",
            "due_on",
            "asked_on",
            "state",
            "answered_on",
            "waits_since",
        )
        keep_for = "zolang de registratie van de zaak"

    def __str__(self) -> str:
        return f"{self.case_id} {self.rule_id} {self.state}"
