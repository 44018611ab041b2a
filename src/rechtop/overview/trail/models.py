"""How long the trail is kept, which months may go, and how it was checked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit.verifying import Fault, Kind
from rechtop.people.identity.models import Person

SHORTEST = 12
"""No month goes sooner than this many months after its end, whatever is set."""


class Retention(models.Model):
    """How many months the trail is kept, from a day on, and why so long."""

    months = models.PositiveSmallIntegerField(_("maanden"))
    from_date = models.DateField(_("vanaf"), unique=True)
    source = models.CharField(_("waarom zo lang"), max_length=300)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(months__gte=SHORTEST), name="the_trail_is_kept_at_least_a_year"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "months", "from_date", "source")
        keep_for = "zolang deze installatie bestaat"

    def __str__(self) -> str:
        return f"{self.months} from {self.from_date}"


class Removal(models.Model):
    """A month of the trail that may be destroyed: one proposes it, another approves."""

    month = models.DateField()
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(is_approved=True) | Q(is_approved__isnull=True),
                name="a_month_is_proposed_once",
            ),
            models.CheckConstraint(
                condition=~Q(is_approved=True, answered_by=F("proposed_by")),
                name="another_approves_a_removal",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(is_approved=True),
                name="only_what_was_approved_is_destroyed",
            ),
        )

    class Privacy:
        personal = ("proposed_by", "answered_by")
        sealed = ()
        open = [
            "id",
            "month",
            "first_position",
            "last_position",
            "proposed_at",
            "answered_at",
            "is_approved",
            "destroyed_at",
        ]
        keep_for = "zolang deze installatie bestaat: wie besloot hoort bij de verklaring"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def lines(self) -> int:
        """Say how many lines there are."""
        return self.last_position - self.first_position + 1


class Check(models.Model):
    """A walk along the whole trail: how far it has come, and what it found."""

    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    until = models.BigIntegerField()
    position = models.BigIntegerField(default=0)
    digest = models.BinaryField()
    finished_at = models.DateTimeField(null=True)
    fault_kind = models.CharField(max_length=16, blank=True)
    fault_position = models.BigIntegerField(null=True)
    fault_entry = models.BigIntegerField(null=True)
    fault_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["finished_at"], name="check_finished"),)

    class Privacy:
        personal = ("asked_by",)
        sealed = ()
        open = [
            "id",
            "asked_at",
            "until",
            "position",
            "digest",
            "finished_at",
            "fault_kind",
            "fault_position",
            "fault_entry",
            "fault_at",
        ]
        keep_for = "een jaar; wie het vroeg en wat eruit kwam staat ook in het logboek"

    def __str__(self) -> str:
        return f"{self.position}/{self.until} {self.fault_kind}"

    @property
    def fault(self) -> Fault | None:
        """Give what was found to be wrong."""
        if not self.fault_kind:
            return None
        place = self.fault_position or 0
        return Fault(Kind(self.fault_kind), place, self.fault_at, self.fault_entry)
