"""Derive the list of 4,096 Dutch words from packaged data, always with the same outcome.

Needs Debian's `hunspell-nl` (the words of OpenTaal) and the Python package `wordfreq` (how common
each word is). Run: `python scripts/derive_words.py`. Sources and licences stand in SOURCES.md
beside the list. Short and common words come first; a word is taken when it lies at distance three
or more from all taken before, so any single slip has one repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from wordfreq import zipf_frequency

WORDS = Path(__file__).resolve().parent.parent / "src/rechtop/ground/kernel/words"
DICTIONARY = Path("/usr/share/hunspell/nl_NL.dic")
WANTED = 4096
SHORTEST, LONGEST = 3, 9
LEAST_COMMON = 1.9
DISTANCE = 3
LETTER = 0.4
ENDINGS = (
    "s",
    "e",
    "n",
    "t",
    "d",
    "en",
    "je",
    "jes",
    "tje",
    "tjes",
    "te",
    "ten",
    "de",
    "den",
    "er",
    "ers",
    "st",
)


def main() -> None:
    """Write the list."""
    chosen = take(candidates())
    if len(chosen) < WANTED:
        raise SystemExit(f"{len(chosen)} words only")
    (WORDS / "words_nl.txt").write_text("\n".join(sorted(chosen)) + "\n", encoding="ascii")


def candidates() -> list[str]:
    """Give the words that may be on the list, most common first."""
    listed = [line.split("/")[0] for line in DICTIONARY.read_text("utf-8").splitlines()[1:]]
    capitals = {word.casefold() for word in listed if word[:1].isupper()}
    plain = {word for word in listed if re.fullmatch(rf"[a-z]{{{SHORTEST},{LONGEST}}}", word)}
    left_out = re.compile("|".join(f"(?:{line})" for line in _left_out()))
    fit = [
        word
        for word in sorted(plain - capitals)
        if not left_out.fullmatch(word) and _is_common(word) and not _is_inflected(word, plain)
    ]
    return sorted(fit, key=_rank)


def _rank(word: str) -> tuple[float, str]:
    """Put short and common words first: a letter more weighs as much as being half as common."""
    return (LETTER * len(word) - zipf_frequency(word, "nl"), word)


def _left_out() -> Iterator[str]:
    for line in (WORDS / "left_out_nl.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield from line.split()


def _is_common(word: str) -> bool:
    dutch, english = zipf_frequency(word, "nl"), zipf_frequency(word, "en")
    return dutch >= LEAST_COMMON and (english < 2.5 or dutch > english + 0.4)


def _is_inflected(word: str, known: set[str]) -> bool:
    """Say whether a word looks like a form of another one, by its ending."""
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and stem in known and _is_as_common(stem, word):
            return True
        if stem != word and stem[-1:] == stem[-2:-1] and stem[:-1] in known:
            return True
    return word.startswith("ge") and word.endswith(("t", "d", "en"))


def _is_as_common(stem: str, word: str) -> bool:
    return zipf_frequency(stem, "nl") >= zipf_frequency(word, "nl") - 1.0


def take(words: Iterable[str]) -> list[str]:
    """Take words in their order, each at distance three from all that sound or look alike."""
    # Two words lie within distance two only where they meet after losing at most two letters each,
    # so a word is compared with those it meets there and with no others.
    met: dict[str, set[str]] = {}
    chosen: list[str] = []
    for word in words:
        remains = _remains(word) | _remains(folded(word))
        others = set().union(*(met.get(part, ()) for part in remains))
        if all(_is_far(word, other) for other in others):
            chosen.append(word)
            for part in remains:
                met.setdefault(part, set()).add(word)
        if len(chosen) == WANTED:
            break
    return chosen


def _is_far(word: str, other: str) -> bool:
    return distance(word, other) >= DISTANCE and distance(folded(word), folded(other)) >= DISTANCE


def folded(word: str) -> str:
    """Write a word as it sounds, so that two spellings of one sound meet."""
    for spelled, sounds in (("ij", "ei"), ("ou", "au"), ("auw", "au"), ("ch", "g"), ("c", "k")):
        word = word.replace(spelled, sounds)
    return word


def _remains(word: str) -> set[str]:
    once = {word[:at] + word[at + 1 :] for at in range(len(word))}
    twice = {part[:at] + part[at + 1 :] for part in once for at in range(len(part))}
    return {word} | once | twice


def distance(one: str, other: str) -> int:
    """Count the slips between two words: a letter more, less, or other, or two swapped."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


if __name__ == "__main__":
    main()
