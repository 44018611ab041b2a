"""What investigations register of a case in the clear, for the list of cases to ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.work.cases.facts import ANY, NONE, Choices, Fact, Group, fixed, listed, offer, there_is
from rechtop.work.cases.models import List as CaseList
from rechtop.work.investigations import effort
from rechtop.work.investigations.models import (
    Conclusion,
    EarlierWork,
    Investigation,
    List,
    Means,
    PersonalDraft,
)
from rechtop.work.investigations.states import Bureau, Standing


def _of_case() -> QuerySet[Investigation]:
    return Investigation.objects.filter(case=OuterRef("pk"))


def _stands(value: str, actor: Actor) -> Q:
    """Select by where an investigation of a case stands; a case can have several after another."""
    if value == NONE:
        return ~there_is(_of_case())
    condition = Q(ordered_on__isnull=False) if value == ANY else Q(state=value)
    return there_is(_of_case().filter(condition))


def _done_by(value: str, actor: Actor) -> Q:
    """Select by who was ordered to investigate, went on with it, or did so before another."""
    before = Exists(EarlierWork.objects.filter(investigation=OuterRef("pk"), kind=value))
    did = Q(kind=value) | Q(done_by=value) | Q(before)
    return there_is(_of_case().filter(did, ordered_on__isnull=False))


def _ordered_for(value: str, actor: Actor) -> Q:
    """Select by in whose name it was ordered; a case that closed may say something else of that."""
    return there_is(_of_case().filter(ordered_on__isnull=False, commissioner=value))


def _is(field: str, duty: Duty) -> Callable[[str, Actor], Q]:
    """Select by who decides or investigates, or does so without ever having had the duty."""

    def holds(value: str, actor: Actor) -> Q:
        someone = _of_case().filter(**{f"{field}__isnull": False})
        if value == NONE:
            return ~there_is(someone)
        if value == "other":
            known = organisation.once_had(duty).values("pk")
            return there_is(someone.exclude(**{f"{field}__in": known}))
        return there_is(someone.filter(**{field: value}))

    return holds


def _people(duty: Duty, *besides: tuple[str, Any]) -> Callable[[], Choices]:
    """Give who ever had a duty: of whom decides or investigates alone, the choices say nothing."""
    return lambda: [
        *((str(one.pk), one.name) for one in organisation.once_had(duty)),
        *besides,
        (NONE, _("niemand")),
    ]


def _means(value: str, actor: Actor) -> Q:
    """Select by the means that were used."""
    used = Means.objects.filter(investigation__case=OuterRef("pk"))
    if value == NONE:
        return ~there_is(used)
    return there_is(used.filter(is_covert=True) if value == "covert" else used.filter(code=value))


def _concluded(value: str, actor: Actor) -> Q:
    """Select by the conclusion on an allegation about a person."""
    return there_is(Conclusion.objects.filter(investigation__case=OuterRef("pk"), code=value))


def _draft(value: str, actor: Actor) -> Q:
    """Select by how it stands with the drafts that persons react to."""
    sent = PersonalDraft.objects.filter(investigation__case=OuterRef("pk"), react_by__isnull=False)
    drafts = sent.filter(over_on=None)
    if value == NONE:
        return ~there_is(drafts)
    if value == "reacted":  # also to one that was replaced since
        return there_is(sent.filter(reacted_on__isnull=False, worked_in_on=None))
    stands = {
        "waits": Q(reacted_on=None, missed_on=None),
        "worked_in": Q(worked_in_on__isnull=False),
        "missed": Q(missed_on__isnull=False),
    }
    return there_is(drafts.filter(stands[value]))


_HOURS = {
    "few": (_("tot en met 40 uur"), Q(hours_whole__lte=40)),
    "some": (_("meer dan 40, tot en met 120 uur"), Q(hours_whole__gt=40, hours_whole__lte=120)),
    "many": (_("meer dan 120 uur"), Q(hours_whole__gt=120)),
}
_COST = {
    "few": (_("tot en met 5.000 euro"), Q(cost_whole__lte=5_000)),
    "some": (
        _("meer dan 5.000, tot en met 25.000 euro"),
        Q(cost_whole__gt=5_000, cost_whole__lte=25_000),
    ),
    "many": (_("meer dan 25.000 euro"), Q(cost_whole__gt=25_000)),
}


def _took(field: str, parts: Mapping[str, tuple[Any, Q]]) -> Callable[[str, Actor], Q]:
    """Select by what was noted of an investigation: its hours, or its cost."""

    def holds(value: str, actor: Actor) -> Q:
        found = effort.with_work(_of_case())
        if value == NONE:
            return ~there_is(effort.noted(found, f"{field}_whole"))
        return there_is(found.filter(parts[value][1]))

    return holds


def _in_parts(parts: Mapping[str, tuple[Any, Q]]) -> Callable[[], Choices]:
    listed = [(value, label) for value, (label, _condition) in parts.items()]
    return fixed(*listed, (NONE, _("niet vastgelegd")))


def _all_means() -> Choices:
    return [("covert", _("een middel in het geheim")), *listed(List.MEANS)(), (NONE, _("geen"))]


offer(
    Fact(
        "investigation",
        _("Opdracht of besluit"),
        Group.INVESTIGATION,
        fixed(
            (ANY, _("er is opdracht gegeven")),
            *((str(value), label) for value, label in Standing.choices),
            (NONE, _("er is nooit een besluit gevraagd")),
        ),
        _stands,
        for_guests=True,
    ),
    Fact(
        "investigated_by",
        _("Onderzoek door"),
        Group.INVESTIGATION,
        fixed(*Bureau.choices),
        _done_by,
        for_guests=True,
    ),
    Fact(
        "ordered_for",
        _("Onderzoek in opdracht van"),
        Group.INVESTIGATION,
        listed(CaseList.COMMISSIONER),
        _ordered_for,
        for_guests=True,
    ),
    Fact(
        "decider",
        _("Wie beslist over onderzoek"),
        Group.INVESTIGATION,
        _people(Duty.SECRETARY, ("other", _("iemand in plaats van de secretaris"))),
        _is("decider", Duty.SECRETARY),
        for_guests=True,
        names_people=True,
    ),
    Fact(
        "investigator",
        _("Wie onderzoekt"),
        Group.INVESTIGATION,
        _people(Duty.INVESTIGATOR),
        _is("investigator", Duty.INVESTIGATOR),
        for_guests=True,
        names_people=True,
    ),
    Fact(
        "means", _("Middel van onderzoek"), Group.INVESTIGATION, _all_means, _means, for_guests=True
    ),
    Fact(
        "hours",
        _("Uren van het onderzoek"),
        Group.INVESTIGATION,
        _in_parts(_HOURS),
        _took("hours", _HOURS),
        for_guests=True,
    ),
    Fact(
        "cost",
        _("Kosten van het onderzoek"),
        Group.INVESTIGATION,
        _in_parts(_COST),
        _took("cost", _COST),
        for_guests=True,
    ),
    Fact(
        "draft",
        _("Concept bij een persoon"),
        Group.INVESTIGATION,
        fixed(
            ("waits", _("wacht op een reactie")),
            ("reacted", _("reactie nog niet verwerkt")),
            ("worked_in", _("reactie verwerkt")),
            ("missed", _("geen reactie gekregen")),
            (NONE, _("er is geen concept")),
        ),
        _draft,
        for_guests=True,
    ),
    Fact(
        "concluded",
        _("Conclusie over een persoon"),
        Group.INVESTIGATION,
        listed(CaseList.CONCLUSION),
        _concluded,
        for_guests=True,
    ),
)
