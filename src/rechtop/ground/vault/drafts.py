"""Seal what a reporter is writing with a root that lives in their cookie alone."""

from __future__ import annotations

import json
from typing import Any

from rechtop.ground.crypto import boxes, digests, padding, suites
from rechtop.ground.vault.models import Stored


def locator(root: bytes) -> bytes:
    """Give the name under which the draft of a cookie is stored."""
    return digests.derive(root, label="draft locator")


def close(root: bytes, content: dict[str, Any]) -> bytes:
    """Seal a draft."""
    padded = padding.pad(json.dumps(content).encode())
    return boxes.close(_key(root), padded, place=_place(root))


def open_draft(root: bytes, box: Stored) -> dict[str, Any] | None:
    """Open a draft; None where it is not of this cookie."""
    try:
        padded = boxes.open_box(_key(root), box, place=_place(root))
    except suites.CannotOpen:
        return None
    content: dict[str, Any] = json.loads(padding.unpad(padded))
    return content


def _key(root: bytes) -> bytes:
    return digests.derive(root, label="draft key")


def _place(root: bytes) -> str:
    return f"rechtop draft|{locator(root).hex()}"
