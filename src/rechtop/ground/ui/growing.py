"""A page that comes in pieces while long work goes on, so that whoever waits sees how far it is."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from queue import SimpleQueue
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

_HERE = "<!-- what comes, comes here -->"

Came = TypeVar("Came")


def answer(
    request: HttpRequest, template: str, told: Mapping[str, Any], parts: Iterator[str]
) -> StreamingHttpResponse:
    """Give a page at once, and its `parts` as they come, where the template says {{ here }}.

    The parts are made after the answer has begun: nothing of them reaches the session.
    """
    page = render_to_string(template, {**told, "here": _HERE}, request)
    return StreamingHttpResponse(_pieces(page, parts, str(get_language())))


def _pieces(page: str, parts: Iterator[str], language: str) -> Iterator[str]:
    """Go on in the language in which it was asked: the request's own is put away by then."""
    head, _here, tail = page.partition(_HERE)
    yield head
    with override(language):
        yield from parts
    yield tail


def meanwhile(work: Callable[[Callable[[str], None]], Came]) -> Generator[str, None, Came]:
    """Give what long work tells while it goes on, and at the end what came of it, or its error.

    It goes on in a thread of its own, on the connection of this one, which only waits: so it is one
    transaction still, of which telling keeps nothing. It ends by itself, also where whoever waited
    went away.
    """
    told: SimpleQueue[str | None] = SimpleQueue()
    here, held = copy_context(), connections[DEFAULT_DB_ALIAS]

    def apart() -> Came:
        connections[DEFAULT_DB_ALIAS] = held
        return here.run(work, told.put)

    held.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(1) as pool:
            going = pool.submit(apart)
            going.add_done_callback(lambda _: told.put(None))
            while (text := told.get()) is not None:
                yield text
        return going.result()
    finally:
        held.dec_thread_sharing()
