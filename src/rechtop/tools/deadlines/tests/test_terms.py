import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rechtop.ground.kernel import clock
from rechtop.tools.deadlines import rules
from rechtop.tools.deadlines.models import TermRule, Unit

DATES = st.dates(datetime.date(2020, 1, 1), datetime.date(2090, 12, 31))


def days(length: int) -> TermRule:
    return TermRule(length=length, unit=Unit.DAYS)


def months(length: int) -> TermRule:
    return TermRule(length=length, unit=Unit.MONTHS)


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


@given(DATES, DATES, st.integers(1, 60))
def test_who_starts_later_is_never_due_earlier(
    one: datetime.date, other: datetime.date, length: int
) -> None:
    first, second = sorted((one, other))
    for rule in (days(length), months(length)):
        early, late = rules.due_date(rule, first), rules.due_date(rule, second)
        assert early is not None
        assert late is not None
        assert early <= late


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
        (TermRule(length=None, unit=Unit.AT_ONCE), "onverwijld"),
    ],
)
def test_a_term_is_said_in_words(rule: TermRule, words: str) -> None:
    assert rule.within() == words
