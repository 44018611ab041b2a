"""The addresses that belong to no door: the theme, whether we are up, and what programs read."""

from __future__ import annotations

import re

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from rechtop.ground.kernel.marks import open_to_all
from rechtop.overview.calendar.urls import open_to_programs
from rechtop.people.organisation import queries as organisation
from rechtop.work.activities.urls import open_to_programs as activities

_NAME = re.compile(r"--(utrecht|rechtop)-[a-z-]+")
_VALUE = re.compile(r"[#\w .,%()'\"-]{1,200}")


@open_to_all
def theme(request: HttpRequest) -> HttpResponse:
    """Give the authority's tokens as a style sheet; what is no token is left out."""
    authority = organisation.authority()
    tokens = authority.tokens if authority else {}
    lines = [
        f"  {name}: {value};"
        for name, value in tokens.items()
        if _NAME.fullmatch(name) and _VALUE.fullmatch(str(value))
    ]
    response = HttpResponse(":root {\n" + "\n".join(lines) + "\n}\n", content_type="text/css")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@open_to_all
def alive(request: HttpRequest) -> HttpResponse:
    """Say that pages and database answer, for whoever watches the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


to_desk = open_to_all(RedirectView.as_view(pattern_name="home:home"))  # for who types no slash

urlpatterns = [
    path("huisstijl.css", theme, name="theme"),
    path("leeft", alive, name="alive"),
    path("desk", to_desk),
    path("", include(open_to_programs)),
    path("", include(activities)),
]
