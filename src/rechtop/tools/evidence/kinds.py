"""Say what kind of file something is, by its content and never by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """A kind of file."""

    code: str
    label: Any


_UNKNOWN = Kind("other", _("Bestand"))
_KNOWN = {"jpeg": Kind("jpeg", _("Foto (JPEG)")), "other": _UNKNOWN}


def kind_of(head: bytes, name: str) -> Kind:
    """Give the kind of a file by its first bytes."""
    return _KNOWN["jpeg"] if head.startswith(b"\xff\xd8\xff") else _UNKNOWN


def by_code(code: str) -> Kind:
    """Give a kind by its code."""
    return _KNOWN.get(code, _UNKNOWN)
