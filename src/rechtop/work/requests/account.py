"""What the request rounds offer to the annual report."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Record
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import REQUEST_ROUND, Case
from rechtop.work.requests import queries
from rechtop.work.requests.models import Request, Round, Tally
from rechtop.work.requests.queries import Coverage
from rechtop.work.requests.states import RequestState


def figures(year: int) -> list[Figure]:
    """Give the figures about the rounds over a year's quarters; without a round, unknown."""
    held = queries.in_year(year).count()
    listed = [
        Figure(
            f"uitvraag.{name}",
            label,
            definition,
            _("Uitvraag onder leidinggevenden"),
            value if held else None,
            published=bool(held),
            follow=follow,
        )
        for name, label, definition, value, follow in [*_asked(year, held), _handed_in(year)]
    ]
    return account.with_entered(listed, year)


_Told = tuple[str, str, str, int | None, Follow]


def _asked(year: int, held: int) -> list[_Told]:
    """Count rounds, requests and answers."""
    tallies, requests = queries.tallies_in(year), queries.requests_in(year)
    summed = tallies.aggregate(asked=Sum(F("asked") - F("lapsed")), answered=Sum("answered"))
    covered = Coverage(summed["asked"] or 0, summed["answered"] or 0)
    return [
        (
            "rondes",
            _("Uitvragen gehouden"),
            _("Uitvragen onder leidinggevenden over een kwartaal van dit jaar."),
            held,
            _to_rounds(queries.in_year(year)),
        ),
        (
            "gevraagd",
            _("Vragen aan leidinggevenden"),
            _("Elke uitvraag telt apart. Vervallen vragen tellen niet mee."),
            covered.asked,
            _to_requests(requests.exclude(state=RequestState.LAPSED), tallies),
        ),
        (
            "beantwoord",
            _("Antwoorden van leidinggevenden"),
            _("Beantwoord voordat de uitvraag sloot, met ja of nee."),
            covered.answered,
            _to_requests(requests.filter(state=RequestState.ANSWERED), tallies),
        ),
        (
            "dekking",
            _("Dekking in procenten"),
            _("Antwoorden op elke honderd vragen, naar beneden afgerond."),
            covered.percent,
            _to_tallies(tallies),
        ),
    ]


def _handed_in(year: int) -> _Told:
    """Count what managers handed in: from cases, which stay when who answered is forgotten."""
    found = cases.received_in(year).filter(channel=REQUEST_ROUND)
    return (
        "registraties",
        _("Ingebracht door leidinggevenden"),
        _("Wat leidinggevenden zelf afhandelden, en dit jaar bij een uitvraag inbrachten."),
        found.count(),
        _to_cases(found),
    )


def _to_rounds(found: QuerySet[Round]) -> Follow:
    def follow(actor: Actor) -> Behind:
        return Behind(found, _round)

    return follow


def _to_requests(found: QuerySet[Request], tallies: QuerySet[Tally]) -> Follow:
    """Lead to the requests without a name, while they are kept; then to the counts."""

    def follow(actor: Actor) -> Behind:
        if not found.exists():
            return Behind(tallies, _tally)
        return Behind(found, _request, handle="number")

    return follow


def _request(one: Request) -> Record:
    facts = [
        (_("Afdeling"), one.department.name if one.department else _("Zonder onderdeel")),
        (_("Beantwoord op"), dutch.day(one.answered_on)),
    ]
    return Record(_("Uitvraag over het %(quarter)s") % {"quarter": one.round.over}, facts)


def _to_tallies(found: QuerySet[Tally]) -> Follow:
    """Lead to the counts of each department: to who answered, never."""

    def follow(actor: Actor) -> Behind:
        return Behind(found, _tally)

    return follow


def _to_cases(found: QuerySet[Case]) -> Follow:
    """Lead to the registrations; who holds keys is told of the cases these open."""

    def follow(actor: Actor) -> Behind:
        shown = cases.without_closed_ones(found, actor) if actor.spheres else found
        return Behind(shown, _case, handle="number")

    return follow


def _case(one: Case) -> Record:
    facts = [(_("Ontvangen"), dutch.day(one.received_on))]
    return Record(_("Melding %(number)s") % {"number": one.number}, facts)


def _round(one: Round) -> Record:
    facts = [
        (_("Begonnen"), dutch.day(one.opened_on)),
        (_("Laatste dag"), dutch.day(one.due_on)),
        (_("Gesloten"), dutch.day(one.closed_on)),
    ]
    return Record(_("Uitvraag over het %(quarter)s") % {"quarter": one.over}, facts)


def _tally(one: Any) -> Record:
    department = one.department.name if one.department else _("Zonder onderdeel")
    facts = [
        (_("Gevraagd"), dutch.number(one.asked - one.lapsed)),
        (_("Beantwoord"), dutch.number(one.answered)),
    ]
    title = _("%(department)s, uitvraag over het %(quarter)s")
    return Record(title % {"department": department, "quarter": one.round.over}, facts)


def years() -> list[int]:
    """Give the years with a round."""
    return queries.years()
