"""Close and open boxes with a key both sides have (XChaCha20-Poly1305)."""

import secrets

import nacl.bindings
import nacl.exceptions

from rechtop.ground.crypto import suites

KEY_BYTES = 32
_NONCE_BYTES = 24


def new_key() -> bytes:
    """Make a random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def close(key: bytes, content: bytes, *, place: str) -> bytes:
    """Encrypt content so that it opens with this key, in this place only."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    body = nacl.bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
        content, place.encode(), nonce, key
    )
    return suites.marked(suites.BOX_XCHACHA20, nonce + body)


def open_box(key: bytes, box: bytes | memoryview, *, place: str) -> bytes:
    """Decrypt a box. Raises CannotOpen when the key, the place or a single bit differs."""
    body = suites.unmarked(suites.BOX_XCHACHA20, bytes(box))
    nonce, ciphertext = body[:_NONCE_BYTES], body[_NONCE_BYTES:]
    try:
        return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            ciphertext, place.encode(), nonce, key
        )
    except (nacl.exceptions.CryptoError, ValueError, TypeError) as error:
        raise suites.CannotOpen("box") from error
