import calendar
import datetime
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import terms

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.ui.terms import term_text
from rechtop.tools.deadlines import operations, queries, rules
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK, Deadline, TermRule, Unit

pytestmark = pytest.mark.django_db  # days that were entered count as well

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


@given(DATES, RULES, st.integers(0, 60), st.integers(0, 200), st.integers(0, 200))
def test_standing_still_longer_never_ends_a_term_earlier(
    day: datetime.date, rule: TermRule, into: int, one: int, other: int
) -> None:
    due = rules.due_date(rule, day)
    assert due is not None
    paused_on = min(day + datetime.timedelta(days=into), due)
    still = Deadline(rule=rule, starts_on=day, due_on=due, paused_on=paused_on)
    ends = [
        rules.due_after(still, resumed_on=paused_on + datetime.timedelta(days=days))
        for days in (0, *sorted((one, other)))
    ]
    assert ends[0] == due
    assert ends == sorted(ends)
    if rule.unit == Unit.WORKING_DAYS or rule.moves_to_working_day:
        assert all(map(rules.is_working_day, ends))


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


MONDAY = datetime.date(2026, 11, 23)
A_DAY = datetime.timedelta(days=1)
SUBJECT = Ref("test", 1)
IN_WORKING_DAYS = {"unit": Unit.WORKING_DAYS, "length": 5}


def do(verb: Callable[..., None], *args: Any, on_day: datetime.date, **told: Any) -> None:
    noon = datetime.datetime.combine(on_day, datetime.time(12), datetime.UTC)
    with clock.standing_at(noon):
        terms.within_an_operation(do=lambda: verb(*args, **told), by=JOB)


def test_a_subject_gets_a_term_of_its_own_and_taken_again_it_runs_anew() -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY, **IN_WORKING_DAYS)
    do(operations.meet, SUBJECT, "test", on=MONDAY, on_day=MONDAY)
    one.refresh_from_db()
    assert (one.due_on, one.met_on) == (datetime.date(2026, 11, 30), MONDAY)
    again = terms.give(SUBJECT, starts_on=datetime.date(2026, 12, 1), unit="working_days", length=6)
    assert (again.pk, again.due_on, again.is_open) == (one.pk, datetime.date(2026, 12, 9), True)
    assert queries.rule_on("test", MONDAY) == again.rule


@pytest.mark.parametrize(
    ("rule", "paused", "resumed", "due"),
    [
        # Seven days from Monday: due Monday. Four days of standing still later: Friday.
        ({"length": 7}, (11, 25), (11, 29), (12, 4)),
        ({"length": 7}, (11, 23), (11, 23), (11, 30)),
        # Over a weekend: four days on the calendar, two at work.
        (IN_WORKING_DAYS, (11, 27), (12, 1), (12, 2)),
        # Three days later is a Saturday; where the rule says so, the Monday after.
        ({"length": 9, "moves_to_working_day": True}, (11, 25), (11, 28), (12, 7)),
        ({"length": 9}, (11, 25), (11, 28), (12, 5)),
    ],
)
def test_what_runs_again_is_later_by_the_days_it_stood_still(
    rule: dict[str, Any], paused: tuple[int, int], resumed: tuple[int, int], due: tuple[int, int]
) -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY, **rule)
    before, from_day = one.due_on, datetime.date(2026, *paused)
    do(operations.pause, one, on=from_day, on_day=from_day)
    until = datetime.date(2026, *resumed)
    do(operations.resume, one, on=until, on_day=until)
    one.refresh_from_db()
    assert before is not None
    assert one.due_on == datetime.date(2026, *due)
    assert (one.paused_on, one.moved_days) == (None, (one.due_on - before).days)


SPELLS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 15), st.integers(0, 15), st.integers(0, 9)),
    max_size=5,
)


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS])
@settings(deadline=None, max_examples=40)
@given(SPELLS)
def test_however_often_a_term_stands_still_its_end_moves_by_those_days_and_no_more(
    unit: Unit, spells: list[tuple[int, int, int, int]]
) -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY, unit=unit, length=2)
    end, today, still = one.due_on, MONDAY, set[datetime.date]()
    assert end is not None
    for later, ago, stay, back in spells:
        today = min(today + later * A_DAY, one.due_on or today)
        paused_on = today - ago * A_DAY
        with suppress(Invalid):
            do(operations.pause, one, on=paused_on, on_day=today)
            today += stay * A_DAY
            resumed_on = max(today - back * A_DAY, paused_on)
            do(operations.resume, one, on=resumed_on, on_day=today)
            still |= {paused_on + n * A_DAY for n in range(1, (resumed_on - paused_on).days + 1)}
            if one.due_on < today:
                break
    if unit == Unit.WORKING_DAYS:
        moved, stood = (
            rules.working_days_between(end, one.due_on),
            sum(map(rules.is_working_day, still)),
        )
    else:
        moved, stood = (one.due_on - end).days, len(still)
    assert moved == stood


def test_no_day_of_standing_still_counts_twice() -> None:
    one = terms.give(SUBJECT, starts_on=datetime.date(2026, 10, 20))
    assert one.due_on == datetime.date(2026, 12, 1)
    again = datetime.date(2026, 11, 12)
    do(operations.pause, one, on=datetime.date(2026, 11, 2), on_day=again)
    do(operations.resume, one, on=again, on_day=again)
    assert one.due_on == datetime.date(2026, 12, 11)
    told = (
        "loopt weer sinds 12 november 2026. "
        "Kies een dag van 12 november 2026 tot en met 20 november 2026."
    )
    later = datetime.date(2026, 11, 20)
    with pytest.raises(Invalid, match=told) as refused:
        do(operations.pause, one, on=datetime.date(2026, 11, 5), on_day=later)
    assert list(refused.value.message_dict) == ["on"]
    one.refresh_from_db()
    assert (one.paused_on, one.due_on) == (None, datetime.date(2026, 12, 11))
    do(operations.pause, one, on=again, on_day=later)
    do(operations.resume, one, on=later, on_day=later)
    assert one.due_on == datetime.date(2026, 12, 19)


def test_what_was_let_go_while_it_stood_still_and_waits_again_counts_no_day_twice() -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY)
    do(operations.pause, one, on=MONDAY, on_day=MONDAY)
    let_go = MONDAY + 4 * A_DAY
    do(operations.depart_from, SUBJECT, "test", on=let_go, on_day=let_go)
    do(operations.take_up_again, SUBJECT, since=let_go, on_day=let_go)
    one.refresh_from_db()
    with pytest.raises(Invalid, match="loopt weer sinds 27 november 2026"):
        do(operations.pause, one, on=MONDAY + A_DAY, on_day=let_go)


def test_a_day_typed_wrong_is_put_right_by_letting_the_term_run_again_from_that_day() -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY)
    wrong = MONDAY + 4 * A_DAY
    do(operations.pause, one, on=wrong, on_day=wrong)
    do(operations.resume, one, on=wrong, on_day=wrong)
    do(operations.pause, one, on=MONDAY, on_day=wrong)
    assert one.paused_on == MONDAY


def test_a_term_that_runs_anew_stands_still_from_any_of_its_days() -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY)
    later = MONDAY + 4 * A_DAY
    do(operations.pause, one, on=MONDAY, on_day=later)
    do(operations.resume, one, on=later, on_day=later)
    anew = terms.give(SUBJECT, starts_on=MONDAY)
    do(operations.pause, anew, on=MONDAY, on_day=later)
    assert (anew.pk, anew.paused_on) == (one.pk, MONDAY)


def test_what_stands_still_is_not_late_and_what_was_done_meanwhile_was_done_in_time() -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY, length=7)
    do(operations.pause, one, on=MONDAY, on_day=MONDAY)
    with clock.standing_at(datetime.datetime(2027, 1, 20, 12, tzinfo=datetime.UTC)):
        assert not queries.late_ones("test").exists()
        assert str(term_text(one.due_on, None, clock.today(), one.paused_on).text).startswith(
            "staat stil sinds 23 november 2026"
        )
    day = datetime.date(2027, 1, 20)
    do(operations.meet, SUBJECT, "test", on=day, on_day=day)
    one.refresh_from_db()
    assert one.due_on == datetime.date(2027, 1, 27)
    assert (one.met_on, one.paused_on) == (day, None)


def test_a_term_is_made_longer_and_never_shorter_nor_for_years() -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY, length=7)
    do(operations.extend, one, until=datetime.date(2026, 12, 19), on_day=MONDAY)
    assert (one.due_on, one.moved_days) == (datetime.date(2026, 12, 19), 19)
    for wrong in (datetime.date(2026, 12, 19), MONDAY, datetime.date(2062, 12, 20)):
        with pytest.raises(Invalid) as refused:
            do(operations.extend, one, until=wrong, on_day=MONDAY)
        assert "until" in refused.value.message_dict


@pytest.mark.parametrize(
    ("other", "day", "why"),
    [
        ({"may_pause": False}, MONDAY, "de bron staat dat niet toe \\(Eigen afspraak"),
        ({"length": None, "unit": Unit.AT_ONCE}, MONDAY, "geen laatste dag"),
        ({"length": 7}, datetime.date(2026, 12, 1), "al voorbij"),
    ],
)
def test_what_may_not_stand_still_is_refused_with_the_reason(
    other: dict[str, Any], day: datetime.date, why: str
) -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY, **other)
    with pytest.raises(Refused, match=why):
        do(operations.pause, one, on=MONDAY, on_day=day)
    with pytest.raises(Refused, match=why):
        do(operations.extend, one, until=datetime.date(2027, 1, 1), on_day=day)
    with pytest.raises(Refused, match="staat niet stil"):
        do(operations.resume, one, on=MONDAY, on_day=day)


def test_no_term_stands_still_from_tomorrow_or_from_before_it_began() -> None:
    one = terms.give(SUBJECT, starts_on=MONDAY, length=7)
    for wrong in (MONDAY - datetime.timedelta(days=1), MONDAY + datetime.timedelta(days=1)):
        with pytest.raises(Invalid, match="Kies een dag van 23 november 2026"):
            do(operations.pause, one, on=wrong, on_day=MONDAY)


def test_no_term_starts_outside_an_operation() -> None:
    with pytest.raises(RuntimeError):
        operations.start(Ref("test", 1), days(7), starts_on=datetime.date(2026, 1, 1))


def test_the_two_terms_of_the_law_never_stand_still_and_never_move() -> None:
    for code in (ACKNOWLEDGEMENT, FEEDBACK):
        rule = queries.rule_on(code, datetime.date(2026, 11, 29))
        assert rule is not None
        assert not rule.may_pause
        assert not rule.moves_to_working_day
