"""Encrypt what the server itself must read, with a key that stands outside the database."""

from rechtop import env
from rechtop.ground.crypto import boxes, digests


def close(text: str, *, use: str) -> str:
    """Encrypt a text for one use."""
    return boxes.close(_key(use), text.encode(), place=use).hex()


def close_bytes(content: bytes, *, use: str) -> bytes:
    """Encrypt bytes for one use."""
    return boxes.close(_key(use), content, place=use)


def open_bytes(closed: bytes | memoryview, *, use: str) -> bytes:
    """Decrypt bytes of this use. Raises CannotOpen for anything else."""
    return boxes.open_box(_key(use), closed, place=use)


def open_box(closed: str, *, use: str) -> str:
    """Decrypt a text of this use. Raises CannotOpen for anything else."""
    return boxes.open_box(_key(use), bytes.fromhex(closed), place=use).decode()


def _key(use: str) -> bytes:
    return digests.derive(env.secret("pepper"), label=f"server {use}")
