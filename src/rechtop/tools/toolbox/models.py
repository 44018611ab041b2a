"""An instrument of the toolbox, when there were which, and a file that waits for a yes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from rechtop.tools.toolbox.states import Audience, Kind, Language, Licence


class Instrument(models.Model):
    """Something to talk about integrity with: where it stands, or what it says.

    `key` is the same at every authority that has it. `origin` names the authority it was taken
    over from; of our own it is empty.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    description = models.TextField(max_length=2_000)
    audience = models.CharField(max_length=12, choices=Audience)
    maker = models.CharField(max_length=120)
    licence = models.CharField(max_length=16, choices=Licence)
    language = models.CharField(max_length=8, choices=Language)
    link = models.URLField(max_length=500, blank=True)
    body = models.TextField(max_length=20_000, blank=True)
    origin = models.CharField(max_length=120, blank=True)
    changed_on = models.DateField()
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(link="") | ~Q(body=""), name="an_instrument_stands_somewhere"
            ),
        )

    class Privacy:
        personal = ("maker",)
        sealed = ()
        open = (
            "id",
            "key",
            "kind",
            "title",
            "description",
            "audience",
            "licence",
            "language",
            "link",
            "body",
            "origin",
            "changed_on",
            "edition",
        )
        keep_for = "tot de coördinator het weghaalt"

    def __str__(self) -> str:
        return self.title

    @property
    def language_tag(self) -> str:
        """Give the language as pages name it (BCP 47); of another it is not known which."""
        return "und" if self.language == Language.OTHER else self.language

    @property
    def is_own(self) -> bool:
        """Say whether this authority made it itself."""
        return not self.origin


class Stay(models.Model):
    """That an instrument stood in the toolbox, from a day until, and not on, another.

    It stays when the instrument is taken away, so that what was counted can still be followed.
    What kind it is, for whom and whose, is as it was told last.
    """

    key = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind)
    audience = models.CharField(max_length=12, choices=Audience)
    is_own = models.BooleanField()
    came_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["key"], condition=Q(left_on=None), name="an_instrument_stands_here_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gt=F("came_on")),
                name="an_instrument_leaves_after_it_came",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "key", "kind", "audience", "is_own", "came_on", "left_on")
        keep_for = "onbeperkt: de verantwoording van een jaar is openbaar"

    def __str__(self) -> str:
        return f"{self.key} {self.came_on}"


class Brought(models.Model):
    """A file of another toolbox that waits for a yes, closed with a key outside the database."""

    name = models.CharField(max_length=100)
    content = models.TextField()
    brought_by = models.BigIntegerField()
    brought_at = models.DateTimeField()

    class Privacy:
        personal = ("brought_by",)
        sealed = ("content",)
        open = ("id", "name", "brought_at")
        keep_for = "tot het ja of nee, en hoogstens een dag"

    def __str__(self) -> str:
        return self.name
