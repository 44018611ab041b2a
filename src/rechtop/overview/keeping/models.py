"""What is destroyed: proposed by one person, approved by another, and declared for good.

Never what stood in it: numbers, codes, days, terms and counts.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rechtop.overview.keeping.states import LineState, State, Why
from rechtop.people.identity.models import Person
from rechtop.tools.retention.models import Basis, Kind, Term, Unit
from rechtop.work.cases.models import Case

_KEPT = "onbeperkt: de verklaring van vernietiging blijft"
_OPEN = (LineState.WAITING, LineState.KEYLESS)


class Destruction(models.Model):
    """A list of what is destroyed together. Done, it is the declaration.

    From `backups_until` no backup holds it any more.
    """

    number = models.CharField(max_length=9, unique=True, db_collation="C")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    backups_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[State.PROPOSED, State.WITHDRAWN], answered_by__isnull=True)
                | Q(
                    ~Q(answered_by=F("proposed_by")),
                    state__in=[State.APPROVED, State.DECLINED, State.DONE],
                    answered_by__isnull=False,
                    answered_on__isnull=False,
                ),
                name="two_people_destroy",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_on__isnull=False, backups_until__isnull=False)
                | Q(~Q(state=State.DONE), done_on__isnull=True, backups_until__isnull=True),
                name="what_is_destroyed_says_when",
            ),
        )
        indexes = (models.Index(fields=["state", "-id"], name="destruction_state"),)

    class Privacy:
        personal = ("proposed_by", "answered_by")
        sealed = ()
        open = ["id", "number", "state", "proposed_on", "answered_on", "done_on", "backups_until"]
        keep_for = _KEPT

    def __str__(self) -> str:
        return self.number


class Line(models.Model):
    """One thing on the list: of which case, what of it, and by which term as it was then.

    `files` and `items` count what there was. `why` says why it stays, where it does.
    """

    number = models.CharField(max_length=9, unique=True, db_collation="C")
    destruction = models.ForeignKey(Destruction, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    regime = models.CharField(max_length=40, blank=True)
    conclusion = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField()
    kept_until = models.DateField()
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=6, choices=Unit)
    basis = models.CharField(max_length=4, choices=Basis)
    source = models.CharField(max_length=300)
    state = models.CharField(max_length=7, choices=LineState, default=LineState.WAITING)
    why = models.CharField(max_length=10, choices=Why, blank=True)
    files = models.PositiveIntegerField(null=True)
    items = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["destruction", "case", "kind"], name="a_line_stands_there_once"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state__in=_OPEN),
                name="nothing_is_proposed_twice_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[LineState.STRUCK, LineState.LEFT]) ^ Q(why=""),
                name="what_stays_says_why",
            ),
        )
        indexes = (models.Index(fields=["destruction", "state", "id"], name="line_state"),)

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "number",
            "destruction",
            "case",
            "kind",
            "regime",
            "conclusion",
            "closed_on",
            "kept_until",
            "length",
            "unit",
            "basis",
            "source",
            "state",
            "why",
            "files",
            "items",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.destruction_id} {self.case_id} {self.kind}"

    def term(self) -> str:
        """Say how long it was kept and what that rests on, in words."""
        told = Term(length=self.length, unit=self.unit).told()
        return f"{told} ({Basis(self.basis).label})"
