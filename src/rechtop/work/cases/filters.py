"""What the list of cases can be narrowed down to."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.ground.ui.forms import ChosenDay
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.work.cases import counting, facts, queries, rules
from rechtop.work.cases.facts import YES_NO, Fact
from rechtop.work.cases.facts import Group as About
from rechtop.work.cases.forms import WithLists, pick
from rechtop.work.cases.models import List
from rechtop.work.cases.states import State

Handlers = Sequence[tuple[str, str]]


def handlers(actor: Actor) -> Handlers:
    """Give who handles cases, and who did and still stands at one this actor can open."""
    now = organisation.with_duty(*rules.HANDLERS).order_by("name")
    before = queries.handled_before(actor).order_by("name")
    told = _("%(name)s (behandelt niet meer)")
    return [
        *((str(one.pk), one.name) for one in now),
        *((str(one.pk), told % {"name": one.name}) for one in before),
    ]


def _field(fact: Fact) -> forms.ChoiceField:
    choices = [("", _("alle")), *fact.choices()]
    return forms.ChoiceField(label=fact.label, required=False, choices=choices)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=ChosenDay())


def _about(name: str) -> About:
    if fact := facts.OFFERED.get(name):
        return fact.group
    return _ABOUT.get(name, About.OUTCOME)


@dataclass(frozen=True)
class Group:
    """Filters about one thing, that fold away together; open where one of them was set."""

    label: str
    fields: Sequence[forms.BoundField]
    set: int
    is_open: bool


_ABOUT = {
    "received_from": About.REPORT,
    "received_until": About.REPORT,
    "channel": About.REPORT,
    "is_named": About.REPORT,
    "waits": About.REPORT,
    "tray": About.REPORT,
    "regime_taken_in": About.PROCEDURE,
    "is_wrongdoing": About.PROCEDURE,
    "is_union_law_breach": About.PROCEDURE,
    "is_admissible": About.PROCEDURE,
    "is_investigated": About.INVESTIGATION,
    "commissioner": About.INVESTIGATION,
}
"""What the filters on the columns of a case are about; the others are about how it ended."""


class Filter(WithLists):
    """What the list of cases shows: any registered fact, those of other rooms among them."""

    state = forms.ChoiceField(label=_("Stand"), required=False)
    regime = pick(List.REGIME, _("Procedure"), required=False)
    received_year = forms.ChoiceField(label=_("Ontvangen in"), required=False)
    handler = forms.ChoiceField(label=_("Behandelaar"), required=False)
    order = forms.ChoiceField(label=_("Volgorde"), required=False)
    received_from = _day(_("Ontvangen vanaf"))
    received_until = _day(_("Ontvangen tot en met"))
    channel = pick(List.CHANNEL, _("Binnengekomen via"), required=False)
    regime_taken_in = pick(List.REGIME, _("Procedure bij ontvangst"), required=False)
    closed_year = forms.ChoiceField(label=_("Afgesloten in"), required=False)
    closed_from = _day(_("Afgesloten vanaf"))
    closed_until = _day(_("Afgesloten tot en met"))
    conclusion = pick(List.CONCLUSION, _("Oordeel"), required=False)
    type = pick(List.TYPE, _("Soort schending"), required=False)
    measure = pick(List.MEASURE, _("Maatregel"), required=False)
    commissioner = pick(List.COMMISSIONER, _("Opdrachtgever"), required=False)
    is_wrongdoing = forms.ChoiceField(label=_("Vermoeden van een misstand"), required=False)
    is_union_law_breach = forms.ChoiceField(label=_("Inbreuk op Unierecht"), required=False)
    is_admissible = forms.ChoiceField(label=_("Valt onder de regeling"), required=False)
    is_investigated = forms.ChoiceField(label=_("Onderzocht"), required=False)
    is_named = forms.ChoiceField(label=_("Melder"), required=False)
    waits = forms.ChoiceField(label=_("Melder wacht op antwoord"), required=False)
    tray = forms.ChoiceField(label=_("Woorden van de melder"), required=False)

    FIRST = ("state", "regime", "received_year", "handler", "order")
    WIDE = "meer"
    """What the address says to show every filter; where one of the others was set they show too."""

    def __init__(
        self,
        *args: Any,
        years: Sequence[int],
        handlers: Handlers,
        names_people: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._years, self._handlers, self._names_people = years, handlers, names_people
        own = [name for name in self.fields if name not in self.FIRST]
        offered = {
            name: fact
            for name, fact in facts.OFFERED.items()
            if names_people or not fact.names_people
        }
        others = (*own, *offered)
        self.is_wide = any(self.data.get(name) for name in (self.WIDE, *others))
        if self.is_wide:
            self.fields.update({one.name: _field(one) for one in offered.values()})
        else:
            for name in own:
                del self.fields[name]
        self._offer_choices()

    def of(self, query: str) -> Filter:
        """Give what another address of the list sets, of the same choices."""
        offered: dict[str, Any] = {"years": self._years, "handlers": self._handlers}
        return Filter(QueryDict(query), names_people=self._names_people, **offered)

    def _offer_choices(self) -> None:
        years = [(str(year), str(year)) for year in self._years]
        offered: dict[str, Sequence[tuple[str, Any]]] = {
            "state": [(queries.OPEN, _("nog niet afgesloten")), *State.choices],
            "received_year": years,
            "closed_year": years,
            "handler": [
                ("me", _("ik")),
                ("none", _("niemand (meer)")),
                *self._handlers,
            ],
            "is_named": [("yes", _("noemde een naam")), ("no", _("anoniem"))],
            "waits": [("yes", _("ja"))],
            "tray": [("second", _("nog niet bevestigd"))],
            "is_wrongdoing": YES_NO,
            "is_union_law_breach": YES_NO,
            "is_admissible": YES_NO,
            "is_investigated": YES_NO,
        }
        for name, field in self.fields.items():
            if name in facts.OFFERED or name in facts.DAYS:
                continue
            known = offered.get(name, field.choices[1:])  # type: ignore[attr-defined]
            field.choices = [("", _("alle")), *known]  # type: ignore[misc,attr-defined]
        orders = [("", _("nieuwste eerst")), ("old", _("oudste eerst"))]
        self.fields["order"].choices = orders  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for days in their order: of two that are not, the first one counts."""
        typed = super().clean() or {}
        for first, last in (("received_from", "received_until"), ("closed_from", "closed_until")):
            start, end = typed.get(first), typed.get(last)
            if start and end and end < start:
                self.add_error(last, _("Deze dag ligt voor de eerste. Kies een latere."))
        return typed

    def first(self) -> list[forms.BoundField]:
        """Give the filters that are always in view."""
        return [self[name] for name in self.FIRST]

    def more(self) -> list[Group]:
        """Give the filters that fold away, by what they are about; the first group is open where
        nothing was set that shows another."""
        chosen = self.chosen()
        by_group: dict[str, list[str]] = {group: [] for group in About}
        for name in self.fields:
            if name not in self.FIRST:
                by_group[_about(name)].append(name)
        counted = {group: len(chosen.keys() & {*names}) for group, names in by_group.items()}
        first = "" if any(counted.values()) else About.REPORT
        return [
            Group(
                str(About(group).label),
                [self[name] for name in names],
                counted[group],
                bool(counted[group]) or group == first or not self.errors.keys().isdisjoint(names),
            )
            for group, names in by_group.items()
            if names
        ]

    def chosen(self) -> dict[str, str]:
        """Give the filters that were set; nonsense in the address filters nothing."""
        self.is_valid()
        set_ones = {name: str(value) for name, value in self.cleaned_data.items() if value}
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
            texts.append(f"{self.fields[name].label}: {self._told(name, value)}")
        if self.is_oldest_first():
            texts.append(str(_("oudste eerst")))
        return ", ".join(texts)

    def _told(self, name: str, value: str) -> str:
        if name in facts.DAYS:
            return dutch.day(datetime.date.fromisoformat(value))
        choices: Any = self.fields[name].choices  # type: ignore[attr-defined]
        return dict(facts.each_of(choices)).get(value, value)

    def is_oldest_first(self) -> bool:
        """Say whether the oldest comes first."""
        self.is_valid()
        return bool(self.cleaned_data.get("order"))


def offered_to(actor: Actor, typed: QueryDict) -> Filter:
    """Give what an address of the list sets, of the choices this actor has."""
    is_team = actor.has_duty(*rules.HANDLERS, Duty.SECRETARY)
    offered: dict[str, Any] = {"years": counting.span(), "handlers": handlers(actor)}
    return Filter(typed, names_people=is_team, **offered)
