"""Find who signs in, and how far they have come with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.vault.models import KeyPair, Sphere
from rechtop.people.identity.models import Person, SignedIn


def in_words(spheres: Iterable[str]) -> list[str]:
    """Say what keys in these spheres are for."""
    told = {
        Sphere.CASES: _("zaken"),
        Sphere.IDENTITIES: _("namen van melders"),
        Sphere.CONFIDANTS: _("gesprekken"),
        Sphere.BIBOB: _("Bibob"),
    }
    return [told[Sphere(sphere)] for sphere in spheres]


SIGNED_IN = "signed_in"
"""Where the session holds the number of the browser someone signed in with."""


def has_second_step(person: Person) -> bool:
    """Say whether this person has set up the second step: an app with codes, or a passkey."""
    return bool(second_steps(person).exists())


def second_steps(person: Person) -> Any:
    """Give the apps and passkeys of this person, any of which is a second step."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=person, type__in=kinds)


def has_app(person: Person) -> bool:
    """Say whether this person has an app with codes."""
    return bool(second_steps(person).filter(type=Authenticator.Type.TOTP).exists())


def signed_in(person: Person) -> QuerySet[SignedIn]:
    """Give the browsers someone is signed in with, latest first."""
    return SignedIn.objects.filter(person=person).order_by("-seen_on", "-pk")


def is_signed_in(person: int, number: int) -> SignedIn | None:
    """Give the browser with this number where this person is signed in, or None."""
    return SignedIn.objects.filter(pk=number, person=person).first()


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(told: str) -> str:
    """Give in words what a browser tells of itself; its version would only tell more than asked."""
    browser = next((name for mark, name in _BROWSERS if mark in told), "")
    browser = browser or ("Safari" if "Safari" in told else "")
    system = next((name for mark, name in _SYSTEMS if mark in told), "")
    return ", ".join(filter(None, (browser, system)))


def keeps_hours_private(person: Person) -> bool:
    """Say whether this person's hours tell who came by: of a confidant the trail tells the day."""
    pairs = KeyPair.objects.filter(holder__bearer=person.pk, sphere=Sphere.CONFIDANTS)
    return pairs.exists()
