"""Read the body of a request as it comes: little of it in memory, never slower than we can bear.

A thread of its own reads, so that reading and sealing go on at once, and so that a browser that
falls silent keeps no page waiting: the page answers, whatever the reading thread still waits for.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from rechtop.ground.ui.turns import Full, Turns

AT_ONCE = 48
"""How many files may come at once in one process, of its 128 threads."""

LEAST, WINDOW = 64 * 1024, 120.0
"""The least that must come, in bytes, in so many seconds."""

_MOST_READERS = 400
_PIECE, _READ, _BUFFERS = 512 * 1024, 64 * 1024, 3
_PAST_BYTES, _PAST_SECONDS = 32 * 1024 * 1024, 5.0
_LOOK, _PATIENCE, _QUICK = 2.0, 0.5, 0.1

places = Turns(AT_ONCE)
"""The places for files that come in."""

_readers = threading.BoundedSemaphore(_MOST_READERS)


class TooSlow(Exception):
    """Too little comes."""


class Body(Iterator[memoryview]):
    """The body of a request in pieces of up to 512 KiB. Nothing is read before the first is asked.

    A piece holds until the next is asked: the same few buffers are filled again and again, since
    fresh memory costs more than what is done with it. Raises TooSlow, and Full where too many
    wait already.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._ready: queue.Queue[tuple[bytearray, int]] = queue.Queue()
        self._free: queue.Queue[bytearray] = queue.Queue()
        self._given: bytearray | None = None
        self._has_stopped = self._has_ended = self._is_quick = False
        self._came = self._counted = 0
        self._since, self._reads = 0.0, False

    def __next__(self) -> memoryview:
        """Give the next piece."""
        self._begin()
        self._give_back()
        while not self._has_ended:
            try:
                piece = self._taken(_LOOK)
            except queue.Empty:
                self._see_that_it_comes()
                continue
            if piece:
                return piece
        raise StopIteration

    def _taken(self, timeout: float) -> memoryview:
        self._given, size = self._ready.get(timeout=timeout)
        self._has_ended = not size
        return memoryview(self._given)[:size]

    def _give_back(self) -> None:
        if self._given is not None:
            self._free.put(self._given)
            self._given = None

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
            self._give_back()
            try:
                past += len(self._taken(0.2))
            except queue.Empty:
                continue

    def close(self) -> None:
        """Want no more of it."""
        self._has_stopped = True
        self._free.put(bytearray())  # whoever waits for room sees that it has stopped

    def _begin(self) -> None:
        if self._reads:
            return
        if not _readers.acquire(blocking=False):
            raise Full
        self._since, self._reads = time.monotonic(), True
        for _number in range(_BUFFERS):
            self._free.put(bytearray(_PIECE))
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while not self._has_stopped:
                buffer = self._free.get()
                size = self._fill(buffer)
                self._ready.put((buffer, size))
                if not size:
                    break
        finally:
            _readers.release()

    def _fill(self, buffer: bytearray) -> int:
        """Fill a buffer, or take what comes in half a second.

        A read waits until all it asks for has come: only who was quick is asked for much at once.
        """
        size, begun = 0, time.monotonic()
        most = len(buffer) if self._is_quick else _READ
        self._is_quick = False
        while size < len(buffer) and not self._has_stopped:
            try:
                some = self._request.read(min(most, len(buffer) - size))
            except (UnreadablePostError, OSError):  # who sends it has gone
                break
            if not some:
                break
            buffer[size : size + len(some)] = some
            size += len(some)
            self._came += len(some)
            if time.monotonic() - begun > _PATIENCE:
                break
        self._is_quick = size == len(buffer) and time.monotonic() - begun < _QUICK
        return size
