"""The pages on which a case is looked at for the first time, and beside other cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.errors import NoKey
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.doing import is_done
from rechtop.tools.runs import queries as runs
from rechtop.work.cases import closing
from rechtop.work.cases import operations as case_operations
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.triage import forms, operations, presenting, queries, rules
from rechtop.work.triage.closing import who_must_hear_too

Do = Callable[[DeskRequest, Case, Any], str | None]


@titled(_("Triage van een zaak"))
@needs_keys
def triage(request: DeskRequest, number: str) -> HttpResponse:
    """Ask the questions of triage, show what follows from them, and what belongs to the case."""
    case = _found(request, number)
    given = _given(request, case)
    form = forms.Answers(request.POST or None, questions=queries.questions(), given=given)
    done = _("De antwoorden staan in het dossier.")
    if is_done(request, form, lambda: _answer(request, case, form), done):
        return redirect("triage:triage", number)
    form.show(given.id)
    found = operations.proposal(given)
    shown = presenting.shown(found, case, given)
    told = {
        "case": case,
        "form": form,
        "given": given,
        "proposed": shown if given.id else None,
        "follow": forms.Follow(
            initial={"shown": operations.as_shown(found, case)}, is_to_move=False
        ),
        "others": presenting.other_rows(queries.others(case, request.actor)),
        "forwards": presenting.forward_rows(queries.forwards_of(case)),
        "is_open": bool(rules.may_answer(request.actor, case)),
    }
    return render(request, "triage/triage.html", told)


def _given(request: DeskRequest, case: Case) -> queries.Given:
    try:
        return queries.given_in(case, request.actor)
    except NoKey as error:
        raise _nothing_here(request) from error


@titled(_("Volg dit voorstel"))
@needs_keys
def follow(request: DeskRequest, number: str) -> HttpResponse:
    """Register what was proposed, as it was shown; ask why a case leaves the steps it follows."""
    case = _found(request, number)
    given = _given(request, case)
    found = presenting.shown(operations.proposal(given), case, given)
    form = forms.Follow(request.POST or None, is_to_move=found.is_to_move)
    done = _("De procedure is vastgelegd.")
    if is_done(request, form, lambda: _follow(request, case, form), done):
        return redirect("cases:case", number)
    if not found.is_to_move or found.is_registered:
        for texts in form.errors.values():
            messages.error(request, " ".join(str(text) for text in texts))
        return redirect("triage:triage", number)
    form.show(operations.as_shown(found.proposal, case))
    told = {"case": case, "form": form, "title": _("Volg dit voorstel"), "button": _("Leg vast")}
    return render(request, "triage/one_thing.html", {**told, "intro": presenting.move(found)})


@needs_keys
@require_POST
def unlink(request: DeskRequest, number: str) -> HttpResponse:
    """Take a link with another case away."""
    case = _found(request, number)
    form = forms.Other(request.POST)
    done = _("De zaken zijn los van elkaar.")
    is_done(request, form, lambda: _unlink(request, case, form), done)
    for texts in form.errors.values():
        messages.error(request, " ".join(str(text) for text in texts))
    return redirect("triage:triage", number)


def _answer(request: DeskRequest, case: Case, form: forms.Answers) -> None:
    operations.answer(case, **form.details(), by=request.actor)


def _follow(request: DeskRequest, case: Case, form: forms.Follow) -> None:
    operations.follow(case, **form.cleaned_data, by=request.actor)


def _choose(request: DeskRequest, case: Case, form: forms.Choose) -> None:
    operations.choose(case, **form.cleaned_data, by=request.actor)


def _link(request: DeskRequest, case: Case, form: forms.Other) -> None:
    operations.link(case, number=form.cleaned_data["number"], by=request.actor)


def _unlink(request: DeskRequest, case: Case, form: forms.Other) -> None:
    operations.unlink(case, number=form.cleaned_data["number"], by=request.actor)


def _merge(request: DeskRequest, case: Case, form: forms.Merge) -> None:
    operations.merge(case, **form.details(), by=request.actor)


def _split(request: DeskRequest, case: Case, form: forms.Split) -> None:
    operations.split(case, **form.details(), by=request.actor)


def _forward(request: DeskRequest, case: Case, form: forms.Forward) -> None:
    operations.forward(case, **form.details(), by=request.actor)


def _choose_form(request: DeskRequest, case: Case) -> forms.Choose:
    found = operations.proposal(queries.given_in(case, request.actor))
    run, known = runs.of(case.ref), {"regime": case.regime or found.regime, "steps": found.steps}
    if run is not None:
        known["steps"] = run.version.code
    known["shown"] = case_operations.as_registered(case)
    return forms.Choose(request.POST or None, initial=known, run=run)


def _merge_form(request: DeskRequest, case: Case) -> forms.Merge:
    types = queries.given_in(case, request.actor).types
    stops = closing.warnings(case, request.actor, but=who_must_hear_too)
    return forms.Merge(request.POST or None, case=case, types=types, warnings=stops)


def _split_form(request: DeskRequest, case: Case) -> forms.Split:
    cases.read(case, request.actor)
    holders = queries.holders(case, request.actor)
    return forms.Split(request.POST or None, case=case, readers=holders)


def _page(
    title: Any,
    button: Any,
    make: Callable[[DeskRequest, Case], Any],
    do: Do,
    done: Any,
    intro: Any = "",
) -> Callable[..., HttpResponse]:
    """Make a page with one form that does one thing."""

    @titled(title)
    @needs_keys
    def view(request: DeskRequest, number: str) -> HttpResponse:
        case = _found(request, number)
        try:
            form = make(request, case)
        except NoKey as error:
            raise _nothing_here(request) from error
        if is_done(request, form, lambda: do(request, case, form), done):
            return redirect("triage:triage", number)
        told = {"case": case, "form": form, "title": title, "button": button, "intro": intro}
        return render(request, "triage/one_thing.html", told)

    return view


choose = _page(
    _("Een andere procedure"),
    _("Leg vast"),
    _choose_form,
    _choose,
    _("De procedure is vastgelegd."),
    _("Een voorstel helpt, en houdt u niet vast. Uw reden blijft in het dossier staan."),
)
link = _page(
    _("Met een andere zaak verbinden"),
    _("Verbind de zaken"),
    lambda request, case: forms.Other(request.POST or None),
    _link,
    _("De zaken zijn verbonden."),
)
merge = _page(
    _("Samenvoegen"),
    _("Voeg samen en sluit deze zaak"),
    _merge_form,
    _merge,
    _("De zaken zijn samengevoegd. Deze zaak is afgesloten."),
    _(
        "Deze zaak sluit. De andere gaat verder. Beide tellen mee in de cijfers. Wie de andere "
        "behandelt, kan ook deze openen."
    ),
)
split = _page(
    _("Splitsen"),
    _("Maak er een eigen zaak van"),
    _split_form,
    _split,
    _("De nieuwe zaak is gemaakt."),
    _(
        "De nieuwe zaak heeft dezelfde dag van ontvangst. Wie deze zaak kan openen, kan ook de "
        "nieuwe openen, behalve wie u hieronder aankruist. Bestanden blijven hier."
    ),
)
forward = _page(
    _("Doorsturen"),
    _("Leg vast en vertel het de melder"),
    lambda request, case: forms.Forward(request.POST or None, case=case),
    _forward,
    _("Het doorsturen is vastgelegd. Sluit de zaak af als u er niets meer aan doet."),
    _("Rechtop stuurt zelf niets naar de autoriteit. Dat doet u op de manier die zij vraagt."),
)


def _found(request: DeskRequest, number: str) -> Case:
    """Find a case one may open."""
    case = cases.case_to_open(number, request.actor)
    if case is None or not rules.may_see(request.actor, case):
        raise _nothing_here(request)
    return case


def _nothing_here(request: DeskRequest) -> Http404:
    trail.note_refusal("case.opened", by=request.actor)
    return Http404()
