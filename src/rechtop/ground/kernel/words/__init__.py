"""Seven Dutch words as a secret: 7 of 4,096, 84 bits, and any single typo has one repair."""

from __future__ import annotations

import hashlib
import re
import secrets
from functools import cache
from importlib import resources

COUNT = 7
_LIST = "words_nl.txt"
_NAMES = "names_nl.txt"


@cache
def word_list() -> tuple[str, ...]:
    """Give the 4,096 words, sorted."""
    text = resources.files(__package__).joinpath(_LIST).read_text(encoding="ascii")
    return tuple(text.split())


@cache
def _known() -> frozenset[str]:
    return frozenset(word_list())


@cache
def names() -> tuple[str, ...]:
    """Give the words of the list that are pleasant to be called by, sorted."""
    text = resources.files(__package__).joinpath(_NAMES).read_text(encoding="ascii")
    return tuple(word for line in text.splitlines() if line[:1] != "#" for word in line.split())


def pseudonym(number: str) -> str:
    """Give the two words by which someone is called who is known by a random number alone.

    They follow from the number, so nothing is stored and nothing can come to differ. Two numbers
    can have the same words: show the number beside them.
    """
    drawn = int.from_bytes(hashlib.sha256(f"rechtop pseudonym|{number}".encode()).digest(), "big")
    first, second = drawn % len(names()), drawn // len(names()) % (len(names()) - 1)
    rest = names()[:first] + names()[first + 1 :]
    return f"{names()[first].capitalize()} {rest[second].capitalize()}"


def draw() -> tuple[str, ...]:
    """Draw seven words at random."""
    return tuple(secrets.choice(word_list()) for _ in range(COUNT))


def split(typed: str) -> tuple[str, ...]:
    """Give the words in what a person typed, whatever stands between them."""
    return tuple(re.findall(r"[^\W\d_]+", typed.casefold()))


def is_known(word: str) -> bool:
    """Say whether a word is on the list."""
    return word in _known()


def repair(word: str) -> str | None:
    """Give the one word of the list at a single slip from what was typed, or None.

    Looks in the public list only, never at a stored secret, so a suggestion tells nothing.
    """
    candidates = _one_slip_from(word) & _known()
    return candidates.pop() if len(candidates) == 1 else None


def _one_slip_from(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    left_out = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    mistyped = {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    put_in = {head + letter + tail for head, tail in cuts for letter in letters}
    return left_out | swapped | mistyped | put_in
