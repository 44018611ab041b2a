"""Find whom is asked about detriment, when, and what was answered."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault.proofs import Receipt, receipt
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deadlines import rules as reckoning
from rechtop.tools.deadlines.models import TermRule
from rechtop.tools.proofs import queries as proofs
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case, Guest
from rechtop.work.cases.states import State as CaseState
from rechtop.work.protection.models import RULES, CheckIn
from rechtop.work.protection.states import State

ANSWER = "check_in"
"""The kind of item in which a reporter's answer stands."""

RECORDED = "check_in_recorded"
"""The kind of item in which stands what came of asking a reporter without a mailbox."""

FIRST_PROOF = "first_proof"
"""The kind of item that holds the receipt of the first report in the file of the second."""

LATEST = datetime.timedelta(days=60)
"""What came due so long ago while nobody asked is not asked any more: the next one is."""

_SLACK = datetime.timedelta(days=5)
"""Months differ in length, so a day reckoned back is not to the day."""


def rules_on(day: datetime.date) -> list[TermRule]:
    """Give the rules in force on a day that say when is asked, the newest of each code."""
    found = TermRule.objects.filter(code__startswith=RULES, valid_from__lte=day)
    newest = {rule.code: rule for rule in found.order_by("valid_from", "pk")}
    return list(newest.values())


def due(closed_on: datetime.date, rules: list[TermRule]) -> list[tuple[datetime.date, TermRule]]:
    """Give when is asked after a closing, by which rule, the first day first."""
    days = [(reckoning.due_date(rule, closed_on), rule) for rule in rules]
    known = [(day, rule) for day, rule in days if day is not None]
    return sorted(known, key=lambda one: (one[0], one[1].pk))


def asked_today(case: Case) -> tuple[datetime.date, TermRule] | None:
    """Give the last question that came due for a closed case, unless that is long ago."""
    if case.closed_on is None:
        return None
    today = clock.today()
    listed = due(case.closed_on, rules_on(case.closed_on))
    passed = [one for one in listed if one[0] <= today]
    return passed[-1] if passed and passed[-1][0] > today - LATEST else None


def is_to_ask(case: Case) -> bool:
    """Say whether a question came due that was not put yet."""
    found = asked_today(case)
    if found is None or case.closed_on is None:
        return False
    return not of(case).filter(rule=found[1], closed_on=case.closed_on).exists()


def to_look_at() -> QuerySet[Case]:
    """Give the cases whose reporter may be asked now, roughly: closed, with a file, about as long
    ago as a rule says, and not asked by that rule. `asked_today` knows it exactly."""
    found = Q(pk__in=())
    for rule in TermRule.objects.filter(code__startswith=RULES):
        last = clock.today() - _length(rule)
        near = Q(closed_on__gt=last - LATEST - _SLACK, closed_on__lt=last + _SLACK)
        asked = CheckIn.objects.filter(
            rule=rule, case=OuterRef("pk"), closed_on=OuterRef("closed_on")
        )
        found |= near & ~Q(Exists(asked))
    closed = Case.objects.filter(has_file=True, state=CaseState.CLOSED)
    return closed.filter(found).order_by("closed_on", "pk")


def _length(rule: TermRule) -> datetime.timedelta:
    today = clock.today()
    return (reckoning.due_date(rule, today) or today) - today


def of(case: Case) -> QuerySet[CheckIn]:
    """Give every question of a case, the first first."""
    return CheckIn.objects.filter(case=case).select_related("rule").order_by("due_on", "pk")


def current(case: Case) -> CheckIn | None:
    """Give the question that stands open: the last one asked since the case closed."""
    if case.state != CaseState.CLOSED or case.closed_on is None:
        return None
    asked = of(case).filter(closed_on=case.closed_on).exclude(state=State.STOPPED)
    return asked.last()


def to_stop() -> QuerySet[CheckIn]:
    """Give the questions of cases that were opened again, or whose file is gone."""
    running = CheckIn.objects.filter(Q(state=State.ASKED) | Q(waits_since__isnull=False))
    same = Q(case__state=CaseState.CLOSED, case__has_file=True, case__closed_on=F("closed_on"))
    return running.exclude(same)


def unread() -> QuerySet[CheckIn]:
    """Give the answers that tell of detriment and wait for who handles the case."""
    return CheckIn.objects.filter(state=State.DETRIMENT, waits_since__isnull=False)


def waiting_for(actor: Actor) -> QuerySet[CheckIn]:
    """Give the questions that wait for this actor, the longest first: of their own cases, of those
    nobody handles, and of those whose handler has no duty for it any more."""
    theirs = Q(handler=actor.number) | cases.nobodys()
    guest_in = Guest.objects.filter(person=actor.number).values("case_id")
    held = cases.visible_to(actor).exclude(pk__in=guest_in)
    mine = held.filter(theirs, state=CaseState.CLOSED, has_file=True)
    waiting = CheckIn.objects.filter(waits_since__isnull=False, case__in=mine.values("pk"))
    same = waiting.filter(case__closed_on=F("closed_on"))
    return same.select_related("case", "rule").order_by("waits_since", "pk")


def waits_for(case: Case) -> list[Person]:
    """Give the people on whose desk an answer in this case comes, each with a key to it: who
    handles it, or where nobody does any more, everybody else who works on it."""
    guests = Guest.objects.filter(case=case).values_list("person_id", flat=True)
    hold = organisation.openers_of([case.pk]).get(case.pk, set()) - {*guests}
    handles = Case.objects.filter(pk=case.pk).exclude(cases.nobodys()).exists()
    found = {case.handler_id} & hold if handles else hold
    return list(organisation.people().filter(pk__in=[one for one in found if one], is_active=True))


@dataclass(frozen=True)
class First:
    """The report before which a detriment came: which case, and the signed receipt of it."""

    case: int
    receipt: Mapping[str, Any] = field(repr=False)

    def told(self) -> dict[str, Any]:
        """Give it as it is kept in a sealed draft."""
        return {"case": self.case, "receipt": dict(self.receipt)}


def first_report(case: Case, actor: Actor) -> First | None:
    """Open the receipt of the report, in its reporter's session or for who handles it. Raises
    NoKey."""
    items = cases.read(case, actor)
    found = next((proofs.kept(one.content) for one in items if one.kind == "report"), None)
    return First(case.pk, found.receipt.told()) if found else None


def first_proof(case: Case, actor: Actor) -> Receipt | None:
    """Open the receipt of an earlier report that came with this one. Raises NoKey."""
    items = cases.read(case, actor)
    held = next((one.content for one in items if one.kind == FIRST_PROOF), None)
    return None if held is None else receipt(held["receipt"])


def asked_in(year: int) -> QuerySet[CheckIn]:
    """Give the questions that were put in a year."""
    return CheckIn.objects.filter(asked_on__year=year)


def answered_in(year: int) -> QuerySet[CheckIn]:
    """Give the questions that were answered in a year."""
    return CheckIn.objects.filter(answered_on__year=year)


def detriment_in(year: int) -> QuerySet[CheckIn]:
    """Give the answers of a year that told of detriment."""
    return answered_in(year).filter(state=State.DETRIMENT)
