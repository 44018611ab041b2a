"""Find who signs in, and how far they have come with it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from rechtop.ground.vault.models import KeyPair, Sphere
from rechtop.people.identity.models import Person


def has_second_step(person: Person) -> bool:
    """Say whether this person has set up the second step."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def keeps_hours_private(person: Person) -> bool:
    """Say whether this person's hours tell who came by: of a confidant the trail tells the day."""
    pairs = KeyPair.objects.filter(holder__bearer=person.pk, sphere=Sphere.CONFIDANTS)
    return pairs.exists()
