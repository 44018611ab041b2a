"""Make and change how people sign in."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation, require_operation
from rechtop.ground.kernel import words
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import operations as vault
from rechtop.people.identity import rules
from rechtop.people.identity.models import Person


def make_person(*, name: str, email: str) -> tuple[Person, str]:
    """Make a person, inside the operation of the room that adds them.

    Gives the password for the first sign-in. Raises Invalid for an address that is in use.
    """
    require_operation()
    if Person.objects.filter(email=email.casefold()).exists():
        raise Invalid(email=_("Er is al iemand met dit e-mailadres."))
    person = Person(name=name, email=email)
    password = _first_password()
    person.set_password(password)
    person.save()
    return person, password


def renew(person: Person) -> str:
    """Begin someone's sign-in anew, inside the operation that allows it; keys stay as they are."""
    require_operation()
    Authenticator.objects.filter(user=person).delete()
    password = _first_password()
    person.set_password(password)
    person.must_choose_password, person.has_kept_codes = True, False
    person.save()
    return password


@operation("person.password_chosen", allowed=rules.may_choose_password)
def choose_password(person: Person, *, password: str, by: Actor) -> None:
    """Set one's own password. Raises Invalid for one that is easily guessed."""
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        raise Invalid(password=" ".join(error.messages)) from error
    person.set_password(password)
    person.must_choose_password = False
    person.save()


@operation("person.codes_kept", allowed=rules.may_choose_password)
def keep_codes(person: Person, *, by: Actor) -> None:
    """Note that a person says to have kept the recovery codes."""
    person.has_kept_codes = True
    person.save(update_fields=["has_kept_codes"])


@operation("person.keys_made", allowed=rules.may_make_keys)
def make_keys(person: Person, *, passphrase: str, spheres: Iterable[str], by: Actor) -> None:
    """Give a person keys under their passphrase. They open nothing until someone vouches."""
    vault.make_holder(bearer=person.pk, passphrase=passphrase, spheres=spheres, by=by)


def _first_password() -> str:
    """Draw five words of twelve bits: 60 bits, for one use."""
    return "-".join(words.draw()[:5])
