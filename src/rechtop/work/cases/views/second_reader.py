"""The page on which a second reader judges a row for the annual report."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.errors import Invalid, NoKey, Refused, why_not
from rechtop.ground.kernel.marks import needs_keys
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.doing import is_done
from rechtop.work.cases import forms, presenting, publishing, queries, rules
from rechtop.work.cases.models import Row

_BACK = _("De rij gaat terug naar de schrijver.")


@needs_keys
def row(request: DeskRequest, number: str) -> HttpResponse:
    """Show a row to its second reader, who approves it or sends it back as shown here."""
    answer = request.POST.get("answer")
    form = forms.Remark(request.POST if answer == "back" else None)
    found = queries.row_to_read(number, request.actor)
    may = found is not None and rules.may_judge_row(request.actor, found)
    if found is None or not may:
        trail.note_refusal("row.opened", by=request.actor)
        raise Http404  # the page that tells so gives back what was typed
    if answer == "approve":
        return _approve(request, found, number)
    if is_done(request, form, lambda: _send_back(request, found, number, form), _BACK):
        return redirect("home:home")
    try:
        texts = queries.row_texts(found, request.actor)
    except NoKey as error:
        raise Http404 from error
    told = {"row": found, "form": form, "facts": presenting.row_facts(texts)}
    return render(request, "cases/row.html", told)


def _approve(request: DeskRequest, found: Row, number: str) -> HttpResponse:
    try:
        publishing.approve_row(found, shown=number, by=request.actor)
        messages.success(request, _("De rij is goedgekeurd."))
    except (Refused, Invalid, NoKey) as refusal:
        messages.error(request, why_not(refusal))
    return redirect("home:home")


def _send_back(request: DeskRequest, found: Row, number: str, form: forms.Remark) -> None:
    publishing.send_back_row(found, shown=number, **form.cleaned_data, by=request.actor)
