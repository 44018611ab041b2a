"""The pages about a report that was spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import needs_keys, streams, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import once, receiving
from rechtop.ground.ui.hiding import or_404
from rechtop.ground.ui.receiving import Arrived, Upload
from rechtop.ground.vault import blobs
from rechtop.ground.vault.files import NoKey
from rechtop.tools.evidence import queries as evidence
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.spoken import forms, operations, presenting, queries, rules
from rechtop.work.spoken.models import Minutes
from rechtop.work.spoken.states import RECORDED


@titled(_("Gesproken melding"))
@needs_keys
def enter(request: DeskRequest) -> HttpResponse:
    """Enter what someone told, and show the words for the reporter once."""
    or_404(bool(rules.may_enter(request.actor)))
    form = forms.Enter(
        request.POST or None,
        readers=cases.readers(),
        initial={"spoke_with": request.person.name},
    )
    if form.is_valid():
        try:
            outcome = once.do(form, lambda: _entered(request, form))
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _words(request, form, outcome.address)
    return render(request, "spoken/enter.html", {"form": form})


def _entered(request: DeskRequest, form: forms.Enter) -> str:
    case = operations.enter(**form.details(), by=request.actor)
    seen = cases.visible_to(request.actor).filter(pk=case.pk).exists()
    return reverse("cases:case", args=[case.number]) if seen else ""


def _words(request: DeskRequest, form: forms.Enter, way: str) -> HttpResponse:
    """Show the words in the answer itself: they are stored nowhere, so no page has them later."""
    told = {
        "words": form.cleaned_data["words"],
        "day": form.cleaned_data["received_on"],
        "address": request.build_absolute_uri(reverse("intake:enter")),
        "case": way,
        "record": _record_way(request, form, way),
        "is_recorded": form.cleaned_data["consent"] in RECORDED,
    }
    return render(request, "spoken/words.html", told)


def _record_way(request: DeskRequest, form: forms.Enter, way: str) -> str:
    """Give where the recording goes, if there is one and this person can add it."""
    if not way or form.cleaned_data["consent"] not in RECORDED:
        return ""
    return reverse("spoken:record", args=[way.rstrip("/").rpartition("/")[2]])


@dataclass(frozen=True)
class _Recording:
    """The page for the recording of a conversation."""

    request: DeskRequest
    case: Case
    minutes: Minutes

    @property
    def store(self) -> blobs.Store:
        return blobs.Store(file=self.case.pk)

    @property
    def way(self) -> str:
        return reverse("spoken:minutes", args=[self.case.number])

    def show(self, upload: Upload, status: int) -> HttpResponse:
        """Show the form."""
        told = {"case": self.case, "minutes": self.minutes, "upload": upload}
        return render(self.request, "spoken/record.html", told, status=status)

    def keep(self, files: Sequence[Arrived]) -> None:
        """Keep the recording with the case."""
        told = [evidence.told_of(file) for file in files]
        operations.add_recording(self.minutes, attachments=told, by=self.request.actor)
        messages.success(self.request, _("De opname staat in het dossier."))


@streams
@needs_keys
def record(request: DeskRequest, number: str) -> HttpResponse:
    """Add the recording of a conversation."""
    case, found = _found(request, number)
    or_404(bool(rules.may_record(request.actor, found)))
    try:
        return receiving.answer(request, _Recording(request, case, found))
    except NoKey as error:
        raise Http404 from error


@needs_keys
def minutes(request: DeskRequest, number: str) -> HttpResponse:
    """Show the minutes with what the reporter made of them."""
    case, found = _found(request, number)
    if request.POST.get("recording") in ("destroy", "keep"):
        _decide_on_recording(request, found)
        return redirect("spoken:minutes", number)
    if request.method == "POST":
        try:
            operations.note(found, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Genoteerd: u hebt dit gezien."))
        return redirect("cases:case", number)
    try:
        told = queries.opened(found, request.actor)
    except NoKey as error:
        raise Http404 from error
    shown = {
        "case": case,
        "minutes": found,
        "facts": presenting.facts(told),
        "versions": presenting.versions(told),
        "recordings": told.recordings,
        "may_record": rules.may_record(request.actor, found),
        "may_decide": rules.may_decide_on_recording(request.actor, found),
    }
    return render(request, "spoken/minutes.html", shown)


def _decide_on_recording(request: DeskRequest, found: Minutes) -> None:
    destroys, is_sure = request.POST["recording"] == "destroy", "sure" in request.POST
    try:
        operations.decide_on_recording(found, destroys=destroys, is_sure=is_sure, by=request.actor)
    except (Refused, Invalid) as refusal:
        told = refusal.messages if isinstance(refusal, Invalid) else [str(refusal)]
        messages.error(request, " ".join(told))
    except NoKey as error:
        raise Http404 from error
    else:
        messages.success(request, _("Uw keuze over de opname ligt vast."))


def _found(request: DeskRequest, number: str) -> tuple[Case, Minutes]:
    case = cases.case_to_open(number, request.actor)
    found = queries.of(case) if case else None
    if case is None or found is None or not rules.may_see(request.actor, found):
        trail.note_refusal("case.not_found", by=request.actor)
        raise Http404
    return case, found
