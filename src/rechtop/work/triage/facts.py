"""What triage registers of a case and the list of cases can ask: where it went, what belongs to it.

What was answered stands sealed in the file, and is no fact here.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.work.cases import queries as cases
from rechtop.work.cases.facts import ANY, NONE, Choices, Fact, Group, fixed, listed, offer, there_is
from rechtop.work.triage.models import CaseLink, Forward, List
from rechtop.work.triage.states import Bond

_AS_FIRST = {
    "first_merged": Bond.MERGED,
    "first_split": Bond.SPLIT,
    "first_detriment": Bond.DETRIMENT,
}
_AS_SECOND = {"merged": Bond.MERGED, "split": Bond.SPLIT, "detriment": Bond.DETRIMENT}


def _belongs(value: str, actor: Actor) -> Q:
    """Select by how a case belongs to another, as far as this actor holds keys to both."""
    held = cases.visible_to(actor)
    as_first = CaseLink.objects.filter(
        Exists(held.filter(pk=OuterRef("second"))), first=OuterRef("pk")
    )
    as_second = CaseLink.objects.filter(
        Exists(held.filter(pk=OuterRef("first"))), second=OuterRef("pk")
    )
    if value in _AS_FIRST:
        return there_is(as_first.filter(kind=_AS_FIRST[value])) & _is_held(actor)
    if value in _AS_SECOND:
        return there_is(as_second.filter(kind=_AS_SECOND[value])) & _is_held(actor)
    if value == Bond.RELATED:
        as_first, as_second = (one.filter(kind=Bond.RELATED) for one in (as_first, as_second))
    told = (there_is(as_first) | there_is(as_second)) & _is_held(actor)
    return ~told if value == NONE else told


def _is_held(actor: Actor) -> Q:
    return there_is(cases.visible_to(actor).filter(pk=OuterRef("pk")))


def _forwarded(value: str, actor: Actor) -> Q:
    """Select by the authority a case was forwarded to."""
    forwards: QuerySet[Forward] = Forward.objects.filter(case=OuterRef("pk"))
    if value in (ANY, NONE):
        return there_is(forwards) if value == ANY else ~there_is(forwards)
    return there_is(forwards.filter(authority=value))


def _authorities() -> Choices:
    return [(ANY, _("ja")), *listed(List.AUTHORITY)(), (NONE, _("nee"))]


offer(
    Fact(
        "belongs",
        _("Hoort bij een andere zaak"),
        Group.PROCEDURE,
        fixed(
            (ANY, _("ja")),
            (Bond.RELATED, _("hoort erbij")),
            ("first_merged", _("een andere ging hierin op")),
            ("merged", _("ging op in een andere")),
            ("first_split", _("hiervan is een deel afgesplitst")),
            ("split", _("is afgesplitst van een andere")),
            ("first_detriment", _("hierna is nadeel gemeld")),
            ("detriment", _("meldt nadeel na een eerdere melding")),
            (NONE, _("nee")),
        ),
        _belongs,
    ),
    Fact(
        "forwarded",
        _("Doorgestuurd naar een autoriteit"),
        Group.PROCEDURE,
        _authorities,
        _forwarded,
    ),
)
