"""Who is at the desk, whether the vault is open, and what is closed to whom."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from rechtop.ground.kernel.actors import NOBODY, Actor, Kind, Origin
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import doing
from rechtop.ground.vault import queries as vault
from rechtop.people.identity import operations as identity_operations
from rechtop.people.identity import queries as identity
from rechtop.people.identity import unlocking
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation import rules as organisation_rules

Answer = Callable[[Any], HttpResponseBase]

_SEEN_AGAIN_AFTER = 60


def is_desk(request: HttpRequest) -> bool:
    """Say whether a request goes to the desk; nothing else ever meets a session."""
    return request.path.startswith("/desk/")


def _only_at_desk(middleware: Any) -> Callable[[Answer], Answer]:
    def make(get_response: Answer) -> Answer:
        inner = middleware(get_response)

        def answer(request: DeskRequest) -> HttpResponseBase:
            return inner(request) if is_desk(request) else get_response(request)

        return answer

    return make


session = _only_at_desk(SessionMiddleware)
authentication = _only_at_desk(AuthenticationMiddleware)
messages = _only_at_desk(MessageMiddleware)


class Csrf(CsrfViewMiddleware):
    """Check the forms of the desk."""

    def process_request(self, request: HttpRequest) -> None:
        """Take the secret of the forms, at the desk."""
        if is_desk(request):
            super().process_request(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        """Check a form that is sent to the desk."""
        return super().process_view(request, view, args, kwargs) if is_desk(request) else None

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Send the cookie of the forms, at the desk."""
        return super().process_response(request, response) if is_desk(request) else response


def actor(get_response: Answer) -> Answer:
    """Say of each request who acts."""

    def answer(request: DeskRequest) -> HttpResponseBase:
        request.actor = NOBODY
        request.person = None
        if is_desk(request) and request.user.is_authenticated and _is_still_signed_in(request):
            request.person = request.user
            request.actor = _actor_of(request)
        response = get_response(request)
        if request.person is not None:
            unlocking.remember_writer(request, response)
        return response

    return answer


def _is_still_signed_in(request: DeskRequest) -> bool:
    """Say whether nobody ended this session from elsewhere; otherwise end it here."""
    number = request.session.get(identity.SIGNED_IN, 0)
    found = identity.is_signed_in(int(request.user.pk or 0), number)
    if found is None:
        logout(request)
        return False
    identity_operations.see_again(found)
    return True


def _actor_of(request: DeskRequest) -> Actor:
    number = int(request.user.pk or 0)
    holder = vault.holder_of(number)
    duties = organisation.duties_today(number)
    return Actor(
        kind=Kind.PERSON,
        origin=Origin.DESK,
        number=number,
        duties=duties,
        spheres=tuple(organisation_rules.spheres_of(duties)),
        holder=holder.pk if holder else None,
        keyring=_keyring(request, holder) if holder else None,
    )


def _keyring(request: DeskRequest, holder: Any) -> Any:
    """Join the two halves of the key, unless the desk stood idle for too long."""
    now = time.time()
    until = request.session.get("unlocked_until", 0)
    if until < now:
        unlocking.lock(request)
        return None
    if until < now + settings.VAULT_IDLE_SECONDS - _SEEN_AGAIN_AFTER:
        request.session["unlocked_until"] = now + settings.VAULT_IDLE_SECONDS
    return unlocking.keyring_of(request, holder)


class Closed:
    """Keep every page closed that was not opened on purpose, and walk people through first things.

    What someone typed is never lost on the way: it is sealed to their own key and offered again.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: DeskRequest) -> HttpResponseBase:
        """Answer; what was kept and has now been sent after all, is thrown away."""
        response = self.get_response(request)
        if is_desk(request) and response.status_code == 302 and "kept" in request.POST:
            unlocking.throw_away_sent(request)
        return response

    def process_view(
        self, request: DeskRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let through, or lead to what comes first."""
        if getattr(view, "login_required", True) is False:
            return None
        if not is_desk(request):
            raise Http404
        if request.person is None:
            return self._to_sign_in(request)
        first = _first_thing(request)
        if first is not None:
            at = request.resolver_match.view_name if request.resolver_match else ""
            return None if at in first else redirect(first[0])
        if getattr(view, "needs_keys", False) and not request.actor.is_unlocked:
            return self._to_unlock(request)
        return None

    def _to_sign_in(self, request: DeskRequest) -> HttpResponseBase:
        unlocking.keep_what_was_typed(request)
        next_path = request.get_full_path() if request.method == "GET" else reverse("home:home")
        return redirect(f"{reverse('account_login')}?next={_quoted(next_path)}")

    def _to_unlock(self, request: DeskRequest) -> HttpResponseBase:
        if request.actor.holder is None:
            raise Http404
        unlocking.keep_what_was_typed(request)
        next_path = request.get_full_path() if request.method == "GET" else reverse("home:home")
        return redirect(f"{reverse('identity:unlock')}?next={_quoted(next_path)}")


_ALWAYS = ("account_logout", "account_reauthenticate", "mfa_reauthenticate", "identity:lock")


def _first_thing(request: DeskRequest) -> tuple[str, ...] | None:
    """Name the page that must come first, and the others that are possible meanwhile."""
    person = request.person
    if person.must_choose_password:
        return ("identity:password", *_ALWAYS)
    if not identity.has_second_step(person):
        return ("mfa_activate_totp", "mfa_add_webauthn", *_ALWAYS)
    if not person.has_kept_codes:
        return ("mfa_view_recovery_codes", "identity:codes_kept", *_ALWAYS)
    if request.actor.spheres and request.actor.holder is None:
        return ("identity:keys", *_ALWAYS)
    return None


def _quoted(path: str) -> str:
    return path.replace("&", "%26").replace("#", "%23")


class MakesAgain:
    """Make a page anew, once, where a colleague changed what it was made from as it was sent."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: DeskRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_exception(
        self, request: DeskRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Let the page read everything again: it says why not beside what stands there now."""
        match = request.resolver_match
        if match is None or not isinstance(exception, doing.Overtaken):
            return None
        setattr(request, doing.AGAIN, True)
        answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return answer


class Language:
    """Show the desk in the language someone chose there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: DeskRequest) -> HttpResponseBase:
        """Answer in that language; it outlives signing in and out, which begin a new session."""
        chosen = request.session.get("language") if is_desk(request) else None
        if not chosen:
            return self.get_response(request)
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen
        response = self.get_response(request)
        request.session.setdefault("language", chosen)
        return response
