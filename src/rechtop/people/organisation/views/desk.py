"""The pages about people, units and keys."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import needs_keys, takes_files
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import tables, uploads
from rechtop.ground.ui.hiding import or_404
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import KeyHolder, Roster
from rechtop.people.identity.models import Person
from rechtop.people.organisation import forms, operations, presenting, queries, rules
from rechtop.people.organisation.models import Card, Duty


def people(request: DeskRequest) -> HttpResponse:
    """List everybody, and add someone."""
    or_404(rules.may_arrange(request.actor))
    form = forms.Person(request.POST or None)
    if form.is_valid():
        try:
            person, password = operations.add_person(**form.cleaned_data, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        else:
            told = {"person": person, "password": password}
            return render(request, "organisation/first_sign_in.html", told)
    listed = queries.people()
    page = tables.page(request, listed, handle="pk", oldest_first=True, by="sort_name")
    told = {"form": form, "page": page, "endings": queries.ending_soon(), "counts": True}
    return render(request, "organisation/people.html", told)


def person(request: DeskRequest, number: int) -> HttpResponse:
    """Show someone's duties, and give another."""
    or_404(rules.may_arrange(request.actor))
    found = get_object_or_404(Person, pk=number)
    form = forms.Duty(request.POST or None)
    if form.is_valid():
        try:
            operations.give_duty(found, **form.cleaned_data, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("De taak is gegeven."))
            _warn(request, found, form.cleaned_data["until_date"])
            return redirect("organisation:person", number)
    told = {"person": found, "form": form, "duties": queries.running_duties_of(found)}
    told |= {"endings": queries.ending_soon(number), "counts": True}
    told["has_keys"] = vault.holder_of(found.pk) is not None
    return render(request, "organisation/person.html", told)


def set_end(request: DeskRequest, number: int) -> HttpResponse:
    """Let a duty end on a day to come, and say what that would leave behind."""
    or_404(rules.may_arrange(request.actor))
    duty = get_object_or_404(Duty, pk=number)
    form = forms.End(request.POST or None, initial={"until_date": duty.until_date})
    if form.is_valid():
        try:
            operations.set_end(duty, **form.cleaned_data, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("De taak eindigt op die dag."))
            _warn(request, duty.person, form.cleaned_data["until_date"])
            return redirect("organisation:person", duty.person_id)
    return render(request, "organisation/set_end.html", {"form": form, "duty": duty})


def _warn(request: DeskRequest, found: Person, until_date: datetime.date | None) -> None:
    """Warn that something would be left that nobody opens, long before it ends."""
    ending = queries.ending_on(found.pk, until_date) if until_date else None
    if ending and ending.files:
        messages.warning(request, operations.left(ending.files, found))
    if ending and ending.has_conversations:
        text = _("Wat er dan nog in het schrift met gesprekken staat, kan niemand meer openen.")
        messages.warning(request, text)


@require_POST
def end_duty(request: DeskRequest, number: int) -> HttpResponse:
    """End a duty today."""
    or_404(rules.may_arrange(request.actor))
    duty = get_object_or_404(Duty, pk=number)
    _try(request, _("De taak is beëindigd."), operations.end_duty, duty)
    return redirect("organisation:person", duty.person_id)


@require_POST
def renew(request: DeskRequest, number: int) -> HttpResponse:
    """Give someone a new first sign-in."""
    or_404(rules.may_arrange(request.actor))
    found = get_object_or_404(Person, pk=number)
    try:
        password = operations.renew_sign_in(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("organisation:person", number)
    told = {"person": found, "password": password}
    return render(request, "organisation/first_sign_in.html", told)


def units(request: DeskRequest) -> HttpResponse:
    """Show the tree of units, and add one."""
    or_404(rules.may_arrange(request.actor))
    form = forms.NewUnit(request.POST or None)
    if form.is_valid():
        try:
            operations.add_unit(**form.cleaned_data, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        except IntegrityError:  # someone else added it at this same moment
            form.add_error("name", _("Dit onderdeel bestaat al op deze plek."))
        else:
            return redirect("organisation:units")
    return render(request, "organisation/units.html", {"form": form, "units": queries.units()})


def keys(request: DeskRequest) -> HttpResponse:
    """Show whose keys are vouched for, and who receives new cases."""
    or_404(rules.may_see_keys(request.actor))
    told = {
        **presenting.keys(),
        "endings": queries.ending_soon(),
        "counts": bool(rules.may_arrange(request.actor)),
        "decides": bool(rules.may_decide_who_receives(request.actor)),
    }
    return render(request, "organisation/keys.html", told)


@require_POST
@needs_keys
def certify(request: DeskRequest, number: int) -> HttpResponse:
    """Vouch for someone's keys, with the fingerprint that was shown."""
    or_404(rules.may_decide_who_receives(request.actor))
    holder = get_object_or_404(KeyHolder, pk=number, withdrawn_at=None)
    _try(request, _("De sleutel is bevestigd."), operations.certify, holder, **_shown(request))
    return redirect("organisation:keys")


@needs_keys
def propose_roster(request: DeskRequest, name: str) -> HttpResponse:
    """Propose who receives."""
    label = queries.roster_labels().get(name)
    or_404(rules.may_decide_who_receives(request.actor) and label)
    form = forms.Roster(request.POST or None, holders=queries.vouched_holders(name))
    if form.is_valid():
        members = [int(number) for number in form.cleaned_data["members"]]
        try:
            operations.propose_roster(name=name, members=members, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Het voorstel is getekend. Een tweede moet ook tekenen."))
            return redirect("organisation:keys")
    return render(request, "organisation/roster.html", {"form": form, "label": label, "name": name})


@require_POST
@needs_keys
def sign_roster(request: DeskRequest, number: int) -> HttpResponse:
    """Sign a proposed roster, as it was shown."""
    or_404(rules.may_decide_who_receives(request.actor))
    roster = get_object_or_404(Roster, pk=number)
    _try(request, _("Het rooster is getekend."), operations.sign_roster, roster, **_shown(request))
    return redirect("organisation:keys")


@takes_files(at_most=5 * uploads.MEGABYTE)
def card(request: DeskRequest) -> HttpResponse:
    """Let a confidant write their own card for the public page."""
    or_404(rules.may_show_card(request.actor, request.person))
    kept = queries.card_of(request.person.pk)
    told_on = forms.told_on(kept, request.person.name)
    form = forms.Card(request.POST or None, request.FILES or None, initial=told_on)
    if form.is_valid():
        try:
            operations.show_card(request.person, **form.details(), by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("Uw kaart staat op de openbare bladzijde."))
            return redirect("organisation:card")
    shown = queries.shown_card_of(request.person.pk)
    return render(request, "organisation/card.html", {"form": form, "kept": kept, "shown": shown})


@require_POST
def take_photo_away(request: DeskRequest) -> HttpResponse:
    """Take the photo off one's own card."""
    _try(request, _("De foto is weg."), operations.take_photo_away, _own_card(request))
    return redirect("organisation:card")


@require_POST
def take_card_down(request: DeskRequest) -> HttpResponse:
    """Take one's own card off the public page."""
    done = _("Uw kaart staat niet meer op de openbare bladzijde.")
    _try(request, done, operations.take_card_down, _own_card(request))
    return redirect("organisation:card")


def _own_card(request: DeskRequest) -> Card:
    or_404(rules.may_show_card(request.actor, request.person))
    return get_object_or_404(Card, person=request.person)


def _shown(request: DeskRequest) -> dict[str, str]:
    return {"shown": request.POST.get("shown", "")}


def _try(request: DeskRequest, done: str, operation: Any, subject: Any, **details: Any) -> None:
    try:
        operation(subject, by=request.actor, **details)
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
