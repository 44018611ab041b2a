"""A page that comes in pieces while long work goes on, so that whoever waits sees how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

_HERE = "<!-- what comes, comes here -->"


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
