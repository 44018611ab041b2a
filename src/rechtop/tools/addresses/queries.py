"""Find whose a secret address is. `mark` tells the addresses of one room from those of others."""

from __future__ import annotations

import hashlib
from typing import TypeVar

from django.db.models import QuerySet

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import gone
from rechtop.tools.addresses.models import SecretAddress

Address = TypeVar("Address", bound=SecretAddress)


def of(model: type[Address], actor: Actor) -> Address | None:
    """Give the address this person made."""
    found: Address | None = model._default_manager.filter(person=actor.number).first()
    return found


def kept_in(room: str, person: int) -> QuerySet[SecretAddress]:
    """Give the address that someone made in a room, for who tells them what is held about them."""
    model = next(one for one in SecretAddress.__subclasses__() if one._meta.app_label == room)
    return model._default_manager.filter(person=person)


def digest_of(token: str) -> bytes:
    """Give what is kept of an address. It is drawn at random, so that nobody tries them all."""
    return hashlib.sha256(token.encode()).digest()


def reads_with(model: type[Address], token: str, *, mark: str) -> Address | None:
    """Give the address with this secret part, with its person.

    None for one nobody has, was taken back, also where a restore brought it here again, or is of
    someone who left. What is looked up is a digest: how long that takes tells nothing.
    """
    kept = model._default_manager.filter(digest=digest_of(token))
    found: Address | None = kept.select_related("person").first()
    if found is None or not found.person.is_active or is_taken_back(found, mark=mark):
        return None
    return found


def is_taken_back(address: SecretAddress, *, mark: str) -> bool:
    """Say whether this address was taken back, also where a restore brought it here again."""
    return gone.is_gone(mark, bytes(address.digest).hex())
