"""Keep the list of cases as it is narrowed down now, and let go of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.marks import needs_keys
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.tools.saved_lists import operations
from rechtop.tools.saved_lists import queries as saved_lists
from rechtop.work.cases import filters, rules

CASES = "cases"


@require_POST
@needs_keys
def save(request: DeskRequest) -> HttpResponse:
    """Save the list as it is narrowed down; what is no filter of ours is left out."""
    if not rules.may_list(request.actor):
        raise Http404
    typed = QueryDict(request.POST.get("query", "")[:2_000])
    query = filters.offered_to(request.actor, typed).as_query()
    try:
        if query:
            operations.keep(name=CASES, query=query, by=request.actor)
            messages.success(request, _("De lijst is bewaard."))
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('cases:list')}?{query}")


@require_POST
@needs_keys
def forget(request: DeskRequest, number: int) -> HttpResponse:
    """Let go of a saved list."""
    saved = get_object_or_404(saved_lists.of(request.actor, CASES), pk=number)
    operations.forget(saved, by=request.actor)
    messages.success(request, _("De lijst is weggehaald."))
    return redirect("cases:list")
