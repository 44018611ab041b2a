"""Open and close the vault in a browser, and lose nothing that was typed meanwhile.

An open key lives in two halves, one in a cookie and one in the session. A second cookie names the
writer, signed, for a working day, with the fingerprint of the key that was open: so that what is
sent after the lock can still be sealed to that very key, whatever the database says by then.
"""

from __future__ import annotations

import time
from dataclasses import astuple, replace

from django.conf import settings
from django.core import signing
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.forms import NEVER_KEPT
from rechtop.ground.vault import keyrings, queries
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.keyrings import Keyring, Writer
from rechtop.ground.vault.models import KeyHolder
from rechtop.people.identity import operations, rules

HALF_COOKIE = "rechtop_desk_key"
WRITER_COOKIE = "rechtop_desk_writer"
_WORKING_DAY = 12 * 60 * 60
_SALT = "writer and key"


def try_passphrase(request: DeskRequest, holder: KeyHolder, passphrase: str) -> Keyring:
    """Open a holder's keys, and note whether it went. Raises Invalid for a wrong passphrase.

    Who types a wrong one again and again has to wait longer and longer.
    """
    brake = (rules.ONE_SECRET, request.person.pk, "vault")
    if seconds := operations.try_once(*brake):
        raise Invalid(passphrase=operations.waiting_text(seconds))
    try:
        keyring = keyrings.unlock(holder, passphrase)
    except keyrings.WrongPassphrase as error:
        operations.note_failed_unlock(request.person, by=request.actor)
        text = _("Deze wachtzin klopt niet. Probeer het nog een keer.")
        raise Invalid(passphrase=text) from error
    operations.let_go(*brake)
    operations.note_unlock(request.person, by=request.actor)
    return keyring


def open_vault(
    request: DeskRequest, response: HttpResponseBase, keyring: Keyring, holder: KeyHolder
) -> None:
    """Split an opened keyring over session and cookie."""
    request.session["passphrase_mark"] = _mark(holder)
    kept_here, kept_there = keyrings.halve(keyring)
    request.session["half"] = kept_here
    request.session["unlocked_until"] = time.time() + settings.VAULT_IDLE_SECONDS
    _set_cookie(response, HALF_COOKIE, kept_there)


def keyring_of(request: DeskRequest, holder: KeyHolder) -> Keyring | None:
    """Join the two halves, if both are there and the passphrase is still the one that opened."""
    if request.session.get("passphrase_mark") != _mark(holder):
        lock(request)
    here, there = request.session.get("half"), request.COOKIES.get(HALF_COOKIE)
    return keyrings.join(holder.pk, here, there) if here and there else None


def _mark(holder: KeyHolder) -> str:
    """Give what changes with every passphrase: the salt it is derived with."""
    return bytes(holder.salt or b"").hex()


def lock(request: DeskRequest) -> None:
    """Forget the half in the session; the other half opens nothing."""
    request.session.pop("half", None)
    request.session.pop("unlocked_until", None)


def remember_writer(request: DeskRequest, response: HttpResponseBase) -> None:
    """Name the writer in a signed cookie, where they have keys open."""
    signed_out = not request.user.is_authenticated
    if signed_out:
        response.delete_cookie(WRITER_COOKIE, path=settings.SESSION_COOKIE_PATH)
        response.delete_cookie(HALF_COOKIE, path=settings.SESSION_COOKIE_PATH)
        return
    known = _writer(request)
    if request.actor.is_unlocked and (known is None or known.holder != request.actor.holder):
        writer = keyrings.writer(request.actor.keyring)
        if writer is not None:
            named = signing.dumps(astuple(writer), salt=_SALT)
            _set_cookie(response, WRITER_COOKIE, named, max_age=_WORKING_DAY)


def keep_what_was_typed(request: DeskRequest) -> None:
    """Seal what was sent to the key this browser had open, if it was sent and had one open."""
    writer = _writer(request)
    if request.method != "POST" or writer is None or _is_not_kept(request):
        return
    if request.actor.holder not in (None, writer.holder):
        return
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT
    ]
    if any(value.strip() for _name, value in fields):
        vault.keep(writer, fields, request.path)


def _is_not_kept(request: DeskRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "not_kept", False)


def is_something_kept(request: DeskRequest) -> bool:
    """Say whether something waits for the writer this browser knows, whoever is signed in."""
    writer = _writer(request)
    holder = request.actor.holder or (writer.holder if writer else None)
    return queries.kept_for(replace(request.actor, holder=holder)).exists()


def throw_away_sent(request: DeskRequest) -> None:
    """Throw away what was kept and has now been sent after all."""
    number = request.POST.get("kept", "")
    if number.isdecimal() and len(number) < 16:
        kept = queries.kept_for(request.actor).filter(pk=number).first()
        if kept is not None:
            vault.throw_away(kept, by=request.actor)


def _writer(request: DeskRequest) -> Writer | None:
    try:
        named = request.COOKIES.get(WRITER_COOKIE, "")
        return Writer(*signing.loads(named, salt=_SALT, max_age=_WORKING_DAY))
    except (signing.BadSignature, TypeError):
        return None


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
