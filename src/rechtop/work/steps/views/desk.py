"""The pages on which a case goes through its procedure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.doing import is_done
from rechtop.tools.runs import operations as runs
from rechtop.tools.runs import queries as run_queries
from rechtop.tools.runs.queries import Course
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.steps import forms, operations, queries, rules

Do = Callable[[DeskRequest, Case, Any], None]


@titled(_("Procedure van een zaak"))
@needs_keys
def steps(request: DeskRequest, number: str) -> HttpResponse:
    """Show where a case is in its procedure, and take the step that waits.

    What was typed is always taken in: a colleague may have gone on, or closed the case, meanwhile.
    """
    case, course = _found(request, number)
    told: dict[str, Any] = {"case": case, "course": course, "deadlines": []}
    if course is not None and (request.method == "POST" or _waits_for(request, case, course)):
        form = forms.Take(request.POST or None, course=course)
        if is_done(request, form, lambda: _take(request, case, form), _("De stap is gedaan.")):
            return redirect("steps:steps", number)
        told["form"] = form
        form.show(runs.place(course.run))
    return render(request, "steps/steps.html", told)


def _waits_for(request: DeskRequest, case: Case, course: Course) -> bool:
    return bool(rules.may_take(request.actor, case)) and not course.is_through


def _take(request: DeskRequest, case: Case, form: forms.Take) -> None:
    told = form.cleaned_data
    operations.take(
        case, shown=told["shown"], leads_to=form.leads_to(), note=told["note"], by=request.actor
    )


def _elsewhere(request: DeskRequest, case: Case, form: forms.Elsewhere) -> None:
    operations.go_elsewhere(case, **form.cleaned_data, by=request.actor)


def _add(request: DeskRequest, case: Case, form: forms.Add) -> None:
    told = form.cleaned_data
    operations.add(case, title=told["title"], reason=told["reason"], by=request.actor)


def _move(request: DeskRequest, case: Case, form: forms.Move) -> None:
    version, step = form.chosen()
    told = form.cleaned_data
    operations.move(
        case,
        shown=told["shown"],
        version=version,
        to=step,
        reason=told["reason"],
        by=request.actor,
    )


def _page(
    title: Any,
    intro: Any,
    button: Any,
    make: Callable[[Any, Course], forms.Shown],
    do: Do,
    done: Any,
) -> Callable[..., HttpResponse]:
    """Make a page with one form that asks for a reason."""

    @titled(title)
    @needs_keys
    def view(request: DeskRequest, number: str) -> HttpResponse:
        case, course = _found(request, number)
        if course is None:
            raise Http404
        form = make(request.POST or None, course)
        if is_done(request, form, lambda: do(request, case, form), done):
            return redirect("steps:steps", number)
        form.show(runs.place(course.run))
        told = {"case": case, "form": form, "title": title, "button": button, "intro": intro}
        return render(request, "steps/one_thing.html", told)

    return view


elsewhere = _page(
    _("Met een andere stap verder"),
    _("Een procedure helpt, en houdt u niet vast. Uw reden blijft in het dossier staan."),
    _("Ga daar verder"),
    lambda data, course: forms.Elsewhere(data, course=course),
    _elsewhere,
    _("De zaak is nu bij die stap."),
)
add = _page(
    _("Extra stap"),
    _("Deed u iets dat niet in de procedure staat? Schrijf het op. De zaak blijft bij haar stap."),
    _("Leg vast"),
    lambda data, course: forms.Add(data),
    _add,
    _("De extra stap staat in het dossier."),
)
move = _page(
    _("Andere versie of procedure"),
    _(
        "Een zaak blijft bij haar versie, ook als er een nieuwe komt. Kies hier een andere "
        "versie of procedure, en de stap waar de zaak daar verdergaat."
    ),
    _("Ga daar verder"),
    lambda data, course: forms.Move(
        data, now=course.run.version, others=queries.others(course.run)
    ),
    _move,
    _("De zaak volgt nu die procedure."),
)


def _found(request: DeskRequest, number: str) -> tuple[Case, Course | None]:
    """Find a case one may open, with its course."""
    case = cases.case_to_open(number, request.actor)
    if case is None or not rules.may_see(request.actor, case):
        trail.note_refusal("case.opened", by=request.actor)
        raise Http404
    return case, run_queries.course(case.ref)
