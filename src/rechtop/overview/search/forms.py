"""What someone searches for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class Search(forms.Form):
    """The words, and whether closed cases count too."""

    words = forms.CharField(
        label=_("Welke woorden?"),
        max_length=200,
        min_length=2,
        help_text=_("Wij zoeken zaken waarin al deze woorden staan. Hoofdletters maken niet uit."),
    )
    also_closed = forms.BooleanField(label=_("Zoek ook in afgesloten zaken"), required=False)
