"""What somebody brings to have a receipt checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import UploadField
from rechtop.ground.vault.proofs import Copy, NoProof, Receipt
from rechtop.tools.proofs import queries


class Check(forms.Form):
    """A receipt, and perhaps the own copy that belongs to it."""

    receipt = UploadField(
        label=_("Het bewijs"),
        help_text=_("Het bestand dat de melder bij ons ophaalde (PDF of JSON)."),
        allow_empty_file=True,
    )
    copy = UploadField(
        label=_("De eigen kopie"),
        help_text=_("Daarmee gaat u na of de tekst precies klopt. Wij bewaren haar niet."),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receipt"].widget.attrs["accept"] = ".pdf,.json"
        self.fields["copy"].widget.attrs["accept"] = ".json"

    def clean_receipt(self) -> Receipt:
        """Read the receipt."""
        try:
            return queries.read(self.cleaned_data["receipt"].read())
        except NoProof as error:
            raise forms.ValidationError(
                _("Dit is geen bewijs van ons. Kies het bestand zoals u het bij ons ophaalde.")
            ) from error

    def clean_copy(self) -> Copy | None:
        """Read the own copy, where one was brought."""
        brought = self.cleaned_data["copy"]
        if not brought:
            return None
        try:
            return queries.read_copy(brought.read())
        except NoProof as error:
            raise forms.ValidationError(
                _("Dit is geen eigen kopie van ons, of er is iets in veranderd.")
            ) from error
