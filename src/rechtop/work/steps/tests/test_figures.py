"""How the terms of steps were kept is told for each procedure and year, and leads to the terms."""

from __future__ import annotations

import datetime

import pytest
from tests.people import acting, report

from rechtop.ground.kernel import clock
from rechtop.tools.deadlines.models import Deadline, TermRule
from rechtop.tools.figures.account import Figure
from rechtop.tools.procedures import queries as procedures
from rechtop.work.cases.models import Case
from rechtop.work.steps import account

pytestmark = pytest.mark.django_db

DUE = datetime.date(2034, 5, 1)


def at(year: int, month: int, day: int):  # type: ignore[no-untyped-def]
    return clock.standing_at(datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC))


def rule(procedure: str) -> TermRule:
    version = procedures.adopted(procedure).first()
    assert version is not None
    return TermRule.objects.create(
        code=f"step:{version.pk}:talk",
        label="Praat met de melder",
        length=2,
        unit="days",
        counted_from="receipt",
        is_legal=False,
        source="Eigen regel",
        valid_from=datetime.date(2034, 1, 1),
    )


def term(case: Case, of: TermRule, **told: object) -> Deadline:
    facts = {"starts_on": datetime.date(2034, 4, 1), "due_on": DUE, **told}
    return Deadline.objects.create(
        subject_kind="case",
        subject_number=case.pk,
        rule=of,
        part=Deadline.objects.count() + 1,
        **facts,  # type: ignore[arg-type]
    )


def told(procedure: str = "zakelijk", year: int = 2034) -> dict[str, Figure]:
    name = f"stappen.termijn.{procedure}."
    return {
        figure.name.removeprefix(name): figure
        for figure in account.figures(year)
        if figure.name.startswith(name)
    }


def test_what_is_past_counts_as_kept_or_late_and_the_rest_does_not_count() -> None:
    with at(2034, 4, 1):
        case, other = report(), report(about=("bram",))
    of = rule("zakelijk")
    term(case, of, met_on=DUE)
    term(case, of, met_on=DUE + datetime.timedelta(days=1))
    late = term(other, of)
    term(case, of, dropped_on=DUE + datetime.timedelta(days=1))
    term(case, of, dropped_on=DUE)
    term(case, of, paused_on=DUE - datetime.timedelta(days=2))
    term(case, of, due_on=datetime.date(2034, 12, 1))
    term(case, of, due_on=datetime.date(2035, 1, 1), met_on=DUE)
    with at(2034, 6, 1):
        found = told()
        assert {name: figure.value for name, figure in found.items()} == {
            "op-tijd": 1,
            "te-laat": 3,
            "aandeel": 25,
        }
        assert {figure.value for figure in told("misstand").values()} == {0, None}
        seen, every = (found["te-laat"].follow(acting(name)) for name in ("bram", "fenna"))
        assert seen is not None
        assert every is not None
        assert late in every.found
        assert late not in seen.found
        assert other.number in every.tell(every.found.get(pk=late.pk)).title
    with at(2035, 6, 1):
        assert told(year=2035)["aandeel"].value == 100


def test_of_a_year_nobody_registered_they_are_unknown() -> None:
    assert {figure.value for figure in told(year=2015).values()} == {None}
