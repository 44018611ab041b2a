"""The board of a year, and the overview of what is still to be done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import dutch, sheets, tables
from rechtop.ground.ui.hiding import or_404
from rechtop.tools.action_points import forms, presenting, queries, rules


def overview(request: DeskRequest) -> HttpResponse:
    """List what is still to be done, what is late first."""
    or_404(rules.may_read(request.actor))
    form = _filter(request)
    found, by, is_upwards = presenting.overview(form.chosen(), request.actor)
    page = tables.page(request, found, handle="pk", by=by, oldest_first=is_upwards)
    told = {
        "form": form,
        "page": page,
        "lines": presenting.lines(page.rows),
        "count": tables.bounded_count(found),
        "years": presenting.years(),
        "query": request.GET.urlencode(),
    }
    return render(request, "action_points/overview.html", told)


def export(request: DeskRequest, kind: str) -> HttpResponse:
    """Give the overview as a worksheet or as text, with the same filters and order."""
    or_404(rules.may_read(request.actor) and kind in sheets.KINDS)
    found, by, is_upwards = presenting.overview(_filter(request).chosen(), request.actor)
    most = presenting.EXPORTED
    rows = tables.whole(found, by=by, oldest_first=is_upwards, at_most=most)
    if rows is None:
        told = _("Dit zijn meer dan %(most)s actiepunten. Kies eerst een filter.")
        messages.error(request, told % {"most": dutch.number(most)})
        return redirect("action_points:overview")
    return sheets.answer_as(kind, "actiepunten", _("Actiepunten"), presenting.sheet(rows))


def board(request: DeskRequest, year: int) -> HttpResponse:
    """Show the points of a year's report, under the state they are in."""
    or_404(rules.may_read(request.actor) and queries.can_have_points(year))
    told = presenting.board(year, request.actor)
    return render(request, "action_points/board.html", told)


def _filter(request: DeskRequest) -> forms.Filter:
    return forms.Filter(request.GET, years=queries.years(), owners=queries.owners())
