"""What people type to sign in for the first time and to open the vault."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind, Origin
from rechtop.people.identity import operations

_NOBODY = Actor(Kind.NOBODY, Origin.DESK)


def _secret(label: Any, help_text: Any = "", *, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=400,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class _Twice(forms.Form):
    typed_first = ""

    def clean(self) -> dict[str, object]:
        """See that both are the same."""
        typed = super().clean() or {}
        first = typed.get(self.typed_first)
        if first and typed.get("again") != first:
            self.add_error("again", _("Dit is niet hetzelfde als hierboven."))
        return typed


class Password(_Twice):
    """One's own password."""

    typed_first = "password"
    old = _secret(_("Uw wachtwoord van nu"), autocomplete="current-password")
    password = _secret(
        _("Nieuw wachtwoord"), _("Ten minste 12 tekens."), autocomplete="new-password"
    )
    again = _secret(_("Nog een keer hetzelfde"), autocomplete="new-password")

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["old"]


class SecondStep(AuthenticateForm):  # type: ignore[misc]  # the library has no types
    """The code of the second step; a wrong one is noted."""

    def clean_code(self) -> str:
        """Check the code."""
        try:
            return str(super().clean_code())
        except forms.ValidationError:
            operations.note_failed_sign_in(by=_NOBODY)
            raise


_UNKNOWN_PASSKEY = _("Deze passkey werd niet herkend. Probeer het opnieuw of gebruik een code.")


class Passkey(AuthenticateWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A passkey as second step; a wrong one is noted."""

    def clean_credential(self) -> Any:
        """Check the passkey."""
        try:
            return super().clean_credential()
        except forms.ValidationError as error:
            operations.note_failed_sign_in(by=_NOBODY)
            raise forms.ValidationError(_UNKNOWN_PASSKEY) from error


class NewPasskey(AddWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A new passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Hoe noemt u deze sleutel?")
        self.fields["name"].max_length = 60

    def clean(self) -> dict[str, Any]:
        """Check what the browser made."""
        try:
            return dict(super().clean())
        except forms.ValidationError as error:
            text = _("Uw browser kon deze sleutel niet maken. Probeer het opnieuw.")
            raise forms.ValidationError(text) from error


class NewPassphrase(_Twice):
    """The passphrase of the vault."""

    typed_first = "passphrase"
    passphrase = _secret(
        _("Uw wachtzin"),
        _("Ten minste 16 tekens. Vier of meer losse woorden zijn goed te onthouden."),
        autocomplete="new-password",
    )
    again = _secret(_("Nog een keer dezelfde zin"), autocomplete="new-password")


class ChangePassphrase(_Twice):
    """Another passphrase for the same keys."""

    typed_first = "new"
    old = _secret(_("Uw wachtzin van nu"), autocomplete="current-password")
    new = _secret(_("Uw nieuwe wachtzin"), _("Ten minste 16 tekens."), autocomplete="new-password")
    again = _secret(_("Nog een keer dezelfde zin"), autocomplete="new-password")


class Unlock(forms.Form):
    """The passphrase that opens the vault."""

    passphrase = _secret(_("Uw wachtzin"), autocomplete="current-password")


class NewSecondStep(ActivateTOTPForm):  # type: ignore[misc]  # the library has no types
    """The first code of a new second step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("De code uit uw app")
