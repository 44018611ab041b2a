"""Turns: so many at once, so many who wait, and whoever comes after hears it."""

from __future__ import annotations

import threading

import pytest

from rechtop.ground.ui.turns import Full, Turns


def test_turns_are_counted_and_given_back() -> None:
    turns = Turns(at_once=1)
    with turns.one(), pytest.raises(Full), turns.one():
        pass
    with pytest.raises(KeyError), turns.one():
        raise KeyError
    with turns.one():
        pass


def test_who_waits_gets_a_turn_and_one_more_than_may_wait_is_told() -> None:
    turns, did = Turns(at_once=1, waiting=1), threading.Event()

    def wait() -> None:
        with turns.one():
            did.set()

    with turns.one():
        waiting = threading.Thread(target=wait)
        waiting.start()
        while turns._places.acquire(blocking=False):
            turns._places.release()
        with pytest.raises(Full), turns.one():
            pass
        assert not did.is_set()
    waiting.join(120)
    assert did.is_set()
