"""What a handler answers at triage, and says of cases that belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.ui.forms import AsksOnce, DayField, Sections, ShowsAgain
from rechtop.ground.ui.once import Once
from rechtop.people.organisation.asking import AsksAbout
from rechtop.tools.lists import queries as lists
from rechtop.tools.runs import queries as runs
from rechtop.tools.runs.models import Run
from rechtop.work.cases.asking import AsksOutside
from rechtop.work.cases.closing import CHOOSE_ONE, Told, faults
from rechtop.work.cases.models import Case
from rechtop.work.cases.models import List as CaseList
from rechtop.work.triage.models import List, Question
from rechtop.work.triage.queries import Given
from rechtop.work.triage.states import Answer, Outcome

_LONG = 20_000
_NOTE = 2_000


def _text(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONG, widget=forms.Textarea({"rows": rows}), **options
    )


def _choices(list_name: str) -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in lists.choices(list_name)]


def _types(help_text: Any, *, is_required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=gettext_lazy("Om welke soort schending gaat het?"),
        required=is_required,
        widget=forms.CheckboxSelectMultiple,
        choices=_choices(CaseList.TYPE),
        help_text=help_text,
        error_messages={"required": CHOOSE_ONE["types"]},
    )


class Answers(ShowsAgain, Once, Sections):
    """The questions in force, each with room for a note, and the types of violation."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, questions: Sequence[Question], given: Given, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for one in questions:
            self._add(one, given)
        apart = _("U kunt er meer kiezen. Dit staat los van de vragen hierboven.")
        self.fields["types"] = _types(apart, is_required=False)
        self.fields["types"].initial = list(given.types)
        self.fields["shown"].initial = given.id
        self.sections = tuple(self._grouped())

    def _add(self, one: Question, given: Given) -> None:
        self.fields[one.code] = forms.ChoiceField(
            label=str(one),
            help_text=one.more,
            choices=Answer.choices,
            widget=forms.RadioSelect,
            initial=given.answers.get(one.code, Answer.UNKNOWN),
        )
        self.fields[f"note_{one.code}"] = forms.CharField(
            label=_("Toelichting"),
            required=False,
            max_length=_NOTE,
            widget=forms.Textarea(
                {"rows": 1, "aria-label": _("Toelichting: %(question)s") % {"question": one}}
            ),
            initial=given.notes.get(one.code, ""),
        )

    def _grouped(self) -> list[tuple[Any, tuple[str, ...]]]:
        found: list[tuple[Any, tuple[str, ...]]] = [
            (
                outcome.label,
                tuple(
                    name
                    for one in self.questions
                    if one.bears_on[:1] == [outcome]
                    for name in (one.code, f"note_{one.code}")
                ),
            )
            for outcome in Outcome
        ]
        return [*found, (_("Soort schending"), ("types",))]

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        return {
            "answers": {one.code: typed[one.code] for one in self.questions},
            "notes": {one.code: typed[f"note_{one.code}"] for one in self.questions},
            "types": typed["types"],
            "shown": typed["shown"],
        }


class Follow(ShowsAgain, Once):
    """The proposal as it was shown, and why a case leaves the steps it follows for it."""

    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_to_move: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_to_move:
            self.fields["reason"] = _text(runs.WHY_OTHERS)


class Choose(ShowsAgain, Once):
    """Another procedure than was proposed, and why."""

    stands_nowhere = ("reason",)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    regime = forms.ChoiceField(label=gettext_lazy("Onder welke procedure valt deze zaak?"))
    steps = forms.ChoiceField(label=gettext_lazy("Welke stappen volgt deze zaak?"), required=False)
    reason = _text(gettext_lazy("Waarom wijkt u af van het voorstel?"))

    def __init__(self, *args: Any, run: Run | None, **options: Any) -> None:
        super().__init__(*args, **options)
        named: Any = self.fields
        named["regime"].choices = [("", "–"), *_choices(CaseList.REGIME)]
        named["steps"].choices = runs.to_follow(run)
        if run is not None:
            named["steps"].initial, named["steps"].help_text = run.version.code, runs.FROM_THE_FIRST


class Other(Once):
    """The number of another case."""

    number = forms.CharField(
        label=gettext_lazy("Nummer van de andere zaak"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Bijvoorbeeld 7F3K-92QD. Alleen wie beide zaken kan openen, ziet dat ze samen horen."
        ),
    )


_TOGETHER = gettext_lazy(
    "Uw melding gaat over iets waar wij al aan werken. Wij gaan er in één zaak mee verder. Wat u "
    "schreef, telt mee. Deze melding sluiten wij hiermee af. U kunt hier nog steeds lezen en "
    "schrijven."
)


_STOPS_HERE = gettext_lazy(
    "Let op: wat in deze zaak loopt, gaat niet mee naar de andere. Moet het doorgaan? Voeg dan de "
    "andere zaak samen met deze."
)


class Merge(Other):
    """Which case goes on for this one, and what its reporter hears; `warnings` says what closing
    does to what runs in it."""

    regime = forms.ChoiceField(
        label=gettext_lazy("Onder welke procedure viel deze zaak?"), required=False
    )
    message = _text(
        gettext_lazy("Bericht aan de melder"),
        6,
        help_text=gettext_lazy("Schrijf niet dat een ander dit ook meldde, en niet wie."),
    )
    acknowledged_on = DayField(
        label=gettext_lazy("Op welke dag is de ontvangst bevestigd?"), required=False
    )
    feedback_on = DayField(
        label=gettext_lazy("Op welke dag hoorde de melder de uitkomst?"), required=False
    )
    why_not = _text(gettext_lazy("Hoorde de melder het niet? Waarom niet?"), required=False)

    def __init__(
        self,
        *args: Any,
        case: Case,
        types: Sequence[str],
        warnings: Sequence[str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.case, self.warnings = case, warnings
        if self.warnings:
            number = self.fields["number"]
            number.help_text = f"{number.help_text} {_STOPS_HERE}"
        self.fields["types"] = _types(_("U kunt er meer kiezen."), is_required=True)
        self.fields["types"].initial = list(types)
        self.fields["message"].initial = _TOGETHER
        named: Any = self.fields
        named["regime"].choices = [("", _("Die van de andere zaak")), *_choices(CaseList.REGIME)]
        for name in self._not_asked():
            del self.fields[name]
        self.order_fields(["number", "regime", "types", "message"])

    def _not_asked(self) -> list[str]:
        by_mailbox = ["acknowledged_on", "feedback_on", "why_not"]
        found = by_mailbox if self.case.has_mailbox else ["message"]
        if not self.case.has_mailbox and self.case.acknowledged_on:
            found = [*found, "acknowledged_on"]
        if not self.case.has_mailbox and self.case.feedback_on:
            found = [*found, "feedback_on"]
        return [*found, "regime"] if self.case.regime else found

    def clean(self) -> dict[str, Any]:
        """Ask what closing asks, each at its own field."""
        typed = super().clean() or {}
        asked = {**typed, "measures": ["none"], "regime": "asked for later"}
        for name, text in faults(self.case, asked, self.told()).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, text)
        return typed

    def told(self) -> Told:
        """Give when a reporter without a mailbox heard from us, or why not."""
        typed = self.cleaned_data
        return Told(
            typed.get("acknowledged_on"), typed.get("feedback_on"), typed.get("why_not", "")
        )

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        return {
            "number": typed["number"],
            "types": typed["types"],
            "regime": typed.get("regime", ""),
            "message": typed.get("message", ""),
            "told": self.told(),
        }


_APART = gettext_lazy(
    "Uw melding gaat over meer dan één ding. Een deel behandelen wij daarom als een eigen zaak. U "
    "leest hier wat er met beide gebeurt. U hoeft niets te doen."
)


class Split(AsksOutside, AsksAbout, Once):
    """What becomes a case of its own, and what the reporter hears."""

    what = _text(gettext_lazy("Wat wordt een eigen zaak?"), 6)
    when = forms.CharField(label=gettext_lazy("Wanneer was dat?"), required=False, max_length=1000)
    where = forms.CharField(label=gettext_lazy("Waar was dat?"), required=False, max_length=1000)
    who = _text(gettext_lazy("Over wie gaat het?"), 2, required=False)
    about = forms.MultipleChoiceField(
        label=gettext_lazy("Gaat het over een van deze mensen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Wie u aankruist, krijgt de nieuwe zaak niet te zien."),
    )
    positions = forms.MultipleChoiceField(
        label=gettext_lazy("Gaat het over het bestuur of over het meldpunt zelf?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Dan gaat de nieuwe zaak naar wie daarvoor op het rooster staat."),
    )
    message = _text(
        gettext_lazy("Bericht aan de melder"),
        5,
        help_text=gettext_lazy(
            "Iedereen die deze zaak kan openen, leest dit bericht ook. Noem er geen namen in."
        ),
    )

    def __init__(self, *args: Any, readers: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(readers)
        if self.case.has_mailbox:
            self.fields["message"].initial = _APART

    def clean(self) -> dict[str, Any]:
        """Ask whether a name that was typed is that of who can open the case."""
        typed = super().clean() or {}
        self.ask_about(typed, "what", "when", "where", "who")
        return typed

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        return {
            "report": {name: typed[name] for name in ("what", "when", "where", "who")},
            "about": [int(one) for one in typed["about"]],
            "positions": typed["positions"],
            "message": typed.get("message", ""),
            "told": self.told(),
        }


_GOES_ON = gettext_lazy(
    "Wij sturen uw melding door naar een andere autoriteit: %(authority)s. Die mag dit onderzoeken "
    "en kan er meer aan doen dan wij. Wij geven uw naam niet door."
)  # fmt: skip


class Forward(AsksOutside, AsksOnce, Once):
    """To which authority, why, and what the reporter hears: shown once before it goes."""

    authority = forms.ChoiceField(label=gettext_lazy("Naar welke autoriteit stuurt u de zaak?"))
    reason = _text(
        gettext_lazy("Waarom?"), help_text=gettext_lazy("Dit blijft in het dossier staan.")
    )
    message = _text(
        gettext_lazy("Bericht aan de melder"),
        6,
        required=False,
        help_text=gettext_lazy("Het gaat pas weg als u het las."),
    )
    message.asked_when = gettext_lazy("(laat leeg voor een voorstel)")  # type: ignore[attr-defined]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named: Any = self.fields
        named["authority"].choices = [("", "–"), *_choices(List.AUTHORITY)]

    def clean(self) -> dict[str, Any]:
        """Show the message as it will go, once for each authority that is chosen."""
        typed = super().clean() or {}
        typed.pop("asked", "")
        authority = typed.get("authority")
        if self.case.has_mailbox and authority and not self.errors:
            self._show_message(authority, typed)
        return typed

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        told = {name: typed[name] for name in ("authority", "reason")}
        return {**told, "message": typed.get("message", ""), "told": self.told()}

    def _show_message(self, authority: str, typed: Mapping[str, Any]) -> None:
        self.ask("message", authority, _("Lees dit bericht na. Klopt het? Verstuur het dan."))
        if not typed.get("message"):
            if not self.errors:
                self.add_error("message", _("Vertel de melder wat u doet."))
            told = {"authority": dict(_choices(List.AUTHORITY))[authority]}
            sent: Any = self.data
            again = sent.copy()
            again["message"] = str(_GOES_ON) % told
            self.data = again
