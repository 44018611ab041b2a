"""The ways in which an operation says no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.rules import Verdict


class Refused(Exception):
    """A rule did not allow it. The verdict's reason is a sentence for the person refused.

    `told` holds, for the trail, what was refused, to whom, and about which records.
    """

    told: tuple[str, Any, tuple[Any, ...]] | None = None

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict.reason))
        self.verdict = verdict


class NoKey(Exception):
    """There is no key to this file on this keyring."""


_DOES_NOT_OPEN = _("Het dossier ging nu niet open. Probeer het opnieuw.")


class Invalid(ValidationError):
    """The input cannot be used. Names the fields and says why, in sentences for a person."""

    def __init__(self, **fields: object) -> None:
        super().__init__({name: [text] for name, text in fields.items()})


def why_not(error: Invalid | Refused | NoKey) -> str:
    """Say in a sentence for a person why something was not done."""
    if isinstance(error, Invalid):
        return " ".join(error.messages)
    return str(error if isinstance(error, Refused) else _DOES_NOT_OPEN)


def put_on_form(form: object, error: Invalid) -> None:
    """Show an operation's error at the fields of the form it concerns."""
    messages: Mapping[str, list[str]] = error.message_dict
    for name, texts in messages.items():
        known = name in form.fields  # type: ignore[attr-defined]
        form.add_error(name if known else None, texts)  # type: ignore[attr-defined]
