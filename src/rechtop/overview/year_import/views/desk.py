"""The pages to take over a year: bring it, see what would change, say yes or no."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.marks import takes_files
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import sheets
from rechtop.ground.ui.hiding import or_404
from rechtop.overview.year_import import (
    forms,
    imports,
    operations,
    presenting,
    queries,
    rules,
)
from rechtop.overview.year_import.models import Delivery


@takes_files(at_most=imports.LARGEST_BYTES)
def bring(request: DeskRequest) -> HttpResponse:
    """Receive a delivery and read it whole; nothing changes yet."""
    or_404(rules.may_import(request.actor))
    form = forms.Bring(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        delivery = operations.bring(
            name=form.name(), year=form.read.year, records=form.read.records, by=request.actor
        )
        return redirect("year_import:check", delivery.pk)
    told = {"form": form, "faults": form.read.faults, "applied": queries.applied()[:10]}
    return render(request, "year_import/bring.html", told)


def check(request: DeskRequest, number: int) -> HttpResponse:
    """Show what a delivery would change."""
    delivery = _waiting(request, number)
    planned = queries.plan(queries.unpacked(delivery.content), delivery.year)
    told = {
        "delivery": delivery,
        "parts": presenting.parts(planned),
        "is_empty": all(one.changes.is_empty for one in planned),
        "adopted": queries.touched_adopted_years(planned),
    }
    return render(request, "year_import/check.html", told)


@require_POST
def confirm(request: DeskRequest, number: int) -> HttpResponse:
    """Take a delivery over."""
    delivery = _waiting(request, number)
    try:
        operations.confirm(delivery, by=request.actor)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
        return redirect("year_import:check", number)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("year_import:bring")
    messages.success(request, _("De administratie is overgenomen."))
    return redirect("annual_report:report", delivery.year)


@require_POST
def throw_away(request: DeskRequest, number: int) -> HttpResponse:
    """Throw a delivery away."""
    operations.throw_away(_waiting(request, number), by=request.actor)
    messages.success(request, _("Er is niets veranderd. De bestanden zijn hier weg."))
    return redirect("year_import:bring")


def example(request: DeskRequest) -> HttpResponse:
    """Give an empty workbook with every sheet and column, to fill in."""
    or_404(rules.may_import(request.actor))
    return sheets.answer("jaar-overnemen", presenting.empty_sheets())


def _waiting(request: DeskRequest, number: int) -> Delivery:
    or_404(rules.may_import(request.actor))
    delivery = queries.waiting(number)
    if delivery is None:
        raise Http404
    return delivery
