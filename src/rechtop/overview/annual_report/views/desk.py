"""The pages of the annual report."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.overview.annual_report import presenting, queries, rules
from rechtop.tools.figures import operations as figures
from rechtop.tools.figures import rules as figure_rules

_YEARS = range(1990, 2101)


def years(request: DeskRequest) -> HttpResponse:
    """List the years there is something to tell of."""
    _or_404(rules.may_read(request.actor))
    return render(request, "annual_report/years.html", {"years": queries.years()})


def report(request: DeskRequest, year: int) -> HttpResponse:
    """Show the account of a year."""
    _or_404(rules.may_read(request.actor) and year in _YEARS)
    told = {**presenting.chapter(year), "may_adopt": figure_rules.may_adopt(request.actor)}
    return render(request, "annual_report/report.html", told)


def figure(request: DeskRequest, year: int, name: str) -> HttpResponse:
    """Show what a figure means, and for who may follow it the registrations behind it."""
    _or_404(rules.may_read(request.actor) and year in _YEARS)
    line = queries.find(year, name)
    if line is None:
        raise Http404
    may_follow = rules.may_follow(request.actor, year)
    told = {
        "year": year,
        "line": line,
        "before": year - 1,
        "may_follow": may_follow,
        "records": queries.records(year, name, request.actor) if may_follow else [],
    }
    return render(request, "annual_report/figure.html", told)


@require_POST
def adopt(request: DeskRequest, year: int) -> HttpResponse:
    """Adopt the figures of a year."""
    try:
        figures.adopt(year=year, told=queries.told(queries.current_figures(year)), by=request.actor)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De cijfers van dit jaar zijn vastgesteld."))
    return redirect("annual_report:report", year)


def _or_404(verdict: object) -> None:
    if not verdict:
        raise Http404
