"""Let someone know by mail that there is something for them, and never what."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable

from django.conf import settings

from rechtop.ground.audit.operations import require_operation
from rechtop.ground.kernel import clock
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import gone, server_boxes

_USE = "mail address"
_LATEST_SECONDS = 15 * 60


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


def let_all_know(addresses: Iterable[str]) -> None:
    """Put a message ready for each who works here, in the language of this installation, inside an
    operation. It says that there is something, and never what. Without mail nothing is put ready.
    """
    if not can_send():
        return
    for address in addresses:
        let_know(closed(address), language=settings.LANGUAGE_CODE[:2])
