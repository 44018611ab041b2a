"""Remember for a few seconds what nearly every page asks and what hardly ever changes."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any, Generic, ParamSpec, TypeVar

FRESH_SECONDS = 5.0
_MOST = 64

_Asked = ParamSpec("_Asked")
_Given = TypeVar("_Given")


class Remembered(Generic[_Asked, _Given]):
    """What a function gave for what it was asked, for a few seconds in this process."""

    def __init__(self, read: Callable[_Asked, _Given]) -> None:
        functools.update_wrapper(self, read)
        self._read = read
        self._kept: dict[tuple[Any, ...], tuple[int, _Given]] = {}

    def __call__(self, *asked: _Asked.args, **named: _Asked.kwargs) -> _Given:
        """Give what was read at most a few seconds ago; what is asked stands in its place."""
        if named:
            raise TypeError("what is remembered is asked without names")
        span, known = int(time.monotonic() / FRESH_SECONDS), self._kept.get(asked)
        if known is not None and known[0] == span:
            return known[1]
        if len(self._kept) >= _MOST:
            self._kept.clear()
        given = self._read(*asked, **named)
        self._kept[asked] = span, given
        return given

    def forget(self) -> None:
        """Read again at the next question: something changed."""
        self._kept.clear()


_everything: list[Remembered[Any, Any]] = []


def for_a_while(read: Callable[_Asked, _Given]) -> Remembered[_Asked, _Given]:
    """Read again every few seconds, and otherwise give what was read before."""
    one = Remembered(read)
    _everything.append(one)
    return one


def forget_everything() -> None:
    """Read all of it again at the next question: the database is another one."""
    for one in _everything:
        one.forget()
