"""Let a few do something heavy at once, so that a flood of it leaves room for everything else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Full(Exception):
    """So many are at it, and wait for it, that this one must come again."""


class Turns:
    """Turns at something, in one process: so many at once, and so many who wait for that."""

    def __init__(self, at_once: int, waiting: int = 0) -> None:
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.BoundedSemaphore(at_once)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn and take it. Raises Full where too many wait already."""
        if not self._places.acquire(blocking=False):
            raise Full
        try:
            with self._turns:
                yield
        finally:
            self._places.release()
