"""What protection offers to the annual report: how often we asked, and what was answered."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.tools.figures.account import Figure
from rechtop.work.cases import account as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case
from rechtop.work.protection import queries
from rechtop.work.protection.models import CheckIn
from rechtop.work.triage import queries as triage


def figures(year: int) -> list[Figure]:
    """Give the figures of protection of a year; of a year nobody registered they are unknown."""
    is_kept = case_queries.is_registered(year)
    listed = [
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
    return [
        *(
            _figure(name, label, told, found.count() if is_kept else None, _cases(found))
            for name, label, told, found in listed
        ),
        _figure(
            "bescherming.meldingen",
            _("Meldingen over nadeel"),
            _("Meldingen van dit jaar over nadeel na een eerdere melding."),
            reported.count() if is_kept else None,
            reported,
        ),
    ]


def _figure(name: str, label: str, told: str, value: int | None, found: QuerySet[Case]) -> Figure:
    return Figure(
        name,
        label,
        told,
        _("Bescherming van melders"),
        value,
        published=False,
        follow=cases.leading_to(found),
    )


def _cases(found: QuerySet[CheckIn]) -> QuerySet[Case]:
    return Case.objects.filter(pk__in=found.values("case_id"))
