"""What is said about detriment, by a reporter and by who handles the case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.once import Once

_ASKED_AFTER = _(
    "Enige tijd geleden hoorde u de uitkomst van uw melding. Wij willen weten hoe het nu met u "
    "gaat. Merkt u nadeel, omdat u iets meldde? Dat mag niet. Bovenaan in dit postvak kunt u het "
    "laten weten."
)


class Write(Once):
    """A message to the reporter about it."""

    text = forms.CharField(
        label=_("Bericht aan de melder"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("text", _ASKED_AFTER)
