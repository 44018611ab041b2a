"""Put a case into the words and order in which people read it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.ground.ui.sheets import Sheet
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.tools.evidence.queries import Attachment
from rechtop.tools.lists import queries as lists
from rechtop.tools.retention import queries as retention
from rechtop.tools.retention.models import Kind as Kept
from rechtop.work.cases import counting, queries, rules
from rechtop.work.cases.models import NONE, Case, CaseType, List, Measure, Row
from rechtop.work.cases.operations import OpenCase
from rechtop.work.cases.states import RowState, State

_COLOURS = {State.RECEIVED: "info", State.ACKNOWLEDGED: "neutral", State.CLOSED: "good"}


EXPORTED = 20_000
"""How many cases a worksheet holds at most: it is made in memory."""


def sheet(cases: Sequence[Case]) -> Sheet:
    """Make a worksheet of registrations: what stands in the clear, and nothing of a file."""
    known = _Known(
        lists.labels(),
        organisation.names({case.handler_id or 0 for case in cases}),
        queries.codes_of(cases, CaseType),
        queries.codes_of(cases, Measure),
    )
    heading = [str(label) for label, _tell in _COLUMNS]
    return heading, [[tell(case, known) for _label, tell in _COLUMNS] for case in cases]


@dataclass(frozen=True)
class _Known:
    """What is looked up once for a whole worksheet."""

    labels: Mapping[tuple[str, str], str]
    names: Mapping[int, str]
    types: Mapping[int, list[str]]
    measures: Mapping[int, list[str]]

    def label(self, list_name: str, *codes: str) -> str:
        """Give the labels of codes, one after another."""
        return "; ".join(self.labels.get((list_name, code), code) for code in codes)


_COLUMNS: list[tuple[Any, Callable[[Case, _Known], Any]]] = [
    (gettext_lazy("Nummer"), lambda case, known: case.number),
    (gettext_lazy("Eerder nummer"), lambda case, known: case.source_number),
    (gettext_lazy("Ontvangen"), lambda case, known: case.received_on),
    (gettext_lazy("Jaar van ontvangst"), lambda case, known: case.received_year),
    (gettext_lazy("Stand"), lambda case, known: str(State(case.state).label)),
    (gettext_lazy("Behandelaar"), lambda case, known: known.names.get(case.handler_id or 0)),
    (
        gettext_lazy("Binnengekomen via"),
        lambda case, known: known.label(List.CHANNEL, case.channel),
    ),
    (
        gettext_lazy("Procedure bij ontvangst"),
        lambda case, known: known.label(List.REGIME, case.regime_taken_in),
    ),
    (gettext_lazy("Procedure"), lambda case, known: known.label(List.REGIME, case.regime)),
    (gettext_lazy("Vermoeden van een misstand"), lambda case, known: _yes_no(case.is_wrongdoing)),
    (gettext_lazy("Inbreuk op Unierecht"), lambda case, known: _yes_no(case.is_union_law_breach)),
    (gettext_lazy("Ontvangst bevestigd"), lambda case, known: case.acknowledged_on),
    (gettext_lazy("Terugkoppeling gegeven"), lambda case, known: case.feedback_on),
    (gettext_lazy("Afgesloten"), lambda case, known: case.closed_on),
    (gettext_lazy("Jaar van afsluiten"), lambda case, known: case.closed_year),
    (gettext_lazy("Valt onder de regeling"), lambda case, known: _yes_no(case.is_admissible)),
    (gettext_lazy("Onderzocht"), lambda case, known: _yes_no(case.is_investigated)),
    (
        gettext_lazy("Soorten schending"),
        lambda case, known: known.label(List.TYPE, *known.types.get(case.pk, [])),
    ),
    (gettext_lazy("Oordeel"), lambda case, known: known.label(List.CONCLUSION, case.conclusion)),
    (
        gettext_lazy("Maatregelen"),
        lambda case, known: known.label(List.MEASURE, *known.measures.get(case.pk, [])),
    ),
    (
        gettext_lazy("Opdrachtgever"),
        lambda case, known: known.label(List.COMMISSIONER, case.commissioner),
    ),
    (gettext_lazy("Dossier vernietigd"), lambda case, known: case.file_destroyed_on),
]


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
    """Give the names of everyone who handles or wrote, or for whom it is closed, in one query."""
    named = ("author", "receiver")
    authors = {i.content[n] for i in opened.items for n in named if i.content.get(n)}
    case = opened.case
    own = {case.handler_id or 0, case.hold_by_id or 0}
    return organisation.names(authors | own | {*opened.closed_for})


def facts(case: Case, names: Mapping[int, str]) -> list[tuple[str, Any]]:
    """Give the registration as facts, but for that of the closing."""
    return [
        (_("Stand"), State(case.state).label),
        (_("Behandelaar"), _handler(case, names)),
        (_("Ontvangen"), dutch.day(case.received_on) or str(case.received_year)),
        (_("Binnengekomen via"), _label(List.CHANNEL, case.channel)),
        (_("Melder"), _reporter(case)),
        (_("Wij noemen de melder"), case.pseudonym if case.has_file else ""),
        (_("Procedure"), _label(List.REGIME, case.regime)),
        (_("Vermoeden van een misstand"), _yes_no(case.is_wrongdoing)),
        (_("Inbreuk op Unierecht"), _yes_no(case.is_union_law_breach)),
        (_("Ontvangst bevestigd"), dutch.day(case.acknowledged_on)),
        (_("Terugkoppeling gegeven"), dutch.day(case.feedback_on)),
        (_("Afgesloten"), dutch.day(case.closed_on) or str(case.closed_year or "")),
        *kept(case, names),
    ]


def kept(case: Case, names: Mapping[int, str]) -> list[tuple[str, str]]:
    """Tell until when the file of a case is kept, who holds it, and what was destroyed."""
    held = _("sinds %(day)s, door %(name)s") % {
        "day": dutch.day(case.hold_since),
        "name": names.get(case.hold_by_id or 0, "–"),
    }
    until = case.has_file and case.closed_on and not case.hold_since
    return [
        (_("Dossier vastgehouden"), held if case.hold_since else ""),
        (_("Dossier bewaren tot en met"), dutch.day(_kept_until(case)) if until else ""),
        (_("Naam van de melder vernietigd"), dutch.day(case.name_destroyed_on)),
        (_("Dossier vernietigd"), dutch.day(case.file_destroyed_on)),
    ]


def _kept_until(case: Case) -> datetime.date | None:
    if case.closed_on is None:
        return None
    return retention.kept_until(Kept.CASE, case.regime, case.conclusion, case.closed_on)


def _handler(case: Case, names: Mapping[int, str]) -> str:
    """Name the handler; of a file that was destroyed nobody is named any more."""
    if case.file_destroyed_on:
        return ""
    return names.get(case.handler_id or 0) or _("nog niemand")


def _label(list_name: str, code: str) -> str:
    return lists.labels().get((list_name, code), code)


def _reporter(case: Case) -> str:
    if case.is_named is None:
        return ""
    if case.is_named:
        return _("noemde een naam")
    return _("noemde geen naam, is wel te bereiken") if case.identity_file else _("anoniem")


def outcome(opened: OpenCase) -> list[tuple[str, str]]:
    """Give the closing registration of a closed case, with what stands in its file alone."""
    sealed: Mapping[str, Any] = next(
        (item.content for item in reversed(opened.items) if item.kind == "closing"), {}
    )
    return concluded(opened.case, sealed)


def concluded(case: Case, sealed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the closing registration of a closed case; of a registration without a file as well."""
    if case.state != State.CLOSED:
        return []
    return [
        (_("Oordeel"), _label(List.CONCLUSION, case.conclusion)),
        (_("Bevindingen"), sealed.get("findings", "")),
        (_("Gevolg"), sealed.get("consequence", "")),
        *_measures(queries.measures_of(case)),
        (_("Soort schending"), _listed(List.TYPE, queries.types_of(case))),
        (_("Valt onder de regeling"), _yes_no(case.is_admissible) or _not_asked(case)),
        (_("Onderzocht"), _yes_no(case.is_investigated)),
        (_("Opdrachtgever"), _commissioner(case)),
        (_("Waarom de melder niets hoorde"), sealed.get("why_not_told", "")),
    ]


def _commissioner(case: Case) -> str:
    """Say who had it investigated; of what was investigated, that it was not noted."""
    return _label(List.COMMISSIONER, case.commissioner) or (
        _("niet vastgelegd") if case.is_investigated else ""
    )


def _not_asked(case: Case) -> str:
    """Say why there is no answer: of what was taken over, it may just be unknown."""
    return "" if case.source_number else _("niet van toepassing")


def _measures(taken: Sequence[Measure]) -> list[tuple[str, str]]:
    against = [measure.code for measure in taken if measure.against_person]
    others = [measure.code for measure in taken if not measure.against_person]
    other = _("Maatregelen") if others == [NONE] else _("Maatregelen, niet tegen een persoon")
    return [
        (_("Maatregelen tegen een persoon"), _listed(List.MEASURE, against)),
        (other, _listed(List.MEASURE, others)),
    ]


def _listed(list_name: str, codes: Sequence[str]) -> str:
    """Give the labels of codes, with how often of what is there more than once."""
    return ", ".join(
        f"{_label(list_name, code)} ({times})" if times > 1 else _label(list_name, code)
        for code, times in Counter(codes).items()
    )


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
        ("positions", _("Gaat over")),
        ("who_knows", _("Weet iemand anders hiervan?")),
        ("asks", _("Wat vraagt de melder?")),
        ("did", _("Wat deed de leidinggevende zelf?")),
        ("outcome", _("Wat was de uitkomst?")),
        ("brought_by", _("Overgebracht door")),
        ("spoke_with", _("Sprak met de melder")),
        ("agreed_to", _("De melder stemde in met")),
    ]
    return [(label, content.get(name, "")) for name, label in asked if content.get(name)]


def published(row: Row | None) -> list[tuple[str, str]]:
    """Give the texts of an approved row, which are no longer sealed."""
    if row is None or row.state != RowState.APPROVED:
        return []
    return row_facts(queries.clear_texts(row))


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


def closed_for(opened: OpenCase, names: Mapping[int, str]) -> list[str]:
    """Give for whom the case is closed besides the persons concerned that were recorded: who reads
    it must know whom not to talk to about it."""
    recorded = {content.get("person") for content in concerned(opened)}
    return sorted(names[one] for one in opened.closed_for if one in names and one not in recorded)


def file_facts(file: Attachment, names: Mapping[int, str]) -> list[tuple[str, Any]]:
    """Give what is known of a file."""
    sender = _("de melder") if file.is_from_reporter else names.get(file.author or 0, "")
    return [
        (_("Soort"), file.kind.label),
        (_("Grootte"), dutch.size(file.stored.size)),
        (_("Toegevoegd"), dutch.moment(file.at)),
        (_("Van"), sender),
        (_("Virusscan"), _scanned(file)),
        (_("Vingerafdruk van het origineel (SHA-256)"), dutch.in_fours(file.digest)),
    ]


def _scanned(file: Attachment) -> str:
    if file.finding:
        return _("gevonden: %(name)s") % {"name": file.finding}
    return _("niets gevonden") if file.was_scanned else _("niet gedaan")


def possible(actor: Actor, opened: OpenCase) -> dict[str, bool]:
    """Say which buttons to show to who opened the case; the same rules decide when pressed."""
    case = opened.case
    own = rules.BESIDES if rules.is_no_guest(actor, case) else rules.FOR_GUESTS
    may = {verb: verb in own and bool(rule(actor, case)) for verb, rule in rules.BESIDES.items()}
    may["feedback"] = may["feedback"] and case.feedback_on is None
    return may


@dataclass(frozen=True)
class TermKept:
    """How a term went in the cases of a year."""

    label: str
    counts: Mapping[str, int]


def year(year: int, actor: Actor) -> dict[str, Any]:
    """Give the team's year: what came in, what was closed, and how the terms went."""
    received = queries.without_closed_ones(queries.received_in(year), actor)
    closed = queries.without_closed_ones(queries.closed_in(year), actor)
    open_before = queries.without_closed_ones(counting.open_at_start(year), actor)
    still_open = queries.without_closed_ones(counting.open_at_end(year), actor)
    by_regime = counting.count_by(received, "regime_taken_in")
    labels = lists.labels()
    months = counting.by_month(received, "received_on"), counting.by_month(closed, "closed_on")
    return {
        "flow": [
            (_("Open op 1 januari"), open_before.count()),
            (_("Ontvangen"), received.count()),
            (_("Afgesloten"), closed.count()),
            (_("Nog open"), still_open.count()),
        ],
        "regimes": [
            (labels.get((List.REGIME, code), _("nog niet gekozen")), count)
            for code, count in sorted(by_regime.items())
        ],
        "terms": [
            TermKept(str(rule), counting.kept_terms(received, rule.code))
            for rule in counting.term_rules()
        ],
        "months": [
            (dutch.month(month), months[0].get(month, 0), months[1].get(month, 0))
            for month in range(1, 13)
            if month in months[0] or month in months[1]
        ],
    }
