"""The one cookie of a reporter.

It holds a random root, and behind it, when the words were proven, a sealed box. From the root
follow the key of the draft and the secret of the forms; nothing of either stands on the server.
A code of ours stands between them: a root that somebody made up is none.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from rechtop import env

# With this prefix a browser takes the cookie from this very host alone, over https.
NAME = "__Host-rechtop" if env.PRODUCTION else "rechtop"
_ROOT_BYTES = 32
_CODE_BYTES = 16
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
    root, rest = content[:_ROOT_BYTES], content[_ROOT_BYTES:]
    if not constant_time_compare(rest[:_CODE_BYTES], _code(root)):
        return None
    return OneCookie(root, rest[_CODE_BYTES:])


def read_or_new(request: HttpRequest) -> OneCookie:
    """Read the cookie, or begin a new one whose forms already work in this answer."""
    cookie = read(request) or new()
    hold(request, cookie)
    return cookie


def hold(request: HttpRequest, cookie: OneCookie) -> None:
    """Let the forms of this answer belong to this cookie."""
    request.META["CSRF_COOKIE"] = cookie.form_secret()


def put(response: HttpResponse, cookie: OneCookie) -> None:
    """Send the cookie. It stays for a day, so that a crash of the browser costs nothing.

    It comes along with a link from another site too (Lax): otherwise that link would begin a new
    cookie over this one, and what was written or not yet proven would be lost. Forms are checked.
    """
    response.set_cookie(
        NAME,
        written(cookie),
        max_age=_ONE_DAY,
        httponly=True,
        samesite="Lax",
        secure=env.PRODUCTION,
    )


def written(cookie: OneCookie) -> str:
    """Write the cookie as it stands in a browser."""
    return base64.urlsafe_b64encode(cookie.root + _code(cookie.root) + cookie.box).decode()


def _code(root: bytes) -> bytes:
    return salted_hmac("rechtop one cookie", root, algorithm="sha256").digest()[:_CODE_BYTES]


def drop(response: HttpResponse) -> None:
    """Take the cookie away."""
    response.delete_cookie(NAME, samesite="Lax")
