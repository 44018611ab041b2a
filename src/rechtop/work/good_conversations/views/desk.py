"""A manager's people and meetings, and what someone reads of themselves."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import not_kept, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.work.good_conversations import forms, operations, presenting, queries, rules
from rechtop.work.good_conversations.models import GoodConversation


@titled(gettext_lazy("Goede Gesprek"))
def people(request: DeskRequest, year: int | None = None) -> HttpResponse:
    """Show a manager's people of a year, and tick with whom integrity was discussed."""
    shown = clock.today().year if year is None else year
    or_404(rules.may_lead(request.actor) and (year is None or shown in queries.open_years()))
    found = presenting.people(request.actor, shown)
    form = forms.Tick(
        request.POST or None,
        people=found.choices,
        ticked=found.ticked_numbers,
        initial={"held_on": clock.today()} if shown == clock.today().year else {},
    )
    if request.method == "POST" and is_done(request, form, _tick(request, form, shown), _TICKED):
        return redirect("good_conversations:of_year", shown)
    told = {
        "year": shown,
        "years": queries.open_years(),
        "people": found,
        "is_open": shown in queries.open_years(),
        "form": form,
        "points": queries.points_on(),
        "units": queries.units_of(request.actor),
        "may_read": rules.may_read(request.actor),
    }
    return render(request, "good_conversations/people.html", told)


_TICKED = gettext_lazy("Het is afgevinkt.")


def _tick(request: DeskRequest, form: forms.Tick, year: int) -> Callable[[], object]:
    return lambda: operations.tick(**form.cleaned_data, year=year, by=request.actor)


@require_POST
@not_kept
def take_back(request: DeskRequest, number: str) -> HttpResponse:
    """Take back a tick that was wrong."""
    tick = _tick_of_theirs(request, number)
    if _tried(request, lambda: operations.take_back(tick, by=request.actor)):
        messages.success(request, _("Het vinkje is weggehaald."))
    return _to_people(tick)


@require_POST
@not_kept
def confirm(request: DeskRequest, number: str) -> HttpResponse:
    """Say that a contested tick is right."""
    tick = _tick_of_theirs(request, number)
    if _tried(request, lambda: operations.confirm(tick, by=request.actor)):
        messages.success(request, _("Het vinkje blijft staan. De medewerker krijgt bericht."))
    return _to_people(tick)


def _tick_of_theirs(request: DeskRequest, number: str) -> GoodConversation:
    tick = queries.find(number)
    if tick is None or not rules.is_their_manager(request.actor, tick):
        raise Http404
    return tick


def _to_people(tick: GoodConversation) -> HttpResponse:
    if tick.year in queries.open_years():
        return redirect("good_conversations:of_year", tick.year)
    return redirect("good_conversations:people")


def mine(request: DeskRequest) -> HttpResponse:
    """Show someone what was ticked about them."""
    told = {"ticks": presenting.own(request.actor), "points": queries.points_on()}
    return render(request, "good_conversations/mine.html", told)


@require_POST
@not_kept
def contest(request: DeskRequest, number: str) -> HttpResponse:
    """Let someone say that a tick about them is not right."""
    tick = queries.find(number)
    if tick is None or not rules.is_about_themselves(request.actor, tick):
        raise Http404
    if _tried(request, lambda: operations.contest(tick, by=request.actor)):
        messages.success(
            request, _("Uw leidinggevende kijkt ernaar. Tot die tijd telt het vinkje niet mee.")
        )
    return redirect("good_conversations:mine")


@titled(gettext_lazy("Integriteit in het werkoverleg"))
def meetings(request: DeskRequest) -> HttpResponse:
    """Show when one's teams discussed integrity in their meeting, and note another."""
    or_404(rules.may_lead(request.actor))
    units = queries.units_of(request.actor)
    form = forms.Meeting(request.POST or None, units=units, initial={"held_on": clock.today()})
    if request.method == "POST" and is_done(
        request,
        form,
        lambda: operations.note_meeting(**form.cleaned_data, by=request.actor),
        _("Het werkoverleg is genoteerd."),
    ):
        return redirect("good_conversations:meetings")
    told = {"form": form, "units": units, "meetings": presenting.meetings(units)}
    return render(request, "good_conversations/meetings.html", told)


@require_POST
@not_kept
def meeting_away(request: DeskRequest, number: str) -> HttpResponse:
    """Take away a meeting that was noted by mistake."""
    meeting = queries.find_meeting(number)
    if meeting is None or not rules.leads_the_unit(request.actor, meeting):
        raise Http404
    if _tried(request, lambda: operations.take_meeting_away(meeting, by=request.actor)):
        messages.success(request, _("Het werkoverleg is weggehaald."))
    return redirect("good_conversations:meetings")


def _tried(request: DeskRequest, operate: Callable[[], None]) -> bool:
    try:
        operate()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
