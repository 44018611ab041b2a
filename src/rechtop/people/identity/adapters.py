"""Fit the sign-in library to our ways."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rechtop.ground.vault import server_boxes

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

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing."""

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing; there is no mail yet."""


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

    def get_totp_issuer(self) -> str:
        """Name us in the app that shows the codes."""
        return settings.MFA_TOTP_ISSUER
