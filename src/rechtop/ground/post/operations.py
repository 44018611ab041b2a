"""Let someone know by mail that there is something for them, and never what."""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings

from rechtop.ground.audit.operations import require_operation
from rechtop.ground.kernel import clock
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import server_boxes

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


def let_know(address: str, *, language: str) -> None:
    """Put a message ready for a sealed address, inside an operation.

    It goes at a moment by chance within a quarter of an hour, so that who watches mail cannot tell
    by the clock which click it came from.
    """
    require_operation()
    later = datetime.timedelta(seconds=secrets.randbelow(_LATEST_SECONDS))
    Outgoing.objects.create(address=address, language=language, due_at=clock.now() + later)
