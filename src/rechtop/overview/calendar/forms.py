"""What the coordinator says of reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.overview.calendar.models import Plan


def _days(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        error_messages={"invalid": gettext_lazy("Schrijf een aantal dagen in cijfers.")},
    )


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
