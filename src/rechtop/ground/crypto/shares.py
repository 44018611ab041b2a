"""Divide a secret into shares of words, of which some together give it back (SLIP-39).

One group, no passphrase: who has enough shares has the secret, and fewer tell nothing of it. A
share is 33 English words with a checksum. Any three wrong words in it are noticed; of one wrong
word the place is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics, rs1024
from shamir_mnemonic import Share as Slip39Share
from shamir_mnemonic.wordlist import WORDLIST

SECRET_BYTES = 32
WORDS = 33
FEWEST, MOST = 2, 16
"""How many shares it takes at least, and how many there are at most."""

_TYPED = re.compile(r"[^\W\d_]+")
_TELLING = 4
_BY_START: dict[str, str] = {word[:_TELLING]: word for word in WORDLIST}
"""The first four letters of a word tell it from all others."""

_INDEX = {word: at for at, word in enumerate(WORDLIST)}
_CUSTOM = b"shamir_extendable"


@dataclass(frozen=True)
class Share:
    """A share that was typed: of which division, which one, how many it takes together."""

    division: int
    number: int
    needed: int
    words: tuple[str, ...] = field(repr=False)


class NotAShare(Exception):
    """What was typed is no share."""


class UnknownWord(NotAShare):
    """The word at this place, counted from one, is none of the list."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


class WrongCount(NotAShare):
    """There are more or fewer words than a share has."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class DoesNotFit(NotAShare):
    """The words do not fit each other. Where one wrong word explains that, `place` names it."""

    def __init__(self, place: int | None) -> None:
        super().__init__(place)
        self.place = place


class DoNotBelong(Exception):
    """These shares are not of one division. `places` are those that differ from most, from zero."""

    def __init__(self, places: Sequence[int]) -> None:
        super().__init__(places)
        self.places = places


class TwiceTheSame(Exception):
    """The share at this place, from zero, was there already."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


class TooFew(Exception):
    """It takes more shares than these."""

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


def divide(secret: bytes, *, needed: int, count: int) -> list[tuple[str, ...]]:
    """Divide a secret into so many shares, of which the needed number give it back.

    Each division of the same secret is another: its shares do not go with those of one before.
    """
    if not FEWEST <= needed <= count <= MOST:
        raise ValueError((needed, count))
    (made,) = generate_mnemonics(1, [(needed, count)], secret)
    return [tuple(one.split()) for one in made]


def read(typed: str) -> Share:
    """Read a share as someone typed it. Of each word the first four letters are enough.

    Raises UnknownWord, WrongCount or DoesNotFit.
    """
    found = _TYPED.findall(typed.casefold())
    words = tuple(_known(word, place) for place, word in enumerate(found, start=1))
    if len(words) != WORDS:
        raise WrongCount(len(words))
    try:
        share = Slip39Share.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise DoesNotFit(_misfit([_INDEX[word] for word in words])) from error
    if (share.group_count, share.group_index, share.extendable) != (1, 0, True):
        raise DoesNotFit(None)
    return Share(share.identifier, share.index + 1, share.member_threshold, words)


def division_of(share: Sequence[str]) -> int:
    """Give the number of the division a share is of; it tells nothing of the secret."""
    return read(" ".join(share)).division


def together(shares: Sequence[Share]) -> bytes:
    """Give the secret these shares give together.

    Raises DoNotBelong, TwiceTheSame or TooFew.
    """
    kinds = Counter((one.division, one.needed) for one in shares)
    most = max(kinds, key=lambda kind: kinds[kind], default=(0, FEWEST))
    if others := [at for at, one in enumerate(shares) if (one.division, one.needed) != most]:
        raise DoNotBelong(others)
    seen: set[int] = set()
    for at, one in enumerate(shares):
        if one.number in seen:
            raise TwiceTheSame(at)
        seen.add(one.number)
    if len(shares) < most[1]:
        raise TooFew(most[1])
    try:
        return bytes(combine_mnemonics([" ".join(one.words) for one in shares[: most[1]]]))
    except MnemonicError as error:
        raise DoNotBelong([]) from error


def _known(word: str, place: int) -> str:
    known = _BY_START.get(word[:_TELLING], "")
    if len(word) < _TELLING or not known.startswith(word):
        raise UnknownWord(place)
    return known


def _misfit(indices: Sequence[int]) -> int | None:
    """Find the one place where another word would make the checksum fit, from one."""
    size = len(_CUSTOM) + len(indices)
    nothing = rs1024._polymod([0] * size)
    wrong = rs1024._polymod([*_CUSTOM, *indices]) ^ 1
    for place in range(len(indices)):
        bits = [
            rs1024._polymod(_one_bit(size, len(_CUSTOM) + place, bit)) ^ nothing
            for bit in range(10)
        ]
        if wrong in _sums(bits):
            return place + 1
    return None


def _one_bit(size: int, at: int, bit: int) -> list[int]:
    values = [0] * size
    values[at] = 1 << bit
    return values


def _sums(bits: Sequence[int]) -> Iterator[int]:
    """Give every sum of these: the checksum is linear, so a change is the sum of its bits."""
    sums = [0]
    for bit in bits:
        sums += [one ^ bit for one in sums]
    return iter(sums)
