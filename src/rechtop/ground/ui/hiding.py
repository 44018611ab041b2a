"""Hide a page from who may not see it: it answers as a page that is not there."""

from __future__ import annotations

from django.http import Http404


def or_404(verdict: object) -> None:
    """Raise Http404 where this is not so."""
    if not verdict:
        raise Http404
