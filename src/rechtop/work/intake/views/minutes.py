"""The reporter checks what was written down of a conversation."""

from __future__ import annotations

from collections.abc import Callable

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.work.cases.models import Case
from rechtop.work.intake import forms
from rechtop.work.intake.views.public import in_mailbox
from rechtop.work.spoken import operations, queries
from rechtop.work.spoken.models import Minutes
from rechtop.work.spoken.states import MinutesState


@in_mailbox
def check(request: HttpRequest, case: Case, reporter: Actor) -> HttpResponse:
    """Show the minutes, and let the reporter approve them as shown."""
    found = _found(case)
    form = forms.Approval(request.POST or None)
    if form.is_valid():
        shown = form.cleaned_data
        if _did(form, lambda: operations.approve(found, **shown, by=reporter)):
            return redirect("intake:mailbox")
    told = queries.opened(found, reporter)
    as_shown = {"version": len(told.versions), "destroys": told.recording_goes}
    again = forms.Approval(initial=as_shown)
    page = {"told": told, "form": again, "errors": _errors(form)}
    return render(request, "intake/minutes.html", page)


@in_mailbox
def correct(request: HttpRequest, case: Case, reporter: Actor) -> HttpResponse:
    """Let the reporter put the minutes right. What was typed before they agreed elsewhere stays."""
    found = _found(case)
    if found.state == MinutesState.APPROVED and request.method != "POST":
        return redirect("intake:minutes")
    text = queries.opened(found, reporter).newest.text
    form = forms.Correction(request.POST or None, initial={"text": text})
    if form.is_valid():
        typed = form.cleaned_data["text"]
        if _did(form, lambda: operations.correct(found, text=typed, by=reporter)):
            return redirect("intake:minutes")
    return render(request, "intake/correct.html", {"form": form})


def _errors(form: django_forms.Form) -> list[str]:
    return [str(text) for texts in form.errors.values() for text in texts]


def _found(case: Case) -> Minutes:
    found = queries.of(case)
    if found is None:
        raise Http404
    return found


def _did(form: django_forms.Form, act: Callable[[], None]) -> bool:
    """Do what was pressed; say at the form why where it could not be done."""
    try:
        act()
    except Invalid as error:
        put_on_form(form, error)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False
