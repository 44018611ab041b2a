"""What a handler types about a case."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField, ShowsAgain, TimesField
from rechtop.ground.ui.once import Once
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.asking import AsksAbout, AsksWho
from rechtop.tools.lists import queries as lists
from rechtop.tools.runs import queries as runs
from rechtop.tools.runs.models import Run
from rechtop.work.cases import rules
from rechtop.work.cases.models import MADE_HERE, NONE, Case, List

_LONG = 20_000
_UNKNOWN = ("", _("Weten we nog niet"))
DECIDED = [("yes", _("Ja")), ("no", _("Nee"))]
_YES_NO = [_UNKNOWN, *DECIDED]


def long_text(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONG, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def also_asked(when: Any, field: forms.Field) -> Any:
    """Say of a field that may stay empty when it is asked all the same."""
    field.asked_when = when  # type: ignore[attr-defined]
    return field


def _choices(list_name: str) -> list[tuple[str, str]]:
    return [(choice.code, str(choice)) for choice in lists.choices(list_name)]


def pick(list_name: str, label: Any, **options: Any) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, **options)
    field.list_name = list_name  # type: ignore[attr-defined]
    return field


def pick_some(list_name: str, label: Any, required: Any) -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(
        label=label,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("U kunt er meer kiezen."),
        error_messages={"required": required},
    )
    field.list_name = list_name  # type: ignore[attr-defined]
    return field


def pick_times(list_name: str, label: Any, required: Any) -> TimesField:
    field = TimesField(
        label=label,
        help_text=_("U kunt er meer kiezen. Vul achter elke keuze in hoe vaak."),
        error_messages={"required": required},
    )
    field.widget.once = (NONE,)
    field.list_name = list_name  # type: ignore[attr-defined]
    return field


class WithLists(forms.Form):
    """Fills fields that pick from a list with the values in force today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if list_name := getattr(field, "list_name", ""):
                first = [] if isinstance(field, forms.MultipleChoiceField) else [("", "–")]
                field.choices = first + _choices(list_name)  # type: ignore[attr-defined]


def yes_no(value: str) -> bool | None:
    """Read an answer that may be unknown."""
    return {"yes": True, "no": False}.get(value)


def as_yes_no(value: bool | None) -> str:
    """Write an answer that may be unknown."""
    return {True: "yes", False: "no", None: ""}[value]


_TOLD = ("what", "when", "where", "who", "asks")
"""What a reporter told, in which a name may stand; who brought it over is another."""


class Enter(Once, AsksAbout, WithLists):
    """A case that reached us another way."""

    channel = pick(List.CHANNEL, _("Hoe kwam de melding binnen?"))
    received_on = DayField(label=_("Op welke dag kwam zij binnen?"))
    brought_by = forms.CharField(
        label=_("Wie bracht de melding over?"),
        required=False,
        max_length=300,
        help_text=_("Bijvoorbeeld: bureauhoofd van afdeling X. Alleen te lezen in de kluis."),
    )
    what = long_text(_("Wat is er gemeld?"), rows=8)
    when = forms.CharField(label=_("Wanneer was dat?"), required=False, max_length=1000)
    where = forms.CharField(label=_("Waar was dat?"), required=False, max_length=1000)
    who = long_text(_("Over wie gaat het?"), required=False, rows=2)
    asks = long_text(_("Wat vraagt de melder?"), required=False, rows=2)
    name = forms.CharField(
        label=_("Naam van de melder"),
        required=False,
        max_length=300,
        help_text=_(
            "Laat leeg als u de naam niet weet of niet mag weten. De naam gaat naar de bewaarder: "
            "u kunt hem hierna alleen met een reden opvragen."
        ),
    )
    reach = forms.CharField(
        label=_("Hoe is de melder te bereiken?"), required=False, max_length=300
    )
    about = forms.MultipleChoiceField(
        label=_("Gaat het over een van deze mensen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wie u aankruist, krijgt deze zaak en de naam van de melder niet te zien."),
    )
    positions = forms.MultipleChoiceField(
        label=_("Gaat het over het bestuur of over het meldpunt zelf?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Dan gaat deze zaak naar wie daarvoor op het rooster staat."),
    )

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(readers)
        ways = self.fields["channel"].choices  # type: ignore[attr-defined]
        self.fields["channel"].choices = [way for way in ways if way[0] not in MADE_HERE]  # type: ignore[attr-defined]
        self.initial.setdefault("received_on", clock.today())

    def clean(self) -> dict[str, Any]:
        """Ask whether a name that was typed is that of a reader."""
        typed = super().clean() or {}
        self.ask_about(typed, *_TOLD)
        return typed

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        about = ("what", "when", "where", "who", "asks", "brought_by")
        identity = {"name": typed["name"], "reach": typed["reach"]}
        report = {name: typed[name] for name in about}
        if typed["positions"]:
            chosen = dict(self.fields["positions"].choices)  # type: ignore[attr-defined]
            report["positions"] = ", ".join(str(chosen[code]) for code in typed["positions"])
        return {
            "channel": typed["channel"],
            "received_on": typed["received_on"],
            "report": report,
            "identity": identity if any(identity.values()) else {},
            "about": [int(number) for number in typed["about"]],
            "positions": typed["positions"],
        }


class Assign(forms.Form):
    """Who handles the case."""

    to: Any = forms.ModelChoiceField(label=_("Behandelaar"), queryset=None, empty_label="–")

    def __init__(self, *args: Any, closed_for: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handlers = organisation.with_duty(*rules.HANDLERS).exclude(pk__in=closed_for)
        self.fields["to"].queryset = handlers  # type: ignore[attr-defined]


class Acknowledge(forms.Form):
    """The acknowledgement of receipt."""

    on = DayField(label=_("Op welke dag is de ontvangst bevestigd?"))
    message = long_text(_("Bericht aan de melder"), rows=6, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", clock.today())
        if case.has_mailbox:
            del self.fields["on"]
            self.fields["message"].required = True
            self.initial.setdefault("message", _FIRST_MESSAGE)
        else:
            del self.fields["message"]


_FIRST_MESSAGE = _(
    "Dank u voor uw melding. Wij hebben haar ontvangen en lezen haar goed. "
    "U hoort van ons wat wij ermee doen. Hebt u iets toe te voegen? Schrijf het hier."
)


class Register(ShowsAgain, Once, WithLists):
    """Procedure and flags."""

    stands_nowhere = ("reason",)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    regime = pick(List.REGIME, _("Onder welke procedure valt deze zaak?"))
    is_wrongdoing = forms.ChoiceField(
        label=_("Is het een vermoeden van een misstand?"), choices=_YES_NO, required=False
    )
    is_union_law_breach = forms.ChoiceField(
        label=_("Is het een inbreuk op het Unierecht?"), choices=_YES_NO, required=False
    )
    steps = forms.ChoiceField(
        label=_("Welke stappen volgt deze zaak?"),
        required=False,
        help_text=_("Meestal die van de procedure zelf. Over de secretaris of het bestuur: kies."),
    )

    def __init__(self, *args: Any, run: Run | None, **options: Any) -> None:
        super().__init__(*args, **options)
        steps: Any = self.fields["steps"]
        steps.choices = runs.to_follow(run)
        if run is not None:
            steps.initial, steps.help_text = run.version.code, runs.FROM_THE_FIRST
            self.fields["reason"] = also_asked(
                _("(alleen bij andere stappen)"),
                long_text(runs.WHY_OTHERS, rows=2, required=False),
            )


class Message(Once):
    """A message to the reporter."""

    text = long_text(_("Bericht aan de melder"))
    is_feedback = forms.BooleanField(
        label=_("Dit is de terugkoppeling over beoordeling en opvolging"), required=False
    )


class Feedback(forms.Form):
    """Feedback given outside the mailbox."""

    on = DayField(label=_("Op welke dag kreeg de melder terugkoppeling?"))


class Note(Once):
    """An internal note."""

    text = long_text(_("Notitie voor de behandelaars"))


class PersonConcerned(Once, AsksWho):
    """A person concerned."""

    person: Any = forms.ModelChoiceField(
        label=_("Werkt deze persoon hier?"),
        queryset=None,
        required=False,
        empty_label=_("Nee, of niet in de lijst"),
        help_text=_("Wie u hier kiest, kan deze zaak niet meer openen. Ook niet als beheerder."),
    )
    name = forms.CharField(label=_("Naam"), max_length=300, required=False)
    description = long_text(_("Wat is de rol van deze persoon?"), rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = organisation.people()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a name of whom is not on the list, and whether it is not someone who is."""
        typed = super().clean() or {}
        typed.pop("asked", "")
        if not typed.get("person"):
            known = [(str(one.pk), one.name) for one in organisation.people()]
            self.ask_who("person", typed.get("name", ""), known)
        if not typed.get("person") and not typed.get("name"):
            self.add_error("name", _("Kies iemand uit de lijst of vul een naam in."))
        if typed.get("person") and not typed.get("name"):
            typed["name"] = typed["person"].name
        return typed


class Refer(forms.Form):
    """For which position the case goes to those set for it, and why."""

    position = forms.ChoiceField(
        label=_("Over wie gaat deze zaak?"),
        help_text=_(
            "De zaak gaat naar wie daarvoor op het rooster staat. Wie zelf die functie heeft, kan "
            "haar daarna niet meer openen. Dat kunt u ook zelf zijn."
        ),
    )
    reason = long_text(_("Waarom?"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(one.code, str(one)) for one in organisation.positions()]
        self.fields["position"].choices = [("", "–"), *listed]  # type: ignore[attr-defined]


class Hold(forms.Form):
    """Why a file is kept although its term passes, or not any more."""

    reason = long_text(_("Waarom?"), rows=3)


class ChangeTerm(Once):
    """Why a term stands still, runs again or is longer, and what the reporter reads about that."""

    reason = long_text(_("Waarom?"), rows=3, help_text=_("De reden staat alleen in het dossier."))

    def __init__(self, *args: Any, case: Case, day: str, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = {day: DayField(label=label, initial=clock.today() if day == "on" else None)}
        self.fields = {**first, **self.fields}
        if case.has_mailbox:
            self.fields["told"] = long_text(
                _("Wat wilt u de melder erbij schrijven?"),
                rows=3,
                required=False,
                help_text=_("De melder leest in elk geval dat dit gebeurde, en vanaf wanneer."),
            )


class Row(forms.Form):
    """The row for publication."""

    report = long_text(
        _("Melding vermeende schending"),
        rows=3,
        help_text=_("Zonder namen, functies of afdelingen waaraan iemand te herkennen is."),
    )
    subject = long_text(_("Object van onderzoek"), rows=2, required=False)
    findings = long_text(_("Bevindingen"))
    consequence = long_text(_("Gevolg"), rows=3, required=False)
    reader: Any = forms.ModelChoiceField(
        label=_("Wie is de tweede lezer?"),
        queryset=None,
        empty_label="–",
        help_text=_("Een ander dan u. Pas na akkoord komt de rij in het jaarverslag."),
    )

    def __init__(self, *args: Any, author: int, closed_for: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = organisation.with_duty(*rules.SECOND_READERS)
        others = readers.exclude(pk__in=[author, *closed_for])
        self.fields["reader"].queryset = others  # type: ignore[attr-defined]


class Remark(Once):
    """Why a row goes back to its author."""

    remark = long_text(_("Wat moet er anders?"), rows=3)
