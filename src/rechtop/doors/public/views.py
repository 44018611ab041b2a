"""The pages of the public door that belong to no room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.marks import open_to_all
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import TermRule
from rechtop.work.cases.operations import ACKNOWLEDGEMENT, FEEDBACK
from rechtop.work.intake import rules


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """Say in plain words what someone can do here."""
    return render(request, "public/home.html", {"is_open": rules.is_open(), "terms": _terms()})


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
