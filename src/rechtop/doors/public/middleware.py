"""What holds for every request and every answer, and for the forms of the public door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware

from rechtop import env
from rechtop.ground.ui import one_cookie

_READ_PAST = 32 * 1024 * 1024
_PAST_A_FILE = 64 * 1024 * 1024
_PIECE = 64 * 1024

Answer = Callable[[HttpRequest], HttpResponseBase]


def answer_calmly(get_response: Answer) -> Answer:
    """Keep pages out of caches and tell the browser to offer nothing it could leak by."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        response["Server"] = "web"
        microphone = "(self)" if getattr(response, "lets_speak", False) else "()"
        response["Permissions-Policy"] = (
            f"camera=(), geolocation=(), microphone={microphone}, payment=()"
        )
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return answer


def only_for_us(get_response: Answer) -> Answer:
    """Answer for our own host names alone, whatever page is asked and however."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.get_host()  # raises DisallowedHost, which becomes a calm 400
        if "\0" in request.path:
            raise Http404
        return get_response(request)

    return answer


def onion_location(get_response: Answer) -> Answer:
    """Tell a browser that can go there where the same page stands in the Tor network.

    Only of pages of the reporter, read over https: the header is believed from nowhere else.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = request.method == "GET" and not is_desk(request)
        if env.ONION and is_page and request.is_secure() and response.status_code == 200:
            response["Onion-Location"] = f"http://{env.ONION}{request.path}"
        return response

    return answer


class Readable:
    """Refuse what is too much or cannot be read, before anything of it is used.

    Comes before the check of forms, which reads the whole body whoever sends it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Let through, or refuse; what is raised here becomes a calm page."""
        if request.method != "POST" or getattr(view, "streams", False):
            return
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            raise BadRequest
        if int(length) > _most(request, view):
            _read_past(request, int(length))
            raise RequestDataTooBig
        if request.content_type == "application/x-www-form-urlencoded" and not _is_text(
            request.body
        ):
            raise BadRequest


def _read_past(request: HttpRequest, length: int) -> None:
    """Let a browser finish what it sends, so that it hears our answer, and keep nothing of it.

    Up to a bound: beyond it the connection is cut off.
    """
    if length <= _READ_PAST:
        while request.read(_PIECE):
            pass


def _most(request: HttpRequest, view: Any) -> int:
    """Give how much may be sent to a page at most.

    Where it takes files of this person the upload itself keeps count and the form tells what was
    too large; only what is far beyond that is not even read past.
    """
    is_closed = getattr(view, "login_required", True)
    takes = 0 if is_closed and getattr(request, "person", None) is None else _taken(view)
    return takes + _PAST_A_FILE if takes else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _taken(view: Any) -> int:
    return int(getattr(view, "takes_files", 0))


def _is_text(body: bytes) -> bool:
    """Say whether all of a form is text. What is not would be stored with holes in it, unseen."""
    try:
        unquote_to_bytes(body).decode()
    except UnicodeDecodeError:
        return False
    return True


class Https(SecurityMiddleware):
    """Answer by https alone in production; an onion address is encrypted by itself."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Send a browser that came by plain http to https."""
        led = super().process_request(request)
        if led is not None and request.get_host().partition(":")[0].endswith(".onion"):
            return None
        return led


class OneCookieCsrf(CsrfViewMiddleware):
    """Check forms of the public door against the reporter's one cookie, so that none is added."""

    def process_request(self, request: HttpRequest) -> None:
        """Take the secret of the forms from the one cookie."""
        if not is_desk(request):
            cookie = one_cookie.read(request)
            if cookie is not None:
                request.META["CSRF_COOKIE"] = cookie.form_secret()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        """Check a form that is sent to the public door."""
        return None if is_desk(request) else super().process_view(request, view, args, kwargs)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set no cookie of its own."""
        return response

    def _get_secret(self, request: HttpRequest) -> str | None:
        cookie = one_cookie.read(request)
        return cookie.form_secret() if cookie else None


def is_desk(request: HttpRequest) -> bool:
    """Say whether a request goes to the desk."""
    return request.path.startswith("/desk/")
