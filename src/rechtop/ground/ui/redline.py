"""Compare two texts word by word: what went, what came, and what stayed."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")  # a comma that came is no other word


class Fate(StrEnum):
    """What became of something between two texts."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Some words, with what became of them."""

    fate: Fate
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Give the words of both texts in reading order: what went stands before what came for it."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new)
    found = []
    for change, i1, i2, j1, j2 in matcher.get_opcodes():
        if change == "equal":
            found.append(Piece(Fate.SAME, "".join(new[j1:j2])))
            continue
        if i2 > i1:
            found.append(Piece(Fate.GONE, "".join(old[i1:i2])))
        if j2 > j1:
            found.append(Piece(Fate.NEW, "".join(new[j1:j2])))
    return found
