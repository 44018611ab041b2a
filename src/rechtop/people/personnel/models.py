"""Who works here as what, for whom, and until when; and what the personnel system brought."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rechtop.people.identity.models import Person


class Kind(models.TextChoices):
    """As what someone works here."""

    STAFF = "staff", _("medewerker")
    EXTERNAL = "external", _("extern")
    DIRECTOR = "director", _("directeur")


class Employment(models.Model):
    """What the personnel system tells of someone; where they work is their latest placement."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    personnel_number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    function = models.CharField(max_length=120, blank=True)
    scale = models.CharField(max_length=20, blank=True)
    manager = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    start_date = models.DateField()
    end_date = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="who_works_here_leaves_after_they_start",
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("person")),
                name="nobody_is_their_own_manager",
            ),
        )

    class Privacy:
        personal = (
            "person",
            "personnel_number",
            "kind",
            "function",
            "scale",
            "manager",
            "start_date",
            "end_date",
        )
        sealed = ()
        open = ("id",)
        keep_for = "zolang iemand hier werkt, en daarna zolang een dossier de naam nodig heeft"

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Import(models.Model):
    """That people were taken over from the personnel system: when, by whom, and how many."""

    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    leaving = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()

    class Privacy:
        personal = ("by",)
        sealed = ()
        open = ("id", "at", "new", "changed", "leaving", "unchanged")
        keep_for = "zolang deze installatie bestaat"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
