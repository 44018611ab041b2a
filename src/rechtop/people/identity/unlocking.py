"""Open and close the vault in a browser, and lose nothing that was typed meanwhile.

An open key lives in two halves, one in a cookie and one in the session. A second cookie names the
writer, signed, for a working day: so that what is sent after the session ended can still be sealed
to that writer's own key.
"""

from __future__ import annotations

import time
from dataclasses import replace

from django.conf import settings
from django.core import signing
from django.http import HttpResponseBase

from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.vault import keyrings, queries
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.keyrings import Keyring
from rechtop.ground.vault.models import KeyPair

HALF_COOKIE = "rechtop_desk_key"
WRITER_COOKIE = "rechtop_desk_writer"
_WORKING_DAY = 12 * 60 * 60
_NEVER_KEPT = ("csrfmiddlewaretoken", "password", "passphrase", "old", "new", "code")


def open_vault(request: DeskRequest, response: HttpResponseBase, keyring: Keyring) -> None:
    """Split an opened keyring over session and cookie."""
    kept_here, kept_there = keyrings.halve(keyring)
    request.session["half"] = kept_here
    request.session["unlocked_until"] = time.time() + settings.VAULT_IDLE_SECONDS
    _set_cookie(response, HALF_COOKIE, kept_there)


def keyring_of(request: DeskRequest, holder: int) -> Keyring | None:
    """Join the two halves, if both are there."""
    here, there = request.session.get("half"), request.COOKIES.get(HALF_COOKIE)
    return keyrings.join(holder, here, there) if here and there else None


def lock(request: DeskRequest) -> None:
    """Forget the half in the session; the other half opens nothing."""
    request.session.pop("half", None)
    request.session.pop("unlocked_until", None)


def remember_writer(request: DeskRequest, response: HttpResponseBase) -> None:
    """Name the writer in a signed cookie, where they have keys."""
    holder = request.actor.holder
    signed_out = not request.user.is_authenticated
    if signed_out:
        response.delete_cookie(WRITER_COOKIE, path=settings.SESSION_COOKIE_PATH)
        response.delete_cookie(HALF_COOKIE, path=settings.SESSION_COOKIE_PATH)
    elif holder and _writer(request) != holder:
        named = signing.dumps(holder, salt="writer")
        _set_cookie(response, WRITER_COOKIE, named, max_age=_WORKING_DAY)


def keep_what_was_typed(request: DeskRequest) -> None:
    """Seal what was sent to the writer's own key, if it was sent and the writer is known."""
    if request.method != "POST":
        return
    holder = request.actor.holder or _writer(request)
    pair = KeyPair.objects.filter(holder=holder or 0).order_by("pk").first()
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NEVER_KEPT
    ]
    if pair is not None and any(value.strip() for _name, value in fields):
        vault.keep(pair, fields, request.path)


def is_something_kept(request: DeskRequest) -> bool:
    """Say whether something waits for the writer this browser knows, whoever is signed in."""
    holder = request.actor.holder or _writer(request)
    return queries.kept_for(replace(request.actor, holder=holder)).exists()


def throw_away_sent(request: DeskRequest) -> None:
    """Throw away what was kept and has now been sent after all."""
    number = request.POST.get("kept", "")
    if number.isdecimal() and len(number) < 16:
        kept = queries.kept_for(request.actor).filter(pk=number).first()
        if kept is not None:
            vault.throw_away(kept, by=request.actor)


def _writer(request: DeskRequest) -> int | None:
    try:
        named = request.COOKIES.get(WRITER_COOKIE, "")
        holder: int = signing.loads(named, salt="writer", max_age=_WORKING_DAY)
    except signing.BadSignature:
        return None
    return holder


def _set_cookie(
    response: HttpResponseBase, name: str, value: str, max_age: int | None = None
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=settings.SESSION_COOKIE_PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
