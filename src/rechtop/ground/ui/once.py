"""Let a form that makes something make it once, however often it is sent.

Each drawing of the form has a token. What was sent with it is remembered for as long as it could
be sent again, as a digest of token and content: another text on the same page, or another file, is
something new.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail

FIELD = "once"
ALREADY_SENT = _("Dit is al verstuurd.")
# What was typed after the lock can be sent a week later.
_REMEMBERED_SECONDS = 8 * 24 * 60 * 60
_NOT_CONTENT = ("csrfmiddlewaretoken", "kept")


class Once(forms.Form):
    """A form that knows which drawing of it was sent."""

    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    token = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "once": secrets.token_urlsafe(16)}

    def clean(self) -> dict[str, Any]:
        """Take the token out of what was typed."""
        typed = super().clean() or {}
        self.token = typed.pop("once", "")
        return typed


class Outcome(NamedTuple):
    """Where something that was made led to, and whether this was the first time it was sent."""

    address: str
    is_first: bool


def do(form: forms.Form, make: Callable[[], str | None]) -> Outcome:
    """Make something unless this same form made it before; `make` gives where that leads to.

    The second of a double click waits for the first and gets its address. What fails may be sent
    again. A form without a token makes something each time.
    """
    key = _key(form)
    if not key:
        return Outcome(make() or "", True)
    with trail.one_transaction():
        if not cache.add(key, "", _REMEMBERED_SECONDS):
            return Outcome(cache.get(key, ""), False)
        address = make() or ""
        cache.set(key, address, _REMEMBERED_SECONDS)
    return Outcome(address, True)


def _key(form: forms.Form) -> str:
    token = getattr(form, "token", "")
    if not token:
        return ""
    sent: Any = form.data
    content = sorted((name, sent.getlist(name)) for name in sent if name not in _NOT_CONTENT)
    content += sorted((name, [file.name, file.size]) for name, file in form.files.items())
    return f"once|{hashlib.sha256(json.dumps([token, content]).encode()).hexdigest()}"
