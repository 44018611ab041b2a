"""The states of an action point, where it can come from, and the words a report tells it in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class State(models.TextChoices):
    """How it goes with an action point."""

    OPEN = "open", _("Open")
    UNDER_WAY = "under_way", _("Loopt")
    DONE = "done", _("Gedaan")
    DROPPED = "dropped", _("Vervallen")
    CARRIED_OVER = "carried_over", _("Naar een volgend jaar")


_GOES_ON = {
    "note": State.UNDER_WAY,
    "finish": State.DONE,
    "drop": State.DROPPED,
    "carry_over": State.CARRIED_OVER,
}

ACTION_POINT = Transitions(
    {
        State.OPEN: _GOES_ON,
        State.UNDER_WAY: _GOES_ON,
        State.DONE: {"reopen": State.UNDER_WAY},
        State.DROPPED: {"reopen": State.UNDER_WAY},
        State.CARRIED_OVER: {"take_back": State.UNDER_WAY},
    }
)

UNFINISHED = (State.OPEN, State.UNDER_WAY)

WORDS = {
    State.OPEN: "open",
    State.UNDER_WAY: "loopt",
    State.DONE: "uitgevoerd",
    State.DROPPED: "vervallen",
}
"""How a report tells a state, in the language of the record; what goes on also names its year."""

_DONE_WORDS = frozenset({"uitgevoerd", "afgerond", "gedaan", "klaar", "gereed"})


def told_by(standing: str) -> State:
    """Give the state that words of an account stand for; of what is not understood, open."""
    words = standing.casefold().strip(" .")
    if words in _DONE_WORDS:
        return State.DONE
    return State.UNDER_WAY if words.startswith(("loopt", "in uitvoering")) else State.OPEN


class Origin(models.TextChoices):
    """What kind of thing an action point comes from: the kind of its Ref."""

    REPORT = "report", _("Jaarrapportage")
    CASE = "case", _("Les uit een melding")
    INVESTIGATION = "investigation", _("Onderzoek")
    SURVEY = "survey", _("Enquête")
    DEPARTURE = "passage", _("Afwijking van een procedure")
    NETWORK = "network", _("Netwerk")
    OTHER = "other", _("Iets anders")
