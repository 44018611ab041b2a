"""The pages on which the team plans gatherings and writes down what came of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
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
from rechtop.work.activities import forms, operations, queries, rules
from rechtop.work.activities.models import SIGN_UP, WHAT, WHEN, Gathering


@titled(gettext_lazy("Een bijeenkomst plannen"))
def plan(request: DeskRequest) -> HttpResponse:
    """Plan a gathering."""
    form = forms.Plan(request.POST or None)
    words = (
        _("Een bijeenkomst plannen"),
        _("Plan de bijeenkomst"),
        _("De bijeenkomst is gepland."),
    )
    return _planned(request, form, operations.plan, words)


@titled(gettext_lazy("Een reeks plannen"))
def plan_series(request: DeskRequest) -> HttpResponse:
    """Plan a series of gatherings."""
    form = forms.PlanSeries(request.POST or None)
    words = (_("Een reeks plannen"), _("Plan de reeks"), _("De bijeenkomsten zijn gepland."))
    return _planned(request, form, operations.plan_series, words)


def _planned(
    request: DeskRequest,
    form: django_forms.Form,
    operate: Callable[..., Any],
    words: tuple[str, str, str],
) -> HttpResponse:
    if not rules.may_plan(request.actor):
        raise Http404
    title, button, said = words
    if doing.is_done(request, form, lambda: operate(**form.cleaned_data, by=request.actor), said):
        return redirect("activities:year", form.cleaned_data["day"].year)
    return render(
        request, "activities/one_thing.html", {"form": form, "title": title, "button": button}
    )


@titled(gettext_lazy("Bijeenkomst wijzigen"))
def change(request: DeskRequest, number: int) -> HttpResponse:
    """Change what a gathering is and where."""
    found = _found(request, number)
    begun = _begun(found, WHAT)
    return _on_a_page(
        request,
        found,
        (rules.may_change, operations.change),
        forms.Changed(request.POST or None, initial=begun),
        (_("De bijeenkomst wijzigen"), _("Bewaar"), _("De wijziging is bewaard.")),
    )


@titled(gettext_lazy("Bijeenkomst verzetten"))
def move(request: DeskRequest, number: int) -> HttpResponse:
    """Put a gathering on another day or hour."""
    found = _found(request, number)
    begun = _begun(found, WHEN)
    return _on_a_page(
        request,
        found,
        (rules.may_move, operations.move),
        forms.Moved(request.POST or None, initial=begun),
        (_("De bijeenkomst verzetten"), _("Verzet"), _("De bijeenkomst is verzet.")),
    )


def _begun(found: Gathering, names: tuple[str, ...]) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in names}
    return {**told, "shown": records.mark(found, *names)}


@titled(gettext_lazy("Bijeenkomst afzeggen"))
def cancel(request: DeskRequest, number: int) -> HttpResponse:
    """Cancel a gathering."""
    return _on_a_page(
        request,
        _found(request, number),
        (rules.may_cancel, operations.cancel),
        forms.Cancel(request.POST or None),
        (_("De bijeenkomst afzeggen"), _("Zeg af"), _("De bijeenkomst is afgezegd.")),
    )


@titled(gettext_lazy("Aanmelden voor een bijeenkomst"))
def set_sign_up(request: DeskRequest, number: int) -> HttpResponse:
    """Say whether people can sign up, and for how many there is a place."""
    found = _found(request, number)
    begun = _begun(found, SIGN_UP)
    return _on_a_page(
        request,
        found,
        (rules.may_set_sign_up, operations.set_sign_up),
        forms.SignUpChanged(request.POST or None, initial=begun),
        (_("Wie kan zich aanmelden?"), _("Bewaar"), _("Het aanmelden is ingesteld.")),
    )


@titled(gettext_lazy("Wie er waren"))
def hold(request: DeskRequest, number: int) -> HttpResponse:
    """Write down that a gathering was held, and how many it reached."""
    found = _found(request, number)
    return _on_a_page(
        request,
        found,
        (rules.may_hold, operations.hold),
        forms.Hold(request.POST or None, initial=forms.Hold.told(found)),
        (_("Wie er waren, en wat het opleverde"), _("Bewaar"), _("De bijeenkomst telt mee.")),
    )


@require_POST
def reopen(request: DeskRequest, number: int) -> HttpResponse:
    """Plan again what was cancelled or written down as held by mistake."""
    found = _found(request, number)
    try:
        operations.reopen(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De bijeenkomst is weer gepland."))
    return redirect("activities:gathering", found.pk)


def _on_a_page(
    request: DeskRequest,
    found: Gathering,
    acts: tuple[Rule, Callable[..., Any]],
    form: django_forms.Form,
    words: tuple[str, str, str],
) -> HttpResponse:
    """Ask for something about a gathering, and do it; what was typed is never thrown away."""
    (asks, operate), (title, button, said) = acts, words
    verdict = asks(request.actor, found)
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.reason))
        return redirect("activities:gathering", found.pk)
    if doing.is_done(
        request, form, lambda: operate(found, **form.cleaned_data, by=request.actor), said
    ):
        return redirect("activities:gathering", found.pk)
    if form.errors and isinstance(form, forms.Hold):  # whoever sends it again, saw why
        found.refresh_from_db()
        form.go_on_from(found.edition)
    told = {"gathering": found, "form": form, "title": title, "button": button}
    return render(request, "activities/one_thing.html", told)


def _found(request: DeskRequest, number: int) -> Gathering:
    """Give a gathering to who keeps them."""
    found = queries.visible_to(request.actor).filter(pk=number).first()
    if found is None or not rules.may_plan(request.actor):
        raise Http404
    return found
