"""Derive keys and digests; each use has a label of its own, so none can stand in for another."""

import hashlib
import hmac

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

BYTES = 32


def derive(secret: bytes, *, label: str, length: int = 32, pepper: bytes = b"") -> bytes:
    """Derive bytes from a secret (HKDF-SHA-256), with a server's pepper as salt where given."""
    return HKDF(hashes.SHA256(), length, salt=pepper or None, info=label.encode()).derive(secret)


def digest(content: bytes) -> bytes:
    """Give the SHA-256 digest, 32 bytes."""
    return hashlib.sha256(content).digest()


def same(one: bytes, other: bytes) -> bool:
    """Compare without telling by the time it takes where they differ."""
    return hmac.compare_digest(one, other)
