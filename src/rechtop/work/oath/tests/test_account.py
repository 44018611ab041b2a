"""What the annual report tells of oaths, and who is reminded."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desk import at_desk, by_name
from tests.people import person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, JOB
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.post.models import Outgoing
from rechtop.overview.annual_report import queries as report
from rechtop.people.organisation.models import Placement, Unit
from rechtop.tools.figures.account import Figure
from rechtop.work.oath import account, holding, operations, queries
from rechtop.work.oath.models import OathTerm, Reminder
from rechtop.work.oath.states import Form, Why
from rechtop.work.oath.tests.making import TODAY, in_days, rules_since, took, works
from rechtop.work.oath.tests.test_sessions import FACTS
from rechtop.work.programme import operations as programme

pytestmark = pytest.mark.django_db

YEAR = 2025
SPRING = datetime.date(YEAR, 3, 1)


def figures(year: int = YEAR) -> dict[str, Figure]:
    return {one.name.removeprefix("eed."): one for one in account.figures(year)}


def keep(name: str, participants: int | None, kind: str = "eed") -> None:
    programme.keep_activity(
        year=YEAR,
        kind=kind,
        name=name,
        meetings=1,
        participants=participants,
        remark="",
        by=by_name("bram"),
    )


def records(figure: Figure) -> list[Any]:
    behind = figure.follow(COMMAND)
    return [*behind.besides, *map(behind.tell, behind.found)] if behind else []


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.none() | st.integers(0, 100_000), max_size=4), st.integers(0, 3))
def test_the_count_is_that_of_the_programme_and_of_what_is_registered_and_never_double(
    brought: list[int | None], own: int
) -> None:
    with_nothing_left(lambda: _sums(brought, own))


def with_nothing_left(work: Any) -> None:
    with transaction.atomic():
        work()
        transaction.set_rollback(True)


def _sums(brought: list[int | None], own: int) -> None:
    rules_since()
    for place, count in enumerate(brought):
        keep(f"Bijeenkomst {place}", count)
    keep("Spel", 7, "dilemmaspel")
    for name in ("eva", "ivo", "jet")[:own]:
        took(works(name, SPRING), on=SPRING)
    known = [one for one in brought if one is not None]
    told = figures()
    expected = sum(known) + own if known or own else None
    assert told["afgelegd"].value == expected
    assert len(records(told["afgelegd"])) == own + len(brought)
    shown = [dict(one.facts).get("Deelnemers", "1") for one in records(told["afgelegd"])]
    counted = [int(one.replace(".", "")) for one in shown if one != "onbekend"]
    assert sum(counted) == (expected or 0)
    if known and own:
        assert told["programma"].value == sum(known)
        assert len(records(told["programma"])) == len(brought)


def test_a_year_is_told_by_time_form_month_unit_and_who_is_late() -> None:
    rules_since()
    took(works("eva", SPRING), Form.OATH, on=datetime.date(YEAR, 4, 1))
    took(works("ivo", SPRING), Form.PROMISE, on=datetime.date(YEAR, 6, 1))
    took(works("jet", SPRING, kind="external"), Form.STATEMENT, on=SPRING)
    works("kees", SPRING)
    works("otto", SPRING, end_date=datetime.date(YEAR, 12, 31))
    took(works("petra", SPRING), on=datetime.date(YEAR + 1, 1, 5))
    works("nadia", SPRING, kind="external")
    refuses = works("daan", datetime.date(YEAR, 3, 2))
    with clock.standing_at(datetime.datetime(YEAR, 5, 1, tzinfo=datetime.UTC)):
        operations.exempt(refuses, why=Why.REFUSED, reason="x", by=by_name("bram"))
    told = {name: one.value for name, one in figures().items() if one.value}
    units = {name: value for name, value in told.items() if "onderdeel." in name}
    own = [value for name, value in units.items() if name.startswith("onderdeel")]
    assert own == [1, 1]
    assert {name: value for name, value in told.items() if name not in units} == {
        "afgelegd": 2,
        "op-tijd": 1,
        "eed": 1,
        "belofte": 1,
        "verklaringen": 1,
        "te-laat": 2,
        "verklaringen-te-laat": 1,
        "maand.4": 1,
        "maand.6": 1,
    }
    for name, figure in figures().items():
        if figure.value and name in ("eed", "belofte"):
            assert not records(figure), "this would tell each one's belief"
        elif figure.value:
            assert len(records(figure)) == figure.value, name
    assert not figures()["eed"].published


def test_a_year_is_told_by_unit_each_traced_to_as_many_records_in_one_question_a_kind() -> None:
    rules_since()
    for name in ("eva", "ivo", "jet", "kees", "nadia", "petra"):
        Placement.objects.filter(person=person(name)).delete()
    unit = Unit.objects.create(name="Dijken")
    for name in ("eva", "ivo", "jet", "kees", "nadia"):
        Placement.objects.create(person=person(name), unit=unit, from_date=SPRING)
    took(works("eva", SPRING), on=datetime.date(YEAR, 4, 1))
    took(works("ivo", SPRING), on=datetime.date(YEAR, 6, 1))
    took(works("jet", SPRING, kind="external"), Form.STATEMENT, on=SPRING)
    works("kees", SPRING)
    works("nadia", SPRING, kind="external")
    took(works("petra", SPRING), on=datetime.date(YEAR, 6, 1))
    told = {name: one for name, one in figures().items() if "onderdeel." in name}
    assert {name: one.value for name, one in told.items()} == {
        f"onderdeel.{unit.pk}": 2,
        "onderdeel.0": 1,
        f"op-tijd.onderdeel.{unit.pk}": 1,
        "op-tijd.onderdeel.0": 0,
        f"verklaringen.onderdeel.{unit.pk}": 1,
        f"te-laat.onderdeel.{unit.pk}": 1,
        f"verklaringen-te-laat.onderdeel.{unit.pk}": 1,
    }
    for name, one in told.items():
        assert one.charted, name
        assert not one.published, "a unit of one person tells who it was"
        assert len(records(one)) == one.value, name
    with CaptureQueriesContext(connection) as asked:
        account.figures(YEAR)
    assert sum("GROUP BY" in one["sql"] and "unit" in one["sql"] for one in asked) == 2


def test_behind_a_figure_stands_nobody_by_name_and_no_belief() -> None:
    rules_since()
    took(works("eva", SPRING), Form.OATH, on=SPRING)
    told = str(records(figures()["afgelegd"]))
    assert "Eva" not in told
    assert "Eed" not in told


def test_where_nothing_is_known_no_figure_is_nought() -> None:
    assert all(one.value is None for one in account.figures(YEAR))
    OathTerm.objects.all().delete()
    assert all(one.value is None for one in account.figures(TODAY.year))
    assert all(one.value is None for one in account.figures(TODAY.year + 1))


def test_the_report_tells_it_once() -> None:
    rules_since()
    keep("Bijeenkomst", 148)
    took(works("eva", SPRING), on=SPRING)
    names = [one.name for one in report.current_figures(YEAR)]
    assert len(names) == len(set(names))
    line = report.find(YEAR, "eed.afgelegd")
    assert line is not None
    assert line.figure.value == 149
    assert YEAR in report.years()
    assert at_desk("jet").get(f"/desk/jaarrapportage/{YEAR}/").status_code == 200


# Reminders


def test_who_is_late_and_the_coordinator_are_reminded_once_in_two_weeks(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    rules_since()
    works("eva", in_days(-100))
    works("ivo", in_days(-10))
    took(works("jet", in_days(-100)))
    with pytest.raises(Refused):
        holding.remind(by=by_name("fenna"))
    assert holding.go_on() == 1
    reminded = {person("eva").pk, person("fenna").pk}
    assert set(Reminder.objects.values_list("person", flat=True)) == reminded
    assert Outgoing.objects.count() == 2
    lines = Entry.objects.filter(action="oath.reminded", result="done").count()
    assert holding.go_on() == 0
    assert Entry.objects.filter(action="oath.reminded", result="done").count() == lines
    with clock.standing_at(clock.now() + datetime.timedelta(days=14)):
        assert holding.go_on() == 1
    assert Outgoing.objects.count() == 4


def test_where_nobody_is_late_nobody_is_reminded() -> None:
    rules_since()
    works("eva", in_days(-10))
    assert holding.remind(by=JOB) == 0
    assert not Reminder.objects.exists()


def reminded(day: datetime.date) -> set[str]:
    """Let the clock send reminders on a day; give who got one then."""
    with clock.standing_at(datetime.datetime.combine(day, datetime.time(9), clock.HERE)):
        holding.go_on()
    return {one.person.name.split()[0] for one in Reminder.objects.filter(sent_on=day)}


def test_an_employee_is_reminded_once_before_the_last_day_and_again_when_it_is_past() -> None:
    OathTerm.objects.all().delete()
    operations.set_term(months=2, remind_days=10, from_date=in_days(-400), by=by_name("fenna"))
    last = queries.owing().get(pk=works("eva", in_days(-10)).pk).last_day
    day = datetime.timedelta(days=1)
    assert reminded(last - 11 * day) == set()
    assert reminded(last - 10 * day) == {"Eva"}  # the coordinator has nothing to do yet
    assert reminded(last - 9 * day) == set()
    assert reminded(last) == set()
    assert reminded(last + day) == {"Eva", "Fenna"}
    assert reminded(last + 2 * day) == set()
    assert reminded(last + 15 * day) == {"Eva", "Fenna"}


def test_who_begins_under_another_term_is_reminded_by_that_one_and_with_none_only_late() -> None:
    OathTerm.objects.all().delete()
    for months, days, since in ((2, 0, -400), (1, 5, -10)):
        operations.set_term(
            months=months, remind_days=days, from_date=in_days(since), by=by_name("fenna")
        )
    none = queries.owing().get(pk=works("ivo", in_days(-20)).pk).last_day
    eva = works("eva", in_days(-10))
    five = queries.owing().get(pk=eva.pk).last_day
    day = datetime.timedelta(days=1)
    assert reminded(five - 5 * day) == {"Eva"}
    took(eva)
    assert reminded(none) == set()
    assert reminded(none + day) == {"Ivo", "Fenna"}


def test_who_is_invited_in_time_or_has_leave_is_not_reminded_before_it() -> None:
    rules_since()
    eva = works("eva", in_days(-10))
    last = queries.owing().get(pk=eva.pk).last_day
    near = last - datetime.timedelta(days=3)
    late = last + datetime.timedelta(days=30)
    session = holding.plan(day=last, by=by_name("bram"), **FACTS)
    holding.invite_one(session, who="Eva Evers", by=by_name("bram"))
    assert reminded(near) == set()
    holding.call_off(session, by=by_name("bram"))
    assert reminded(near) == {"Eva"}
    told = {"reason": "x", "until_date": late, "by": by_name("bram")}
    operations.exempt(eva, why=Why.LEAVE, **told)
    assert reminded(last) == set()
    assert reminded(late - datetime.timedelta(days=14)) == {"Eva"}  # the last day is another


@pytest.mark.parametrize("days", ["-1", "91", "veel"])
def test_a_reminder_that_cannot_be_is_told_at_its_field(days: str) -> None:
    day = {"from_date_day": "1", "from_date_month": "3", "from_date_year": "2030"}
    typed = {"months": "3", "remind_days": days, **day}
    answer = at_desk("fenna").post("/desk/eed/afspraken/termijn/", typed)
    assert list(answer.context["form"].errors) == ["remind_days"]
    at_desk("fenna").post("/desk/eed/afspraken/termijn/", {**typed, "remind_days": "7"})
    assert OathTerm.objects.get(months=3).remind_days == 7
    assert (
        "7 dagen voor de laatste dag"
        in at_desk("bram").get("/desk/eed/afspraken/").content.decode()
    )
