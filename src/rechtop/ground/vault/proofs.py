"""Prove what was said and when, by a signature that anyone can check.

A receipt states that something was received or sent at a moment: not the words themselves but a
commitment to them, which only opens with the own copy. It asks no database, so a receipt is
checked on any machine. What is signed is written in one way alone: JSON with sorted names, and
whatever is not written so strictly is no proof.
"""

from __future__ import annotations

import datetime
import enum
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from rechtop import env
from rechtop.ground.crypto import digests, signatures
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.numbers import is_random_number, random_number

FORMAT = "rechtop proof 1"
COPY_FORMAT = "rechtop copy 1"
REPORTER = "reporter"
REPORTING_POINT = "reporting-point"
"""Who a statement says it went to. Not which people: whom a report is about decides that, so a
receipt would tell something of the content."""

KEY = "authority"
EARLIER_KEYS = "authority-earlier"
"""In the secrets folder: the public halves of keys that signed before, 32 bytes each."""

_SIGNED = b"rechtop proof|"
_COMMITTED = b"rechtop commitment|"
_SALT_BYTES = 32
_KEY_BYTES = 32
_LONGEST = 500


class NoProof(Exception):
    """This is not written as a receipt or a copy of ours."""


class Moment(enum.StrEnum):
    """What a receipt can be of."""

    REPORT = "report"
    ACKNOWLEDGEMENT = "acknowledgement"
    FEEDBACK = "feedback"
    OUTCOME = "outcome"
    MESSAGE = "message"


@dataclass(frozen=True)
class Copy:
    """The words themselves, with the salt that opens the commitment; attachments by digest."""

    number: str
    texts: Mapping[str, str] = field(repr=False)
    attachments: tuple[str, ...]
    salt: bytes = field(repr=False)

    def commitment(self) -> str:
        """Give what a receipt states of these words: without the salt it tells nothing of them."""
        said = {"number": self.number, "texts": self.texts, "attachments": self.attachments}
        return digests.digest(_COMMITTED + self.salt + _canonical(said)).hex()

    def told(self) -> dict[str, Any]:
        """Give the copy as it is kept by a reporter."""
        return {
            "format": COPY_FORMAT,
            "number": self.number,
            "texts": dict(self.texts),
            "attachments": list(self.attachments),
            "salt": self.salt.hex(),
        }


@dataclass(frozen=True)
class Statement:
    """What is signed. Its number is of the receipt alone and leads to no case.

    `at` is Dutch time with its offset, `to` the code of who got it, `trail` where the trail
    stood shortly before (position and digest), `key` the fingerprint of the key that signed.
    """

    number: str
    authority: str
    moment: str
    at: str
    to: str
    commitment: str
    trail: str
    key: str

    def told(self) -> dict[str, Any]:
        """Give the statement as it is written."""
        stated = {name: getattr(self, name) for name in _STATED}
        return {"format": FORMAT, **stated}

    def signed_bytes(self) -> bytes:
        """Give the bytes under which the signature stands."""
        return _SIGNED + _canonical(self.told())

    def signed_at(self) -> datetime.datetime:
        """Give the moment in Dutch time."""
        return datetime.datetime.fromisoformat(self.at)


_STATED = tuple(one.name for one in fields(Statement))


@dataclass(frozen=True)
class Receipt:
    """A statement, the signature under it, and the public half of the key that it names."""

    statement: Statement
    signature: bytes
    public: bytes

    def told(self) -> dict[str, Any]:
        """Give the receipt as it is kept and handed on."""
        return {
            "statement": self.statement.told(),
            "signature": self.signature.hex(),
            "public": self.public.hex(),
        }

    def is_signed(self) -> bool:
        """Say whether the key it names signed it. Whose key that is, the reader has to know."""
        named = in_print(self.public) == self.statement.key
        return named and signatures.is_signed(
            self.public, self.statement.signed_bytes(), self.signature
        )

    def is_of(self, copy: Copy) -> bool:
        """Say whether this is a receipt of exactly these words."""
        stated = self.statement
        return stated.number == copy.number and digests.same(
            stated.commitment.encode(), copy.commitment().encode()
        )


def prove(
    moment: Moment,
    texts: Mapping[str, str],
    *,
    to: str,
    authority: str,
    trail: str,
    attachments: Sequence[str] = (),
) -> tuple[Receipt, Copy]:
    """State and sign, with the authority's key, that these words were received or sent now."""
    seed = env.secret(KEY)
    public, key = _public_half(seed)
    copy = Copy(random_number(), texts, tuple(attachments), secrets.token_bytes(_SALT_BYTES))
    here = clock.now().astimezone(clock.HERE).isoformat(timespec="seconds")
    statement = Statement(
        copy.number, authority, moment.value, here, to, copy.commitment(), trail, key
    )
    return Receipt(statement, signatures.sign(seed, statement.signed_bytes()), public), copy


@lru_cache(maxsize=4)
def _public_half(seed: bytes) -> tuple[bytes, str]:
    public = signatures.public_of(seed)
    return public, in_print(public)


def own_public() -> bytes:
    """Give the public half of the authority's key. Raises NotSetUp without one."""
    return _public_half(env.secret(KEY))[0]


def own_keys() -> list[str]:
    """Give the fingerprints of the keys this authority signs with now and signed with before."""
    earlier = _earlier_keys()
    before = [earlier[at : at + _KEY_BYTES] for at in range(0, len(earlier), _KEY_BYTES)]
    return [in_print(public) for public in [own_public(), *before]]


def change_key() -> None:
    """Sign with a fresh key from now on. Of the one before only the public half is kept, so what
    it signed stays true and it signs nothing more."""
    env.change_secret(EARLIER_KEYS, _earlier_keys() + own_public())
    env.change_secret(KEY, secrets.token_bytes(signatures.SEED_BYTES))


def _earlier_keys() -> bytes:
    return env.secret(EARLIER_KEYS) if env.has_secret(EARLIER_KEYS) else b""


def key_named(typed: str) -> str:
    """Give the fingerprint of a key that someone names by it, or writes out whole.

    Raises NoProof for what is neither.
    """
    digits = "".join(typed.split()).lower()
    if len(digits) == 2 * _KEY_BYTES:
        return in_print(_bytes_of(digits, _KEY_BYTES))
    return in_groups(_bytes_of(digits, _KEY_BYTES // 2).hex())


def in_print(public: bytes) -> str:
    """Give a key's fingerprint as people compare it: 32 hexadecimal digits in groups of four."""
    return in_groups(digests.digest(public).hex()[:_KEY_BYTES])


def in_groups(digits: str) -> str:
    """Write digits in groups of four, as people read them aloud."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def written(told: Mapping[str, Any]) -> bytes:
    """Write a receipt or a copy as a file: the same content, on lines a person can read."""
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()


def read_receipt(content: bytes) -> Receipt:
    """Read a receipt from its file. Raises NoProof for anything else."""
    return receipt(_parsed(content))


def receipt(told: Any) -> Receipt:
    """Take a receipt from what is told; that it was really signed is not asked here."""
    _names(told, "statement", "signature", "public")
    stated = told["statement"]
    _names(stated, "format", *_STATED)
    _texts([*stated.values()])
    if stated["format"] != FORMAT or not is_random_number(stated["number"]):
        raise NoProof
    statement = Statement(**{name: stated[name] for name in _STATED})
    _bytes_of(statement.commitment, digests.BYTES)
    _see_that_known(statement)
    return Receipt(statement, _bytes_of(told["signature"]), _bytes_of(told["public"], _KEY_BYTES))


def read_copy(content: bytes) -> Copy:
    """Read an own copy from its file. Raises NoProof for anything else."""
    told = _parsed(content)
    _names(told, "format", "number", "texts", "attachments", "salt")
    texts = told["texts"]
    if told["format"] != COPY_FORMAT or not isinstance(texts, dict):
        raise NoProof
    if not all(isinstance(text, str) for text in texts.values()):
        raise NoProof
    number = _texts([told["number"]])[0]
    return Copy(number, texts, _texts(told["attachments"]), _bytes_of(told["salt"], _SALT_BYTES))


def _see_that_known(statement: Statement) -> None:
    try:
        aware = statement.signed_at().tzinfo is not None
    except ValueError as error:
        raise NoProof from error
    known = statement.to in (REPORTER, REPORTING_POINT) and statement.moment in list(Moment)
    if not aware or not known:
        raise NoProof


def _canonical(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _parsed(content: bytes) -> Any:
    try:
        told = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_each_once)
        json.dumps(told, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError) as error:
        raise NoProof from error
    return told


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands there twice: people would read one and we the other."""
    if len({name for name, _value in pairs}) != len(pairs):
        raise NoProof
    return dict(pairs)


def _names(told: Any, *names: str) -> None:
    """Refuse more or less than these names: nothing that is not proven travels along."""
    if not isinstance(told, dict) or set(told) != set(names):
        raise NoProof


def _texts(told: Any) -> tuple[str, ...]:
    if not isinstance(told, list):
        raise NoProof
    if not all(isinstance(one, str) and len(one) <= _LONGEST for one in told):
        raise NoProof
    return tuple(told)


def _bytes_of(digits: Any, length: int | None = None) -> bytes:
    """Read hexadecimal digits, of so many bytes where that is known, small letters alone."""
    try:
        content = bytes.fromhex(digits)
    except (TypeError, ValueError) as error:
        raise NoProof from error
    if content.hex() != digits or length not in (None, len(content)):
        raise NoProof
    return content
