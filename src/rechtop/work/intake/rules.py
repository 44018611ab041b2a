"""When the reporting point is open, and how long things stay."""

import datetime
from collections.abc import Mapping
from typing import Any

from rechtop.people.organisation import queries as organisation

DRAFTS_STAY = datetime.timedelta(hours=24)


def unfinished(answers: Mapping[str, Any]) -> str:
    """Name the first screen that still wants an answer: "what", "you", or none."""
    if not answers.get("what"):
        return "what"
    return "" if answers.get("who_i_am") else "you"


def is_open() -> bool:
    """Say whether reports can be received: there is who receives them, and who replaces these."""
    return organisation.receivers().is_ready()
