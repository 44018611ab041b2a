"""Seal a long content in chunks as it comes by, in constant memory (STREAM, ChaCha20-Poly1305).

After Hoang and others (2015): each chunk is bound to its number and to whether it is the last, so
that none can be moved, left out, repeated or cut off unseen; and all of them to a place. A key is
for one stream alone. Sizes: one byte of suite, and 23 bytes more per chunk of 1 MiB.

Beside its number a chunk has random bytes in its nonce: who resumes a broken stream may send other
content for a chunk that was lost, and then no nonce is used twice.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from rechtop.ground.crypto import suites

CHUNK = 1024 * 1024
_RANDOM, _TAG = 7, 16
MORE = _RANDOM + _TAG
"""How much longer a sealed chunk is."""

HEAD = bytes([suites.STREAM_CHACHA20])
"""What a sealed stream begins with."""

_MOST_CHUNKS = 1 << 32


class Sealer:
    """Seals one chunk after another. Chunks are whole but for the last."""

    def __init__(self, key: bytes, *, place: str, number: int = 0) -> None:
        self._cipher, self._place = ChaCha20Poly1305(key), place.encode()
        self._number = number
        self._sealed = bytearray(CHUNK + MORE)

    def seal(self, chunk: bytes | bytearray | memoryview, *, is_last: bool) -> memoryview:
        """Seal the next chunk. What is given back holds until the next call."""
        size = len(chunk)
        if size > CHUNK or (size < CHUNK and not is_last) or self._number >= _MOST_CHUNKS:
            raise ValueError("not a chunk")
        drawn = secrets.token_bytes(_RANDOM)
        whole = memoryview(self._sealed)[: size + MORE]
        whole[:_RANDOM] = drawn
        nonce = _nonce(drawn, self._number, is_last)
        self._cipher.encrypt_into(nonce, chunk, self._place, whole[_RANDOM:])
        self._number += 1
        return whole


class Opener:
    """Opens one sealed chunk after another."""

    def __init__(self, key: bytes, *, place: str, number: int = 0) -> None:
        self._cipher, self._place = ChaCha20Poly1305(key), place.encode()
        self._number = number

    def open(self, sealed: bytes, *, is_last: bool) -> bytes:
        """Open the next chunk. Raises CannotOpen where anything differs, its place too."""
        nonce = _nonce(sealed[:_RANDOM], self._number, is_last)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, memoryview(sealed)[_RANDOM:], self._place)
        except (InvalidTag, ValueError) as error:
            raise suites.CannotOpen("stream") from error


def whole_chunks(sealed_size: int) -> int:
    """Say how many whole chunks stand in so many bytes of a stream that is being made."""
    return max(0, sealed_size - len(HEAD)) // (CHUNK + MORE)


def sealed_size(chunks: int) -> int:
    """Give the size of a stream of so many whole chunks."""
    return len(HEAD) + chunks * (CHUNK + MORE)


def _nonce(drawn: bytes, number: int, is_last: bool) -> bytes:
    return b"".join((drawn, number.to_bytes(4, "big"), b"\x01" if is_last else b"\x00"))
