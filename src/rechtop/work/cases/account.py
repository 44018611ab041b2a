"""What the cases offer to the annual report: figures, and the rows that may be published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.deadlines.models import Deadline
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Link, Record
from rechtop.tools.lists import queries as lists
from rechtop.tools.procedures import layout
from rechtop.tools.procedures import queries as procedures
from rechtop.tools.procedures.layout import Procedure
from rechtop.tools.runs import queries as runs
from rechtop.tools.runs.models import Passage, Way
from rechtop.work.cases import counting, queries
from rechtop.work.cases.models import Case, List
from rechtop.work.cases.states import State


def figures(year: int) -> list[Figure]:
    """Give the figures about cases of a year; of a year nobody registered they are unknown."""
    is_kept = queries.is_registered(year)
    received = queries.received_in(year)
    parts = account.with_entered(_by_regime(year, received, is_kept), year)
    whole = Figure(
        "meldingen.totaal",
        _("Meldingen"),
        _("Meldingen die in dit jaar zijn ontvangen, onder welke procedure ook."),
        _("Meldingen"),
        received.count() if is_kept else None,
        follow=_to(received),
    )
    return [
        *account.with_entered([whole], year),
        *parts,
        *_flow(year, is_kept),
        *_lists(year, is_kept),
        *_terms(year, is_kept),
        *_duration(year, is_kept),
        *_departures(year, is_kept),
    ]


def _by_regime(year: int, received: QuerySet[Case], is_kept: bool) -> list[Figure]:
    """Count by the procedure a case was taken in under, whatever triage said later."""
    counts = counting.count_by(received, "regime_taken_in")
    told = _("Meldingen die in dit jaar onder deze procedure binnenkwamen, wat er later ook bleek.")
    return [
        Figure(
            f"meldingen.{choice.code}",
            str(choice),
            told,
            _("Meldingen"),
            counts.get(choice.code, 0) if is_kept else None,
            published=choice.is_reported,
            follow=_to(received.filter(regime_taken_in=choice.code)),
        )
        for choice in lists.in_year(List.REGIME, year)
    ]


def _flow(year: int, is_kept: bool) -> list[Figure]:
    """Tell apart what was carried over, received, closed, and open at the reference date."""
    before, after = counting.open_at_start(year), counting.open_at_end(year)
    received, closed = queries.received_in(year), queries.closed_in(year)
    group = _("Loop van de meldingen")
    listed = [
        (
            "meldingen.meegenomen",
            _("Meegenomen uit eerdere jaren"),
            _("Ontvangen vóór 1 januari en toen nog niet afgesloten."),
            before,
        ),
        (
            "meldingen.ontvangen",
            _("Ontvangen"),
            _("Ontvangen van 1 januari tot en met 31 december."),
            received,
        ),
        (
            "meldingen.afgesloten",
            _("Afgesloten"),
            _("Afgesloten in dit jaar, wanneer ook ontvangen."),
            closed,
        ),
        (
            "meldingen.open",
            _("Open op de standdatum"),
            _("Op 31 december ontvangen en nog niet afgesloten."),
            after,
        ),
    ]
    counted = [
        Figure(
            name,
            label,
            told,
            group,
            found.count() if is_kept else None,
            published=False,
            follow=_to(found),
        )
        for name, label, told, found in listed
    ]
    return [*counted[:3], _checked(counted)]


def _checked(flow: list[Figure]) -> Figure:
    """Flag where carried over plus received minus closed is not what is open."""
    before, received, closed, after = (figure.value for figure in flow)
    if before is None or received is None or closed is None or after is None:
        return flow[3]
    if before + received - closed == after:
        return flow[3]
    return flow[3].remarked(
        _("Meegenomen plus ontvangen min afgesloten is %(expected)s.")
        % {"expected": before + received - closed}
    )


def _lists(year: int, is_kept: bool) -> list[Figure]:
    """Count types, measures and conclusions: a case with two types counts once in each."""
    received = queries.received_in(year)
    channels = counting.count_by(received, "channel")
    counted = [
        (List.TYPE, "soort", _("Soorten schending"), counting.types_in(received), "casetype"),
        (List.MEASURE, "maatregel", _("Maatregelen"), counting.measures_in(received), "measure"),
        (
            List.CONCLUSION,
            "oordeel",
            _("Oordelen"),
            counting.count_by(received, "conclusion"),
            "conclusion",
        ),
        (List.CHANNEL, "weg", _("Hoe meldingen binnenkwamen"), channels, "channel"),
    ]
    several = _("Eén melding kan er meer hebben: de som kan hoger zijn dan het aantal meldingen.")
    return [
        Figure(
            f"meldingen.{word}.{choice.code}",
            str(choice),
            _("Bij meldingen die in dit jaar zijn ontvangen.")
            + (f" {several}" if kind in ("casetype", "measure") else ""),
            group,
            counts.get(choice.code, 0) if is_kept else None,
            published=False,
            follow=_to_measures(received, choice.code)
            if kind == "measure"
            else _to(counting.with_code(received, kind, choice.code)),
        )
        for list_name, word, group, counts, kind in counted
        for choice in lists.in_year(list_name, year)
    ]


def _terms(year: int, is_kept: bool) -> list[Figure]:
    """Count how often the reporter heard from us in time, and how often late."""
    received = queries.received_in(year)
    told = _("Bij meldingen die in dit jaar zijn ontvangen en waarvan hier een termijn loopt.")
    words = (
        ("op-tijd", _("%(term)s: op tijd"), True),
        ("te-laat", _("%(term)s: te laat, ook als het nog wacht"), False),
    )
    return [
        Figure(
            f"meldingen.termijn.{name}.{word}",
            label % {"term": rule},
            told,
            _("Termijnen"),
            counting.with_term(received, rule.code, in_time=in_time).count() if is_kept else None,
            published=False,
            follow=_to(counting.with_term(received, rule.code, in_time=in_time)),
        )
        for name, rule in counting.rules_for_reporters()
        for word, label, in_time in words
    ]


def _duration(year: int, is_kept: bool) -> list[Figure]:
    """Give how long a case took, of those whose days are known: the middle one of all."""
    closed = queries.closed_in(year).filter(received_on__isnull=False, closed_on__isnull=False)
    days = counting.days_taken(closed) if is_kept else []
    return [
        Figure(
            "meldingen.doorlooptijd",
            _("Doorlooptijd in dagen"),
            _("Van ontvangst tot afsluiten. De helft van wat in dit jaar sloot duurde korter."),
            _("Termijnen"),
            round(median(days)) if days else None,
            published=False,
            follow=_to(closed),
        )
    ]


def _departures(year: int, is_kept: bool) -> list[Figure]:
    """Count how often a procedure was departed from, by the way in which."""
    counts = runs.count_departures("case", year)
    told = _("Hoe vaak wij in dit jaar van een procedure afweken, steeds met een reden.")
    return [
        Figure(
            f"meldingen.afwijking.{word}",
            _("Stappen: %(way)s") % {"way": way.label},
            told,
            _("Afwijkingen van de procedure"),
            counts.get(way, 0) if is_kept else None,
            published=False,
            follow=_to_departures(counting.departed_in(year, way)),
        )
        for way, word in _DEPARTED.items()
    ]


def _to_departures(found: QuerySet[Passage]) -> Follow:
    """Lead to the departures behind a figure, of which a case can have several: who holds keys is
    told of the cases these open."""

    def follow(actor: Actor) -> Behind:
        seen = queries.without_closed_ones(Case.objects.all(), actor)
        shown = found.filter(run__subject_number__in=seen.values("pk")) if actor.spheres else found
        known: dict[int, Procedure] = {}
        return Behind(shown, lambda one: _departure(one, known))

    return follow


def _departure(one: Any, known: dict[int, Procedure]) -> Record:
    """Tell of a departure; `known` holds what was read of their versions before."""
    if one.version_id not in known:
        known[one.version_id] = layout.read(one.version.content)
    procedure = known[one.version_id]
    step = procedure.steps.get(one.step)
    facts = [
        (_("Dag"), dutch.day(one.on)),
        (_("Procedure"), str(procedure.title)),
        (_("Stap"), str(step.title) if step else ""),
    ]
    return Record(_("Melding %(number)s") % {"number": one.case_number}, facts)


def _terms_kept(
    name: str, what: str, *, told: str, group: str, which: Q, year: int
) -> list[Figure]:
    """Tell of the terms of cases of one kind how many were kept in a year, how many were not, and
    the share that was. `which` says which terms these are.
    """
    is_kept = queries.is_registered(year)
    terms = counting.judged_terms(which, year)
    kept, every = counting.kept_ones(terms), terms.count()
    in_time = kept.count()
    listed = [
        ("op-tijd", _("%(what)s: op tijd"), in_time, kept),
        ("te-laat", _("%(what)s: te laat"), every - in_time, terms.exclude(pk__in=kept)),
        (
            "aandeel",
            _("%(what)s: op tijd, in procenten"),
            100 * in_time // every if every else None,
            terms,
        ),
    ]
    return [
        Figure(
            f"{name}.{word}",
            label % {"what": what},
            told,
            group,
            value if is_kept else None,
            published=False,
            follow=_to_terms(found),
        )
        for word, label, value, found in listed
    ]


def terms_kept_by_procedure(
    name: str, *, told: str, group: str, which: Callable[[str], Q], year: int
) -> list[Figure]:
    """Tell for each procedure how the terms of one kind were kept in a year; `which` says of its
    code which terms these are."""
    return [
        figure
        for version in procedures.newest(also_in_writing=False)
        for figure in _terms_kept(
            f"{name}.{version.code}",
            str(layout.read(version.content).title),
            told=told,
            group=group,
            which=which(version.code),
            year=year,
        )
    ]


def _to_terms(found: QuerySet[Deadline]) -> Follow:
    """Lead to the terms behind a figure: who holds keys is told of the cases these open."""

    def follow(actor: Actor) -> Behind:
        seen = queries.without_closed_ones(Case.objects.all(), actor)
        shown = found.filter(subject_number__in=seen.values("pk")) if actor.spheres else found
        return Behind(counting.with_numbers(shown), _term)

    return follow


def _term(one: Any) -> Record:
    facts = [
        (_("Termijn"), str(one.rule)),
        (_("Laatste dag"), dutch.day(one.due_on)),
        (_("Gedaan"), dutch.day(one.met_on) or _("nog niet")),
    ]
    return Record(_("Melding %(number)s") % {"number": one.case_number}, facts)


_DEPARTED = {
    Way.SKIPPED: "overgeslagen",
    Way.REPEATED: "herhaald",
    Way.ADDED: "toegevoegd",
    Way.MOVED: "andere-procedure",
    Way.BROKEN_OFF: "eerder-gesloten",
}


def leading_to(found: QuerySet[Case]) -> Follow:
    """Lead to the registrations behind a figure of another room about cases."""
    return _to(found)


def _to(found: QuerySet[Case]) -> Follow:
    """Lead to the registrations behind a figure; to the file never.

    Who holds keys is told of the cases these open, so that nobody learns of one about themselves.
    """

    def follow(actor: Actor) -> Behind:
        shown = queries.without_closed_ones(found, actor) if actor.spheres else found
        labels = lists.labels()
        return Behind(shown, lambda case: _record(case, labels), handle="number")

    return follow


def _to_measures(found: QuerySet[Case], code: str) -> Follow:
    """Lead to each measure behind a figure, of which a case can have several."""

    def follow(actor: Actor) -> Behind:
        shown = queries.without_closed_ones(found, actor) if actor.spheres else found
        labels = lists.labels()
        taken = counting.measures_with_code(shown, code)
        return Behind(taken, lambda measure: _record(measure.case, labels))

    return follow


def _record(case: Case, labels: Mapping[tuple[str, str], str]) -> Record:
    received = dutch.day(case.received_on) or str(case.received_year)
    closed = dutch.day(case.closed_on) or (str(case.closed_year) if case.closed_year else "")
    facts = [
        (_("Ontvangen"), received),
        (_("Stand"), str(State(case.state).label)),
        (_("Afgesloten"), closed),
        (_("Procedure bij ontvangst"), labels.get((List.REGIME, case.regime_taken_in), "")),
        (_("Oordeel"), labels.get((List.CONCLUSION, case.conclusion), "")),
        (_("Opdrachtgever"), labels.get((List.COMMISSIONER, case.commissioner), "")),
    ]
    title = _("Melding %(number)s") % {"number": case.source_number or case.number}
    if not case.declaration:
        return Record(title, facts)
    told = _("Dossier vernietigd op %(day)s. Verklaring van vernietiging %(number)s") % {
        "day": dutch.day(case.file_destroyed_on),
        "number": case.declaration,
    }
    return Record(title, facts, Link(told, reverse("keeping:destruction", args=[case.declaration])))


@dataclass(frozen=True)
class PublishedRow:
    """A row of the published table: only what two people approved, or was published before."""

    number: str
    received_year: int
    regime: str
    commissioner: str
    report: str
    subject: str
    findings: str
    consequence: str
    conclusion: str


def untold(year: int) -> int:
    """Give how many cases a year's account tells of without an approved row."""
    return counting.told_in(year).count() - counting.approved_rows(year).count()


def rows(year: int) -> list[PublishedRow]:
    """Give the approved rows of a year's account; a derived conclusion is left out."""
    labels = lists.labels()
    return [
        PublishedRow(
            number=str(place),
            received_year=row.case.received_year,
            regime=labels.get((List.REGIME, row.case.regime_taken_in), ""),
            commissioner=labels.get((List.COMMISSIONER, row.case.commissioner), ""),
            report=row.report,
            subject=row.subject,
            findings=row.findings,
            consequence=row.consequence,
            conclusion=_literal_conclusion(row.case, labels),
        )
        for place, row in enumerate(counting.approved_rows(year), start=1)
    ]


def _literal_conclusion(case: Case, labels: dict[tuple[str, str], str]) -> str:
    if case.is_conclusion_derived:
        return ""
    return labels.get((List.CONCLUSION, case.conclusion), "")


def years() -> list[int]:
    """Give the years in which cases were received or closed, newest first."""
    return counting.years()
