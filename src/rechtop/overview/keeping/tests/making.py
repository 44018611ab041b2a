"""Cases that are closed and past their term, for tests of keeping and destroying."""

from __future__ import annotations

import datetime
from contextlib import AbstractContextManager

from tests.people import acting, report

from rechtop.ground.kernel import clock
from rechtop.overview.annual_report import queries as annual_report
from rechtop.overview.keeping import operations
from rechtop.overview.keeping.models import Destruction
from rechtop.tools.figures import operations as figures
from rechtop.work.cases import closing
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case

CLOSED_ON = datetime.date(2027, 3, 10)
KEPT_UNTIL = datetime.date(2032, 3, 10)
LATER = datetime.date(2032, 3, 11)
"""The first day on which what is unfounded and closed on CLOSED_ON is past its five years."""


def on(day: datetime.date) -> AbstractContextManager[None]:
    return clock.standing_at(datetime.datetime(day.year, day.month, day.day, 12, tzinfo=clock.HERE))


def closed(
    *,
    closed_on: datetime.date = CLOSED_ON,
    conclusion: str = "unfounded",
    regime: str = "zakelijk",
    name: str = "",
    seven: tuple[str, ...] = (),
    about: tuple[str, ...] = (),
) -> Case:
    """Let Anna report and Bram close it, all on one day."""
    with on(closed_on):
        case = report(name=name, seven=seven, about=about)
        told = Closing(
            is_admissible=True,
            is_investigated=True,
            types=["financial"],
            conclusion=conclusion,
            measures=[("talk", True)],
            commissioner="director",
            findings="Niets gevonden.",
            consequence="Geen.",
        )
        closing.close(
            case, closing=told, message="Dit is de uitkomst.", regime=regime, by=acting("bram")
        )
    case.refresh_from_db()
    return case


def adopt(year: int) -> None:
    """Let Gijs adopt the figures of a year, early in the next."""
    with on(datetime.date(year + 1, 2, 1)):
        figures.adopt(year=year, **annual_report.to_adopt(year), by=acting("gijs"))


def agreed() -> Destruction:
    """Let Fenna propose what is due and Mees approve it."""
    proposed = operations.propose(by=acting("fenna"))
    operations.approve(proposed, shown=waiting(proposed), by=acting("mees"))
    proposed.refresh_from_db()
    return proposed


def waiting(destruction: Destruction) -> int:
    return operations.queries.lines(destruction, ["waiting"]).count()
