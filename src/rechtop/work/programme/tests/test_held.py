"""What was held here counts in the figures of its year beside what was counted elsewhere."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.desk import at_desk, by_name
from tests.people import person

from rechtop.ground.kernel.actors import COMMAND
from rechtop.people.organisation.models import Placement, Unit
from rechtop.tools.figures.account import Figure
from rechtop.work.activities import operations as gatherings
from rechtop.work.programme import account, operations

pytestmark = pytest.mark.django_db

YEAR = 2023
NETWORK = "Intern netwerk integriteit"


def hold(month: int, reached: int = 7, **more: Any) -> None:
    facts = {"kind": "netwerk", "network": "intern-integriteit", "title": "Netwerk", **more}
    fenna, day = by_name("fenna"), datetime.date(YEAR, month, 1)
    one = gatherings.plan(day=day, by=fenna, **facts)
    gatherings.hold(one, reached=reached, people=[], outcome="", by=fenna)


def figure(name: str, year: int = YEAR) -> Figure | None:
    return next((one for one in account.figures(year) if one.name == name), None)


def value(name: str) -> int | None:
    found = figure(name)
    return found.value if found else None


def test_five_and_four_meetings_held_here_give_the_figures_an_import_would() -> None:
    assert value("netwerken.intern-integriteit") is None
    for month in range(1, 6):
        hold(month)
    for month in range(1, 5):
        hold(month, network="ipo", title="IPO")
    assert value("netwerken.intern-integriteit") == 5
    assert value("netwerken.ipo") == 4
    assert value("netwerken.intern-jaarrapportages") is None
    assert value("activiteiten.soort.netwerk") == 9
    assert value("activiteiten.bereikt") == 63


def test_a_figure_is_what_was_counted_and_what_was_held_and_leads_to_both() -> None:
    told: Any = {"participants": None, "remark": "", "by": by_name("bram")}
    operations.keep_activity(year=YEAR, kind="netwerk", name=NETWORK, meetings=3, **told)
    assert figure("activiteiten.soort.netwerk") is None
    hold(2)
    found = figure("netwerken.intern-integriteit")
    assert found is not None
    assert found.value == 4
    assert "samen" in found.definition.casefold()
    behind = found.follow(COMMAND)
    assert behind is not None
    assert [one.title for one in behind.besides] == [NETWORK]
    assert [behind.tell(one).title for one in behind.found] == ["Netwerk"]
    page = at_desk("jet").get(f"/desk/jaarrapportage/{YEAR}/{found.name}/").content.decode()
    assert NETWORK in page
    assert "1 februari 2023" in page
    assert (
        at_desk("jet").get(f"/desk/jaarrapportage/{YEAR}/{found.name}/werkblad/").status_code == 200
    )
    assert value("activiteiten.soort.netwerk") == 4


def test_what_is_planned_or_cancelled_or_of_another_year_counts_nowhere() -> None:
    fenna, day = by_name("fenna"), datetime.date(YEAR, 5, 1)
    facts: Any = {"kind": "dilemmaspel", "title": "Spel", "by": fenna}
    gatherings.plan(day=day, **facts)
    off = gatherings.plan(day=day, **facts)
    gatherings.cancel(off, reason="Ziek", by=fenna)
    assert value("dilemmaspel.sessies") is None
    hold(6, 12, kind="dilemmaspel", network="", title="Spel")
    assert (value("dilemmaspel.sessies"), value("dilemmaspel.bereikt")) == (1, 12)
    assert value("eed.afgelegd") is None
    assert figure("activiteiten.bereikt", YEAR + 1) is None
    assert YEAR in account.years()


def test_the_report_tells_what_was_held_by_its_name_once() -> None:
    for month in (1, 2):
        hold(month, 10, kind="training", network="", title="Weerbaar op de werkvloer")
    [(kind, [one])] = account.activities(YEAR)
    assert (kind, one.name, one.meetings, one.participants) == (
        "Training",
        "Weerbaar op de werkvloer",
        2,
        20,
    )


def test_the_coverage_of_a_unit_leads_to_what_reached_its_own_people() -> None:
    Placement.objects.all().delete()
    above = Unit.objects.get(name="Directie Leefomgeving")
    below = Unit.objects.get(name="Bureau Vergunningen")
    first = datetime.date(YEAR, 1, 1)
    for name, unit in (("eva", below), ("daan", above), ("ivo", above)):
        Placement.objects.create(person=person(name), unit=unit, from_date=first)
    fenna = by_name("fenna")
    for title, names in (("Eerste", ("eva", "daan")), ("Tweede", ("eva",)), ("Derde", ("daan",))):
        facts: Any = {"kind": "training", "title": title, "day": first}
        one = gatherings.plan(**facts, by=fenna)
        people = [person(name) for name in names]
        gatherings.hold(one, reached=9, people=people, outcome="", by=fenna)
    told = {}
    for unit in (above, below):
        found = figure(f"activiteiten.dekking.{unit.pk}")
        assert found is not None
        behind = found.follow(COMMAND)
        assert behind is not None
        [whole] = behind.besides
        counts = {one.title: dict(one.facts) for one in map(behind.tell, behind.found)}
        reached = {title: facts["Bereikt van dit onderdeel"] for title, facts in counts.items()}
        told[unit.name] = (found.value, [value for _label, value in whole.facts], reached)
    assert told == {
        above.name: (66, ["3", "2", "2"], {"Eerste": "2", "Tweede": "1", "Derde": "1"}),
        below.name: (100, ["1", "1", "1"], {"Eerste": "1", "Tweede": "1"}),
    }


def test_who_moved_is_among_those_reached_where_they_work_now() -> None:
    Placement.objects.all().delete()
    was, now = (Unit.objects.get(name=one) for one in ("Bureau Vergunningen", "Afdeling P&O"))
    first, moved = datetime.date(YEAR, 1, 1), datetime.date(YEAR, 6, 1)
    mine = Placement.objects.create(person=person("eva"), unit=was, from_date=first)
    for name, unit in (("daan", was), ("ivo", now)):
        Placement.objects.create(person=person(name), unit=unit, from_date=first)
    one = gatherings.plan(kind="training", title="Eerste", day=first, by=by_name("fenna"))
    people = [person("eva")]
    gatherings.hold(one, reached=1, people=people, outcome="", by=by_name("fenna"))
    mine.until_date = moved
    mine.save()
    Placement.objects.create(person=person("eva"), unit=now, from_date=moved)
    told = {}
    for unit in (was, now):
        found = figure(f"activiteiten.dekking.{unit.pk}")
        assert found is not None
        behind = found.follow(COMMAND)
        assert behind is not None
        works, of_these, reached = (int(value) for _label, value in behind.besides[0].facts)
        assert found.value == of_these * 100 // works
        told[unit.name] = (works, of_these, reached)
    assert told == {was.name: (1, 0, 1), now.name: (2, 1, 0)}


def test_of_a_unit_nobody_of_which_came_who_works_there_is_told_all_the_same() -> None:
    hold(3)
    unit = Unit.objects.get(name="Afdeling P&O")
    first = datetime.date(YEAR, 1, 1)
    Placement.objects.create(person=person("eva"), unit=unit, from_date=first)
    found = figure(f"activiteiten.dekking.{unit.pk}")
    assert found is not None
    path = f"/desk/jaarrapportage/{YEAR}/{found.name}/"
    assert "Mensen die er werken" in at_desk("jet").get(path).content.decode()
    assert at_desk("jet").get(f"{path}werkblad/").status_code == 200
