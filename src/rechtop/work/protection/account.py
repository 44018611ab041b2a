"""What protection offers to the annual report: how often we asked, and what was answered."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Record
from rechtop.work.cases import account as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case
from rechtop.work.protection import queries
from rechtop.work.protection.models import CheckIn
from rechtop.work.protection.states import State
from rechtop.work.triage import queries as triage


def figures(year: int) -> list[Figure]:
    """Give the figures of protection of a year; of a year nobody registered they are unknown."""
    is_kept = case_queries.is_registered(year)
    counted = [
        (
            "bescherming.gevraagd",
            _("Gevraagd naar nadeel"),
            _("Hoe vaak wij in dit jaar na een uitkomst vroegen of de melder nadeel merkt."),
            queries.asked_in(year),
        ),
        (
            "bescherming.beantwoord",
            _("Antwoord op de vraag naar nadeel"),
            _("Hoe vaak een melder in dit jaar antwoord gaf op die vraag."),
            queries.answered_in(year),
        ),
        (
            "bescherming.nadeel",
            _("Nadeel na een melding"),
            _("Hoe vaak een melder in dit jaar zei nadeel te merken."),
            queries.detriment_in(year),
        ),
    ]
    reported = triage.detriment_in(year)
    listed = [
        (name, label, told, found.count(), _to(found)) for name, label, told, found in counted
    ]
    listed.append(
        (
            "bescherming.meldingen",
            _("Meldingen over nadeel"),
            _("Meldingen van dit jaar over nadeel na een eerdere melding."),
            reported.count(),
            cases.leading_to(reported),
        )
    )
    all_told = [
        Figure(
            name,
            label,
            told,
            _("Bescherming van melders"),
            value if is_kept else None,
            published=False,
            follow=follow,
        )
        for name, label, told, value, follow in listed
    ]
    return account.with_entered(all_told, year)


def _to(found: QuerySet[CheckIn]) -> Follow:
    """Lead to the questions behind a figure: who holds keys is told of the cases these open."""

    def follow(actor: Actor) -> Behind:
        seen = case_queries.without_closed_ones(Case.objects.all(), actor)
        shown = found.filter(case__in=seen.values("pk")) if actor.spheres else found
        return Behind(shown.select_related("case", "rule"), _record)

    return follow


def _record(one: CheckIn) -> Record:
    facts = [
        (_("Gevraagd"), dutch.day(one.asked_on)),
        (_("Antwoord"), str(State(one.state).label)),
    ]
    return Record(_("Melding %(number)s") % {"number": one.case.number}, facts)
