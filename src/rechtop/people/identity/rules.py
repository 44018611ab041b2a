"""Who may change how someone signs in, and how guessing is slowed down."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.rules import is_at_server
from rechtop.people.identity.models import Person


@rule(_("Dit doet alleen de persoon zelf."))
def is_oneself(actor: Actor, subject: Person) -> bool:
    """The actor is this person."""
    return actor.kind == Kind.COMMAND or actor.number == subject.pk


@rule(_("U hebt al sleutels."))
def has_no_keys(actor: Actor, subject: Person) -> bool:
    """This person has no keys yet."""
    return vault.holder_of(subject.pk) is None


@rule(_("Dit gaat over uzelf."))
def is_anyone(actor: Actor, subject: object) -> bool:
    """Anyone: what is noted here is that somebody tried."""
    return True


@rule(_("Open eerst de kluis met uw wachtzin."))
def is_unlocked_or_has_no_keys(actor: Actor, subject: Person) -> bool:
    """The vault is open, or there is none to open."""
    return actor.is_unlocked or actor.holder is None


@dataclass(frozen=True)
class Brake:
    """A brake on guessing: some tries are free, then each wait is twice the one before."""

    name: str
    free: int
    longest: datetime.timedelta
    first: datetime.timedelta = datetime.timedelta(seconds=10)

    FORGETS_AFTER = datetime.timedelta(hours=1)

    def wait_after(self, tries: int) -> datetime.timedelta:
        """Give how long nothing is tried after so many tries that failed."""
        beyond = tries - self.free
        if beyond < 0:
            return datetime.timedelta()
        wait: datetime.timedelta = self.first * 2 ** min(beyond, 20)
        return min(wait, self.longest)


_QUARTER = datetime.timedelta(minutes=15)

IN_ONE_PLACE = Brake("sign-in in one place", free=5, longest=_QUARTER)
"""By account and address, or by account and browser where that signed in before."""

BY_STRANGERS = Brake("sign-in by strangers", free=20, longest=datetime.timedelta(seconds=30))
"""By account, over all browsers that never signed in to it: modest, so that it locks nobody out."""

ONE_SECRET = Brake("secret of oneself", free=5, longest=_QUARTER)
"""By person, on the passphrase of the vault and on one's own password typed again."""

may_choose_password = is_oneself.named("may_choose_password")
may_take_away_again = is_at_server.named("may_take_sign_ins_away_again")
may_make_keys = (is_oneself & has_no_keys).named("may_make_keys")
may_see_renewal = (is_oneself & is_unlocked_or_has_no_keys).named("may_see_renewal")
