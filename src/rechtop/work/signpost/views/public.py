"""Lead someone who is unsure to the right step. Nothing of the answers is kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rechtop.ground.kernel.marks import open_to_all
from rechtop.work.signpost import presenting, queries


@open_to_all
def ask(request: HttpRequest, steps: str = "") -> HttpResponse:
    """Ask the next question, or say where to go. Which answers were given stands in the address
    as numbers alone; steps that lead nowhere any more begin anew.
    """
    signpost = queries.in_force()
    if signpost is None:
        raise Http404
    given = presenting.read(steps)
    told = presenting.page(signpost, given) if given is not None else None
    if told is None:
        return redirect("signpost_public:begin")
    return render(request, "signpost/public.html", told)
