"""Make and take back secret addresses, inside an operation of the room they belong to."""

from __future__ import annotations

import secrets

from rechtop.ground.audit.operations import require_operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import gone
from rechtop.tools.addresses import queries
from rechtop.tools.addresses.models import SecretAddress


class Made(str):
    """The secret part of an address, which is shown once and kept nowhere."""


def make(model: type[SecretAddress], *, mark: str, language: str, by: Actor) -> Made:
    """Make one's own address; the one before it finds nothing any more."""
    require_operation()
    token = Made(secrets.token_urlsafe(32))
    for address in model._default_manager.select_for_update().filter(person=by.number):
        _forget(address, mark)
    facts = {
        "digest": queries.digest_of(token),
        "language": language,
        "made_on": clock.today(),
    }
    model._default_manager.update_or_create(person_id=by.number or 0, defaults=facts)
    return token


def take_back(address: SecretAddress, *, mark: str) -> None:
    """Take an address back, for good: no restore lets anyone read by it again."""
    require_operation()
    _forget(address, mark)
    address.delete()


def _forget(address: SecretAddress, mark: str) -> None:
    gone.remember([gone.mark(mark, bytes(address.digest).hex())])
