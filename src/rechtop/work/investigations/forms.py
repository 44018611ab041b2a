"""What is typed about an investigation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import AsksOnce
from rechtop.ground.ui.once import Once
from rechtop.people.identity.models import Person
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.models import List as CaseList
from rechtop.work.investigations.operations import Order
from rechtop.work.investigations.states import Bureau

_LONG = 20_000
_NOBODY = "–"


def _text(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONG, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def _line(label: Any, **options: Any) -> forms.CharField:
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
    text = _text(
        _("Wat moet de beslisser weten?"),
        rows=6,
        help_text=_("Bijvoorbeeld: waarom een onderzoek nodig is, en wat u al weet."),
    )

    def __init__(self, *args: Any, deciders: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decider"].queryset = deciders  # type: ignore[attr-defined]


class Decline(AsksOnce, Once):
    """Why there is no investigation; the reporter reads it in the words that are confirmed."""

    reasons = _text(
        _("Waarom komt er geen onderzoek?"),
        rows=6,
        help_text=_("Dit blijft in het dossier staan."),
    )
    message = _text(
        _("Bericht aan de melder"),
        rows=6,
        required=False,
        help_text=_("Laat leeg om uw redenen over te nemen. U leest ze dan eerst na."),
    )

    def __init__(self, *args: Any, has_mailbox: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_mailbox:
            del self.fields["message"]

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
        return {"message": "", **typed}


class GiveOrder(Once, WithLists):
    """The order."""

    commissioner = pick(CaseList.COMMISSIONER, _("Wie is de opdrachtgever?"))
    question = _text(_("Welke vraag moet het onderzoek beantwoorden?"))
    scope = _text(
        _("Wat hoort erbij, en wat niet?"),
        help_text=_("Bijvoorbeeld: welke jaren, welke afdeling, welke opdrachten."),
    )
    kind = forms.ChoiceField(
        label=_("Wie onderzoekt?"), choices=Bureau.choices, widget=forms.RadioSelect
    )
    bureau = _line(_("Naam van het bureau"), required=False)
    investigator = _people(
        _("Onderzoeker"),
        help_text=_(
            "De onderzoeker krijgt de sleutel pas na de verklaring van geheimhouding. Staat iemand "
            "er niet bij? Dan mist die persoon de taak of een bevestigde sleutel."
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

    def details(self) -> Mapping[str, Any]:
        """Give what the operation asks."""
        typed = dict(self.cleaned_data)
        investigator = typed.pop("investigator")
        return {"order": Order(**typed), "investigator": investigator}


class Sign(forms.Form):
    """The statement of secrecy, as it was shown."""

    shown = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.BooleanField(label=_("Ik verklaar dit"))


class Finish(forms.Form):
    """The end of an investigation."""

    reason = _text(
        _("Waarom eindigt het onderzoek?"),
        rows=3,
        required=False,
        help_text=_("Nodig als er geen eindrapport is."),
    )
