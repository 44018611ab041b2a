"""What the administrator sends to take people over, and what people propose to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import DayField, UploadField
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel import imports, queries
from rechtop.people.personnel.models import Kind
from rechtop.people.personnel.names import HEADINGS
from rechtop.people.personnel.queries import Told


class Bring(forms.Form):
    """A file of the personnel system."""

    file = UploadField(
        label=_("Kies het bestand"),
        help_text=_("Een CSV-bestand of een werkboek (XLSX), met in de eerste rij de kolommen."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> tuple[str, bytes]:
        """Refuse what is no table at all, and give its name and content."""
        file = self.cleaned_data["file"]
        content = file.read()
        if why := imports.refusal(file.name, content):
            raise forms.ValidationError(str(why))
        return file.name, content


class Columns(forms.Form):
    """What each column of a file stands for."""

    def __init__(
        self, *args: Any, heading: Sequence[str], known: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.heading = heading
        own = {heading: name for name, heading in HEADINGS.items()}
        choices = [("", _("Sla deze kolom over")), *HEADINGS.items()]
        for place, cell in enumerate(heading):
            small = cell.casefold()
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=cell or _("zonder naam"),
                choices=choices,
                required=False,
                initial=known.get(small, own.get(small, "")),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for each column once, and for those one cannot do without."""
        typed = super().clean() or {}
        chosen: dict[str, str] = {}
        for field, name in list(typed.items()):
            if name and name in chosen:
                self.add_error(field, _("Dit koos u ook al bij een andere kolom."))
            chosen[name] = field
        lacking = [HEADINGS[name] for name in HEADINGS if name not in {*chosen, *imports.OPTIONAL}]
        if lacking:
            text = _("Zeg ook in welke kolom dit staat: %(names)s.")
            self.add_error(None, text % {"names": ", ".join(lacking)})
        return typed

    def names(self) -> dict[str, str]:
        """Give what each column stands for, by its heading."""
        return {
            cell: self.cleaned_data[f"column{place}"] for place, cell in enumerate(self.heading)
        }


class Accept(forms.Form):
    """What is held of someone, to be changed."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    unit = forms.ModelChoiceField(
        label=_("Onderdeel"),
        queryset=Unit.objects.order_by("name"),
        required=False,
        empty_label="–",
    )
    kind = forms.ChoiceField(label=_("Soort"), choices=Kind)
    function = forms.CharField(label=_("Functie"), max_length=120, required=False)
    scale = forms.CharField(label=_("Schaal"), max_length=20, required=False)
    manager = forms.CharField(
        label=_("Leidinggevende"),
        help_text=_("Het personeelsnummer."),
        max_length=20,
        required=False,
    )
    start = DayField(label=_("Begindatum"), earliest=1950)
    end = DayField(label=_("Einddatum"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, person: Person, told: Told | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": person.name, "email": person.email}
        self.paths = {pk: path for path, pk in organisation.unit_paths().items()}
        if told is None:  # the personnel system never told of them
            for name in self.fields.keys() - self.initial.keys():
                del self.fields[name]
        else:
            here = next((pk for pk, path in self.paths.items() if path == told.unit), None)
            self.initial = {**told._asdict(), "unit": here, "seen": queries.mark_of(told)}

    def told(self) -> dict[str, Any]:
        """Give what is so, by the names of `Told`."""
        told = dict(self.cleaned_data)
        told.pop("seen", None)
        told["email"] = told["email"].casefold()
        if "unit" in told:
            told["unit"] = self.paths[told["unit"].pk] if told["unit"] else ()
        return told


class Decline(forms.Form):
    """Why nothing is changed."""

    reason = forms.CharField(
        label=_("Waarom niet?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
