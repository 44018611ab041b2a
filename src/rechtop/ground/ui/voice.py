"""Let a page record a voice, where its reader asks for that."""

from __future__ import annotations

import functools
from collections.abc import Callable

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def lets_speak(view: View) -> View:
    """Let the browser offer the microphone on a page, and play back what was just recorded.

    Every other page says that it will never ask for it.
    """

    @functools.wraps(view)
    def speaking(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        response = view(request, *args, **named)
        response.lets_speak = True  # type: ignore[attr-defined]  # the public door reads it
        return response

    return csp_update({"media-src": ["blob:"]})(speaking)
