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
from rechtop.work.cases.models import NONE, Case, List, Measure, Row
from rechtop.work.cases.operations import OpenCase
from rechtop.work.cases.states import RowState, State

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
    """Give the registration as facts, but for that of the closing."""
    return [
        (_("Stand"), State(case.state).label),
        (_("Behandelaar"), names.get(case.handler_id or 0) or _("nog niemand")),
        (_("Ontvangen"), dutch.day(case.received_on)),
        (_("Binnengekomen via"), _label(List.CHANNEL, case.channel)),
        (_("Melder"), _reporter(case)),
        (_("Procedure"), _label(List.REGIME, case.regime)),
        (_("Vermoeden van een misstand"), _yes_no(case.is_wrongdoing)),
        (_("Inbreuk op Unierecht"), _yes_no(case.is_union_law_breach)),
        (_("Ontvangst bevestigd"), dutch.day(case.acknowledged_on)),
        (_("Terugkoppeling gegeven"), dutch.day(case.feedback_on)),
        (_("Afgesloten"), dutch.day(case.closed_on)),
    ]


def _label(list_name: str, code: str) -> str:
    return lists.labels().get((list_name, code), code)


def _reporter(case: Case) -> str:
    if case.is_named:
        return _("noemde een naam")
    return _("noemde geen naam, is wel te bereiken") if case.identity_file else _("anoniem")


def outcome(opened: OpenCase) -> list[tuple[str, str]]:
    """Give the closing registration of a closed case, with what stands in its file alone."""
    case = opened.case
    if case.state != State.CLOSED:
        return []
    sealed: Mapping[str, Any] = next(
        (item.content for item in reversed(opened.items) if item.kind == "closing"), {}
    )
    return [
        (_("Oordeel"), _label(List.CONCLUSION, case.conclusion)),
        (_("Bevindingen"), sealed.get("findings", "")),
        (_("Gevolg"), sealed.get("consequence", "")),
        *_measures(queries.measures_of(case)),
        (_("Soort schending"), _listed(List.TYPE, queries.types_of(case))),
        (_("Valt onder de regeling"), _yes_no(case.is_admissible) or _("niet van toepassing")),
        (_("Onderzocht"), _yes_no(case.is_investigated)),
        (_("Opdrachtgever"), _label(List.COMMISSIONER, case.commissioner)),
        (_("Waarom de melder niets hoorde"), sealed.get("why_not_told", "")),
    ]


def _measures(taken: Sequence[Measure]) -> list[tuple[str, str]]:
    against = [measure.code for measure in taken if measure.against_person]
    others = [measure.code for measure in taken if not measure.against_person]
    other = _("Maatregelen") if others == [NONE] else _("Maatregelen, niet tegen een persoon")
    return [
        (_("Maatregelen tegen een persoon"), _listed(List.MEASURE, against)),
        (other, _listed(List.MEASURE, others)),
    ]


def _listed(list_name: str, codes: Sequence[str]) -> str:
    return ", ".join(_label(list_name, code) for code in codes)


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


def published(row: Row | None) -> list[tuple[str, str]]:
    """Give the texts of an approved row, which are no longer sealed."""
    if row is None or row.state != RowState.APPROVED:
        return []
    return row_facts({name: getattr(row, name) for name in Row.TEXTS})


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
    inner = dict.fromkeys(("note", "closing", "reopening", "person_concerned"), "inner")
    return {
        "at": item.at,
        "title": titles[item.kind],
        "text": _text_of(item),
        "who": names.get(item.content.get("author", 0), ""),
        "kind": inner.get(item.kind, "" if from_reporter else "mine"),
    }


def _text_of(item: OpenItem) -> str:
    """Give what an entry tells; the report itself stands above the timeline."""
    told = item.content
    if item.kind == "report":
        return ""
    if item.kind == "person_concerned":
        return "\n".join(filter(None, (told["name"], told["description"])))
    if item.kind == "closing":
        return "\n".join(_closing_texts(told))
    return str(told["text"])


def _closing_texts(told: Mapping[str, Any]) -> list[str]:
    texts = {
        "findings": _("Bevindingen: %(text)s"),
        "consequence": _("Gevolg: %(text)s"),
        "why_not_told": _("Waarom de melder niets hoorde: %(text)s"),
    }
    return [text % {"text": told[name]} for name, text in texts.items() if told.get(name)]


def possible(actor: Actor, opened: OpenCase) -> dict[str, bool]:
    """Say which buttons to show to who opened the case; the same rules decide when pressed."""
    case = opened.case
    may = {verb: bool(rule(actor, case)) for verb, rule in rules.BESIDES.items()}
    may["feedback"] = not case.has_mailbox and case.feedback_on is None and may["note"]
    may["identity"] = case.identity_file is not None
    return may
