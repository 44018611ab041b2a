"""Put a case into the words and order in which people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.ground.vault.files import OpenItem
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.tools.lists import queries as lists
from rechtop.work.cases import queries, rules
from rechtop.work.cases.models import Case, List
from rechtop.work.cases.operations import OpenCase
from rechtop.work.cases.states import State

_COLOURS = {State.RECEIVED: "info", State.ACKNOWLEDGED: "neutral", State.CLOSED: "good"}


@dataclass(frozen=True)
class ListRow:
    """A case as a row of a list."""

    case: Case
    channel: str
    regime: str
    colour: str
    deadline: Deadline | None


def rows(cases: Sequence[Case]) -> list[ListRow]:
    """Make rows of cases, with two queries for all of them together."""
    labels = lists.labels()
    waiting = deadlines.first_open("case", [case.pk for case in cases])
    return [
        ListRow(
            case,
            labels.get((List.CHANNEL, case.channel), case.channel),
            labels.get((List.REGIME, case.regime), ""),
            _COLOURS[State(case.state)],
            waiting.get(case.pk),
        )
        for case in cases
    ]


def names_in(opened: OpenCase) -> Mapping[int, str]:
    """Give the names of everyone who handles or wrote, in one query."""
    authors = {i.content["author"] for i in opened.items if i.content.get("author")}
    return organisation.names(authors | {opened.case.handler_id or 0})


def facts(case: Case, names: Mapping[int, str]) -> list[tuple[str, Any]]:
    """Give the registration as facts."""
    labels = lists.labels()

    def label(list_name: str, code: str) -> str:
        return labels.get((list_name, code), code)

    measures = [label(List.MEASURE, m.code) for m in queries.measures_of(case)]
    types = [label(List.TYPE, code) for code in queries.types_of(case)]
    return [
        (_("Stand"), State(case.state).label),
        (_("Behandelaar"), names.get(case.handler_id or 0) or _("nog niemand")),
        (_("Ontvangen"), dutch.day(case.received_on)),
        (_("Binnengekomen via"), label(List.CHANNEL, case.channel)),
        (_("Melder"), _("noemde een naam") if case.is_named else _("anoniem")),
        (_("Procedure"), label(List.REGIME, case.regime)),
        (_("Vermoeden van een misstand"), _yes_no(case.is_wrongdoing)),
        (_("Inbreuk op Unierecht"), _yes_no(case.is_union_law_breach)),
        (_("Ontvangst bevestigd"), dutch.day(case.acknowledged_on)),
        (_("Terugkoppeling gegeven"), dutch.day(case.feedback_on)),
        (_("Afgesloten"), dutch.day(case.closed_on)),
        (_("Valt onder de regeling"), _yes_no(case.is_admissible)),
        (_("Onderzocht"), _yes_no(case.is_investigated)),
        (_("Soort schending"), ", ".join(types)),
        (_("Oordeel"), label(List.CONCLUSION, case.conclusion)),
        (_("Maatregelen"), ", ".join(measures)),
        (_("Opdrachtgever"), label(List.COMMISSIONER, case.commissioner)),
    ]


def _yes_no(value: bool | None) -> str:
    return {True: _("ja"), False: _("nee"), None: ""}[value]


def report(opened: OpenCase) -> list[tuple[str, str]]:
    """Give the report as questions and answers."""
    found = next((item for item in opened.items if item.kind == "report"), None)
    return report_facts(found.content) if found else []


def report_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the parts of a report, in the order they were asked."""
    asked = [
        ("what", _("Wat is er gebeurd?")),
        ("when", _("Wanneer was dat?")),
        ("where", _("Waar was dat?")),
        ("who", _("Over wie gaat het?")),
        ("who_knows", _("Weet iemand anders hiervan?")),
        ("asks", _("Wat vraagt de melder?")),
        ("brought_by", _("Overgebracht door")),
    ]
    return [(label, content.get(name, "")) for name, label in asked if content.get(name)]


def row_facts(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the texts of a row with their columns."""
    return [
        (_("Melding vermeende schending"), texts["report"]),
        (_("Object van onderzoek"), texts["subject"]),
        (_("Bevindingen"), texts["findings"]),
        (_("Gevolg"), texts["consequence"]),
    ]


def concerned(opened: OpenCase) -> list[Mapping[str, Any]]:
    """Give the persons concerned."""
    return [item.content for item in opened.items if item.kind == "person_concerned"]


def timeline(opened: OpenCase, names: Mapping[int, str]) -> list[dict[str, Any]]:
    """Give what was written, newest first, with who wrote it."""
    entries = [_entry(item, names) for item in opened.items if item.kind in _TITLES]
    return entries[::-1]


_TITLES = ("report", "message", "note", "closing", "reopening", "person_concerned")


def _entry(item: OpenItem, names: Mapping[int, str]) -> dict[str, Any]:
    from_reporter = item.content.get("from") == "reporter"
    titles = {
        "report": _("Melding"),
        "message": _("Bericht van de melder") if from_reporter else _("Bericht aan de melder"),
        "note": _("Notitie"),
        "closing": _("Afsluiting"),
        "reopening": _("Weer geopend"),
        "person_concerned": _("Betrokkene vastgelegd"),
    }
    kinds = {"note": "inner", "closing": "inner", "reopening": "inner"}
    text = item.content.get("text") or item.content.get("findings", "")
    return {
        "at": item.at,
        "title": titles[item.kind],
        "text": "" if item.kind == "report" else text,
        "who": names.get(item.content.get("author", 0), ""),
        "kind": kinds.get(item.kind, "" if from_reporter else "mine"),
    }


def possible(actor: Actor, opened: OpenCase) -> dict[str, bool]:
    """Say which buttons to show to who opened the case; the same rules decide when pressed."""
    case = opened.case
    may = {verb: bool(rule(actor, case)) for verb, rule in rules.BESIDES.items()}
    may["feedback"] = may["feedback"] and case.feedback_on is None
    may["identity"] = case.identity_file is not None
    return may
