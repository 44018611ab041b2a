"""What triage offers to the annual report: how many cases went elsewhere, or became one or more."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rechtop.tools.figures import account
from rechtop.tools.figures.account import Figure
from rechtop.work.cases import account as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.triage import queries


def figures(year: int) -> list[Figure]:
    """Give the figures of triage of a year; of a year nobody registered they are unknown."""
    is_kept = case_queries.is_registered(year)
    listed = [
        (
            "triage.doorgestuurd",
            _("Doorgestuurd naar een andere autoriteit"),
            _("Meldingen die wij in dit jaar naar een andere autoriteit doorstuurden."),
            queries.forwarded_in(year),
        ),
        (
            "triage.samengevoegd",
            _("Samengevoegd"),
            _("Meldingen die in dit jaar zijn afgesloten omdat een andere melding verdergaat."),
            queries.merged_in(year),
        ),
        (
            "triage.gesplitst",
            _("Afgesplitst"),
            _("Meldingen die in dit jaar uit een andere melding zijn gehaald."),
            queries.split_in(year),
        ),
    ]
    all_told = [
        Figure(
            name,
            label,
            told,
            _("Triage"),
            found.count() if is_kept else None,
            published=False,
            follow=cases.leading_to(found),
        )
        for name, label, told, found in listed
    ]
    return account.with_entered(all_told, year)
