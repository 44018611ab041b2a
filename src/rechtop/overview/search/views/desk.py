"""Search in the files one can open. The page comes as the search goes, so its progress shows."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from rechtop.ground.kernel.marks import needs_keys, not_kept
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.overview.search import forms, operations, queries, rules

_HERE = "<!-- what is found comes here -->"


@not_kept
@needs_keys
def search(request: DeskRequest) -> HttpResponseBase:
    """Ask for words, and show the cases in which they stand as these are found."""
    if not rules.may_search(request.actor):
        raise Http404
    form = forms.Search(request.POST or None)
    if not form.is_valid():
        return render(request, "search/search.html", {"form": form})
    operations.begin(by=request.actor)
    page = render_to_string("search/search.html", {"form": form, "here": _HERE}, request)
    return StreamingHttpResponse(_found(request, form, page, str(get_language())))


def _found(request: DeskRequest, form: forms.Search, page: str, language: str) -> Iterator[str]:
    """Give the page in pieces, in the language in which it was asked: this runs after the answer
    has begun, when the request's own language is put away."""
    head, _here, tail = page.partition(_HERE)
    yield head
    with override(language):
        yield from _results(request, form)
    yield tail


def _results(request: DeskRequest, form: forms.Search) -> Iterator[str]:
    typed, count = form.cleaned_data, 0
    whole = queries.files_of(request.actor, also_closed=typed["also_closed"]).count()
    for portion in queries.search(request.actor, typed["words"], also_closed=typed["also_closed"]):
        count += len(portion.hits)
        told = {"hits": portion.hits, "searched": portion.searched, "of": min(whole, queries.MOST)}
        yield render_to_string("search/portion.html", told)
    told = {"count": count, "whole": whole, "most": queries.MOST, "is_cut": whole > queries.MOST}
    yield render_to_string("search/end.html", told)
