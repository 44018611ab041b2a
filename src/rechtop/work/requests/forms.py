"""What the coordinator types about a round, and a manager about what they handled."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.languages import NO_TEXT, Text
from rechtop.ground.ui import dutch
from rechtop.ground.ui.forms import DayField, Narrows, Sections, add_text
from rechtop.ground.ui.once import Once
from rechtop.people.organisation.asking import AsksAbout
from rechtop.people.organisation.models import Unit
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.models import NONE, List
from rechtop.work.requests.models import Question
from rechtop.work.requests.states import Lapse, Quarter, RequestState

_LONG, _SHORT = 20_000, 1_000
_USUAL = datetime.timedelta(days=21)


def _last_day(**options: Any) -> DayField:
    return DayField(
        label=gettext_lazy("Tot en met welke dag kan men antwoorden?"),
        help_text=gettext_lazy(
            "Wie dan nog niets zei, krijgt een week van tevoren en op de dag zelf een herinnering."
        ),
        **options,
    )


class Open(forms.Form):
    """A new round: over which quarter, and until when."""

    over = forms.ChoiceField(label=gettext_lazy("Over welk kwartaal?"), widget=forms.RadioSelect)
    due_on = _last_day()

    def __init__(self, *args: Any, quarters: list[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quarters = {one.code: one for one in quarters}
        choices = [(code, str(one)) for code, one in self.quarters.items()]
        self.fields["over"].choices = choices  # type: ignore[attr-defined]
        if self.initial.get("over") not in self.quarters:
            self.initial["over"] = choices[0][0] if choices else ""
        self.initial.setdefault("due_on", clock.today() + _USUAL)

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        return {"over": self.quarters[typed["over"]], "due_on": typed["due_on"]}


class LastDay(forms.Form):
    """Another last day."""

    due_on = _last_day()


class LetLapse(forms.Form):
    """Why nobody is asked for an answer any more."""

    lapse = forms.ChoiceField(
        label=gettext_lazy("Waarom vervalt deze vraag?"),
        choices=Lapse,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies een reden.")},
    )


class NewQuestion(forms.Form):
    """The question that is asked from a day on; it begins as the one in force."""

    def __init__(self, *args: Any, held: Question | None) -> None:
        super().__init__(*args)
        text = Text(held.text, held.text_en) if held else NO_TEXT
        help_text = Text(held.help, held.help_en) if held else NO_TEXT
        add_text(self, "text", gettext_lazy("De vraag"), text, is_required=True)
        add_text(self, "help", gettext_lazy("Uitleg bij de vraag"), help_text, rows=4)
        self.fields["valid_from"] = DayField(
            label=gettext_lazy("Vanaf welke dag?"), initial=clock.today()
        )


class Filter(Narrows):
    """Which of the managers of a round are listed."""

    state = forms.ChoiceField(
        label=gettext_lazy("Antwoord"),
        required=False,
        choices=[("", gettext_lazy("alle")), *RequestState.choices],
    )
    department = forms.ChoiceField(label=gettext_lazy("Afdeling"), required=False)

    def __init__(self, *args: Any, departments: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), one.name) for one in departments]
        self.fields["department"].choices = [("", _("alle")), *named]  # type: ignore[attr-defined]


def _text(label: Any, rows: int, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=_LONG, widget=area, **options)


def _some(label: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **options)


class HandIn(Sections, Once, AsksAbout):
    """What a manager handled themselves."""

    day = DayField(
        label=gettext_lazy("Op welke dag was het?"),
        required=False,
        help_text=gettext_lazy("Duurde het langer? Laat dit leeg en schrijf hieronder de periode."),
    )
    period = forms.CharField(
        label=gettext_lazy("Of in welke periode?"),
        required=False,
        max_length=_SHORT,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    types = _some(
        gettext_lazy("Wat voor schending was het?"),
        help_text=gettext_lazy("U kunt er meer kiezen."),
        error_messages={"required": gettext_lazy("Kies minstens één soort schending.")},
    )
    what = _text(
        gettext_lazy("Wat was er aan de hand?"),
        4,
        help_text=gettext_lazy("In het kort. Schrijf geen namen op die hier niet nodig zijn."),
        error_messages={"required": gettext_lazy("Schrijf kort op wat er aan de hand was.")},
    )
    did = _text(
        gettext_lazy("Wat hebt u gedaan?"),
        4,
        error_messages={"required": gettext_lazy("Schrijf kort op wat u hebt gedaan.")},
    )
    outcome = _text(
        gettext_lazy("Wat was de uitkomst?"),
        3,
        error_messages={"required": gettext_lazy("Schrijf kort op wat de uitkomst was.")},
    )
    who = _text(gettext_lazy("Over wie ging het?"), 2, required=False)
    about = _some(
        gettext_lazy("Ging het over iemand die meldingen leest?"),
        required=False,
        help_text=gettext_lazy("Wie u aankruist, krijgt dit niet te zien."),
    )
    positions = _some(
        gettext_lazy("Ging het over het bestuur of over het meldpunt zelf?"),
        required=False,
        help_text=gettext_lazy("Dan gaat dit naar wie daarvoor op het rooster staat."),
    )

    sections = (
        (gettext_lazy("Wat het was"), ("day", "period", "types", "what")),
        (gettext_lazy("Wat u deed"), ("did", "outcome")),
        (gettext_lazy("Wie dit niet mag lezen"), ("who", "about", "positions")),
    )

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(readers)
        kinds = [(one.code, str(one)) for one in lists.choices(List.TYPE) if one.code != NONE]
        self.fields["types"].choices = kinds  # type: ignore[attr-defined]

    def clean_day(self) -> datetime.date | None:
        """Refuse a day that has not come."""
        day: datetime.date | None = self.cleaned_data["day"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("Deze dag ligt in de toekomst."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask when it was, and whether a name that was typed is that of a reader."""
        typed = super().clean() or {}
        if not self.errors.keys() & {"day", "period"} and not (typed["day"] or typed["period"]):
            self.add_error("day", _("Vul een dag in, of hieronder een periode."))
        self.ask_about(typed, "who", "what", "did", "outcome", "period")
        return typed

    def details(self, *, brought_by: str) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        report = {name: typed[name] for name in ("what", "did", "outcome", "who")}
        report["when"] = ", ".join(filter(None, (dutch.day(typed["day"]), typed["period"])))
        report["brought_by"] = brought_by
        if typed["positions"]:
            report["positions"] = _listed(self.fields["positions"].choices, typed["positions"])  # type: ignore[attr-defined]
        return {
            "report": report,
            "types": typed["types"],
            "about": [int(number) for number in typed["about"]],
            "positions": typed["positions"],
        }


def _listed(choices: Any, codes: list[str]) -> str:
    labels: Mapping[str, Any] = dict(choices)
    return ", ".join(str(labels[code]) for code in codes)
