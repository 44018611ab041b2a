"""What the administrator types about people and units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField, UploadField
from rechtop.people.organisation import models
from rechtop.people.organisation.models import Kind, Unit


class Person(forms.Form):
    """Someone new."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    unit = forms.ModelChoiceField(
        label=_("Onderdeel"),
        queryset=Unit.objects.order_by("name"),
        required=False,
        empty_label="–",
    )


class Duty(forms.Form):
    """A duty for someone."""

    kind = forms.ChoiceField(label=_("Taak"), choices=Kind.choices)
    unit = forms.ModelChoiceField(
        label=_("Voor welk onderdeel?"),
        queryset=Unit.objects.order_by("name"),
        required=False,
        empty_label="–",
        help_text=_("Bij een leidinggevende: het onderdeel waaraan deze persoon leiding geeft."),
    )
    from_date = DayField(label=_("Vanaf"))
    until_date = DayField(label=_("Tot"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_date", clock.today())


class End(forms.Form):
    """The day until which a duty runs."""

    until_date = DayField(
        label=_("Tot welke dag?"), help_text=_("Op deze dag heeft iemand de taak niet meer.")
    )


class NewUnit(forms.Form):
    """A new part of the organisation."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    parent = forms.ModelChoiceField(
        label=_("Valt onder"),
        queryset=Unit.objects.order_by("name"),
        required=False,
        empty_label="–",
    )


class Roster(forms.Form):
    """Who receives new cases."""

    members = forms.MultipleChoiceField(
        label=_("Wie ontvangt?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, holders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = holders  # type: ignore[attr-defined]


class Card(forms.Form):
    """How people find a confidant."""

    name = forms.CharField(label=_("Uw naam op de kaart"), max_length=120)
    is_internal = forms.TypedChoiceField(
        label=_("Waar werkt u?"),
        choices=[("yes", _("Hier: ik ben intern")), ("no", _("Ergens anders: ik ben extern"))],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
    )
    reach = forms.CharField(
        label=_("Zo bereikt men u"),
        max_length=1000,
        help_text=_("Bijvoorbeeld een telefoonnummer, een mailadres en de dagen waarop u er bent."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photo = UploadField(
        label=_("Een foto"),
        required=False,
        help_text=_(
            "Een JPEG, PNG of WebP van hoogstens 5 MB. Wij maken hem klein en vierkant. Wat uw "
            "camera erin schreef, zoals de plaats, gaat eruit."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        sent = self.cleaned_data["photo"]
        return {**self.cleaned_data, "photo": sent.read() if sent else None}


def told_on(card: models.Card | None, name: str) -> dict[str, Any]:
    """Give what stands on a card, as the form shows it; for a first card, someone's name."""
    if card is None:
        return {"name": name, "is_internal": "yes"}
    is_internal = "yes" if card.is_internal else "no"
    return {"name": card.name, "is_internal": is_internal, "reach": card.reach}
