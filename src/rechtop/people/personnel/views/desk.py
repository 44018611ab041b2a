"""The pages to take people over, and to answer what they correct."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form, why_not
from rechtop.ground.kernel.marks import not_kept, takes_files
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import dutch, growing, sheets, tables
from rechtop.ground.ui.hiding import or_404
from rechtop.people.organisation import operations as organisation
from rechtop.people.personnel import (
    forms,
    imports,
    operations,
    parsers,
    presenting,
    queries,
    rules,
)
from rechtop.people.personnel.imports import Read
from rechtop.people.personnel.models import Correction, PeopleFile

_ROOM_FOR_FORM = 1024 * 1024
_LISTED = 10
_MOST_RETURNED = 200


@takes_files(at_most=parsers.LARGEST_BYTES + _ROOM_FOR_FORM)
def bring(request: DeskRequest) -> HttpResponse:
    """Receive a file; nothing changes yet."""
    or_404(rules.may_import(request.actor))
    form = forms.Bring(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        name, content = form.cleaned_data["file"]
        file = operations.bring(name=name, content=content, by=request.actor)
        return redirect("personnel:check", file.pk)
    told = {"form": form, "imports": queries.last_imports()[:_LISTED]}
    return render(request, "personnel/bring.html", told)


def check(request: DeskRequest, number: int) -> HttpResponse:
    """Show what a file would change, or what is wrong with it."""
    file = _waiting(request, number)
    found = _read(file)
    if found.lacks_columns:
        return redirect("personnel:columns", number)
    told: dict[str, object] = {"file": file}
    if not found.faults:
        plan = queries.plan(found.rows, found.absent)
        found.faults = plan.faults
        told |= {"plan": plan, "parts": presenting.parts(plan)}
    told["faults"] = presenting.faults(found.faults)
    return render(request, "personnel/check.html", told)


def columns(request: DeskRequest, number: int) -> HttpResponse:
    """Say what each column of a file stands for; remembered for the next one."""
    file = _waiting(request, number)
    found = _read(file)
    known = queries.columns()
    form = forms.Columns(request.POST or None, heading=found.heading, known=known)
    if form.is_valid():
        operations.name_columns(names=form.names(), by=request.actor)
        return redirect("personnel:check", number)
    wrong = [fault for fault in presenting.faults(found.faults) if fault.row == 1]
    told = {"file": file, "form": form, "heading_faults": wrong}
    return render(request, "personnel/columns.html", told)


@not_kept
@require_POST
def confirm(request: DeskRequest, number: int) -> HttpResponseBase:
    """Take over what a file tells, as it was shown, and tell meanwhile how far it is."""
    or_404(rules.may_import(request.actor))
    file = _brought(request, number)
    if file is None:
        messages.info(request, _("Dit bestand is hier al weg: overgenomen, of weggegooid."))
        return redirect("personnel:bring")
    taking = _taking(file, shown=request.POST.get("shown", ""), by=request.actor)
    return growing.answer(request, "personnel/taking.html", {}, taking)


def _taking(file: PeopleFile, *, shown: str, by: Actor) -> Iterator[str]:
    yield _how_far(_("Lezen"))
    found = _read(file)
    if found.faults:
        yield _ended(file, _("Er staan fouten in dit bestand. Er is niets veranderd."))
        return
    yield _how_far(_("Gelezen: %(count)s rijen"), count=len(found.rows))
    try:
        made = yield from growing.meanwhile(
            lambda tell: operations.import_people(
                rows=found.rows,
                absent=found.absent,
                shown=shown,
                waited=file,
                by=by,
                tell=lambda what, done, of: tell(_going(what, done, of)),
            )
        )
    except Invalid as error:
        yield _ended(file, " ".join(error.messages))
    except Refused as refusal:
        yield _ended(file, str(refusal))
    else:
        told: dict[str, object]
        told = {"parts": presenting.counted(made), "taken": _("De mensen zijn overgenomen.")}
        told["came_back"] = queries.came_back().exists()
        told["without_sign_in"] = queries.without_sign_in().count()
        yield render_to_string("personnel/taken.html", told)


def _going(what: str, done: int, of: int) -> str:
    if not of:
        return _how_far("%(what)s", what=what)
    return _how_far(_("%(what)s: %(done)s van %(of)s"), what=what, done=done, of=of)


def _how_far(text: str, **told: int | str) -> str:
    shown = {name: one if isinstance(one, str) else dutch.number(one) for name, one in told.items()}
    return format_html('<p class="rechtop-progress">{} …</p>', text % shown)


def _ended(file: PeopleFile, text: str) -> str:
    return render_to_string("personnel/taken.html", {"refused": text, "file": file})


@require_POST
def throw_away(request: DeskRequest, number: int) -> HttpResponse:
    """Throw a file away."""
    with suppress(Refused):  # a second click finds it gone
        operations.throw_away(_waiting(request, number), by=request.actor)
    messages.success(request, _("Er is niets veranderd. Het bestand is hier weg."))
    return redirect("personnel:bring")


def returned(request: DeskRequest) -> HttpResponse:
    """List who came back after their last day, with the duties that ended then."""
    or_404(rules.may_import(request.actor))
    found = queries.came_back()[:_MOST_RETURNED]
    return render(request, "personnel/returned.html", {"found": found})


@require_POST
def give_again(request: DeskRequest, number: int) -> HttpResponse:
    """Give someone who came back a duty again."""
    return _decided(request, number, _("De taak is gegeven."), operations.give_again)


@require_POST
def leave_ended(request: DeskRequest, number: int) -> HttpResponse:
    """Leave a duty ended."""
    return _decided(request, number, _("De taak blijft beëindigd."), organisation.leave_ended)


def _decided(request: DeskRequest, number: int, done: str, decide: Any) -> HttpResponse:
    or_404(rules.may_import(request.actor))
    found = queries.came_back().filter(duty=number).first()
    if found is None:
        messages.info(request, _("Hierover is al besloten."))
        return redirect("personnel:returned")
    try:
        decide(found.duty, by=request.actor)
    except (Invalid, Refused) as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, done)
    return redirect("personnel:returned")


def example(request: DeskRequest) -> HttpResponse:
    """Give an empty workbook with every column, to fill in."""
    or_404(rules.may_import(request.actor))
    return sheets.answer("mensen", presenting.empty_sheets())


def corrections(request: DeskRequest) -> HttpResponse:
    """List what people say is not right."""
    or_404(rules.may_read_corrections(request.actor))
    waiting = queries.waiting_corrections(request.actor)
    page = tables.page(request, waiting, handle="pk", oldest_first=True)
    arranges = bool(rules.may_import(request.actor))
    told = {"page": page, "said": presenting.said(page.rows), "arranges": arranges}
    return render(request, "personnel/corrections.html", told)


def answer(request: DeskRequest, number: int) -> HttpResponse:
    """Change what is held of someone, as they proposed."""
    found = _correction(request, number)
    held = queries.told_of(found.person_id)
    form = forms.Accept(request.POST or None, person=found.person, told=held)
    if form.is_valid():
        try:
            seen = form.cleaned_data.get("seen", "")
            operations.accept_correction(found, told=form.told(), seen=seen, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Het is veranderd. De persoon leest het antwoord."))
            return redirect("personnel:corrections")
    return _answering(request, found, form, forms.Decline())


@require_POST
def decline(request: DeskRequest, number: int) -> HttpResponse:
    """Leave what is held as it is, and say why."""
    found = _correction(request, number)
    form = forms.Decline(request.POST)
    if form.is_valid():
        try:
            operations.decline_correction(found, **form.cleaned_data, by=request.actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Er is niets veranderd. De persoon leest uw reden."))
            return redirect("personnel:corrections")
    held = queries.told_of(found.person_id)
    return _answering(request, found, forms.Accept(person=found.person, told=held), form)


def _answering(
    request: DeskRequest, found: Correction, accept: forms.Accept, no: forms.Decline
) -> HttpResponse:
    told = {"said": presenting.said([found])[0], "form": accept, "decline": no}
    return render(request, "personnel/answer.html", told)


def _correction(request: DeskRequest, number: int) -> Correction:
    or_404(rules.may_import(request.actor))
    found = get_object_or_404(queries.corrections(), pk=number)
    or_404(rules.may_answer(request.actor, found))
    return found


def _read(file: PeopleFile) -> Read:
    return imports.read(file.name, queries.content_of(file), queries.columns())


def _waiting(request: DeskRequest, number: int) -> PeopleFile:
    or_404(rules.may_import(request.actor))
    file = _brought(request, number)
    if file is None:
        raise Http404
    return file


def _brought(request: DeskRequest, number: int) -> PeopleFile | None:
    file = queries.waiting(number)
    return file if file is not None and file.brought_by == request.actor.number else None
