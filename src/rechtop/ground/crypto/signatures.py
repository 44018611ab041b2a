"""Sign a statement and check who signed it (Ed25519)."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

from rechtop.ground.crypto import suites

SEED_BYTES = 32


def public_of(seed: bytes) -> bytes:
    """Give the public half of a signing key, 32 bytes."""
    return _private(seed).public_key().public_bytes_raw()


def sign(seed: bytes, statement: bytes) -> bytes:
    """Sign a statement, 65 bytes."""
    return suites.marked(suites.SIGN_ED25519, _private(seed).sign(statement))


def is_signed(public: bytes, statement: bytes, signature: bytes) -> bool:
    """Say whether this key signed this very statement."""
    try:
        body = suites.unmarked(suites.SIGN_ED25519, bytes(signature))
        ed25519.Ed25519PublicKey.from_public_bytes(bytes(public)).verify(body, statement)
    except (InvalidSignature, suites.CannotOpen, ValueError):
        return False
    return True


def _private(seed: bytes) -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed)
