"""What the coordinator types about a figure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

_LARGEST = 10_000_000


class Enter(forms.Form):
    """A figure as it stands elsewhere, with where that is."""

    value = forms.IntegerField(
        label=_("Aantal"),
        min_value=0,
        max_value=_LARGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Schrijf een heel getal, zonder punt of komma.")},
    )
    source = forms.CharField(
        label=_("Waar staat dit cijfer?"),
        max_length=300,
        help_text=_("Zo dat een ander het kan nakijken. Bijvoorbeeld: jaarverslag 2021, tabel 2."),
    )
