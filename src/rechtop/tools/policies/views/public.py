"""Show everybody the policies that are public, as they are in force."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rechtop.ground.kernel.marks import open_to_all
from rechtop.ground.ui import pdf
from rechtop.people.organisation import queries as organisation
from rechtop.tools.policies import documents, forms, layout, queries
from rechtop.tools.policies.models import Policy, PolicyVersion


@open_to_all
def overview(request: HttpRequest) -> HttpResponse:
    """List the public policies, or find words in them."""
    form = forms.Search(request.GET)
    versions = sorted(queries.all_in_force(public=True).defer("body"), key=lambda v: str(v.policy))
    told = {"form": form, "versions": versions, **form.found(public=True)}
    return render(request, "policies/public_list.html", told)


@open_to_all
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a public policy in the version in force, with the days of the others."""
    version = _in_force(slug)
    told = {
        "policy": version.policy,
        "version": version,
        "sections": layout.read(version.body),
        "coming": queries.coming(version.policy),
        "versions": queries.adopted(version.policy).defer("body"),
    }
    return render(request, "policies/public.html", told)


@open_to_all
def as_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a public policy in the version in force to print or keep."""
    version = _in_force(slug)
    authority = organisation.authority()
    try:
        content = documents.as_pdf(version, authority=authority.name if authority else "")
    except pdf.NotClean:  # a character that cannot be printed: the page has it all
        return redirect("policies_public:policy", slug)
    return pdf.answer(f"{slug}-{version.number}", content)


def _in_force(slug: str) -> PolicyVersion:
    found = get_object_or_404(Policy, slug=slug, is_public=True)
    version = queries.in_force(found)
    if version is None:
        raise Http404
    return version
