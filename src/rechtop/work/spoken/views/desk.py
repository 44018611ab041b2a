"""The pages about a report that was spoken."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import once
from rechtop.ground.vault.files import NoKey
from rechtop.work.cases import queries as cases
from rechtop.work.spoken import forms, operations, presenting, queries, rules


@titled(_("Gesproken melding"))
@needs_keys
def enter(request: DeskRequest) -> HttpResponse:
    """Enter what someone told, and show the words for the reporter once."""
    _or_404(bool(rules.may_enter(request.actor)))
    form = forms.Enter(
        request.POST or None,
        readers=cases.readers(),
        initial={"spoke_with": request.person.name},
    )
    if form.is_valid():
        try:
            outcome = once.do(form, lambda: _entered(request, form))
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _words(request, form, outcome.address)
    return render(request, "spoken/enter.html", {"form": form})


def _entered(request: DeskRequest, form: forms.Enter) -> str:
    case = operations.enter(**form.details(), by=request.actor)
    seen = cases.visible_to(request.actor).filter(pk=case.pk).exists()
    return reverse("cases:case", args=[case.number]) if seen else ""


def _words(request: DeskRequest, form: forms.Enter, way: str) -> HttpResponse:
    """Show the words in the answer itself: they are stored nowhere, so no page has them later."""
    told = {
        "words": form.cleaned_data["words"],
        "day": form.cleaned_data["received_on"],
        "address": request.build_absolute_uri(reverse("intake:enter")),
        "case": way,
    }
    return render(request, "spoken/words.html", told)


@needs_keys
def minutes(request: DeskRequest, number: str) -> HttpResponse:
    """Show the minutes with what the reporter made of them."""
    case = cases.case_to_open(number, request.actor)
    found = queries.of(case) if case else None
    if case is None or found is None:
        trail.note_refusal("case.not_found", by=request.actor)
        raise Http404
    if request.method == "POST":
        try:
            operations.note(found, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Genoteerd: u hebt dit gezien."))
        return redirect("cases:case", number)
    try:
        told = queries.opened(found, request.actor)
    except NoKey as error:
        raise Http404 from error
    shown = {
        "case": case,
        "minutes": found,
        "facts": presenting.facts(told),
        "versions": presenting.versions(told),
    }
    return render(request, "spoken/minutes.html", shown)


def _or_404(is_so: bool) -> None:
    if not is_so:
        raise Http404
