"""The pages about the recovery key: its ceremony, its sheets, and who got files with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import not_kept
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.hiding import or_404
from rechtop.ground.vault import ceremonies, trust
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.ceremonies import Given
from rechtop.ground.vault.models import KeyHolder
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.identity.rules import ONE_SECRET
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation import rules as organisation_rules
from rechtop.people.recovery import forms, operations, queries, rules
from rechtop.people.recovery.models import Cause, Notice
from rechtop.people.recovery.operations import Drawn

_SHOWN = 50


def overview(request: DeskRequest) -> HttpResponse:
    """Show how the recovery key stands and what was done with it."""
    or_404(rules.may_see_sheets(request.actor))
    division = queries.newest()
    told = {
        "division": division,
        "is_trusted": queries.is_trusted(),
        "is_tried": division is not None and queries.is_tried(division),
        "can_begin_anew": queries.can_begin_anew(),
        "print": ceremonies.card_print(),
        "sheets": queries.sheets(division) if division else [],
        "due_on": queries.due_on(),
        "waiting": queries.waiting_holders(),
        "uses": [(use, queries.officers(use)) for use in queries.uses()[:_SHOWN]],
        "recoveries": queries.recoveries()[:_SHOWN],
        "may_arrange": rules.may_hold_ceremony(request.actor),
    }
    return render(request, "recovery/overview.html", told)


@not_kept
def ceremony(request: DeskRequest) -> HttpResponse:
    """Hold the ceremony; show the sheets once, as the answer to the form alone."""
    or_404(rules.may_hold_ceremony(request.actor))
    division = queries.newest()
    form = forms.Officers(request.POST or None)
    if form.is_valid():
        try:
            drawn = operations.hold_ceremony(
                **form.cleaned_data, instead=_instead(request), by=request.actor
            )
        except Invalid as error:
            _say(form, error)
        else:
            return _shown_once(request, drawn, is_new=False)
    told = {"form": form, "division": division, "can_begin_anew": queries.can_begin_anew()}
    return render(request, "recovery/ceremony.html", told)


@not_kept
def new_sheets(request: DeskRequest) -> HttpResponse:
    """Divide the same key over other officers, with the old sheets."""
    or_404(rules.may_hold_ceremony(request.actor))
    division = queries.newest()
    form = forms.NewSheets(request.POST or None)
    if form.is_valid():
        details = {**form.cleaned_data, "key": form.opened(), "instead": _instead(request)}
        try:
            drawn = operations.divide_anew(**details, by=request.actor)
        except Invalid as error:
            _say(form, error)
        else:
            return _shown_once(request, drawn, is_new=True)
    return render(request, "recovery/new_sheets.html", {"form": form, "division": division})


def _shown_once(request: DeskRequest, drawn: Drawn, *, is_new: bool) -> HttpResponse:
    division = drawn.division
    told = {
        "division": division,
        "print": ceremonies.card_print(),
        "is_new": is_new,
        "spare": division.count - division.needed,
        "sheets": list(zip(drawn.sheets, drawn.words, strict=True)),
    }
    return render(request, "recovery/sheets.html", told)


def _instead(request: DeskRequest) -> int:
    sent = request.POST.get("instead", "")
    return int(sent) if sent.isdecimal() and len(sent) < 16 else 0


@not_kept
def trial(request: DeskRequest) -> HttpResponse:
    """Try the sheets."""
    or_404(rules.may_try_sheets(request.actor))
    form = forms.Sheets(request.POST or None)
    if form.is_valid():
        try:
            use = operations.try_sheets(key=form.opened(), by=request.actor)
        except Invalid as error:
            _say(form, error)
        else:
            text = _("De bladen kloppen: %(sheets)s.") % {"sheets": queries.officers(use)}
            messages.success(request, text)
            return redirect("recovery:overview")
    return render(request, "recovery/trial.html", {"form": form})


@not_kept
def confirm(request: DeskRequest) -> HttpResponse:
    """Vouch for the first holders with the sheets."""
    or_404(rules.may_confirm(request.actor))
    waiting = queries.waiting_holders()
    form = forms.Confirm(request.POST or None, holders=waiting)
    if form.is_valid():
        try:
            operations.confirm(key=form.opened(), shown=form.shown(), by=request.actor)
        except Invalid as error:
            _say(form, error)
        else:
            messages.success(request, _("De sleutels zijn bevestigd."))
            return redirect("organisation:keys")
    return render(request, "recovery/confirm.html", {"form": form, "waiting": waiting})


def choose(request: DeskRequest) -> HttpResponse:
    """Choose who gets which files; the sheets come on the next page."""
    or_404(rules.may_see_sheets(request.actor))
    form = forms.Choose(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        receiver, former = told["receiver"], told["former"]
        formers = {
            Cause.LOST_PASSPHRASE: receiver.pk,
            Cause.DEPARTED: former.pk if former else 0,
            Cause.NOBODY_LEFT: 0,
        }
        cause = Cause(told["cause"])
        allowed = rules.may_recover(request.actor, receiver)
        if allowed:
            return redirect("recovery:give", cause, told["sphere"], receiver.pk, formers[cause])
        form.add_error("receiver", str(allowed.reason))
    return render(request, "recovery/choose.html", {"form": form})


@not_kept
def give(request: DeskRequest, cause: str, sphere: str, receiver: int, former: int) -> HttpResponse:
    """Give files with the sheets, in portions."""
    chosen = _chosen(request, cause, sphere, receiver, former)
    needs_vouching = not queries.is_vouched_for(chosen["receiver"])
    form = forms.Give(
        request.POST or None, needs_vouching=needs_vouching, initial={"shown": chosen["print"]}
    )
    goes_on = False
    if form.is_valid():
        try:
            given = _give(request, form, chosen)
        except (Invalid, Refused) as error:
            _say(form, error)
        else:
            if given.go_on_after is None:
                messages.success(request, _("Klaar. Wie ermee te maken heeft, leest het."))
                return redirect("recovery:overview")
            goes_on, needs_vouching = True, False
            initial = {"reason": form.cleaned_data["reason"], "after": given.go_on_after}
            form = forms.Give(needs_vouching=False, initial=initial)
    told = {"form": form, "goes_on": goes_on, "needs_vouching": needs_vouching, **chosen}
    return render(request, "recovery/give.html", told)


def _chosen(
    request: DeskRequest, cause: str, sphere: str, receiver: int, former: int
) -> dict[str, Any]:
    """Look up what was chosen on the page before; not found for what does not go together."""
    person = get_object_or_404(Person, pk=receiver)
    or_404(rules.may_recover(request.actor, person))
    or_404(cause in Cause.values and sphere in queries.SPHERES)
    or_404(bool(former) == (cause != Cause.NOBODY_LEFT))
    or_404(cause != Cause.LOST_PASSPHRASE or former == receiver)
    holder = get_object_or_404(KeyHolder, bearer=person.pk, withdrawn_at=None)
    return {
        "cause": Cause(cause),
        "sphere": sphere,
        "receiver": person,
        "former": get_object_or_404(Person, pk=former) if former else None,
        "print": trust.card_print(holder),
    }


def _give(request: DeskRequest, form: forms.Give, chosen: dict[str, Any]) -> Given:
    given = operations.recover[chosen["cause"]](
        chosen["receiver"],
        key=form.opened(),
        cause=chosen["cause"],
        sphere=chosen["sphere"],
        former=chosen["former"],
        **form.details(),
        by=request.actor,
    )
    if given.broken:
        text = _("Niet open te krijgen met de herstelsleutel: %(count)s. Zeg het de beheerder.")
        messages.error(request, text % {"count": given.broken})
    return given


@not_kept
def lost(request: DeskRequest) -> HttpResponse:
    """Withdraw one's own keys, where the passphrase is lost."""
    if request.actor.holder is None:
        raise Http404
    form = forms.Lost(request.POST or None)
    if form.is_valid():
        try:
            _check_password(request, form.cleaned_data["password"])
            operations.withdraw_lost(request.person, by=request.actor)
        except (Invalid, Refused) as error:
            _say(form, error)
        else:
            return redirect("identity:keys" if request.actor.spheres else "home:home")
    told = {"form": form, "keeps_notes": "confidants" in request.actor.spheres, "person": None}
    return render(request, "recovery/lost.html", told)


def _check_password(request: DeskRequest, password: str) -> None:
    brake = (ONE_SECRET, request.person.pk, "password")
    if seconds := identity.try_once(*brake):
        raise Invalid(password=identity.waiting_text(seconds))
    if not request.person.check_password(password):
        raise Invalid(password=_("Dit is niet uw wachtwoord van nu."))
    identity.let_go(*brake)


@not_kept
def lost_by(request: DeskRequest, number: int) -> HttpResponse:
    """Withdraw the keys of someone who lost the passphrase, as the administrator."""
    or_404(organisation_rules.may_arrange(request.actor))
    person = get_object_or_404(Person, pk=number)
    or_404(vault.holder_of(person.pk))
    if request.method == "POST":
        try:
            operations.withdraw_lost(person, by=request.actor)
        except (Invalid, Refused) as error:
            messages.error(request, _words_of(error))
        else:
            text = _("De sleutels zijn ingetrokken. %(name)s maakt nieuwe bij het aanmelden.")
            messages.success(request, text % {"name": person.name})
        return redirect("organisation:person", number)
    keeps_notes = "confidants" in organisation.spheres_today().get(person.pk, ())
    told = {"person": person, "keeps_notes": keeps_notes}
    return render(request, "recovery/lost.html", told)


@require_POST
@not_kept
def acknowledge(request: DeskRequest, number: int) -> HttpResponse:
    """Take a notice away that was read."""
    notice = get_object_or_404(Notice, pk=number, person=request.person)
    operations.acknowledge(notice, by=request.actor)
    return redirect("home:home")


def _say(form: Any, error: Invalid | Refused) -> None:
    if isinstance(error, Invalid):
        put_on_form(form, error)
    else:
        form.add_error(None, str(error))
    if isinstance(form, forms.Sheets):
        form.ask_again()


def _words_of(error: Invalid | Refused) -> str:
    return " ".join(error.messages) if isinstance(error, Invalid) else str(error)
