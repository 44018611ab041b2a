"""To whom the list of people without a sign-in is narrowed, who is chosen, and a first password."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import DayField
from rechtop.ground.ui.once import Once
from rechtop.people.invitations.models import Arrangement
from rechtop.people.invitations.queries import ALL, FAILED, INVITED, Wanted
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel.models import Employment, Kind


class Filter(forms.Form):
    """Which people without a sign-in are shown."""

    standing = forms.ChoiceField(
        label=_("Uitnodiging"),
        required=False,
        choices=[
            ("", _("nog niet, niet bezorgd, of de link is verlopen")),
            (FAILED, _("niet bezorgd")),
            (INVITED, _("uitgenodigd, de link werkt nog")),
            (ALL, _("alle")),
        ],
    )
    unit = forms.ChoiceField(label=_("Onderdeel"), required=False)
    kind = forms.ChoiceField(
        label=_("Soort"), required=False, choices=[("", _("alle")), *Kind.choices]
    )
    name = forms.CharField(label=_("Naam"), required=False, max_length=120)
    starts_from = DayField(label=_("Begint vanaf"), earliest=1950, required=False)
    starts_until = DayField(label=_("Begint tot en met"), earliest=1950, required=False)

    def __init__(self, data: Any, *, units: Sequence[tuple[int, Unit]]) -> None:
        super().__init__(data)
        listed = [(str(unit.pk), "\u2003" * depth + unit.name) for depth, unit in units]
        self.fields["unit"].choices = [("", _("alle")), *listed]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted | None:
        """Give what was set; None where a day cannot be, so that nobody is invited by it."""
        if not self.is_valid():
            return None
        unit = self.cleaned_data["unit"]
        return Wanted(**{**self.cleaned_data, "unit": int(unit) if unit else None})

    @property
    def is_filtered(self) -> bool:
        """Say whether the list was narrowed down, or widened."""
        return not self.is_valid() or any(self.cleaned_data.values())


class Choose(Once):
    """Who of the people on this page is invited."""

    people = forms.TypedMultipleChoiceField(
        label=_("Wie?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Kruis eerst iemand aan."),
            "invalid_choice": _("De lijst is intussen veranderd. Kies opnieuw."),
        },
    )

    def __init__(self, *args: Any, rows: Iterable[Employment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.person_id), one.person.name) for one in rows]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[str]:
        """Give who was ticked."""
        return set(self.data.getlist("people")) if self.is_bound else set()  # type: ignore[attr-defined]


class Everyone(Once):
    """A yes to inviting everybody of the list."""


class Arrange(Once):
    """Whether newcomers are invited by themselves, and when.

    Not earlier than a link works: it would have ended before their first day.
    """

    when = forms.ChoiceField(
        label=_("Wanneer?"),
        choices=[
            ("", _("niet vanzelf: ik nodig mensen zelf uit")),
            ("0", _("op de eerste dag")),
            ("3", _("drie dagen voor de eerste dag")),
            ("6", _("zes dagen voor de eerste dag")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any, *, known: Arrangement | None) -> None:
        super().__init__(data)
        self.initial = {**self.initial, "when": str(known.days_before) if known else ""}

    @property
    def days_before(self) -> int | None:
        """Give how many days before they begin; None for not at all."""
        chosen = self.cleaned_data["when"]
        return int(chosen) if chosen else None


class Password(forms.Form):
    """A first password, twice."""

    password = forms.CharField(
        label=_("Nieuw wachtwoord"),
        help_text=_("Ten minste 12 tekens."),
        max_length=400,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Nog een keer hetzelfde"),
        max_length=400,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """See that both are the same."""
        typed = super().clean() or {}
        if typed.get("password") and typed.get("again") != typed["password"]:
            self.add_error("again", _("Dit is niet hetzelfde als hierboven."))
        return typed
