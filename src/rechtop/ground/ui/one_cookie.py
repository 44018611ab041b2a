"""The one cookie of a reporter.

It holds a random root, and behind it, when the words were proven, a sealed box. From the root
follow the key of the draft and the secret of the forms; nothing of either stands on the server.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NAME = "rechtop"
_ROOT_BYTES = 32
_ONE_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class OneCookie:
    """What the cookie holds."""

    root: bytes
    box: bytes = b""

    def form_secret(self) -> str:
        """Give the secret the forms are checked against, 32 characters."""
        return hashlib.sha256(b"rechtop forms|" + self.root).hexdigest()[:32]


def new() -> OneCookie:
    """Begin a new cookie."""
    return OneCookie(secrets.token_bytes(_ROOT_BYTES))


def read(request: HttpRequest) -> OneCookie | None:
    """Read the cookie; None where there is none or it is not ours."""
    try:
        content = base64.urlsafe_b64decode(request.COOKIES.get(NAME, ""))
    except (binascii.Error, ValueError):
        return None
    if len(content) < _ROOT_BYTES:
        return None
    return OneCookie(content[:_ROOT_BYTES], content[_ROOT_BYTES:])


def read_or_new(request: HttpRequest) -> OneCookie:
    """Read the cookie, or begin a new one whose forms already work in this answer."""
    cookie = read(request) or new()
    hold(request, cookie)
    return cookie


def hold(request: HttpRequest, cookie: OneCookie) -> None:
    """Let the forms of this answer belong to this cookie."""
    request.META["CSRF_COOKIE"] = cookie.form_secret()


def put(response: HttpResponse, cookie: OneCookie) -> None:
    """Send the cookie. It stays for a day, so that a crash of the browser costs nothing."""
    response.set_cookie(
        NAME,
        base64.urlsafe_b64encode(cookie.root + cookie.box).decode(),
        max_age=_ONE_DAY,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def drop(response: HttpResponse) -> None:
    """Take the cookie away."""
    response.delete_cookie(NAME, samesite="Strict")
