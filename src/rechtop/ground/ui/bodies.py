"""Read the body of a request as it comes: a few MiB in memory, never slower than we can bear.

A thread of its own reads, so that reading and sealing go on at once, and so that a browser that
falls silent keeps no page waiting: the page answers, whatever the reading thread still waits for.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.http.request import UnreadablePostError

AT_ONCE = 48
"""How many files may come or go at once in one process, of its 64 threads."""

LEAST, WINDOW = 64 * 1024, 120.0
"""The least that must come, in bytes, in so many seconds."""

_MOST_READERS = 400
_PIECE, _READ = 1024 * 1024, 64 * 1024
_PAST_BYTES, _PAST_SECONDS = 32 * 1024 * 1024, 5.0
_LOOK = 2.0

_slots = threading.BoundedSemaphore(AT_ONCE)
_readers = threading.BoundedSemaphore(_MOST_READERS)


class Full(Exception):
    """So many files come and go at once that this one must wait."""


class TooSlow(Exception):
    """Too little comes."""


@contextmanager
def slot() -> Iterator[None]:
    """Take one of the places for files. Raises Full."""
    take_slot()
    try:
        yield
    finally:
        give_slot_back()


def take_slot() -> None:
    """Take one of the places for files, to give back later. Raises Full."""
    if not _slots.acquire(blocking=False):
        raise Full


def give_slot_back() -> None:
    """Give a place back."""
    _slots.release()


class Body(Iterator[bytes]):
    """The body of a request in pieces of up to 1 MiB. Nothing is read before the first is asked.

    Raises TooSlow, and Full where too many wait already.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._ready: queue.Queue[bytes] = queue.Queue(2)
        self._has_stopped = self._has_ended = False
        self._came = self._counted = 0
        self._since, self._reads = 0.0, False

    def __next__(self) -> bytes:
        """Give the next piece."""
        self._begin()
        while not self._has_ended:
            try:
                piece = self._ready.get(timeout=_LOOK)
            except queue.Empty:
                self._see_that_it_comes()
                continue
            if piece:
                return piece
            self._has_ended = True
        raise StopIteration

    def _see_that_it_comes(self) -> None:
        if time.monotonic() - self._since < WINDOW:
            return
        if self._came - self._counted < LEAST:
            self._has_ended = True
            raise TooSlow
        self._counted, self._since = self._came, time.monotonic()

    def read_past(self) -> None:
        """Let a browser finish what it sends, so that it hears our answer; up to a bound."""
        self._begin()
        end, past = time.monotonic() + _PAST_SECONDS, 0
        while not self._has_ended and past < _PAST_BYTES and time.monotonic() < end:
            try:
                piece = self._ready.get(timeout=0.2)
            except queue.Empty:
                continue
            past += len(piece)
            self._has_ended = not piece

    def close(self) -> None:
        """Want no more of it."""
        self._has_stopped = True

    def _begin(self) -> None:
        if self._reads:
            return
        if not _readers.acquire(blocking=False):
            raise Full
        self._since, self._reads = time.monotonic(), True
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while not self._has_stopped:
                piece = self._piece()
                self._hand_over(piece)
                if not piece:
                    break
        finally:
            _readers.release()

    def _piece(self) -> bytes:
        read: list[bytes] = []
        size = 0
        while size < _PIECE and not self._has_stopped:
            try:
                some = self._request.read(_READ)
            except (UnreadablePostError, OSError):  # who sends it has gone
                some = b""
            if not some:
                break
            read.append(some)
            size += len(some)
            self._came += len(some)
        return b"".join(read)

    def _hand_over(self, piece: bytes) -> None:
        while not self._has_stopped:
            try:
                return self._ready.put(piece, timeout=_LOOK)
            except queue.Full:
                continue
