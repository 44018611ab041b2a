"""What is said at the start, how it stands with someone, and why someone need not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """What someone says or signs."""

    OATH = "oath", _("Eed")
    PROMISE = "promise", _("Belofte")
    STATEMENT = "statement", _("Integriteitsverklaring")


SPOKEN = (Form.OATH, Form.PROMISE)
"""What is said aloud, and of which someone chooses freely."""


class Standing(models.TextChoices):
    """How it stands with someone who must."""

    OVERDUE = "overdue", _("Te laat")
    SOON = "soon", _("Binnenkort")
    OPEN = "open", _("Nog te doen")
    EXEMPT = "exempt", _("Uitzondering")
    TAKEN = "taken", _("Gedaan")


UNFINISHED = (Standing.OVERDUE, Standing.SOON, Standing.OPEN)


class Why(models.TextChoices):
    """Why someone does not take it, or takes it later."""

    REFUSED = "refused", _("Weigert de eed en de belofte")
    LEAVE = "leave", _("Is met verlof of ziek")
    SPECIAL = "special", _("Bijzondere omstandigheden")


class Manner(models.TextChoices):
    """How people come together."""

    PHYSICAL = "physical", _("Op locatie")
    DIGITAL = "digital", _("Digitaal")
    MIXED = "mixed", _("Op locatie en digitaal")


class Scan(models.TextChoices):
    """What kind of file a signed list is."""

    PDF = "pdf", _("PDF-document")
    JPEG = "jpeg", _("Foto (JPEG)")
    PNG = "png", _("Afbeelding (PNG)")


LARGEST_SCAN = 10 * 1024 * 1024
"""How many bytes a signed list is at most."""
