"""The states of a risk, what can be at stake, and how large likelihood and effect together are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class State(models.TextChoices):
    """Whether a risk still asks attention."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Gesloten")


RISK = Transitions(
    {
        State.OPEN: {"revise": State.OPEN, "close": State.CLOSED},
        State.CLOSED: {"reopen": State.OPEN},
    }
)


class Kind(models.TextChoices):
    """What is at risk."""

    PROCESS = "process", _("Proces")
    FUNCTION = "function", _("Functie")


class Stake(models.TextChoices):
    """What makes a process or function sensitive."""

    MONEY = "money", _("Geld")
    INFORMATION = "information", _("Informatie")
    POWER = "power", _("Macht")
    CRIME = "crime", _("Contact met ondermijning")


class Asked(models.TextChoices):
    """What a sensitive function asks of who has it."""

    VOG = "vog", _("VOG")
    OATH = "oath", _("Eed of belofte")
    INTERESTS = "interests", _("Opgave van belangen")


class Verb(models.TextChoices):
    """What was done to a risk."""

    REGISTERED = "registered", _("Opgenomen")
    REVIEWED = "reviewed", _("Opnieuw beoordeeld")
    CHANGED = "changed", _("Gewijzigd")
    CLOSED = "closed", _("Gesloten")
    REOPENED = "reopened", _("Heropend")


REVIEWING = (Verb.REGISTERED, Verb.REVIEWED)
"""What counts as an assessment of the risk itself."""

LEVELS = (1, 2, 3, 4, 5)

LIKELIHOODS = {
    1: _("1 – bijna nooit"),
    2: _("2 – zelden"),
    3: _("3 – soms"),
    4: _("4 – vaak"),
    5: _("5 – bijna zeker"),
}
EFFECTS = {
    1: _("1 – nauwelijks merkbaar"),
    2: _("2 – klein"),
    3: _("3 – merkbaar"),
    4: _("4 – groot"),
    5: _("5 – zeer groot"),
}


class Size(models.TextChoices):
    """How large a risk is, by likelihood times effect."""

    LOW = "low", _("Laag")
    MEDIUM = "medium", _("Middel")
    HIGH = "high", _("Hoog")
    TOP = "top", _("Zeer hoog")


FROM = {Size.LOW: 1, Size.MEDIUM: 5, Size.HIGH: 10, Size.TOP: 15}
"""The lowest score of each size."""

HIGHEST = 25


def size_of(score: int) -> Size:
    """Give the size of a score."""
    return max((size for size in Size if FROM[size] <= score), key=lambda size: FROM[size])


def scores_of(size: str) -> tuple[int, int]:
    """Give the lowest and the highest score of a size."""
    sizes = list(Size)
    place = sizes.index(Size(size))
    last = place + 1 == len(sizes)
    return FROM[sizes[place]], HIGHEST if last else FROM[sizes[place + 1]] - 1
