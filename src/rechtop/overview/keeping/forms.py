"""What is filled in on the pages of keeping and destroying."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import DayField
from rechtop.overview.keeping.states import STRIKING
from rechtop.tools.lists import queries as lists
from rechtop.tools.retention.models import Basis, Kind, Outcome, Unit
from rechtop.work.cases.models import List

_ANY = [("", _("alle"))]
_LONGEST = 600


class Strike(forms.Form):
    """Why something stays."""

    why = forms.ChoiceField(
        label=_("Waarom blijft dit?"),
        choices=[(why.value, why.label) for why in STRIKING],
        widget=forms.RadioSelect,
        help_text=_("Dit staat later op de verklaring."),
    )


class NewTerm(forms.Form):
    """A term that begins on a day to come."""

    kind = forms.ChoiceField(label=_("Waarover gaat deze termijn?"), choices=Kind)
    regime = forms.ChoiceField(label=_("Voor welke procedure?"), required=False)
    conclusion = forms.ChoiceField(label=_("Voor welk oordeel?"), required=False)
    length = forms.IntegerField(
        label=_("Hoe lang blijft het bewaard?"),
        min_value=1,
        max_value=_LONGEST,
        help_text=_("Geteld vanaf de dag na het afsluiten van de zaak."),
    )
    unit = forms.ChoiceField(label=_("Geteld in"), choices=Unit, initial=Unit.YEARS)
    outcome = forms.ChoiceField(label=_("Wat gebeurt er daarna?"), choices=Outcome)
    basis = forms.ChoiceField(label=_("Waar rust de termijn op?"), choices=Basis)
    source = forms.CharField(
        label=_("Bron"),
        max_length=300,
        help_text=_("Bijvoorbeeld het artikel, de categorie in de selectielijst of het besluit."),
    )
    valid_from = DayField(label=_("Vanaf welke dag geldt dit?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in (("regime", List.REGIME), ("conclusion", List.CONCLUSION)):
            known = [(one.code, str(one)) for one in lists.choices(listed)]
            self.fields[name].choices = [*_ANY, *known]  # type: ignore[attr-defined]
