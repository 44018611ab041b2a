"""Turn a passphrase into a key, at a price for whoever guesses (Argon2id).

64 MiB and three passes: about 65 ms here. At most two at once per process, so that a flood of
guesses cannot take all memory from the other pages.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass

import nacl.pwhash

_at_most_two = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Cost:
    """What one derivation costs, and its salt; stored beside what it protects."""

    salt: bytes
    passes: int = 3
    memory: int = 64 * 1024 * 1024


def new_cost() -> Cost:
    """Give today's cost with a fresh salt."""
    return Cost(secrets.token_bytes(nacl.pwhash.argon2id.SALTBYTES))


def key_of(passphrase: str, cost: Cost) -> bytes:
    """Derive a key of 32 bytes. Spaces at the ends and doubled spaces do not count."""
    plain = " ".join(passphrase.split()).encode()
    with _at_most_two:
        return nacl.pwhash.argon2id.kdf(
            32, plain, bytes(cost.salt), opslimit=cost.passes, memlimit=cost.memory
        )
