"""Forget what colleagues asked each other long ago."""

from __future__ import annotations

from rechtop.ground.kernel.actors import JOB
from rechtop.overview.team import operations, queries


def clear() -> None:
    """Clear away old questions, where there are some."""
    if queries.are_old():
        operations.clear(by=JOB)


DUTIES = [("clear-nudges", 86_400, clear)]
