"""What the integrity team types about a year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import ShowsAgain
from rechtop.tools.lists import queries as lists

_LONG = 20_000
_LARGEST = 10_000_000


class _Text(forms.CharField):
    """A text of several lines, each ended as everywhere else: a browser sends two characters."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=_LONG, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Give the text with plain line ends."""
        return str(super().to_python(value)).replace("\r\n", "\n")


def _count(label: Any) -> forms.IntegerField:
    """Make a box for a count that may be unknown; what is no number stays in the box."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=_LARGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Weet u het niet? Laat het leeg. Vul alleen 0 in als het er echt nul waren."),
        error_messages={"invalid": _("Schrijf een heel getal, zonder punt of komma.")},
    )


def _choices(list_name: str, year: int, known: str) -> list[tuple[str, str]]:
    """Give the values of a list in a year, and the one that stands there now."""
    found = {choice.code: str(choice) for choice in lists.in_year(list_name, year)}
    if known and known not in found:
        found[known] = lists.labels().get((list_name, known), known)
    return list(found.items())


class _OfYear(ShowsAgain):
    """Something of a year; the field `listed` picks from a list of that year.

    `shown` marks what stood there when the page was made.
    """

    listed = ("", "")
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, list_name = self.listed
        if name:
            choices = _choices(list_name, year, self.initial.get(name, ""))
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        return {name: told for name, told in self.cleaned_data.items() if name != "shown"}


class AnActivity(_OfYear):
    """An activity with its counts."""

    listed = ("kind", "activity")
    kind = forms.ChoiceField(label=_("Soort"))
    name = forms.CharField(label=_("Wat is er gedaan?"), max_length=300)
    meetings = _count(_("Hoe vaak, of hoeveel bijeenkomsten?"))
    participants = _count(_("Hoeveel mensen deden mee?"))
    remark = forms.CharField(
        label=_("Opmerking"),
        max_length=500,
        required=False,
        help_text=_("Bijvoorbeeld wat er aan de bron niet klopt."),
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, year=year, **kwargs)
        networks = [str(choice) for choice in lists.in_year("network", year)]
        if networks and self.initial.get("kind") in (None, "netwerk"):
            told = _("Een netwerk telt mee in de cijfers als het zo heet: %(names)s.")
            self.fields["name"].help_text = told % {"names": "; ".join(networks)}


class ABibobCount(_OfYear):
    """A count under the Bibob law."""

    listed = ("fact", "bibob")
    fact = forms.ChoiceField(label=_("Gegeven"))
    relation = forms.CharField(
        label=_("Soort relatie"),
        max_length=80,
        required=False,
        help_text=_("Bijvoorbeeld subsidie of vergunning."),
    )
    count = _count(_("Aantal"))


class AnAdvice(_OfYear):
    """An example of advice, without anyone who can be recognised."""

    listed = ("kind", "advice")
    number = forms.CharField(
        label=_("Nummer"), max_length=40, help_text=_("Bijvoorbeeld A6. Elk voorbeeld een eigen.")
    )
    kind = forms.ChoiceField(label=_("Soort"))
    question = _Text(
        label=_("Wat was de vraag?"),
        rows=4,
        help_text=_("Iedereen kan dit later lezen. Schrijf zo dat niemand te herkennen is."),
    )
    advice = _Text(label=_("Wat was het advies?"), rows=4)


class Words(forms.Form):
    """The words before the figures."""

    body = _Text(
        label=_("De tekst"), rows=16, help_text=_("Een lege regel begint een nieuwe alinea.")
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def go_on_from(self, edition: int) -> None:
        """Let what was typed be saved after all, over an edition its writer now saw."""
        self.data = {**self.data, "edition": str(edition)}


class Read(forms.Form):
    """The edition of the words that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
