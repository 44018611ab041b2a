"""Gatherings as a calendar program reads them: at a secret address, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rechtop.ground.kernel.marks import open_to_all
from rechtop.work.activities import presenting, queries


@open_to_all
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give what who made this address may see; for every other address there is nothing here."""
    found = queries.reads_with(token)
    if found is None:
        raise Http404
    return HttpResponse(presenting.feed(*found), content_type="text/calendar; charset=utf-8")
