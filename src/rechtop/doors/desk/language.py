"""Let someone choose the language of the desk, for as long as they are signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.marks import open_to_all
from rechtop.ground.kernel.requests import DeskRequest


@open_to_all
@require_POST
def choose(request: DeskRequest) -> HttpResponse:
    """Keep the language in the session, and go back to the page it was chosen on."""
    chosen = request.POST.get("taal", "")
    if chosen in dict(settings.LANGUAGES):
        request.session["language"] = chosen
    return redirect(_back(request.POST.get("terug", "")))


def _back(wanted: str) -> str:
    is_safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_safe and wanted.startswith("/desk/") else reverse("home:home")
