"""Make and check the word in a link: bound to the password, the address and the invitation.

Nothing of it is stored. Whatever of these changes ends it: a password that was chosen, another
address, another invitation, an invitation that was taken away.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http.request import validate_host
from django.urls import reverse

from rechtop.ground.kernel import clock
from rechtop.people.identity.models import Person


class Words(PasswordResetTokenGenerator):
    """The words of one invitation, by Django's own way to reset a password."""

    key_salt = "rechtop.people.invitations.links"

    def __init__(self, invited_at: datetime.datetime) -> None:
        super().__init__()
        self.invited_at = invited_at

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}|{self.invited_at.isoformat()}"

    def _now(self) -> datetime.datetime:
        """Give the time as the library counts it: without a zone."""
        return clock.now().replace(tzinfo=None)


def word_for(person: Person, invited_at: datetime.datetime) -> str:
    """Give the word for someone who is invited at this moment."""
    return Words(invited_at).make_token(person)


def is_word_of(person: Person, invited_at: datetime.datetime, word: str) -> bool:
    """Say whether this word is the one of an invitation, and not too old."""
    return Words(invited_at).check_token(person, word)


Address = Callable[[int, str], str]
"""Gives the whole address of a link, for the number of a person and the word."""


def address_from(start: str) -> Address:
    """Give how whole addresses are made, from `https://host`."""
    base = start.rstrip("/")
    return lambda number, word: base + reverse("invitations:follow", args=[number, word])


def is_ours(start: str) -> bool:
    """Say whether this is where we stand: what is stored could be changed, and mail leads there."""
    return validate_host(urlsplit(start).hostname or "", settings.ALLOWED_HOSTS)
