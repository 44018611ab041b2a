import datetime

import pytest
from tests.people import acting, report

from rechtop.ground.kernel import clock
from rechtop.work.cases import account, closing, operations
from rechtop.work.cases.closing import Closing

pytestmark = pytest.mark.django_db

CLOSING = Closing(None, False, ["none"], "unfounded", [("none", False)], "", "Niets.", "")
THEN = datetime.datetime(2027, 2, 1, 12, tzinfo=datetime.UTC)


def figures(year: int) -> dict[str, int | None]:
    return {one.name: one.value for one in account.figures(year)}


def closed_after(days: int, acknowledged_after: int) -> None:
    with clock.standing_at(THEN):
        case = report()
    with clock.standing_at(THEN + datetime.timedelta(days=acknowledged_after)):
        operations.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    case.refresh_from_db()
    with clock.standing_at(THEN + datetime.timedelta(days=days)):
        closing.close(case, closing=CLOSING, message="Klaar.", regime="sociaal", by=acting("bram"))


def test_the_year_tells_channels_terms_and_how_long_it_took() -> None:
    closed_after(days=10, acknowledged_after=7)
    closed_after(days=30, acknowledged_after=8)
    closed_after(days=20, acknowledged_after=1)
    with clock.standing_at(THEN + datetime.timedelta(days=40)):
        found = figures(2027)
    assert found["meldingen.weg.meeting-point"] == 3
    assert found["meldingen.termijn.ontvangst.op-tijd"] == 2
    assert found["meldingen.termijn.ontvangst.te-laat"] == 1
    assert found["meldingen.termijn.terugkoppeling.op-tijd"] == 3
    assert found["meldingen.doorlooptijd"] == 20


def test_a_term_that_passes_while_it_waits_counts_as_late() -> None:
    with clock.standing_at(THEN):
        report()
        assert figures(2027)["meldingen.termijn.ontvangst.te-laat"] == 0
    with clock.standing_at(THEN + datetime.timedelta(days=8)):
        assert figures(2027)["meldingen.termijn.ontvangst.te-laat"] == 1


def test_where_nothing_closed_there_is_no_duration() -> None:
    with clock.standing_at(THEN):
        report()
        assert figures(2027)["meldingen.doorlooptijd"] is None
