import itertools
import re
import statistics
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from rechtop.ground.kernel import words

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def test_there_are_4096_words_of_small_plain_letters() -> None:
    listed = words.word_list()
    assert len(listed) == len(set(listed)) == 4096
    assert all(word.isascii() and word.isalpha() and word.islower() for word in listed)
    assert all(3 <= len(word) <= 9 for word in listed)


def test_words_are_as_short_as_the_distance_allows() -> None:
    """What the distance costs is told in docs/adr/0009-the-words.md."""
    assert statistics.mean(map(len, words.word_list())) < 7.7


def test_no_word_that_people_left_out_is_on_the_list() -> None:
    text = resources.files(words).joinpath("left_out_nl.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    left_out = re.compile("|".join(f"(?:{word})" for word in " ".join(lines).split()))
    assert len(lines) > 10
    assert not [word for word in words.word_list() if left_out.fullmatch(word)]


def test_no_two_words_lie_within_two_slips_nor_sound_alike() -> None:
    met: dict[str, str] = {}
    for word in words.word_list():
        for form in {word, _as_it_sounds(word)}:
            for part in _after_losing_one(form):
                # Meeting after one loss each means distance two at most: then it is no other word.
                assert met.setdefault(part, word) == word, (word, met[part])


def _as_it_sounds(word: str) -> str:
    for spelled, sounds in (("ij", "ei"), ("ou", "au"), ("ch", "g"), ("c", "k")):
        word = word.replace(spelled, sounds)
    return word


def _after_losing_one(word: str) -> set[str]:
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


@given(st.sampled_from(words.word_list()), st.data())
def test_any_single_slip_has_exactly_one_repair(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    slips = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:]]
    slips.append(word[:at] + letter + word[at + 1 :])
    slips.append(word[:at] + word[at : at + 2][::-1] + word[at + 2 :])
    for slip in slips:
        assert words.is_known(slip) == (slip == word)
        if slip != word:
            assert words.repair(slip) == word


def test_what_is_far_from_every_word_is_not_repaired() -> None:
    assert words.repair("xxxxxxxx") is None


def test_words_are_split_whatever_stands_between_them() -> None:
    assert words.split(" Appel, BOOM;fiets\n4 maan ") == ("appel", "boom", "fiets", "maan")


def test_seven_words_are_drawn_and_not_always_the_same() -> None:
    drawn = {words.draw() for _ in range(20)}
    assert len(drawn) == 20
    assert all(words.is_known(w) for w in itertools.chain(*drawn))
