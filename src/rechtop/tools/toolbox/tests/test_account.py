"""What the annual report tells of the toolbox, and what stands behind it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.desk import by_name

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.tools.toolbox import account, operations, queries
from rechtop.tools.toolbox.layout import Told
from rechtop.tools.toolbox.models import Instrument, Stay
from rechtop.tools.toolbox.tests.test_toolbox import OTHER, facts, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fenna() -> Actor:
    """The coordinator of today, also in years before she was: the toolbox begins empty."""
    Stay.objects.all().delete()
    Instrument.objects.all().delete()
    return by_name("fenna")


def at(year: int, month: int = 6, day: int = 1) -> Any:
    return clock.standing_at(datetime.datetime(year, month, day, 12, tzinfo=clock.HERE))


def add(fenna: Actor, **more: Any) -> Instrument:
    return operations.add(facts=facts(**more), by=fenna)


def take_over(fenna: Actor, *listed: Told) -> None:
    file = operations.bring(name="toolbox.json", content=b"{}", by=fenna)
    operations.take_in(file, told=listed, shown=queries.plan(listed).mark, by=fenna)


def counted(year: int) -> dict[str, int | None]:
    return {one.name.removeprefix("toolbox."): one.value for one in account.figures(year)}


def test_what_stands_in_the_toolbox_is_counted_on_the_last_day_of_the_year(fenna: Actor) -> None:
    with at(2011):
        add(fenna, kind="game")
    with at(2012, 12, 31):
        gone = add(fenna, kind="film", audience="teams")
        take_over(fenna, told(), told(kind="game"))
        assert counted(2012)["soort.film"] == 1
    with at(2013, 1, 1):
        operations.take_away(gone, by=fenna)
        add(fenna)
    with at(2014):
        assert account.figures(2010) == []
        assert counted(2011) == {
            "eigen": 1,
            "overgenomen": 0,
            "nieuw": 1,
            "soort.game": 1,
            "voor.everybody": 1,
        }
        assert counted(2012) == {
            "eigen": 2,
            "overgenomen": 2,
            "nieuw": 3,
            "soort.leaflet": 1,
            "soort.game": 2,
            "soort.film": 1,
            "voor.everybody": 3,
            "voor.teams": 1,
        }
        assert (counted(2013)["eigen"], counted(2013)["nieuw"]) == (2, 1)
        assert "soort.film" not in counted(2013)
        assert account.figures(2015) == []


def test_what_was_changed_counts_once_and_what_came_back_is_not_new(fenna: Actor) -> None:
    one = told()
    with at(2011):
        take_over(fenna, one)
    with at(2012):
        found = Instrument.objects.get(key=one.key)
        operations.change(found, facts=facts(kind="game", origin=OTHER), edition=1, by=fenna)
        assert (counted(2012)["soort.game"], counted(2012)["nieuw"]) == (1, 0)
        operations.take_away(found, by=fenna)
        assert counted(2012)["overgenomen"] == 0
    with at(2013):
        take_over(fenna, one)
        assert (counted(2013)["overgenomen"], counted(2013)["nieuw"]) == (1, 0)


def test_what_came_and_went_on_one_day_was_never_here(fenna: Actor) -> None:
    with at(2011):
        operations.take_away(add(fenna), by=fenna)
        assert not Stay.objects.exists()


def test_each_figure_leads_to_its_instruments_also_to_those_taken_away(fenna: Actor) -> None:
    with at(2011):
        add(fenna, title="Spel")
        gone = add(fenna, title="Weg")
    with at(2012):
        operations.take_away(gone, by=fenna)
        for figure in account.figures(2011):
            behind = figure.follow(by_name("jet"))
            records = [behind.tell(row) for row in behind.found] if behind else []
            assert len(records) == figure.value
            assert {one.title for one in records} <= {"Spel", "Instrument dat is weggehaald"}
            assert all(bool(one.link) == (one.title == "Spel") for one in records)


def test_the_years_of_before_the_toolbox_have_no_figures(fenna: Actor) -> None:
    add(fenna)
    assert account.figures(2021) == []
    assert account.figures(2022) == []
