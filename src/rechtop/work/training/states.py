"""Of whom something is required, how it stands with someone, and what someone was told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Whom(models.TextChoices):
    """Of whom it is required."""

    EVERYBODY = "everybody", _("Iedereen")
    STAFF = "staff", _("Wie hier in dienst is")
    EXTERNAL = "external", _("Externen")
    MANAGER = "manager", _("Leidinggevenden")


class Standing(models.TextChoices):
    """How it stands with someone of whom it is required."""

    OVERDUE = "overdue", _("Te laat")
    SOON = "soon", _("Binnenkort")
    OPEN = "open", _("Nog te doen")
    DONE = "done", _("Gevolgd")


UNFINISHED = (Standing.OVERDUE, Standing.SOON, Standing.OPEN)


class Stage(models.IntegerChoices):
    """Of what someone was told last: each of these once, by a mail that does not say of what."""

    NOTHING = 0
    ASKED = 1
    SOON = 2
    LATE = 3
