"""First things at the desk, and the vault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import needs_keys, not_kept
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import once
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault import trust
from rechtop.ground.vault.models import KeyHolder
from rechtop.people.identity import forms, operations, queries, rules, unlocking

# A mark a form carries along: nobody typed it.
_MARK = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def account(request: DeskRequest) -> HttpResponse:
    """Show who is signed in, and what one can change of it."""
    told = {
        "has_keys": request.actor.holder is not None,
        "has_app": queries.has_app(request.person),
        "person": request.person,
    }
    return render(request, "identity/account.html", told)


class TakePasskeyAway(RemoveWebAuthnView):  # type: ignore[misc]  # the library has no types
    """Take a passkey away, but not the last second step: without one nobody comes in."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Take it away, or say why not."""
        others = queries.second_steps(self.request.user).exclude(pk=self.object.pk)
        if not others.exists():
            text = _("Dit is uw enige tweede stap. Stel eerst een andere in, dan kan deze weg.")
            form.add_error(None, text)
        if form.errors:
            refused: HttpResponse = self.form_invalid(form)
            return refused
        answer: HttpResponse = super().form_valid(form)
        operations.remember_steps_gone([self.object])
        return answer


def sessions(request: DeskRequest) -> HttpResponse:
    """Show where one is signed in, and end what should not be."""
    here = request.session.get(queries.SIGNED_IN, 0)
    found = queries.signed_in(request.person)
    if request.method == "POST":
        asked = request.POST.get("number", "")
        others = found.exclude(pk=here)
        ending = others.filter(pk=asked) if asked.isdecimal() else others
        numbers = list(ending.values_list("pk", flat=True))
        operations.end_elsewhere(request.person, numbers=numbers, by=request.actor)
        messages.success(request, _("U bent daar afgemeld."))
        return redirect("identity:sessions")
    return render(request, "identity/sessions.html", {"found": list(found), "here": here})


def password(request: DeskRequest) -> HttpResponse:
    """Choose one's own password."""
    is_first = request.person.must_choose_password
    form = forms.Password(request.POST or None, is_first=is_first)
    if form.is_valid():
        try:
            _choose_password(request, form.cleaned_data)
        except Invalid as error:
            put_on_form(form, error)
        else:
            request.person.refresh_from_db()
            update_session_auth_hash(request, request.person)
            return redirect("home:home")
    return render(request, "identity/password.html", {"form": form, "is_first": is_first})


def _choose_password(request: DeskRequest, typed: Mapping[str, str]) -> None:
    brake = (rules.ONE_SECRET, request.person.pk, "password")
    if "old" in typed and (seconds := operations.try_once(*brake)):
        raise Invalid(old=operations.waiting_text(seconds))
    try:
        operations.choose_password(
            request.person, password=typed["password"], old=typed.get("old", ""), by=request.actor
        )
    except Invalid as error:
        if "old" in error.message_dict:
            raise
        operations.let_go(*brake)
        raise
    operations.let_go(*brake)


@require_POST
def renewal_seen(request: DeskRequest) -> HttpResponse:
    """Say that one knows one's sign-in was begun anew."""
    with suppress(Refused):
        operations.see_renewal(request.person, by=request.actor)
    return redirect("home:home")


@require_POST
def codes_kept(request: DeskRequest) -> HttpResponse:
    """Say that the recovery codes are kept."""
    operations.keep_codes(request.person, by=request.actor)
    return redirect("home:home")


def keys(request: DeskRequest) -> HttpResponse:
    """Choose a passphrase and get keys, for who has a duty that needs them and has none yet."""
    if not request.actor.spheres:
        raise Http404
    if request.actor.holder is not None:
        return redirect("home:home")
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
        except Refused:  # made at this same moment, by a double click
            return redirect("home:home")
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
            keyring = unlocking.try_passphrase(request, holder, form.cleaned_data["passphrase"])
        except Invalid as error:
            put_on_form(form, error)
        else:
            response = redirect(_after_unlocking(request))
            unlocking.open_vault(request, response, keyring, holder)
            return response
    told = {"form": form, "waiting": vault_queries.kept_for(request.actor).exists()}
    return render(request, "identity/unlock.html", {**told, "person": request.person})


def _after_unlocking(request: DeskRequest) -> str:
    if vault_queries.kept_for(request.actor).exists():
        return reverse("identity:kept")
    if vault_queries.lacking(request.actor):
        return f"{reverse('identity:further_keys')}?{urlencode({'next': _wanted(request)})}"
    return _wanted(request)


def _wanted(request: DeskRequest) -> str:
    wanted = request.GET.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_safe and wanted.startswith("/desk/") else reverse("home:home")


@not_kept
@needs_keys
def further_keys(request: DeskRequest) -> HttpResponse:
    """Make keys for a duty that came later, in the open vault; a colleague confirms them."""
    holder = vault_queries.holder_of(request.person.pk)
    if holder is None:
        raise Http404
    if request.method == "POST":
        with suppress(Invalid):  # made at this same moment, by a double click
            vault.make_further_keys(holder, spheres=request.actor.spheres, by=request.actor)
        return redirect(request.get_full_path())
    told = {
        "lacking": queries.in_words(vault_queries.lacking(request.actor)),
        "unconfirmed": queries.in_words(vault_queries.unconfirmed(request.actor)),
        "print": trust.card_print(holder),
        "next": _wanted(request),
    }
    return render(request, "identity/further_keys.html", told)


@require_POST
def lock(request: DeskRequest) -> HttpResponse:
    """Close the vault."""
    if request.actor.is_unlocked:
        operations.note_lock(request.person, by=request.actor)
    unlocking.lock(request)
    response = redirect("home:home")
    response.delete_cookie(unlocking.HALF_COOKIE, path="/desk")
    return response


@needs_keys
def kept(request: DeskRequest) -> HttpResponse:
    """Offer what was typed when the vault was locked."""
    found = [
        {
            "kept": one.kept,
            "path": one.path,
            "fields": one.fields,
            "texts": [value for name, value in one.fields if _is_text(name, value)],
            **_page_at(one.path),
        }
        for one in vault_queries.open_kept(request.actor)
    ]
    if not found:
        return redirect("home:home")
    return render(request, "identity/kept.html", {"found": found})


def _page_at(path: str) -> dict[str, Any]:
    """Name the page something was typed on, and the case or other thing it was about."""
    try:
        match = resolve(path)
    except Resolver404:
        return {}
    number = match.kwargs.get("number")
    about = number if isinstance(number, str) else ""  # any other is for no person to read
    return {"title": getattr(match.func, "title", ""), "about": about}


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
            _change_passphrase(request, holder, form.cleaned_data)
        except Invalid as error:
            put_on_form(form, error)
        else:
            holder.refresh_from_db()
            response = redirect("home:home")
            unlocking.open_vault(request, response, request.actor.keyring, holder)
            return response
    told = {"form": form, "print": trust.card_print(holder)}
    return render(request, "identity/passphrase.html", told)


def _change_passphrase(request: DeskRequest, holder: KeyHolder, typed: Mapping[str, str]) -> None:
    brake = (rules.ONE_SECRET, request.person.pk, "vault")
    if seconds := operations.try_once(*brake):
        raise Invalid(old=operations.waiting_text(seconds))
    try:
        vault.change_passphrase(holder, old=typed["old"], new=typed["new"], by=request.actor)
    except Invalid as error:
        if "old" in error.message_dict:
            operations.note_failed_unlock(request.person, by=request.actor)
        raise
    operations.let_go(*brake)


def _is_text(name: str, value: str) -> bool:
    return len(value) > 12 and name != once.FIELD and not _MARK.fullmatch(value)
