"""What the coordinator sends to take over a year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import UploadField
from rechtop.overview.year_import import imports
from rechtop.overview.year_import.imports import Read

MOST_FILES = 12


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(UploadField):
    """Several files at once."""

    widget = _Several

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file as one would be."""
        if not data:
            return [super().clean(None, initial)]
        if len(data) > MOST_FILES:
            raise forms.ValidationError(
                _("Kies hoogstens %(most)s bestanden.") % {"most": MOST_FILES}
            )
        return [super(_Files, self).clean(one, initial) for one in data]


class Bring(forms.Form):
    """A delivery: the year it is of, and its files."""

    year = forms.IntegerField(
        label=_("Over welk jaar gaat de administratie?"),
        min_value=1990,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    delivery = _Files(
        label=_("Kies de bestanden"),
        help_text=_("Eén werkboek (XLSX) met een blad voor elk onderdeel, of CSV-bestanden."),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery"].widget.attrs["accept"] = ".csv,.xlsx"
        self.read = Read()

    def clean_year(self) -> int:
        """Refuse a year that has not begun."""
        year: int = self.cleaned_data["year"]
        if year > clock.today().year:
            raise forms.ValidationError(_("Dit jaar is nog niet begonnen."))
        return year

    def clean(self) -> dict[str, Any]:
        """Read the files; their faults are told one by one beside the form."""
        typed = super().clean() or {}
        if "year" in typed and "delivery" in typed:
            files = [(file.name, file.size, file.read) for file in typed["delivery"]]
            self.read = imports.read_files(files, typed["year"])
            if self.read.faults:
                self.add_error("delivery", _("Er staan fouten in. Hieronder leest u welke."))
        return typed

    def name(self) -> str:
        """Give what the delivery is called in the list of what was taken over."""
        return ", ".join(file.name for file in self.cleaned_data["delivery"])
