"""What the log can be narrowed down to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import ChosenDay
from rechtop.overview.trail import actions, names, queries


class Filter(forms.Form):
    """Which lines the log shows."""

    from_date = forms.DateField(label=_("Vanaf"), required=False, widget=ChosenDay())
    until_date = forms.DateField(label=_("Tot en met"), required=False, widget=ChosenDay())
    actor = forms.ChoiceField(label=_("Wie"), required=False)
    action = forms.ChoiceField(label=_("Wat"), required=False)
    object_kind = forms.ChoiceField(label=_("Waarop"), required=False)
    object_number = forms.IntegerField(
        label=_("Nummer daarvan"),
        required=False,
        min_value=0,
        max_value=2**62,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
    )
    result = forms.ChoiceField(label=_("Resultaat"), required=False)
    origin = forms.ChoiceField(label=_("Herkomst"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), one.name) for one in queries.who_may_act()]
        kinds = [(code, name) for code, name in names.ACTORS.items() if code != "person"]
        offered = {
            "actor": [*kinds, *people],
            "action": sorted(actions.ACTIONS.items(), key=lambda pair: str(pair[1]).casefold()),
            "object_kind": sorted(names.OBJECTS.items(), key=lambda pair: str(pair[1])),
            "result": list(names.RESULTS.items()),
            "origin": list(names.ORIGINS.items()),
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("alle")), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Give the filters that were set; nonsense in the address filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
