"""What someone types of a report that was spoken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock, words
from rechtop.ground.ui.forms import DayField, Sections
from rechtop.ground.ui.once import Once
from rechtop.people.organisation.asking import AsksAbout
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.models import List
from rechtop.work.spoken.operations import WAYS
from rechtop.work.spoken.states import Consent

_LONG = 20_000
_SHORT = 1_000

_TOLD = ("what", "when", "where", "who", "asks")
"""What the reporter told, in which a name may stand."""


def _text(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=_LONG, widget=area, **options)


def _line(label: Any, **options: Any) -> forms.CharField:
    line = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=_SHORT, widget=line, **options)


def _some(label: Any, help_text: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class Enter(Sections, Once, AsksAbout):
    """A report that someone told.

    The words are drawn with the page and travel in it: they are stored nowhere, and what is sent
    twice shows the same words again.
    """

    channel = forms.ChoiceField(
        label=_("Hoe is er gesproken?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe er gesproken is.")},
    )
    received_on = DayField(label=_("Op welke dag was dat?"))
    spoke_with = _line(_("Wie sprak met de melder?"))
    consent = forms.ChoiceField(
        label=_("Waar stemde de melder mee in?"),
        choices=Consent.choices,
        widget=forms.RadioSelect,
        help_text=_("Vraag dit voor het gesprek. Opnemen mag alleen als de melder dat goed vindt."),
        error_messages={"required": _("Kies waar de melder mee instemde.")},
    )
    destroys_recording = forms.BooleanField(
        label=_("Vernietig de opname na akkoord"),
        required=False,
        help_text=_(
            "Is het gesprek opgenomen? Dan vernietigen wij de opname zodra de melder akkoord is "
            "met het verslag. Bij een letterlijk verslag doen wij dat altijd."
        ),
    )
    what = _text(
        _("Wat vertelde de melder?"),
        rows=12,
        help_text=_(
            "Schrijf het op zoals de melder het zei. De melder leest dit na en verbetert het. "
            "Zet de naam van de melder er niet in: daarvoor is hieronder een eigen vak."
        ),
        error_messages={"required": _("Schrijf op wat de melder vertelde.")},
    )
    when = _line(_("Wanneer was dat?"), required=False)
    where = _line(_("Waar was dat?"), required=False)
    who = _text(_("Over wie gaat het?"), required=False, rows=2)
    asks = _text(_("Wat vraagt de melder?"), required=False, rows=2)
    about = _some(
        _("Gaat het over iemand die meldingen leest?"),
        _(
            "Die persoon krijgt deze zaak niet te zien. Gaat het over uzelf? Laat dan een ander "
            "dit opschrijven."
        ),
    )
    positions = _some(
        _("Gaat het over het bestuur of over het meldpunt zelf?"),
        _("Dan gaat deze zaak naar wie daarvoor op het rooster staat."),
    )
    name = _line(
        _("Naam van de melder"),
        required=False,
        help_text=_(
            "Alleen als de melder die geeft. De naam gaat naar de bewaarder van namen en is daarna "
            "ook voor u niet te zien."
        ),
    )
    reach = _line(_("Hoe is de melder te bereiken?"), required=False)
    words = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    sections = (
        (
            _("Het gesprek"),
            ("channel", "received_on", "spoke_with", "consent", "destroys_recording"),
        ),
        (_("Het verslag"), ("what", "when", "where", "who", "asks")),
        (_("Wie dit niet mag lezen"), ("about", "positions")),
        (_("De melder"), ("name", "reach")),
    )

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(readers)
        ways = [(one.code, str(one)) for one in lists.choices(List.CHANNEL) if one.code in WAYS]
        self.fields["channel"].choices = ways  # type: ignore[attr-defined]
        self.initial.setdefault("received_on", clock.today())
        self.initial.setdefault("words", " ".join(words.draw()))

    def clean_words(self) -> tuple[str, ...]:
        """Give the words that were drawn with the page."""
        drawn = words.split(self.cleaned_data["words"])
        if len(drawn) != words.COUNT or not all(words.is_known(word) for word in drawn):
            return words.draw()
        return drawn

    def clean(self) -> dict[str, Any]:
        """Ask whether a name that was typed is that of a reader."""
        typed = super().clean() or {}
        self.ask_about(typed, *_TOLD)
        return typed

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        told = ("what", "when", "where", "who", "asks", "spoke_with")
        chosen = dict(self.fields["positions"].choices)  # type: ignore[attr-defined]
        report = {name: typed[name] for name in told}
        report["agreed_to"] = str(Consent(typed["consent"]).label)
        if typed["positions"]:
            report["positions"] = ", ".join(chosen[code] for code in typed["positions"])
        identity = {"name": typed["name"], "reach": typed["reach"]}
        return {
            "channel": typed["channel"],
            "received_on": typed["received_on"],
            "report": report,
            "identity": identity if any(identity.values()) else {},
            "about": [int(number) for number in typed["about"]],
            "positions": typed["positions"],
            "words": typed["words"],
            "consent": typed["consent"],
            "destroys_recording": typed["destroys_recording"],
        }
