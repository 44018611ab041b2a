"""The form in which authorities hand instruments to each other (docs/toolbox-file.md)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

FORMAT = "rechtop-toolbox"
VERSION = 1

LARGEST_BYTES = 2 * 1024 * 1024
MOST = 1_000
"""How large a file may be, and how many instruments may stand in it."""


@dataclass(frozen=True)
class Told:
    """What a file tells of an instrument."""

    key: uuid.UUID
    kind: str
    title: str
    description: str
    audience: str
    maker: str
    licence: str
    language: str
    link: str
    body: str
    origin: str


NAMES: Mapping[str, str] = MappingProxyType(
    {
        "key": "sleutel",
        "kind": "soort",
        "title": "titel",
        "description": "omschrijving",
        "audience": "doelgroep",
        "maker": "maker",
        "licence": "licentie",
        "language": "taal",
        "link": "link",
        "body": "tekst",
        "origin": "herkomst",
    }
)
"""What a field is called in a file."""

FIELDS = tuple(field.name for field in fields(Told))
CONTENT = tuple(name for name in FIELDS if name not in ("key", "origin"))
"""What can change of an instrument."""
