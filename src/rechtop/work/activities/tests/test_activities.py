"""Gatherings are planned, moved, cancelled and held; who signs up gets a place, once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.desk import by_name
from tests.people import person

from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.people.identity.models import Person
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Placement, Unit
from rechtop.people.personnel.models import Employment
from rechtop.tools.figures import operations as figures
from rechtop.work.activities import operations, queries, states
from rechtop.work.activities.models import Attendee, Gathering, Series, SignUp
from rechtop.work.activities.states import Form, Rhythm, State
from rechtop.work.activities.tests.samples import DAY, MONDAY, at, held, opened, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    Gathering.objects.all().delete()  # those of the example
    Series.objects.all().delete()
    Placement.objects.filter(from_date__gt=MONDAY).update(from_date=MONDAY)  # of later than March
    with at(MONDAY):
        yield


def series(**more: Any) -> Series:
    facts = {
        "kind": "netwerk",
        "network": "intern-integriteit",
        "title": "Netwerk integriteit",
        "day": datetime.date(2027, 1, 31),
        "rhythm": Rhythm.QUARTER,
        "until": datetime.date(2027, 12, 31),
        **more,
    }
    return operations.plan_series(by=by_name("fenna"), **facts)


@pytest.mark.parametrize(
    ("rhythm", "until", "expected"),
    [
        (Rhythm.WEEK, (2027, 2, 14), ["01-31", "02-07", "02-14"]),
        (Rhythm.TWO_WEEKS, (2027, 2, 28), ["01-31", "02-14", "02-28"]),
        (Rhythm.MONTH, (2027, 4, 30), ["01-31", "02-28", "03-31", "04-30"]),
        (Rhythm.TWO_MONTHS, (2027, 6, 1), ["01-31", "03-31", "05-31"]),
        (Rhythm.QUARTER, (2027, 12, 31), ["01-31", "04-30", "07-31", "10-31"]),
        (Rhythm.HALF_YEAR, (2027, 12, 31), ["01-31", "07-31"]),
        (Rhythm.YEAR, (2027, 12, 31), ["01-31"]),
    ],
)
def test_a_series_falls_on_the_same_day_of_the_month_and_clamps_at_its_end(
    rhythm: Rhythm, until: tuple[int, int, int], expected: list[str]
) -> None:
    found = states.days(datetime.date(2027, 1, 31), rhythm, datetime.date(*until))
    assert [f"{day:%m-%d}" for day in found] == expected


def test_each_gathering_of_a_series_is_moved_or_cancelled_by_itself() -> None:
    series()
    first, second, third, _fourth = Gathering.objects.order_by("day")
    when = {"until_day": None, "starts_at": datetime.time(10), "ends_at": None}
    operations.move(second, day=datetime.date(2027, 5, 4), by=by_name("bram"), **when)
    operations.cancel(third, reason="Vakantie", by=by_name("bram"))
    told = queries.in_series(first).values_list("day", "state")
    assert [(f"{day:%m-%d}", state) for day, state in told] == [
        ("01-31", State.PLANNED),
        ("05-04", State.PLANNED),
        ("07-31", State.CANCELLED),
        ("10-31", State.PLANNED),
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"until": datetime.date(2027, 1, 1)}, "until"),
        ({"until": datetime.date(2027, 2, 1)}, "until"),
        ({"rhythm": Rhythm.WEEK, "until": datetime.date(2032, 1, 1)}, "until"),
        ({"rhythm": Rhythm.WEEK, "until": datetime.date(2099, 1, 1)}, "until"),
        ({"rhythm": Rhythm.YEAR, "until": datetime.date(9999, 12, 31)}, "until"),
        ({"kind": "onzin"}, "kind"),
        ({"kind": "eed"}, "kind"),
        ({"network": ""}, "network"),
        ({"starts_at": datetime.time(12), "ends_at": datetime.time(11)}, "ends_at"),
    ],
)
def test_a_series_that_cannot_be_is_told_at_its_field_and_nothing_of_it_is_there(
    typed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as told:
        series(**typed)
    assert list(told.value.message_dict) == [field]
    assert not Series.objects.exists()
    assert not Gathering.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"until_day": MONDAY - DAY}, "until_day"),
        ({"until_day": datetime.date(2028, 1, 1)}, "until_day"),
        ({"day": datetime.date(1989, 1, 1)}, "day"),
        ({"day": datetime.date(2090, 1, 1)}, "day"),
        ({"ends_at": datetime.time(10)}, "starts_at"),
        ({"starts_at": datetime.time(10), "ends_at": datetime.time(10)}, "ends_at"),
        ({"title": ""}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"form": "onzin"}, "form"),
    ],
)
def test_days_and_times_that_cannot_be_are_told_at_their_field(
    typed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as told:
        planned(**typed)
    assert list(told.value.message_dict) == [field]
    assert not Gathering.objects.exists()


def test_the_last_place_is_given_once_and_nobody_signs_up_twice() -> None:
    one = opened(places=1)
    operations.sign_up(one, by=by_name("eva"))
    with pytest.raises(Refused, match="al aangemeld"):
        operations.sign_up(one, by=by_name("eva"))
    with pytest.raises(Refused, match="bezet"):
        operations.sign_up(one, by=by_name("daan"))
    operations.sign_off(one, by=by_name("eva"))
    with pytest.raises(Refused, match="niet aangemeld"):
        operations.sign_off(one, by=by_name("eva"))
    operations.sign_up(one, by=by_name("daan"))
    assert [up.person for up in queries.sign_ups(one)] == [person("daan")]
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.create(gathering=one, person=person("daan"), at=queries.clock.now())


def test_nobody_signs_up_where_it_is_not_open_cancelled_or_over_or_without_being_someone() -> None:
    eva = by_name("eva")
    with pytest.raises(Refused, match="niemand"):
        operations.sign_up(planned(), by=eva)
    gone = opened(day=MONDAY - DAY)
    with pytest.raises(Refused, match="al geweest"):
        operations.sign_up(gone, by=eva)
    off = opened(title="Iets anders")
    operations.cancel(off, reason="Ziek", by=by_name("fenna"))
    with pytest.raises(Refused, match="afgezegd"):
        operations.sign_up(off, by=eva)
    with pytest.raises(Refused):
        operations.sign_up(opened(title="Nog iets"), by=COMMAND)
    assert not SignUp.objects.exists()


def test_there_are_never_fewer_places_than_people_who_signed_up() -> None:
    one = opened(places=3)
    for name in ("eva", "daan"):
        operations.sign_up(one, by=by_name(name))
    for places in (1, 0):
        with pytest.raises(Invalid, match="aangemeld"):
            operations.set_sign_up(one, takes_sign_ups=True, places=places, by=by_name("fenna"))
    operations.set_sign_up(one, takes_sign_ups=False, places=2, by=by_name("fenna"))
    assert queries.sign_ups(one).count() == 2


def test_who_signed_up_is_mailed_without_content_when_it_moves_or_is_off(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "post.example"
    one, fenna = opened(), by_name("fenna")
    operations.sign_up(one, by=by_name("eva"))
    when = {"until_day": None, "starts_at": None, "ends_at": None}
    operations.move(one, day=MONDAY + DAY, by=fenna, **when)
    operations.cancel(one, reason="De zaal is bezet", by=fenna)
    assert Outgoing.objects.count() == 2
    operations.reopen(one, by=fenna)
    assert Outgoing.objects.count() == 3
    assert "weerbaarheid" not in str(list(Outgoing.objects.values()))


def test_who_signed_up_is_mailed_when_it_is_elsewhere_or_in_another_form_and_for_nothing_else(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "post.example"
    one = opened(place="Zaal 1")
    operations.sign_up(one, by=by_name("eva"))
    names = ("kind", "network", "title", "goal", "form", "place", "materials")
    for change, mails in (
        ({"place": "Zaal 2"}, 1),
        ({"form": Form.DIGITAL}, 2),
        ({"materials": "Neem een pen mee", "goal": "Oefenen"}, 2),
    ):
        one.refresh_from_db()
        facts = {name: getattr(one, name) for name in names}
        operations.change(one, **facts | change, by=by_name("fenna"))
        assert Outgoing.objects.count() == mails
    operations.hold(one, reached=1, people=[], outcome="", by=by_name("fenna"))
    operations.change(one, **facts | {"place": "Zaal 3"}, by=by_name("fenna"))
    operations.reopen(one, by=by_name("fenna"))
    assert Outgoing.objects.count() == 2


@pytest.mark.parametrize(
    ("reached", "names", "field"),
    [
        (None, (), "reached"),
        (1, ("eva", "daan"), "reached"),
        (100_001, (), "reached"),
        (-1, (), "reached"),
    ],
)
def test_a_number_that_cannot_be_is_told_and_the_gathering_stays_planned(
    reached: int | None, names: tuple[str, ...], field: str
) -> None:
    one = opened(places=12)
    people = [person(name) for name in names]
    with pytest.raises(Invalid) as told:
        operations.hold(one, reached=reached, people=people, outcome="", by=by_name("fenna"))
    assert list(told.value.message_dict) == [field]
    one.refresh_from_db()
    assert (one.state, one.reached) == (State.PLANNED, None)
    assert not Attendee.objects.exists()


def test_what_is_to_come_cannot_have_been_held_and_what_was_off_neither() -> None:
    fenna = by_name("fenna")
    told: Any = {"reached": 4, "people": [], "outcome": "", "by": fenna}
    with pytest.raises(Refused, match="nog komen"):
        operations.hold(planned(MONDAY + DAY), **told)
    off = planned()
    operations.cancel(off, reason="Ziek", by=fenna)
    with pytest.raises(Refused, match="afgezegd"):
        operations.hold(off, **told)


def test_who_was_there_counts_where_they_worked_that_day_once_a_year() -> None:
    Placement.objects.update(from_date=MONDAY - 100 * DAY)
    eva, daan = person("eva"), person("daan")
    held(None, people=[eva, daan])
    held(20, people=[eva], title="Nog een keer")
    other = Unit.objects.get(name="Afdeling P&O")
    Placement.objects.filter(person=eva).update(until_date=MONDAY + DAY)
    Placement.objects.create(person=eva, unit=other, from_date=MONDAY + DAY)
    with at(MONDAY + 2 * DAY):
        found = {one.name: (one.reached, one.works) for one in queries.coverage(2027)}
    assert found["Bureau Vergunningen"] == (2, 1)
    assert found["Directie Leefomgeving"] == (2, 2)
    assert found["Afdeling P&O"][0] == 0
    assert found["Provinciale organisatie"][0] == 2
    assert queries.reached(2027) == (22, 3, 2)
    assert {one.percent for one in queries.coverage(2027) if one.works == 0} <= {None}


def test_what_was_written_down_by_mistake_is_put_back_and_counts_no_more() -> None:
    one = held(None, people=[person("eva")])
    assert list(queries.held(2027)) == [one]
    operations.reopen(one, by=by_name("fenna"))
    assert not queries.held(2027).exists()
    assert not Attendee.objects.exists()


def test_nothing_changes_in_an_adopted_year_and_nothing_comes_into_it() -> None:
    last_year, fenna = datetime.date(2026, 12, 1), by_name("fenna")
    one, before, later = planned(last_year), held(day=last_year), planned()
    figures.adopt(year=2026, told=[], by=by_name("gijs"))
    when: Any = {"until_day": None, "starts_at": None, "ends_at": None, "by": fenna}
    for refused in (
        lambda: operations.hold(one, reached=4, people=[], outcome="", by=fenna),
        lambda: operations.cancel(one, reason="Ziek", by=fenna),
        lambda: operations.move(one, day=MONDAY, **when),
        lambda: operations.reopen(before, by=fenna),
    ):
        with pytest.raises(Refused, match="vastgesteld"):
            refused()
    with pytest.raises(Invalid, match="vastgesteld"):
        planned(last_year)
    with pytest.raises(Invalid, match="vastgesteld"):
        operations.move(later, day=last_year, **when)


@pytest.mark.parametrize("name", ["eva", "gijs", "jet", "carla", "hanna"])
def test_only_the_team_plans(name: str) -> None:
    one, by = planned(), by_name(name)
    told: Any = {"kind": "training", "title": "Iets", "day": MONDAY, "by": by}
    with pytest.raises(Refused):
        operations.plan(**told)
    with pytest.raises(Refused):
        operations.cancel(one, reason="Ziek", by=by)
    with pytest.raises(Refused):
        operations.hold(one, reached=1, people=[], outcome="", by=by)


def test_people_are_named_by_number_address_or_name_and_a_name_of_two_is_asked_back() -> None:
    organisation.add_person(name="Éva Evers", email="eva2@voorbeeld.example", unit=None, by=COMMAND)
    own = person("eva").name
    found = queries.named(["EVA@voorbeeld.example", "daan dekker", "Niemand", own])
    assert set(found.people) == {person("eva"), person("daan")}
    assert (found.unknown, found.unclear) == (["Niemand"], [own])


def test_where_someone_was_is_forgotten_a_year_after_they_left_and_the_number_stays() -> None:
    one = held(3, people=[person("eva"), person("daan")])
    for name, days in (("eva", 366), ("daan", 300)):
        Person.objects.filter(pk=person(name).pk).update(is_active=False)
        Employment.objects.create(
            person=person(name),
            personnel_number=name,
            kind="staff",
            start_date=MONDAY - 1000 * DAY,
            end_date=MONDAY - days * DAY,
        )
    assert operations.forget_gone() == 1
    assert list(Attendee.objects.values_list("person", flat=True)) == [person("daan").pk]
    one.refresh_from_db()
    assert one.reached == 3


def test_who_writes_down_at_the_same_time_hears_it_and_throws_no_names_away_unknowing() -> None:
    one, fenna = planned(), by_name("fenna")
    told = {"reached": None, "outcome": "", "by": fenna, "edition": one.edition}
    operations.hold(one, people=[person("eva")], **told)
    with pytest.raises(Invalid, match="schreef net ook"):
        operations.hold(one, people=[person("daan")], **told)
    assert Attendee.objects.get().person_id == person("eva").pk


def works_until(name: str, day: datetime.date) -> None:
    facts = {"personnel_number": name, "kind": "staff", "start_date": datetime.date(2020, 1, 1)}
    Employment.objects.create(person=person(name), end_date=day, **facts)


def test_who_leaves_gives_the_place_free_for_what_is_still_to_come() -> None:
    coming, past = opened(places=1), opened(day=MONDAY - DAY)
    SignUp.objects.create(gathering=past, person=person("eva"), at="2027-02-01T12:00Z")
    operations.sign_up(coming, by=by_name("eva"))
    assert operations.give_places_free() == 0
    Person.objects.filter(pk=person("eva").pk).update(is_active=False)
    assert operations.give_places_free() == 1
    assert queries.places_left(coming) == 1
    assert SignUp.objects.get().gathering == past
    operations.sign_up(coming, by=by_name("daan"))


@pytest.mark.parametrize(("days", "given"), [(-1, 1), (0, 1), (1, 0)])
def test_who_will_have_left_by_then_keeps_no_place(days: int, given: int) -> None:
    day = MONDAY + 10 * DAY
    operations.sign_up(opened(day=day), by=by_name("eva"))
    works_until("eva", day + days * DAY)
    assert operations.give_places_free() == given


def test_more_can_have_been_there_than_there_were_places_to_sign_up_for() -> None:
    one = opened(places=2)
    operations.hold(one, reached=3, people=[], outcome="", by=by_name("fenna"))
    one.refresh_from_db()
    assert one.reached == 3


def test_coverage_counts_who_works_there_on_the_last_day_of_the_year_and_never_above_all() -> None:
    Placement.objects.all().delete()
    unit, eva = Unit.objects.get(name="Afdeling P&O"), person("eva")
    Placement.objects.create(person=eva, unit=unit, from_date=datetime.date(2026, 12, 31))
    Placement.objects.create(
        person=person("daan"),
        unit=unit,
        from_date=datetime.date(2026, 1, 1),
        until_date=datetime.date(2026, 12, 30),
    )
    held(None, people=[eva, person("daan")], day=datetime.date(2026, 12, 1))
    Attendee.objects.update(unit=unit)
    (found,) = [one for one in queries.coverage(2026) if one.number == unit.pk]
    assert (found.works, found.reached, found.percent) == (1, 2, 100)


def test_what_is_today_is_still_to_come_and_a_calendar_goes_back_three_months() -> None:
    eva = by_name("eva")
    today, _before = opened(), opened(day=MONDAY - DAY)
    assert list(queries.coming(eva)) == [today]
    opened(day=MONDAY - 93 * DAY)
    since = opened(day=MONDAY - 92 * DAY)
    assert queries.in_feed(eva)[0] == since
