"""Show everybody how a report is handled: drawn, and in words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.marks import open_to_all
from rechtop.ground.ui import downloads
from rechtop.people.organisation import queries as organisation
from rechtop.tools.procedures import bpmn, documents, layout, presenting, queries
from rechtop.tools.procedures.models import Version


@open_to_all
def overview(request: HttpRequest) -> HttpResponse:
    """List the procedures in force."""
    listed = [
        (version.code, layout.read(version.content))
        for version in queries.all_in_force(clock.today())
    ]
    return render(request, "procedures/public_list.html", {"listed": listed})


@open_to_all
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show a procedure in force."""
    told = {**presenting.page(_in_force(code)), "is_wide": True}
    return render(request, "procedures/public.html", told)


@open_to_all
def bpmn_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give a procedure in force as a file for process tools."""
    version = _in_force(code)
    file = bpmn.written(layout.read(version.content), version.code)
    return downloads.give(request, iter([file]), f"{version.code}.bpmn", len(file))


@open_to_all
def appendix(request: HttpRequest) -> HttpResponse:
    """Show all procedures in force on one page, to print."""
    pages = [presenting.page(version) for version in queries.all_in_force(clock.today())]
    return render(request, "procedures/appendix.html", {"pages": pages, "is_wide": True})


@open_to_all
def document(request: HttpRequest) -> HttpResponseBase:
    """Give all procedures in force as a document."""
    authority = organisation.authority()
    versions = queries.all_in_force(clock.today())
    file = documents.written(versions, authority=authority.name if authority else "")
    return downloads.give(request, iter([file]), "procedures.docx", len(file))


def _in_force(code: str) -> Version:
    version = queries.in_force(code, clock.today())
    if version is None:
        raise Http404
    return version
