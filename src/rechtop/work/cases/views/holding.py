"""The pages on which a file is kept although its term passes, and let go of again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.vault.files import NoKey
from rechtop.work.cases import forms, holding, queries

_NOT_NOW = _("Het dossier ging nu niet open. Probeer het opnieuw.")


def _page(
    title: Any, intro: Any, button: Any, do: Callable[..., None], done: Any
) -> Callable[..., HttpResponse]:
    """Make a page that asks for a reason and does one thing."""

    @titled(title)
    @needs_keys
    def view(request: DeskRequest, number: str) -> HttpResponse:
        found = queries.case_to_open(number, request.actor)
        if found is None:
            trail.note_refusal("case.opened", by=request.actor)
            raise Http404
        form = forms.Hold(request.POST or None)
        if form.is_valid():
            try:
                do(found, reason=form.cleaned_data["reason"], by=request.actor)
            except (Refused, NoKey) as refusal:
                why_not = str(refusal) if isinstance(refusal, Refused) else str(_NOT_NOW)
                form.add_error(None, why_not)
            else:
                messages.success(request, str(done))
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
    _("Daarna telt de bewaartermijn weer. De reden staat alleen in het dossier."),
    _("Geef het dossier vrij"),
    holding.lift,
    _("De bewaartermijn telt weer."),
)
