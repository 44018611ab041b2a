"""Search in the files one can open. The page comes as the search goes, so its progress shows."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from rechtop.ground.kernel.marks import needs_keys, not_kept
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import growing
from rechtop.overview.search import forms, operations, presenting, queries, rules


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
    return growing.answer(request, "search/search.html", {"form": form}, _results(request, form))


def _results(request: DeskRequest, form: forms.Search) -> Iterator[str]:
    typed, count = form.cleaned_data, 0
    whole = queries.files_of(request.actor, also_closed=typed["also_closed"]).count()
    for portion in queries.search(request.actor, typed["words"], also_closed=typed["also_closed"]):
        count += len(portion.hits)
        rows = presenting.rows(portion.hits)
        told = {"rows": rows, "searched": portion.searched, "of": portion.of}
        yield render_to_string("search/portion.html", told)
    told = {"count": count, "whole": whole, "most": queries.MOST, "is_cut": whole > queries.MOST}
    yield render_to_string("search/end.html", told)
