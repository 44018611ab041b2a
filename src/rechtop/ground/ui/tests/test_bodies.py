"""A body is read as it comes; who falls silent keeps nobody waiting, and who goes is let go."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from rechtop.ground.ui import bodies


class Browser:
    """Sends some bytes, and then waits until it is let go."""

    def __init__(self, content: bytes, *, falls_silent: bool = False) -> None:
        self.content, self.falls_silent = content, falls_silent
        self.let_go = threading.Event()
        self.was_waited_for = False

    def read(self, size: int) -> bytes:
        some, self.content = self.content[:size], self.content[size:]
        if not some and self.falls_silent:
            self.was_waited_for = not self.let_go.wait(120)
        return some


def body_of(browser: Browser) -> Any:
    return bodies.Body(browser)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [0, 1, bodies._PIECE, 5 * bodies._PIECE + 3])
def test_everything_comes_in_order(size: int) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    body = body_of(Browser(content[:size]))
    assert b"".join(bytes(piece) for piece in body) == content[:size]


def test_nothing_is_read_before_it_is_asked() -> None:
    browser = Browser(b"inhoud")
    body_of(browser).close()
    time.sleep(0.05)
    assert browser.content == b"inhoud"


def test_who_falls_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "WINDOW", 0.2)
    monkeypatch.setattr(bodies, "_LOOK", 0.05)
    browser = Browser(b"", falls_silent=True)
    body = body_of(browser)
    with pytest.raises(bodies.TooSlow):
        next(body)
    assert not browser.was_waited_for
    assert list(body) == []
    browser.let_go.set()


def test_reading_past_ends_even_where_a_browser_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_PAST_SECONDS", 0.3)
    browser = Browser(b"x" * 3 * bodies._PIECE, falls_silent=True)
    body = body_of(browser)
    body.read_past()
    assert not browser.was_waited_for
    browser.let_go.set()


def test_the_thread_that_reads_ends_when_nobody_wants_more() -> None:
    before = threading.active_count()
    body = body_of(Browser(b"x" * 20 * bodies._PIECE))
    next(body)
    body.close()
    end = time.monotonic() + 60
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.01)
    assert threading.active_count() <= before
