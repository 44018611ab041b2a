"""What is typed about an action point, and what the overview is narrowed down to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.refs import Ref
from rechtop.ground.ui.forms import DayField, Lines, Narrows, ShowsAgain
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.tools.action_points.models import ActionPoint
from rechtop.tools.action_points.states import Origin, State

_LONG = 2_000
_PUBLIC = _("Dit komt in de jaarrapportage. Noem geen mensen.")


class _Said(forms.Form):
    title = forms.CharField(label=_("Wat gaan wij doen?"), max_length=300)
    origin_kind = forms.ChoiceField(label=_("Waar komt het vandaan?"), choices=Origin)


class _Owned(forms.Form):
    """Who does it, and by when.

    Someone is named as they are called or by their address: a list of everybody would be long.
    """

    owner = forms.CharField(
        label=_("Wie doet het?"),
        help_text=_("Naam of e-mailadres van een collega. Deze ziet het actiepunt bij Mijn werk."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    owner_name = forms.CharField(
        label=_("Of: iemand die niet in Rechtop werkt"),
        help_text=_("Bijvoorbeeld de naam van een afdeling of een netwerk."),
        max_length=120,
        required=False,
    )
    due_on = DayField(label=_("Wanneer moet het klaar zijn?"), required=False)

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


class Opened(_Said, _Owned):
    """A new action point."""

    origin_number = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())

    field_order = ("title", "origin_kind", "owner", "owner_name", "due_on")

    def clean(self) -> dict[str, Any]:
        """Make one reference of what it comes from; a report is known by its year."""
        told = dict(super().clean() or {})
        kind, number = told.get("origin_kind", ""), told.pop("origin_number", None)
        if kind == self.initial.get("origin_kind") != Origin.REPORT and number:
            told["origin"] = Ref(kind, number)
        return told


class _Again(ShowsAgain):
    """A form of which `shown` marks what stood there when the page was made."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class Changed(_Again, _Said):
    """What a point says and where it comes from."""


class Assigned(_Again, _Owned):
    """Who does a point, and by when."""

    @classmethod
    def told(cls, point: ActionPoint) -> dict[str, Any]:
        """Give what stands there, as the form shows it."""
        owner = point.owner.email if point.owner else ""
        return {"owner": owner, "owner_name": point.owner_name, "due_on": point.due_on}


class Noted(forms.Form):
    """How it goes."""

    text = Lines(
        max_length=_LONG,
        label=_("Hoe gaat het ermee?"),
        help_text=_(
            "Met uw naam en de dag. Een notitie kan niet meer weg. Schrijf niets over een melding "
            "waaraan iemand te herkennen is."
        ),
    )


class Finished(forms.Form):
    """What came of it."""

    outcome = Lines(
        max_length=_LONG, label=_("Wat is er gedaan, en wat leverde het op?"), help_text=_PUBLIC
    )


class Dropped(forms.Form):
    """Why it is not done."""

    outcome = Lines(max_length=_LONG, label=_("Waarom doen wij dit niet meer?"), help_text=_PUBLIC)


class CarriedOver(forms.Form):
    """What was done so far, and by when the rest is."""

    outcome = Lines(max_length=_LONG, label=_("Wat is er tot nu toe gedaan?"), help_text=_PUBLIC)
    due_on = DayField(label=_("Wanneer moet de rest klaar zijn?"), required=False)


class Standing(_Again):
    """The words in which the report tells how a point stands."""

    standing = forms.CharField(
        label=_("Hoe staat het ermee?"),
        max_length=120,
        help_text=_("Bijvoorbeeld open, uitgevoerd, afgerond of loopt door."),
    )


ALL, NOBODY, ME, GONE = "all", "none", "me", "gone"


class Filter(Narrows):
    """What the overview shows, and in which order."""

    state = forms.ChoiceField(label=_("Stand"), required=False)
    year = forms.ChoiceField(label=_("Rapportage over"), required=False)
    owner = forms.ChoiceField(label=_("Wie"), required=False)
    order = forms.ChoiceField(
        label=_("Volgorde"),
        required=False,
        choices=[
            ("", _("eerst wat te laat is")),
            ("title", _("actiepunt")),
            ("owner", _("wie")),
            ("year", _("nieuwste rapportage eerst")),
        ],
    )

    def __init__(self, data: Any, *, years: Sequence[int], owners: Sequence[Person]) -> None:
        super().__init__(data)
        people = [(str(one.pk), one.name) for one in owners]
        offered: dict[str, Any] = {
            "state": [("", _("nog niet klaar")), *State.choices, (ALL, _("alle"))],
            "year": [("", _("alle")), *((str(year), str(year)) for year in years)],
            "owner": [
                ("", _("alle")),
                (ME, _("ik")),
                (NOBODY, _("nog niemand")),
                (GONE, _("wie is vertrokken")),
                *people,
            ],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
