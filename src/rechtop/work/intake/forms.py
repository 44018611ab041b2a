"""The screens of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import AsksOnce
from rechtop.ground.ui.once import Once
from rechtop.ground.ui.seven_words import SevenWords
from rechtop.people.organisation import queries as organisation
from rechtop.work.intake.states import ANONYMOUS, NAMED

_LONG = 20_000
_SHORT = 1_000


def _long_text(label: Any, **options: Any) -> forms.CharField:
    rows = options.pop("rows", 3)
    area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    longest = options.pop("max_length", _LONG)
    return forms.CharField(label=label, max_length=longest, widget=area, **options)


def _short_text(label: Any, **options: Any) -> forms.CharField:
    line = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=_SHORT, widget=line, **options)


class What(forms.Form):
    """Screen one: what happened."""

    what = _long_text(
        _("Wat is er gebeurd?"),
        rows=8,
        help_text=_("Schrijf op wat u zag of hoorde. Het hoeft niet volledig te zijn."),
        error_messages={"required": _("Schrijf op wat er gebeurd is.")},
    )
    when = _short_text(
        _("Wanneer was dat?"),
        required=False,
        help_text=_("Ongeveer is ook goed. Gebeurt het nog steeds? Schrijf dat dan op."),
    )
    where = _short_text(_("Waar was dat?"), required=False)


class Who(AsksOnce):
    """Screen two: who is involved, and who must not read this."""

    who = _long_text(
        _("Over wie gaat het?"),
        required=False,
        help_text=_("Noem een naam, een functie of een afdeling. Weet u het niet? Sla dit over."),
    )
    who_knows = _long_text(
        _("Weet iemand anders hiervan?"),
        required=False,
        help_text=_("Bijvoorbeeld een collega die erbij was, of iemand met wie u al hebt gepraat."),
    )
    about = forms.MultipleChoiceField(
        label=_("Gaat het over een van deze mensen?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Zij kunnen meldingen lezen of bewaren namen. Kruis aan over wie het gaat. Die persoon "
            "krijgt uw melding en uw naam niet te zien."
        ),
    )

    positions = forms.MultipleChoiceField(
        label=_("Gaat het over het bestuur of over het meldpunt zelf?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Dan lezen andere mensen uw melding."),
    )

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(one.code, str(one)) for one in organisation.positions()]
        self.fields["positions"].choices = places  # type: ignore[attr-defined]
        self.fields["about"].choices = readers  # type: ignore[attr-defined]
        self.readers = readers

    def clean(self) -> dict[str, Any]:
        """Ask whether a name that was typed is that of a reader, here or on another screen. It only
        asks: many share one."""
        typed = super().clean() or {}
        typed.pop("asked", "")
        for number, question in questions({**self.initial, **typed}, self.readers):
            self.ask("about", number, question)
        return typed


def questions(
    answers: Mapping[str, Any], readers: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Ask of each reader whose name was typed, and who was not ticked, whether it is about them."""
    others = [one for one in readers if one[0] not in answers.get("about", [])]
    told = " ".join(str(answers.get(name) or "") for name in _TOLD)
    found = organisation.mentioned(told, others)
    return [(number, str(_SAME_NAME) % {"name": name}) for number, name in found]


_TOLD = ("what", "when", "where", "who", "who_knows", "asks")

_SAME_NAME = _(
    "U noemt een naam die lijkt op %(name)s. Gaat het over deze persoon? Kruis de naam dan aan. "
    "Gaat het over een ander? Ga dan gewoon verder."
)


class You(forms.Form):
    """Screen three: named or anonymous, and what is asked."""

    who_i_am = forms.ChoiceField(
        label=_("Geeft u uw naam?"),
        choices=[(NAMED, _("Ik geef mijn naam")), (ANONYMOUS, _("Ik meld anoniem"))],
        widget=forms.RadioSelect,
        help_text=_(
            "Geeft u uw naam? Dan ligt die apart, bij de bewaarder van namen. Die opent hem alleen "
            "als iemand van uw melding een goede reden heeft. U leest hier wie dat deed en waarom."
        ),
        error_messages={"required": _("Kies of u uw naam geeft of anoniem meldt.")},
    )
    name = _short_text(_("Uw naam"), required=False)
    name.asked_when = _("(alleen als u uw naam geeft)")  # type: ignore[attr-defined]
    reach = _short_text(
        _("Hoe kunnen wij u bereiken?"),
        required=False,
        help_text=_(
            "Alleen als u wilt. Met uw zeven woorden kunt u altijd zelf terugkomen. Meldt u "
            "anoniem? Dan bewaren wij dit niet."
        ),
    )
    reach.asked_when = _("(niet als u anoniem meldt)")  # type: ignore[attr-defined]
    asks = _long_text(
        _("Wat vraagt u van ons?"),
        required=False,
        help_text=_("Bijvoorbeeld: onderzoek dit, geef mij raad, of bescherm mij."),
    )

    def clean(self) -> dict[str, object]:
        """Ask for a name of who chose to give it, and keep none of who did not: the page on which
        they read everything again says so."""
        answers = {**(super().clean() or {}), "is_left_out": False}
        if answers.get("who_i_am") == NAMED and not answers.get("name"):
            self.add_error("name", _("Vul uw naam in, of kies ‘Ik meld anoniem’."))
        if answers.get("who_i_am") == ANONYMOUS:
            answers["is_left_out"] = bool(answers.get("name") or answers.get("reach"))
            answers["name"] = answers["reach"] = ""
        return answers


class Words(SevenWords):
    """The seven words of a reporter."""


class Name(forms.Form):
    """The name of who reported without one."""

    name = _short_text(_("Uw naam"), error_messages={"required": _("Vul uw naam in, of ga terug.")})
    reach = _short_text(
        _("Hoe kunnen wij u bereiken?"),
        required=False,
        help_text=_("Alleen als u wilt. Hier schrijven kan ook gewoon."),
    )


class Addition(Once):
    """An answer, or something to add."""

    text = _long_text(
        _("Uw bericht"), rows=5, error_messages={"required": _("Schrijf eerst uw bericht.")}
    )


class Approval(forms.Form):
    """Agreement with the minutes, as they were shown, and with what becomes of the recording."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    destroys = forms.BooleanField(required=False, widget=forms.HiddenInput)


class Correction(forms.Form):
    """The minutes as they should be."""

    text = _long_text(
        _("Zo klopt het"),
        rows=14,
        max_length=4 * _LONG,  # all that was written down stands in it, of several fields
        error_messages={"required": _("Laat de tekst niet leeg.")},
    )


class View(forms.Form):
    """Which messages the reporter wants out of view."""

    away = forms.MultipleChoiceField(
        label=_("Welke berichten wilt u hier niet meer zien?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In het dossier blijven ze staan. Haalt u het vinkje weg, dan ziet u ze weer."),
    )

    def __init__(self, *args: Any, messages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["away"].choices = messages  # type: ignore[attr-defined]


class Notice(forms.Form):
    """Where a mail may go that says there is something."""

    address = forms.EmailField(
        label=_("Uw e-mailadres"),
        required=False,
        max_length=200,
        help_text=_("Liever niet het adres van uw werk. Maakt u het vak leeg, dan stoppen wij."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Dit is geen e-mailadres.")},
    )
