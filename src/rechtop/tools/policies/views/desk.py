"""The policies at the desk: everybody reads, the coordinator or who looks after one writes, the
secretary adopts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form, why_not
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import pdf
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.people.organisation import queries as organisation
from rechtop.tools.policies import documents, forms, operations, presenting, queries, rules
from rechtop.tools.policies.models import Policy, PolicyVersion


def overview(request: DeskRequest) -> HttpResponse:
    """List the policies; for who keeps them also what is due for revision."""
    or_404(rules.may_read(request.actor))
    listed = presenting.listed(request.actor)
    own = [one for one in listed if rules.may_read_drafts(request.actor, one.policy)]
    form = forms.Search(request.GET)
    told = {
        "form": form,
        **form.found(public=False),
        "listed": listed,
        "due": queries.due_for_revision(own),
        "may_read_drafts": bool(rules.may_read_drafts(request.actor)),
        "may_keep": bool(rules.may_keep(request.actor)),
    }
    return render(request, "policies/list.html", told)


def policy(request: DeskRequest, slug: str) -> HttpResponse:
    """Show a policy in the version that is in force."""
    found = _policy(request, slug)
    version = queries.in_force(found) or queries.coming(found)
    or_404(version or rules.may_read_drafts(request.actor, found))
    return render(request, "policies/policy.html", presenting.page(found, version, request.actor))


def version(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Show a version as it was adopted."""
    found = _policy(request, slug)
    chosen = get_object_or_404(queries.adopted(found), number=number)
    told = presenting.page(found, chosen, request.actor)
    return render(request, "policies/policy.html", {**told, "is_chosen": True})


def as_pdf(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Give a version as it was adopted, to print or keep."""
    found = get_object_or_404(queries.adopted(_policy(request, slug)), number=number)
    authority = organisation.authority()
    try:
        content = documents.as_pdf(found, authority=authority.name if authority else "")
    except pdf.NotClean:
        messages.error(request, pdf.UNPRINTABLE)
        return redirect("policies:version", slug, number)
    return pdf.answer(f"{slug}-{number}", content)


def compare(request: DeskRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Show what changed between two versions, word by word."""
    found = _policy(request, slug)
    old = get_object_or_404(queries.adopted(found), number=before)
    writing = queries.in_writing(found) if rules.may_read_drafts(request.actor, found) else None
    if writing is not None and writing.number == after:
        new = writing
    else:
        new = get_object_or_404(queries.adopted(found), number=after)
    parts = presenting.comparison(old.body, new.body)
    told = {
        "policy": found,
        "before": old,
        "after": new,
        "parts": parts,
        "changed": [part for part in parts if part.fate != "same"],
    }
    return render(request, "policies/compare.html", told)


def add(request: DeskRequest) -> HttpResponse:
    """Add a policy."""
    or_404(rules.may_keep(request.actor))
    form = forms.ANewPolicy(request.POST or None)
    if is_done(
        request,
        form,
        lambda: operations.add(slug=form.cleaned_data["slug"], **form.facts(), by=request.actor),
        _("Het beleid staat er. Schrijf nu de tekst."),
    ):
        return redirect("policies:policy", form.cleaned_data["slug"])
    return render(request, "policies/facts.html", {"form": form})


def describe(request: DeskRequest, slug: str) -> HttpResponse:
    """Change what is said of a policy."""
    or_404(rules.may_keep(request.actor))
    found = _policy(request, slug)
    form = forms.Changed(request.POST or None, policy=found)

    def do() -> None:
        edition = form.cleaned_data["edition"]
        operations.describe(found, edition=edition, **form.facts(), by=request.actor)

    if is_done(request, form, do, _("Bewaard.")):
        return redirect("policies:policy", slug)
    return render(request, "policies/facts.html", {"form": form, "policy": found})


@titled(gettext_lazy("Beleid aan een ander geven"))
def give(request: DeskRequest, slug: str) -> HttpResponse:
    """Let another look after a policy."""
    or_404(rules.may_keep(request.actor))
    found = _policy(request, slug)
    form = forms.Given(request.POST or None)
    if is_done(
        request,
        form,
        lambda: operations.give(found, **form.cleaned_data, by=request.actor),
        _("Bewaard."),
    ):
        return redirect("policies:policy", slug)
    return render(request, "policies/facts.html", {"form": form, "policy": found})


@require_POST
def begin(request: DeskRequest, slug: str) -> HttpResponse:
    """Begin the next version."""
    found = _policy(request, slug)
    or_404(rules.may_begin(request.actor, found))
    operations.begin(found, by=request.actor)
    return redirect("policies:write", slug)


def write(request: DeskRequest, slug: str) -> HttpResponse:
    """Write the text of the version in writing."""
    found = _policy(request, slug)
    or_404(rules.may_begin(request.actor, found))
    held = queries.in_writing(found)
    if held is None and request.method != "POST":
        return redirect("policies:policy", slug)
    begun = {"body": held.body, "edition": held.edition} if held else {}
    form = forms.Words(request.POST or None, initial=begun)
    if form.is_valid() and held is None:
        form.add_error(None, _("Deze versie is al vastgesteld of weggegooid. Begin een nieuwe."))
    elif form.is_valid() and held is not None:
        version = held
        if _done(form, lambda: operations.write(version, **form.cleaned_data, by=request.actor)):
            messages.success(request, _("De tekst is bewaard. Is hij klaar? Leg hem dan voor."))
            return redirect("policies:draft", slug)
    told = {"policy": found, "version": held, "form": form, "others": _others(form, held)}
    return render(request, "policies/write.html", told)


def _others(form: forms.Words, held: PolicyVersion | None) -> str:
    """Give what another wrote meanwhile; who saves after reading that, writes over it."""
    if held is None or not form.errors or form.data.get("edition") == str(held.edition):
        return ""
    form.go_on_from(held.edition)
    return held.body


def draft(request: DeskRequest, slug: str) -> HttpResponse:
    """Show the version in writing to its second reader, who adopts it."""
    found = _policy(request, slug)
    or_404(rules.may_read_drafts(request.actor, found))
    held = queries.in_writing(found)
    if held is None:
        return redirect("policies:policy", slug)
    today = clock.today()
    begun = {"edition": held.edition, "in_force_from": today}
    begun["next_revision"] = queries.revision_after(found, today)
    form = forms.Adoption(request.POST or None, initial=begun)
    if form.is_valid() and _done(
        form, lambda: operations.adopt(held, **form.cleaned_data, by=request.actor)
    ):
        messages.success(request, _("De tekst is vastgesteld."))
        return redirect("policies:version", slug, held.number)
    if form.errors:  # the text above is read again: it is that edition the next click is about
        form.data = {**request.POST.dict(), "edition": str(held.edition)}
    told = {**presenting.draft(held, request.actor), "form": form}
    return render(request, "policies/draft.html", told)


@require_POST
def offer(request: DeskRequest, slug: str) -> HttpResponse:
    """Say that the version in writing is ready to adopt."""
    found = _policy(request, slug)
    or_404(rules.may_begin(request.actor, found))
    held, form = queries.in_writing(found), forms.Read(request.POST)
    if held is None or not form.is_valid():
        return redirect("policies:policy", slug)
    try:
        operations.offer(held, **form.cleaned_data, by=request.actor)
    except (Invalid, Refused) as error:
        messages.error(request, why_not(error))
    else:
        messages.success(request, _("Voorgelegd. Wie het vaststelt, krijgt bericht."))
    return redirect("policies:draft", slug)


@require_POST
def throw_away(request: DeskRequest, slug: str) -> HttpResponse:
    """Throw the version in writing away."""
    found = _policy(request, slug)
    or_404(rules.may_begin(request.actor, found))
    held = queries.in_writing(found)
    form = forms.Read(request.POST)
    if held is None or not form.is_valid():
        return redirect("policies:policy", slug)
    try:
        operations.throw_away(held, **form.cleaned_data, by=request.actor)
    except (Invalid, Refused) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        return redirect("policies:draft", slug)
    messages.success(request, _("De nieuwe versie is weggegooid."))
    return redirect("policies:policy", slug)


def reading(request: DeskRequest, slug: str) -> HttpResponse:
    """Ask people to read the newest version, and see how many did."""
    or_404(rules.may_keep(request.actor))
    found = _policy(request, slug)
    newest = queries.adopted(found).first()
    form = forms.Asking(request.POST or None)
    if newest and form.is_valid():
        version = newest
        if _done(form, lambda: operations.ask(version, **form.cleaned_data, by=request.actor)):
            messages.success(request, _("Wie dit moet lezen, ziet het nu bij het eigen werk."))
            return redirect("policies:reading", slug)
    told = {"policy": found, "version": newest, "form": form}
    return render(request, "policies/reading.html", {**told, "rounds": presenting.reading(found)})


@require_POST
def stop(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Ask people no more to read a version."""
    or_404(rules.may_keep(request.actor))
    campaign = get_object_or_404(queries.campaigns(_policy(request, slug)), pk=number)
    try:
        operations.stop(campaign, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De leesronde is gestopt."))
    return redirect("policies:reading", slug)


def to_read(request: DeskRequest) -> HttpResponse:
    """Show someone what they are asked to read, and what they said to have read."""
    or_404(rules.may_read(request.actor))
    told = {
        "to_read": queries.to_read_by(request.actor),
        "confirmed": queries.confirmed_by(request.actor),
    }
    return render(request, "policies/to_read.html", told)


@require_POST
def confirm(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Say to have read a version."""
    found = get_object_or_404(queries.adopted(_policy(request, slug)), number=number)
    try:
        operations.confirm(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Dank u. Wij weten nu dat u dit las."))
    return redirect("policies:to_read")


def _done(form: Any, operate: Callable[[], Any]) -> bool:
    """Say whether it was done; if not, the form says why."""
    try:
        operate()
    except Invalid as error:
        for field in error.message_dict:
            if field == "edition":  # a hidden field: what is said of it stands above the form
                form.add_error(None, error.message_dict[field])
                return False
        put_on_form(form, error)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def _policy(request: DeskRequest, slug: str) -> Policy:
    or_404(rules.may_read(request.actor))
    return get_object_or_404(Policy.objects.select_related("owner"), slug=slug)
