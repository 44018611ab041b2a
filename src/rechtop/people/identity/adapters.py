"""Fit the sign-in library to our ways."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core import signing
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind, Origin
from rechtop.ground.vault import server_boxes
from rechtop.people.identity import operations, queries, rules
from rechtop.people.identity.models import Person
from rechtop.people.identity.rules import Brake

KNOWN_COOKIE = "rechtop_desk_known"
_THREE_MONTHS = 90 * 24 * 60 * 60
_NOBODY = Actor(Kind.NOBODY, Origin.DESK)

_TOO_OFTEN = _("U probeerde het te vaak. Wacht een paar minuten en probeer het dan opnieuw.")


class Account(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Nobody signs up by themselves, and no message pops up on signing in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Controleer ze allebei."
        ),
        "incorrect_password": _("Dit wachtwoord klopt niet. Probeer het nog een keer."),
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep signing up closed."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for the password again before the second step changes, but not on the first day."""
        return bool(self.request.user.has_kept_codes)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow down who guesses; the same for an account that exists and one that does not."""
        for brake, who in _brakes(request, credentials):
            if seconds := operations.try_once(brake, *who):
                raise ValidationError(operations.waiting_text(seconds))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Check the password; the right one lets the brakes go."""
        found = super().authenticate(request, **credentials)
        if found:
            for brake, who in _brakes(request, credentials):
                operations.let_go(brake, *who)
        return found

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note that someone could not sign in."""
        operations.note_failed_sign_in(by=_NOBODY)

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in, and note it."""
        super().login(request, user)
        browser = queries.browser_name(request.headers.get("User-Agent", ""))
        request.session[queries.SIGNED_IN] = operations.let_in(user, browser=browser).pk
        operations.note_sign_in(user, by=_acting(user))

    def logout(self, request: HttpRequest) -> None:
        """Note that someone signs out, and do it."""
        if isinstance(request.user, Person):
            operations.note_sign_out(request.user, by=_acting(request.user))
            operations.let_out(request.user, request.session.get(queries.SIGNED_IN, 0))
        super().logout(request)

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponse:
        """Let this browser be known from now on, so that strangers cannot lock its owner out."""
        response: HttpResponse = super().post_login(request, user, **details)
        if not _known(request, user.email):
            _make_known(response, user.email)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give where a request came from. Where that is not known all come from one place."""
        try:
            return str(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            return "unknown"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: how someone signs in is no matter for mail."""

    def send_notification_mail(self, template_prefix: str, user: Person, **_more: Any) -> None:
        """Write on the trail what the library would mail about the second step."""
        if note := operations.note_second_step.get(template_prefix):
            note(user, by=_acting(user))


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second step are stored encrypted with a key outside the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Deze code klopt niet. Kijk of uw app al een nieuwe laat zien."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret."""
        return server_boxes.close(text, use="second step")

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret."""
        return server_boxes.open_box(encrypted_text, use="second step")

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        """Give a passkey a name to begin with."""
        return gettext("Mijn passkey")

    def get_totp_issuer(self) -> str:
        """Name us in the app that shows the codes."""
        return settings.MFA_TOTP_ISSUER


class Memory(BaseCache):
    """What the sign-in library remembers: in our own small table, as JSON, under keyed digests."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Give what is remembered under a key."""
        found = operations.remembered(self.make_key(key, version))
        return default if found is None else found

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Remember something."""
        operations.remember(self.make_key(key, version), value, until=self._until(timeout))

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Remember something unless something is, and say whether this was the first."""
        name = self.make_key(key, version)
        return operations.remember_once(name, value, until=self._until(timeout))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Remember something for longer."""
        found = self.get(key, version=version)
        if found is not None:
            self.set(key, found, timeout, version)
        return found is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget something."""
        return operations.forget(self.make_key(key, version))

    def clear(self) -> None:
        """Forget everything."""
        operations.forget_everything()

    def _until(self, timeout: Any) -> datetime.datetime:
        seconds = self.get_backend_timeout(timeout)
        latest = datetime.datetime.max.replace(tzinfo=datetime.UTC)
        return latest if seconds is None else datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def _acting(person: Person) -> Actor:
    return Actor(Kind.PERSON, Origin.DESK, number=person.pk)


def _brakes(
    request: HttpRequest, credentials: dict[str, Any]
) -> Iterator[tuple[Brake, tuple[str, str] | tuple[str]]]:
    """Give the brakes on guessing the password of an account from this browser.

    A browser that signed in to this account before counts by itself. Any other counts by its
    address, and all of them together have a modest brake.
    """
    login = str(credentials.get("email", "")).casefold()
    if browser := _known(request, login):
        yield rules.IN_ONE_PLACE, (login, browser)
        return
    yield rules.IN_ONE_PLACE, (login, Account(request).get_client_ip(request))
    yield rules.BY_STRANGERS, (login,)


def _known(request: HttpRequest, login: str) -> str:
    """Give the mark of a browser that signed in to this account before, or nothing."""
    try:
        held = request.COOKIES.get(KNOWN_COOKIE, "")
        account, browser = signing.loads(held, salt=KNOWN_COOKIE, max_age=_THREE_MONTHS)
    except (signing.BadSignature, ValueError):
        return ""
    return str(browser) if account == _account(login) else ""


def _make_known(response: HttpResponse, login: str) -> None:
    mark = signing.dumps([_account(login), secrets.token_hex(8)], salt=KNOWN_COOKIE)
    response.set_cookie(
        KNOWN_COOKIE,
        mark,
        max_age=_THREE_MONTHS,
        path=settings.SESSION_COOKIE_PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _account(login: str) -> str:
    """Name an account in a cookie without writing its address there."""
    return salted_hmac(KNOWN_COOKIE, login.casefold(), algorithm="sha256").hexdigest()[:32]
