"""Count cases for a year, and find what was counted."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from rechtop.ground.kernel import clock
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK, Deadline, TermRule
from rechtop.tools.deadlines.queries import LET_GO_LATE
from rechtop.tools.runs import queries as runs
from rechtop.tools.runs.models import Passage
from rechtop.work.cases.models import (
    Case,
    CaseType,
    Measure,
    Row,
)
from rechtop.work.cases.states import RowState


def departed_in(year: int, way: str) -> QuerySet[Passage]:
    """Give how often cases departed from a procedure in a year in this way, each with its version
    and the number of its case, in one query."""
    number = Case.objects.filter(pk=OuterRef("run__subject_number")).values("number")[:1]
    found = runs.departures("case", year).filter(way=way)
    return found.select_related("version").annotate(case_number=Subquery(number))


def kept_terms(cases: QuerySet[Case], code: str) -> dict[str, int]:
    """Count how a term went in these cases: in time, late, still waiting, let go of."""
    today = clock.today()
    found = Deadline.objects.filter(
        subject_kind="case", subject_number__in=cases.values("pk"), rule__code=code
    )
    met = Q(met_on__isnull=False)
    waiting = Q(met_on=None, dropped_on=None)
    in_time = Q(due_on__gte=today) | Q(paused_on__isnull=False)
    return found.aggregate(
        in_time=Count("pk", filter=met & Q(met_on__lte=F("due_on"))),
        late=Count("pk", filter=Q(met_on__gt=F("due_on")) | LET_GO_LATE),
        waiting=Count("pk", filter=waiting & in_time),
        overdue=Count("pk", filter=waiting & Q(due_on__lt=today, paused_on=None)),
        dropped=Count("pk", filter=Q(dropped_on__isnull=False) & ~LET_GO_LATE),
    )


def judged_terms(which: Q, year: int) -> QuerySet[Deadline]:
    """Give the terms of cases under rules like these that are to be judged over a year: their last
    day was in it and is past, or they were met already. What stands still is not, nor what was let
    go by its last day; what was let go later had not been kept.
    """
    past = Q(due_on__lt=clock.today(), paused_on=None) | Q(met_on__isnull=False)
    found = Deadline.objects.filter(which, past, subject_kind="case", due_on__year=year)
    return found.filter(Q(dropped_on=None) | LET_GO_LATE)


def kept_ones(terms: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Give the terms among these that were met by their last day."""
    return terms.filter(met_on__lte=F("due_on"))


def with_numbers(terms: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Give terms with their rule and the number of the case each is of, in one query."""
    number = Case.objects.filter(pk=OuterRef("subject_number")).values("number")[:1]
    return terms.select_related("rule").annotate(case_number=Subquery(number))


def term_rules() -> list[TermRule]:
    """Give the rules of the terms that run for cases."""
    running = Deadline.objects.filter(subject_kind="case").values("rule_id")
    newest = {rule.code: rule for rule in TermRule.objects.filter(pk__in=running).order_by("pk")}
    return list(newest.values())


def rules_for_reporters() -> list[tuple[str, TermRule]]:
    """Give the rules within which a reporter hears from us, each with its word in a figure."""
    words = {ACKNOWLEDGEMENT: "ontvangst", FEEDBACK: "terugkoppeling"}
    known = deadlines.rules_on(words, clock.today())
    return [(word, known[code]) for code, word in words.items() if code in known]


def with_term(cases: QuerySet[Case], code: str, *, in_time: bool) -> QuerySet[Case]:
    """Give the cases in which a term was kept, or was not: done too late, late and not done, or let
    go of after its last day."""
    found = Deadline.objects.filter(subject_kind="case", rule__code=code)
    late = Q(met_on=None, dropped_on=None, paused_on=None, due_on__lt=clock.today())
    late |= Q(met_on__gt=F("due_on")) | LET_GO_LATE
    kept = Q(met_on__lte=F("due_on")) if in_time else late
    return cases.filter(pk__in=found.filter(kept).values("subject_number"))


def days_taken(cases: QuerySet[Case]) -> list[int]:
    """Give how many days each of these cases took from receipt to closing."""
    pairs = cases.order_by().values_list("received_on", "closed_on")
    return [(closed - received).days for received, closed in pairs if received and closed]


def by_month(cases: QuerySet[Case], field: str) -> dict[int, int]:
    """Count cases by the month of a day; of some only the year is known."""
    dated = cases.filter(**{f"{field}__isnull": False}).order_by()
    return dict(dated.values_list(f"{field}__month").annotate(Count("pk")))


def years() -> list[int]:
    """Give the years in which cases were received or closed."""
    received = Case.objects.values_list("received_year", flat=True).distinct()
    closed = Case.objects.values_list("closed_year", flat=True).distinct()
    return sorted({year for year in [*received, *closed] if year})


def span() -> list[int]:
    """Give the years from the first case received to this one, latest first; by index alone."""
    first = Case.objects.aggregate(Min("received_year"))["received_year__min"]
    this_year = clock.today().year
    return list(range(this_year, min(first or this_year, this_year) - 1, -1))


def open_at_start(year: int) -> QuerySet[Case]:
    """Give the cases received before a year and not closed before it."""
    still_open = Q(closed_year=None) | Q(closed_year__gte=year)
    return Case.objects.filter(still_open, received_year__lt=year)


def open_at_end(year: int) -> QuerySet[Case]:
    """Give the cases received by the end of a year and not closed by then."""
    return open_at_start(year + 1)


def count_by(cases: QuerySet[Case], field: str) -> dict[str, int]:
    """Count cases by a registered fact."""
    return dict(cases.order_by().values_list(field).annotate(Count("pk")))


def types_in(cases: QuerySet[Case]) -> dict[str, int]:
    """Count cases by type; a case with two counts in both."""
    return _by_code(CaseType, cases)


def measures_in(cases: QuerySet[Case]) -> dict[str, int]:
    """Count measures by kind; several of one kind in a case are several."""
    return _by_code(Measure, cases)


def _by_code(model: Any, cases: QuerySet[Case]) -> dict[str, int]:
    found = model.objects.filter(case__in=cases.values("pk")).order_by()
    return dict(found.values_list("code").annotate(Count("pk")))


def with_code(cases: QuerySet[Case], kind: str, code: str) -> QuerySet[Case]:
    """Give the cases with this conclusion, channel or type."""
    if kind in ("conclusion", "channel"):
        return cases.filter(**{kind: code})
    return cases.filter(pk__in=CaseType.objects.filter(code=code).values("case_id"))


def measures_with_code(cases: QuerySet[Case], code: str) -> QuerySet[Measure]:
    """Give each measure of a kind in these cases."""
    return Measure.objects.filter(code=code, case__in=cases.values("pk")).select_related("case")


def told_in(year: int) -> QuerySet[Case]:
    """Give the cases of which the account of a year tells: each once a year, and once closed.

    That is a case closed in the year, and one received in it that was still open when it ended.
    """
    open_at_its_end = Q(closed_year=None) | Q(closed_year__gt=year)
    return Case.objects.filter(Q(closed_year=year) | open_at_its_end & Q(received_year=year))


def approved_rows(year: int) -> QuerySet[Row]:
    """Give the approved rows of the cases a year's account tells of, in the order they came."""
    told = told_in(year).values("pk")
    approved = Row.objects.filter(state=RowState.APPROVED, case__in=told)
    return approved.select_related("case").order_by("case__source_number", "case_id")
