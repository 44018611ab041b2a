"""The pages of a manager: answer by one click, or hand in what they handled themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import once
from rechtop.ground.ui.hiding import or_404
from rechtop.work.cases import queries as cases
from rechtop.work.requests import forms, operations, presenting, queries, rules
from rechtop.work.requests.models import Request
from rechtop.work.requests.states import Answer

_SHOWN = 12


def mine(request: DeskRequest) -> HttpResponse:
    """Show what this manager is asked now, and what they answered before."""
    or_404(rules.may_see_own(request.actor))
    asked = queries.own_open(request.actor)
    before = queries.own(request.actor).exclude(pk=asked.pk if asked else 0)
    told = {
        "asked": asked,
        "answered": presenting.own_answer(asked) if asked and asked.answer else "",
        "earlier": presenting.own_rows(before[:_SHOWN]),
        "Answer": Answer,
    }
    return render(request, "requests/mine.html", told)


@require_POST
def answer(request: DeskRequest, number: str) -> HttpResponse:
    """Take an answer of one click."""
    asked = _asked(request, number)
    given = request.POST.get("answer", "")
    try:
        operations.answer(
            asked, answer=given, shown=request.POST.get("shown", ""), by=request.actor
        )
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if given == Answer.REPORTING:
            return redirect("requests:report")
        messages.success(request, _("Dank u. Uw antwoord is bewaard."))
    return redirect("requests:mine")


@titled(gettext_lazy("Zelf afgehandeld"))
def hand_in(request: DeskRequest, number: str) -> HttpResponse:
    """Hand in what this manager handled themselves."""
    asked = _asked(request, number)
    verdict = rules.may_answer(request.actor, asked)
    if not verdict and request.method != "POST":  # what was typed already is never thrown away
        messages.error(request, str(verdict.reason))
        return redirect("requests:mine")
    form = forms.HandIn(request.POST or None, readers=cases.readers())
    if form.is_valid():
        try:
            outcome = once.do(form, lambda: _handed_in(request, asked, form))
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("Dank u. Het integriteitsteam heeft uw registratie ontvangen.")
            told = done if outcome.is_first else once.ALREADY_SENT
            messages.success(request, str(told))
            return redirect("requests:mine")
    return render(request, "requests/hand_in.html", {"form": form, "asked": asked})


def _handed_in(request: DeskRequest, asked: Request, form: forms.HandIn) -> str:
    unit = asked.unit.name if asked.unit else ""
    brought_by = ", ".join(filter(None, (request.person.name, unit)))
    operations.hand_in(asked, **form.details(brought_by=brought_by), by=request.actor)
    return ""


def report(request: DeskRequest) -> HttpResponse:
    """Lead to the ways to report."""
    or_404(rules.may_see_own(request.actor))
    return render(request, "requests/report.html", {"asked": queries.own_open(request.actor)})


def _asked(request: DeskRequest, number: str) -> Request:
    """Find what this manager was asked; what another was asked is not found."""
    or_404(rules.may_see_own(request.actor))
    asked = queries.own_of(number, request.actor)
    if asked is None:
        raise Http404
    return asked
