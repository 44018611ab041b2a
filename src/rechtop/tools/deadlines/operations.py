"""Set deadlines running, meet them, drop them.

These run inside the operation of the subject they belong to and leave no entry of their own: the
subject's entry tells what happened.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit.operations import operation, require_operation
from rechtop.ground.kernel import rows
from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.kernel.rules import rule
from rechtop.tools.deadlines import queries, rules
from rechtop.tools.deadlines.models import Deadline, TermRule


@rule(_("Regels worden bij het inrichten vastgelegd."))
def may_adopt_rules(actor: Actor, subject: object) -> bool:
    """Rules are adopted at the command line until they have a page of their own."""
    return actor.kind == Kind.COMMAND


@operation("terms.adopted", allowed=may_adopt_rules)
def adopt_rules(*, listed: Iterable[Mapping[str, Any]], by: Actor) -> None:
    """Take in term rules; one that is there already stays as it is."""
    for facts in listed:
        TermRule.objects.get_or_create(
            code=facts["code"], valid_from=facts["valid_from"], defaults=dict(facts)
        )
    queries.forget()


def adopt_rule(*, code: str, valid_from: datetime.date, facts: Mapping[str, Any]) -> TermRule:
    """Say what a rule is from a day on, inside an operation; what was said of that day before is
    replaced. Terms that run under it keep their last day.

    `facts` names the other fields of a rule. For what has a rule of its own by its own decision,
    such as the step of a procedure.
    """
    require_operation()
    adopted, _made = TermRule.objects.update_or_create(
        code=code, valid_from=valid_from, defaults=dict(facts)
    )
    queries.forget()
    return adopted


def start(subject: Ref, rule: TermRule, *, starts_on: datetime.date) -> Deadline:
    """Set one term running under a rule, inside an operation; one under the same rule that ran for
    this subject before runs anew.
    """
    require_operation()
    started, _made = Deadline.objects.update_or_create(
        subject_kind=subject.kind,
        subject_number=subject.number,
        rule=rule,
        defaults={
            "starts_on": starts_on,
            "due_on": rules.due_date(rule, starts_on),
            "met_on": None,
            "dropped_on": None,
        },
    )
    return started


def start_chain(subject: Ref, codes: Sequence[str], *, starts_on: datetime.date) -> None:
    """Set terms running under the rules of a day: the first from that day, each next one from the
    last day of the one before.

    A code without a rule in force gives no deadline: an undeclared term is never invented.
    """
    require_operation()
    known = queries.rules_on(codes, starts_on)
    deadlines, day = [], starts_on
    for term in (known[code] for code in codes if code in known):
        due = rules.due_date(term, day)
        deadlines.append(_deadline(subject, term, day, due))
        day = due or day
    rows.insert(deadlines)


def _deadline(
    subject: Ref, rule: TermRule, starts_on: datetime.date, due_on: datetime.date | None
) -> Deadline:
    return Deadline(
        subject_kind=subject.kind,
        subject_number=subject.number,
        rule=rule,
        starts_on=starts_on,
        due_on=due_on,
    )


def count_anew(subject: Ref, code: str, *, starts_on: datetime.date) -> None:
    """Count an open term from another day than was thought at first."""
    require_operation()
    for deadline in _open(subject, code):
        deadline.starts_on = starts_on
        deadline.due_on = rules.due_date(deadline.rule, starts_on)
        deadline.save(update_fields=["starts_on", "due_on"])


def meet(subject: Ref, code: str, *, on: datetime.date) -> None:
    """Note that what a term asks for was done on a day, even after it was let go; an earlier
    meeting stays.
    """
    require_operation()
    queries.of(subject).filter(rule__code=code, met_on=None).update(met_on=on, dropped_on=None)


def depart_from(subject: Ref, code: str, *, on: datetime.date) -> None:
    """Let a term go that is not met. Whoever calls this keeps the reason with the subject."""
    require_operation()
    _open(subject, code).update(dropped_on=on)


def take_back(subject: Ref, code: str) -> None:
    """Take an open term away, inside an operation, since what it is for will not be asked."""
    require_operation()
    _open(subject, code).delete()


def take_up_again(subject: Ref) -> None:
    """Let every term wait again that was let go, counted from the same day as before."""
    require_operation()
    queries.of(subject).exclude(dropped_on=None).update(dropped_on=None)


def _open(subject: Ref, code: str) -> QuerySet[Deadline]:
    return queries.of(subject).filter(rule__code=code, met_on=None, dropped_on=None)
