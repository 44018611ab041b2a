"""What is required, of whom and how far that is; and what is required of oneself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import dutch, sheets, tables
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.people.organisation import queries as organisation
from rechtop.work.activities import queries as activities
from rechtop.work.activities.models import Gathering
from rechtop.work.training import forms, operations, presenting, queries, rules
from rechtop.work.training.models import Requirement

_KINDS = ("xlsx", "csv")


def overview(request: DeskRequest) -> HttpResponse:
    """List what is and was required, and how far that is."""
    or_404(rules.may_read(request.actor))
    page = tables.page(request, queries.requirements(), handle="pk")
    told = {"page": page, "lines": presenting.lines(page.rows)}
    return render(request, "training/overview.html", told)


def requirement(request: DeskRequest, number: int) -> HttpResponse:
    """Show how far something that is required is, by unit, and who has yet to go."""
    found = _requirement(request, number)
    told = presenting.page(found, request.actor)
    if told["may_read_names"]:
        form, people = _people(request, found)
        page = tables.page(request, people, handle="pk", by="urgency", oldest_first=True)
        told |= {
            "form": form,
            "page": page,
            "people": presenting.people_lines(page.rows),
            "count": tables.bounded_count(people),
            "query": request.GET.urlencode(),
        }
    return render(request, "training/requirement.html", told)


def export(request: DeskRequest, number: int, kind: str) -> HttpResponse:
    """Give the people as a worksheet or as text, with the same filters."""
    found = _requirement(request, number)
    or_404(rules.may_read_names(request.actor) and found.ended_on is None and kind in _KINDS)
    _form, people = _people(request, found)
    rows = list(people.order_by("urgency", "pk")[: presenting.EXPORTED + 1])
    if len(rows) > presenting.EXPORTED:
        told = _("Dit zijn meer dan %(most)s mensen. Kies eerst een filter.")
        messages.error(request, told % {"most": dutch.number(presenting.EXPORTED)})
        return redirect("training:requirement", number)
    sheet = presenting.sheet(rows)
    if kind == "csv":
        return sheets.answer_csv("verplicht", sheet)
    return sheets.answer("verplicht", {_("Verplicht"): sheet})


@require_POST
def end(request: DeskRequest, number: int) -> HttpResponse:
    """Require something no more."""
    found = _requirement(request, number)
    try:
        operations.end(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Dit wordt van niemand meer gevraagd."))
    return redirect("training:requirement", number)


def of_gathering(request: DeskRequest, number: int) -> HttpResponse:
    """Show for what being at a gathering counts."""
    found = _gathering(request, number)
    told = presenting.of_gathering(found, request.actor)
    return render(request, "training/of_gathering.html", told)


@titled(gettext_lazy("Een activiteit verplicht maken"))
def require(request: DeskRequest, number: int) -> HttpResponse:
    """Require people to be at a gathering, or at one of its series."""
    found = _gathering(request, number)
    verdict = rules.may_require(request.actor, found)
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.reason))
        return redirect("training:of_gathering", number)
    form = forms.Require(request.POST or None, gathering=found)
    told = _("Wie dit moet volgen, ziet het nu op de eigen pagina.")
    if is_done(
        request,
        form,
        lambda: operations.require(found, **form.cleaned_data, by=request.actor),
        told,
    ):
        return redirect("training:of_gathering", number)
    return _one_thing(request, found, form, _("Maak dit verplicht"), _("Maak het verplicht"))


@titled(gettext_lazy("Waarvoor een bijeenkomst telt"))
def let_count(request: DeskRequest, number: int) -> HttpResponse:
    """Say for what being at a gathering counts."""
    found = _gathering(request, number)
    verdict = rules.may_let_count(request.actor, found)
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.reason))
        return redirect("training:of_gathering", number)
    form = forms.Counts(request.POST if request.method == "POST" else None, gathering=found)
    if is_done(
        request,
        form,
        lambda: operations.let_count(found, **form.cleaned_data, by=request.actor),
        _("Bewaard."),
    ):
        return redirect("training:of_gathering", number)
    return _one_thing(request, found, form, _("Waarvoor telt deze bijeenkomst?"), _("Bewaar"))


def _one_thing(
    request: DeskRequest, found: Gathering, form: Any, title: str, button: str
) -> HttpResponse:
    told = {"gathering": found, "form": form, "title": title, "button": button}
    return render(request, "training/one_thing.html", told)


def own(request: DeskRequest, number: int) -> HttpResponse:
    """Show someone what is required of them, by when, and where they can go."""
    found = get_object_or_404(queries.requirements(), pk=number)
    or_404(rules.may_follow(request.actor, found))
    return render(request, "training/own.html", presenting.own(found, request.actor))


def _people(request: DeskRequest, found: Requirement) -> tuple[forms.Filter, QuerySet[Any]]:
    form = forms.Filter(request.GET, units=organisation.units())
    return form, presenting.people(found, form.chosen())


def _requirement(request: DeskRequest, number: int) -> Requirement:
    or_404(rules.may_read(request.actor))
    return get_object_or_404(queries.requirements(), pk=number)


def _gathering(request: DeskRequest, number: int) -> Gathering:
    or_404(rules.may_read(request.actor))
    return get_object_or_404(activities.visible_to(request.actor), pk=number)
