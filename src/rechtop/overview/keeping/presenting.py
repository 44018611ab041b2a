"""Put the schedule, what is due, and what was destroyed into the words in which people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch, tables
from rechtop.ground.ui.sheets import Sheet
from rechtop.ground.vault.models import Sphere
from rechtop.overview.keeping import queries, rules
from rechtop.overview.keeping.models import Destruction, Line
from rechtop.overview.keeping.states import LineState, State, Why
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.lists import queries as lists
from rechtop.tools.retention import queries as retention
from rechtop.tools.retention.models import Basis, Kind, Outcome, Term
from rechtop.work.cases.models import Case, List

COLOURS = {
    State.PROPOSED: "info",
    State.APPROVED: "warn",
    State.WITHDRAWN: "neutral",
    State.DECLINED: "neutral",
    State.DONE: "good",
}
_LINE_COLOURS = {
    LineState.WAITING: "info",
    LineState.STRUCK: "neutral",
    LineState.LEFT: "neutral",
    LineState.KEYLESS: "warn",
    LineState.DONE: "good",
}


@dataclass(frozen=True)
class TermRow:
    """A term of the schedule as people read it."""

    kind: str
    about: str
    length: str
    outcome: str
    basis: str
    source: str
    since: Any


def schedule(terms: Iterable[Term]) -> list[TermRow]:
    """Make rows of terms, by what they are about."""
    labels, order = lists.labels(), list(Kind.values)
    listed = sorted(terms, key=lambda term: order.index(term.kind))
    return [
        TermRow(
            str(Kind(term.kind).label),
            about(term.regime, term.conclusion, labels),
            term.told(),
            str(Outcome(term.outcome).label),
            str(Basis(term.basis).label),
            term.source,
            term.valid_from,
        )
        for term in listed
    ]


def about(regime: str, conclusion: str, labels: Mapping[tuple[str, str], str]) -> str:
    """Say of which procedure and outcome something is."""
    told = [(List.REGIME, regime), (List.CONCLUSION, conclusion)]
    named = [labels.get((listed, code), code) for listed, code in told if code]
    return ", ".join(named) or _("alle zaken")


def by_itself() -> list[tuple[str, str, str]]:
    """Tell what goes by itself or is decided elsewhere, with why."""
    return [
        (
            _("Melding die nog niet is verstuurd"),
            _("hoogstens 24 uur"),
            _("De sleutel ligt alleen bij de melder."),
        ),
        (
            _("Naam die een behandelaar mag openen"),
            _("zeven dagen"),
            _("Daarna vraagt iemand het opnieuw."),
        ),
        (
            _("Bestand van een jaar dat wacht op een ja"),
            _("een dag"),
            _("Wat is overgenomen, staat in de registraties."),
        ),
        (
            _("Notities van een vertrouwenspersoon"),
            _("zo lang die zelf wil"),
            _("Niemand anders kan ze lezen of vernietigen."),
        ),
        (
            _("Berichten en bijlagen bij een zaak"),
            _("zo lang als het dossier"),
            _("Ze liggen in het dossier."),
        ),
        (
            _("Registratie, cijfers en goedgekeurde rijen"),
            _("blijven"),
            _("Er staat geen naam en geen tekst van een melder in."),
        ),
    ]


def overview(actor: Actor) -> dict[str, Any]:
    """Give what someone with this duty sees first."""
    proposes = bool(rules.is_proposer(actor) and rules.may_propose(actor))
    return {
        "is_proposer": bool(rules.is_proposer(actor)),
        "may_propose": proposes,
        "to_propose": [
            (kind, Kind(kind).label, tables.bounded_count(queries.to_propose(kind, actor)))
            for kind in Kind.values
        ]
        if proposes
        else [],
        "soon": tables.bounded_count(queries.due_soon(actor)),
        "running": queries.running(actor),
        "colours": COLOURS,
        "kept_longer": _kept_longer(actor),
        "in_all": tables.bounded_count(queries.due_in_all(actor)),
        "counts_all": bool(rules.is_officer(actor)),
        "beyond_reach": queries.beyond_reach(actor)[:1000].count(),
    }


def _kept_longer(actor: Actor) -> list[tuple[str, int]]:
    found = queries.kept_longer(actor)
    told = {
        "hold": _("Iemand houdt het dossier vast"),
        "reporter": _("De melder wacht op antwoord"),
        "name": _("Er loopt een vraag naar de naam van de melder"),
        "account": _("De rij is niet goedgekeurd en het jaar is niet vastgesteld"),
        "archive": _("Het gaat naar het archief"),
    }
    return [(label, found[name]) for name, label in told.items() if found[name]]


@dataclass(frozen=True)
class DueRow:
    """Something that is due, as a row of a list."""

    case: Case
    about: str
    until: Any
    term: str
    source: str


def due_rows(kind: str, cases: Sequence[Case]) -> list[DueRow]:
    """Make rows of what is due."""
    labels, terms = lists.labels(), retention.in_force()
    found = []
    for case in cases:
        term = retention.term_of(kind, case.regime, case.conclusion, terms)
        if term is not None and case.closed_on is not None:
            until = term.kept_until(case.closed_on)
            told = about(case.regime, case.conclusion, labels)
            found.append(DueRow(case, told, until, term.told(), term.source))
    return found


@dataclass(frozen=True)
class LineRow:
    """A line of a destruction as people read it; `line` only for who is told which case it is."""

    line: Line | None
    kind: str
    state: str
    colour: str
    why: str
    about: str = ""


def line_rows(found: Iterable[Line], actor: Actor) -> list[LineRow]:
    """Make rows of lines; last those of which this actor is not told the case. Their place among
    the others would tell when it closed."""
    listed, labels = list(found), lists.labels()
    untold = queries.untold(listed, actor)
    told = [
        _row(line, line, about(line.regime, line.conclusion, labels))
        for line in listed
        if line.pk not in untold
    ]
    rest = [_row(line, None, "") for line in listed if line.pk in untold]
    return told + sorted(rest, key=lambda row: (row.kind, row.state, row.why))


def _row(line: Line, told: Line | None, about: str) -> LineRow:
    state = LineState(line.state)
    return LineRow(
        told,
        str(Kind(line.kind).label),
        str(state.label),
        _LINE_COLOURS[state],
        str(Why(line.why).label) if line.why else "",
        about,
    )


def facts(destruction: Destruction, actor: Actor) -> list[tuple[str, Any]]:
    """Give what a destruction says of itself: who, when, how many, on what ground, and backups."""
    counted = queries.counts(destruction, actor)
    answered = destruction.answered_by
    declined = destruction.state == State.DECLINED
    return [
        (_("Nummer"), destruction.number),
        (_("Voorgesteld door"), _who(destruction.proposed_by.name, destruction.proposed_on)),
        (
            _("Afgewezen door") if declined else _("Goedgekeurd door"),
            _who(answered.name, destruction.answered_on) if answered else "",
        ),
        (_("Vernietigd op"), dutch.day(destruction.done_on)),
        *((str(Kind(kind).label), _told(counted, kind)) for kind in Kind.values),
        (_("Laatste back-up weg op"), dutch.day(destruction.backups_until)),
    ]


def _who(name: str, day: Any) -> str:
    return _("%(name)s, %(day)s") % {"name": name, "day": dutch.day(day)}


def _told(counted: Mapping[tuple[str, str], int], kind: str) -> str:
    """Say how many of a kind go, and how many stay."""
    stay = sum(counted.get((kind, state), 0) for state in (LineState.STRUCK, LineState.LEFT))
    go = sum(n for (of, _state), n in counted.items() if of == kind) - stay
    if not go and not stay:
        return ""
    text = _("%(go)s weg, %(stay)s blijft") if stay else "%(go)s"
    return text % {"go": dutch.number(go), "stay": dutch.number(stay)}


def left_out(actor: Actor) -> str:
    """Say what this actor does not read here, the same whether there is any or not."""
    if actor.has_duty(Duty.PRIVACY_OFFICER):
        return ""
    if Sphere.CASES in actor.spheres:
        return _("Een zaak die nog een dossier heeft, staat hier alleen als u haar kunt openen.")
    return _("Van een zaak die nog een dossier heeft, staat hier alleen wat ermee gebeurde.")


def sheet(destruction: Destruction, actor: Actor) -> Sheet:
    """Make a worksheet of a destruction: what went, by which term, and what stayed why."""
    heading = [
        _("Zaak"),
        _("Wat"),
        _("Procedure en oordeel"),
        _("Afgesloten"),
        _("Bewaard tot en met"),
        _("Termijn en grond"),
        _("Bron"),
        _("Stand"),
        _("Waarom het blijft"),
        _("Verzegelde bestanden"),
        _("Stukken daarin"),
    ]
    rows = [
        [*_case_cells(row), row.state, row.why, *_count_cells(row)]
        for row in line_rows(queries.lines_for(destruction, actor), actor)
    ]
    return heading, rows


def _case_cells(row: LineRow) -> list[Any]:
    """Give what a line tells of its case, or only what it is of."""
    line = row.line
    if line is None:
        return ["", row.kind, "", "", "", "", ""]
    days = [line.closed_on, line.kept_until]
    return [line.case.number, row.kind, row.about, *days, line.term(), line.source]


def _count_cells(row: LineRow) -> list[Any]:
    return [row.line.files, row.line.items] if row.line else ["", ""]
