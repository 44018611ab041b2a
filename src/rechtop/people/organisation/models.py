"""Who works where, with which duty, since when."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock, languages
from rechtop.people.identity.models import Person


class Authority(models.Model):
    """The authority this installation serves: one row."""

    name = models.CharField(_("naam"), max_length=120)
    short_name = models.CharField(_("korte naam"), max_length=40)
    leave_url = models.URLField(
        _("waar Snel weg heen gaat"), default="https://www.buienradar.nl/", max_length=200
    )
    tokens = models.JSONField(_("huisstijl"), default=dict, blank=True)
    since_date = models.DateField(default=clock.today, editable=False)
    is_example = models.BooleanField(default=False, editable=False)

    class Privacy:
        personal = ()
        sealed = ()
        open = ["id", "name", "short_name", "leave_url", "tokens", "since_date", "is_example"]
        keep_for = "zolang deze installatie bestaat"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of the organisation; the top has no parent."""

    name = models.CharField(_("naam"), max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("valt onder"),
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["name", "parent"], name="one_name_under_a_parent", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="a_unit_is_not_under_itself",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "name", "parent")
        keep_for = "zolang de organisatie bestaat"

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """The duties there are in this product."""

    ADMINISTRATOR = "administrator", _("Beheerder")
    COORDINATOR = "coordinator", _("Integriteitscoördinator")
    HANDLER = "handler", _("Behandelaar")
    LAWYER = "lawyer", _("Arbeidsjurist")
    SECRETARY = "secretary", _("Secretaris of vervanger")
    MANAGER = "manager", _("Leidinggevende")
    CONFIDANT = "confidant", _("Vertrouwenspersoon")
    INVESTIGATOR = "investigator", _("Onderzoeker")
    CUSTODIAN = "custodian", _("Bewaarder van identiteiten")
    ACCOUNTANT = "accountant", _("Accountant")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    SECURITY_OFFICER = "security_officer", _("Onafhankelijke controleur van het logboek")


SPHERES = {
    Kind.COORDINATOR: ("cases",),
    Kind.HANDLER: ("cases",),
    Kind.LAWYER: ("cases",),
    Kind.SECRETARY: ("cases",),
    Kind.INVESTIGATOR: ("cases",),
    Kind.CUSTODIAN: ("identities",),
    Kind.CONFIDANT: ("confidants",),
}
"""Which spheres a duty needs keys in. Duties that are not named have no keys.

Who reported opens for the custodian alone (ADR 13).
"""


def spheres_of(kinds: Collection[str]) -> list[str]:
    """Give the spheres in which someone with these duties needs keys."""
    return sorted({sphere for kind in kinds for sphere in SPHERES.get(Kind(kind), ())})


class Position(models.Model):
    """A place in the authority about which a report takes another way: other people receive it.

    Which there are is for the authority. Those of code `integrity-team` and `secretary` have
    duties here; whoever has these does not receive what is about them.
    """

    code = models.SlugField(max_length=14, unique=True)
    label = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120, blank=True)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "code", "label", "label_en")
        keep_for = "zolang deze installatie bestaat"

    def __str__(self) -> str:
        return languages.either(self.label, self.label_en)


DUTIES_OF = {
    "integrity-team": (Kind.COORDINATOR, Kind.HANDLER, Kind.LAWYER),
    "secretary": (Kind.SECRETARY,),
}
"""The duties of those in a position, where there are any."""


class Duty(models.Model):
    """A duty someone has from one day until, and not on, another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("persoon"))
    kind = models.CharField(_("taak"), max_length=16, choices=Kind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("onderdeel")
    )
    from_date = models.DateField(_("vanaf"))
    until_date = models.DateField(_("tot"), null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="a_duty_ends_after_it_starts",
            ),
        )
        indexes = (models.Index(fields=["person", "from_date"], name="duty_person"),)

    class Privacy:
        personal = ("person", "kind", "unit", "from_date", "until_date")
        sealed = ()
        open = ("id",)
        keep_for = "zeven jaar na het einde: wie wanneer wat mocht is deel van de verantwoording"

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class CutShort(models.Model):
    """The end a duty had before the last day of its bearer cut it short.

    Is that day taken back before it came, the duty gets this end again. Has it passed, the
    administrator sees by this which duties someone had who came back.
    """

    duty = models.OneToOneField(Duty, models.CASCADE, related_name="+")
    until_date = models.DateField(null=True)

    class Privacy:
        personal = ("duty", "until_date")
        sealed = ()
        open = ("id",)
        keep_for = "tot iemand terugkomt, en hoogstens een jaar na het einde van de taak"

    def __str__(self) -> str:
        return f"{self.duty_id}"


class Card(models.Model):
    """How people find a confidant: shown to everybody on the public page."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    name = models.CharField(_("naam op de kaart"), max_length=120)
    is_internal = models.BooleanField(_("werkt hier"), default=True)
    reach = models.TextField(_("zo bereikt u mij"), max_length=1000)
    photo = models.BinaryField(null=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Privacy:
        personal = ("person", "name", "is_internal", "reach", "photo", "from_date", "until_date")
        sealed = ()
        open = ("id",)
        keep_for = "zolang iemand vertrouwenspersoon is"

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """Where someone works from one day until, and not on, another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="a_placement_ends_after_it_starts",
            ),
        )

    class Privacy:
        personal = ("person", "unit", "from_date", "until_date")
        sealed = ()
        open = ("id",)
        keep_for = "zolang iemand hier werkt"

    def __str__(self) -> str:
        return f"{self.person_id} at {self.unit_id}"
