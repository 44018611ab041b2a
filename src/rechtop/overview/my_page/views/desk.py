"""One's own page: what do I do now, what did I do, and where can I go."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from rechtop.ground.kernel.requests import DeskRequest
from rechtop.overview.my_page import queries
from rechtop.people.organisation import queries as organisation


def mine(request: DeskRequest) -> HttpResponse:
    """Show someone what they still have to do, what they did, and to whom they can go."""
    told = {
        "to_do": queries.to_do(request.actor),
        "coming": queries.coming(request.actor),
        "done": queries.done(request.actor),
        "confidants": organisation.found_today(),
    }
    return render(request, "my_page/mine.html", told)
