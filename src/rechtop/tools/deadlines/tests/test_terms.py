import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.refs import Ref
from rechtop.people.organisation.rules import is_job
from rechtop.tools.deadlines import operations, queries, rules
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK, TermRule, Unit

DATES = st.dates(datetime.date(2020, 1, 1), datetime.date(2090, 12, 31))


def days(length: int) -> TermRule:
    return TermRule(length=length, unit=Unit.DAYS)


def months(length: int) -> TermRule:
    return TermRule(length=length, unit=Unit.MONTHS)


def working_days(length: int) -> TermRule:
    return TermRule(length=length, unit=Unit.WORKING_DAYS)


RULES = st.builds(
    TermRule,
    length=st.integers(1, 60),
    unit=st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS]),
    moves_to_working_day=st.booleans(),
)


@given(DATES, st.integers(1, 400))
def test_days_are_calendar_days_and_the_day_of_the_event_is_not_counted(
    day: datetime.date, length: int
) -> None:
    due = rules.due_date(days(length), day)
    assert due is not None
    assert (due - day).days == length


@given(DATES, st.integers(1, 60))
def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(
    day: datetime.date, length: int
) -> None:
    due = rules.due_date(months(length), day)
    assert due is not None
    assert (due.year - day.year) * 12 + due.month - day.month == length
    last = calendar.monthrange(due.year, due.month)[1]
    assert due.day == min(day.day, last)


@given(DATES, DATES, RULES)
def test_a_term_ends_after_it_began_and_who_starts_later_is_never_due_earlier(
    one: datetime.date, other: datetime.date, rule: TermRule
) -> None:
    first, second = sorted((one, other))
    early, late = rules.due_date(rule, first), rules.due_date(rule, second)
    assert early is not None
    assert late is not None
    assert first < early <= late


@given(DATES, RULES)
def test_an_end_is_a_working_day_where_the_rule_says_so_and_moves_nowhere_else(
    day: datetime.date, rule: TermRule
) -> None:
    due = rules.due_date(rule, day)
    plain = TermRule(length=rule.length, unit=rule.unit)
    unmoved = rules.due_date(plain, day)
    assert due is not None
    assert unmoved is not None
    if rule.unit == Unit.WORKING_DAYS or rule.moves_to_working_day:
        assert rules.is_working_day(due)
    if not rule.moves_to_working_day:
        assert due == unmoved
    assert unmoved <= due
    if rules.is_working_day(unmoved) and (rule.length or 0) > 6:
        assert due == unmoved


@given(DATES, st.integers(1, 60))
def test_so_many_working_days_lie_in_a_term_of_working_days(
    day: datetime.date, length: int
) -> None:
    due = rules.due_date(working_days(length), day)
    assert due is not None
    assert rules.working_days_between(day, due) == length


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2025, "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26"),
        (2026, "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26"),
        (2027, "01-01 03-26 03-29 04-27 05-05 05-06 05-17 12-25 12-26"),
        (2028, "01-01 04-14 04-17 04-27 05-05 05-25 06-05 12-25 12-26"),
    ],
)
def test_the_holidays_are_those_of_the_law(year: int, days: str) -> None:
    found = [day for day in rules.holidays_of(year) if day.weekday() != 6]
    named = [datetime.date.fromisoformat(f"{year}-{day}") for day in days.split()]
    assert sorted(found) == [day for day in named if day.weekday() != 6]


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        (datetime.date(2026, 12, 24), 3, datetime.date(2026, 12, 30)),
        (datetime.date(2027, 3, 25), 1, datetime.date(2027, 3, 30)),
        (datetime.date(2027, 5, 4), 1, datetime.date(2027, 5, 7)),
        (datetime.date(2027, 12, 31), 1, datetime.date(2028, 1, 3)),
        (datetime.date(2028, 2, 28), 2, datetime.date(2028, 3, 1)),
    ],
)
def test_working_days_step_over_holidays_and_year_ends(
    start: datetime.date, length: int, due: datetime.date
) -> None:
    assert rules.due_date(working_days(length), start) == due


@pytest.mark.parametrize(
    ("unit", "length", "start", "due"),
    [
        (Unit.DAYS, 7, datetime.date(2026, 12, 18), datetime.date(2026, 12, 28)),
        # Three days over Christmas hold one working day: the law asks for two.
        (Unit.DAYS, 3, datetime.date(2026, 12, 24), datetime.date(2026, 12, 29)),
        (Unit.DAYS, 2, datetime.date(2026, 12, 24), datetime.date(2026, 12, 28)),
        (Unit.MONTHS, 1, datetime.date(2026, 3, 3), datetime.date(2026, 4, 7)),
        (Unit.DAYS, 7, datetime.date(2026, 11, 2), datetime.date(2026, 11, 9)),
    ],
)
def test_an_end_moves_as_the_law_on_terms_has_it(
    unit: Unit, length: int, start: datetime.date, due: datetime.date
) -> None:
    rule = TermRule(length=length, unit=unit, moves_to_working_day=True)
    assert rules.due_date(rule, start) == due


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        (datetime.date(2026, 11, 30), 3, datetime.date(2027, 2, 28)),
        (datetime.date(2027, 11, 30), 3, datetime.date(2028, 2, 29)),
        (datetime.date(2026, 12, 1), 3, datetime.date(2027, 3, 1)),
        (datetime.date(2026, 10, 31), 1, datetime.date(2026, 11, 30)),
    ],
)
def test_month_ends_clamp(start: datetime.date, length: int, due: datetime.date) -> None:
    assert rules.due_date(months(length), start) == due


def test_without_delay_gives_no_date() -> None:
    assert rules.due_date(TermRule(length=None, unit=Unit.AT_ONCE), datetime.date.today()) is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-28T22:59:59+00:00", datetime.date(2026, 3, 28)),
        ("2026-03-28T23:00:00+00:00", datetime.date(2026, 3, 29)),
        ("2026-10-24T22:00:00+00:00", datetime.date(2026, 10, 25)),
        ("2026-12-31T23:00:00+00:00", datetime.date(2027, 1, 1)),
    ],
)
def test_a_day_is_a_day_in_amsterdam(moment: str, day: datetime.date) -> None:
    assert clock.day_of(datetime.datetime.fromisoformat(moment)) == day


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (days(1), "binnen 1 dag"),
        (days(7), "binnen 7 dagen"),
        (months(3), "binnen 3 maanden"),
        (working_days(5), "binnen 5 werkdagen"),
        (TermRule(length=None, unit=Unit.AT_ONCE), "onverwijld"),
    ],
)
def test_a_term_is_said_in_words(rule: TermRule, words: str) -> None:
    assert rule.within() == words


@operation("test.term_of_its_own", allowed=is_job)
def give_a_term(*, subject: Ref, starts_on: datetime.date, length: int, by: Actor) -> None:
    facts = {
        "label": "Reageren",
        "length": length,
        "unit": Unit.WORKING_DAYS,
        "counted_from": "de uitnodiging",
        "is_legal": False,
        "source": "Eigen afspraak",
    }
    rule = operations.adopt_rule(
        code="test.step", valid_from=datetime.date(2026, 1, 1), facts=facts
    )
    operations.start(subject, rule, starts_on=starts_on)


@pytest.mark.django_db
def test_a_subject_gets_a_term_of_its_own_and_taken_again_it_runs_anew() -> None:
    subject, monday = Ref("test", 1), datetime.date(2026, 11, 23)
    give_a_term(subject=subject, starts_on=monday, length=5, by=JOB)
    meet(subject=subject, on=monday, by=JOB)
    one = queries.of(subject).get()
    assert (one.due_on, one.met_on) == (datetime.date(2026, 11, 30), monday)
    give_a_term(subject=subject, starts_on=datetime.date(2026, 12, 1), length=6, by=JOB)
    again = queries.of(subject).get()
    assert (again.pk, again.due_on, again.is_open) == (one.pk, datetime.date(2026, 12, 9), True)
    assert queries.rule_on("test.step", monday) == again.rule


@operation("test.term_met", allowed=is_job)
def meet(*, subject: Ref, on: datetime.date, by: Actor) -> None:
    operations.meet(subject, "test.step", on=on)


@pytest.mark.django_db
def test_no_term_starts_outside_an_operation() -> None:
    with pytest.raises(RuntimeError):
        operations.start(Ref("test", 1), days(7), starts_on=datetime.date(2026, 1, 1))


@pytest.mark.django_db
def test_the_two_terms_of_the_law_never_stand_still_and_never_move() -> None:
    for code in (ACKNOWLEDGEMENT, FEEDBACK):
        rule = queries.rule_on(code, datetime.date(2026, 11, 29))
        assert rule is not None
        assert not rule.may_pause
        assert not rule.moves_to_working_day
