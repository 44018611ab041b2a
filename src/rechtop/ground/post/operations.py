"""Let someone know by mail that there is something for them, and never what."""

from __future__ import annotations

import datetime
import secrets
import uuid
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from rechtop.ground.audit.operations import require_operation
from rechtop.ground.kernel import clock, rows
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import gone, server_boxes
from rechtop.ground.vault.files import OpenItem

NOTICE = "notice"
"""What a reporter's address is called in a file that they read: the newest counts."""

_USE, _LINK = "mail address", "link in mail"
_LATEST_SECONDS = 15 * 60

_BETWEEN_INVITATIONS = datetime.timedelta(seconds=1)
"""Slower than mail goes out (`jobs`), so that ten thousand of these hold up no other message."""


def can_send() -> bool:
    """Say whether this installation can send mail at all."""
    return bool(settings.EMAIL_HOST)


def closed(address: str) -> str:
    """Seal an address, so that it opens on this server alone."""
    return server_boxes.close(address, use=_USE)


def opened(address: str) -> str:
    """Open an address `closed` made. Raises CannotOpen for anything else."""
    return server_boxes.open_box(address, use=_USE)


def forget(addresses: Iterable[str]) -> None:
    """Use these sealed addresses never again, inside an operation; also not after a restore."""
    require_operation()
    gone.remember([gone.mark(_USE, address) for address in addresses if address])


def is_in_use(address: str) -> bool:
    """Say whether a sealed address may be used: there is one, and nobody took it back."""
    return bool(address) and not gone.is_gone(_USE, address)


def stuck(before: datetime.datetime) -> int:
    """Count the messages that should have gone before a moment, or that failed and are tried
    again."""
    late = Q(due_at__lt=before) | Q(tries__gt=0)
    return Outgoing.objects.filter(late, given_up_at=None).count()


def let_know(address: str, *, language: str) -> None:
    """Put a message ready for a sealed address, inside an operation.

    It goes at a moment by chance within a quarter of an hour, so that who watches mail cannot tell
    by the clock which click it came from.
    """
    require_operation()
    if not is_in_use(address):
        return
    later = datetime.timedelta(seconds=secrets.randbelow(_LATEST_SECONDS))
    Outgoing.objects.create(address=address, language=language, due_at=clock.now() + later)


def let_reporter_know(items: Sequence[OpenItem]) -> None:
    """Put a message ready for the reporter who left an address in a file, inside an operation."""
    left = [item.content for item in items if item.kind == NOTICE]
    if left:
        let_know(left[-1]["address"], language=left[-1]["language"])


def let_all_know(addresses: Iterable[str]) -> None:
    """Put a message ready for each who works here, in the language of this installation, inside an
    operation. It says that there is something, and never what. Without mail nothing is put ready.
    """
    if not can_send():
        return
    for address in addresses:
        let_know(closed(address), language=settings.LANGUAGE_CODE[:2])


def invite(letters: Sequence[tuple[str, str, uuid.UUID]]) -> None:
    """Put a message with a link ready for each address, inside an operation; by the mark that is
    given with it, `given_up` tells which did not go.

    They go one after the other, also after those that wait already. Raises RuntimeError where
    this installation sends no mail: who calls asks first.
    """
    require_operation()
    if not can_send():
        raise RuntimeError("no mail is sent here")
    waiting = Outgoing.objects.exclude(link="").filter(tries=0)
    latest = waiting.aggregate(latest=Max("due_at"))["latest"]
    start = max(clock.now(), latest + _BETWEEN_INVITATIONS) if latest else clock.now()
    language = settings.LANGUAGE_CODE[:2]
    rows.copy(
        Outgoing,
        ("address", "link", "language", "due_at", "mark"),
        [
            (
                closed(address),
                server_boxes.close(link, use=_LINK),
                language,
                start + place * _BETWEEN_INVITATIONS,
                mark,
            )
            for place, (address, link, mark) in enumerate(letters)
        ],
    )


def given_up() -> QuerySet[Outgoing]:
    """Give the messages with a mark that did not go after all tries."""
    return Outgoing.objects.filter(given_up_at__isnull=False)


def link_of(outgoing: Outgoing) -> str:
    """Give the link in a message, or nothing for one without."""
    return server_boxes.open_box(outgoing.link, use=_LINK) if outgoing.link else ""


def throw_invitations_away() -> None:
    """Send none of the links that still wait, inside the operation that ends them."""
    require_operation()
    Outgoing.objects.exclude(link="").delete()
