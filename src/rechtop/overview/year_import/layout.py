"""What the files of a delivery look like; docs/import.md says it for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.tools.action_points import operations as action_points
from rechtop.tools.action_points import queries as action_point_queries
from rechtop.tools.action_points import rules as action_point_rules
from rechtop.tools.deliveries.queries import Changes, Held
from rechtop.tools.figures import operations as figures
from rechtop.tools.figures import queries as figure_queries
from rechtop.tools.lists import operations as lists
from rechtop.tools.lists import queries as list_queries
from rechtop.work.cases import earlier
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import List
from rechtop.work.confidants import operations as confidants
from rechtop.work.confidants import queries as confidant_queries
from rechtop.work.confidants.models import TOPIC
from rechtop.work.programme import operations as programme
from rechtop.work.programme import queries as programme_queries
from rechtop.work.programme import rules as programme_rules
from rechtop.work.programme.models import Activity, Advice, BibobCount

Write = Callable[..., None]


@dataclass(frozen=True)
class Column:
    """A column: the field it fills, what may stand in it, and whether it may be left out or empty.

    `kind` is text, or the name of a reader in `cells`: year, number, count, date, yes_no, origin,
    code, words, list, figure; or the name of a list with `choice:` or, for several values with
    `;` between, `choices:` before it.
    """

    name: str
    field: str
    kind: str = "text"
    may_be_empty: bool = False
    may_be_absent: bool = False
    longest: int = 20_000


def no_clashes(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Find nothing: no two cells of such a row can contradict one another."""
    yield from ()


@dataclass(frozen=True)
class Part:
    """One file, or one sheet of a workbook: its columns, its key, and where its records go.

    `year` is the field with the year a record counts in; of values of lists there is none.
    `touches` gives the years whose account a change would move.
    `clashes` names the columns of a row that contradict one another, and says why.
    """

    name: str
    columns: Sequence[Column]
    key: tuple[str, ...]
    year: str
    kept: Callable[[], list[Held]]
    write: Callable[[Changes, int, Actor], None]
    touches: Callable[[Changes], set[int]]
    shape: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    clashes: Callable[[Mapping[str, Any]], Iterator[tuple[str, str]]] = no_clashes

    def column_of(self, field: str) -> str:
        """Give the name of the column that fills a field."""
        return next((c.name for c in self.columns if c.field == field), field)


RUNNING = "lopend"
"""The word for a case that is not closed; it is no conclusion."""


def _registration(told: Mapping[str, Any]) -> dict[str, Any]:
    """Make a registration of a row: a case with a conclusion is closed, if unsaid in its year."""
    row = dict(told)
    is_closed = row["conclusion"] not in ("", RUNNING)
    closed_on, closed_in = row["closed_on"], row.pop("closed_in")
    year = closed_on.year if closed_on else closed_in or row["received_year"]
    row["closed_year"] = year if is_closed else None
    row["conclusion"] = "" if row["conclusion"] == RUNNING else row["conclusion"]
    row["is_conclusion_derived"] = row.pop("conclusion_origin") == "afgeleid"
    return row


def _clashes(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    received, received_on = row["received_year"], row["received_on"]
    closed_on, closed_in = row["closed_on"], row["closed_in"]
    if received_on and received_on.year != received:
        yield "ontvangen_op", _("Deze dag valt niet in het jaar van de melding.")
    if closed_on and closed_in and closed_on.year != closed_in:
        yield "afgesloten_op", _("Deze dag valt niet in het jaar van afsluiten.")
    if closed_on and received_on and closed_on < received_on:
        yield "afgesloten_op", _("Deze dag ligt vóór de ontvangst.")
    elif closed_on and closed_on.year < received:
        yield "afgesloten_op", _("Deze dag ligt vóór het jaar van ontvangst.")
    if closed_in and closed_in < received:
        yield "afgesloten_in", _("Dit jaar ligt vóór het jaar van ontvangst.")
    if (closed_on or closed_in) and row["conclusion"] in ("", RUNNING):
        yield "oordeel", _("Deze melding is afgesloten: vul het oordeel in.")
    if row["conclusion_origin"] and row["conclusion"] in ("", RUNNING):
        yield "oordeel_herkomst", _("Er is geen oordeel waarvan dit de herkomst is.")


def _in(*fields: str) -> Callable[[Changes], set[int]]:
    """Give the years that stand in these fields of what changes, as it was and as it becomes."""

    def touched(changes: Changes) -> set[int]:
        records = [
            *changes.added,
            *(held.record for held in changes.removed),
            *(told for held, new in changes.changed for told in (held.record, new)),
        ]
        return {record[field] for record in records for field in fields if record[field]}

    return touched


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
        Column("afgesloten_in", "closed_in", "year", may_be_empty=True, may_be_absent=True),
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
    kept=earlier.taken_over,
    write=_to(cases.take_over),
    touches=_in("received_year", "closed_year"),
    shape=_registration,
    clashes=_clashes,
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
    touches=_in("year"),
)


def _programme(model: Any) -> dict[str, Any]:
    return {
        "kept": lambda: programme_queries.taken_over(model),
        "write": _to(programme.take_over, model=model),
        "touches": partial(programme_rules.years_touched, model),
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
    kept=action_point_queries.taken_over,
    write=_to(action_points.take_over),
    touches=action_point_rules.years_touched,
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
    touches=_in("year"),
)

LIST_NAMES = {
    "kanaal": List.CHANNEL,
    "procedure": List.REGIME,
    "soort_schending": List.TYPE,
    "oordeel": List.CONCLUSION,
    "maatregel": List.MEASURE,
    "opdrachtgever": List.COMMISSIONER,
    "onderwerp": TOPIC,
    "activiteit": "activity",
    "netwerk": "network",
    "bibob": "bibob",
    "advies": "advice",
}
"""The lists an authority can bring values for, by the name a delivery gives them."""


def _value(told: Mapping[str, Any]) -> dict[str, Any]:
    """Make a value of a row: unsaid, it is not against a person and has a figure of its own."""
    row = dict(told)
    row["against_person"] = bool(row["against_person"])
    row["is_reported"] = row["is_reported"] is not False
    return row


LISTS = Part(
    "lijsten",
    (
        Column("lijst", "list", "list"),
        Column("code", "code", "code"),
        Column("waarde", "label", longest=120),
        Column("waarde_engels", "label_en", may_be_empty=True, longest=120),
        Column("ook", "also", "words", may_be_empty=True, may_be_absent=True),
        Column("tegen_persoon", "against_person", "yes_no", may_be_empty=True, may_be_absent=True),
        Column("in_rapport", "is_reported", "yes_no", may_be_empty=True, may_be_absent=True),
    ),
    key=("list", "code"),
    year="",
    kept=list_queries.taken_over,
    write=_to(lists.take_over),
    touches=_in(),
    shape=_value,
)
"""The values an authority brings of its own; read and written before all others."""

PARTS = (LISTS, CASES, CONVERSATIONS, ACTIVITIES, BIBOB, ADVICE, ACTION_POINTS, FIGURES)
