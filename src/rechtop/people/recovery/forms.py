"""What is typed about the recovery key. The words of sheets are never shown again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.errors import Invalid, put_on_form
from rechtop.ground.ui.forms import AsksOnce
from rechtop.ground.vault import recovery as keys
from rechtop.ground.vault.recovery import Recovery as Key
from rechtop.people.identity.models import Person
from rechtop.people.recovery import queries
from rechtop.people.recovery.queries import Holder

_LONGEST_SHEET = 1000
_LONGEST_NAME = 120


class Words(forms.Textarea):
    """A box for the words of a sheet: what was typed is never sent back to the page."""

    def __init__(self) -> None:
        off = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(attrs={"rows": 4, **off})

    def format_value(self, value: Any) -> str:
        """Show nothing of it."""
        return ""


class Sheet(forms.CharField):
    """The words of a sheet. Which are lacking is told by all sheets together."""

    def __init__(self, place: int) -> None:
        label = _("Woorden van het %(place)se blad") % {"place": place}
        super().__init__(label=label, max_length=_LONGEST_SHEET, widget=Words)

    def validate(self, value: Any) -> None:
        """Let it be empty."""


class Sheets(forms.Form):
    """The sheets of the recovery key, each in a box of its own."""

    _key: Key | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [keys.field_of(place) for place in range(1, keys.MOST + 1)]
        for place, name in enumerate(names, start=1):
            if place <= queries.needed() or name in self.data:
                self.fields[name] = Sheet(place)

    def clean(self) -> dict[str, Any]:
        """Put the key together, and say of which sheet and word it does not fit.

        Nothing is put together while something else on the page is wrong. Where the paper says
        that it takes more sheets than this system knows of, there is a box more.
        """
        told = super().clean() or {}
        typed = [str(told.pop(name, "")) for name in self.share_names()]
        if self.errors:
            self.ask_again()
            return told
        try:
            self._key = keys.opened(typed)
        except Invalid as error:
            more = keys.field_of(len(typed) + 1)
            if more in error.message_dict:
                self.fields[more] = Sheet(len(typed) + 1)
            put_on_form(self, error)
            self.ask_again()
        return told

    def share_names(self) -> list[str]:
        """Name the fields of the sheets, in the order they were typed."""
        return [name for name in self.fields if name.startswith("share_")]

    def opened(self) -> Key:
        """Give the key these sheets gave; for a form that is valid."""
        if self._key is None:
            raise ValueError("no sheets")
        return self._key

    def ask_again(self) -> None:
        """Say that the sheets have to be typed again."""
        text = gettext("Typ alle bladen opnieuw. Om ze te beschermen tonen wij niet wat u typte.")
        self.add_error(None, text)


class Officers(AsksOnce):
    """Over whom the recovery key is divided."""

    officers = forms.CharField(
        label=_("Wie krijgen een blad?"),
        help_text=_("Eén naam op elke regel, van twee tot zestien mensen."),
        max_length=(_LONGEST_NAME + 2) * keys.MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    needed = forms.IntegerField(
        label=_("Hoeveel bladen zijn samen nodig?"),
        help_text=_("Bijvoorbeeld 3 van de 5. Twee bladen mogen dan zoekraken."),
        min_value=keys.FEWEST,
        max_value=keys.MOST,
        initial=queries.USUAL_NEEDED,
        error_messages={"min_value": _("Eén blad mag nooit genoeg zijn. Kies ten minste 2.")},
    )

    def clean_officers(self) -> list[str]:
        """Give the names, one for each line."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["officers"].splitlines())
        names = [line for line in lines if line]
        if any(len(name) > _LONGEST_NAME for name in names):
            raise forms.ValidationError(gettext("Een van de namen is te lang."))
        return names

    def clean(self) -> dict[str, Any]:
        """Ask once whether all sheets shall be needed."""
        told = super().clean() or {}
        told.pop("asked", None)
        officers, needed = told.get("officers", []), told.get("needed")
        if officers and needed == len(officers):
            self.ask(
                "needed",
                f"all-{needed}",
                gettext(
                    "Dan zijn alle bladen nodig. Raakt er één weg, dan is de herstelsleutel weg. "
                    "Wilt u dit echt? Verstuur het dan nog een keer."
                ),
            )
        return told


class NewSheets(Sheets, Officers):
    """New sheets for other officers, with the old ones."""

    field_order = ("officers", "needed")


class Confirm(Sheets):
    """Whose keys are vouched for with the sheets."""

    holders = forms.MultipleChoiceField(
        label=_("Welke sleutels bevestigt u?"),
        help_text=_("Laat elke persoon zelf de vingerafdruk voorlezen, en vergelijk alle tekens."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, holders: list[Holder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holders"].choices = [  # type: ignore[attr-defined]
            (f"{one.number}|{one.print}", f"{one.name}: {one.print}") for one in holders
        ]

    def shown(self) -> list[tuple[int, str]]:
        """Give the holders with the fingerprints that were shown."""
        parted = (value.partition("|") for value in self.cleaned_data["holders"])
        return [(int(number), print_) for number, _bar, print_ in parted]


class Choose(forms.Form):
    """Who gets which files, before the sheets come to the table."""

    cause = forms.ChoiceField(
        label=_("Wat is er gebeurd?"), choices=queries.causes, widget=forms.RadioSelect
    )
    sphere = forms.ChoiceField(
        label=_("Waar gaat het om?"),
        choices=[("cases", _("Dossiers van meldingen")), ("identities", _("Namen van melders"))],
        widget=forms.RadioSelect,
    )
    former = forms.ModelChoiceField(
        label=_("Van wie waren de sleutels?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label="–",
    )
    receiver = forms.ModelChoiceField(
        label=_("Wie krijgt toegang?"),
        help_text=_("Bij een verloren wachtzin is dat de persoon zelf, met nieuwe sleutels."),
        queryset=Person.objects.none(),
        empty_label="–",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        former = [person.pk for person in queries.had_keys()]
        able = [person.pk for sphere in queries.SPHERES for person in queries.can_receive(sphere)]
        people = Person.objects.order_by("sort_name", "pk")
        self.fields["former"].queryset = people.filter(pk__in=former)  # type: ignore[attr-defined]
        self.fields["receiver"].queryset = people.filter(pk__in=able)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say what does not go together."""
        told = super().clean() or {}
        cause, former, receiver = told.get("cause"), told.get("former"), told.get("receiver")
        if cause == "departed" and former is None:
            self.add_error("former", gettext("Kies van wie de sleutels waren."))
        if cause == "departed" and former is not None and former == receiver:
            self.add_error("receiver", gettext("Kies iemand anders dan wie weg is."))
        sphere = told.get("sphere", "")
        if receiver is not None and sphere and receiver not in queries.can_receive(sphere):
            self.add_error("receiver", gettext("Deze persoon heeft hiervoor vandaag geen taak."))
        return told


class Give(Sheets):
    """The reason and the sheets with which files are given."""

    field_order = ("reason", "is_read")
    reason = forms.CharField(
        label=_("Waarom?"),
        help_text=_("Dit staat straks in elk dossier, voor wie het openen kan."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_read = forms.BooleanField(label=_("Ik vergeleek de vingerafdruk met wat de persoon voorlas"))
    shown = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    after = forms.IntegerField(
        required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, needs_vouching: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_vouching:
            del self.fields["is_read"], self.fields["shown"]

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        told = self.cleaned_data
        return {
            "reason": told["reason"],
            "shown": told.get("shown", ""),
            "after": told.get("after") or 0,
        }


class Lost(forms.Form):
    """That one's own passphrase is lost, with one's own password."""

    password = forms.CharField(
        label=_("Uw wachtwoord"),
        help_text=_("Waarmee u zich aanmeldt. Zo weten wij dat u het bent."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput,
    )
