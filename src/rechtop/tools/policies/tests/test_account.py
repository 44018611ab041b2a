"""The annual report tells which policies were in force, and of how many it is known they read."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name

from rechtop.ground.kernel import clock
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel.models import Employment
from rechtop.tools.figures.account import Record
from rechtop.tools.policies import account, operations, queries
from rechtop.tools.policies.models import Confirmation, Policy

pytestmark = pytest.mark.django_db


def told(year: int) -> dict[str, int | None]:
    return {one.name: one.value for one in account.figures(year)}


def ask() -> None:
    version = queries.in_force(Policy.objects.get(slug="gedragscode"))
    assert version is not None
    due = clock.today() + datetime.timedelta(days=365)
    operations.ask(version, unit=None, due_on=due, by=by_name("fenna"))
    operations.confirm(version, by=by_name("daan"))


def ask_unit(name: str) -> None:
    version = queries.in_force(Policy.objects.get(slug="gedragscode"))
    assert version is not None
    due, unit = clock.today() + datetime.timedelta(days=9), Unit.objects.get(name=name)
    operations.ask(version, unit=unit, due_on=due, by=by_name("fenna"))


def test_of_a_year_before_and_of_one_to_come_nothing_is_told() -> None:
    assert account.figures(1999) == []
    assert account.figures(clock.today().year + 1) == []


def test_what_was_in_force_and_adopted_is_counted_and_followed() -> None:
    year = clock.today().year
    figures = {one.name: one for one in account.figures(year)}
    in_force = figures["beleid.geldend"]
    assert in_force.value == queries.all_in_force(public=False).count()
    behind = in_force.follow(by_name("jet"))
    assert behind is not None
    assert behind.found.count() == in_force.value
    assert "versie" in behind.tell(behind.found.first()).title
    assert figures["beleid.vastgesteld"].value == queries.adopted_in(year).count()


def test_readers_are_counted_once_for_each_unit_and_without_names() -> None:
    year = clock.today().year
    assert "beleid.gevraagd" not in told(year)
    ask()
    found = told(year)
    assert found["beleid.bevestigd"] == Confirmation.objects.count() == 1
    units = [one for one in account.figures(year) if one.name.startswith("beleid.gelezen.")]
    assert units
    assert all(one.charted and not one.published for one in units)
    assert sum(1 for one in units if one.value) == 1


def test_bars_show_how_far_units_are_and_stand_beside_their_numbers() -> None:
    ask()
    page = at_desk("fenna").get(f"/desk/jaarrapportage/{clock.today().year}/").content.decode()
    assert "Beleid gelezen per onderdeel, in procenten" in page
    assert 'class="rechtop-bar"' in page


def _numbers(record: Record) -> tuple[int, int]:
    found = dict(record.facts)
    return int(found["Mensen gevraagd"]), int(found["Mensen die bevestigden"])


def test_each_campaign_tells_how_many_it_asked_and_how_many_confirmed() -> None:
    ask()
    ask_unit("Afdeling P&O")
    figures = {one.name: one for one in account.figures(clock.today().year)}
    behind = figures["beleid.gevraagd"].follow(by_name("jet"))
    assert behind is not None
    told = [behind.tell(one) for one in behind.found]
    assert dict(told[1].facts)["Gevraagd aan"] == "Afdeling P&O"
    asked, confirmed = (sum(counts) for counts in zip(*map(_numbers, told), strict=True))
    assert asked == figures["beleid.gevraagd"].value
    assert confirmed == figures["beleid.bevestigd"].value
    assert confirmed


def test_of_a_unit_only_what_it_was_asked_is_told() -> None:
    ask()
    figures = account.figures(clock.today().year)
    units = [one for one in figures if one.name.startswith("beleid.gelezen.")]
    whole = next(one.value for one in figures if one.name == "beleid.gevraagd")
    asked = 0
    for one in units:
        behind = one.follow(by_name("jet"))
        assert behind is not None
        there, confirmed = _numbers(behind.tell(behind.found.get()))
        assert one.value == confirmed * 100 // there
        asked += there
    assert len(units) > 1
    assert asked == whole


def test_telling_the_campaigns_asks_nothing_for_each() -> None:
    ask()
    figure = next(o for o in account.figures(clock.today().year) if o.name == "beleid.gevraagd")
    behind = figure.follow(by_name("jet"))
    assert behind is not None
    with CaptureQueriesContext(connection) as found:
        assert [behind.tell(one) for one in behind.found]
    assert len(found) == 1


def test_the_account_asks_as_much_for_many_campaigns_as_for_one() -> None:
    year = clock.today().year
    ask_unit("Afdeling P&O")
    with CaptureQueriesContext(connection) as one:
        told(year)
    for unit in ("Directie Concernzaken", "Directie Leefomgeving", "Bureau Vergunningen"):
        ask_unit(unit)
    ask()
    with CaptureQueriesContext(connection) as many:
        found = told(year)
    assert len(many) == len(one)
    assert found["beleid.bevestigd"] == 3  # Daan: asked in three of them


def test_a_past_year_keeps_telling_who_was_asked_and_confirmed_by_its_end() -> None:
    ask()
    year = clock.today().year
    figures = ("beleid.gevraagd", "beleid.bevestigd")
    before = [told(year)[one] for one in figures]
    new_year = datetime.datetime(year + 1, 1, 1, 10, tzinfo=clock.HERE)
    with clock.standing_at(new_year + datetime.timedelta(days=20)):
        version = queries.in_force(Policy.objects.get(slug="gedragscode"))
        assert version is not None
        operations.confirm(version, by=by_name("eva"))
        facts = {"personnel_number": "1", "kind": "staff", "start_date": new_year.date()}
        found = Person.objects.create(name="Zita", email="zita@voorbeeld.example")
        one = Employment.objects.create(person=found, **facts)
        assert [told(year)[one] for one in figures] == before
        one.start_date = datetime.date(year, 12, 31)
        one.save()
        assert told(year)[figures[0]] == (before[0] or 0) + 1
