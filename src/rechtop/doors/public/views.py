"""The pages of the public door that belong to no room."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.marks import open_to_all
from rechtop.ground.ui import pictures
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK, TermRule
from rechtop.work.intake import rules
from rechtop.work.signpost import queries as signpost


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """Say in plain words what someone can do here."""
    cards = organisation.found_today()
    told = {"is_open": rules.is_open(), "terms": _terms(), "cards": cards}
    told["has_signpost"] = signpost.is_in_force()
    return render(request, "public/home.html", told)


@open_to_all
def confidants(request: HttpRequest) -> HttpResponse:
    """Show who the confidants are and how they are reached."""
    cards = organisation.cards(clock.today())
    return render(request, "public/confidants.html", {"cards": cards})


@open_to_all
def photo(request: HttpRequest, card: int) -> HttpResponse:
    """Give the photo on a card that is shown today.

    A browser may keep it for an hour; another photo has another address.
    """
    found = organisation.photo(card)
    if found is None:
        raise Http404
    response = HttpResponse(found, content_type=pictures.CONTENT_TYPE)
    response["Cache-Control"] = "public, max-age=3600"
    return response


@open_to_all
def how(request: HttpRequest) -> HttpResponse:
    """Say what happens with a report, by when, and by which rule."""
    return render(request, "public/how.html", {"terms": _terms()})


def _terms() -> dict[str, TermRule]:
    return deadlines.rules_on([ACKNOWLEDGEMENT, FEEDBACK], clock.today())


@open_to_all
def safety(request: HttpRequest) -> HttpResponse:
    """Say how to report without leaving traces, and what we cannot see to."""
    return render(request, "public/safety.html")
