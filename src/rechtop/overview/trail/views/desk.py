"""The pages about the log: its lines, whether it is whole, its sheets, how long it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.audit import queries as trail
from rechtop.ground.audit import verifying
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import not_kept
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import sheets, tables
from rechtop.ground.ui.hiding import or_404
from rechtop.overview.trail import filters, forms, operations, presenting, queries, rules
from rechtop.overview.trail.models import Removal
from rechtop.people.organisation import queries as organisation

NOW = "nu"
_WEEKS_SHOWN = 6

_COMPARED = {
    verifying.Paper.SAME: ("success", gettext_lazy("Deze schakel is zoals op uw papier.")),
    verifying.Paper.OTHER: (
        "error",
        gettext_lazy("Deze schakel is een andere dan op uw papier. Het logboek is veranderd."),
    ),
    verifying.Paper.BEYOND: (
        "error",
        gettext_lazy("Deze schakel is er niet. Het logboek is afgebroken, of u typte iets fout."),
    ),
    verifying.Paper.DESTROYED: (
        "warning",
        gettext_lazy("Deze schakel is met haar maand vernietigd. Dit is niet meer na te gaan."),
    ),
    verifying.Paper.LOST: (
        "warning",
        gettext_lazy(
            "Deze schakel valt in een stuk dat verloren ging bij het terugzetten van een back-up. "
            "Is uw papier van daarvoor, dan is dit niet meer na te gaan. Is het van daarna, dan "
            "is het logboek veranderd."
        ),
    ),
}


def lines(request: DeskRequest) -> HttpResponse:
    """Show the lines of the log."""
    or_404(rules.may_read(request.actor))
    form = filters.Filter(request.GET)
    found = queries.lines(form.chosen())
    page = tables.page(request, found, handle="pk", by="at")
    told = {
        "form": form,
        "page": page,
        "rows": presenting.lines(page.rows),
        "count": tables.bounded_count(found),
        "is_filtered": bool(form.chosen()),
        "lost": presenting.lost(),
        "query": request.GET.urlencode(),
    }
    return render(request, "trail/lines.html", told)


@require_POST
@not_kept
def export(request: DeskRequest) -> HttpResponse:
    """Give the lines as a worksheet or as text, with the same filters."""
    or_404(rules.may_export(request.actor))
    chosen = filters.Filter(request.GET).chosen()
    try:
        found = operations.export(chosen=chosen, by=request.actor)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('trail:lines')}?{request.GET.urlencode()}")
    sheet = presenting.sheet(found)
    return sheets.answer_as(request.POST.get("as", ""), "logboek", _("Logboek"), sheet)


def whole(request: DeskRequest) -> HttpResponse:
    """Show whether the log is whole, and compare it with a head on paper."""
    or_404(rules.may_read(request.actor))
    form = forms.Typed(request.POST or None)
    if form.is_valid():
        said, text = _COMPARED[verifying.compare(*form.typed())]
        messages.add_message(request, messages.INFO, text, extra_tags=said)
        return redirect("trail:whole")
    told = {
        "check": queries.last_check(),
        "running": queries.running_check(),
        "standing": presenting.standing(),
        "lost": presenting.lost(),
        "weeks": trail.weeks().order_by("-monday")[:_WEEKS_SHOWN],
        "form": form,
        "now": NOW,
    }
    return render(request, "trail/whole.html", told)


@require_POST
@not_kept
def check(request: DeskRequest) -> HttpResponse:
    """Ask the clock to walk the whole log."""
    or_404(rules.may_read(request.actor))
    operations.ask_check(by=request.actor)
    messages.success(request, _("Het logboek wordt nu nagelopen."))
    return redirect("trail:whole")


def weeks(request: DeskRequest) -> HttpResponse:
    """List the sheets of past weeks."""
    or_404(rules.may_read(request.actor))
    page = tables.page(request, trail.weeks(), handle="monday")
    return render(request, "trail/weeks.html", {"page": page, "now": NOW})


def sheet(request: DeskRequest, name: str) -> HttpResponse:
    """Show the sheet of a week, or of this moment, to print."""
    or_404(rules.may_read(request.actor))
    end = trail.last_head() if name == NOW else trail.week(name)
    authority = organisation.authority()
    if end is None or authority is None:
        raise Http404
    return render(request, "trail/sheet.html", {"paper": presenting.paper(end, authority.name)})


def keeping(request: DeskRequest) -> HttpResponse:
    """Show how long the log is kept, which months may go, and which are gone."""
    or_404(rules.may_see_keeping(request.actor))
    form = None
    if rules.may_set_retention(request.actor):
        form = forms.Keep(request.POST or None)
        if form.is_valid() and _kept(request, form):
            return redirect("trail:keeping")
    today = clock.today()
    told = {
        "months": queries.months_on(today),
        "setting": queries.retention_on(today),
        "coming": [one for one in queries.retentions() if one.from_date > today],
        "to_propose": queries.to_propose(),
        "waiting": [(one, rules.may_answer(request.actor, one)) for one in queries.waiting()],
        "agreed": queries.agreed(),
        "declared": presenting.declared(trail.segments().reverse()[:12]),
        "destroy_with": presenting.DESTROY_WITH,
        "may_propose": rules.may_propose(request.actor),
        "form": form,
    }
    return render(request, "trail/keeping.html", told)


def _kept(request: DeskRequest, form: forms.Keep) -> bool:
    try:
        operations.set_retention(**form.cleaned_data, by=request.actor)
    except Invalid as error:
        put_on_form(form, error)
        return False
    messages.success(request, _("De bewaartermijn is vastgelegd."))
    return True


@require_POST
@not_kept
def propose(request: DeskRequest) -> HttpResponse:
    """Propose to destroy a month."""
    or_404(rules.may_propose(request.actor))
    month = _day(request.POST.get("month", ""))
    return _decided(
        request,
        lambda: operations.propose(month=month, by=request.actor),
        _("De maand is voorgesteld. De privacy officer beslist."),
    )


@require_POST
@not_kept
def answer(request: DeskRequest, number: int) -> HttpResponse:
    """Approve or decline that a month is destroyed."""
    or_404(rules.may_see_keeping(request.actor))
    removal = Removal.objects.filter(pk=number).first()
    if removal is None:
        raise Http404
    if request.POST.get("answer") == "approve":
        told = _("Goedgekeurd. De beheerder van de server kan de maand nu vernietigen.")
        return _decided(request, lambda: operations.approve(removal, by=request.actor), told)
    told = _("De maand blijft staan.")
    return _decided(request, lambda: operations.decline(removal, by=request.actor), told)


def _decided(request: DeskRequest, decide: Any, told: str) -> HttpResponse:
    try:
        decide()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("trail:keeping")


def _day(text: str) -> Any:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Http404
    return day
