"""What the programme tells the annual report: counted from records, no more than is known."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desk import by_name

from rechtop.ground.kernel.actors import COMMAND
from rechtop.tools.action_points import operations as action_points
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.figures.account import Figure, Record
from rechtop.work.programme import account, operations
from rechtop.work.programme.models import Activity, BibobCount

pytestmark = pytest.mark.django_db

YEAR = 2021
NETWORK = "Intern netwerk integriteit"

counts = st.none() | st.integers(0, 10_000_000)
activities = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["eed", "dilemmaspel", "netwerk", "voorlichting"]),
            "name": st.sampled_from([NETWORK, "Een", "Twee", "Drie", "Vier", "Vijf"]),
            "meetings": counts,
            "participants": counts,
            "remark": st.just(""),
        }
    ),
    unique_by=lambda one: one["name"],
    max_size=6,
)
facts = st.dictionaries(st.sampled_from(["open-bronnen", "onderzoeken"]), counts)
points = st.lists(st.sampled_from(["Een", "Twee", "Drie"]), unique=True)


def records_of(figure: Figure) -> list[Record]:
    """Give what stands behind a figure, told."""
    behind = figure.follow(COMMAND)
    return [behind.tell(one) for one in behind.found] if behind else []


def keep(listed: list[dict[str, Any]], told: dict[str, Any], titles: list[str]) -> None:
    bram = by_name("bram")
    for one in listed:
        operations.keep_activity(year=YEAR, by=bram, **one)
    for fact, count in told.items():
        operations.keep_bibob_count(year=YEAR, fact=fact, relation="", count=count, by=bram)
    for title in titles:
        action_points.open_point(report_year=YEAR, title=title, by=bram)


def bring(listed: list[dict[str, Any]], told: dict[str, Any], titles: list[str]) -> None:
    rows: list[tuple[Any, list[Any]]] = [
        (Activity, [{"year": YEAR, **one} for one in listed]),
        (
            BibobCount,
            [{"year": YEAR, "fact": f, "relation": "", "count": c} for f, c in told.items()],
        ),
    ]
    for model, records in rows:
        changes = Changes(added=records)
        operations.take_over(model=model, changes=changes, delivery=YEAR, by=COMMAND)
    resolved = [
        {"report_year": YEAR, "number": n, "title": title, "standing": "open"}
        for n, title in enumerate(titles, start=1)
    ]
    action_points.take_over(changes=Changes(added=resolved), delivery=YEAR, by=COMMAND)


def told(year: int = YEAR) -> list[tuple[Figure, list[Any]]]:
    return [(figure, records_of(figure)) for figure in account.figures(year)]


def figure(name: str, year: int = YEAR) -> Figure:
    return next(one for one in account.figures(year) if one.name == name)


def nothing_stays(work: Any) -> Any:
    with transaction.atomic():
        found = work()
        transaction.set_rollback(True)
    return found


few = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@few
@given(activities)
def test_a_sum_is_of_what_is_known_and_says_what_is_not(listed: list[dict[str, Any]]) -> None:
    def work() -> dict[str, Figure]:
        keep(listed, {}, [])
        return {one.name: one for one in account.figures(YEAR)}

    figures = nothing_stays(work)
    for name, field, counted in (
        ("dilemmaspel.sessies", "meetings", [o for o in listed if o["kind"] == "dilemmaspel"]),
        (
            "dilemmaspel.bereikt",
            "participants",
            [o for o in listed if o["kind"] == "dilemmaspel"],
        ),
        (
            "netwerken.intern-integriteit",
            "meetings",
            [o for o in listed if o["name"] == NETWORK],
        ),
    ):
        known = [one[field] for one in counted if one[field] is not None]
        assert figures[name].value == (sum(known) if known else None)
        assert bool(figures[name].remarks) == (0 < len(known) < len(counted))


@few
@given(activities, facts, points)
def test_figures_are_the_same_however_the_records_came(
    listed: list[dict[str, Any]], told_facts: dict[str, Any], titles: list[str]
) -> None:
    def come(way: Any) -> Any:
        def work() -> Any:
            way(listed, told_facts, titles)
            return told(), told(YEAR + 1)

        return nothing_stays(work)

    assert come(keep) == come(bring)


def test_a_year_of_which_nothing_is_kept_has_no_figure_that_is_nought() -> None:
    assert all(one.value is None for one in account.figures(YEAR))


def test_nought_that_was_counted_is_told_as_nought() -> None:
    keep([], {"onderzoeken": 0}, [])
    assert figure("bibob.onderzoeken").value == 0


def test_an_unknown_bibob_count_is_told_as_unknown_behind_its_figure() -> None:
    keep([], {"onderzoeken": None}, [])
    found = figure("bibob.onderzoeken")
    assert found.value is None
    assert ("Aantal", "onbekend") in records_of(found)[0].facts


def test_action_points_known_only_from_the_next_year_are_no_count_of_their_own_year() -> None:
    keep([], {}, ["Een", "Twee"])
    own = figure("actiepunten.komend-jaar")
    assert own.value is None
    assert "verder niets" in own.remarks[0]
    assert figure("actiepunten.vorig-jaar", YEAR + 1).value == 2


def test_action_points_of_a_year_that_is_kept_are_counted_whatever_was_kept_of_it() -> None:
    keep([], {"onderzoeken": 0}, ["Een", "Twee"])
    own = figure("actiepunten.komend-jaar")
    assert (own.value, own.remarks) == (2, ())


def test_words_are_told_once_they_are_adopted() -> None:
    text = operations.write_text(year=YEAR, body="Een rustig jaar.", by=by_name("bram"))
    assert account.text(YEAR) == ""
    operations.adopt_text(text, by=by_name("gijs"))
    assert account.text(YEAR) == "Een rustig jaar."


def test_every_year_of_which_something_is_kept_is_told_of() -> None:
    bram = by_name("bram")
    operations.write_text(year=2019, body="Een rustig jaar.", by=bram)
    operations.keep_advice(
        year=2020, number="A1", kind="voorbeeld", question="Mag dit?", advice="Ja.", by=bram
    )
    keep([], {"onderzoeken": 1}, [])
    assert account.years() == [2021, 2020, 2019]
