"""The pages of the annual report."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import sheets, tables
from rechtop.ground.ui.hiding import or_404
from rechtop.overview.annual_report import forms, presenting, queries, rules
from rechtop.overview.annual_report.queries import Line
from rechtop.tools.figures import operations as figures
from rechtop.tools.figures import queries as figure_queries
from rechtop.tools.figures import rules as figure_rules
from rechtop.tools.figures.account import Figure
from rechtop.tools.figures.models import Entered

_YEARS = range(1990, 2101)


def years(request: DeskRequest) -> HttpResponse:
    """List the years there is something to tell of."""
    or_404(rules.may_read(request.actor))
    told = {"years": presenting.years(), "may_import": rules.may_bring(request.actor)}
    return render(request, "annual_report/years.html", told)


def report(request: DeskRequest, year: int) -> HttpResponse:
    """Show the account of a year."""
    or_404(rules.may_read(request.actor) and year in _YEARS)
    told = {**presenting.chapter(year), "may_adopt": figure_rules.may_adopt(request.actor)}
    return render(request, "annual_report/report.html", told)


def figure(request: DeskRequest, year: int, name: str) -> HttpResponse:
    """Show what a figure means, and for who may follow it the registrations behind it."""
    told = {
        "year": year,
        "line": _line(request, year, name),
        "before": year - 1,
        "may_follow": bool(rules.may_follow(request.actor)),
        "may_enter": figure_rules.may_enter(request.actor, Entered(year=year)),
        "adopted": figure_queries.adopted(year),
    }
    behind = queries.behind(year, name, request.actor) if told["may_follow"] else None
    if behind is not None:
        page = tables.page(request, behind.found, handle=behind.handle)
        besides = () if page.previous_url else behind.besides
        records = [*besides, *(behind.tell(one) for one in page.rows)]
        told |= {"page": page, "records": records}
    return render(request, "annual_report/figure.html", told)


def records(request: DeskRequest, year: int, name: str) -> HttpResponse:
    """Give the registrations behind a figure as a worksheet."""
    _line(request, year, name)
    or_404(rules.may_follow(request.actor))
    behind = queries.behind(year, name, request.actor)
    listed = behind.found.order_by("pk") if behind else ()
    told = [*behind.besides, *(behind.tell(one) for one in listed)] if behind else []
    return sheets.answer(f"{name}-{year}", {str(year): presenting.sheet(told)})


def enter(request: DeskRequest, year: int, name: str) -> HttpResponse:
    """Enter a figure with its source, or change what was entered."""
    or_404(figure_rules.is_coordinator(request.actor))
    line = _line(request, year, name)
    verdict = figure_rules.may_enter(request.actor, Entered(year=year))
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.reason))
        return redirect("annual_report:figure", year, name)
    entered = figure_queries.find(year, name)
    begun = {"value": entered.value, "source": entered.source} if entered else {}
    form = forms.Enter(request.POST or None, initial=begun)
    if form.is_valid():
        try:
            _write(request, line.figure, year, entered, form)
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Het cijfer is ingevoerd."))
            return redirect("annual_report:figure", year, name)
    told = {"year": year, "line": line, "form": form, "entered": entered}
    return render(request, "annual_report/enter.html", told)


def _write(
    request: DeskRequest, figure: Figure, year: int, entered: Entered | None, form: forms.Enter
) -> None:
    if entered is not None:
        figures.change(entered, **form.cleaned_data, by=request.actor)
        return
    known = {one.name for one in queries.current_figures(year)}
    figures.enter(year=year, name=figure.name, **form.cleaned_data, known=known, by=request.actor)


@require_POST
def take_away(request: DeskRequest, year: int, name: str) -> HttpResponse:
    """Take an entered figure away."""
    entered = figure_queries.find(year, name)
    if entered is None or not figure_rules.is_coordinator(request.actor):
        raise Http404
    try:
        figures.take_away(entered, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Het ingevoerde cijfer is weggehaald."))
    return redirect("annual_report:figure", year, name)


@require_POST
def adopt(request: DeskRequest, year: int) -> HttpResponse:
    """Adopt the figures of a year."""
    or_404(rules.may_read(request.actor) and year in _YEARS)
    try:
        figures.adopt(year=year, **queries.to_adopt(year), by=request.actor)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De cijfers van dit jaar zijn vastgesteld."))
    return redirect("annual_report:report", year)


def _line(request: DeskRequest, year: int, name: str) -> Line:
    or_404(rules.may_read(request.actor) and year in _YEARS)
    line = queries.find(year, name)
    if line is None:
        raise Http404
    return line
