"""What is held about oneself, what is not right about it, and the answers to that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import tables
from rechtop.ground.ui.doing import is_done
from rechtop.overview.my_page import forms, presenting
from rechtop.people.personnel import operations as personnel
from rechtop.people.personnel import queries, rules
from rechtop.people.personnel.models import About, Correction
from rechtop.tools.policies import operations as policies
from rechtop.tools.policies import rules as policy_rules
from rechtop.work.activities import operations as activities
from rechtop.work.activities import rules as activity_rules


def held(request: DeskRequest) -> HttpResponse:
    """Show someone all that is held about them."""
    told = {
        "known": queries.known_of(request.person),
        "groups": presenting.held(request.person.pk),
        "said": presenting.said(queries.corrections_of(request.person)),
    }
    return render(request, "my_page/held.html", told)


def group(request: DeskRequest, code: str) -> HttpResponse:
    """Show all of one kind that is held about someone, in parts."""
    found = _group(code)
    records = found.find(request.person.pk)
    page = tables.page(request, records, handle="pk", by=found.by)
    told = {"code": code, "group": found, "page": page, "lines": presenting.lines(code, page.rows)}
    return render(request, "my_page/group.html", told)


@titled(gettext_lazy("Dit klopt niet"))
def correct(request: DeskRequest, code: str = "", number: int | None = None) -> HttpResponse:
    """Let someone say what is not right: in one record of theirs, in a kind of them, or in what
    the personnel system tells."""
    found, record = _group(code) if code else None, None
    if found is not None and not found.about:
        raise Http404
    if found is not None and number is not None:
        record = get_object_or_404(found.find(request.person.pk), pk=number)
    form = forms.Propose(request.POST or None)
    about = found.about if found else About.PERSONNEL
    if is_done(
        request,
        form,
        lambda: personnel.propose_correction(
            request.person, **form.cleaned_data, about=about, number=number, by=request.actor
        ),
        _("Wij kijken ernaar. Het antwoord staat dan hier."),
    ):
        return redirect("my_page:held")
    told = {
        "form": form,
        "title": _("Dit klopt niet"),
        "button": _("Stel dit voor"),
        "group": found,
        "line": presenting.lines(code, [record])[0] if record else None,
    }
    return render(request, "my_page/correct.html", told)


@titled(gettext_lazy("Een verbetering beantwoorden"))
def answer(request: DeskRequest, number: int) -> HttpResponse:
    """Say that something was put right where it is kept."""
    if _was_answered(request, number):
        return redirect("personnel:corrections")
    found = _correction(request, number)
    form = forms.Settle(request.POST if request.method == "POST" else None)
    told = _("U antwoordde dat het is verbeterd. De persoon leest het.")
    return _answered(
        request, found, form, lambda **said: personnel.settle_correction(found, **said), told
    )


@require_POST
def decline(request: DeskRequest, number: int) -> HttpResponse:
    """Leave it as it is, and say why."""
    if _was_answered(request, number):
        return redirect("personnel:corrections")
    found = _correction(request, number)
    form = forms.Decline(request.POST)
    told = _("Er is niets veranderd. De persoon leest uw reden.")
    return _answered(
        request, found, form, lambda **said: personnel.decline_correction(found, **said), told
    )


def _answered(
    request: DeskRequest,
    found: Correction,
    form: django_forms.Form,
    operate: Callable[..., Any],
    said: str,
) -> HttpResponse:
    if is_done(request, form, lambda: operate(**form.cleaned_data, by=request.actor), said):
        return redirect("personnel:corrections")
    record = presenting.record_about(found)
    code = presenting.code_about(found.about_kind)
    is_no = isinstance(form, forms.Decline)
    told = {
        "said": presenting.said([found])[0],
        "line": presenting.lines(code, [record])[0] if code and record else None,
        "is_missing": found.about_number is None,
        "room": presenting.room_of(found, record),
        "can_take_back": record is not None and _may_take_back(request, found, record),
        "form": forms.Settle() if is_no else form,
        "decline": form if is_no else forms.Decline(),
    }
    return render(request, "my_page/answer.html", told)


_TAKING_BACK: dict[str, Callable[..., Any]] = {
    About.ATTENDEE: lambda one, by: activities.take_attendance_back(
        one.gathering, person=one.person, by=by
    ),
    About.CONFIRMATION: lambda one, by: policies.take_back(one, by=by),
}
"""What is taken back here, since in its room nobody reads whose it is, or only among many."""


def _may_take_back(request: DeskRequest, found: Correction, record: Any) -> bool:
    """Say whether the actor may take back what a correction is about, as its own room says."""
    if found.about_kind == About.ATTENDEE:
        return bool(activity_rules.may_take_attendance_back(request.actor, record.gathering))
    if found.about_kind == About.CONFIRMATION:
        return bool(policy_rules.may_take_back(request.actor, record))
    return False


@require_POST
def take_back(request: DeskRequest, number: int) -> HttpResponse:
    """Take back the record a correction is about, as the room it is of allows."""
    found = _correction(request, number)
    record = presenting.record_about(found)
    if record is None or found.about_kind not in _TAKING_BACK:
        messages.info(request, _("Dit staat er al niet meer."))
        return redirect("my_page:answer", number)
    try:
        _TAKING_BACK[found.about_kind](record, by=request.actor)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Het is weggehaald. Beantwoord nu het voorstel."))
    return redirect("my_page:answer", number)


def _was_answered(request: DeskRequest, number: int) -> bool:
    """Say so where a colleague, or the first of a double click, answered already."""
    found = queries.corrections().filter(pk=number).first()
    is_over = found is not None and found.answered_on is not None
    if is_over := is_over and bool(rules.may_read_corrections(request.actor)):
        messages.info(request, _("Hierop is al geantwoord."))
    return is_over


def _group(code: str) -> presenting.Group:
    if code not in presenting.GROUPS:
        raise Http404
    return presenting.GROUPS[code]


def _correction(request: DeskRequest, number: int) -> Correction:
    found = get_object_or_404(queries.corrections(), pk=number)
    if not rules.may_settle(request.actor, found):
        raise Http404
    return found
