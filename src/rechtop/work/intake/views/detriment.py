"""The reporter says whether there is detriment since the report, and can go on to report that."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.marks import open_to_all
from rechtop.ground.ui import one_cookie
from rechtop.ground.ui.one_cookie import OneCookie
from rechtop.ground.vault.files import NoKey
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.intake import operations, rules
from rechtop.work.intake.views.public import mailbox_of
from rechtop.work.protection import operations as protection
from rechtop.work.protection import queries
from rechtop.work.protection.states import State


@open_to_all
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Take the answer; who says yes goes on to a report of its own, with the proof of the first.

    The mailbox stays open beside it.
    """
    cookie = one_cookie.read(request)
    opened = mailbox_of(cookie) if cookie else None
    found = cases.of_mailbox(opened.file) if opened else None
    if cookie is None or opened is None or found is None:
        return redirect("intake:enter")
    is_yes = request.POST.get("answer") == "yes"
    try:
        if not _is_said(found, opened.actor(), is_yes) or not is_yes:
            return redirect("intake:mailbox")
        first = queries.first_report(found, opened.actor())
    except NoKey:  # the file was put back or tampered with
        return redirect("intake:enter")
    if first is None or not rules.is_open():
        return render(request, "intake/closed.html", status=503)
    if held := operations.read_draft(cookie.root):
        return _go_on_with(request, held)
    # Under a fresh root: who put the one before into this browser knows nothing of it.
    root = one_cookie.new().root
    operations.save_answers(root, {operations.AFTER: first.told()})
    response = redirect("intake:what")
    one_cookie.put(response, OneCookie(root, opened.closed(root)))
    return response


def _is_said(case: Case, reporter: Actor, is_yes: bool) -> bool:
    """Note the answer, unless it was given before; say whether there was a question."""
    asked = queries.current(case)
    if asked is None or asked.state == State.UNANSWERED:
        return False
    say = protection.say_detriment if is_yes else protection.say_well
    if asked.state == State.DETRIMENT:
        return True
    try:
        say(asked, by=reporter)
    except (Invalid, Refused):  # answered or taken away a moment ago: the mailbox tells
        return is_yes and queries.current(case) is not None
    return True


def _go_on_with(request: HttpRequest, held: operations.OpenDraft) -> HttpResponse:
    """Let a reporter who is writing already finish that first: of a browser there is one draft."""
    if held.is_sent:
        return redirect("intake:words")
    if held.answers.get(operations.AFTER):
        return redirect("intake:what")
    return render(request, "intake/busy.html")
