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

    def counts(self) -> dict[str, int]:
        """Give how many there were of each."""
        return {name: getattr(self, name) for name in ("new", "changed", "leaving", "unchanged")}


class PeopleFile(models.Model):
    """A file that waits for a yes, closed with a key that stands outside the database."""

    name = models.CharField(max_length=100)
    content = models.TextField()
    brought_by = models.BigIntegerField(null=True)
    brought_at = models.DateTimeField()

    class Privacy:
        personal = ("brought_by",)
        sealed = ("content",)
        open = ("id", "name", "brought_at")
        keep_for = "tot het ja of nee, en hoogstens een dag"

    def __str__(self) -> str:
        return self.name


class Column(models.Model):
    """What a column of the personnel system stands for; nothing for one that is left out."""

    heading = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=8, blank=True)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "heading", "name")
        keep_for = "zolang het personeelssysteem zo levert"

    def __str__(self) -> str:
        return f"{self.heading}: {self.name}"


class About(models.TextChoices):
    """What a correction is about: what the personnel system tells, or a kind of record of a room
    above, which this room does not know."""

    PERSONNEL = "", _("personeelsgegevens")
    DUTY = "duty", _("een taak in Rechtop")
    REGISTRATION = "registration", _("eed, belofte of verklaring")
    EXEMPTION = "exemption", _("een uitzondering op de eed of belofte")
    ATTENDEE = "attendee", _("aanwezigheid bij een activiteit")
    CONFIRMATION = "confirmation", _("een bevestiging van beleid")


OF_ADMINISTRATOR = (About.PERSONNEL, About.DUTY)
"""What the administrator answers about; about all else the integrity team does."""


class Correction(models.Model):
    """What someone says is not right about what is held of them, and what was answered.

    What it is about is a record of its kind by its number, or without a number what is missing
    among them. Text and reason are closed with a key outside the database.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=12, choices=About, default=About.PERSONNEL, blank=True)
    about_number = models.BigIntegerField(null=True)
    text = models.TextField()
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)
    answered_by = models.BigIntegerField(null=True)
    is_accepted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, is_accepted__isnull=True)
                | Q(answered_on__isnull=False, is_accepted__isnull=False),
                name="an_answer_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(about_kind="") | Q(about_number=None),
                name="what_the_personnel_system_tells_has_no_number",
            ),
        )

    class Privacy:
        personal = ("person", "answered_by")
        sealed = ("text", "reason")
        open = ("id", "about_kind", "about_number", "asked_on", "answered_on", "is_accepted")
        keep_for = "een jaar na het antwoord"

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_on}"
