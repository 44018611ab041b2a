"""Find who signs in, and how far they have come with it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from rechtop.people.identity.models import Person


def has_second_step(person: Person) -> bool:
    """Say whether this person has set up the second step."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())
