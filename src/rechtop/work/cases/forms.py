"""What a handler types about a case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import AsksOnce, DayField, Sections
from rechtop.ground.ui.once import Once
from rechtop.people.organisation import queries as organisation
from rechtop.tools.lists import queries as lists
from rechtop.tools.procedures import layout
from rechtop.tools.procedures import queries as procedures
from rechtop.work.cases import rules
from rechtop.work.cases.closing import CHOOSE_ONE, Closing, Told, faults, registration_faults
from rechtop.work.cases.models import MADE_HERE, NONE, Case, List
from rechtop.work.cases.states import State

_LONG = 20_000
_UNKNOWN = ("", _("Weten we nog niet"))
_DECIDED = [("yes", _("Ja")), ("no", _("Nee"))]
_YES_NO = [_UNKNOWN, *_DECIDED]


def _text(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONG, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def _asked(when: Any, field: forms.Field) -> Any:
    """Say of a field that may stay empty when it is asked all the same."""
    field.asked_when = when  # type: ignore[attr-defined]
    return field


def _choices(list_name: str) -> list[tuple[str, str]]:
    return [(choice.code, str(choice)) for choice in lists.choices(list_name)]


def pick(list_name: str, label: Any, **options: Any) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, **options)
    field.list_name = list_name  # type: ignore[attr-defined]
    return field


def _pick_some(list_name: str, label: Any, required: Any) -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(
        label=label,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("U kunt er meer kiezen."),
        error_messages={"required": required},
    )
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


_SAME_NAME = _(
    "U noemt een naam die lijkt op %(name)s. Is het deze persoon? Kies die dan hier. Is het een "
    "ander? Verstuur dit dan nog een keer."
)


class Enter(Once, AsksOnce, WithLists):
    """A case that reached us another way."""

    channel = pick(List.CHANNEL, _("Hoe kwam de melding binnen?"))
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
        self.fields["about"].choices = readers  # type: ignore[attr-defined]
        places = [(one.code, str(one)) for one in organisation.positions()]
        self.fields["positions"].choices = places  # type: ignore[attr-defined]
        ways = self.fields["channel"].choices  # type: ignore[attr-defined]
        self.fields["channel"].choices = [way for way in ways if way[0] not in MADE_HERE]  # type: ignore[attr-defined]
        self.initial.setdefault("received_on", clock.today())
        self.readers = readers

    def clean(self) -> dict[str, Any]:
        """Ask whether a name that was typed is that of a reader."""
        typed = super().clean() or {}
        others = [one for one in self.readers if one[0] not in typed.get("about", [])]
        for number, name in organisation.mentioned(typed.get("who", ""), others):
            self.ask("about", number, str(_SAME_NAME) % {"name": name})
        return typed

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        about = ("what", "when", "where", "who", "asks", "brought_by")
        identity = {"name": typed["name"], "reach": typed["reach"]}
        return {
            "channel": typed["channel"],
            "received_on": typed["received_on"],
            "report": {name: typed[name] for name in about},
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


class Register(WithLists):
    """Procedure and flags."""

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

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        steps: Any = self.fields["steps"]
        steps.choices = [("", _("Die van de procedure")), *_procedures()]


def _procedures() -> list[tuple[str, str]]:
    found = procedures.all_in_force(clock.today())
    return [(one.code, str(layout.read(one.content).title)) for one in found]


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


class PersonConcerned(Once, AsksOnce):
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
        """Ask for a name of whom is not on the list, and whether it is not someone who is."""
        typed = super().clean() or {}
        typed.pop("asked", "")
        if not typed.get("person"):
            self._ask_who(typed.get("name", ""))
        if not typed.get("person") and not typed.get("name"):
            self.add_error("name", _("Kies iemand uit de lijst of vul een naam in."))
        if typed.get("person") and not typed.get("name"):
            typed["name"] = typed["person"].name
        return typed

    def _ask_who(self, name: str) -> None:
        listed = ((str(person.pk), person.name) for person in organisation.people())
        for number, known in organisation.mentioned(name, listed):
            self.ask("person", number, str(_SAME_NAME) % {"name": known})


class Refer(forms.Form):
    """For which position the case goes to those set for it, and why."""

    position = forms.ChoiceField(
        label=_("Over wie gaat deze zaak?"),
        help_text=_(
            "De zaak gaat naar wie daarvoor op het rooster staat. Wie zelf die functie heeft, kan "
            "haar daarna niet meer openen. Dat kunt u ook zelf zijn."
        ),
    )
    reason = _text(_("Waarom?"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(one.code, str(one)) for one in organisation.positions()]
        self.fields["position"].choices = [("", "–"), *listed]  # type: ignore[attr-defined]


class Close(Sections, WithLists):
    """The closing registration."""

    regime = pick(List.REGIME, _("Onder welke procedure valt deze zaak?"))
    is_admissible = forms.ChoiceField(
        label=_("Viel de melding onder de regeling?"),
        choices=[*_DECIDED, ("open", _("Deze vraag past niet bij deze zaak"))],
        widget=forms.RadioSelect,
        help_text=_("Kies het laatste alleen als de procedure deze vraag niet stelt."),
    )
    is_investigated = forms.ChoiceField(
        label=_("Is er onderzoek gedaan?"), choices=_DECIDED, widget=forms.RadioSelect
    )
    commissioner = pick(List.COMMISSIONER, _("Wie was de opdrachtgever?"), required=False)
    types = _pick_some(List.TYPE, _("Soort schending"), CHOOSE_ONE["types"])
    conclusion = pick(List.CONCLUSION, _("Oordeel"))
    findings = _text(_("Bevindingen"))
    consequence = _text(_("Gevolg"), required=False)
    measures = _pick_some(List.MEASURE, _("Welke maatregelen zijn er?"), CHOOSE_ONE["measures"])
    message = _text(_("Bericht aan de melder over de uitkomst"))
    acknowledged_on = _asked(
        _("(of schrijf onderaan waarom niet)"),
        DayField(label=_("Op welke dag is de ontvangst bevestigd?"), required=False),
    )
    feedback_on = _asked(
        _("(of schrijf onderaan waarom niet)"),
        DayField(label=_("Op welke dag hoorde de melder de uitkomst?"), required=False),
    )
    why_not = _asked(
        _("(alleen als hierboven een dag leeg blijft)"),
        _text(
            _("Hoorde de melder het niet? Waarom niet?"),
            rows=2,
            required=False,
            help_text=_("Bijvoorbeeld: de brief was anoniem. Dit blijft in het dossier staan."),
        ),
    )
    sections: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Procedure"), ("regime",)),
        (
            _("Oordeel"),
            (
                "is_admissible",
                "is_investigated",
                "commissioner",
                "types",
                "conclusion",
                "findings",
                "consequence",
            ),
        ),
        (_("Maatregelen"), ("measures",)),
        (_("Bericht aan de melder"), ("message",)),
        (_("Wat de melder hoorde"), ("acknowledged_on", "feedback_on", "why_not")),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        for name in _not_asked(case):
            self.fields.pop(name, None)
        self.fields["measures"].choices = _measures()  # type: ignore[attr-defined]
        if case.has_mailbox and case.state == State.RECEIVED:
            self.fields["message"].help_text = _("Dit bericht bevestigt ook de ontvangst.")

    def clean(self) -> dict[str, Any]:
        """Ask what closing asks, each at its own field."""
        typed = super().clean() or {}
        for name, text in faults(self.case, typed, self.told()).items():
            if name not in self.errors:
                self.add_error(name, text)
        return typed

    def told(self) -> Told:
        """Give when the reporter heard from us, or why not."""
        typed = self.cleaned_data
        return Told(
            typed.get("acknowledged_on"), typed.get("feedback_on"), typed.get("why_not", "")
        )

    def closing(self) -> Closing:
        """Give the closing registration."""
        typed = self.cleaned_data
        kinds = {choice.code: choice.against_person for choice in lists.choices(List.MEASURE)}
        return Closing(
            is_admissible=yes_no(typed["is_admissible"]),
            is_investigated=yes_no(typed["is_investigated"]),
            types=typed["types"],
            conclusion=typed["conclusion"],
            measures=[(code, kinds[code]) for code in typed["measures"]],
            commissioner=typed["commissioner"],
            findings=typed.get("findings", ""),
            consequence=typed.get("consequence", ""),
        )


class CloseRegistration(Close):
    """The closing registration of a case without a file."""

    closed_on = DayField(label=_("Op welke dag is de melding afgesloten?"))
    sections: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Afsluiten"), ("closed_on",)),
        (
            _("Oordeel"),
            ("is_admissible", "is_investigated", "commissioner", "types", "conclusion"),
        ),
        (_("Maatregelen"), ("measures",)),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        asked = {name for _heading, names in self.sections for name in names}
        for name in set(self.fields) - asked:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask what closing asks, each at its own field."""
        typed = forms.Form.clean(self) or {}
        for name, text in registration_faults(self.case, typed).items():
            if name not in self.errors:
                self.add_error(name, text)
        return typed


def _not_asked(case: Case) -> set[str]:
    """Name what closing this case does not ask, because it is known or there is no mailbox."""
    known = {
        "regime": bool(case.regime),
        "message": not case.has_mailbox,
        "acknowledged_on": case.has_mailbox or case.state != State.RECEIVED,
        "feedback_on": case.has_mailbox or case.feedback_on is not None,
    }
    known["why_not"] = known["acknowledged_on"] and known["feedback_on"]
    return {name for name, is_known in known.items() if is_known}


def _measures() -> list[Any]:
    """Give the measures in two groups, with what is neither after them."""
    found = lists.choices(List.MEASURE)
    some = [choice for choice in found if choice.code != NONE]
    groups = [
        (_("Tegen een persoon"), [(c.code, str(c)) for c in some if c.against_person]),
        (_("Niet tegen een persoon"), [(c.code, str(c)) for c in some if not c.against_person]),
    ]
    return groups + [(choice.code, str(choice)) for choice in found if choice.code == NONE]


def closing_again(told: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was registered at an earlier closing, to start from when a case closes again."""
    if "measures" not in told:
        return {}
    kept = ("types", "conclusion", "commissioner", "findings", "consequence")
    return {
        **{name: told[name] for name in kept},
        "measures": [code for code, _against in told["measures"]],
        "is_admissible": as_yes_no(told["is_admissible"]) or "open",
        "is_investigated": as_yes_no(told["is_investigated"]),
    }


class Reopen(forms.Form):
    """Why a closed case is opened again."""

    reason = _text(_("Waarom opent u deze zaak weer?"), rows=3)


class Hold(forms.Form):
    """Why a file is kept although its term passes, or not any more."""

    reason = _text(_("Waarom?"), rows=3)


class ChangeTerm(Once):
    """Why a term stands still, runs again or is longer, and what the reporter reads about that."""

    reason = _text(_("Waarom?"), rows=3, help_text=_("De reden staat alleen in het dossier."))

    def __init__(self, *args: Any, case: Case, day: str, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = {day: DayField(label=label, initial=clock.today() if day == "on" else None)}
        self.fields = {**first, **self.fields}
        if case.has_mailbox:
            self.fields["told"] = _text(
                _("Wat wilt u de melder erbij schrijven?"),
                rows=3,
                required=False,
                help_text=_("De melder leest in elk geval dat dit gebeurde, en vanaf wanneer."),
            )


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

    def __init__(self, *args: Any, author: int, closed_for: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = organisation.with_duty(*rules.SECOND_READERS)
        others = readers.exclude(pk__in=[author, *closed_for])
        self.fields["reader"].queryset = others  # type: ignore[attr-defined]


class Remark(forms.Form):
    """Why a row goes back to its author."""

    remark = _text(_("Wat moet er anders?"), rows=3)
