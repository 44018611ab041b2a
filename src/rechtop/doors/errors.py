"""The calm pages for when something is not there or goes wrong; they show nothing of it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
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
    text = _("Deze bladzijde bestaat niet, of u kunt haar niet openen.")
    return _page(request, 404, _("Niet gevonden"), text)


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
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT
    ]
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
