"""How long something is kept, and which term speaks of a case."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desk import by_name

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.tools.retention import models, operations, queries
from rechtop.tools.retention.models import Term

DATES = st.dates(datetime.date(1995, 1, 1), datetime.date(2090, 12, 31))
LENGTHS = st.integers(1, 300)
TOMORROW = datetime.date(2026, 11, 25)
A_TERM = {
    "kind": "case",
    "regime": "",
    "conclusion": "",
    "length": 3,
    "unit": "years",
    "outcome": "destroy",
    "basis": "own",
    "source": "Besluit van 1 november 2026",
}


@pytest.fixture
def on_a_day():  # type: ignore[no-untyped-def]
    with clock.standing_at(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)):
        yield


@given(DATES, LENGTHS)
def test_a_term_ends_on_the_same_day_or_on_the_last_of_a_shorter_month(
    day: datetime.date, months: int
) -> None:
    until = models.kept_until(day, months)
    assert (until.year - day.year) * 12 + until.month - day.month == months
    assert until.day == min(day.day, calendar.monthrange(until.year, until.month)[1])


@given(DATES, DATES, LENGTHS)
def test_what_is_closed_later_is_never_kept_shorter(
    one: datetime.date, other: datetime.date, months: int
) -> None:
    first, second = sorted((one, other))
    assert models.kept_until(first, months) <= models.kept_until(second, months)


@given(DATES, DATES, LENGTHS)
def test_the_date_that_lists_compare_says_the_same_as_the_term(
    closed_on: datetime.date, today: datetime.date, months: int
) -> None:
    is_past = models.kept_until(closed_on, months) < today
    assert is_past == (closed_on <= models.last_closing_past(months, today))


@given(DATES, LENGTHS)
def test_on_its_last_day_something_is_still_kept(day: datetime.date, months: int) -> None:
    until = models.kept_until(day, months)
    assert day > models.last_closing_past(months, until)
    assert day <= models.last_closing_past(months, until + datetime.timedelta(days=1))


@pytest.mark.parametrize(
    ("closed_on", "months", "until"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-31", 24, "2028-12-31"),
    ],
)
def test_leap_days_and_ends_of_months(closed_on: str, months: int, until: str) -> None:
    found = models.kept_until(datetime.date.fromisoformat(closed_on), months)
    assert found == datetime.date.fromisoformat(until)


def term(number: int, **told: Any) -> Term:
    return Term(pk=number, **{**A_TERM, **told})


def test_the_term_that_says_most_about_a_case_counts() -> None:
    listed = [term(1), term(2, regime="zakelijk"), term(3, conclusion="founded")]
    listed = sorted(listed, key=queries._weight, reverse=True)
    found = queries.term_of("case", "zakelijk", "founded", listed)
    assert found is not None
    assert found.pk == 3
    assert queries.term_of("identity", "zakelijk", "founded", listed) is None


@pytest.mark.django_db
def test_every_term_of_the_schedule_has_a_source_and_a_ground() -> None:
    listed = queries.in_force()
    assert {one.kind for one in listed} == {"case", "identity", "row"}
    assert all(one.source and one.basis for one in listed)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["fenna", "mees"])
def test_a_new_term_follows_and_the_one_that_runs_stays(name: str, on_a_day: None) -> None:
    def now() -> set[tuple[Any, ...]]:
        return set(Term.objects.filter(valid_from__lt=TOMORROW).values_list())

    before = now()
    made = operations.set_term(valid_from=TOMORROW, by=by_name(name), **A_TERM)
    assert now() == before
    assert made not in queries.in_force()
    assert list(queries.to_come()) == [made]
    running = queries.term_of("case", "x", "y", queries.in_force(TOMORROW))
    assert running == made


@pytest.mark.django_db
@pytest.mark.parametrize("day", [datetime.date(2026, 11, 24), datetime.date(2020, 1, 1)])
def test_no_term_begins_today_or_in_the_past(day: datetime.date, on_a_day: None) -> None:
    with pytest.raises(Invalid) as refused:
        operations.set_term(valid_from=day, by=by_name("mees"), **A_TERM)
    assert set(refused.value.message_dict) == {"valid_from"}


@pytest.mark.django_db
def test_a_term_needs_a_source_a_length_and_a_day_of_its_own(on_a_day: None) -> None:
    mees = by_name("mees")
    for wrong in ({"source": ""}, {"outcome": "burn"}):
        with pytest.raises(Invalid) as refused:
            operations.set_term(valid_from=TOMORROW, by=mees, **{**A_TERM, **wrong})
        assert set(refused.value.message_dict) == set(wrong)
    operations.set_term(valid_from=TOMORROW, by=mees, **A_TERM)
    with pytest.raises(Invalid):
        operations.set_term(valid_from=TOMORROW, by=mees, **A_TERM)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bram", "gijs", "jet"])
def test_others_do_not_decide_on_the_schedule(name: str, on_a_day: None) -> None:
    with pytest.raises(Refused):
        operations.set_term(valid_from=TOMORROW, by=by_name(name), **A_TERM)


@pytest.mark.django_db
def test_adopting_the_schedule_again_changes_nothing() -> None:
    before = set(Term.objects.values_list())
    operations.adopt(listed=[{**A_TERM, "valid_from": "2019-01-01"}], by=COMMAND)
    assert set(Term.objects.values_list()) == before
