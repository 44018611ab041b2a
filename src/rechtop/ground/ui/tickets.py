"""Let a form prove that it is ours before anything it carries is read.

The framework's check of forms reads the whole body to find its token. A form with files has a
ticket in its address instead: signed, good for one browser, one page, one day, and one time.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token

NAME = "bewijs"
_ONE_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Ticket:
    """A ticket that was good, and the secret of the browser it came from."""

    id: uuid.UUID
    browser: str


def make(request: HttpRequest) -> str:
    """Make a ticket for a form on this page, in this browser."""
    get_token(request)  # so that the browser has a secret, and keeps it
    return signing.dumps(uuid.uuid4().hex, salt=_salt(request))


def read(request: HttpRequest) -> Ticket | None:
    """Read the ticket of a request; None where it is not good here."""
    browser = request.META.get("CSRF_COOKIE")
    if not browser:
        return None
    try:
        number = signing.loads(request.GET.get(NAME, ""), salt=_salt(request), max_age=_ONE_DAY)
    except signing.BadSignature:
        return None
    return Ticket(uuid.UUID(number), browser)


def _salt(request: HttpRequest) -> str:
    return f"rechtop ticket|{request.META['CSRF_COOKIE']}|{request.path}"
