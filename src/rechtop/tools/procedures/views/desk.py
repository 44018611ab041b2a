"""Keep the procedures: read their versions, compare them, write the next one, adopt it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import doing
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.tools.procedures import chart, forms, layout, operations, presenting, queries, rules
from rechtop.tools.procedures.layout import Step
from rechtop.tools.procedures.models import Version


def overview(request: DeskRequest) -> HttpResponse:
    """List the procedures, with the version that is being written of each."""
    or_404(rules.may_read(request.actor))
    may_write = bool(rules.may_write(request.actor))
    listed = [
        (version, layout.read(version.content))
        for version in queries.newest(also_in_writing=may_write)
    ]
    return render(request, "procedures/list.html", {"listed": listed, "may_write": may_write})


def procedure(request: DeskRequest, code: str) -> HttpResponse:
    """Show a procedure: the version in writing with what must be mended, or the last one."""
    or_404(rules.may_read(request.actor))
    may_write = bool(rules.may_write(request.actor))
    found = (queries.in_writing(code) if may_write else None) or queries.adopted(code).first()
    if found is None:
        raise Http404
    return _show(request, found, form=None)


def version(request: DeskRequest, code: str, number: int) -> HttpResponse:
    """Show a version as it was adopted."""
    or_404(rules.may_read(request.actor))
    found = get_object_or_404(queries.adopted(code), number=number)
    told = {**presenting.page(found), "is_earlier": True, "last": presenting.earlier(found)}
    return render(request, "procedures/version.html", told)


def compare(request: DeskRequest, code: str, before: int, after: int) -> HttpResponse:
    """Show what changed between two versions, step by step."""
    or_404(rules.may_read(request.actor))
    listed = queries.adopted(code)
    old = get_object_or_404(listed, number=before)
    writing = queries.in_writing(code) if rules.may_write(request.actor) else None
    is_writing = writing is not None and writing.number == after
    new = writing if is_writing else get_object_or_404(listed, number=after)
    one, other = layout.read(old.content), layout.read((new or old).content)
    told = {"before": old, "after": new, "changes": presenting.changes(one, other)}
    return render(request, "procedures/compare.html", {**told, "procedure": other, "code": code})


def add(request: DeskRequest) -> HttpResponse:
    """Begin a procedure that did not exist yet."""
    or_404(rules.may_write(request.actor))
    form = forms.ANewProcedure(request.POST or None)

    def make() -> None:
        code = form.cleaned_data["code"]
        operations.begin(code=code, title=form.text("title"), by=request.actor)

    if doing.done(form, make):
        return redirect("procedures:procedure", form.cleaned_data["code"])
    return render(request, "procedures/add.html", {"form": form})


@require_POST
def begin(request: DeskRequest, code: str) -> HttpResponse:
    """Begin the next version."""
    or_404(rules.may_write(request.actor))
    or_404(queries.adopted(code).exists())
    operations.begin(code=code, by=request.actor)
    return redirect("procedures:procedure", code)


def adopt(request: DeskRequest, code: str) -> HttpResponse:
    """Adopt the version in writing, from a day on and by a decision."""
    found = _in_writing(request, code)
    form = forms.ADecision(request.POST or None)
    if is_done(
        request,
        form,
        lambda: operations.adopt(found, by=request.actor, **form.cleaned_data),
        _("De procedure is vastgesteld."),
    ):
        return redirect("procedures:procedure", code)
    if not found.is_in_writing:
        messages.error(request, operations.GONE)
        return redirect("procedures:procedure", code)
    return _show(request, found, form=form)


@require_POST
def throw_away(request: DeskRequest, code: str) -> HttpResponse:
    """Throw the version in writing away; who presses twice is told that it is gone already."""
    or_404(rules.may_write(request.actor))
    found = queries.in_writing(code)
    if found is None:
        text = _("Deze versie is niet meer in bewerking: zij is al weggegooid of vastgesteld.")
        messages.info(request, text)
    else:
        done, shown = _("De nieuwe versie is weggegooid."), request.POST.get("shown", "")
        _change(request, code, done, operations.throw_away, shown=shown)
    is_there = Version.objects.filter(code=code).exists()
    return redirect("procedures:procedure", code) if is_there else redirect("procedures:overview")


@require_POST
def take_away(request: DeskRequest, code: str, step: str) -> HttpResponse:
    """Take a step away."""
    told = {"step": step, "shown": request.POST.get("shown", "")}
    return _change(request, code, _("Weggehaald."), operations.take_away, **told)


@require_POST
def begin_with(request: DeskRequest, code: str, step: str) -> HttpResponse:
    """Let the procedure begin with this step."""
    done = _("De procedure begint nu met deze stap.")
    return _change(request, code, done, operations.begin_with, step=step)


def head(request: DeskRequest, code: str) -> HttpResponse:
    """Change what a procedure is called, what it is about and where it stands."""
    found = _in_writing(request, code)
    procedure = layout.read(found.content)
    form = forms.AHead(request.POST or None, procedure=procedure)
    _say_where_it_is_gone(form, found)

    def describe() -> None:
        kept: dict[str, Any] = {name: form.text(name) for name in ("title", "about")}
        more = {name: form.cleaned_data[name] for name in ("sources", "shown")}
        operations.describe(found, by=request.actor, **{**kept, **more})

    if is_done(request, form, describe, _("Bewaard.")):
        return redirect("procedures:procedure", code)
    form.show(operations.head_as_text(procedure))
    told = {"form": form, "code": code, "procedure": procedure, "is_head": True}
    return render(request, "procedures/step.html", told)


def add_step(request: DeskRequest, code: str) -> HttpResponse:
    """Add a step."""
    return _write(request, code, None)


def step(request: DeskRequest, code: str, step: str) -> HttpResponse:
    """Change a step."""
    return _write(request, code, step)


def _write(request: DeskRequest, code: str, step: str | None) -> HttpResponse:
    found = _in_writing(request, code)
    procedure = layout.read(found.content)
    if step not in procedure.steps and request.method == "POST":
        step = None  # a colleague took it away: what was typed can be kept as a new one
    or_404(step is None or step in procedure.steps)
    key = step or procedure.next_code(queries.given_codes(found.code))
    held = procedure.steps.get(key, Step())
    form = forms.AStep(request.POST or None, procedure=procedure, code=key, step=held)
    _say_where_it_is_gone(form, found)

    def keep() -> None:
        shown = form.cleaned_data["shown"]
        operations.keep(found, code=key, step=form.step(), shown=shown, by=request.actor)

    if is_done(request, form, keep, _("Bewaard.")):
        return redirect("procedures:procedure", code)
    form.show(operations.as_text(procedure, key))
    told = {"form": form, "code": code, "step": step, "procedure": procedure}
    return render(request, "procedures/step.html", {**told, "narrow": chart.narrow(procedure)})


def _show(request: DeskRequest, version: Version, form: forms.ADecision | None) -> HttpResponse:
    told = presenting.page(version)
    faults = layout.faults(told["procedure"]) if version.is_in_writing else []
    if version.is_in_writing and form is None:
        form = forms.ADecision()
    if form is not None:
        form.show(operations.fingerprint(told["procedure"]))
    told |= {
        "form": form,
        "faults": faults,
        "may_write": bool(rules.may_write(request.actor)),
        "earlier": queries.adopted(version.code),
        "last": presenting.earlier(version),
    }
    return render(request, "procedures/version.html", told)


def _in_writing(request: DeskRequest, code: str) -> Version:
    """Give the version in writing; to who sends something after a colleague adopted it or threw it
    away, the one adopted last: nothing of that changes, and what was typed stays on its page.
    """
    or_404(rules.may_write(request.actor))
    found = queries.in_writing(code)
    if found is None and request.method == "POST":
        found = queries.adopted(code).first()
    if found is None:
        raise Http404
    return found


def _say_where_it_is_gone(form: forms.InTwoLanguages, version: Version) -> None:
    if form.is_bound and not version.is_in_writing:
        form.add_error(None, operations.GONE)


def _change(
    request: DeskRequest, code: str, done: str, change: Callable[..., Any], **told: str
) -> HttpResponse:
    try:
        change(_in_writing(request, code), by=request.actor, **told)
    except (Invalid, Refused) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        messages.success(request, done)
    return redirect("procedures:procedure", code)
