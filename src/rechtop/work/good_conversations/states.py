"""The states of a tick, and the reminders of a year."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class State(models.TextChoices):
    """How it stands with a tick. One that is taken back is gone; the trail tells that it was."""

    TICKED = "ticked", _("Besproken")
    CONTESTED = "contested", _("Betwist")
    CONFIRMED = "confirmed", _("Bevestigd na betwisting")


TICK = Transitions(
    {
        State.TICKED: {"contest": State.CONTESTED},
        State.CONTESTED: {"confirm": State.CONFIRMED},
        State.CONFIRMED: {},
    }
)


class ReminderKind(models.TextChoices):
    """The reminders of a year."""

    FIRST = "first", _("eerste herinnering")
    LAST = "last", _("laatste herinnering")
