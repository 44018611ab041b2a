"""Find and open a reporter's mailbox with the seven words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from rechtop import env
from rechtop.ground.crypto import boxes, digests, seals, suites
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor, Kind, Origin
from rechtop.ground.vault import seen
from rechtop.ground.vault.keyrings import Key, ReporterKeyring
from rechtop.ground.vault.models import SealedKey, Sphere

_STAYS_OPEN = datetime.timedelta(minutes=30)


@dataclass(frozen=True)
class ReporterKey:
    """How a reporter finds and opens the case: what the seven words gave."""

    locator: bytes
    public: bytes


MAILBOX, DRAFT = "reporter", "draft reader"
"""What seven words are for. Words of one open nothing of the other."""


def key_of(seven: Sequence[str], *, use: str = MAILBOX) -> ReporterKey:
    """Derive from the words how the file is found and whom it is sealed to."""
    public = seals.PrivateKey(_seed(seven, use)).public
    return ReporterKey(locator=_locator(seven, use), public=public)


def _locator(seven: Sequence[str], use: str) -> bytes:
    return _from_words(seven, f"{use} locator", 32)


def _seed(seven: Sequence[str], use: str) -> bytes:
    return _from_words(seven, f"{use} key", seals.SEED_BYTES)


def _from_words(seven: Sequence[str], label: str, length: int) -> bytes:
    """Derive cheaply, with a pepper kept outside the database: a flood of guesses stalls nobody,
    and 84 bits need no slow derivation."""
    return digests.derive(
        " ".join(seven).encode(), label=label, length=length, pepper=env.secret("pepper")
    )


@dataclass(frozen=True)
class Mailbox:
    """An opened mailbox: which file, and the key the words gave."""

    file: int
    pair: int
    seed: bytes

    def actor(self) -> Actor:
        """Give the reporter as the one who acts, with their key."""
        key = Key(self.pair, seals.PrivateKey(self.seed))
        return Actor(Kind.REPORTER, Origin.PUBLIC, keyring=ReporterKeyring(key))

    def closed(self, root: bytes) -> bytes:
        """Seal this mailbox for the cookie with this root; it opens for half an hour."""
        until = clock.now() + _STAYS_OPEN
        head = b"".join(
            number.to_bytes(8, "big") for number in (int(until.timestamp()), self.file, self.pair)
        )
        return boxes.close(_cookie_key(), head + self.seed, place=_cookie_place(root))


def find(seven: Sequence[str], *, use: str = MAILBOX) -> Mailbox | None:
    """Find the mailbox of these words. Words of nobody cost one derivation and one look in an
    index, however many files there are."""
    with connection.cursor() as cursor:  # bare: someone who guesses asks this thousands of times
        cursor.execute("SELECT id FROM vault_keypair WHERE locator = %s", [_locator(seven, use)])
        found = cursor.fetchone()
    if found is None:
        return None
    pair = int(found[0])
    held = SealedKey.objects.filter(recipient=pair, file__sphere=Sphere.CASES)
    file = held.values_list("file_id", flat=True).first()
    if file is None or file in seen.destroyed():  # the answer to words of nobody
        return None
    return Mailbox(file, pair, _seed(seven, use))


def reopen(box: bytes, root: bytes) -> Mailbox | None:
    """Open what `closed` sealed; None where it is not for this cookie, or too long ago."""
    try:
        content = boxes.open_box(_cookie_key(), box, place=_cookie_place(root))
    except suites.CannotOpen:
        return None
    until, file, pair = (int.from_bytes(content[at : at + 8], "big") for at in (0, 8, 16))
    if datetime.datetime.fromtimestamp(until, datetime.UTC) < clock.now():
        return None
    return Mailbox(file, pair, content[24:])


def _cookie_key() -> bytes:
    return digests.derive(env.secret("pepper"), label="mailbox cookie")


def _cookie_place(root: bytes) -> str:
    return f"rechtop mailbox|{digests.digest(root).hex()}"
