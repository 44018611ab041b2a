"""What is filled in to hand files over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui import once

_SALT = "handed over up to here"


class HandOver(forms.Form):
    """To whom, why, and what becomes of one's own access."""

    which = forms.ChoiceField(
        label=_("Wat draagt u over?"),
        choices=[
            ("chosen", _("Alleen wat ik aankruiste")),
            ("all", _("Alles in deze lijst, ook op de volgende bladzijden")),
        ],
        initial="chosen",
        widget=forms.RadioSelect,
    )
    to: Any = forms.ModelChoiceField(label=_("Aan wie?"), queryset=None, empty_label="–")
    reason = forms.CharField(
        label=_("Waarom?"),
        max_length=1000,
        help_text=_("Dit staat in het dossier. De melder ziet het niet."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    access = forms.ChoiceField(
        label=_("En uw eigen toegang?"),
        choices=[
            ("keep", _("Ik houd ook zelf toegang")),
            ("end", _("Mijn toegang eindigt meteen")),
        ],
        initial="keep",
        widget=forms.RadioSelect,
    )
    after = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    given = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    left = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, typed: Any, *, to: Any, is_whole: bool = False) -> None:
        super().__init__(typed)
        self.fields["to"].queryset = to  # type: ignore[attr-defined]
        if is_whole:
            self.fields["which"].initial = "all"
            self.fields["which"].widget = forms.HiddenInput()

    def shown(self) -> list[forms.BoundField]:
        """Give the fields in view."""
        return [field for field in self if not field.is_hidden]

    def after_number(self) -> str:
        """Give the number of the last one handed over before; only our own mark is taken."""
        try:
            return str(signing.loads(self.cleaned_data["after"], salt=_SALT))
        except signing.BadSignature:
            return ""


class Ask(once.Once):
    """Which colleague gets the keys, and of what."""

    to: Any = forms.ModelChoiceField(
        label=_("Wie krijgt de sleutel?"), queryset=None, empty_label="–"
    )
    what = forms.ChoiceField(label=_("Waarvan?"), choices=(), widget=forms.RadioSelect)

    def __init__(self, typed: Any, *, to: Any, choices: list[tuple[str, str]]) -> None:
        super().__init__(typed)
        self.fields["to"].queryset = to  # type: ignore[attr-defined]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


def mark(number: str) -> str:
    """Mark up to where it is done, so that nobody can ask with it what they may not see."""
    return signing.dumps(number, salt=_SALT)
