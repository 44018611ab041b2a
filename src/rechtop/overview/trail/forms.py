"""What is asked about the log."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import DayField
from rechtop.overview.trail.models import SHORTEST


class Keep(forms.Form):
    """How long the log is kept."""

    months = forms.IntegerField(
        label=_("Hoeveel maanden"),
        help_text=_("Minstens twaalf. Geteld vanaf het einde van de maand."),
        min_value=SHORTEST,
        max_value=240,
    )
    from_date = DayField(label=_("Vanaf welke dag geldt dit"))
    source = forms.CharField(
        label=_("Waarom zo lang"),
        help_text=_("Noem de regel of het besluit waaruit dit volgt."),
        max_length=300,
    )


class Typed(forms.Form):
    """A head typed over from paper."""

    head = forms.CharField(
        label=_("Afdruk van papier"),
        help_text=_("De plaats, een dubbele punt en de afdruk. Spaties maken niet uit."),
        max_length=200,
    )

    def clean_head(self) -> tuple[int, bytes]:
        """Read position and digest."""
        typed = re.sub(r"[\s.]", "", str(self.cleaned_data["head"]).casefold())
        found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", typed)
        if found is None:
            raise forms.ValidationError(
                _("Typ de plaats, een dubbele punt en daarna alle 64 tekens.")
            )
        return int(found[1]), bytes.fromhex(found[2])

    def typed(self) -> Any:
        """Give what was read."""
        return self.cleaned_data["head"]
