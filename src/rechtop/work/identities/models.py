"""Questions for the name of a reporter, and names that are demanded from outside.

What is said stands in sealed files: here stand days, duties and states.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Kind as Duty
from rechtop.work.cases.models import Case
from rechtop.work.identities.states import DisclosureState, OpeningState

_KEPT = "zolang het dossier: wie wanneer een naam zag is deel van de verantwoording"


class List(models.TextChoices):
    """The list of values this room knows; an authority chooses the values."""

    SILENCE = "silence", _("Waarom wij het niet vooraf zeggen")


class Opening(models.Model):
    """A question to open a name, with a reason for the custodian.

    `file` holds the question, sealed to the custodians; `answer_file` what the custodian answered,
    sealed to who asked alone until `lapses_on`. `untold_since` is the day on which the name of a
    reporter without a mailbox was opened, until someone wrote down how they heard.
    """

    number = models.CharField(max_length=9, unique=True, db_collation="C")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=OpeningState, default=OpeningState.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=16, choices=Duty)
    asked_on = models.DateField()
    file = models.BigIntegerField(unique=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    answer_file = models.BigIntegerField(null=True)
    lapses_on = models.DateField()
    opened_on = models.DateField(null=True)
    untold_since = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")), name="who_asks_for_a_name_does_not_decide"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_on__isnull=True)
                | Q(decided_by__isnull=False, decided_on__isnull=False),
                name="who_decides_on_a_name_does_so_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["case", "asked_by"],
                condition=Q(state__in=[OpeningState.ASKED, OpeningState.APPROVED]),
                name="one_question_for_a_name_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=["state", "lapses_on"], name="opening_state"),
            models.Index(
                fields=["case"], condition=Q(untold_since__isnull=False), name="opening_untold"
            ),
        )

    class Privacy:
        personal = ("asked_by", "decided_by")
        sealed = ()
        open = [
            "id",
            "number",
            "case",
            "state",
            "duty",
            "asked_on",
            "file",
            "decided_on",
            "answer_file",
            "lapses_on",
            "opened_on",
            "untold_since",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class Disclosure(models.Model):
    """A name that a court or another authority can demand.

    `ground` says why the reporter is not told first, where that is so; then `silent_until` is the
    day until which that holds, as the custodian set it, and `told_on` when they were told. A
    reporter without a mailbox is told by a person that a demand was declined: `told_on` says when
    that was written down. `file` holds who demands it and on what basis, sealed to the custodians.
    """

    number = models.CharField(max_length=9, unique=True, db_collation="C")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=9, choices=DisclosureState, default=DisclosureState.ANNOUNCED
    )
    announced_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    announced_on = models.DateField()
    from_date = models.DateField()
    ground = models.CharField(max_length=40, blank=True)
    file = models.BigIntegerField(unique=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    silent_until = models.DateField(null=True)
    told_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(told_on__isnull=True)
                | (Q(state=DisclosureState.DISCLOSED) & ~Q(ground=""))
                | Q(state=DisclosureState.DECLINED, ground=""),
                name="later_is_told_what_was_silent_or_declined",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("announced_by")),
                name="two_people_give_a_name_to_others",
            ),
            models.CheckConstraint(
                condition=Q(state=DisclosureState.ANNOUNCED, decided_by__isnull=True)
                | (~Q(state=DisclosureState.ANNOUNCED) & Q(decided_by__isnull=False)),
                name="a_demand_is_decided_by_someone",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=DisclosureState.ANNOUNCED),
                name="one_demand_for_a_name_at_a_time",
            ),
        )

    class Privacy:
        personal = ("announced_by", "decided_by")
        sealed = ()
        open = [
            "id",
            "number",
            "case",
            "state",
            "announced_on",
            "from_date",
            "ground",
            "file",
            "decided_on",
            "silent_until",
            "told_on",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def is_to_tell(self) -> bool:
        """Say whether the name was given and the reporter does not know."""
        is_silent = bool(self.ground) and self.told_on is None
        return is_silent and self.state == DisclosureState.DISCLOSED

    @property
    def is_decline_to_tell(self) -> bool:
        """Say whether a reporter without a mailbox must still be told that it was declined."""
        is_declined = self.state == DisclosureState.DECLINED and self.told_on is None
        return is_declined and not self.ground and not self.case.has_mailbox
