"""What a handler types about a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField
from rechtop.ground.ui.once import Once
from rechtop.people.organisation import queries as organisation
from rechtop.tools.lists import queries as lists
from rechtop.work.cases import rules
from rechtop.work.cases.models import Case, List
from rechtop.work.cases.operations import Closing
from rechtop.work.cases.states import State

_LONG = 20_000
_UNKNOWN = ("", _("Weten we nog niet"))
_YES_NO = [_UNKNOWN, ("yes", _("Ja")), ("no", _("Nee"))]


def _text(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONG, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def _choices(list_name: str) -> list[tuple[str, str]]:
    return [(choice.code, str(choice)) for choice in lists.choices(list_name)]


def _pick(list_name: str, label: Any, **options: Any) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, **options)
    field.list_name = list_name  # type: ignore[attr-defined]
    return field


class _WithLists(forms.Form):
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


class Enter(Once, _WithLists):
    """A case that reached us another way."""

    channel = _pick(List.CHANNEL, _("Hoe kwam de melding binnen?"))
    received_on = DayField(label=_("Op welke dag kwam zij binnen?"))
    brought_by = forms.CharField(
        label=_("Wie bracht de melding over?"),
        required=False,
        max_length=300,
        help_text=_("Bijvoorbeeld: bureauhoofd van afdeling X. Alleen te lezen in de kluis."),
    )
    what = _text(_("Wat is er gemeld?"), rows=8)
    when = forms.CharField(label=_("Wanneer was dat?"), required=False, max_length=1000)
    where = forms.CharField(label=_("Waar was dat?"), required=False, max_length=1000)
    who = _text(_("Over wie gaat het?"), required=False, rows=2)
    asks = _text(_("Wat vraagt de melder?"), required=False, rows=2)
    name = forms.CharField(
        label=_("Naam van de melder"),
        required=False,
        max_length=300,
        help_text=_("Laat leeg als u de naam niet weet of niet mag weten."),
    )
    reach = forms.CharField(
        label=_("Hoe is de melder te bereiken?"), required=False, max_length=300
    )
    about = forms.MultipleChoiceField(
        label=_("Gaat het over iemand die meldingen leest?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Die persoon krijgt deze zaak niet te zien."),
    )

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = readers  # type: ignore[attr-defined]
        self.initial.setdefault("received_on", clock.today())

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        about = ("what", "when", "where", "who", "asks", "brought_by")
        identity = {"name": typed["name"], "reach": typed["reach"]} if typed["name"] else {}
        return {
            "channel": typed["channel"],
            "received_on": typed["received_on"],
            "report": {name: typed[name] for name in about},
            "identity": identity,
            "about": [int(number) for number in typed["about"]],
        }


class Assign(forms.Form):
    """Who handles the case."""

    to: Any = forms.ModelChoiceField(label=_("Behandelaar"), queryset=None, empty_label="–")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = organisation.with_duty(*rules.HANDLERS)  # type: ignore[attr-defined]


class Acknowledge(forms.Form):
    """The acknowledgement of receipt."""

    on = DayField(label=_("Op welke dag is de ontvangst bevestigd?"))
    message = _text(_("Bericht aan de melder"), rows=6, required=False)

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


class Register(_WithLists):
    """Procedure and flags."""

    regime = _pick(List.REGIME, _("Onder welke procedure valt deze zaak?"))
    is_wrongdoing = forms.ChoiceField(
        label=_("Is het een vermoeden van een misstand?"), choices=_YES_NO, required=False
    )
    is_union_law_breach = forms.ChoiceField(
        label=_("Is het een inbreuk op het Unierecht?"), choices=_YES_NO, required=False
    )


class Message(Once):
    """A message to the reporter."""

    text = _text(_("Bericht aan de melder"))
    is_feedback = forms.BooleanField(
        label=_("Dit is de terugkoppeling over beoordeling en opvolging"), required=False
    )


class Feedback(forms.Form):
    """Feedback given outside the mailbox."""

    on = DayField(label=_("Op welke dag kreeg de melder terugkoppeling?"))


class Note(Once):
    """An internal note."""

    text = _text(_("Notitie voor de behandelaars"))


class PersonConcerned(Once):
    """A person concerned."""

    person: Any = forms.ModelChoiceField(
        label=_("Werkt deze persoon hier?"),
        queryset=None,
        required=False,
        empty_label=_("Nee, of niet in de lijst"),
        help_text=_("Wie u hier kiest, kan deze zaak niet meer openen. Ook niet als beheerder."),
    )
    name = forms.CharField(label=_("Naam"), max_length=300, required=False)
    description = _text(_("Wat is de rol van deze persoon?"), rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = organisation.people()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a name of whom is not on the list."""
        typed = super().clean() or {}
        if not typed.get("person") and not typed.get("name"):
            self.add_error("name", _("Kies iemand uit de lijst of vul een naam in."))
        if typed.get("person") and not typed.get("name"):
            typed["name"] = typed["person"].name
        return typed


class Close(_WithLists):
    """The closing registration."""

    is_admissible = forms.ChoiceField(
        label=_("Valt de melding onder de regeling?"), choices=_YES_NO, required=False
    )
    is_investigated = forms.ChoiceField(
        label=_("Is er onderzoek gedaan?"), choices=_YES_NO, required=False
    )
    types = forms.MultipleChoiceField(
        label=_("Soort schending"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("U kunt er meer kiezen."),
    )
    types.list_name = List.TYPE  # type: ignore[attr-defined]
    conclusion = _pick(List.CONCLUSION, _("Oordeel"))
    findings = _text(_("Bevindingen"))
    consequence = _text(_("Gevolg"), required=False)
    measures = forms.MultipleChoiceField(
        label=_("Maatregelen"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("U kunt er meer kiezen."),
    )
    measures.list_name = List.MEASURE  # type: ignore[attr-defined]
    commissioner = _pick(List.COMMISSIONER, _("Wie was de opdrachtgever?"), required=False)
    message = _text(_("Bericht aan de melder over de uitkomst"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].required = case.has_mailbox
        if not case.has_mailbox:
            del self.fields["message"]

    def closing(self) -> Closing:
        """Give the closing registration."""
        typed = self.cleaned_data
        kinds = {choice.code: choice.against_person for choice in lists.choices("measure")}
        return Closing(
            is_admissible=yes_no(typed["is_admissible"]),
            is_investigated=yes_no(typed["is_investigated"]),
            types=typed["types"],
            conclusion=typed["conclusion"],
            measures=[(code, kinds[code]) for code in typed["measures"]],
            commissioner=typed["commissioner"],
            findings=typed["findings"],
            consequence=typed["consequence"],
        )


class Reopen(forms.Form):
    """Why a closed case is opened again."""

    reason = _text(_("Waarom opent u deze zaak weer?"), rows=3)


class Row(forms.Form):
    """The row for publication."""

    report = _text(
        _("Melding vermeende schending"),
        rows=3,
        help_text=_("Zonder namen, functies of afdelingen waaraan iemand te herkennen is."),
    )
    subject = _text(_("Object van onderzoek"), rows=2, required=False)
    findings = _text(_("Bevindingen"))
    consequence = _text(_("Gevolg"), rows=3, required=False)
    reader: Any = forms.ModelChoiceField(
        label=_("Wie is de tweede lezer?"),
        queryset=None,
        empty_label="–",
        help_text=_("Een ander dan u. Pas na akkoord komt de rij in het jaarverslag."),
    )

    def __init__(self, *args: Any, author: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = organisation.with_duty(*rules.SECOND_READERS).exclude(pk=author)
        self.fields["reader"].queryset = readers  # type: ignore[attr-defined]


class Remark(forms.Form):
    """Why a row goes back to its author."""

    remark = _text(_("Wat moet er anders?"), rows=3)


class Filter(_WithLists):
    """What the list of cases shows."""

    state = forms.ChoiceField(label=_("Stand"), required=False)
    regime = _pick(List.REGIME, _("Procedure"), required=False)
    channel = _pick(List.CHANNEL, _("Binnengekomen via"), required=False)
    conclusion = _pick(List.CONCLUSION, _("Oordeel"), required=False)
    handler = forms.ChoiceField(label=_("Behandelaar"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "–"), *State.choices]  # type: ignore[attr-defined]
        mine = [("", "–"), ("me", _("Ik")), ("none", _("Niemand"))]
        self.fields["handler"].choices = mine  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Give the filters that were set; nonsense in the address filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
