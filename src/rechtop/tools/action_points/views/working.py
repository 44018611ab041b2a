"""The pages on which one works on a point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel import records
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.kernel.rules import Rule
from rechtop.ground.ui import doing
from rechtop.ground.ui.hiding import or_404
from rechtop.tools.action_points import forms, operations, presenting, queries, rules
from rechtop.tools.action_points.models import ActionPoint
from rechtop.tools.action_points.states import Origin


@titled(gettext_lazy("Actiepunt openen"))
def open_point(request: DeskRequest, year: int) -> HttpResponse:
    """Open a point of a year's report."""
    or_404(rules.may_keep(request.actor) and queries.can_have_points(year))
    verdict = rules.may_change(request.actor, ActionPoint(report_year=year))
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.reason))
        return redirect("action_points:board", year)
    kind = request.GET.get("uit", "")
    begun = {
        "origin_kind": kind if kind in Origin else Origin.REPORT,
        "origin_number": request.GET.get("nummer", ""),
    }
    form = forms.Opened(request.POST or None, initial=begun)
    made: list[ActionPoint] = []

    def do() -> None:
        told = form.cleaned_data
        made.append(operations.open_point(report_year=year, **told, by=request.actor))

    if doing.is_done(request, form, do, _("Het actiepunt staat op het bord.")):
        return redirect("action_points:point", year, made[0].number)
    told = {"year": year, "form": form, "title": _("Actiepunt openen"), "button": _("Open het")}
    return render(request, "action_points/one_thing.html", told)


@titled(gettext_lazy("Actiepunt"))
def point(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Show a point with its history, and take in a note."""
    found = _found(request, year, number)
    form = forms.Noted(request.POST or None)
    if doing.is_done(
        request,
        form,
        lambda: operations.note(found, **form.cleaned_data, by=request.actor),
        _("De notitie is bewaard."),
    ):
        return redirect("action_points:point", year, number)
    told = {**presenting.point(found, request.actor), "form": form}
    return render(request, "action_points/point.html", told)


@titled(gettext_lazy("Actiepunt wijzigen"))
def change(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Change what a point says and where it comes from."""
    found = _found(request, year, number)
    told = {"title": found.title, "origin_kind": found.origin_kind}
    told["shown"] = records.mark(found, *operations.SAID)
    return _on_a_page(
        request,
        found,
        (rules.may_change, operations.change),
        forms.Changed(request.POST or None, initial=told),
        (_("Actiepunt wijzigen"), _("Bewaar"), _("De wijziging is bewaard.")),
    )


@titled(gettext_lazy("Wie doet dit actiepunt, en voor wanneer"))
def assign(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Say who does a point, and by when."""
    found = _found(request, year, number)
    told = forms.Assigned.told(found)
    told["shown"] = records.mark(found, *operations.OWNED)
    return _on_a_page(
        request,
        found,
        (rules.may_assign, operations.assign),
        forms.Assigned(request.POST or None, initial=told),
        (_("Wie doet het, en voor wanneer?"), _("Bewaar"), _("Het is bewaard.")),
    )


@titled(gettext_lazy("Stand van een actiepunt"))
def standing(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Put how a point stands in other words."""
    found = _found(request, year, number)
    shown = records.mark(found, *operations.STANDING)
    told = {"standing": found.standing, "shown": shown}
    return _on_a_page(
        request,
        found,
        (rules.may_note_standing, operations.note_standing),
        forms.Standing(request.POST or None, initial=told),
        (_("Zo staat het in de rapportage"), _("Bewaar"), _("De stand is bewaard.")),
    )


@titled(gettext_lazy("Actiepunt afronden"))
def finish(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Close a point with what came of it."""
    return _on_a_page(
        request,
        _found(request, year, number),
        (rules.may_finish, operations.finish),
        forms.Finished(request.POST or None),
        (_("Actiepunt afronden"), _("Rond af"), _("Het actiepunt is afgerond.")),
    )


@titled(gettext_lazy("Actiepunt laten vervallen"))
def drop(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Drop a point, with the reason."""
    return _on_a_page(
        request,
        _found(request, year, number),
        (rules.may_drop, operations.drop),
        forms.Dropped(request.POST or None),
        (_("Actiepunt laten vervallen"), _("Laat vervallen"), _("Het actiepunt is vervallen.")),
    )


@titled(gettext_lazy("Actiepunt naar een volgend jaar"))
def carry_over(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Let a point go on as one of the next report."""
    found = _found(request, year, number)
    return _on_a_page(
        request,
        found,
        (rules.may_carry_over, operations.carry_over),
        forms.CarriedOver(request.POST or None),
        (
            _("Naar de rapportage over %(year)s") % {"year": queries.next_year(found) or "–"},
            _("Neem mee naar het volgende jaar"),
            _("Het actiepunt gaat door in het volgende jaar."),
        ),
    )


@require_POST
def reopen(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Open a point again that was closed by mistake."""
    found = _found(request, year, number)
    if _tried(request, lambda: operations.reopen(found, by=request.actor)):
        messages.success(request, _("Het actiepunt loopt weer."))
    return redirect("action_points:point", year, number)


@require_POST
def take_away(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Take away a point that was kept by mistake."""
    found = _found(request, year, number)
    if not _tried(request, lambda: operations.take_away(found, by=request.actor)):
        return redirect("action_points:point", year, number)
    messages.success(request, _("Het actiepunt is weggehaald."))
    return redirect("action_points:board", year)


def _on_a_page(
    request: DeskRequest,
    found: ActionPoint,
    acts: tuple[Rule, Callable[..., Any]],
    form: django_forms.Form,
    words: tuple[str, str, str],
) -> HttpResponse:
    """Ask for something about a point, and do it; what was typed is never thrown away."""
    (asks, operate), (title, button, said) = acts, words
    verdict = asks(request.actor, found)
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.reason))
        return redirect("action_points:point", found.report_year, found.number)
    if doing.is_done(
        request, form, lambda: operate(found, **form.cleaned_data, by=request.actor), said
    ):
        return redirect("action_points:point", found.report_year, found.number)
    told = {"point": found, "form": form, "title": title, "button": button}
    return render(request, "action_points/one_thing.html", told)


def _tried(request: DeskRequest, operate: Callable[[], None]) -> bool:
    try:
        operate()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _found(request: DeskRequest, year: int, number: int) -> ActionPoint:
    """Give a point that this person may see."""
    found = queries.find(year, number)
    or_404(rules.visible_to(request.actor, found))
    return found  # type: ignore[return-value]  # what is not there is not visible
