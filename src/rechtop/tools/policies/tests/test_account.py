"""The annual report tells which policies were in force, and of how many it is known they read."""

from __future__ import annotations

import pytest
from tests.desk import at_desk, by_name

from rechtop.ground.kernel import clock
from rechtop.tools.policies import account, operations, queries
from rechtop.tools.policies.models import Confirmation, Policy

pytestmark = pytest.mark.django_db


def told(year: int) -> dict[str, int | None]:
    return {one.name: one.value for one in account.figures(year)}


def ask() -> None:
    version = queries.in_force(Policy.objects.get(slug="gedragscode"))
    assert version is not None
    due = clock.today().replace(year=clock.today().year + 1)
    operations.ask(version, unit=None, due_on=due, by=by_name("fenna"))
    operations.confirm(version, by=by_name("daan"))


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
