"""What is typed about a risk, and what the list is narrowed down to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import DayField, GoesOn, Lines, Narrows, Sections
from rechtop.ground.ui.once import Once
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Unit
from rechtop.work.risks.models import MarkedFunction, Risk
from rechtop.work.risks.operations import Facts
from rechtop.work.risks.states import EFFECTS, LIKELIHOODS, Asked, Kind, Size, Stake

_FROM_1_TO_5 = {"invalid_choice": _("Kies een getal van 1 tot en met 5.")}
_FROM_LIST = {"invalid_choice": _("Kies uit deze lijst.")}


def _level(label: Any, levels: dict[int, Any]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", _("kies")), *levels.items()],
        coerce=int,
        error_messages=_FROM_1_TO_5,
    )


def _several(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_FROM_LIST,
        **options,
    )


class _Told(forms.Form):
    """Everything that is said of a risk."""

    name = forms.CharField(
        label=_("Welk proces of welke functie?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: vergunningen verlenen. Noem geen mensen."),
    )
    kind = forms.ChoiceField(label=_("Soort"), choices=Kind, error_messages=_FROM_LIST)
    unit = forms.ModelChoiceField(
        label=_("Onderdeel"),
        queryset=Unit.objects.order_by("name"),
        required=False,
        empty_label=_("de hele organisatie"),
        error_messages=_FROM_LIST,
    )
    stakes = _several(_("Wat staat er op het spel?"), Stake.choices)
    likelihood = _level(_("Hoe groot is de kans?"), LIKELIHOODS)
    effect = _level(_("Hoe groot is het effect?"), EFFECTS)
    measures = Lines(label=_("Wat doen wij ertegen?"), rows=6, max_length=4_000, required=False)
    owner = forms.CharField(
        label=_("Wie is de eigenaar?"),
        help_text=_("Naam of e-mailadres van een collega."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    owner_name = forms.CharField(
        label=_("Of: een rol"),
        help_text=_("Bijvoorbeeld: afdelingshoofd Inkoop."),
        max_length=120,
        required=False,
    )
    review_date = DayField(label=_("Wanneer beoordelen wij dit opnieuw?"))
    rie = forms.CharField(
        label=_("Waar staat dit in de RI&E?"),
        help_text=_("Een adres dat met https:// begint, of de naam van het hoofdstuk."),
        max_length=500,
        required=False,
    )
    functions = Lines(
        label=_("Functies die dit raakt"),
        rows=4,
        max_length=6_500,
        required=False,
        help_text=_("Elke functie op een regel, zoals het personeelssysteem haar noemt."),
    )
    asks = _several(
        _("Wat vraagt dit van mensen met deze functies?"), Asked.choices, required=False
    )

    def clean_owner(self) -> Person | None:
        """Find who is meant."""
        typed = str(self.cleaned_data["owner"]).strip()
        if not typed:
            return None
        found = organisation.called(typed) if "\0" not in typed else []
        if not found:
            raise forms.ValidationError(_("Wij kennen niemand die zo heet. Controleer de naam."))
        if len(found) > 1:
            raise forms.ValidationError(_("Er zijn er meer die zo heten. Typ het e-mailadres."))
        return found[0]

    def clean_functions(self) -> list[str]:
        """Give each line that says something."""
        lines = str(self.cleaned_data["functions"]).split("\n")
        return [line.strip() for line in lines if line.strip()]

    def facts(self) -> Facts:
        """Give what the operation asks."""
        return Facts(**{name: self.cleaned_data[name] for name in _Told.base_fields})


_THE_RISK = (
    _("Het risico"),
    ("name", "kind", "unit", "stakes", "likelihood", "effect", "rie"),
)
_THE_CARE = (_("Wat wij eraan doen"), ("measures", "owner", "owner_name", "review_date"))
_THE_PEOPLE = (_("Gevoelige functies"), ("functions", "asks"))


class Registered(Sections, Once, _Told):
    """A new risk."""

    sections = (_THE_RISK, _THE_CARE, _THE_PEOPLE)


class Revised(GoesOn, Sections, Once, _Told):
    """What is said of a risk from now on; `edition` is the one the writer began from."""

    text = Lines(
        label=_("Wat is er besproken of veranderd?"),
        max_length=2_000,
        required=False,
        help_text=_("Dit blijft staan in de geschiedenis, met uw naam en de dag."),
    )
    is_review = forms.BooleanField(
        label=_("Wij hebben dit risico opnieuw beoordeeld"),
        required=False,
        help_text=_("Kies dan ook een nieuwe dag om het weer te beoordelen."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    sections = (
        (_("Herziening"), ("is_review", "text")),
        _THE_RISK,
        _THE_CARE,
        _THE_PEOPLE,
    )

    @classmethod
    def told(cls, risk: Risk, marks: Sequence[MarkedFunction]) -> dict[str, Any]:
        """Give what stands there, as the form shows it."""
        same = ("name", "kind", "unit", "stakes", "likelihood", "effect", "measures", "owner_name")
        held = {name: getattr(risk, name) for name in (*same, "review_date", "rie", "edition")}
        return held | {
            "owner": risk.owner.email if risk.owner else "",
            "functions": "\n".join(mark.name for mark in marks),
            "asks": marks[0].asks if marks else [],
        }


class Closed(forms.Form):
    """Why a risk is closed."""

    reason = Lines(
        label=_("Waarom is dit risico er niet meer?"),
        max_length=2_000,
        help_text=_("Het risico blijft in het register staan, met deze reden."),
    )


class Reopened(forms.Form):
    """When an opened risk is assessed again."""

    review_date = DayField(label=_("Wanneer beoordelen wij dit opnieuw?"))


ALL, ME, ROLE, NONE, GONE = "all", "me", "role", "none", "gone"
LATE, SOON = "late", "soon"


class Filter(Narrows):
    """What the list shows, and in which order."""

    state = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("open")), ("closed", _("gesloten")), (ALL, _("alle"))],
    )
    stake = forms.ChoiceField(
        label=_("Op het spel"), required=False, choices=[("", _("alles")), *Stake.choices]
    )
    size = forms.ChoiceField(
        label=_("Klasse"), required=False, choices=[("", _("alle")), *Size.choices]
    )
    owner = forms.ChoiceField(label=_("Eigenaar"), required=False)
    unit = forms.ChoiceField(label=_("Onderdeel"), required=False)
    review = forms.ChoiceField(
        label=_("Beoordeling"),
        required=False,
        choices=[("", _("alle")), (LATE, _("te laat")), (SOON, _("binnen drie maanden"))],
    )
    likelihood = forms.TypedChoiceField(
        label=_("Kans"),
        required=False,
        choices=[("", _("alle")), *LIKELIHOODS.items()],
    )
    effect = forms.TypedChoiceField(
        label=_("Effect"), required=False, choices=[("", _("alle")), *EFFECTS.items()]
    )
    order = forms.ChoiceField(
        label=_("Volgorde"),
        required=False,
        choices=[
            ("", _("grootste eerst")),
            ("review", _("eerst te beoordelen")),
            ("name", _("naam")),
            ("owner", _("eigenaar")),
        ],
    )

    def __init__(self, data: Any, *, owners: Sequence[Person], units: Sequence[Unit]) -> None:
        super().__init__(data)
        people = [(str(one.pk), one.name) for one in owners]
        offered: dict[str, Any] = {
            "owner": [
                ("", _("alle")),
                (ME, _("ik")),
                (ROLE, _("een rol")),
                (GONE, _("wie is vertrokken")),
                *people,
            ],
            "unit": [
                ("", _("alle")),
                (NONE, _("de hele organisatie")),
                *((str(unit.pk), unit.name) for unit in units),
            ],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
