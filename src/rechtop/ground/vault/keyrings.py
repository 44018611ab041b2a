"""Hold unlocked keys in memory, for the time of one request."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from rechtop.ground.crypto import boxes, digests, padding, passphrases, seals, signatures, suites
from rechtop.ground.vault import server_boxes
from rechtop.ground.vault.models import KeyHolder, KeyPair, Sphere, Stored, fingerprint

_MARK_LENGTH = 16

WRAP = "wrapped master"
"""What a wrapped key is called where it is remembered outside the database."""


class WrongPassphrase(Exception):
    """The passphrase does not open this holder's keys."""


@dataclass(frozen=True)
class Key:
    """A private key with the number of its key pair."""

    pair: int
    private: seals.PrivateKey


@dataclass
class Keyring:
    """The keys of a person, unwrapped one by one when they are needed."""

    holder: int
    master: bytes = field(repr=False)
    _keys: dict[str, Key | None] = field(default_factory=dict, repr=False)

    def key(self, sphere: str) -> Key | None:
        """Give this person's key in a sphere, or None without one."""
        if sphere not in self._keys:
            self._keys[sphere] = self._unwrap(sphere)
        return self._keys[sphere]

    def _unwrap(self, sphere: str) -> Key | None:
        pair = KeyPair.objects.filter(
            holder=self.holder, holder__withdrawn_at=None, sphere=sphere, withdrawn_at=None
        ).first()
        if pair is None or pair.wrapped_private is None:
            return None
        place = _private_place(self.holder, sphere)
        seed = boxes.open_box(self.master, pair.wrapped_private, place=place)
        return Key(pair.pk, seals.PrivateKey(seed))

    def sign(self, statement: bytes) -> bytes:
        """Sign a statement with this person's signing key."""
        wrapped = KeyHolder.objects.values_list("wrapped_signing", flat=True).get(pk=self.holder)
        seed = boxes.open_box(self.master, wrapped or b"", place=_signing_place(self.holder))
        return signatures.sign(seed, statement)


@dataclass(frozen=True)
class ReporterKeyring:
    """The one key of a reporter, which the seven words gave."""

    the_key: Key

    def key(self, sphere: str) -> Key:
        """Give the reporter's key; it is the same in every sphere."""
        return self.the_key

    def pair(self) -> KeyPair:
        """Give the reporter's key pair with the public half the words themselves give, whatever
        the database says of it."""
        return KeyPair(pk=self.the_key.pair, public=self.the_key.private.public)


def new_holder(holder: KeyHolder, passphrase: str, spheres: list[str]) -> list[KeyPair]:
    """Fill in a saved holder's keys under a passphrase, and give the unsaved key pairs."""
    master, cost = boxes.new_key(), passphrases.new_cost()
    signing = secrets.token_bytes(signatures.SEED_BYTES)
    _wrap(holder, master, passphrase, cost)
    holder.signing_public = signatures.public_of(signing)
    holder.wrapped_signing = boxes.close(master, signing, place=_signing_place(holder.pk))
    return [_new_pair(holder.pk, master, sphere) for sphere in spheres]


def further_pair(keyring: Keyring, sphere: str) -> KeyPair:
    """Make a key pair in a further sphere, under the master key that is open; unsaved."""
    return _new_pair(keyring.holder, keyring.master, sphere)


def _new_pair(holder: int, master: bytes, sphere: str) -> KeyPair:
    private = seals.new_private_key()
    return KeyPair(
        holder_id=holder,
        sphere=sphere,
        public=private.public,
        wrapped_private=boxes.close(master, private.seed, place=_private_place(holder, sphere)),
    )


def _wrap(holder: KeyHolder, master: bytes, passphrase: str, cost: passphrases.Cost) -> None:
    key = passphrases.key_of(passphrase, cost)
    holder.salt, holder.passes, holder.memory = cost.salt, cost.passes, cost.memory
    holder.wrapped_master = boxes.close(key, master, place=_master_place(holder.pk))


def rewrap(holder: KeyHolder, keyring: Keyring, passphrase: str) -> None:
    """Wrap the same master key under another passphrase, unsaved."""
    _wrap(holder, keyring.master, passphrase, passphrases.new_cost())


def wrap_for_later(holder: KeyHolder) -> str:
    """Give a holder's wrapped key and what its passphrase is derived with, sealed to this server.

    It opens nothing without the passphrase, and no passphrase is tried on it without the server.
    """
    told = {
        "salt": bytes(holder.salt or b"").hex(),
        "passes": holder.passes,
        "memory": holder.memory,
        "wrapped": bytes(holder.wrapped_master or b"").hex(),
    }
    return server_boxes.close(json.dumps(told), use=WRAP)


def put_wrap(holder: KeyHolder, sealed: str) -> None:
    """Put such a wrap in the place of the one a holder has, unsaved."""
    told = json.loads(server_boxes.open_box(sealed, use=WRAP))
    holder.salt, holder.wrapped_master = (
        bytes.fromhex(told["salt"]),
        bytes.fromhex(told["wrapped"]),
    )
    holder.passes, holder.memory = told["passes"], told["memory"]


def unlock(holder: KeyHolder, passphrase: str) -> Keyring:
    """Open a holder's keys. Takes about 65 ms. Raises WrongPassphrase."""
    cost = passphrases.Cost(bytes(holder.salt or b""), holder.passes, holder.memory)
    key = passphrases.key_of(passphrase, cost)
    try:
        master = boxes.open_box(key, holder.wrapped_master or b"", place=_master_place(holder.pk))
    except suites.CannotOpen as error:
        raise WrongPassphrase from error
    return Keyring(holder.pk, master)


def halve(keyring: Keyring) -> tuple[str, str]:
    """Split an open keyring in two halves, of which neither alone opens anything.

    The first also knows the mark of the whole, so that halves of two openings are told apart.
    """
    mask = boxes.new_key()
    return mask.hex() + _mark(keyring.master), _mixed(keyring.master, mask).hex()


def join(holder: int, one: str, other: str) -> Keyring | None:
    """Put two halves together. Gives None where they are not the halves of this holder's key."""
    mask, mark = one[:-_MARK_LENGTH], one[-_MARK_LENGTH:]
    try:
        master = _mixed(bytes.fromhex(mask), bytes.fromhex(other))
    except ValueError:
        return None
    return Keyring(holder, master) if _mark(master) == mark else None


def _mark(master: bytes) -> str:
    return digests.digest(b"rechtop half|" + master).hex()[:_MARK_LENGTH]


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


@dataclass(frozen=True)
class Writer:
    """Who wrote in a browser whose vault was open: the holder, and which key was open there."""

    holder: int
    pair: int
    print: str


def writer(keyring: Keyring) -> Writer | None:
    """Name the writer by the first of their open keys, which is proven by its private half."""
    key = next((found for sphere in Sphere if (found := keyring.key(sphere))), None)
    return Writer(keyring.holder, key.pair, fingerprint(key.private.public)) if key else None


def sealed_to(public: bytes, holder: int, fields: list[tuple[str, str]], path: str) -> bytes:
    """Seal what someone typed to their own key. Needs no open vault."""
    content_key = boxes.new_key()
    place = _kept_place(holder)
    content = json.dumps({"path": path, "fields": fields}).encode()
    sealed_key = seals.seal(public, content_key, place=place)
    box = boxes.close(content_key, padding.pad(content), place=place)
    return len(sealed_key).to_bytes(2, "big") + sealed_key + box


def open_kept(keyring: Keyring, sealed: Stored) -> tuple[str, list[tuple[str, str]]]:
    """Open what was sealed by `sealed_to`: the path it was meant for and its fields.

    Raises CannotOpen where no key of this keyring opens it.
    """
    body, place = bytes(sealed), _kept_place(keyring.holder)
    size = int.from_bytes(body[:2], "big")
    for key in filter(None, (keyring.key(sphere) for sphere in Sphere)):
        with suppress(suites.CannotOpen):
            content_key = key.private.open(body[2 : 2 + size], place=place)
            padded = boxes.open_box(content_key, body[2 + size :], place=place)
            content = json.loads(padding.unpad(padded))
            return content["path"], [(name, value) for name, value in content["fields"]]
    raise suites.CannotOpen("kept")


def _master_place(holder: int) -> str:
    return f"rechtop master|{holder}"


def _signing_place(holder: int) -> str:
    return f"rechtop signing|{holder}"


def _private_place(holder: int, sphere: str) -> str:
    return f"rechtop private|{holder}|{sphere}"


def _kept_place(holder: int) -> str:
    return f"rechtop kept|{holder}"
