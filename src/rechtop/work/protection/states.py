"""How it goes with a question whether a reporter was put at a disadvantage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class State(models.TextChoices):
    """Where a question stands."""

    ASKED = "asked", _("Gevraagd")
    WELL = "well", _("Geen nadeel")
    DETRIMENT = "detriment", _("Nadeel gemeld")
    UNREACHED = "unreached", _("Niemand te bereiken")
    UNANSWERED = "unanswered", _("Geen antwoord")
    STOPPED = "stopped", _("Niet meer gevraagd")


CHECK_IN = Transitions(
    {
        State.ASKED: {
            "say_well": State.WELL,
            "say_detriment": State.DETRIMENT,
            "miss": State.UNREACHED,
            "pass_by": State.UNANSWERED,
            "stop": State.STOPPED,
        },
        State.WELL: {"say_detriment": State.DETRIMENT},
        State.DETRIMENT: {},
        State.UNREACHED: {"say_well": State.WELL, "say_detriment": State.DETRIMENT},
        State.UNANSWERED: {},
        State.STOPPED: {},
    }
)
