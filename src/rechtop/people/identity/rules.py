"""Who may change how someone signs in."""

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.ground.vault import queries as vault
from rechtop.people.identity.models import Person


@rule(_("Dit doet alleen de persoon zelf."))
def is_oneself(actor: Actor, subject: Person) -> bool:
    """The actor is this person."""
    return actor.kind == Kind.COMMAND or actor.number == subject.pk


@rule(_("U hebt al sleutels."))
def has_no_keys(actor: Actor, subject: Person) -> bool:
    """This person has no keys yet."""
    return vault.holder_of(subject.pk) is None


may_choose_password = is_oneself.named("may_choose_password")
may_make_keys = (is_oneself & has_no_keys).named("may_make_keys")
