"""Give a file to a browser so that it is saved and never shown, however it calls itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import chain

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

AT_ONCE = 12
"""How many files may go out at once in one process, beside those that come in."""

_SANDBOX = "sandbox; default-src 'none'"
_slots = threading.BoundedSemaphore(AT_ONCE)


class _Going(Iterator[bytes]):
    """A file on its way out, which gives its place back at the end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._is_closed = pieces, False

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """End, at the last piece or when the browser goes away."""
        if not self._is_closed:
            self._is_closed = True
            _slots.release()


def give(request: HttpRequest, pieces: Iterator[bytes], name: str, size: int) -> HttpResponseBase:
    """Give a file to save. Raises what the first piece raises."""
    if not _slots.acquire(blocking=False):
        response = render(request, "ui/busy.html", status=503)
        response["Retry-After"] = "30"
        return response
    try:
        first = next(pieces, b"")
    except BaseException:
        _slots.release()
        raise
    going = _Going(chain([first], pieces))
    given = StreamingHttpResponse(going, content_type="application/octet-stream")
    given["Content-Length"] = str(size)
    given["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return _closed_in(given)


def picture(content: bytes, kind: str) -> HttpResponse:
    """Give a picture we made ourselves, to be shown in a page of ours."""
    response = HttpResponse(content, content_type=kind)
    _closed_in(response)
    return response


def _closed_in(response: HttpResponseBase) -> HttpResponseBase:
    """Let nothing of it run or be read as something else, wherever it is opened."""
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
