"""The list of who must take the oath or promise or sign the statement, and the page of each."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import dutch, sheets, tables
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.people.organisation import queries as organisation
from rechtop.people.personnel.models import Employment
from rechtop.work.oath import forms, operations, presenting, proposing, queries, rules
from rechtop.work.oath.models import Registration


def overview(request: DeskRequest) -> HttpResponse:
    """List who must, what is late first."""
    or_404(rules.may_read(request.actor))
    form = _filter(request)
    found, by, is_upwards = presenting.overview(form.chosen())
    page = tables.page(request, found, handle="pk", by=by, oldest_first=is_upwards)
    told = {
        "form": form,
        "page": page,
        "lines": presenting.lines(page.rows),
        "count": tables.bounded_count(found),
        "query": request.GET.urlencode(),
    }
    return render(request, "oath/overview.html", told)


def export(request: DeskRequest, kind: str) -> HttpResponse:
    """Give the list as a worksheet or as text, with the same filters and order."""
    or_404(rules.may_read(request.actor) and kind in sheets.KINDS)
    found, by, is_upwards = presenting.overview(_filter(request).chosen())
    most = presenting.EXPORTED
    rows = tables.whole(found, by=by, oldest_first=is_upwards, at_most=most)
    if rows is None:
        told = _("Dit zijn meer dan %(most)s mensen. Kies eerst een filter.")
        messages.error(request, told % {"most": dutch.number(most)})
        return redirect("oath:overview")
    return sheets.answer_as(kind, "eed-of-belofte", _("Eed of belofte"), presenting.sheet(rows))


@titled(gettext_lazy("Eed of belofte registreren"))
def one(request: DeskRequest, number: int) -> HttpResponse:
    """Show how it stands with someone, and register what they took or signed."""
    employment = _employment(request, number)
    chosen = queries.preference_of(employment.person_id)
    form = forms.Register(
        request.POST or None,
        employment=employment,
        chosen=chosen.form if chosen else "",
        proposal=proposing.for_one(employment, clock.today()),
        sessions=presenting.sessions_of(employment),
    )
    if is_done(
        request,
        form,
        lambda: operations.register(employment, **form.cleaned_data, by=request.actor),
        _("Het is geregistreerd."),
    ):
        return redirect("oath:one", number)
    told = {"form": form, "chosen": chosen, **presenting.one(employment, request.actor)}
    return render(request, "oath/one.html", told)


@titled(gettext_lazy("Uitzondering op de eed of belofte"))
def exempt(request: DeskRequest, number: int) -> HttpResponse:
    """Note why someone does not take it, or takes it later."""
    employment = _employment(request, number)
    or_404(rules.may_exempt(request.actor, employment))
    form = forms.Exempt(request.POST or None)
    if is_done(
        request,
        form,
        lambda: operations.exempt(employment, **form.cleaned_data, by=request.actor),
        _("De uitzondering is bewaard."),
    ):
        return redirect("oath:one", number)
    told = {
        "employment": employment,
        "form": form,
        "title": _("Een uitzondering noteren"),
        "intro": _("Wie niet hoeft of later mag, staat niet bij wat te laat is."),
        "button": _("Bewaar"),
    }
    return render(request, "oath/about_one.html", told)


@require_POST
def lift(request: DeskRequest, number: int) -> HttpResponse:
    """Lift the exemption of someone."""
    employment = _employment(request, number)
    exemption = queries.exemption_of(employment.person_id)
    if exemption is None:
        messages.error(request, _("Deze uitzondering is al opgeheven."))
        return redirect("oath:one", number)
    try:
        operations.lift(exemption, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De uitzondering is opgeheven."))
    return redirect("oath:one", number)


@require_POST
def withdraw(request: DeskRequest, number: int) -> HttpResponse:
    """Take a registration back."""
    or_404(rules.may_read(request.actor))
    registration = get_object_or_404(Registration, pk=number)
    try:
        operations.withdraw(registration, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De registratie is weg."))
    found = queries.employment_of(registration.person_id)
    return redirect("oath:one", found.pk) if found else redirect("oath:overview")


def _filter(request: DeskRequest) -> forms.Filter:
    return forms.Filter(request.GET, units=organisation.units())


def _employment(request: DeskRequest, number: int) -> Employment:
    or_404(rules.may_read(request.actor))
    found = queries.employment(number)
    if found is None:
        raise Http404
    return found
