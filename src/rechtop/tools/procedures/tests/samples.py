"""The procedures we ship, and names of steps to make others with."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

NAMES = ["a", "b", "c", "d", "e"]
PLACES = (
    ("rechtop.overview.example", "province-procedures.json"),
    ("rechtop.tools.procedures", "netherlands.json"),
)
SHIPPED: list[dict[str, Any]] = [
    facts
    for room, name in PLACES
    for facts in json.loads(resources.files(room).joinpath("data", name).read_text("utf-8"))
]
