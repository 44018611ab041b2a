"""What is typed about an investigation."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock, words
from rechtop.ground.ui.forms import AsksOnce, DayField
from rechtop.ground.ui.once import Once
from rechtop.ground.ui.seven_words import SevenWords
from rechtop.people.identity.models import Person
from rechtop.people.organisation.asking import AsksWho
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.asking import AsksOutside
from rechtop.work.cases.models import List as CaseList
from rechtop.work.investigations.models import List
from rechtop.work.investigations.operations import Order, Part
from rechtop.work.investigations.states import Bureau, Role, Way

_LONG = 20_000
# A part of a report holds several of those. Its form stays within DATA_UPLOAD_MAX_MEMORY_SIZE.
_LONGEST_PART = 500_000
_NOBODY = "–"

_USUAL_TERM = datetime.timedelta(days=14)

Choices = Sequence[tuple[str, str]]
Parts = Mapping[str, tuple[str, str]]
"""The parts of a report by name: heading and text."""


def long_text(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    """Make a field for a text of some length."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, **{"max_length": _LONG, **options})


def line(label: Any, **options: Any) -> forms.CharField:
    """Make a field for a line."""
    return forms.CharField(label=label, max_length=300, **options)


def pick(list_name: str, label: Any, **options: Any) -> forms.ChoiceField:
    """Make a field that picks from a list of the authority."""
    field = forms.ChoiceField(label=label, **options)
    field.list_name = list_name  # type: ignore[attr-defined]
    return field


class WithLists(forms.Form):
    """Fills fields that pick from a list with the values in force today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if list_name := getattr(field, "list_name", ""):
                listed = [(choice.code, str(choice)) for choice in lists.choices(list_name)]
                field.choices = [("", _NOBODY), *listed]  # type: ignore[attr-defined]


def _people(label: Any, **options: Any) -> Any:
    return forms.ModelChoiceField(label=label, queryset=None, empty_label=_NOBODY, **options)


class Ask(Once):
    """Who decides, and what they should know."""

    decider = _people(
        _("Wie beslist?"),
        help_text=_("Alleen wie deze zaak mag zien, staat in de lijst. U geeft ook de sleutel."),
    )
    text = long_text(
        _("Wat moet de beslisser weten?"),
        rows=6,
        help_text=_("Bijvoorbeeld: waarom een onderzoek nodig is, en wat u al weet."),
    )

    def __init__(self, *args: Any, deciders: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decider"].queryset = deciders  # type: ignore[attr-defined]


class Decline(AsksOutside, AsksOnce, Once):
    """Why there is no investigation; the reporter reads it in the words that are confirmed, or who
    decides says how they heard."""

    reasons = long_text(
        _("Waarom komt er geen onderzoek?"),
        rows=6,
        help_text=_("Dit blijft in het dossier staan."),
    )
    message = long_text(
        _("Bericht aan de melder"),
        rows=6,
        required=False,
        help_text=_("Laat leeg om uw redenen over te nemen. U leest ze dan eerst na."),
    )

    def clean(self) -> dict[str, Any]:
        """Let who decides read what the reporter will read before it goes."""
        typed = super().clean() or {}
        typed.pop("asked", "")
        if "message" in self.fields and typed.get("reasons") and not typed.get("message"):
            typed["message"] = typed["reasons"]
            question = _("Dit leest de melder. Klopt het zo? Verstuur het dan nog een keer.")
            self.ask("message", "message", str(question))
            before: Any = self.data
            sent = before.copy()
            sent["message"] = typed["reasons"]
            self.data = sent
        return typed

    def details(self) -> Mapping[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        message = typed.get("message", "")
        return {"reasons": typed["reasons"], "message": message, "told": self.told()}


class ChoosesInvestigator(Once):
    """Who investigates."""

    kind = forms.ChoiceField(
        label=_("Wie onderzoekt?"), choices=Bureau.choices, widget=forms.RadioSelect
    )
    bureau = line(_("Naam van het bureau"), required=False)
    investigator = _people(
        _("Onderzoeker"),
        help_text=_(
            "De onderzoeker krijgt de sleutel pas na de verklaring van geheimhouding. Staat iemand "
            "er niet bij? Dan mist die persoon de taak of een bevestigde sleutel, of behandelt die "
            "de zaak."
        ),
    )

    def __init__(self, *args: Any, investigators: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["investigator"].queryset = investigators  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a bureau outside."""
        typed = super().clean() or {}
        if typed.get("kind") == Bureau.EXTERNAL and not typed.get("bureau"):
            self.add_error("bureau", _("Vul de naam van het bureau in."))
        return typed


class GiveOrder(ChoosesInvestigator, WithLists):
    """The order."""

    commissioner = pick(CaseList.COMMISSIONER, _("Wie is de opdrachtgever?"))
    question = long_text(_("Welke vraag moet het onderzoek beantwoorden?"))
    scope = long_text(
        _("Wat hoort erbij, en wat niet?"),
        help_text=_("Bijvoorbeeld: welke jaren, welke afdeling, welke opdrachten."),
    )
    field_order = ("commissioner", "question", "scope")

    def details(self) -> Mapping[str, Any]:
        """Give what the operation asks."""
        typed = dict(self.cleaned_data)
        investigator = typed.pop("investigator")
        return {"order": Order(**typed), "investigator": investigator}


class Replace(ChoosesInvestigator):
    """Who goes on with an investigation, and why another."""

    reason = long_text(
        _("Waarom onderzoekt een ander verder?"),
        rows=3,
        help_text=_("Dit blijft in het dossier staan."),
    )


class Sign(Once):
    """The statement of secrecy, as it was shown."""

    shown = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.BooleanField(label=_("Ik verklaar dit"))


class Finish(Once):
    """The end of an investigation, with who does not have the outcome yet."""

    reason = long_text(
        _("Waarom eindigt het onderzoek?"),
        rows=3,
        required=False,
        help_text=_("Nodig als er geen eindrapport is, of als iemand de uitkomst nog niet kreeg."),
    )

    def __init__(self, *args: Any, without: Sequence[Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.without = without


class Plan(Once):
    """How the investigation will be done."""

    text = long_text(_("Plan van het onderzoek"), rows=10)


class PersonHeard(Once, AsksWho):
    """Someone to be heard. Of a person concerned it is asked whether they work here."""

    name = line(_("Naam"))
    role = forms.ChoiceField(label=_("Als wat hoort u deze persoon?"), choices=Role.choices)
    person: Any = forms.ModelChoiceField(
        label=_("Werkt deze persoon hier?"),
        queryset=None,
        required=False,
        empty_label=_("Nee, of niet in de lijst"),
        help_text=_(
            "Alleen voor een betrokkene. Wie u kiest, kan deze zaak niet openen, ook later niet."
        ),
    )
    about = long_text(_("Waarover wilt u deze persoon horen?"), rows=3, required=False)

    def __init__(self, *args: Any, colleagues: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask of a person concerned whether they are a colleague; of others it makes no
        difference."""
        typed = super().clean() or {}
        typed.pop("asked", "")
        if typed.get("role") != Role.CONCERNED:
            typed["person"] = None
        elif not typed.get("person"):
            listed = [(str(one.pk), one.name) for one in self.fields["person"].queryset]  # type: ignore[attr-defined]
            self.ask_who("person", typed.get("name", ""), listed)
        return typed


def one_of(label: Any, **options: Any) -> forms.ChoiceField:
    """Make a field that picks one of what stands in the file."""
    return forms.ChoiceField(label=label, **options)


class Chooses(forms.Form):
    """Fills fields that pick from what stands in the file; `choices` gives it by field.

    Where there is nothing to tick, nothing is asked. Where there is nothing to choose from and
    something must be, `NOTHING` says so.
    """

    NOTHING: Any = _("Er is nog niets om uit te kiezen. Leg dat eerst vast.")

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._empty = {name for name, listed in choices.items() if not listed}
        for name, listed in choices.items():
            field: Any = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = listed
            else:
                field.choices = [("", _NOBODY), *listed]
            if not listed and isinstance(field, forms.MultipleChoiceField) and not field.required:
                del self.fields[name]

    @property
    def is_empty(self) -> bool:
        """Say whether something must be chosen and there is nothing to choose from."""
        return any(self.fields[name].required for name in self._empty & self.fields.keys())


class Invite(Chooses, Once):
    """An invitation that does not say what it is about."""

    NOTHING = _("Er staat nog niemand op de lijst. Voeg eerst iemand toe.")

    person = one_of(_("Wie nodigt u uit?"))
    on = DayField(label=_("Op welke dag is het gesprek?"))
    time = line(_("Hoe laat?"), help_text=_("Bijvoorbeeld: 10.30 uur."))
    place = line(_("Waar?"))
    address = forms.EmailField(
        label=_("E-mailadres voor een seintje"),
        required=False,
        help_text=_(
            "De mail zegt alleen dat er iets is. Wij bewaren het adres niet. De brief print u."
        ),
    )


class Statement(Chooses, Once):
    """What someone said."""

    NOTHING = _("Er staat nog niemand op de lijst. Voeg eerst iemand toe.")

    person = one_of(_("Wie hoorde u?"))
    on = DayField(label=_("Op welke dag?"))
    text = long_text(_("Verklaring"), rows=12)


class Answer(Chooses, Once):
    """What who was heard says of what was written down."""

    NOTHING = _("Er is nog geen verklaring. Schrijf die eerst op.")

    statement = one_of(_("Over welke verklaring?"))
    approves = forms.ChoiceField(
        label=_("Is deze persoon akkoord?"),
        choices=[("yes", _("Ja")), ("no", _("Nee, of alleen met een opmerking"))],
        widget=forms.RadioSelect,
    )
    text = long_text(_("Opmerking"), required=False)
    on = DayField(label=_("Op welke dag zei de persoon dit?"))
    way = forms.ChoiceField(label=_("Hoe?"), choices=Way.choices)

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        return {**self.cleaned_data, "approves": self.cleaned_data["approves"] == "yes"}


class Evidence(Chooses, Once):
    """A piece of evidence."""

    title = line(_("Wat is het?"))
    provenance = long_text(
        _("Waar komt het vandaan?"),
        help_text=_("Van wie, op welke dag, en hoe u weet dat het echt is."),
    )
    attachments = forms.MultipleChoiceField(
        label=_("In welke bestanden van de zaak staat het?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class Finding(Chooses, Once):
    """A finding with what it rests on."""

    NOTHING = _("Er is nog geen verklaring en geen bewijs. Leg dat eerst vast.")

    title = line(_("Kop"))
    text = long_text(_("Bevinding"), rows=8)
    sources = forms.MultipleChoiceField(
        label=_("Waarop rust zij?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kies minstens één verklaring of bewijsstuk."),
    )


class UseMeans(Once, WithLists):
    """A means with why it was proportionate."""

    code = pick(List.MEANS, _("Welk middel?"))
    is_covert = forms.ChoiceField(
        label=_("Wist de persoon over wie het gaat dit vooraf?"),
        choices=[("no", _("Ja")), ("yes", _("Nee, het gebeurde heimelijk"))],
        widget=forms.RadioSelect,
        help_text=_("Heimelijke middelen tellen wij apart in de verantwoording."),
    )
    text = long_text(
        _("Waarom was dit nodig, en niet te zwaar?"),
        help_text=_("Kon het ook met een lichter middel? Hoe lang en bij wie gebruikte u het?"),
    )

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        return {**self.cleaned_data, "is_covert": self.cleaned_data["is_covert"] == "yes"}


_LEAVE_OUT = _("Schrijf wat deze persoon leest, of laat het weg.")
_TOO_LONG = _("Dit is te lang voor één deel. Kort het in.")


class Chosen(Once):
    """What one person reads of the report: which parts, and in which words."""

    def __init__(self, *args: Any, parts: Parts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = dict(parts)
        self.sections: list[tuple[Any, tuple[str, ...]]] = []
        for name, (title, text) in self.parts.items():
            self.fields[f"show_{name}"] = forms.BooleanField(
                label=_("Deze persoon leest dit"), required=False
            )
            self.fields[f"text_{name}"] = long_text(
                _("In deze woorden"), rows=5, required=False, initial=text, max_length=None
            )
            self.sections.append((title, (f"show_{name}", f"text_{name}")))

    def in_sections(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Give each part under its heading."""
        for heading, names in self.sections:
            yield heading, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """Ask for a part to read, and for words in each that is shown. What is not shown may be
        anything."""
        typed = super().clean() or {}
        shown = [name for name in self.parts if typed.get(f"show_{name}")]
        if not shown:
            self.add_error(None, _("Kies minstens één deel dat deze persoon leest."))
        for name in shown:
            text = typed.get(f"text_{name}")
            if not text:
                self.add_error(f"text_{name}", _LEAVE_OUT)
            elif len(text) > _LONGEST_PART:
                self.add_error(f"text_{name}", _TOO_LONG)
        return typed

    def chosen(self) -> list[Part]:
        """Give what this person reads."""
        typed = self.cleaned_data
        shown = [(name, typed[f"text_{name}"]) for name in self.parts if typed[f"show_{name}"]]
        return [
            Part(self.parts[name][0], text, _differs(text, self.parts[name][1]))
            for name, text in shown
        ]


class WithWords(Chosen):
    """What one person reads with words of their own.

    The words with which they come back are drawn with the page and travel in it: they are stored
    nowhere, and what is sent twice shows the same words again.
    """

    words = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("words", " ".join(words.draw()))

    def clean_words(self) -> tuple[str, ...]:
        """Give the words that were drawn with the page."""
        drawn = words.split(self.cleaned_data["words"])
        if len(drawn) != words.COUNT or not all(words.is_known(word) for word in drawn):
            return words.draw()
        return drawn

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        return {"words": self.cleaned_data["words"], "parts": self.chosen()}


class PersonalDraft(WithWords):
    """The draft for one person, with the term in which they react."""

    react_by = DayField(
        label=_("Tot en met welke dag kan deze persoon reageren?"),
        help_text=_("Twee weken is gebruikelijk. Kies zelf wat past."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("react_by", clock.today() + _USUAL_TERM)
        self.sections.insert(0, (_("Termijn"), ("react_by",)))

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        return {**super().details(), "react_by": self.cleaned_data["react_by"]}


def _differs(text: str, whole: str) -> bool:
    return text.split() != whole.split()


class WorkIn(Once):
    """How someone's answer was worked in."""

    shown = forms.IntegerField(widget=forms.HiddenInput)
    text = long_text(_("Wat deed u met deze reactie?"))


class Words(SevenWords):
    """The seven words of a letter."""


class Reaction(Once):
    """What someone answers to a draft."""

    text = long_text(_("Uw reactie"), rows=8, error_messages={"required": _("Schrijf uw reactie.")})
