"""The toolbox at the desk: everybody reads it, the coordinator keeps and shares it."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused, why_not
from rechtop.ground.kernel.marks import not_kept, takes_files, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import tables
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.tools.toolbox import (
    documents,
    forms,
    imports,
    operations,
    presenting,
    queries,
    rules,
)
from rechtop.tools.toolbox.layout import LARGEST_BYTES
from rechtop.tools.toolbox.models import Brought, Instrument

_LARGEST = 2**63 - 1


def overview(request: DeskRequest) -> HttpResponse:
    """List the instruments."""
    or_404(rules.may_read(request.actor))
    form = forms.Filter(request.GET)
    found = presenting.listed(form.chosen())
    page = tables.page(request, found, handle="pk", by="title_order", oldest_first=True)
    told = {
        "form": form,
        "page": page,
        "count": tables.bounded_count(found),
        "may_keep": bool(rules.may_keep(request.actor)),
    }
    return render(request, "toolbox/overview.html", told)


def instrument(request: DeskRequest, key: uuid.UUID) -> HttpResponse:
    """Show an instrument."""
    found = _found(request, key)
    return render(request, "toolbox/instrument.html", presenting.instrument(found, request.actor))


@titled(gettext_lazy("Instrument toevoegen"))
def add(request: DeskRequest) -> HttpResponse:
    """Add an instrument."""
    or_404(rules.may_keep(request.actor))
    form = forms.Added(request.POST or None)
    told = _("Het staat in de toolbox.")
    if is_done(request, form, lambda: operations.add(facts=form.facts(), by=request.actor), told):
        return redirect("toolbox:overview")
    told_page = {"form": form, "title": _("Instrument toevoegen"), "button": _("Voeg toe")}
    return render(request, "toolbox/one_thing.html", told_page)


@titled(gettext_lazy("Instrument wijzigen"))
def change(request: DeskRequest, key: uuid.UUID) -> HttpResponse:
    """Change what is said of an instrument."""
    or_404(rules.may_keep(request.actor))
    found = _found(request, key)
    form = forms.Changed(request.POST or None, initial=forms.Changed.told(found))

    def do() -> None:
        edition = form.cleaned_data["edition"]
        operations.change(found, facts=form.facts(), edition=edition, by=request.actor)

    if is_done(request, form, do, _("De wijziging is bewaard.")):
        return redirect("toolbox:instrument", key)
    now = queries.find(key) if "edition" in form.errors else None
    if now is not None:
        form.go_on_from(now.edition)
    told = {"form": form, "title": _("Instrument wijzigen"), "button": _("Bewaar"), "one": found}
    return render(request, "toolbox/one_thing.html", told)


@require_POST
def take_away(request: DeskRequest, key: uuid.UUID) -> HttpResponse:
    """Take an instrument away."""
    or_404(rules.may_keep(request.actor))
    try:
        operations.take_away(_found(request, key), by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Het is uit de toolbox."))
    return redirect("toolbox:overview")


def export(request: DeskRequest) -> HttpResponse:
    """Give everything others may have as one file."""
    or_404(rules.may_keep(request.actor))
    own = queries.own_name()
    told = [queries.told_of(one, own) for one in queries.shared()]
    content = documents.as_file(told, authority=own)
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="toolbox.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@takes_files(at_most=LARGEST_BYTES)
def bring(request: DeskRequest) -> HttpResponse:
    """Receive a file of another toolbox; nothing changes yet."""
    or_404(rules.may_keep(request.actor))
    form = forms.Bring(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        name, content = form.cleaned_data["file"]
        file = operations.bring(name=name, content=content, by=request.actor)
        return redirect("toolbox:check", file.pk)
    faults = form.found.faults if form.found else []
    return render(request, "toolbox/bring.html", {"form": form, "faults": faults})


def check(request: DeskRequest, number: int) -> HttpResponse:
    """Show what a file would change."""
    file = _waiting(request, number)
    plan = queries.plan(imports.read(queries.content_of(file)).told)
    told = {"file": file, "plan": plan, "parts": presenting.parts(plan)}
    return render(request, "toolbox/check.html", told)


@not_kept
@require_POST
def confirm(request: DeskRequest, number: int) -> HttpResponse:
    """Take over what a file tells, as it was shown."""
    file = _waiting(request, number)
    told = imports.read(queries.content_of(file)).told
    shown = request.POST.get("shown", "")
    try:
        operations.take_in(file, told=told, shown=shown, by=request.actor)
    except Invalid as error:
        messages.error(request, why_not(error))
        return redirect("toolbox:check", number)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De instrumenten zijn overgenomen."))
    return redirect("toolbox:overview")


@require_POST
def throw_away(request: DeskRequest, number: int) -> HttpResponse:
    """Throw a file away."""
    with suppress(Refused):  # a second click finds it gone
        operations.throw_away(_waiting(request, number), by=request.actor)
    messages.success(request, _("Er is niets veranderd. Het bestand is hier weg."))
    return redirect("toolbox:overview")


def _found(request: DeskRequest, key: uuid.UUID) -> Instrument:
    or_404(rules.may_read(request.actor))
    found = queries.find(key)
    or_404(found)
    return found  # type: ignore[return-value]  # what is not there was not found


def _waiting(request: DeskRequest, number: int) -> Brought:
    or_404(rules.may_keep(request.actor))
    file = queries.waiting(number) if number <= _LARGEST else None
    if file is None or not rules.may_take_in(request.actor, file):
        raise Http404
    return file
