"""Quarters, and the states of a request round and of what one manager is asked in it."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.states import Transitions


class Quarter(NamedTuple):
    """A quarter of a year, from 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        ordinals = (_("eerste"), _("tweede"), _("derde"), _("vierde"))
        told = {"nth": ordinals[self.number - 1], "year": self.year}
        return _("%(nth)s kwartaal van %(year)s") % told

    @property
    def before(self) -> Quarter:
        """Give the quarter before this one."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def after(self) -> Quarter:
        """Give the quarter after this one."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def is_over(self) -> bool:
        """Say whether a later quarter has begun."""
        return self < quarter_of()

    @property
    def code(self) -> str:
        """Give it as one word, for a form."""
        return f"{self.year}-{self.number}"

    @property
    def first_day(self) -> datetime.date:
        """Give the day on which it begins."""
        return datetime.date(self.year, 3 * self.number - 2, 1)


def quarter_of(day: datetime.date | None = None) -> Quarter:
    """Give the quarter of a day, or of today."""
    day = day or clock.today()
    return Quarter(day.year, (day.month + 2) // 3)


class RoundState(models.TextChoices):
    """Where a round stands."""

    OPEN = "open", gettext_lazy("Loopt")
    CLOSED = "closed", gettext_lazy("Gesloten")


ROUND = Transitions({RoundState.OPEN: {"close": RoundState.CLOSED}, RoundState.CLOSED: {}})


class RequestState(models.TextChoices):
    """Where the request to one manager stands."""

    ASKED = "asked", gettext_lazy("Nog geen antwoord")
    ANSWERED = "answered", gettext_lazy("Beantwoord")
    LAPSED = "lapsed", gettext_lazy("Vervallen")


REQUEST = Transitions(
    {
        RequestState.ASKED: {"answer": RequestState.ANSWERED, "lapse": RequestState.LAPSED},
        RequestState.ANSWERED: {"answer": RequestState.ANSWERED},
        RequestState.LAPSED: {"ask_again": RequestState.ASKED},
    }
)


class Answer(models.TextChoices):
    """What a manager answers. Only the manager reads which it was."""

    NOTHING = "nothing", gettext_lazy("Nee, ik weet van niets")
    HANDLED = "handled", gettext_lazy("Ja, en ik heb het zelf afgehandeld")
    REPORTING = "reporting", gettext_lazy("Ja, en ik meld het")


class Lapse(models.TextChoices):
    """Why nobody is asked for an answer any more."""

    LEFT = "left", gettext_lazy("Werkt hier niet meer")
    NO_MANAGER = "no-manager", gettext_lazy("Geeft geen leiding meer")
    ABSENT = "absent", gettext_lazy("Is langere tijd afwezig")
    DOUBLE = "double", gettext_lazy("Een ander antwoordt voor dit onderdeel")


class ReminderKind(models.TextChoices):
    """The reminders there are: two by themselves, and those the coordinator sends."""

    FIRST = "first", gettext_lazy("Een week van tevoren")
    LAST = "last", gettext_lazy("Op de laatste dag")
    EXTRA = "extra", gettext_lazy("Door de coördinator")
