"""Seal a notebook to its writer alone: one piece, so that nobody can count what is in it.

A notebook grows with every note, so its size would tell how many there are. It is padded to
64 KiB, and from there on to twice as much each time.
"""

from __future__ import annotations

import json
from typing import Any

from rechtop.ground.crypto import boxes, padding, seals, suites
from rechtop.ground.vault.files import AnyKeyring, NoKey
from rechtop.ground.vault.models import Stored
from rechtop.ground.vault.trust import Recipient

_SIZE_BYTES = 2
_SMALLEST = 64 * 1024


def seal_to(recipient: Recipient, content: Any) -> bytes:
    """Seal the whole content to someone who is vouched for: they alone open it."""
    return _sealed(recipient.public, recipient.pair, content)


def seal(keyring: AnyKeyring, sphere: str, content: Any) -> bytes:
    """Seal the whole content to the writer's own key. Raises NoKey without one.

    The public half comes from the writer's unlocked key, never from the database: nobody who can
    write there makes themselves a reader.
    """
    key = keyring.key(sphere)
    if key is None:
        raise NoKey
    return _sealed(key.private.public, key.pair, content)


def _sealed(public: bytes, pair: int, content: Any) -> bytes:
    place, content_key = _place(pair), boxes.new_key()
    sealed = seals.seal(public, content_key, place=place)
    box = boxes.close(content_key, _padded(json.dumps(content).encode()), place=place)
    return len(sealed).to_bytes(_SIZE_BYTES, "big") + sealed + box


def open_notebook(keyring: AnyKeyring, sphere: str, sealed: Stored) -> Any:
    """Open what `seal` made. Raises NoKey where this keyring does not open it."""
    key = keyring.key(sphere)
    if key is None:
        raise NoKey
    body, place = bytes(sealed), _place(key.pair)
    size = int.from_bytes(body[:_SIZE_BYTES], "big")
    try:
        content_key = key.private.open(body[_SIZE_BYTES : _SIZE_BYTES + size], place=place)
        padded = boxes.open_box(content_key, body[_SIZE_BYTES + size :], place=place)
    except suites.CannotOpen as error:
        raise NoKey from error
    return json.loads(padding.unpad(padded))


def _padded(content: bytes) -> bytes:
    length = _SMALLEST
    while length <= len(content):
        length *= 2
    return padding.pad_to(content, length)


def _place(pair: int) -> str:
    return f"rechtop notebook|{pair}"
