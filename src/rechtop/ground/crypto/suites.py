"""Mark every ciphertext with the suite that made it, so that a later suite can be added.

The first byte of whatever this package makes names the construction. Nothing is stored without it.
"""

SEAL_MLKEM768_X25519 = (
    0x01  # HPKE (RFC 9180), ML-KEM-768 with X25519, HKDF-SHA256, ChaCha20-Poly1305
)
BOX_XCHACHA20 = 0x11  # XChaCha20-Poly1305 with a random 24-byte nonce
STREAM_CHACHA20 = 0x31  # STREAM over ChaCha20-Poly1305, chunks of 1 MiB
SIGN_ED25519 = 0x21


class CannotOpen(Exception):
    """The ciphertext is not whole, not for this key, or not from this place."""


def marked(suite: int, body: bytes) -> bytes:
    """Put the suite byte before a body."""
    return bytes([suite]) + body


def unmarked(suite: int, sealed: bytes) -> bytes:
    """Give the body of a ciphertext of this suite. Raises CannotOpen for any other."""
    if not sealed or sealed[0] != suite:
        raise CannotOpen("unknown suite")
    return sealed[1:]
