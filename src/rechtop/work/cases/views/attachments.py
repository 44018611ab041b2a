"""The pages about the files of a case."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.arrivals import Gone, NoRoom
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.marks import needs_keys, streams
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import downloads, receiving
from rechtop.ground.ui.receiving import Arrived, Upload
from rechtop.ground.vault import blobs
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.models import SealedFile
from rechtop.people.organisation import queries as organisation
from rechtop.tools.evidence import operations as evidence_operations
from rechtop.tools.evidence import queries as evidence
from rechtop.tools.evidence.queries import Attachment
from rechtop.work.cases import attaching, presenting, queries, rules
from rechtop.work.cases.models import Case
from rechtop.work.cases.views.desk import nothing_here, or_404, visible


@dataclass(frozen=True)
class _WithCase:
    """The page for files that are added to a case, shared with the reporter or not."""

    request: DeskRequest
    case: Case
    is_shared: bool

    @property
    def store(self) -> blobs.Store:
        return blobs.Store(file=self.case.pk)

    @property
    def way(self) -> str:
        return reverse("cases:case", args=[self.case.number])

    def show(self, upload: Upload, status: int) -> HttpResponse:
        """Show the form."""
        told = {"case": self.case, "upload": upload, "is_shared": self.is_shared}
        return render(self.request, "cases/add_files.html", told, status=status)

    def keep(self, files: Sequence[Arrived]) -> None:
        """Keep files with the case."""
        keep = attaching.share_files if self.is_shared else attaching.add_files
        told = [evidence.told_of(file) for file in files]
        keep(self.case, attachments=told, by=self.request.actor)
        messages.success(self.request, _("De bestanden staan in het dossier."))


@streams
@needs_keys
def add(request: DeskRequest, number: str) -> HttpResponse:
    """Add files to a case, for the handlers."""
    found = visible(request, number)
    or_404(rules.may_add_files(request.actor, found))
    return _answer(request, found, is_shared=False)


@streams
@needs_keys
def share(request: DeskRequest, number: str) -> HttpResponse:
    """Add files to a case that the reporter may open too."""
    found = visible(request, number)
    or_404(rules.may_share_files(request.actor, found))
    return _answer(request, found, is_shared=True)


def _answer(request: DeskRequest, case: Case, *, is_shared: bool) -> HttpResponse:
    try:
        return receiving.answer(request, _WithCase(request, case, is_shared))
    except NoKey as error:
        raise nothing_here(request) from error


# The picture of a page stands in the page itself.
@csp_update({"img-src": ["data:"]})  # type: ignore[arg-type]
@needs_keys
def file(request: DeskRequest, number: str, file: uuid.UUID) -> HttpResponse:
    """Show what a file is, with a copy without metadata to look at and to save."""
    case, found = _found(request, number, file)
    page, shown, is_gone = _page_asked(request), None, not blobs.is_there(found.stored.blob)
    try:
        found = evidence_operations.with_copy(_file(case), found, by=request.actor)
        shown = evidence.preview(found, page - 1)
    except Gone:
        is_gone = True
    except NoRoom:
        messages.error(request, _("Er is nu geen ruimte voor een kopie. Probeer het later weer."))
    except (Refused, NoKey) as error:
        raise nothing_here(request) from error
    names = organisation.names({found.author or 0})
    told = {
        "case": case,
        "file": found,
        "facts": presenting.file_facts(found, names),
        "is_gone": is_gone,
        "page": page,
        "pages": shown.pages if shown else 1,
        "text": shown.text if shown else "",
        "is_cut": shown.is_cut if shown else False,
        "picture": base64.b64encode(shown.picture).decode() if shown else "",
    }
    return render(request, "cases/file.html", told)


def _page_asked(request: DeskRequest) -> int:
    asked = request.GET.get("bladzijde", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


@needs_keys
def copy(request: DeskRequest, number: str, file: uuid.UUID) -> HttpResponseBase:
    """Give the copy without metadata, to save."""
    _case, found = _found(request, number, file)
    if found.copy is None:
        raise Http404
    stored = found.copy.stored
    try:
        return downloads.give(request, stored.pieces(), found.copy.name, stored.size)
    except Gone as error:
        raise Http404 from error


@needs_keys
def original(request: DeskRequest, number: str, file: uuid.UUID) -> HttpResponseBase:
    """Give a file as it came, when asked twice; that someone did stands on the trail."""
    case, found = _found(request, number, file)
    if request.method != "POST":
        return render(request, "cases/original.html", {"case": case, "file": found})
    try:
        opened = evidence_operations.open_original(_file(case), number=str(file), by=request.actor)
        stored = opened.stored
        return downloads.give(request, stored.pieces(), opened.name, stored.size)
    except (Invalid, Gone) as error:
        raise Http404 from error
    except (Refused, NoKey) as error:
        raise nothing_here(request) from error


def _found(request: DeskRequest, number: str, file: uuid.UUID) -> tuple[Case, Attachment]:
    case = visible(request, number)
    try:
        listed = evidence.attachments(queries.read(case, request.actor))
    except NoKey as error:
        raise nothing_here(request) from error
    found = next((one for one in listed if one.id == str(file)), None)
    if found is None:
        raise nothing_here(request)
    return case, found


def _file(case: Case) -> SealedFile:
    """Give the sealed file of a case, to read again under lock."""
    return SealedFile(pk=case.pk)
