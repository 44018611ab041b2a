"""What the files of a delivery look like; docs/import.md says it for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rechtop.ground.kernel.actors import Actor
from rechtop.tools.deliveries.queries import Changes, Held
from rechtop.tools.figures import operations as figures
from rechtop.tools.figures import queries as figure_queries
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import List
from rechtop.work.confidants import operations as confidants
from rechtop.work.confidants import queries as confidant_queries
from rechtop.work.confidants.models import TOPIC
from rechtop.work.programme import operations as programme
from rechtop.work.programme import queries as programme_queries
from rechtop.work.programme.models import ActionPoint, Activity, Advice, BibobCount

Write = Callable[..., None]


@dataclass(frozen=True)
class Column:
    """A column: the field it fills, what may stand in it, and whether it may be left out or empty.

    `kind` is text, year, number, date, yes_no, figure, or the name of a list with `choice:` or,
    for several values with `;` between, `choices:` before it.
    """

    name: str
    field: str
    kind: str = "text"
    may_be_empty: bool = False
    may_be_absent: bool = False
    longest: int = 20_000


@dataclass(frozen=True)
class Part:
    """One file, or one sheet of a workbook: its columns, its key, and where its records go."""

    name: str
    columns: Sequence[Column]
    key: tuple[str, ...]
    year: str
    kept: Callable[[], list[Held]]
    write: Callable[[Changes, int, Actor], None]
    shape: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict

    def column_of(self, field: str) -> str:
        """Give the name of the column that fills a field."""
        return next((c.name for c in self.columns if c.field == field), field)


RUNNING = "lopend"
"""The word for a case that is not closed; it is no conclusion."""


def _registration(told: Mapping[str, Any]) -> dict[str, Any]:
    """Make a registration of a row: a case with a conclusion is closed, if unsaid in its year."""
    row = dict(told)
    closed_on, received_on = row["closed_on"], row["received_on"]
    if received_on is not None:
        row["received_year"] = received_on.year
    is_closed = closed_on is not None or row["conclusion"] not in ("", RUNNING)
    year = closed_on.year if closed_on else row["received_year"]
    row["closed_year"] = year if is_closed else None
    row["conclusion"] = "" if row["conclusion"] == RUNNING else row["conclusion"]
    row["is_conclusion_derived"] = row.pop("conclusion_origin") == "afgeleid"
    return row


def _to(operation: Write, **more: Any) -> Callable[[Changes, int, Actor], None]:
    def write(changes: Changes, delivery: int, by: Actor) -> None:
        operation(changes=changes, delivery=delivery, by=by, **more)

    return write


CASES = Part(
    "meldingen",
    (
        Column("nummer", "source_number", longest=40),
        Column("jaar", "received_year", "year"),
        Column("soort", "regime_taken_in", f"choice:{List.REGIME}"),
        Column("opdrachtgever", "commissioner", f"choice:{List.COMMISSIONER}", may_be_empty=True),
        Column("melding", "report", may_be_empty=True),
        Column("object", "subject", may_be_empty=True),
        Column("bevindingen", "findings", may_be_empty=True),
        Column("gevolg", "consequence", may_be_empty=True),
        Column("oordeel", "conclusion", f"choice:{List.CONCLUSION}", may_be_empty=True),
        Column("oordeel_herkomst", "conclusion_origin", "origin", may_be_empty=True),
        Column("valt_onder_regeling", "is_admissible", "yes_no", may_be_empty=True),
        Column("grond", "ground", may_be_empty=True),
        Column("onderzocht", "is_investigated", "yes_no", may_be_empty=True),
        Column("ontvangen_op", "received_on", "date", may_be_empty=True, may_be_absent=True),
        Column("afgesloten_op", "closed_on", "date", may_be_empty=True, may_be_absent=True),
        Column(
            "soorten_schending",
            "types",
            f"choices:{List.TYPE}",
            may_be_empty=True,
            may_be_absent=True,
        ),
        Column(
            "maatregelen",
            "measures",
            f"choices:{List.MEASURE}",
            may_be_empty=True,
            may_be_absent=True,
        ),
    ),
    key=("source_number",),
    year="received_year",
    kept=case_queries.taken_over,
    write=_to(cases.take_over),
    shape=_registration,
)

CONVERSATIONS = Part(
    "gesprekken-vertrouwenspersonen",
    (
        Column("jaar", "year", "year"),
        Column("onderwerp", "topic", f"choice:{TOPIC}"),
        Column("aantal", "count", "number", may_be_empty=True),
    ),
    key=("year", "topic"),
    year="year",
    kept=confidant_queries.taken_over,
    write=_to(confidants.take_over),
)


def _programme(model: Any) -> dict[str, Any]:
    return {
        "kept": lambda: programme_queries.taken_over(model),
        "write": _to(programme.take_over, model=model),
    }


ACTIVITIES = Part(
    "activiteiten",
    (
        Column("jaar", "year", "year"),
        Column("soort", "kind", "choice:activity"),
        Column("naam", "name", longest=300),
        Column("bijeenkomsten", "meetings", "number", may_be_empty=True),
        Column("deelnemers", "participants", "number", may_be_empty=True),
        Column("opmerking", "remark", may_be_empty=True, longest=500),
    ),
    key=("year", "name"),
    year="year",
    **_programme(Activity),
)

BIBOB = Part(
    "bibob",
    (
        Column("jaar", "year", "year"),
        Column("gegeven", "fact", "choice:bibob"),
        Column("soort_relatie", "relation", may_be_empty=True, longest=80),
        Column("aantal", "count", "number", may_be_empty=True),
    ),
    key=("year", "fact"),
    year="year",
    **_programme(BibobCount),
)

ADVICE = Part(
    "adviezen",
    (
        Column("nummer", "number", longest=40),
        Column("jaar", "year", "year"),
        Column("soort", "kind", "choice:advice"),
        Column("vraag", "question"),
        Column("advies", "advice"),
    ),
    key=("year", "number"),
    year="year",
    **_programme(Advice),
)

ACTION_POINTS = Part(
    "actiepunten",
    (
        Column("rapportjaar", "report_year", "year"),
        Column("nummer", "number", "count"),
        Column("titel", "title", longest=300),
        Column("stand", "standing", longest=120),
    ),
    key=("report_year", "number"),
    year="report_year",
    **_programme(ActionPoint),
)

FIGURES = Part(
    "cijfers",
    (
        Column("jaar", "year", "year"),
        Column("cijfer", "name", "figure"),
        Column("waarde", "value", "number"),
        Column("bron", "source", longest=300),
    ),
    key=("year", "name"),
    year="year",
    kept=figure_queries.taken_over,
    write=_to(figures.take_over),
)

PARTS = (CASES, CONVERSATIONS, ACTIVITIES, BIBOB, ADVICE, ACTION_POINTS, FIGURES)

LISTS = (
    Column("lijst", "list", longest=12),
    Column("code", "code", "code"),
    Column("waarde", "label", longest=120),
    Column("waarde_engels", "label_en", may_be_empty=True, longest=120),
    Column("ook", "also", may_be_empty=True, may_be_absent=True, longest=500),
)
LISTS_NAME = "lijsten"
"""The file with which an authority brings values of its own; read before all others."""
