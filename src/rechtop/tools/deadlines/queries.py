"""Find rules and deadlines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import DateField, F, Func, Q, QuerySet, Value

from rechtop.ground.kernel import clock, remembered
from rechtop.ground.kernel.refs import Ref
from rechtop.tools.deadlines.models import Deadline, Holiday, TermRule, Unit

LET_GO_LATE = Q(dropped_on__isnull=False, due_on__isnull=False, dropped_on__gt=F("due_on"))
"""What was let go of after its last day: it had not been kept by then."""


def months_on(field: str, months: int) -> Func:
    """Give the day some months after that in a field, or the last day of that month: what
    `rules.months_later` gives, as the database counts it."""
    length = Func(Value(months), template="make_interval(months => %(expressions)s)")
    template = "(%(expressions)s)::date"
    return Func(F(field), length, template=template, arg_joiner=" + ", output_field=DateField())


def rule_on(code: str, date: datetime.date) -> TermRule | None:
    """Give the rule of this code that was in force on a date."""
    return TermRule.objects.filter(code=code, valid_from__lte=date).order_by("-valid_from").first()


def rules_on(codes: Iterable[str], date: datetime.date) -> dict[str, TermRule]:
    """Give the rules in force on a date by their code; read again every few seconds."""
    return dict(_rules_on(tuple(codes), date))


@remembered.for_a_while
def _rules_on(codes: tuple[str, ...], date: datetime.date) -> dict[str, TermRule]:
    found = TermRule.objects.filter(code__in=codes, valid_from__lte=date).order_by("valid_from")
    return {rule.code: rule for rule in found}


def forget() -> None:
    """Read the rules and the days again at the next question, after they changed."""
    _rules_on.forget()
    own_holidays.forget()


@remembered.for_a_while
def own_holidays() -> frozenset[datetime.date]:
    """Give the days that count as a holiday besides those of every year; read again every few
    seconds.
    """
    return frozenset(Holiday.objects.values_list("day", flat=True))


def holidays() -> QuerySet[Holiday]:
    """Give these days as they were entered, the last first."""
    return Holiday.objects.order_by("-day")


def ending_on(day: datetime.date) -> int:
    """Count the terms that end on a day and should by their rule end on a working day."""
    at_work = Q(rule__moves_to_working_day=True) | Q(rule__unit=Unit.WORKING_DAYS)
    return Deadline.objects.filter(at_work, met_on=None, dropped_on=None, due_on=day).count()


def of(subject: Ref) -> QuerySet[Deadline]:
    """Give the deadlines of a subject, first due first."""
    return (
        Deadline.objects.filter(subject_kind=subject.kind, subject_number=subject.number)
        .select_related("rule")
        .order_by("due_on", "pk")
    )


def open_ones(kind: str) -> QuerySet[Deadline]:
    """Give what still waits for subjects of a kind, first due first."""
    return (
        Deadline.objects.filter(subject_kind=kind, met_on=None, dropped_on=None)
        .select_related("rule")
        .order_by("due_on", "subject_number")
    )


def late_ones(kind: str) -> QuerySet[Deadline]:
    """Give what has passed while something still waits; what stands still has not."""
    return open_ones(kind).filter(_late())


def _late() -> Q:
    return Q(due_on__lt=clock.today(), paused_on=None)


def first_open(kind: str, numbers: Iterable[int]) -> dict[int, Deadline]:
    """Give for each of these subjects the deadline that comes first, in one query; one that stands
    still where nothing else runs.
    """
    found = open_ones(kind).filter(subject_number__in=list(numbers))
    found = found.order_by(F("paused_on").desc(nulls_last=True), "-due_on", "-pk")
    return {deadline.subject_number: deadline for deadline in found}


def passed() -> int:
    """Count the terms that have passed while something still waits."""
    waiting = Deadline.objects.filter(met_on=None, dropped_on=None)
    return waiting.filter(_late()).count()
