"""Who must take the oath or promise or sign the statement, and by when."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desk import by_name

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.people.personnel.models import Employment
from rechtop.tools.deadlines.rules import months_later
from rechtop.work.oath import operations, queries
from rechtop.work.oath.models import Exemption, OathTerm
from rechtop.work.oath.states import Form, Why
from rechtop.work.oath.tests.making import BEGAN, TODAY, in_days, rules_since, standing, took, works

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    rules_since()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dates(BEGAN, datetime.date(2030, 12, 31)), st.integers(1, 24))
def test_it_is_due_on_the_same_day_some_months_on_or_at_the_end_of_that_month(
    start: datetime.date, months: int
) -> None:
    with transaction.atomic():
        rules_since(months=months)
        due = standing(works(start=start), day=start).due_on
        transaction.set_rollback(True)
    assert due == months_later(start, months)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    assert (due.year, due.month) == (year, month + 1)
    is_last = (due + datetime.timedelta(days=1)).day == 1
    assert due.day == start.day or (due.day < start.day and is_last)


def test_the_term_is_that_of_the_day_someone_began() -> None:
    OathTerm.objects.create(months=1, from_date=in_days(-20))
    before, after = works("eva", in_days(-30)), works("bram", in_days(-20))
    assert standing(before).due_on == months_later(in_days(-30), 2)
    assert standing(after).due_on == months_later(in_days(-20), 1)


@pytest.mark.parametrize(
    ("start", "told"), [(-200, "overdue"), (-45, "soon"), (-10, "open"), (0, "open")]
)
def test_how_it_stands_follows_from_the_day_someone_began(start: int, told: str) -> None:
    assert standing(works(start=in_days(start))).standing == told


def test_who_must_began_under_our_rules_and_works_here() -> None:
    rules_since(in_days(-100))
    works("eva", in_days(-101))
    works("bram", in_days(-50), end_date=TODAY)
    works("carla", in_days(1))
    here = works("ivo", in_days(-50), end_date=in_days(1))
    coming = works("kees", in_days(30), kind="external")
    assert set(queries.owing()) == {here, coming}


def test_where_no_term_was_set_nobody_must() -> None:
    works()
    OathTerm.objects.all().delete()
    assert list(queries.owing()) == []


def test_who_comes_from_elsewhere_signs_before_the_first_day() -> None:
    later = works("kees", in_days(60), kind="external")
    begun = works("eva", in_days(-1), kind="external")
    assert (standing(later).standing, standing(later).due_on) == ("open", in_days(59))
    assert standing(begun).standing == "overdue"
    took(later, Form.STATEMENT)
    assert standing(later).standing == "taken"


def test_who_becomes_an_employee_after_a_statement_still_takes_the_oath() -> None:
    one = works(kind="external")
    took(one, Form.STATEMENT)
    one.kind = "staff"
    one.save()
    assert standing(one).standing == "open"


def test_who_comes_back_later_takes_it_again() -> None:
    one = works(start=in_days(-300))
    took(one, on=in_days(-290))
    assert standing(one).standing == "taken"
    one.start_date = in_days(-5)
    one.save()
    assert standing(one).standing == "open"


def test_an_exemption_ends_with_the_time_of_working_here_it_was_given_for() -> None:
    one = works(start=in_days(-400))
    operations.exempt(one, why=Why.REFUSED, reason="Wil niet", by=by_name("bram"))
    Exemption.objects.update(decided_on=in_days(-390))
    assert standing(one).standing == "exempt"
    one.start_date = in_days(-5)
    one.save()
    assert standing(one).standing == "open"


def test_a_statement_signed_beforehand_holds_when_the_first_day_moves() -> None:
    one = works(start=in_days(4), kind="external")
    took(one, Form.STATEMENT)
    one.start_date = in_days(9)
    one.save()
    assert standing(one).standing == "taken"
    assert queries.met_by(one, True) is not None


def test_leave_postpones_and_refusal_and_what_is_special_take_it_off_the_list() -> None:
    bram = by_name("bram")
    away, refuses = works("eva", in_days(-200)), works("ivo", in_days(-200))
    operations.exempt(away, why=Why.LEAVE, reason="Verlof", until_date=in_days(90), by=bram)
    exemption = operations.exempt(refuses, why=Why.REFUSED, reason="Wil niet", by=bram)
    assert (standing(away).standing, standing(away).last_day) == ("open", in_days(90))
    assert standing(refuses).standing == "exempt"
    assert [one.pk for one in queries.owing().order_by("urgency", "pk")] == [away.pk, refuses.pk]
    operations.lift(exemption, by=bram)
    assert standing(refuses).standing == "overdue"
    with pytest.raises(Refused, match="al opgeheven"):
        operations.lift(exemption, by=bram)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"reason": " "}, "reason", "waarom"),
        ({"why": Why.LEAVE}, "until_date", "tot wanneer"),
        ({"why": Why.LEAVE, "until_date": in_days(-1)}, "until_date", "latere dag"),
        ({"until_date": in_days(300)}, "until_date", "weigert"),
    ],
)
def test_an_exemption_that_cannot_be_is_told(
    typed: dict[str, object], field: str, words: str
) -> None:
    told = {"why": Why.REFUSED, "reason": "Wil niet", **typed}
    with pytest.raises(Invalid, match=words) as error:
        operations.exempt(works(), by=by_name("bram"), **told)
    assert list(error.value.message_dict) == [field]


def test_there_is_one_exemption_at_a_time_and_none_of_what_was_done() -> None:
    one, bram = works(), by_name("bram")
    operations.exempt(one, why=Why.SPECIAL, reason="Anders", by=bram)
    with pytest.raises(Invalid, match="al een uitzondering"):
        operations.exempt(one, why=Why.REFUSED, reason="Wil niet", by=bram)
    done = works("ivo")
    took(done)
    with pytest.raises(Invalid, match="al gedaan"):
        operations.exempt(done, why=Why.REFUSED, reason="Wil niet", by=bram)


def test_the_reason_of_an_exemption_is_closed_in_the_database() -> None:
    made = operations.exempt(works(), why=Why.SPECIAL, reason="geheim", by=by_name("bram"))
    assert "geheim" not in made.reason
    assert queries.in_clear(made) == "geheim"


def test_how_it_stood_on_a_day_does_not_change_afterwards() -> None:
    one = works(start=in_days(-200))
    took(one)
    operations.exempt(works("ivo", in_days(-200)), why="refused", reason="x", by=by_name("bram"))
    then = {standing(found, in_days(-1)).standing for found in Employment.objects.all()}
    assert then == {"overdue"}
