"""The register of risks at the desk: the list, the map, one risk, and the functions it touches."""

from __future__ import annotations

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.kernel.rules import Verdict
from rechtop.ground.ui import dutch, sheets, tables
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.work.risks import forms, operations, presenting, queries, rules
from rechtop.work.risks.models import Risk

_LARGEST = 2**63 - 1


def overview(request: DeskRequest) -> HttpResponse:
    """List the risks, the largest first."""
    or_404(rules.may_read(request.actor))
    form = _filter(request)
    found, by, is_upwards = presenting.listed(form.chosen(), request.actor)
    page = tables.page(request, found, handle="pk", by=by, oldest_first=is_upwards)
    told = {
        "form": form,
        "page": page,
        "lines": presenting.lines(page.rows),
        "count": tables.bounded_count(found),
        "query": request.GET.urlencode(),
        "may_keep": bool(rules.may_keep(request.actor)),
    }
    return render(request, "risks/overview.html", told)


def export(request: DeskRequest, kind: str) -> HttpResponse:
    """Give the list as a worksheet or as text, with the same filters and order."""
    or_404(rules.may_read(request.actor) and kind in sheets.KINDS)
    found, by, is_upwards = presenting.listed(_filter(request).chosen(), request.actor)
    most = presenting.EXPORTED
    rows = tables.whole(found, by=by, oldest_first=is_upwards, at_most=most)
    if rows is None:
        told = _("Dit zijn meer dan %(most)s risico's. Kies eerst een filter.")
        messages.error(request, told % {"most": dutch.number(most)})
        return redirect("risks:overview")
    return sheets.answer_as(kind, "risicos", _("Risico's"), presenting.sheet(rows))


def heat_map(request: DeskRequest) -> HttpResponse:
    """Show the open risks by likelihood and effect."""
    or_404(rules.may_read(request.actor))
    return render(request, "risks/map.html", presenting.heat_map())


def functions(request: DeskRequest) -> HttpResponse:
    """Show the functions that are sensitive today, what they ask, and of how many people."""
    or_404(rules.may_read(request.actor))
    return render(request, "risks/functions.html", {"functions": presenting.functions()})


def risk(request: DeskRequest, number: int) -> HttpResponse:
    """Show a risk with its history."""
    found = _found(request, number)
    return render(request, "risks/risk.html", presenting.risk(found, request.actor))


@titled(gettext_lazy("Risico opnemen"))
def register(request: DeskRequest) -> HttpResponse:
    """Put a risk in the register."""
    or_404(rules.may_keep(request.actor))
    form = forms.Registered(request.POST or None)
    told = _("Het risico staat in het register.")
    if is_done(
        request, form, lambda: operations.register(facts=form.facts(), by=request.actor), told
    ):
        return redirect("risks:overview")
    return _form(request, form, _("Risico opnemen"), _("Neem op"))


@titled(gettext_lazy("Risico herzien"))
def revise(request: DeskRequest, number: int) -> HttpResponse:
    """Change what is said of a risk, or say that it was assessed anew."""
    found = _found(request, number)
    if (refused := _refused(request, found, rules.may_revise(request.actor, found))) is not None:
        return refused
    marks = list(queries.marks(found))
    form = forms.Revised(request.POST or None, initial=forms.Revised.told(found, marks))

    def do() -> None:
        said = form.cleaned_data
        operations.revise(
            found,
            facts=form.facts(),
            edition=said["edition"],
            is_review=said["is_review"],
            text=said["text"],
            by=request.actor,
        )

    if is_done(request, form, do, _("De herziening is bewaard.")):
        return redirect("risks:risk", number)
    others = _by_others(found, form)
    return _form(request, form, _("Risico herzien"), _("Bewaar"), risk=found, others=others)


@titled(gettext_lazy("Risico sluiten"))
def close(request: DeskRequest, number: int) -> HttpResponse:
    """Close a risk, with the reason."""
    found = _found(request, number)
    if (refused := _refused(request, found, rules.may_close(request.actor, found))) is not None:
        return refused
    form = forms.Closed(request.POST or None)
    told = _("Het risico is gesloten.")
    if is_done(
        request,
        form,
        lambda: operations.close(found, **form.cleaned_data, by=request.actor),
        told,
    ):
        return redirect("risks:risk", number)
    return _form(request, form, _("Risico sluiten"), _("Sluit het risico"), risk=found)


@titled(gettext_lazy("Risico heropenen"))
def reopen(request: DeskRequest, number: int) -> HttpResponse:
    """Open a risk that was closed."""
    found = _found(request, number)
    if (refused := _refused(request, found, rules.may_reopen(request.actor, found))) is not None:
        return refused
    form = forms.Reopened(request.POST or None)
    told = _("Het risico is weer open.")
    if is_done(
        request,
        form,
        lambda: operations.reopen(found, **form.cleaned_data, by=request.actor),
        told,
    ):
        return redirect("risks:risk", number)
    return _form(request, form, _("Risico heropenen"), _("Open opnieuw"), risk=found)


def _form(
    request: DeskRequest,
    form: django_forms.Form,
    title: str,
    button: str,
    risk: Risk | None = None,
    others: object = None,
) -> HttpResponse:
    told = {"form": form, "title": title, "button": button, "risk": risk, "others": others}
    return render(request, "risks/one_thing.html", told)


def _by_others(found: Risk, form: forms.Revised) -> list[presenting.Happened]:
    """Give what others did to a risk since the writer began; sending again goes over that."""
    if "edition" not in form.errors:
        return []
    now = queries.find(found.pk)
    if now is None:
        return []
    form.go_on_from(now.edition)
    return presenting.history(now)[:1]


def _refused(request: DeskRequest, found: Risk, verdict: Verdict) -> HttpResponse | None:
    """Lead back to the risk with the reason; what was sent is told on its own page instead."""
    if verdict or request.method == "POST":
        return None
    messages.error(request, str(verdict.reason))
    return redirect("risks:risk", found.pk)


def _filter(request: DeskRequest) -> forms.Filter:
    return forms.Filter(request.GET, owners=queries.owners(), units=queries.units())


def _found(request: DeskRequest, number: int) -> Risk:
    """Give a risk that this person may see."""
    or_404(rules.may_read(request.actor))
    found = queries.find(number) if number <= _LARGEST else None
    or_404(found)
    return found  # type: ignore[return-value]  # what is not there was not found
