"""The pages of signed lists: keep the scan, get it, and remove it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import not_kept, takes_files, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import downloads
from rechtop.ground.ui.doing import is_done
from rechtop.work.oath import forms, holding, queries, rules
from rechtop.work.oath.models import Session, SignedList
from rechtop.work.oath.states import LARGEST_SCAN

_ENDINGS = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}
_LARGEST = 2**63 - 1


@takes_files(at_most=LARGEST_SCAN)
@titled(gettext_lazy("Getekende lijst bewaren"))
def keep(request: DeskRequest, number: int) -> HttpResponse:
    """Keep the scan of the list that people signed."""
    found = _session(request, number)
    if not (verdict := rules.may_keep_list(request.actor, found)):
        messages.error(request, str(verdict.reason))
        return redirect("oath:session", number)
    stands = queries.signed_list_of(found)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.KeepList(*sent, stands=stands)

    def do() -> object:
        told = form.cleaned_data
        why, replaces = told.get("why", ""), told["replaces"]
        return holding.keep_list(
            found, content=told["file"], why=why, replaces=replaces, by=request.actor
        )

    if is_done(request, form, do, _("De getekende lijst is bewaard.")):
        return redirect("oath:session", number)
    if request.method == "POST":  # what it replaces next is what is shown now
        form.data = {**request.POST.dict(), "replaces": str(stands.pk if stands else 0)}
    told = {"session": found, "form": form, "title": _("Getekende lijst bewaren")}
    return render(request, "oath/keep_list.html", {**told, "button": _("Bewaar de lijst")})


@not_kept
@require_POST
def give(request: DeskRequest, number: int) -> HttpResponseBase:
    """Give a signed list, to save; that someone opened it stands on the trail."""
    found = _signed(request, number)
    try:
        content = holding.open_list(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("oath:session", found.session_id)
    name = f"getekende-lijst-{found.session.day}.{_ENDINGS[found.kind]}"
    return downloads.give(request, iter([content]), name, len(content))


@titled(gettext_lazy("Getekende lijst verwijderen"))
def remove(request: DeskRequest, number: int) -> HttpResponse:
    """Remove a signed list, with why."""
    found = _signed(request, number)
    if request.method != "POST" and not (verdict := rules.may_remove_list(request.actor, found)):
        messages.error(request, str(verdict.reason))
        return redirect("oath:session", found.session_id)
    form = forms.RemoveList(request.POST or None)
    if is_done(
        request,
        form,
        lambda: holding.remove_list(found, why=form.cleaned_data["why"], by=request.actor),
        _("De getekende lijst is verwijderd."),
    ):
        return redirect("oath:session", found.session_id)
    intro = _(
        "De scan gaat weg en komt niet terug. Dat er een lijst was, wie haar verwijderde en waarom,"
        " blijft staan. In een reservekopie staat zij tot die kopie verloopt."
    )
    told = {"session": found.session, "form": form, "intro": intro}
    told |= {"title": _("Getekende lijst verwijderen"), "button": _("Verwijder de lijst")}
    return render(request, "oath/about_session.html", told)


def _session(request: DeskRequest, number: int) -> Session:
    found = queries.session(number) if number <= _LARGEST else None
    if found is None or not rules.may_read(request.actor):
        raise Http404
    return found


def _signed(request: DeskRequest, number: int) -> SignedList:
    found = queries.signed_list(number) if number <= _LARGEST else None
    if found is None or not rules.may_read(request.actor):
        raise Http404
    return found
