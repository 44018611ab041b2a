"""What triage can find out, what can be answered, and how two cases belong together."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What the questions of triage bear on. Each is asked for itself: none is a type."""

    WRONGDOING = "wrongdoing", _("Vermoeden van een misstand")
    UNION_LAW = "union_law", _("Inbreuk op het Unierecht")
    INVESTIGATION = "investigation", _("Eigen toets voor een onderzoek")
    BOARD = "board", _("Over de secretaris of het bestuur")


class Answer(models.TextChoices):
    """What can be answered to a question."""

    YES = "yes", _("Ja")
    NO = "no", _("Nee")
    UNKNOWN = "unknown", _("Weten we nog niet")


class Bond(models.TextChoices):
    """How two cases belong together: alike, the first goes on for the second, the second is a part
    of the first, or tells of detriment after it."""

    RELATED = "related", _("Hoort erbij")
    MERGED = "merged", _("Samengevoegd")
    SPLIT = "split", _("Afgesplitst")
    DETRIMENT = "detriment", _("Nadeel daarna")


AS_KNOWN = {Answer.YES: True, Answer.NO: False}
"""What an answer says; one that says we do not know says nothing."""
