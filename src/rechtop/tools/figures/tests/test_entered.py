"""Figures that are entered with their source."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk import by_name
from tests.together import together

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.tools.deliveries import queries as deliveries
from rechtop.tools.figures import account, operations, queries
from rechtop.tools.figures.account import Figure
from rechtop.tools.figures.models import AdoptedYear, Entered

pytestmark = pytest.mark.django_db

YEAR, NAME = 2021, "meldingen.totaal"


def enter(first_name: str = "fenna", **other: Any) -> Entered:
    details = {"year": YEAR, "name": NAME, "value": 5, "source": "Jaarverslag, tabel 1", **other}
    return operations.enter(known={NAME}, by=by_name(first_name), **details)


def adopt() -> None:
    operations.adopt(year=YEAR, told=[], by=by_name("gijs"))


@pytest.mark.parametrize("name", ["bram", "gijs", "jet", "eva"])
def test_the_coordinator_alone_enters_figures(name: str) -> None:
    entered = enter()
    with pytest.raises(Refused, match="coördinator"):
        enter(name, year=YEAR - 1)
    with pytest.raises(Refused, match="coördinator"):
        operations.change(entered, value=6, source="x", by=by_name(name))
    with pytest.raises(Refused, match="coördinator"):
        operations.take_away(entered, by=by_name(name))


def test_an_entered_figure_stands_in_the_report_and_a_difference_is_flagged() -> None:
    enter()
    (stands,) = account.with_entered([Figure(NAME, "Meldingen", "", "", value=4)], YEAR)
    assert (stands.value, stands.source) == (5, "Jaarverslag, tabel 1")
    assert "Ingevoerd is 5" in stands.remarks[0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "  "}, "source"),
        ({"source": "x" * 301}, "source"),
        ({"source": "a\0b"}, "source"),
        ({"value": -1}, "value"),
        ({"value": 2**31}, "value"),
        ({"name": "iets.anders"}, "name"),
    ],
)
def test_what_cannot_be_entered_is_told_at_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        enter(**wrong)
    assert list(refused.value.message_dict) == [field]
    assert not Entered.objects.exists()


def test_a_figure_is_entered_once_a_year() -> None:
    enter()
    with pytest.raises(Invalid, match="al ingevoerd"):
        enter()


def test_figures_of_an_adopted_year_are_not_entered_changed_or_taken_away() -> None:
    entered = enter()
    adopt()
    with pytest.raises(Refused, match="vastgesteld"):
        enter()
    with pytest.raises(Refused, match="vastgesteld"):
        operations.change(entered, value=6, source="x", by=by_name("fenna"))
    with pytest.raises(Refused, match="vastgesteld"):
        operations.take_away(entered, by=by_name("fenna"))


def test_changing_and_taking_away_stand_on_the_trail() -> None:
    entered = enter()
    operations.change(entered, value=6, source="Nota", by=by_name("fenna"))
    entered.refresh_from_db()
    assert (entered.value, entered.source) == (6, "Nota")
    with pytest.raises(Invalid, match="waar"):
        operations.change(entered, value=6, source=" ", by=by_name("fenna"))
    operations.take_away(entered, by=by_name("fenna"))
    assert queries.find(YEAR, NAME) is None
    told = Entry.objects.filter(object_kind="entered", object_number=entered.pk, result="done")
    assert set(told.values_list("action", flat=True)) == {
        "figures.entered",
        "figures.entered_changed",
        "figures.entered_taken_away",
    }


def test_an_import_shows_before_it_puts_back_what_was_changed_and_takes_none_of_it_away() -> None:
    row = {"year": YEAR, "name": NAME, "value": 5, "source": "Nota"}

    def bring(*rows: dict[str, Any]) -> deliveries.Changes:
        held = queries.taken_over()
        changes = deliveries.compare(held, rows, key=("year", "name"), delivery=YEAR)
        operations.take_over(changes=changes, delivery=YEAR, by=COMMAND)
        return changes

    bring(row)
    operations.change(Entered.objects.get(), value=6, source="Nota", by=by_name("fenna"))
    assert bring().is_empty
    ((held, told),) = bring(row).changed
    assert deliveries.differences(held, told) == {"value": (6, 5)}


def test_two_who_adopt_a_year_at_once_adopt_it_once() -> None:
    with together() as two:
        made, told = two.at_once(
            lambda: operations.adopt(year=2018, told=[], by=by_name("gijs")),
            lambda: operations.adopt(year=2018, told=[], by=by_name("gijs")),
        )
        assert isinstance(made, AdoptedYear)
        assert isinstance(told, Invalid)
        assert "al vastgesteld" in str(told.message_dict["year"])
        assert AdoptedYear.objects.get(year=2018) == made
