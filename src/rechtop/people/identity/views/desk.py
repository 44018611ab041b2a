"""First things at the desk, and the vault."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, put_on_form
from rechtop.ground.kernel.marks import needs_keys
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.vault import keyrings, trust
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault.models import KeyPair
from rechtop.people.identity import forms, operations, unlocking


def account(request: DeskRequest) -> HttpResponse:
    """Show who is signed in, and what one can change of it."""
    told = {"has_keys": request.actor.holder is not None, "person": request.person}
    return render(request, "identity/account.html", told)


def password(request: DeskRequest) -> HttpResponse:
    """Choose one's own password."""
    form = forms.Password(request.POST or None)
    if form.is_valid():
        try:
            operations.choose_password(
                request.person, password=form.cleaned_data["password"], by=request.actor
            )
        except Invalid as error:
            put_on_form(form, error)
        else:
            request.person.refresh_from_db()
            update_session_auth_hash(request, request.person)
            return redirect("home:home")
    return render(request, "identity/password.html", {"form": form})


@require_POST
def codes_kept(request: DeskRequest) -> HttpResponse:
    """Say that the recovery codes are kept."""
    operations.keep_codes(request.person, by=request.actor)
    return redirect("home:home")


def keys(request: DeskRequest) -> HttpResponse:
    """Choose a passphrase and get keys."""
    form = forms.NewPassphrase(request.POST or None)
    if form.is_valid():
        try:
            operations.make_keys(
                request.person,
                passphrase=form.cleaned_data["passphrase"],
                spheres=request.actor.spheres,
                by=request.actor,
            )
        except Invalid as error:
            put_on_form(form, error)
        else:
            return redirect("identity:unlock")
    return render(request, "identity/keys.html", {"form": form})


def unlock(request: DeskRequest) -> HttpResponse:
    """Open the vault with the passphrase."""
    holder = vault_queries.holder_of(request.person.pk)
    if holder is None:
        return redirect("home:home")
    form = forms.Unlock(request.POST or None)
    if form.is_valid():
        try:
            keyring = keyrings.unlock(holder, form.cleaned_data["passphrase"])
        except keyrings.WrongPassphrase:
            form.add_error("passphrase", _("Deze wachtzin klopt niet. Probeer het nog een keer."))
        else:
            response = redirect(_after_unlocking(request))
            unlocking.open_vault(request, response, keyring)
            return response
    waiting = vault_queries.kept_for(request.actor).exists()
    return render(request, "identity/unlock.html", {"form": form, "waiting": waiting})


def _after_unlocking(request: DeskRequest) -> str:
    if vault_queries.kept_for(request.actor).exists():
        return reverse("identity:kept")
    wanted = request.GET.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_safe and wanted.startswith("/desk/") else reverse("home:home")


@require_POST
def lock(request: DeskRequest) -> HttpResponse:
    """Close the vault."""
    unlocking.lock(request)
    response = redirect("home:home")
    response.delete_cookie(unlocking.HALF_COOKIE, path="/desk")
    return response


@needs_keys
def kept(request: DeskRequest) -> HttpResponse:
    """Offer what was typed when the vault was locked."""
    pair = KeyPair.objects.filter(holder=request.actor.holder).order_by("pk").first()
    found = []
    for one in vault_queries.kept_for(request.actor)[:20]:
        sphere = cast(KeyPair, pair).sphere
        path, fields = keyrings.open_kept(request.actor.keyring, sphere, one.sealed)
        texts = [value for _name, value in fields if len(value) > 12]
        found.append(
            {"kept": one, "path": path, "fields": fields, "texts": texts, **_page_at(path)}
        )
    if not found:
        return redirect("home:home")
    return render(request, "identity/kept.html", {"found": found})


def _page_at(path: str) -> dict[str, Any]:
    """Name the page something was typed on, and the case or other thing it was about."""
    try:
        match = resolve(path)
    except Resolver404:
        return {}
    return {"title": getattr(match.func, "title", ""), "about": match.kwargs.get("number", "")}


@require_POST
@needs_keys
def throw_away(request: DeskRequest, number: int) -> HttpResponse:
    """Throw away something that was typed."""
    one = get_object_or_404(vault_queries.kept_for(request.actor), pk=number)
    vault.throw_away(one, by=request.actor)
    return redirect("identity:kept")


@needs_keys
def passphrase(request: DeskRequest) -> HttpResponse:
    """Change the passphrase."""
    holder = vault_queries.holder_of(request.person.pk)
    if holder is None:
        raise Http404
    form = forms.ChangePassphrase(request.POST or None)
    if form.is_valid():
        try:
            vault.change_passphrase(
                holder,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                by=request.actor,
            )
        except Invalid as error:
            put_on_form(form, error)
        else:
            return redirect("home:home")
    told = {"form": form, "print": trust.card_print(holder)}
    return render(request, "identity/passphrase.html", told)
