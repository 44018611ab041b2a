"""What is said about detriment, by a reporter and by who handles the case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField
from rechtop.ground.ui.once import Once
from rechtop.people.organisation.asking import AsksAbout
from rechtop.work.protection.states import State

_ASKED_AFTER = _(
    "Enige tijd geleden sloten wij uw melding af. Wij willen weten hoe het nu met u gaat. Merkt u "
    "nadeel, omdat u iets meldde? Dat mag niet. Bovenaan in dit postvak kunt u het laten weten."
)


class Record(AsksAbout, Once):
    """What came of asking a reporter who has no mailbox."""

    outcome = forms.ChoiceField(
        label=_("Merkt de melder nadeel?"),
        widget=forms.RadioSelect,
        choices=[
            (State.WELL, _("Nee, geen nadeel")),
            (State.DETRIMENT, _("Ja, er is nadeel")),
            (State.UNREACHED, _("Ik kan de melder niet bereiken")),
        ],
    )
    on = DayField(label=_("Op welke dag was dat?"))
    text = forms.CharField(
        label=_("Wat zei de melder, of hoe probeerde u het?"),
        help_text=_("Alleen te lezen in de kluis."),
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
    )

    about = forms.MultipleChoiceField(
        label=_("Is er nadeel? Gaat dat over een van deze mensen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nadeel wordt een eigen zaak. Wie u aankruist, krijgt die niet te zien."),
    )
    positions = forms.MultipleChoiceField(
        label=_("Is er nadeel? Komt dat van het bestuur of van het meldpunt zelf?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Dan gaat de nieuwe zaak naar wie daarvoor op het rooster staat."),
    )

    def __init__(self, *args: Any, readers: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(readers)
        self.initial.setdefault("on", clock.today())

    def clean(self) -> dict[str, Any]:
        """Ask of detriment whether a name that was typed is that of who may read it."""
        typed = super().clean() or {}
        if typed.get("outcome") == State.DETRIMENT:
            self.ask_about(typed, "text")
        return typed

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        told = {name: self.cleaned_data[name] for name in ("on", "text")}
        about = [int(one) for one in self.cleaned_data["about"]]
        outcome = State(self.cleaned_data["outcome"])
        positions = self.cleaned_data["positions"]
        return {**told, "about": about, "positions": positions, "outcome": outcome}


class Write(Once):
    """A message to the reporter about it."""

    text = forms.CharField(
        label=_("Bericht aan de melder"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("text", _ASKED_AFTER)
