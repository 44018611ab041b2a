"""The calm pages for when something is not there or goes wrong; they show nothing of it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from rechtop.doors import context
from rechtop.ground.ui import once, one_cookie
from rechtop.ground.ui.forms import NEVER_KEPT


def _page(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    at_desk = request.path.startswith("/desk/")
    start = reverse("home:home" if at_desk else "public:home")
    way_on = {"url": start, "label": _("Naar het begin")}
    told = {"heading": heading, "text": text, "way_on": way_on, **context.authority(request)}
    return HttpResponse(render_to_string("ui/error.html", told), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Tell that the browser sent something we cannot read."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_much(request)
    text = _("Uw browser stuurde iets wat wij niet kunnen lezen. Ga terug en probeer het opnieuw.")
    return _page(request, 400, _("Dit lukt niet"), text)


def too_much(request: HttpRequest) -> HttpResponse:
    """Tell that more was sent than any form of ours takes; nothing of it was read."""
    text = _(
        "Wat u stuurde, is te lang voor één formulier. Wij hebben er niets van bewaard. Ga terug "
        "in uw browser en maak de tekst korter, of verstuur haar in delen."
    )
    return _page(request, 413, _("Dit is te veel in één keer"), text)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Tell that this is not for this person."""
    return _page(request, 403, _("Dit kan niet"), _("Dit is niet voor u bedoeld."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Tell that there is nothing here: the same for what is not there and what one may not see."""
    if request.method == "POST" and _was_checked(request):
        return _given_back(request)
    text = _("Deze bladzijde bestaat niet, of u kunt haar niet openen.")
    return _page(request, 404, _("Niet gevonden"), text)


def _was_checked(request: HttpRequest) -> bool:
    """Say whether this came from a form of the desk, which was checked, and was read already."""
    match = request.resolver_match
    keeps = match is not None and not getattr(match.func, "not_kept", False)
    return keeps and request.path.startswith("/desk/") and _is_readable(request)


def _is_readable(request: HttpRequest) -> bool:
    """Say whether what was sent is a form at all; what is not is found out by reading it."""
    try:
        return bool(request.POST)
    except (BadRequest, SuspiciousOperation, MultiPartParserError, OSError):
        return False


def _given_back(request: HttpRequest) -> HttpResponse:
    """Show what was typed on a page one cannot open any more, and nothing that is not their own.

    It is made of what was sent alone: whether the page is there, and whether one ever could open
    it, makes no difference.
    """
    typed = [text for name, text in _typed(request) if _is_text(text) and name not in _SENT_ALONG]
    told = {
        "heading": _("Niet gevonden"),
        "text": _(
            "Deze bladzijde bestaat niet, of u kunt haar niet meer openen. Met deze klik is niets "
            "verstuurd. Klikte u twee keer? Dan kwam de eerste misschien wel aan."
        ),
        "way_on": {"url": reverse("home:home"), "label": _("Naar het begin")},
        "typed": typed,
        **context.authority(request),
    }
    return HttpResponse(render_to_string("doors/given_back.html", told), status=404)


def _is_text(sent: str) -> bool:
    """Say whether a person may miss it: no number or code that a choice stands for."""
    return len(sent.strip()) > _LONGEST_CODE or len(sent.split()) > 1


_LONGEST_CODE = 20
_SENT_ALONG = (once.FIELD, "kept", "asked", "shown", "edition", "words")
"""What pages put in their forms themselves. Words open something, and are never shown back."""


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what was sent by the names of the fields, without secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT
    ]


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Tell that too much comes from one place at once."""
    text = _(
        "Er komen nu te veel aanmeldingen van deze plek. Wacht een minuut en probeer het weer."
    )
    return _page(request, 429, _("Even wachten"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell that it is our fault, and that nothing half was stored."""
    text = _(
        "Er ging bij ons iets mis. Er is niets half bewaard. Ga terug in uw browser: wat u typte, "
        "staat er meestal nog. Probeer het daarna opnieuw."
    )
    return _page(request, 500, _("Er ging iets mis"), text)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show again what was typed, in a form that can be sent: nothing is lost by a lost cookie.

    Only what surely came from a page of ours, and with all of it in sight. What another site sent
    is never offered: one click would then do what that site wants.
    """
    if not _comes_from_us(request):
        return _refused(request)
    cookie = None
    if not request.path.startswith("/desk/"):
        cookie = one_cookie.read_or_new(request)
    typed = _typed(request)
    told = {
        "heading": _("Verstuur het nog een keer"),
        "text": _(
            "Uw browser stuurde geen geldige cookie mee. Dat gebeurt als u lang wachtte of cookies "
            "uitzet. Wat u typte, staat hieronder. Klopt het? Druk dan op de knop."
        ),
        "typed": typed,
        "in_sight": [text for name, text in typed if text.strip() and name != once.FIELD],
        **context.authority(request),
    }
    response = render(request, "doors/forged.html", told, status=403)
    if cookie is not None:
        one_cookie.put(response, cookie)
    return response


def _comes_from_us(request: HttpRequest) -> bool:
    """Say whether the browser itself says that a page of ours sent this."""
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.headers.get("Origin") in own


def _refused(request: HttpRequest) -> HttpResponse:
    text = _(
        "Dit formulier kwam niet van een bladzijde van ons. Er is niets verstuurd. Wilt u zelf "
        "iets versturen? Begin dan bij onze eigen bladzijde."
    )
    return _page(request, 403, _("Dit kan niet"), text)
