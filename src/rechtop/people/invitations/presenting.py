"""Show who has no sign-in yet, and make the whole address of a link."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.http import HttpRequest

from rechtop import env
from rechtop.ground.kernel import clock
from rechtop.people.invitations import queries
from rechtop.people.personnel.models import Employment

SHOWN = 25


class Line(NamedTuple):
    """Someone without a sign-in: when they were invited, whether that link has ended, and whether
    the mail could not be delivered."""

    one: Employment
    invited_at: datetime.datetime | None
    has_ended: bool
    undelivered: bool


def lines(found: Iterable[Employment]) -> list[Line]:
    """Give a line for each."""
    limit = clock.now() - queries.VALID
    invited = (
        (one, one.invited_at, one.undelivered)  # type: ignore[attr-defined]
        for one in found
    )
    return [Line(one, at, at is not None and at <= limit, lost) for one, at, lost in invited]


def start_of(request: HttpRequest) -> str:
    """Give where links start: where this page is, but never in the Tor network."""
    host = request.get_host()
    if host.partition(":")[0].endswith(".onion"):
        return usual_start()
    return f"{request.scheme}://{host}"


def usual_start() -> str:
    """Give where links start without a page to go by: at the first name, in production."""
    return f"https://{env.HOSTS[0]}" if env.PRODUCTION else ""
