"""Find the questions in force, what was answered, and which cases belong together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import files
from rechtop.ground.vault.files import OpenItem
from rechtop.people.organisation import queries as organisation
from rechtop.tools.lists import queries as lists
from rechtop.tools.procedures import queries as procedures
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.cases.models import List as CaseList
from rechtop.work.triage.models import CaseLink, Forward, Question, Route
from rechtop.work.triage.states import Bond

TRIAGE = "triage"
"""The kind of item that holds the answers."""

MERGED = "merged"
"""The conclusion of a case that another one goes on for."""

M = TypeVar("M", bound=Model)


def questions(on: datetime.date | None = None) -> list[Question]:
    """Give the questions in force on a day, in their order."""
    return _in_force(Question.objects.all(), on)


def routes(on: datetime.date | None = None) -> list[Route]:
    """Give the routes in force on a day, in their order, as far as they lead to a procedure or to
    steps that are there."""
    day = on or clock.today()
    regimes = {one.code for one in lists.choices(CaseList.REGIME, day)}
    known = {one.code for one in procedures.all_in_force(day)}
    return [
        one
        for one in _in_force(Route.objects.all(), day)
        if (not one.regime or one.regime in regimes) and (not one.steps or one.steps in known)
    ]


def _in_force(found: QuerySet[M], on: datetime.date | None) -> list[M]:
    day = on or clock.today()
    still = Q(valid_until=None) | Q(valid_until__gt=day)
    return list(found.filter(still, valid_from__lte=day).order_by("position", "pk"))


@dataclass(frozen=True)
class Given:
    """What was answered last in a case: by the code of a question, with notes, and the types."""

    id: str
    answers: Mapping[str, str]
    notes: Mapping[str, str]
    types: Sequence[str]
    at: datetime.datetime | None = None
    author: int = 0


NOTHING = Given("", {}, {}, ())


def given(items: Sequence[OpenItem]) -> Given:
    """Find among what was opened what was answered last."""
    found = [item for item in items if item.kind == TRIAGE]
    if not found:
        return NOTHING
    last = found[-1]
    told: Mapping[str, Any] = last.content["answers"]
    return Given(
        str(last.id),
        {code: one["answer"] for code, one in told.items()},
        {code: one["note"] for code, one in told.items()},
        last.content["types"],
        last.at,
        last.content["author"],
    )


def given_in(case: Case, actor: Actor) -> Given:
    """Open the file and give what was answered last. Raises NoKey."""
    return given(cases.read(case, actor))


@dataclass(frozen=True)
class Other:
    """A case that belongs to another one, seen from that one."""

    link: CaseLink
    case: Case
    is_first: bool

    @property
    def can_go(self) -> bool:
        """Say whether the link can be taken away: what was merged or split stays so."""
        return self.link.kind == Bond.RELATED


def others(case: Case, actor: Actor) -> list[Other]:
    """Give the cases that belong to this one, as far as this actor holds keys to both."""
    found = CaseLink.objects.filter(Q(first=case) | Q(second=case))
    held = cases.visible_to(actor)
    if not held.filter(pk=case.pk).exists():
        return []
    both = found.filter(first__in=held.values("pk"), second__in=held.values("pk"))
    listed = both.select_related("first", "second").order_by("on", "pk")
    return [
        Other(one, one.first, True) if one.second_id == case.pk else Other(one, one.second, False)
        for one in listed
    ]


def holders(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """Give the people who can open a case, as number and name, to choose from. Raises NoKey."""
    with transaction.atomic():  # an open file is held until the transaction ends
        people = files.open_file(case.pk, actor.keyring).people(organisation.receivers().known)
    named = organisation.names(people)
    return sorted(((str(number), name) for number, name in named.items()), key=lambda one: one[1])


def link_between(case: Case, other: Case) -> CaseLink | None:
    """Find how two cases belong together."""
    either_way = Q(first=case, second=other) | Q(first=other, second=case)
    return CaseLink.objects.filter(either_way).first()


def gone_into(case: Case, actor: Actor) -> list[Case]:
    """Give the cases this one goes on for, also by way of another, as far as this actor holds their
    keys; not those that were opened again."""
    merged = CaseLink.objects.filter(kind=Bond.MERGED, second__conclusion=MERGED)
    found: set[int] = set()
    last = {case.pk}
    while last:
        last = {*merged.filter(first__in=last).values_list("second", flat=True)} - found
        found |= last
    return list(cases.visible_to(actor).filter(pk__in=found).order_by("pk"))


def hold(found: Sequence[Case], *, field: str) -> None:
    """Hold these before their files, as who works on them does, but without waiting for them."""
    told = _("Een collega werkt net aan een zaak die in deze opging. Probeer het zo nog een keer.")
    with rows.not_waiting(**{field: told}):
        list(Case.objects.select_for_update(nowait=True).filter(pk__in=[one.pk for one in found]))


def forwards_of(case: Case) -> list[Forward]:
    """Give the authorities a case was forwarded to, the first first."""
    return list(Forward.objects.filter(case=case).order_by("on", "pk"))


def forwarded_in(year: int) -> QuerySet[Case]:
    """Give the cases that were forwarded to another authority in a year."""
    return Case.objects.filter(pk__in=Forward.objects.filter(on__year=year).values("case_id"))


def merged_in(year: int) -> QuerySet[Case]:
    """Give the cases that were closed in a year because another one goes on for them."""
    return cases.closed_in(year).filter(conclusion=MERGED)


def split_in(year: int) -> QuerySet[Case]:
    """Give the cases that were taken out of another one in a year."""
    parts = CaseLink.objects.filter(kind=Bond.SPLIT, on__year=year)
    return Case.objects.filter(pk__in=parts.values("second_id"))


def detriment_in(year: int) -> QuerySet[Case]:
    """Give the cases of a year that tell of detriment after an earlier report."""
    later = CaseLink.objects.filter(kind=Bond.DETRIMENT, on__year=year)
    return Case.objects.filter(pk__in=later.values("second_id"))
