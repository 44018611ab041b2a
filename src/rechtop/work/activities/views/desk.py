"""What one can sign up for, the calendar by month, the list of a year, and who was reached."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import not_kept
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import sheets
from rechtop.ground.ui.hiding import or_404
from rechtop.work.activities import operations, presenting, queries, rules
from rechtop.work.activities.models import Gathering


def mine(request: DeskRequest) -> HttpResponse:
    """Show what someone signed up for, and what they can sign up for."""
    or_404(rules.may_look(request.actor))
    return render(request, "activities/mine.html", presenting.mine(request.actor))


def this_month(request: DeskRequest) -> HttpResponse:
    """Show the gatherings of this month."""
    today = clock.today()
    return month(request, today.year, today.month)


def month(request: DeskRequest, year: int, month: int) -> HttpResponse:
    """Show the gatherings of a month."""
    or_404(rules.may_look(request.actor))
    or_404(year in queries.years_offered() and 1 <= month <= 12)
    told = presenting.month(request.actor, year, month)
    return render(request, "activities/month.html", told)


def year(request: DeskRequest, year: int) -> HttpResponse:
    """List the gatherings of a year."""
    or_404(rules.may_read(request.actor) and year in queries.years_offered())
    return render(request, "activities/year.html", presenting.year(year, request.actor))


def coverage(request: DeskRequest, year: int) -> HttpResponse:
    """Show how many people of each unit were reached in a year, also as a worksheet."""
    or_404(rules.may_read(request.actor) and year in queries.years_offered())
    if request.GET.get("als") == "xlsx":
        return sheets.answer(f"bereik-{year}", {str(year): presenting.coverage_sheet(year)})
    return render(request, "activities/coverage.html", presenting.coverage(year))


def gathering(request: DeskRequest, number: int) -> HttpResponse:
    """Show a gathering."""
    found = _found(request, number)
    told = presenting.gathering(found, request.actor)
    return render(request, "activities/gathering.html", told)


@require_POST
@not_kept
def sign_up(request: DeskRequest, number: int) -> HttpResponse:
    """Sign up oneself."""
    found = _found(request, number)
    told = _("U bent aangemeld.")
    return _tried(request, found, lambda: operations.sign_up(found, by=request.actor), told)


@require_POST
@not_kept
def sign_off(request: DeskRequest, number: int) -> HttpResponse:
    """Sign off oneself."""
    found = _found(request, number)
    told = _("U bent afgemeld.")
    return _tried(request, found, lambda: operations.sign_off(found, by=request.actor), told)


def _tried(
    request: DeskRequest, found: Gathering, operate: Callable[[], Any], told: str
) -> HttpResponse:
    try:
        operate()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    if rules.may_see(request.actor, found):
        return redirect("activities:gathering", found.pk)
    return redirect("activities:mine")


@not_kept
def address(request: DeskRequest) -> HttpResponse:
    """Make, renew and show once the address of one's own calendar."""
    or_404(rules.may_look(request.actor))
    made = ""
    if request.method == "POST":
        token = operations.make_feed(language=(get_language() or "nl")[:2], by=request.actor)
        made = request.build_absolute_uri(reverse("activities_feed:feed", args=[token]))
    told = {"made": made, "feed": queries.feed_of(request.actor)}
    return render(request, "activities/address.html", told)


@require_POST
@not_kept
def take_back(request: DeskRequest) -> HttpResponse:
    """Take the address of one's own calendar back."""
    found = queries.feed_of(request.actor)
    if found is not None:
        with suppress(Refused):  # taken back a moment ago, in another window
            operations.take_feed_back(found, by=request.actor)
        messages.success(request, _("Het adres werkt niet meer."))
    return redirect("activities:address")


def _found(request: DeskRequest, number: int) -> Gathering:
    """Give a gathering that this person may see."""
    found = queries.visible_to(request.actor).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
