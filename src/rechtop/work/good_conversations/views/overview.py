"""How far it reaches, and what the coordinator chooses: the points to raise and the reminders."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import sheets
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.work.good_conversations import forms, operations, presenting, queries, rules


def coverage(request: DeskRequest) -> HttpResponse:
    """Show per unit with how many people integrity was discussed."""
    or_404(rules.may_read(request.actor))
    form = _filter(request)
    year = _year(form)
    told = {
        "form": form,
        "year": year,
        "found": presenting.overview(year, form.chosen()),
        "query": request.GET.urlencode(),
        "without_manager": queries.without_manager(queries.last_day(year)),
        "manager_left": queries.whose_manager_left(queries.last_day(year)).count(),
        "disputed": presenting.disputed(),
        "reminders": presenting.reminder_facts(year),
        "points": queries.points_on(),
        "may_keep": rules.may_keep(request.actor),
    }
    return render(request, "good_conversations/coverage.html", told)


def export(request: DeskRequest, kind: str) -> HttpResponse:
    """Give the coverage as a worksheet or as text, with the same filters and order."""
    or_404(rules.may_read(request.actor) and kind in sheets.KINDS)
    form = _filter(request)
    sheet = presenting.sheet(presenting.overview(_year(form), form.chosen()))
    return sheets.answer_as(kind, "goede-gesprekken", _("Goede Gesprek"), sheet)


def _filter(request: DeskRequest) -> forms.Filter:
    years, departments = queries.years(), presenting.departments()
    return forms.Filter(request.GET, years=years, departments=departments)


def _year(form: forms.Filter) -> int:
    return int(form.chosen().get("year") or clock.today().year)


@titled(gettext_lazy("Punten voor het Goede Gesprek"))
def points(request: DeskRequest) -> HttpResponse:
    """Write what managers raise from a day on."""
    or_404(rules.may_keep(request.actor))
    form = forms.Points(request.POST or None, held=queries.points_on())
    if request.method == "POST" and is_done(
        request,
        form,
        lambda: operations.write_points(**form.cleaned_data, by=request.actor),
        _("De punten zijn bewaard."),
    ):
        return redirect("good_conversations:points")
    told = {"form": form, "all": queries.all_points()}
    return render(request, "good_conversations/points.html", told)


@titled(gettext_lazy("Herinneringen aan het Goede Gesprek"))
def reminders(request: DeskRequest) -> HttpResponse:
    """Choose when managers are reminded."""
    or_404(rules.may_keep(request.actor))
    held = queries.plan()
    begun = {"first_before": held.first_before, "last_before": held.last_before}
    form = forms.Plan(request.POST or None, initial=begun)
    if request.method == "POST" and is_done(
        request,
        form,
        lambda: operations.set_plan(**form.cleaned_data, by=request.actor),
        _("De herinneringen zijn bewaard."),
    ):
        return redirect("good_conversations:coverage")
    told = {
        "form": form,
        "title": _("Herinneringen aan het Goede Gesprek"),
        "intro": _(
            "Leidinggevenden met gesprekken te gaan krijgen twee keer een mail. Daarin staat "
            "alleen dat er iets voor hen klaarstaat."
        ),
        "button": _("Bewaar"),
    }
    return render(request, "good_conversations/one_thing.html", told)
