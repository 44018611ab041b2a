"""Write the toolbox as a file that another authority can read (docs/toolbox-file.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rechtop.tools.toolbox.layout import FIELDS, FORMAT, NAMES, VERSION, Told


def as_file(told: Iterable[Told], *, authority: str) -> bytes:
    """Write instruments. The same toolbox gives the same bytes, whenever it is asked."""
    made = {
        "formaat": FORMAT,
        "versie": VERSION,
        "organisatie": authority,
        "instrumenten": [_one(one) for one in told],
    }
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _one(told: Told) -> dict[str, Any]:
    return {NAMES[name]: str(getattr(told, name)) for name in FIELDS}
