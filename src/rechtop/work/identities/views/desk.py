"""The pages about who reported."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import needs_keys, not_kept, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import once
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.ground.vault.files import NoKey
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.identities import forms, operations, presenting, queries, rules
from rechtop.work.identities.models import Disclosure, Opening
from rechtop.work.identities.operations import QUESTION

_NOT_NOW = _("Deze naam ging nu niet open. Vraag het de coördinator.")


@titled(_("Wie heeft gemeld"))
@needs_keys
def reporter(request: DeskRequest, number: str) -> HttpResponse:
    """Show how we call who reported, and ask for the name with a reason."""
    case = _visible(request, number)
    form = forms.Ask(request.POST or None)
    if form.is_valid():
        try:
            once.do(form, lambda: _asked(request, case, form))
        except Invalid as error:
            put_on_form(form, error)
        except (Refused, NoKey) as refusal:
            form.add_error(None, _why_not(refusal))
        else:
            messages.success(request, _("Uw vraag ligt bij de bewaarder."))
            return redirect("identities:reporter", number)
    told = {"form": form, **presenting.reporter(case, request.actor)}
    return render(request, "identities/reporter.html", told)


def _asked(request: DeskRequest, case: Case, form: forms.Ask) -> None:
    operations.ask(case, **form.cleaned_data, by=request.actor)


@not_kept
@needs_keys
def open_name(request: DeskRequest, number: str) -> HttpResponse:
    """Open the name, once the custodian agreed; the reporter is told."""
    case = _visible(request, number)
    mine = queries.newest_of(case, request.actor)
    if request.method != "POST" or mine is None:
        return redirect("identities:reporter", number)
    try:
        name = operations.open_name(mine, by=request.actor)
    except (Refused, NoKey) as refusal:
        messages.error(request, _why_not(refusal))
        return redirect("identities:reporter", number)
    return render(request, "identities/name.html", {"case": case, "name": name, "mine": mine})


@titled(_("Vertel de melder dat de naam is geopend"))
@needs_keys
def told(request: DeskRequest, number: str) -> HttpResponse:
    """Write down how a reporter without a mailbox heard that their name was opened."""
    case = _visible(request, number)
    opening = queries.untold_in(case)
    if opening is None:
        return redirect("identities:reporter", number)
    form = forms.TellOpened(request.POST or None, case=case, since=opening.untold_since)
    if is_done(
        request,
        form,
        lambda: operations.tell_opened(opening, told=form.told(), by=request.actor),
        _("Wat de melder hoorde, ligt nu vast."),
    ):
        return redirect("identities:reporter", number)
    shown = {"case": case, "form": form, "opening": opening}
    return render(request, "identities/told.html", shown)


@titled(_("Vordering van een naam"))
@needs_keys
def announce(request: DeskRequest, number: str) -> HttpResponse:
    """Lay down that a name is demanded from outside, and tell the reporter first."""
    case = _visible(request, number)
    or_404(rules.may_announce(request.actor, case))
    form = forms.Announce(request.POST or None)
    if form.is_valid():
        try:
            once.do(form, lambda: _announced(request, case, form))
        except Invalid as error:
            put_on_form(form, error)
        except (Refused, NoKey) as refusal:
            form.add_error(None, _why_not(refusal))
        else:
            messages.success(request, _("De vordering ligt bij de bewaarder."))
            return redirect("identities:reporter", number)
    told = {"case": case, "form": form}
    return render(request, "identities/announce.html", told)


def _announced(request: DeskRequest, case: Case, form: forms.Announce) -> None:
    operations.announce(case, **form.cleaned_data, by=request.actor)


@needs_keys
def names(request: DeskRequest) -> HttpResponse:
    """Show a custodian what waits, with its reason, and what was decided."""
    or_404(rules.may_keep(request.actor))
    demands = presenting.demands(queries.demands_for(request.actor)[: presenting.SHOWN])
    told = {
        "waiting": presenting.waiting(request.actor),
        "has_demand": queries.has_demand_waiting(request.actor),
        "decided": presenting.decided(request.actor),
        "demands": demands,
    }
    return render(request, "identities/names.html", told)


@titled(_("Mag deze naam open?"))
@needs_keys
def question(request: DeskRequest, number: str) -> HttpResponse:
    """Show a custodian who asks for a name and why, and take the decision."""
    found = queries.question(number, request.actor)
    if found is None or not rules.may_read_question(request.actor, found):
        raise _nothing_here(request)
    form = forms.Decide(request.POST or None)
    try:
        asked = queries.told_in(found.file, request.actor, QUESTION)
        if form.is_valid():
            _decide(request, found, **form.cleaned_data)
            messages.success(request, _("Uw beslissing is vastgelegd."))
            return redirect("identities:names")
    except (Refused, Invalid, NoKey) as refusal:
        messages.error(request, _why_not(refusal))
        return redirect("identities:names")
    told = {"asked": presenting.Asked(found), "form": form}
    told["facts"] = presenting.question(found, asked)
    return render(request, "identities/question.html", told)


def _decide(request: DeskRequest, opening: Opening, *, answer: str, reason: str) -> None:
    if answer == "approve":
        operations.approve(opening, by=request.actor)
    else:
        operations.refuse(opening, reason=reason, by=request.actor)


@titled(_("Geeft u de naam af?"))
@needs_keys
def demand(request: DeskRequest, number: str) -> HttpResponse:
    """Show a custodian who demands a name and why, and give it or not."""
    found = queries.demand(number, request.actor)
    if found is None or not rules.may_read_question(request.actor, found):
        raise _nothing_here(request)
    if _is_given_by(request, found):
        return _given_again(request, found)
    if found.is_to_tell:
        return _told_later(request, found)
    if found.is_decline_to_tell:
        return _told_of_decline(request, found)
    form, name = forms.DecideDemand(request.POST or None, demand=found), None
    try:
        asked = queries.told_in(found.file, request.actor, QUESTION)
        if form.is_valid() and form.cleaned_data["answer"] == "decline":
            operations.decline(found, by=request.actor)
            messages.success(request, _("Wij geven de naam niet af. Dat ligt nu vast."))
            found.refresh_from_db()
            if found.is_decline_to_tell:
                return redirect("identities:demand", number)
            return redirect("identities:names")
        if form.is_valid():
            until = form.cleaned_data.get("silent_until")
            name = operations.disclose(
                found, silent_until=until, heard=form.how_heard(), by=request.actor
            )
    except (Refused, Invalid, NoKey) as refusal:
        found.refresh_from_db()
        if _is_given_by(request, found):
            return _given_again(request, found)
        messages.error(request, _why_not(refusal))
        return redirect("identities:names")
    told = {
        "demand": found,
        "facts": presenting.demand(found, asked, request.actor),
        "form": form,
        "name": name,
        "may_disclose": rules.may_disclose(request.actor, found),
        "may_decline": rules.may_decline(request.actor, found),
    }
    return render(request, "identities/demand.html", told)


def _is_given_by(request: DeskRequest, found: Disclosure) -> bool:
    """Say whether who gives a name here gave it just before: with the first of a double click."""
    is_giving = request.POST.get("answer") == "disclose"
    return is_giving and bool(rules.may_see_given(request.actor, found))


def _given_again(request: DeskRequest, found: Disclosure) -> HttpResponse:
    """Show the name once more: the answer that showed it did not arrive."""
    try:
        asked = queries.told_in(found.file, request.actor, QUESTION)
        name = operations.see_given(found, by=request.actor)
    except (Refused, Invalid, NoKey) as refusal:
        messages.error(request, _why_not(refusal))
        return redirect("identities:names")
    facts = presenting.demand(found, asked, request.actor)
    told = {"demand": found, "facts": facts, "name": name}
    return render(request, "identities/demand.html", told)


def _told_of_decline(request: DeskRequest, found: Disclosure) -> HttpResponse:
    """Ask how a reporter without a mailbox heard that their name was not given."""
    sent = request.POST if "once" in request.POST else None  # not the second of two who decline
    form = forms.TellDeclined(sent, case=found.case, since=found.decided_on)
    if is_done(
        request,
        form,
        lambda: operations.tell_declined(found, told=form.told(), by=request.actor),
        _("Wat de melder hoorde, ligt nu vast."),
    ):
        return redirect("identities:names")
    try:
        asked = queries.told_in(found.file, request.actor, QUESTION)
    except NoKey as refusal:
        messages.error(request, _why_not(refusal))
        return redirect("identities:names")
    told = {"demand": found, "form": form}
    told["facts"] = presenting.demand(found, asked, request.actor)
    told["may_tell_declined"] = bool(rules.may_tell_declined(request.actor, found))
    return render(request, "identities/demand.html", told)


def _told_later(request: DeskRequest, found: Disclosure) -> HttpResponse:
    """Show what was given in silence, and tell the reporter of it or wait longer."""
    form = forms.TellLater(request.POST or None, demand=found)
    try:
        asked = queries.told_in(found.file, request.actor, QUESTION)
        if form.is_valid():
            _tell_or_wait(request, found, form)
            return redirect("identities:names")
    except Invalid as error:
        put_on_form(form, error)
    except (Refused, NoKey) as refusal:
        messages.error(request, _why_not(refusal))
        return redirect("identities:names")
    told = {"demand": found, "form": form}
    told["facts"] = presenting.demand(found, asked, request.actor)
    told["may_tell"] = bool(rules.may_tell_later(request.actor, found))
    return render(request, "identities/demand.html", told)


def _tell_or_wait(request: DeskRequest, found: Disclosure, form: forms.TellLater) -> None:
    typed = form.cleaned_data
    if typed["answer"] == "tell":
        text = typed.get("text", "")
        operations.tell_later(found, text=text, told=form.told(), by=request.actor)
        reads = _("De melder leest het in het eigen postvak.")
        noted = _("Wat de melder hoorde, ligt nu vast.")
        messages.success(request, reads if found.case.has_mailbox else noted)
        return
    until, reason = typed["silent_until"], typed["reason"]
    operations.wait_longer(found, silent_until=until, reason=reason, by=request.actor)
    messages.success(request, _("Wij vragen het u opnieuw op die dag."))


def _why_not(refusal: Exception) -> str:
    if isinstance(refusal, Invalid):
        return " ".join(refusal.messages)
    return str(refusal) if isinstance(refusal, Refused) else str(_NOT_NOW)


def _visible(request: DeskRequest, number: str) -> Case:
    """Find a case one works on. Not there and not allowed give the same answer."""
    found = cases.case_to_open(number, request.actor)
    if found is None or not rules.may_see_reporter(request.actor, found):
        raise _nothing_here(request)
    return found


def _nothing_here(request: DeskRequest) -> Http404:
    trail.note_refusal("identity.asked", by=request.actor)
    return Http404()
