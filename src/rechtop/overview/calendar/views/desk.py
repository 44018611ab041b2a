"""The terms of the files one can open, by month and as a list, and one's own calendar."""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form, why_not
from rechtop.ground.kernel.marks import needs_keys, not_kept, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import dutch
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.overview.calendar import forms, operations, presenting, queries, rules
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.deadlines import queries as deadline_queries


@needs_keys
def this_month(request: DeskRequest) -> HttpResponse:
    """Show the terms that end in this month."""
    today = clock.today()
    return _month(request, today.year, today.month)


@needs_keys
def month(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """Show the terms that end in a month, with what is late above them."""
    return _month(request, year, number)


def _month(request: DeskRequest, year: int, number: int) -> HttpResponse:
    or_404(rules.may_see(request.actor))
    or_404(presenting.FIRST_YEAR <= year <= presenting.LAST_YEAR and 1 <= number <= 12)
    told = presenting.month(request.actor, year, number)
    return render(request, "calendar/month.html", {**told, **_about(request)})


@needs_keys
def whole(request: DeskRequest) -> HttpResponse:
    """Show all terms as one list."""
    or_404(rules.may_see(request.actor))
    told = presenting.whole(request.actor)
    return render(request, "calendar/list.html", {**told, **_about(request)})


def _about(request: DeskRequest) -> dict[str, Any]:
    return {
        "may_set_plan": bool(rules.may_set_plan(request.actor)),
        "today": clock.today(),
    }


@not_kept
@needs_keys
def address(request: DeskRequest) -> HttpResponse:
    """Make, renew and show once the address of one's own calendar."""
    or_404(rules.may_see(request.actor))
    made = ""
    if request.method == "POST":
        token = operations.make_feed(language=(get_language() or "nl")[:2], by=request.actor)
        made = request.build_absolute_uri(reverse("calendar_feed:feed", args=[token]))
    told = {"made": made, "feed": queries.feed_of(request.actor)}
    return render(request, "calendar/address.html", told)


@require_POST
@not_kept
@needs_keys
def take_back(request: DeskRequest) -> HttpResponse:
    """Take the address of one's own calendar back."""
    found = queries.feed_of(request.actor)
    or_404(found is not None or rules.may_see(request.actor))
    if found is not None:
        with suppress(Refused):  # taken back a moment ago, in another window
            operations.take_feed_back(found, by=request.actor)
        messages.success(request, _("Het adres werkt niet meer."))
    return redirect("calendar:address")


def reminders(request: DeskRequest) -> HttpResponse:
    """Let the coordinator say how many days before a term ends people are reminded."""
    or_404(rules.may_set_plan(request.actor))
    form = forms.Reminders(request.POST or None, plan=queries.plan())
    if form.is_valid():
        try:
            operations.set_plan(**form.cleaned_data, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("De herinneringen zijn ingesteld."))
            return redirect("calendar:reminders")
    return render(request, "calendar/reminders.html", {"form": form})


@titled(gettext_lazy("Extra feestdagen"))
def holidays(request: DeskRequest) -> HttpResponse:
    """List the days that count as a holiday besides those of every year, and enter one."""
    or_404(deadlines.may_keep_holidays(request.actor))
    form = forms.Holiday(request.POST or None)
    if is_done(request, form, lambda: _entered(request, form), _("De dag staat in de lijst.")):
        _tell_what_stays(request, form.cleaned_data["day"])
        return redirect("calendar:holidays")
    may = deadlines.may_take_holiday_away
    listed = [(one, bool(may(request.actor, one))) for one in deadline_queries.holidays()]
    return render(request, "calendar/holidays.html", {"form": form, "listed": listed})


def _entered(request: DeskRequest, form: forms.Holiday) -> object:
    return deadlines.enter_holiday(**form.details(), by=request.actor)


def _tell_what_stays(request: DeskRequest, day: datetime.date) -> None:
    """Say how many terms end on a day that is a holiday from now on."""
    if ending := deadline_queries.ending_on(day):
        text = ngettext(
            "%(n)s lopende termijn eindigt op die dag, en houdt die laatste dag.",
            "%(n)s lopende termijnen eindigen op die dag, en houden die laatste dag.",
            ending,
        )
        messages.info(request, text % {"n": dutch.number(ending)})


@require_POST
def take_away(request: DeskRequest, number: int) -> HttpResponse:
    """Let a day be a working day again."""
    or_404(deadlines.may_keep_holidays(request.actor))
    found = deadline_queries.holidays().filter(pk=number).first()
    if found is None:  # taken away a moment ago, in another window
        return redirect("calendar:holidays")
    try:
        deadlines.take_holiday_away(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, why_not(refusal))
    else:
        text = _(
            "De dag is weer een gewone werkdag. Termijnen die er al mee gerekend zijn, houden hun "
            "laatste dag. Kijk na of er een is die nu een dag te laat eindigt."
        )
        messages.success(request, text)
    return redirect("calendar:holidays")
