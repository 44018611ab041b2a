"""Derive the list of 4,096 Dutch words from packaged data, always with the same outcome.

Needs Debian's `hunspell-nl` (the words of OpenTaal) and the Python package `wordfreq` (how common
each word is). Run: `python scripts/derive_words.py`. Sources and licences stand in SOURCES.md
beside the list; why words are as long as they are, in docs/adr/0009-the-words.md.

Any two words lie at distance three or more, so any single slip has one repair. Among the sets of
words for which that holds we look for one of short and common words: take the best first, then
let a word go wherever those it stood in the way of are worth more together.
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
DISTANCE = 3
# How common a word must be (Zipf: 3 is once in a million words), and a form of another word.
LEAST_COMMON, LEAST_COMMON_FORM, COMMON_BY_ITSELF = 2.1, 3.0, 3.5
# What a letter more and being a form cost, against being ten times as common.
LETTER, FORM = 0.6, 0.8
# What costs more than this may not push out another word.
DEAR = 3.4
MOST_PUSHED_OUT = 4
_PARTICIPLE = re.compile(r"ge[a-z]+(d|t|en)").fullmatch


def main() -> None:
    """Write the list."""
    costs = candidates()
    choice = Choice(costs, too_close(costs))
    choice.take_best_first()
    while choice.exchange():
        pass
    if len(choice.chosen) < WANTED:
        raise SystemExit(f"{len(choice.chosen)} words only")
    best = sorted(choice.chosen, key=choice.rank)[:WANTED]
    (WORDS / "words_nl.txt").write_text("\n".join(sorted(best)) + "\n", encoding="ascii")


def candidates() -> dict[str, float]:
    """Give the words that may be on the list, with what each costs: less is better."""
    left_out = re.compile("|".join(f"(?:{line})" for line in _listed("left_out_nl.txt")))
    kept = set(_listed("kept_nl.txt"))
    costs = {}
    for word, flags in sorted(_dictionary().items()):
        common = zipf_frequency(word, "nl")
        is_form = not _is_base(flags) and (common < COMMON_BY_ITSELF or "" not in flags)
        if common < (LEAST_COMMON_FORM if is_form else LEAST_COMMON) or "Fw" in flags:
            continue
        if left_out.fullmatch(word) or (is_form and _PARTICIPLE(word)):
            continue
        if word not in kept and not _is_dutch(word):
            continue
        costs[word] = LETTER * len(word) - common + FORM * is_form
    return costs


def _dictionary() -> dict[str, set[str]]:
    """Give the words of plain letters with their flags, two letters each; an empty one for none."""
    found: dict[str, set[str]] = {}
    for line in DICTIONARY.read_text("utf-8").splitlines()[1:]:
        word, _slash, flags = line.replace("ĳ", "ij").partition("/")  # one sign there, two letters
        if re.fullmatch(rf"[a-z]{{{SHORTEST},{LONGEST}}}", word):
            pairs = {flags[at : at + 2] for at in range(0, len(flags), 2)}
            found.setdefault(word, set()).update(pairs or {""})
    return found


def _is_base(flags: set[str]) -> bool:
    """Say whether the flags name a noun (Y, Z), an adjective (A) or an infinitive (Vi)."""
    return any(flag[:1] in ("Y", "Z", "A") or flag == "Vi" for flag in flags)


def _listed(name: str) -> Iterator[str]:
    for line in (WORDS / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield from line.split()


def _is_dutch(word: str) -> bool:
    """Say whether a word is more Dutch than English."""
    english = zipf_frequency(word, "en")
    return english < 2.5 or zipf_frequency(word, "nl") > english + 0.4


def too_close(words: Iterable[str]) -> dict[str, set[str]]:
    """Give for each word those that look or sound too much like it."""
    # Two words lie within distance two only where they meet after losing at most two letters each,
    # so a word is compared with those it meets there and with no others.
    met: dict[str, set[str]] = {}
    close: dict[str, set[str]] = {}
    for word in words:
        close[word] = set()
        remains = _remains(word) | _remains(folded(word))
        for other in set().union(*(met.get(part, ()) for part in remains)):
            if not _is_far(word, other):
                close[word].add(other)
                close[other].add(word)
        for part in remains:
            met.setdefault(part, set()).add(word)
    return close


class Choice:
    """Words that are chosen, none too close to another."""

    def __init__(self, costs: dict[str, float], close: dict[str, set[str]]) -> None:
        self.costs, self.close, self.chosen = costs, close, set[str]()

    def rank(self, word: str) -> tuple[float, str]:
        """Put the best first, and equals in the order of the alphabet."""
        return (self.costs[word], word)

    def take_best_first(self) -> None:
        """Take every word that still fits, the best first."""
        for word in sorted(self.costs, key=self.rank):
            if not self.close[word] & self.chosen:
                self.chosen.add(word)

    def exchange(self) -> int:
        """Try for each word what the list gains with it; count the exchanges that were made."""
        left_aside = sorted(self.costs.keys() - self.chosen, key=self.rank)
        return sum(self._put_in(word) for word in left_aside if self._worth(word) > 0)

    def _put_in(self, word: str) -> bool:
        out = self.close[word] & self.chosen
        if word in self.chosen or len(out) > MOST_PUSHED_OUT:
            return False
        rest = self.chosen - out | {word}
        come = [word]
        for other in sorted(set().union(*(self.close[one] for one in out)), key=self.rank):
            if other not in rest and self._worth(other) > 0 and not self.close[other] & rest:
                rest.add(other)
                come.append(other)
        if sum(map(self._worth, sorted(come))) <= sum(map(self._worth, sorted(out))) + 1e-9:
            return False
        self.chosen = rest
        return True

    def _worth(self, word: str) -> float:
        return DEAR - self.costs[word]


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
