"""Days made like a holiday by decree or law count in every reckoning from then on."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from tests import terms
from tests.people import acting

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.refs import Ref
from rechtop.tools.deadlines import operations, queries, rules
from rechtop.tools.deadlines.models import Deadline, Holiday, TermRule, Unit

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 30)
FRIDAY = datetime.date(2027, 5, 7)  # the day after Ascension Day
MONDAY = datetime.date(2027, 5, 10)
MOVES = TermRule(length=7, unit=Unit.DAYS, moves_to_working_day=True)
STAYS = TermRule(length=7, unit=Unit.DAYS)
AT_WORK = TermRule(length=1, unit=Unit.WORKING_DAYS)
A_WEEK_BEFORE = FRIDAY - datetime.timedelta(days=7)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(datetime.datetime.combine(TODAY, datetime.time(12), clock.HERE)):
        queries.forget()
        yield
    queries.forget()  # what is rolled back is not remembered


def entered(day: datetime.date = FRIDAY, name: str = "fenna", **told: str) -> Holiday:
    facts = {"label": "Vrijdag na Hemelvaart", "origin": "decree", "source": "Stb. 2026, 1", **told}
    return operations.enter_holiday(day=day, by=acting(name), **facts)


def test_a_term_ends_after_a_day_that_was_entered_where_its_rule_moves_and_nowhere_else() -> None:
    assert rules.due_date(MOVES, A_WEEK_BEFORE) == FRIDAY
    before = FRIDAY - datetime.timedelta(days=2)  # Wednesday; Thursday is Ascension Day
    assert rules.due_date(AT_WORK, before) == FRIDAY
    entered()
    assert rules.due_date(MOVES, A_WEEK_BEFORE) == MONDAY
    assert rules.due_date(AT_WORK, before) == MONDAY
    assert rules.due_date(STAYS, A_WEEK_BEFORE) == FRIDAY
    assert rules.working_days_between(before, MONDAY) == 1


def test_a_term_that_runs_keeps_its_last_day_and_one_that_is_counted_anew_does_not() -> None:
    subject = Ref("case", 987_654)
    terms.give(subject, starts_on=A_WEEK_BEFORE, length=7)
    running = Deadline.objects.get(subject_number=subject.number)
    TermRule.objects.filter(pk=running.rule_id).update(moves_to_working_day=True)
    assert queries.ending_on(FRIDAY) == 1
    entered()
    running.refresh_from_db()
    assert running.due_on == FRIDAY
    terms.within_an_operation(
        do=lambda: operations.count_anew(subject, running.rule.code, starts_on=A_WEEK_BEFORE),
        by=JOB,
    )
    running.refresh_from_db()
    assert running.due_on == MONDAY


def test_a_day_taken_away_is_a_working_day_again_and_one_that_was_stays() -> None:
    holiday = entered()
    with pytest.raises(Refused, match="coördinator"):
        operations.take_holiday_away(holiday, by=acting("bram"))
    operations.take_holiday_away(holiday, by=acting("fenna"))
    assert rules.is_working_day(FRIDAY)
    held = entered()
    noon = datetime.datetime.combine(FRIDAY, datetime.time(12), clock.HERE)
    with clock.standing_at(noon), pytest.raises(Refused, match="al mee gerekend"):
        operations.take_holiday_away(held, by=acting("fenna"))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (datetime.date(2026, 11, 29), "Kies een dag van"),
        (datetime.date(2206, 5, 7), "Kies een dag van"),
        (datetime.date(2027, 5, 8), "al een zaterdag"),
        (datetime.date(2027, 5, 6), "al een zaterdag"),  # Ascension Day
    ],
)
def test_a_day_that_cannot_be_is_told_at_its_field(day: datetime.date, told: str) -> None:
    with pytest.raises(Invalid, match=told) as error:
        entered(day)
    assert "day" in error.value.message_dict


def test_a_day_stands_there_once_with_its_source_and_the_coordinator_alone_enters_it() -> None:
    with pytest.raises(Refused):
        entered(name="bram")
    with pytest.raises(Invalid) as error:
        entered(source=" ")
    assert "source" in error.value.message_dict
    entered()
    with pytest.raises(Invalid, match="staat er al"):
        entered()
    assert Holiday.objects.count() == 1
