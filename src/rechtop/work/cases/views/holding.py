"""The pages on which a file is kept although its term passes, and let go of again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.doing import is_done
from rechtop.work.cases import forms, holding
from rechtop.work.cases.views.desk import visible


def _page(
    title: Any, intro: Any, button: Any, do: Callable[..., None], done: Any
) -> Callable[..., HttpResponse]:
    """Make a page that asks for a reason and does one thing."""

    @titled(title)
    @needs_keys
    def view(request: DeskRequest, number: str) -> HttpResponse:
        found = visible(request, number)
        form = forms.Hold(request.POST or None)
        if is_done(request, form, lambda: do(found, **form.cleaned_data, by=request.actor), done):
            return redirect("cases:case", number)
        told = {"case": found, "form": form, "title": title, "button": button, "intro": intro}
        return render(request, "cases/one_thing.html", told)

    return view


hold = _page(
    _("Dossier vasthouden"),
    _(
        "Loopt er nog een rechtszaak of een onderzoek? Dan blijft dit dossier bewaard, ook als de "
        "bewaartermijn voorbij is. De reden staat alleen in het dossier."
    ),
    _("Houd het dossier vast"),
    holding.hold,
    _("Het dossier blijft bewaard tot iemand het weer vrijgeeft."),
)
lift_hold = _page(
    _("Dossier weer vrijgeven"),
    _(
        "Daarna telt de bewaartermijn weer. Moest een opname van een gesprek weg zodra de melder "
        "akkoord was, dan vernietigen wij haar nu. De reden staat alleen in het dossier."
    ),
    _("Geef het dossier vrij"),
    holding.lift,
    _("De bewaartermijn telt weer."),
)
