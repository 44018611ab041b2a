"""What an examination of the installation finds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from rechtop.ground.kernel import clock


@dataclass(frozen=True)
class Finding:
    """Something found: what it means and, where something must be done, what to do."""

    text: str
    todo: str = ""
    must: bool = True
    """Whether it must be done; otherwise it is for consideration."""


Findings = Iterator[Finding]


def advice(text: str, todo: str) -> Finding:
    """Make a finding for consideration."""
    return Finding(text, todo, must=False)


def ago(moment: datetime.datetime) -> str:
    """Say how long ago a moment was."""
    minutes = int((clock.now() - moment).total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} minuten geleden"
    return f"{minutes // 60} uur geleden" if minutes < 2880 else f"{minutes // 1440} dagen geleden"


def older(moment: datetime.datetime | None, **than: float) -> bool:
    """Say whether a moment lies further back than this; one that never was does."""
    return moment is None or clock.now() - moment > datetime.timedelta(**than)
