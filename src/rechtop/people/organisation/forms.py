"""What the administrator types about people and units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField
from rechtop.people.organisation.models import Kind, Unit


class Person(forms.Form):
    """Someone new."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    unit = forms.ModelChoiceField(
        label=_("Onderdeel"),
        queryset=Unit.objects.order_by("name"),
        required=False,
        empty_label="–",
    )


class Duty(forms.Form):
    """A duty for someone."""

    kind = forms.ChoiceField(label=_("Taak"), choices=Kind.choices)
    from_date = DayField(label=_("Vanaf"))
    until_date = DayField(label=_("Tot"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_date", clock.today())


class NewUnit(forms.Form):
    """A new part of the organisation."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    parent = forms.ModelChoiceField(
        label=_("Valt onder"),
        queryset=Unit.objects.order_by("name"),
        required=False,
        empty_label="–",
    )


class Roster(forms.Form):
    """Who receives new cases."""

    members = forms.MultipleChoiceField(
        label=_("Wie ontvangt?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, holders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = holders  # type: ignore[attr-defined]
