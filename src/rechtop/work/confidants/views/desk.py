"""The pages of a confidant's notebook.

What is chosen on a list is sent and not written in the address: addresses end up in logs.
"""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Callable, Collection

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, put_on_form
from rechtop.ground.kernel.marks import needs_keys, not_kept, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.hiding import or_404
from rechtop.ground.vault.files import NoKey
from rechtop.work.confidants import forms, operations, presenting, queries, rules
from rechtop.work.confidants.queries import OpenNotebook


def _with_notebook(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the confidant's own notebook for a page; where no key opens it, say so instead."""

    @needs_keys
    @functools.wraps(view)
    def opened_first(request: DeskRequest, **named: object) -> HttpResponse:
        or_404(rules.may_keep_notes(request.actor))
        try:
            opened = queries.notebook(request.actor)
            if opened.has_what_went:
                operations.destroy_again(by=request.actor)
                opened = queries.notebook(request.actor)
        except NoKey:
            told = {"has_key": queries.has_key(request.actor)}
            return render(request, "confidants/lost.html", told)
        return view(request, opened, **named)

    return opened_first


@not_kept
@_with_notebook
def conversations(request: DeskRequest, opened: OpenNotebook) -> HttpResponse:
    """List her conversations, newest first."""
    form = forms.Filter(request.POST, opened=opened)
    periods = queries.released_periods(request.actor)
    found = form.chosen(opened.conversations)
    told = {
        "form": form,
        "page": presenting.page(found, form.number_of_page(), periods),
        "count": len(found),
        "is_filtered": len(found) != len(opened.conversations),
        "received": len(queries.passed_to(request.actor)),
        "ends_on": queries.ends_on(request.actor),
    }
    return render(request, "confidants/conversations.html", told)


@titled(gettext_lazy("Gesprek"))
@_with_notebook
def new(request: DeskRequest, opened: OpenNotebook) -> HttpResponse:
    """Write a conversation down."""
    return _written(request, opened, forms.Conversation(request.POST or None))


@titled(gettext_lazy("Gesprek"))
@_with_notebook
def conversation(request: DeskRequest, opened: OpenNotebook, number: uuid.UUID) -> HttpResponse:
    """Show a conversation, and rewrite it. What was typed is kept where it has gone meanwhile."""
    found = opened.find(str(number))
    if found is None and request.method != "POST":
        raise Http404
    return _written(request, opened, forms.Conversation(request.POST or None, about=found), found)


def _written(
    request: DeskRequest,
    opened: OpenNotebook,
    form: forms.Conversation,
    about: queries.Conversation | None = None,
) -> HttpResponse:
    elsewhere: list[queries.Conversation] = []
    if form.is_valid():
        typed = form.conversation()
        try:
            operations.keep(typed, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
            if "notes" in error.message_dict:
                elsewhere = [one for one in opened.conversations if one.id == typed.id]
                form.take_version_of(opened.find(typed.id))
        else:
            _tell_kept(request, about, typed)
            return redirect("confidants:conversations")
    told = {
        "form": form,
        "about": about,
        "elsewhere": presenting.rows(elsewhere, ()),
        "is_released": about is not None and queries.is_released(request.actor, about.on),
    }
    return render(request, "confidants/conversation.html", told)


def _tell_kept(
    request: DeskRequest, before: queries.Conversation | None, now: queries.Conversation
) -> None:
    """Say that it is kept, and what that does not change; nothing of what was written."""
    days = {one.on for one in (before, now) if one is not None}
    if any(queries.is_released(request.actor, day) for day in days):
        messages.warning(
            request,
            _(
                "Uw notities zijn bewaard. Van deze periode gaf u de totalen al vrij: die "
                "veranderen niet mee."
            ),
        )
    else:
        messages.success(request, _("Uw notities zijn bewaard."))


@not_kept
@_with_notebook
def destroy(request: DeskRequest, opened: OpenNotebook) -> HttpResponse:
    """Choose what to destroy, look once more, and destroy it."""
    periods = queries.released_periods(request.actor)
    listed = presenting.periods_to_destroy(opened, periods)
    form = forms.Destroy(request.POST or None, opened=opened, periods=listed)
    if not form.is_valid():
        return render(request, "confidants/destroy.html", {"form": form, "has_periods": listed})
    chosen = form.cleaned_data["chosen"]
    if "sure" in request.POST:
        try:
            operations.destroy(
                edition=form.cleaned_data["edition"],
                numbers=[one.id for one in chosen],
                by=request.actor,
            )
        except Invalid as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("De notities zijn vernietigd."))
            return redirect("confidants:conversations")
    rows = presenting.rows(chosen, periods)
    told = {"form": form, "rows": rows, "edition": opened.edition}
    told["still_counts"] = presenting.still_count(chosen, periods)
    return render(request, "confidants/destroy_sure.html", told)


@not_kept
@require_POST
@_with_notebook
def hand_over(request: DeskRequest, opened: OpenNotebook) -> HttpResponse:
    """Pick what goes to a colleague of each conversation that was ticked, and hand it over."""
    numbers = set(request.POST.getlist("numbers"))
    chosen = [one for one in opened.conversations if one.id in numbers][: presenting.SIZE]
    if not chosen:
        messages.error(request, _("Kruis eerst aan welke gesprekken u overdraagt."))
        return redirect("confidants:conversations")
    typed = request.POST if "sure" in request.POST else None
    to = queries.successors(request.actor)
    form = forms.HandOver(typed, opened=opened, chosen=chosen, to=to)
    if form.is_valid():
        try:
            operations.hand_over(
                edition=form.cleaned_data["edition"],
                given=form.given(),
                to=form.cleaned_data["to"],
                destroys=form.cleaned_data["own"] == "destroy",
                by=request.actor,
            )
        except Invalid as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("Overgedragen. Alleen uw collega kan het nu lezen."))
            return redirect("confidants:conversations")
    told = {
        "form": form,
        "parts": [(presenting.rows([one], ())[0], own) for one, own in form.by_conversation()],
        "edition": opened.edition,
        "can_give": to.exists(),
        "still_counts": presenting.still_count(chosen, queries.released_periods(request.actor)),
    }
    return render(request, "confidants/hand_over.html", told)


@not_kept
@_with_notebook
def received(request: DeskRequest, opened: OpenNotebook) -> HttpResponse:
    """Show what colleagues handed over, and take it into one's own notebook."""
    if request.method == "POST":
        number = request.POST.get("number", "")
        try:
            operations.take_in(number=int(number) if number.isdecimal() else 0, by=request.actor)
        except Invalid as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("De gesprekken staan nu bij uw eigen gesprekken."))
            return redirect("confidants:conversations")
    waiting = [
        (passed, presenting.rows(found, ())) for passed, found in queries.passed_to(request.actor)
    ]
    return render(request, "confidants/received.html", {"waiting": waiting})


@not_kept
@_with_notebook
def release(request: DeskRequest, opened: OpenNotebook) -> HttpResponse:
    """Choose a period and look at its totals."""
    released = queries.released_periods(request.actor)
    proposals = presenting.proposals(released)
    form = forms.Period(request.POST or None, proposals=proposals)
    if form.is_valid():
        first, last = form.period()
        try:
            operations.check_period(first, last, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        else:
            return _totals(request, opened, first, last)
    return render(request, "confidants/release.html", {"form": form})


@require_POST
@not_kept
@_with_notebook
def agree(request: DeskRequest, opened: OpenNotebook) -> HttpResponse:
    """Release the totals that were shown, but those withheld."""
    form = forms.Release(request.POST, opened=opened)
    if not form.is_valid():
        return redirect("confidants:release")
    typed = dict(form.cleaned_data)
    try:
        operations.release(**typed, by=request.actor)
    except Invalid as error:
        put_on_form(form, error)
        return _totals(request, opened, typed["first"], typed["last"], typed["withheld"], form)
    messages.success(request, _("De totalen zijn vrijgegeven."))
    return redirect("confidants:released")


def _totals(
    request: DeskRequest,
    opened: OpenNotebook,
    first: datetime.date,
    last: datetime.date,
    withheld: Collection[str] | None = None,
    form: forms.Release | None = None,
) -> HttpResponse:
    totals = presenting.totals(opened, first, last, withheld)
    told = {
        "form": form,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "edition": opened.edition,
        "period": presenting.period(first, last),
        "totals": totals,
        "sum": sum(total.count for total in totals),
    }
    return render(request, "confidants/totals.html", told)


@_with_notebook
def released(request: DeskRequest, opened: OpenNotebook) -> HttpResponse:
    """Show what she released."""
    told = {"releases": presenting.released(queries.releases_of(request.actor))}
    return render(request, "confidants/released.html", told)


@require_POST
@not_kept
@needs_keys
def begin_anew(request: DeskRequest) -> HttpResponse:
    """Begin an empty notebook where the one before can no longer be opened."""
    or_404(rules.may_destroy(request.actor))
    try:
        operations.begin_anew(by=request.actor)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    return redirect("confidants:conversations")
