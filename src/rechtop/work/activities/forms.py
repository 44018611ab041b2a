"""What is typed about a gathering."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.ui.forms import DayField, GoesOn, Lines, ShowsAgain
from rechtop.ground.ui.once import Once
from rechtop.people.identity.models import Person
from rechtop.tools.lists import queries as lists
from rechtop.work.activities import queries
from rechtop.work.activities.models import WHEN, Gathering
from rechtop.work.activities.states import Form, Rhythm

_NO_NAMES = gettext_lazy("Iedereen die de bijeenkomst ziet, leest dit. Noem geen mensen.")
_MOST_SHOWN = 5


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H.%M", "%H:%M"],
        widget=forms.TimeInput(format="%H.%M", attrs={"autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Schrijf een tijd als 14.30.")},
    )


def _count(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=queries.MOST_REACHED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=help_text,
        error_messages={
            "invalid": gettext_lazy("Schrijf een heel getal, zonder punt of komma."),
            "max_value": gettext_lazy("Dit getal is te groot."),
        },
    )


class What(forms.Form):
    """What a gathering is, and where."""

    kind = forms.ChoiceField(label=gettext_lazy("Soort"))
    network = forms.ChoiceField(
        label=gettext_lazy("Welk netwerk?"),
        required=False,
        help_text=gettext_lazy("Alleen bij de soort Netwerk."),
    )
    title = forms.CharField(
        label=gettext_lazy("Hoe heet het?"), max_length=200, help_text=_NO_NAMES
    )
    goal = Lines(label=gettext_lazy("Waarvoor is het?"), rows=3, max_length=1_000, required=False)
    form = forms.ChoiceField(label=gettext_lazy("Hoe komt u bij elkaar?"), choices=Form)
    place = forms.CharField(
        label=gettext_lazy("Waar?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Een zaal, of het adres van de digitale bijeenkomst."),
    )
    materials = Lines(
        label=gettext_lazy("Materiaal"),
        rows=3,
        max_length=2_000,
        required=False,
        help_text=gettext_lazy("Een link of korte tekst op elke regel."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in (("kind", queries.kinds()), ("network", lists.choices("network"))):
            choices = {one.code: str(one) for one in listed}
            list_name, known = "activity" if name == "kind" else "network", self.initial.get(name)
            if known and known not in choices:
                choices[known] = lists.labels().get((list_name, known), known)
            self.fields[name].choices = [("", "–"), *choices.items()]  # type: ignore[attr-defined]


class Changed(ShowsAgain, What):
    """What a gathering is, changed; `shown` marks what stood there when the page was made."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class _Times(forms.Form):
    """On which day and at what time."""

    day = DayField(label=gettext_lazy("Op welke dag?"))
    starts_at = _hour(gettext_lazy("Begint om"))
    ends_at = _hour(gettext_lazy("Eindigt om"))


class When(_Times):
    """On which days and at what time."""

    until_day = DayField(
        label=gettext_lazy("Tot en met welke dag?"),
        required=False,
        help_text=gettext_lazy("Alleen als het langer dan een dag duurt."),
    )
    field_order: Iterable[str] | None = ("day", "until_day")


class Moved(ShowsAgain, When):
    """When a gathering is, changed; `shown` marks what stood there when the page was made."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class Plan(Once, What, When):
    """A new gathering."""

    field_order = ("kind", "network", "title", "goal", *WHEN, "form", "place", "materials")


class SetSignUp(forms.Form):
    """Whether people sign up, and for how many there is a place."""

    takes_sign_ups = forms.BooleanField(
        label=gettext_lazy("Collega’s kunnen zich aanmelden"), required=False
    )
    places = _count(
        gettext_lazy("Hoeveel plaatsen zijn er?"),
        gettext_lazy("Laat het leeg als iedereen mag komen."),
    )


class SignUpChanged(ShowsAgain, SetSignUp):
    """Who can sign up, changed; `shown` marks what stood there when the page was made."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class PlanSeries(Once, What, _Times, SetSignUp):
    """A series of new gatherings."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("Hoe vaak?"), choices=Rhythm, initial=Rhythm.QUARTER
    )
    until = DayField(
        label=gettext_lazy("Tot en met welke dag gaat de reeks door?"),
        help_text=gettext_lazy("Daarna kunt u elke bijeenkomst apart verzetten of afzeggen."),
    )
    field_order = (
        *("kind", "network", "title", "goal", "day", "rhythm", "until"),
        *("starts_at", "ends_at", "form", "place", "materials", "takes_sign_ups", "places"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Op welke dag is de eerste keer?")


class Cancel(forms.Form):
    """Why it is cancelled."""

    reason = forms.CharField(
        label=gettext_lazy("Waarom gaat het niet door?"), max_length=300, help_text=_NO_NAMES
    )


class Hold(GoesOn):
    """Who was there, and what came of it."""

    reached = _count(
        gettext_lazy("Hoeveel mensen waren er?"),
        gettext_lazy("Laat het leeg als u iedereen hieronder noemt: dan tellen die."),
    )
    people = Lines(
        label=gettext_lazy("Wie waren er?"),
        rows=6,
        max_length=200_000,
        required=False,
        help_text=gettext_lazy(
            "Alleen als u dit wilt bijhouden. Op elke regel een personeelsnummer, een "
            "e-mailadres of een naam. Wie zich aanmeldde, staat er al: haal weg wie niet kwam."
        ),
    )
    outcome = Lines(
        label=gettext_lazy("Wat leverde het op?"),
        rows=4,
        max_length=2_000,
        required=False,
        help_text=_NO_NAMES,
    )

    def clean_people(self) -> Sequence[Person]:
        """Find who is meant, or say which lines mean nobody."""
        lines = [one.strip() for one in str(self.cleaned_data["people"]).split("\n")]
        found = queries.named(list(dict.fromkeys(one for one in lines if one)))
        faults = [
            (_("Wij kennen niemand die zo heet: %(lines)s."), found.unknown),
            (_("Zo heten er meer, typ het e-mailadres: %(lines)s."), found.unclear),
        ]
        told = [text % {"lines": _some(lines)} for text, lines in faults if lines]
        if told:
            raise forms.ValidationError(told)
        return found.people

    edition = forms.IntegerField(required=False, widget=forms.HiddenInput())

    @classmethod
    def told(cls, gathering: Gathering) -> dict[str, Any]:
        """Give what stands there, or who signed up, as the form shows it."""
        if gathering.reached is None:
            there = [one.person.email for one in queries.sign_ups(gathering)]
        else:
            there = [one.person.email for one in queries.attendees(gathering)]
        return {
            "reached": gathering.reached,
            "people": "\n".join(there),
            "outcome": gathering.outcome,
            "edition": gathering.edition,
        }


def _some(lines: Sequence[str]) -> str:
    """Give the first of many lines; to read all of them would help nobody."""
    more = ["…"] if len(lines) > _MOST_SHOWN else []
    return ", ".join([*(one[:60] for one in lines[:_MOST_SHOWN]), *more])
