"""The policies of an authority, each in dated versions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import languages
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit


class Kind(models.TextChoices):
    """The kinds of policies there are."""

    NOTE = "note", _("Nota")
    CODE = "code", _("Gedragscode")
    REGULATION = "regulation", _("Regeling")
    VALUES = "values", _("Kernwaarden")
    DEFINITIONS = "definitions", _("Begrippen")


class Policy(models.Model):
    """A policy, under the name it keeps from version to version.

    `short_name` is the word other texts call it by: "gedragscode" in "art. 6 gedragscode".
    `edition` counts how often these facts were changed; `reminded_on` is the day the owner was last
    reminded of the coming revision.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    is_public = models.BooleanField(default=False)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    next_revision = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["short_name"],
                condition=~Q(short_name=""),
                name="one_policy_of_a_short_name",
            ),
        )

    class Privacy:
        personal = ("owner",)
        sealed = ()
        open = [
            "id",
            "slug",
            "title",
            "title_en",
            "short_name",
            "kind",
            "is_public",
            "next_revision",
            "reminded_on",
            "edition",
        ]
        keep_for = "onbeperkt: wat de regels waren, hoort bij de verantwoording"

    def __str__(self) -> str:
        return languages.either(self.title, self.title_en)


class PolicyVersion(models.Model):
    """A version of a policy. One without a day of adoption is still being written.

    It is in force from `in_force_from` until the next adopted version is. Once adopted it never
    changes: the database refuses it too (migration 0002). `edition` counts how often it was
    written, so that nobody writes over or adopts what they did not read. `offered_on` is the day
    its writer said that it is ready to adopt; who writes on takes that back.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    offered_on = models.DateField(null=True)
    adopter = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    adopted_on = models.DateField(null=True)
    in_force_from = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["policy", "number"], name="one_policy_version_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["policy", "in_force_from"], name="one_policy_version_from_a_day"
            ),
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(adopted_on__isnull=True),
                name="one_policy_version_in_writing",
            ),
            models.CheckConstraint(
                condition=Q(
                    adopter__isnull=True, adopted_on__isnull=True, in_force_from__isnull=True
                )
                | Q(
                    adopter__isnull=False,
                    adopted_on__isnull=False,
                    in_force_from__gte=F("adopted_on"),
                )
                & ~Q(adopter=F("author")),
                name="another_than_the_author_adopts_a_policy",
            ),
        )

    class Privacy:
        personal = ("author", "adopter")
        sealed = ()
        open = [
            "id",
            "policy",
            "number",
            "body",
            "edition",
            "offered_on",
            "adopted_on",
            "in_force_from",
        ]
        keep_for = "onbeperkt: wat de regels waren, hoort bij de verantwoording"

    def __str__(self) -> str:
        return f"{self.policy_id} {self.number}"


class Campaign(models.Model):
    """That people are asked to read a version and say they did: everybody, or those of a unit.

    Whom it asks is who works there now, so that who comes later is asked too, and who leaves no
    more. Once it is over, that is who worked there on its last day.
    """

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    begun_on = models.DateField()
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField()
    reminded_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["version", "unit"],
                condition=Q(ended_on__isnull=True),
                name="one_running_campaign_for_a_unit",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("begun_on")), name="a_campaign_is_due_after_it_begins"
            ),
        )

    class Privacy:
        personal = ("begun_by",)
        sealed = ()
        open = ("id", "version", "unit", "begun_on", "due_on", "reminded_on", "ended_on")
        keep_for = "onbeperkt: aan wie wat is gevraagd, zonder namen"

    def __str__(self) -> str:
        return f"{self.version_id} {self.begun_on}"


class Confirmation(models.Model):
    """That someone said to have read a version, once, on a day. Others see counts alone."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    confirmed_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "person"], name="each_confirms_once"),
        )

    class Privacy:
        personal = ("person", "confirmed_on")
        sealed = ()
        open = ("id", "version")
        keep_for = "zolang iemand hier werkt, en een jaar daarna"

    def __str__(self) -> str:
        return f"{self.version_id} {self.person_id}"
