"""The pages of keeping and destroying."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import sheets, tables
from rechtop.ground.ui.hiding import or_404
from rechtop.overview.keeping import forms, operations, presenting, queries, rules
from rechtop.overview.keeping.models import Destruction
from rechtop.overview.keeping.states import LineState, State
from rechtop.tools.retention import operations as retention
from rechtop.tools.retention import queries as terms
from rechtop.tools.retention.models import Kind


def overview(request: DeskRequest) -> HttpResponse:
    """Show what waits, what is due, and what stays longer and why."""
    or_404(rules.may_keep(request.actor))
    told = {**presenting.overview(request.actor), "declared": queries.declared()[:5]}
    return render(request, "keeping/overview.html", told)


def schedule(request: DeskRequest) -> HttpResponse:
    """Show how long what is kept, and by which source."""
    or_404(rules.may_keep(request.actor))
    told = {
        "terms": presenting.schedule(terms.in_force()),
        "to_come": presenting.schedule(terms.to_come()),
        "by_itself": presenting.by_itself(),
        "may_set": bool(rules.may_set_term(request.actor)),
    }
    return render(request, "keeping/schedule.html", told)


@titled(gettext_lazy("Nieuwe bewaartermijn"))
def new_term(request: DeskRequest) -> HttpResponse:
    """Let a term follow another from a day on."""
    or_404(rules.may_set_term(request.actor))
    form = forms.NewTerm(request.POST or None)
    if form.is_valid():
        try:
            retention.set_term(**form.cleaned_data, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("De termijn staat in het overzicht."))
            return redirect("keeping:schedule")
    return render(request, "keeping/new_term.html", {"form": form})


@needs_keys
def due(request: DeskRequest) -> HttpResponse:
    """List what can be proposed, and propose it."""
    or_404(rules.may_propose(request.actor))
    if request.method == "POST":
        try:
            proposed = operations.propose(by=request.actor)
        except Invalid as error:
            messages.error(request, " ".join(error.messages))
            return redirect("keeping:due")
        messages.success(request, _("Het voorstel ligt bij de privacy officer."))
        return redirect("keeping:destruction", proposed.number)
    counted = [(kind, queries.to_propose(kind, request.actor)) for kind in Kind.values]
    first = next((kind for kind, found in counted if found.exists()), Kind.CASE)
    asked = request.GET.get("soort", "")
    kind = asked if asked in Kind.values else first
    page = tables.page(request, dict(counted)[kind], handle="number", oldest_first=True)
    told = {
        "kind": Kind(kind),
        "kinds": [(Kind(of), tables.bounded_count(found)) for of, found in counted],
        "page": page,
        "rows": presenting.due_rows(kind, page.rows),
        "at_once": operations.AT_ONCE,
        "may_keep": bool(rules.may_keep(request.actor)),
    }
    return render(request, "keeping/due.html", told)


def declarations(request: DeskRequest) -> HttpResponse:
    """List what was destroyed, newest first."""
    or_404(rules.may_keep(request.actor))
    page = tables.page(request, queries.declared(), handle="number")
    return render(request, "keeping/declarations.html", {"page": page})


def destruction(request: DeskRequest, number: str) -> HttpResponse:
    """Show a proposal to who decides on it, and what is done as its declaration: in one piece."""
    found = _readable(request, number)
    if request.method == "POST":
        return _answered(request, found)
    is_done, lines = found.state == State.DONE, queries.lines_for(found, request.actor)
    page = tables.page(request, lines, handle="number", oldest_first=True)
    told = {
        "destruction": found,
        "state": State(found.state).label,
        "colour": presenting.COLOURS[State(found.state)],
        "facts": presenting.facts(found, request.actor),
        "page": None if is_done else page,
        "rows": presenting.line_rows(lines if is_done else page.rows, request.actor),
        "left_out": presenting.left_out(request.actor),
        "shown": queries.lines(found, [LineState.WAITING]).count(),
        "is_done": is_done,
        "may_keep": bool(rules.may_keep(request.actor)),
        "may_approve": bool(rules.may_approve(request.actor, found)),
        "may_withdraw": bool(rules.may_withdraw(request.actor, found)),
    }
    return render(request, "keeping/destruction.html", told)


def _answered(request: DeskRequest, found: Destruction) -> HttpResponse:
    answer, by = request.POST.get("answer"), request.actor
    try:
        if answer == "approve":
            shown = request.POST.get("shown", "")
            operations.approve(found, shown=int(shown) if shown.isdecimal() else -1, by=by)
            told = _("U keurde het goed. De vernietiging begint binnen een minuut.")
        elif answer == "decline":
            operations.decline(found, by=by)
            told = _("U wees het voorstel af. Alles blijft.")
        elif answer == "withdraw":
            operations.withdraw(found, by=by)
            told = _("Het voorstel is ingetrokken. Alles blijft.")
        else:
            return redirect("keeping:destruction", found.number)
        messages.success(request, told)
    except (Refused, Invalid) as refusal:
        messages.error(request, _why_not(refusal))
    return redirect("keeping:destruction", found.number)


def strike(request: DeskRequest, number: str, line: str) -> HttpResponse:
    """Let something on a proposal stay, for a reason."""
    found = _readable(request, number)
    known = queries.line(found, line)
    if known is None or not rules.may_strike(request.actor, found):
        raise Http404
    form = forms.Strike(request.POST or None)
    if form.is_valid():
        try:
            operations.strike(found, line=known, **form.cleaned_data, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Dit blijft. De rest van het voorstel staat er nog."))
            return redirect("keeping:destruction", number)
    row = presenting.line_rows([known], request.actor)[0]
    told = {"destruction": found, "form": form, "row": row}
    return render(request, "keeping/strike.html", told)


def worksheet(request: DeskRequest, number: str) -> HttpResponse:
    """Give the list of a destruction as a worksheet."""
    found = _readable(request, number)
    told = presenting.sheet(found, request.actor)
    return sheets.answer(f"vernietiging-{found.number}", {found.number: told})


def _readable(request: DeskRequest, number: str) -> Destruction:
    found = queries.find(number)
    if found is None or not rules.may_read(request.actor, found):
        raise Http404
    return found


def _why_not(refusal: Exception) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, Invalid) else str(refusal)
