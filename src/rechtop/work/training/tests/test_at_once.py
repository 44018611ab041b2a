"""Two who require at once: the same is asked of the same people once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk import by_name
from tests.together import together

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid
from rechtop.work.activities import operations as activities
from rechtop.work.activities.models import Gathering
from rechtop.work.activities.tests.samples import DAY
from rechtop.work.training import operations
from rechtop.work.training.models import Requirement

pytestmark = pytest.mark.django_db


def a_series() -> list[Gathering]:
    today = clock.today()
    made = {"rhythm": "month", "until": today + 70 * DAY, "by": by_name("fenna")}
    series = activities.plan_series(kind="training", title="Samen", day=today + DAY, **made)
    return list(Gathering.objects.filter(series=series).order_by("day"))


def require(gathering: Gathering) -> Any:
    told = {"title": "Samen", "whom": "external", "from_date": clock.today(), "months": 2}
    return lambda: operations.require(gathering, by=by_name("fenna"), **told)


def test_two_who_require_the_same_at_two_gatherings_of_a_series_at_once_ask_it_once() -> None:
    with together() as two:
        first, second, *_others = two.before(a_series)
        made, told = two.at_once(require(first), require(second))
        assert isinstance(made, Requirement)
        assert isinstance(told, Invalid)
        assert "al gevraagd" in str(told)
        assert Requirement.objects.filter(title="Samen").count() == 1
