"""Show everybody the policies that are public, as they are in force."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rechtop.ground.kernel.marks import open_to_all
from rechtop.tools.policies import forms, layout, queries
from rechtop.tools.policies.models import Policy


@open_to_all
def overview(request: HttpRequest) -> HttpResponse:
    """List the public policies, or find words in them."""
    form = forms.Search(request.GET or None)
    versions = sorted(queries.all_in_force(public=True).defer("body"), key=lambda v: str(v.policy))
    told = {"form": form, "versions": versions, **form.found(public=True)}
    return render(request, "policies/public_list.html", told)


@open_to_all
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a public policy in the version in force, with the days of the others."""
    found = get_object_or_404(Policy, slug=slug, is_public=True)
    version = queries.in_force(found)
    if version is None:
        raise Http404
    told = {
        "policy": found,
        "version": version,
        "sections": layout.read(version.body),
        "coming": queries.coming(found),
        "versions": queries.adopted(found).defer("body"),
    }
    return render(request, "policies/public.html", told)
