"""What holds for every answer of the public door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware

from rechtop.ground.ui import one_cookie

Answer = Callable[[HttpRequest], HttpResponseBase]


def answer_calmly(get_response: Answer) -> Answer:
    """Keep pages out of caches and tell the browser to offer nothing it could leak by."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        response["Server"] = "web"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return answer


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
