"""The pages on which a term of a case stands still, runs again, or is made longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.doing import is_done
from rechtop.tools.deadlines import queries as deadlines
from rechtop.work.cases import forms, terms
from rechtop.work.cases.models import Case
from rechtop.work.cases.views.desk import visible


def _page(
    title: Any, intro: Any, button: Any, day: tuple[str, Any], do: Callable[..., None], done: Any
) -> Callable[..., HttpResponse]:
    """Make a page that asks for a day and a reason, and changes one term."""

    @titled(title)
    @needs_keys
    def view(request: DeskRequest, number: str, term: int) -> HttpResponse:
        found = visible(request, number)
        deadline = deadlines.of(found.ref).filter(pk=term).first()
        if deadline is None:
            raise Http404
        form = forms.ChangeTerm(request.POST or None, case=found, day=day[0], label=day[1])
        if is_done(request, form, lambda: _change(form, do, found, term, request.actor), done):
            return redirect("cases:case", number)
        told = {"case": found, "form": form, "title": title, "button": button, "intro": intro}
        return render(request, "cases/change_term.html", {**told, "deadline": deadline})

    return view


def _change(
    form: forms.ChangeTerm, do: Callable[..., None], case: Case, term: int, by: Actor
) -> None:
    do(case, term=term, **form.cleaned_data, by=by)


pause = _page(
    _("Termijn stilzetten"),
    _("De dagen dat de termijn stilstaat, komen er later weer bij."),
    _("Zet de termijn stil"),
    ("on", _("Vanaf welke dag?")),
    terms.pause,
    _("De termijn staat stil."),
)
resume = _page(
    _("Termijn weer laten lopen"),
    _("De laatste dag schuift op met de dagen dat de termijn stilstond."),
    _("Laat de termijn weer lopen"),
    ("on", _("Vanaf welke dag?")),
    terms.resume,
    _("De termijn loopt weer."),
)
extend = _page(
    _("Termijn verlengen"),
    "",
    _("Verleng de termijn"),
    ("until", _("Tot en met welke dag?")),
    terms.extend,
    _("De termijn is verlengd."),
)
