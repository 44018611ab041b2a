"""What the coordinator says of reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.ui.forms import DayField
from rechtop.ground.ui.once import Once
from rechtop.overview.calendar.models import Plan
from rechtop.tools.deadlines.models import Origin


def _days(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        error_messages={"invalid": gettext_lazy("Schrijf een aantal dagen in cijfers.")},
    )


class Holiday(Once):
    """A day that counts as a holiday besides those of every year."""

    day = DayField(label=gettext_lazy("Welke dag?"))
    label = forms.CharField(
        label=gettext_lazy("Hoe heet die dag?"),
        max_length=120,
        help_text=gettext_lazy("Bijvoorbeeld: vrijdag na Hemelvaartsdag."),
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("Waardoor telt die dag als feestdag?"), choices=Origin.choices
    )
    source = forms.CharField(
        label=gettext_lazy("Waar staat dat?"),
        max_length=300,
        help_text=gettext_lazy("Noem het besluit of de wet, met het nummer van het Staatsblad."),
    )

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        return {name: self.cleaned_data[name] for name in ("day", "label", "origin", "source")}


class Reminders(forms.Form):
    """How many days before a term ends people are reminded."""

    longer_than = _days(gettext_lazy("Een lange termijn duurt langer dan hoeveel dagen?"), 365)
    first_before = _days(
        gettext_lazy("Hoeveel dagen vooraf gaat bij een lange termijn de eerste herinnering?"), 60
    )
    last_before = _days(gettext_lazy("Hoeveel dagen vooraf gaat de laatste herinnering?"), 30)

    def __init__(self, *args: Any, plan: Plan) -> None:
        super().__init__(*args)
        self.initial = {name: getattr(plan, name) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        """Ask that the first reminder comes before the last."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = told.get("first_before"), told.get("last_before")
        if first and last and first <= last:
            self.add_error("first_before", _("De eerste herinnering komt vóór de laatste."))
        return told
