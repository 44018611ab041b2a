"""What the list of cases can be narrowed down to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import rules
from rechtop.work.cases.forms import WithLists, pick
from rechtop.work.cases.models import List
from rechtop.work.cases.states import State

Handlers = Sequence[tuple[str, str]]


def handlers() -> Handlers:
    """Give who can handle cases, to choose from."""
    found = organisation.with_duty(*rules.HANDLERS)
    return [(str(one.pk), one.name) for one in found.order_by("name")]


class Filter(WithLists):
    """What the list of cases shows: any registered fact."""

    state = forms.ChoiceField(label=_("Stand"), required=False)
    regime = pick(List.REGIME, _("Procedure"), required=False)
    received_year = forms.ChoiceField(label=_("Ontvangen in"), required=False)
    handler = forms.ChoiceField(label=_("Behandelaar"), required=False)
    order = forms.ChoiceField(label=_("Volgorde"), required=False)
    channel = pick(List.CHANNEL, _("Binnengekomen via"), required=False)
    closed_year = forms.ChoiceField(label=_("Afgesloten in"), required=False)
    conclusion = pick(List.CONCLUSION, _("Oordeel"), required=False)
    type = pick(List.TYPE, _("Soort schending"), required=False)
    measure = pick(List.MEASURE, _("Maatregel"), required=False)
    commissioner = pick(List.COMMISSIONER, _("Opdrachtgever"), required=False)
    is_wrongdoing = forms.ChoiceField(label=_("Vermoeden van een misstand"), required=False)
    is_union_law_breach = forms.ChoiceField(label=_("Inbreuk op Unierecht"), required=False)
    is_admissible = forms.ChoiceField(label=_("Valt onder de regeling"), required=False)
    is_investigated = forms.ChoiceField(label=_("Onderzocht"), required=False)
    is_named = forms.ChoiceField(label=_("Melder"), required=False)
    has_file = forms.ChoiceField(label=_("Dossier"), required=False)
    waits = forms.ChoiceField(label=_("Melder wacht op antwoord"), required=False)
    tray = forms.ChoiceField(label=_("Woorden van de melder"), required=False)

    FIRST = ("state", "regime", "received_year", "handler", "order")
    WIDE = "meer"
    """What the address says to show every filter; where one of the others was set they show too."""

    def __init__(self, *args: Any, years: Sequence[int], handlers: Handlers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._handlers = handlers
        others = [name for name in self.fields if name not in self.FIRST]
        self.is_wide = any(self.data.get(name) for name in (self.WIDE, *others))
        if not self.is_wide:
            for name in others:
                del self.fields[name]
        self._offer_choices([(str(year), str(year)) for year in years])

    def _offer_choices(self, years: Sequence[tuple[str, str]]) -> None:
        yes_no = [("yes", _("ja")), ("no", _("nee"))]
        offered: dict[str, Sequence[tuple[str, Any]]] = {
            "state": State.choices,
            "received_year": years,
            "closed_year": years,
            "handler": [("me", _("ik")), ("none", _("nog niemand")), *self._handlers],
            "is_named": [("yes", _("noemde een naam")), ("no", _("anoniem"))],
            "has_file": [("yes", _("in Rechtop")), ("no", _("overgenomen of vernietigd"))],
            "waits": [("yes", _("ja"))],
            "tray": [("second", _("nog niet bevestigd"))],
            "is_wrongdoing": yes_no,
            "is_union_law_breach": yes_no,
            "is_admissible": yes_no,
            "is_investigated": yes_no,
        }
        for name, field in self.fields.items():
            known = offered.get(name, field.choices[1:])  # type: ignore[attr-defined]
            field.choices = [("", _("alle")), *known]  # type: ignore[misc,attr-defined]
        orders = [("", _("nieuwste eerst")), ("old", _("oudste eerst"))]
        self.fields["order"].choices = orders  # type: ignore[attr-defined]

    def first(self) -> list[forms.BoundField]:
        """Give the filters that are always in view."""
        return [self[name] for name in self.FIRST]

    def more(self) -> list[forms.BoundField]:
        """Give the filters that fold away."""
        return [self[name] for name in self.fields if name not in self.FIRST]

    def chosen(self) -> dict[str, str]:
        """Give the filters that were set; nonsense in the address filters nothing."""
        self.is_valid()
        set_ones = {name: value for name, value in self.cleaned_data.items() if value}
        set_ones.pop("order", None)
        return set_ones

    def as_query(self) -> str:
        """Give what was set as it stands in the address of the list; nothing else gets in."""
        chosen = self.chosen() | ({"order": "old"} if self.is_oldest_first() else {})
        return urlencode(chosen)

    def in_words(self) -> str:
        """Say in words what was set."""
        texts = []
        for name, value in self.chosen().items():
            choices: Any = self.fields[name].choices  # type: ignore[attr-defined]
            label = dict(choices).get(value, value)
            texts.append(f"{self.fields[name].label}: {label}")
        if self.is_oldest_first():
            texts.append(str(_("oudste eerst")))
        return ", ".join(texts)

    def is_oldest_first(self) -> bool:
        """Say whether the oldest comes first."""
        self.is_valid()
        return bool(self.cleaned_data.get("order"))
