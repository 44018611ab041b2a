from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from rechtop.ground.kernel import remembered


def test_what_is_remembered_is_read_again_when_its_seconds_went_by_and_when_it_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    second, read = 100.0, []
    monkeypatch.setattr(remembered, "FRESH_SECONDS", 5.0)
    monkeypatch.setattr(remembered, "time", SimpleNamespace(monotonic=lambda: second))

    @remembered.for_a_while
    def told(name: str) -> str:
        read.append(name)
        return name.upper()

    assert (told("a"), told("b"), told("a")) == ("A", "B", "A")
    assert read == ["a", "b"]
    second = 104.9
    told("a")
    assert read == ["a", "b"]
    second = 105.0
    told("a")
    assert read == ["a", "b", "a"]
    told.forget()
    told("a")
    assert read == ["a", "b", "a", "a"]
    remembered.forget_everything()
    told("a")
    assert len(read) == 5


def test_a_test_that_goes_on_for_long_reads_nothing_again() -> None:
    assert math.isinf(remembered.FRESH_SECONDS)
