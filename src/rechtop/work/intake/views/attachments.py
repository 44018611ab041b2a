"""The reporter's files: with the report before it is sent, and later in the mailbox."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.arrivals import Gone
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import open_to_all, streams
from rechtop.ground.ui import downloads, one_cookie, receiving
from rechtop.ground.ui.one_cookie import OneCookie
from rechtop.ground.ui.receiving import Arrived, Upload
from rechtop.ground.ui.voice import lets_speak
from rechtop.ground.vault import blobs
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.reporters import Mailbox
from rechtop.tools.evidence import queries as evidence
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case
from rechtop.work.intake import operations
from rechtop.work.intake.operations import OpenDraft
from rechtop.work.intake.views.public import SCREENS, mailbox_of


@dataclass(frozen=True)
class _WithDraft:
    """The page for files that go along with what is being written."""

    request: HttpRequest
    root: bytes
    draft: OpenDraft

    @property
    def store(self) -> blobs.Store:
        return self.draft.store

    @property
    def way(self) -> str:
        return reverse("intake:files")

    def show(self, upload: Upload, status: int) -> HttpResponse:
        """Show which files go along, and the form for more."""
        told = {
            "upload": upload,
            "files": self.draft.files,
            "screen": SCREENS,
            "screens": SCREENS,
        }
        return render(self.request, "intake/files.html", told, status=status)

    def keep(self, files: Sequence[Arrived]) -> None:
        """Keep files with the draft."""
        operations.add_files(self.root, [evidence.told_of(file) for file in files])


@lets_speak
@streams
@open_to_all
def of_draft(request: HttpRequest) -> HttpResponse:
    """Let files go along with what is being written."""
    cookie = one_cookie.read(request)
    draft = operations.read_draft(cookie.root) if cookie else None
    if cookie is None or draft is None or draft.is_sent:
        request.read(0)  # this page reads its body itself, or nobody does
        return redirect("intake:words" if draft else "intake:what")
    response = receiving.answer(request, _WithDraft(request, cookie.root, draft))
    one_cookie.put(response, cookie)
    return response


@open_to_all
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take a file out of what is being written."""
    cookie = one_cookie.read(request)
    if cookie is None:
        return redirect("intake:what")
    with suppress(Refused):  # wiped or sent meanwhile; the page says so
        operations.remove_file(cookie.root, request.POST.get("file", ""))
    return redirect("intake:files")


@dataclass(frozen=True)
class _InMailbox:
    """The page for files that are added to a report that was sent."""

    request: HttpRequest
    case: Case
    mailbox: Mailbox

    @property
    def store(self) -> blobs.Store:
        return blobs.Store(file=self.case.pk)

    @property
    def way(self) -> str:
        return reverse("intake:mailbox")

    def show(self, upload: Upload, status: int) -> HttpResponse:
        """Show the form."""
        return render(self.request, "intake/add_files.html", {"upload": upload}, status=status)

    def keep(self, files: Sequence[Arrived]) -> None:
        """Keep files with the case."""
        told = [evidence.told_of(file) for file in files]
        cases.add_files_as_reporter(self.case, attachments=told, by=self.mailbox.actor())


@lets_speak
@streams
@open_to_all
def of_mailbox(request: HttpRequest) -> HttpResponse:
    """Let the reporter add files to the report."""
    opened = _opened(request)
    if opened is None:
        request.read(0)
        return redirect("intake:enter")
    cookie, mailbox, case = opened
    try:
        response = receiving.answer(request, _InMailbox(request, case, mailbox))
    except NoKey:  # the file was put back or tampered with
        return redirect("intake:enter")
    one_cookie.put(response, OneCookie(cookie.root, mailbox.closed(cookie.root)))
    return response


@open_to_all
def fetch(request: HttpRequest, number: uuid.UUID) -> HttpResponseBase:
    """Give a file of the mailbox as it came; the reporter's reading is not on the trail."""
    opened = _opened(request)
    if opened is None:
        return redirect("intake:enter")
    _cookie, mailbox, case = opened
    try:
        found = evidence.find(case.pk, str(number), mailbox.actor().keyring)
        if found is None:
            raise Http404
        return downloads.give(request, found.stored.pieces(), found.name, found.stored.size)
    except (NoKey, Gone) as error:
        raise Http404 from error


def _opened(request: HttpRequest) -> tuple[OneCookie, Mailbox, Case] | None:
    cookie = one_cookie.read(request)
    mailbox = mailbox_of(cookie) if cookie else None
    case = case_queries.of_mailbox(mailbox.file) if mailbox else None
    return (cookie, mailbox, case) if cookie and mailbox and case else None
