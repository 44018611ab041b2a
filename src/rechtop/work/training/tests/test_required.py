"""Something is required of people by a day; who was there followed it, and who was not is found."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk import by_name
from tests.people import person

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel.models import Employment
from rechtop.work.activities import operations as activities
from rechtop.work.activities.models import Gathering, Series
from rechtop.work.activities.tests.samples import DAY, MONDAY, at, held, planned
from rechtop.work.training import account, operations, queries
from rechtop.work.training.models import Occasion, Reminder, Requirement
from rechtop.work.training.states import Standing

pytestmark = pytest.mark.django_db

DUE = MONDAY + 60 * DAY


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    Gathering.objects.all().delete()  # those of the example
    with at(MONDAY):
        yield


def required(gathering: Gathering | None = None, **facts: Any) -> Requirement:
    told = {"title": "Training", "whom": "everybody", "from_date": MONDAY, "due_on": DUE, **facts}
    by = told.pop("by", by_name("fenna"))
    return operations.require(gathering or planned(), by=by, **told)


def works(name: str, start: datetime.date = MONDAY - 900 * DAY, **facts: Any) -> Employment:
    told = {"personnel_number": name, "kind": "staff", **facts}
    return Employment.objects.create(person=person(name), start_date=start, **told)


def standing(requirement: Requirement, name: str, on: datetime.date = MONDAY) -> Any:
    with at(on):
        found = queries.owing(requirement).filter(pk=person(name).pk).first()
    return found and (found.standing, found.last_day)


def names(requirement: Requirement) -> set[str]:
    return {one.email.partition("@")[0] for one in queries.owing(requirement)}


def test_it_stands_open_comes_near_is_overdue_and_is_done_for_who_was_there() -> None:
    one = planned()
    asked = required(one)
    assert standing(asked, "eva") == (Standing.OPEN, DUE)
    assert standing(asked, "eva", DUE - 30 * DAY) == (Standing.SOON, DUE)
    assert standing(asked, "eva", DUE) == (Standing.SOON, DUE)
    assert standing(asked, "eva", DUE + DAY) == (Standing.OVERDUE, DUE)
    operations_of_day = {"reached": None, "outcome": "", "by": by_name("fenna")}
    activities.hold(one, people=[person("eva")], **operations_of_day)
    assert standing(asked, "eva") == (Standing.DONE, DUE)
    assert standing(asked, "daan") == (Standing.OPEN, DUE)
    activities.reopen(one, by=by_name("fenna"))  # it was a mistake: nobody followed it
    assert standing(asked, "eva") == (Standing.OPEN, DUE)


def test_any_gathering_of_a_series_will_do_and_others_can_be_made_to_count() -> None:
    months = {"rhythm": "month", "until": MONDAY + 70 * DAY, "by": by_name("fenna")}
    activities.plan_series(kind="training", title="Training", day=MONDAY, **months)
    first, second = Gathering.objects.order_by("day")[:2]
    asked = required(first)
    assert Occasion.objects.count() == 3
    with at(second.day):
        told = {"reached": 1, "outcome": "", "by": by_name("fenna")}
        activities.hold(second, people=[person("eva")], **told)
        assert standing(asked, "eva", second.day) == (Standing.DONE, DUE)
    other = held(None, people=[person("daan")])
    assert standing(asked, "daan")[0] == Standing.OPEN
    operations.let_count(other, requirements=[asked], by=by_name("fenna"))
    assert standing(asked, "daan")[0] == Standing.DONE
    operations.let_count(other, requirements=[], by=by_name("fenna"))
    assert standing(asked, "daan")[0] == Standing.OPEN
    assert Series.objects.exists()


def test_it_is_asked_of_a_unit_with_what_is_below_it_and_of_a_kind_of_people() -> None:
    above = Unit.objects.get(name="Directie Leefomgeving")
    in_unit = names(required(unit=above))
    assert {"eva", "daan"} <= in_unit
    assert "bram" not in in_unit
    works("eva")
    works("daan", kind="external")
    works("gijs", kind="director")
    Employment.objects.filter(person=person("eva")).update(manager=person("bram"))
    assert names(required(whom="staff")) == {"eva", "gijs"}
    assert names(required(whom="external")) == {"daan"}
    leads = names(required(whom="manager"))
    assert "bram" in leads  # the personnel system says so
    assert "petra" in leads  # the duty says so
    assert "eva" not in leads
    assert names(required(whom="staff", unit=above)) == {"eva"}


def test_who_begins_later_has_months_from_the_first_day_and_never_less_time_than_others() -> None:
    asked = required(months=3)
    later, soon = MONDAY + 40 * DAY, MONDAY + DAY
    works("eva", later)
    works("daan", soon)
    assert standing(asked, "eva", later - DAY) is None
    assert standing(asked, "eva", later)[1] == datetime.date(2027, 7, 10)
    assert standing(asked, "daan", soon)[1] == datetime.date(2027, 6, 2)
    assert standing(required(months=1), "daan", soon)[1] == DUE
    only_new = required(due_on=None, months=1, whom="staff")
    works("bram")
    assert standing(only_new, "bram") is None
    assert standing(only_new, "eva", later)[1] == datetime.date(2027, 5, 10)
    only_now = required(whom="staff")
    Employment.objects.filter(person=person("eva")).update(start_date=DUE + DAY)
    assert standing(only_now, "eva", DUE + DAY) is None  # it would be too late on the first day


def test_months_count_from_the_day_it_was_asked_so_that_nobody_is_late_at_once() -> None:
    works("eva", MONDAY - 200 * DAY)
    works("daan", MONDAY + 10 * DAY)
    works("bram", MONDAY - 400 * DAY)
    asked = required(from_date=MONDAY - 300 * DAY, due_on=None, months=1, whom="staff")
    assert standing(asked, "eva") == (Standing.OPEN, datetime.date(2027, 4, 1))
    assert standing(asked, "eva", datetime.date(2027, 4, 2))[0] == Standing.OVERDUE
    assert standing(asked, "daan", MONDAY + 10 * DAY)[1] == datetime.date(2027, 4, 11)
    assert standing(asked, "bram") is None  # began before it was asked


def test_who_left_is_asked_no_more_and_who_has_yet_to_begin_not_yet() -> None:
    asked = required()
    works("eva", end_date=MONDAY + DAY)
    assert standing(asked, "eva") is not None
    assert standing(asked, "eva", MONDAY + DAY) is None
    Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    assert standing(asked, "daan") is None


def test_what_someone_is_to_follow_is_one_question_whatever_is_required() -> None:
    eva = by_name("eva")
    required()
    few = required(unit=Unit.objects.get(name="Directie Leefomgeving"))
    with CaptureQueriesContext(connection) as before:
        queries.to_follow(eva)
    for number in range(4):
        required(title=f"Nog {number}", due_on=DUE - number * DAY, unit=few.unit)
    with CaptureQueriesContext(connection) as after:
        found = queries.to_follow(eva)
    assert len(after) == len(before)
    assert [one.requirement.title for one in found][:2] == ["Nog 3", "Nog 2"]
    with CaptureQueriesContext(connection) as counting:
        counted = queries.coverage(list(queries.running()))
    assert len(counting) <= 3
    assert 0 not in {queries.total(units).asked for units in counted.values()}
    future = required(from_date=MONDAY + 5 * DAY)
    operations.end(few, by=by_name("fenna"))
    left = {one.requirement.pk for one in queries.to_follow(eva)}
    assert not left & {future.pk, few.pk}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"due_on": MONDAY}, "due_on"),
        ({"due_on": None}, "due_on"),
        ({"due_on": MONDAY + 5 * DAY, "from_date": MONDAY + 6 * DAY}, "due_on"),
        ({"due_on": datetime.date(2040, 1, 1)}, "due_on"),
        ({"from_date": datetime.date(2020, 1, 1)}, "from_date"),
        ({"months": 25}, "months"),
        ({"title": "  "}, "title"),
        ({"whom": "niemand"}, "whom"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        required(**facts)
    assert list(told.value.message_dict) == [field]
    assert not Requirement.objects.exists()


def test_only_the_coordinator_requires_and_the_same_people_are_asked_once() -> None:
    one = planned()
    for name in ("eva", "gijs", "jet", "bram"):
        with pytest.raises(Refused):
            required(one, by=by_name(name))
    asked = required(one)
    with pytest.raises(Invalid, match="al gevraagd"):
        required(one)
    with pytest.raises(Refused):
        operations.end(asked, by=by_name("gijs"))
    operations.end(asked, by=by_name("fenna"))
    with pytest.raises(Refused, match="niet meer"):
        operations.end(asked, by=by_name("fenna"))
    required(one)
    off = planned()
    activities.cancel(off, reason="Ziek", by=by_name("fenna"))
    with pytest.raises(Refused, match="afgezegd"):
        required(off)


def test_each_is_told_once_once_in_the_last_week_and_once_after_it(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    one = planned()
    asked = required(one, unit=Unit.objects.get(name="Bureau Vergunningen"))
    people = queries.owing(asked).count()
    sent = []
    for day in (0, 1, 52, 53, 54, 60, 61, 62, 90):
        before = Outgoing.objects.count()
        with at(MONDAY + day * DAY):
            if day == 1:
                told = {"reached": None, "outcome": "", "by": by_name("fenna")}
                activities.hold(one, people=[person("eva")], **told)
            operations.go_on()
        sent.append((day, Outgoing.objects.count() - before))
    expected = [(0, people), (53, people - 1), (61, people - 1)]
    assert [one for one in sent if one[1]] == expected
    addresses = [post.opened(one.address) for one in Outgoing.objects.all()]
    assert addresses.count(person("eva").email) == 1


def test_of_what_someone_was_told_is_forgotten_when_they_left() -> None:
    required()
    operations.go_on()
    works("eva", end_date=MONDAY)
    Person.objects.filter(pk=person("eva").pk).update(is_active=False)
    assert Reminder.objects.filter(person=person("eva")).exists()
    assert operations.forget_gone() == 1
    assert not Reminder.objects.filter(person=person("eva")).exists()
    assert Reminder.objects.exists()


def test_figures_tell_what_was_required_followed_and_on_time_down_to_the_people() -> None:
    assert account.figures(2027) == []
    one, late = planned(), planned(DUE + DAY)
    asked = required(one, unit=Unit.objects.get(name="Bureau Vergunningen"))
    operations.let_count(late, requirements=[asked], by=by_name("fenna"))
    told = {"reached": None, "outcome": "", "by": by_name("fenna")}
    activities.hold(one, people=[person("eva")], **told)
    with at(DUE + DAY):
        activities.hold(late, people=[person("eva"), person("daan")], **told)
        found = {figure.name: figure for figure in account.figures(2027)}
        people = queries.owing(asked).count()
    counts = [found[f"verplicht.{name}"].value for name in ("gevraagd", "gevolgd", "op-tijd")]
    assert counts == [people, 2, 1]
    with at(MONDAY):  # on the day itself only Eva had been there
        assert {one.name: one.value for one in account.figures(2027)}["verplicht.gevolgd"] == 1
    share = found[f"verplicht.deel.{asked.pk}"]
    assert share.charted
    behind = share.follow(by_name("jet"))
    assert behind is not None
    assert behind.found.count() == people
    record = behind.tell(behind.found.get(pk=person("eva").pk))
    assert "Eva" not in f"{record}"
    assert account.figures(2026) == account.figures(2028) == []


def test_of_a_unit_only_what_was_asked_there_is_told() -> None:
    everyone = required(planned(), title="Iedereen")
    at_office = required(
        planned(), title="Bureau", unit=Unit.objects.get(name="Bureau Vergunningen")
    )
    told = {"reached": None, "outcome": "", "by": by_name("fenna")}
    activities.hold(queries.gatherings(at_office).get(), people=[person("eva")], **told)
    figures = {one.name: one for one in account.figures(DUE.year)}
    units = [one for name, one in figures.items() if name.startswith("verplicht.onderdeel.")]
    asked, names_of = 0, {}
    for one in units:
        behind = one.follow(by_name("jet"))
        assert behind is not None
        records = [behind.tell(requirement) for requirement in behind.found]
        there = sum(int(dict(record.facts)["Gevraagd"]) for record in records)
        followed = sum(int(dict(record.facts)["Gevolgd"]) for record in records)
        assert one.value == followed * 100 // there
        asked += there
        names_of[one.label] = [record.title for record in records]
    assert asked == figures["verplicht.gevraagd"].value
    assert names_of.pop("Bureau Vergunningen") == [at_office.title, everyone.title]
    assert set(map(tuple, names_of.values())) == {(everyone.title,)}


def test_the_year_still_tells_of_who_left_after_it_and_of_what_was_ended_in_it() -> None:
    one = planned()
    works("eva")
    asked = required(one, whom="staff")
    activities.hold(one, people=[person("eva")], reached=None, outcome="", by=by_name("fenna"))
    Employment.objects.filter(person=person("eva")).update(end_date=DUE + 600 * DAY)
    Person.objects.filter(pk=person("eva").pk).update(is_active=False)
    with at(DUE + 3 * DAY):
        operations.end(asked, by=by_name("fenna"))
    with at(DUE + 400 * DAY):
        values = {figure.name: figure.value for figure in account.figures(DUE.year)}
    assert (values["verplicht.gevraagd"], values["verplicht.gevolgd"]) == (1, 1)
