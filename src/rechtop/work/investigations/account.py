"""What the investigations offer to the annual report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Record
from rechtop.tools.lists import queries as lists
from rechtop.tools.runs import queries as runs
from rechtop.work.cases import account as case_account
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import List as CaseList
from rechtop.work.investigations import counting, effort
from rechtop.work.investigations.models import (
    REACTION_TERM,
    Conclusion,
    Investigation,
    List,
    Means,
)
from rechtop.work.investigations.states import Bureau


def figures(year: int) -> list[Figure]:
    """Give the figures about investigations of a year; of one nobody registered they are unknown.

    Cost and hours are of the investigations ordered in the year, as registered by now.
    """
    is_kept = counting.is_kept(year)
    ordered, declined = counting.ordered_in(year), counting.declined_in(year)
    group = _("Onderzoeken")
    counted = [
        Figure(name, label, text, group, value if is_kept else None, follow=follow)
        for name, label, text, value, follow in [*_decided(ordered, declined), *_done(ordered)]
    ]
    published = [
        replace(figure, published=is_kept or figure.is_entered)
        for figure in account.with_entered(counted, year)
    ]
    besides = [*_conclusions(year, is_kept), *_reactions(year)]
    return [*published, *account.with_entered(besides, year)]


def _conclusions(year: int, is_kept: bool) -> list[Figure]:
    """Count conclusions by kind: one for each allegation about each person."""
    found = counting.conclusions_of(year)
    counts = dict(found.order_by().values_list("code").annotate(Count("pk")))
    told = _(
        "Conclusies in eindrapporten van dit jaar: één per verwijt en per persoon. Dat kunnen er "
        "meer zijn dan onderzoeken."
    )
    return [
        Figure(
            f"onderzoeken.conclusie.{choice.code}",
            str(choice),
            told,
            _("Conclusies van onderzoeken"),
            counts.get(choice.code, 0) if is_kept else None,
            published=False,
            follow=_to_conclusions(found.filter(code=choice.code)),
        )
        for choice in lists.in_year(CaseList.CONCLUSION, year)
    ]


def _reactions(year: int) -> list[Figure]:
    """Tell for each procedure whether who got a draft reacted within its term."""
    told = _(
        "Termijnen om op een concept te reageren waarvan de laatste dag in dit jaar viel. Wat nog "
        "loopt, telt niet mee. Wat op tijd verviel ook niet."
    )
    return case_account.terms_kept_by_procedure(
        "onderzoeken.reactie",
        told=told,
        group=_("Reacties op een concept, per procedure"),
        which=lambda code: Q(
            rule__code=REACTION_TERM, subject_number__in=runs.following("case", code)
        ),
        year=year,
    )


Told = tuple[str, str, str, int, Follow]
"""A figure as name, label, definition and value, with the way to the records behind it."""


def _decided(ordered: QuerySet[Investigation], declined: QuerySet[Investigation]) -> list[Told]:
    return [
        (
            "onderzoeken.intern",
            _("Onderzoeken door eigen onderzoekers"),
            _(
                "Opdrachten die in dit jaar zijn gegeven aan onderzoekers van de organisatie zelf. "
                "Nam een ander het over? Dan telt wie de opdracht kreeg."
            ),
            ordered.filter(kind=Bureau.INTERNAL).count(),
            _to(ordered.filter(kind=Bureau.INTERNAL)),
        ),
        (
            "onderzoeken.extern",
            _("Onderzoeken door een bureau van buiten"),
            _(
                "Opdrachten die in dit jaar zijn gegeven aan een bureau van buiten. Nam een ander "
                "het over? Dan telt wie de opdracht kreeg."
            ),
            ordered.filter(kind=Bureau.EXTERNAL).count(),
            _to(ordered.filter(kind=Bureau.EXTERNAL)),
        ),
        (
            "onderzoeken.geweigerd",
            _("Onderzoek geweigerd, met redenen"),
            _("Besluiten van dit jaar om geen onderzoek te doen."),
            declined.count(),
            _to(declined),
        ),
    ]


def _done(ordered: QuerySet[Investigation]) -> list[Told]:
    covert = counting.covert_means_of(ordered)
    return [
        *_hours(ordered),
        *_cost(ordered),
        (
            "onderzoeken.heimelijk",
            _("Heimelijke middelen"),
            _("Keren dat een middel is gebruikt zonder dat de persoon het vooraf wist."),
            covert.count(),
            _to_means(covert),
        ),
    ]


def _hours(ordered: QuerySet[Investigation]) -> list[Told]:
    whole, internal = map(_whole, counting.sums(ordered, "hours"))
    return [
        (
            "onderzoeken.uren",
            _("Uren aan onderzoek"),
            _("Uren van de onderzoeken waartoe in dit jaar opdracht is gegeven, afgerond."),
            whole,
            _to(effort.noted(ordered, "hours_whole")),
        ),
        (
            "onderzoeken.uren-intern",
            _("Uren van eigen onderzoekers"),
            _("Daarvan de uren van onderzoekers van de organisatie zelf, afgerond."),
            internal,
            _to(effort.noted(ordered, "hours_internal")),
        ),
        (
            "onderzoeken.uren-extern",
            _("Uren van bureaus van buiten"),
            _("Daarvan de uren van bureaus van buiten: alle uren zonder die van eigen mensen."),
            whole - internal,
            _to(effort.noted(ordered, "hours_external")),
        ),
    ]


def _cost(ordered: QuerySet[Investigation]) -> list[Told]:
    whole, internal = map(_whole, counting.sums(ordered, "cost"))
    return [
        (
            "onderzoeken.kosten",
            _("Kosten van onderzoek in euro"),
            _("Kosten van de onderzoeken waartoe in dit jaar opdracht is gegeven, afgerond."),
            whole,
            _to(effort.noted(ordered, "cost_whole")),
        ),
        (
            "onderzoeken.kosten-intern",
            _("Kosten van eigen onderzoekers in euro"),
            _("Daarvan de kosten van onderzoekers van de organisatie zelf, afgerond."),
            internal,
            _to(effort.noted(ordered, "cost_internal")),
        ),
        (
            "onderzoeken.kosten-extern",
            _("Kosten van bureaus van buiten in euro"),
            _("Daarvan de kosten van bureaus van buiten: alle kosten zonder die van eigen mensen."),
            whole - internal,
            _to(effort.noted(ordered, "cost_external")),
        ),
    ]


def _whole(value: Decimal) -> int:
    """Round; what is of bureaus is what is left of the whole, so that two kinds add up to it."""
    return int(value.to_integral_value(ROUND_HALF_UP))


def _to(found: QuerySet[Investigation]) -> Follow:
    """Lead to the investigations behind a figure; to the file never.

    Who holds keys is told of the cases these open, so that nobody learns of one about themselves.
    """

    def follow(actor: Actor) -> Behind:
        visible = found.filter(case__in=cases.visible_to(actor).values("pk"))
        return Behind(visible if actor.spheres else found, _record, handle="number")

    return follow


def _to_means(found: QuerySet[Means]) -> Follow:
    """Lead to each use of a means behind a figure, of the same investigations as above."""

    def follow(actor: Actor) -> Behind:
        visible = found.filter(investigation__case__in=cases.visible_to(actor).values("pk"))
        labels = lists.labels()
        return Behind(visible if actor.spheres else found, lambda one: _use(one, labels))

    return follow


def _to_conclusions(found: QuerySet[Conclusion]) -> Follow:
    """Lead to each conclusion behind a figure, of the same investigations as above."""

    def follow(actor: Actor) -> Behind:
        visible = found.filter(investigation__case__in=cases.visible_to(actor).values("pk"))
        return Behind(visible if actor.spheres else found, _conclusion)

    return follow


def _conclusion(one: Conclusion) -> Record:
    facts = [(_("Eindrapport op"), dutch.day(one.investigation.final_on))]
    return Record(_("Onderzoek %(number)s") % {"number": one.investigation.number}, facts)


def _use(one: Means, labels: Mapping[tuple[str, str], str]) -> Record:
    facts = [
        (_("Middel van onderzoek"), labels.get((List.MEANS, one.code), one.code)),
        (_("Opdracht gegeven op"), dutch.day(one.investigation.ordered_on)),
    ]
    return Record(_("Onderzoek %(number)s") % {"number": one.investigation.number}, facts)


def _record(one: Investigation) -> Record:
    took = {
        "hours_internal": _("Uren van eigen onderzoekers"),
        "hours_external": _("Uren van bureaus van buiten"),
        "cost_internal": _("Kosten van eigen onderzoekers in euro"),
        "cost_external": _("Kosten van bureaus van buiten in euro"),
    }
    facts = [
        (_("Soort"), str(Bureau(one.kind).label) if one.kind else ""),
        (_("Opdracht gegeven op"), dutch.day(one.ordered_on)),
        (_("Geweigerd op"), dutch.day(one.declined_on)),
        (_("Beëindigd op"), dutch.day(one.finished_on)),
        *((label, _told(getattr(one, name))) for name, label in took.items()),
    ]
    return Record(_("Onderzoek %(number)s") % {"number": one.number}, facts)


def _told(value: Any) -> str:
    return dutch.number(float(value)) if value is not None else ""


def years() -> list[int]:
    """Give the years of orders, refusals and final reports, newest first."""
    return counting.years()
