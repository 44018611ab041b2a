"""The recovery key, for as long as the sheets that open it lie on the table.

It is a random secret of which only shares exist, on paper, with several people. From it come the
anchor, where vouching begins, and a key in each sphere that has recovery; never one of the
confidants'. It is put together in memory for one request and stands nowhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rechtop import env
from rechtop.ground.crypto import digests, seals, shares, signatures
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault.keyrings import Key
from rechtop.ground.vault.models import SPHERES_WITH_RECOVERY, KeyPair

FEWEST, MOST, WORDS = shares.FEWEST, shares.MOST, shares.WORDS
_ANCHOR = "anchor"
_IN_USE = "anchor-in-use"


@dataclass(frozen=True)
class Recovery:
    """The recovery key, open: from which division, and with which of its sheets."""

    secret: bytes = field(repr=False)
    division: int = 0
    numbers: tuple[int, ...] = ()

    def key(self, sphere: str) -> Key | None:
        """Give the key of a sphere; None where the sphere has none, or the database another."""
        if sphere not in SPHERES_WITH_RECOVERY:
            return None
        private = self.private(sphere)
        found = KeyPair.objects.filter(
            holder__kind="recovery", holder__withdrawn_at=None, sphere=sphere, withdrawn_at=None
        )
        pair = next((one for one in found if bytes(one.public) == private.public), None)
        return Key(pair.pk, private) if pair else None

    def private(self, sphere: str) -> seals.PrivateKey:
        """Derive the private key of a sphere."""
        label = f"recovery {sphere}"
        return seals.PrivateKey(digests.derive(self.secret, label=label, length=seals.SEED_BYTES))

    def signing_public(self) -> bytes:
        """Give the public half with which signatures of this key are checked."""
        return signatures.public_of(self._signing())

    def sign(self, statement: bytes) -> bytes:
        """Sign a statement as the anchor."""
        return signatures.sign(self._signing(), statement)

    def _signing(self) -> bytes:
        return digests.derive(self.secret, label=_ANCHOR, length=signatures.SEED_BYTES)


def draw() -> Recovery:
    """Draw a new recovery key."""
    return Recovery(secrets.token_bytes(shares.SECRET_BYTES))


def divide(key: Recovery, *, needed: int, count: int) -> tuple[int, list[tuple[str, ...]]]:
    """Divide the recovery key over sheets; give the number of this division, and their words."""
    made = shares.divide(key.secret, needed=needed, count=count)
    return shares.division_of(made[0]), made


def opened(typed: Sequence[str]) -> Recovery:
    """Put the recovery key together from sheets as they were typed; what is empty is left out.

    Raises Invalid, which names the sheet by its place among those typed, and the word in it.
    """
    places = [at for at, text in enumerate(typed, start=1) if text.strip()]
    if not places:
        raise Invalid(**{field_of(1): _("Typ de woorden van de bladen.")})
    read = _read({at: typed[at - 1] for at in places})
    secret = _together(read, places)
    found = Recovery(secret, read[0].division, tuple(sorted(one.number for one in read)))
    if not is_set() or not digests.same(found.signing_public(), anchor()):
        raise Invalid(**{field_of(places[0]): _("Deze bladen zijn van een andere sleutel.")})
    return found


def field_of(place: int) -> str:
    """Name the field of a sheet by its place, from one."""
    return f"share_{place}"


def _read(typed: dict[int, str]) -> list[shares.Share]:
    read, wrong = [], {}
    for at, text in typed.items():
        try:
            read.append(shares.read(text))
        except shares.NotAShare as error:
            wrong[field_of(at)] = _at(at, _told(error))
    if wrong:
        raise Invalid(**wrong)
    return read


def _at(place: int, text: str) -> str:
    """Say of which sheet something is told, as they were typed one after another."""
    return _("%(place)se blad: %(text)s") % {"place": place, "text": text}


def _told(error: shares.NotAShare) -> str:
    if isinstance(error, shares.UnknownWord):
        text = _("woord %(place)s staat niet in de lijst. Kijk het na op het papier.")
        return text % {"place": error.place}
    if isinstance(error, shares.WrongCount):
        told = {"typed": error.count, "words": shares.WORDS}
        return _("er horen %(words)s woorden te staan. U typte er %(typed)s.") % told
    if isinstance(error, shares.DoesNotFit) and error.place:
        text = _("de woorden passen niet bij elkaar. Kijk eerst naar woord %(place)s.")
        return text % {"place": error.place}
    return _("de woorden passen niet bij elkaar. Meer dan één woord is anders dan op het papier.")


def _together(read: Sequence[shares.Share], places: Sequence[int]) -> bytes:
    try:
        return shares.together(read)
    except shares.TooFew as error:
        text = _("Er zijn %(needed)s bladen nodig.") % {"needed": error.needed}
        raise Invalid(**{field_of(len(places) + 1): text}) from error
    except shares.TwiceTheSame as error:
        at = places[error.place]
        text = _("dit is al getypt. Neem een ander.")
        raise Invalid(**{field_of(at): _at(at, text)}) from error
    except shares.DoNotBelong as error:
        text = _("het hoort niet bij de andere, maar bij een andere verdeling.")
        wrong = [places[at] for at in error.places] or places
        raise Invalid(**{field_of(at): _at(at, text) for at in wrong}) from error


def anchor() -> bytes:
    """Give the public half of the anchor, as it stands outside the database now."""
    return env.secret_now(_ANCHOR)


def is_set() -> bool:
    """Say whether there is an anchor."""
    return env.has_secret(_ANCHOR)


def is_in_use() -> bool:
    """Say whether this anchor has vouched for someone or was tried, whatever the database says."""
    return env.has_secret(_IN_USE)


def set_anchor(key: Recovery) -> None:
    """Write the public half of the anchor outside the database. Never over one that is in use."""
    if is_in_use():
        raise Invalid(officers=_("Er is al een herstelsleutel."))
    env.change_secret(_ANCHOR, key.signing_public())


def keep_anchor() -> None:
    """Note outside the database that this anchor is in use: from now on none takes its place.

    So whoever writes the database cannot have another ceremony held.
    """
    if not is_in_use():
        env.change_secret(_IN_USE, anchor())
