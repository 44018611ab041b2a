import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from rechtop.ground.crypto import shares

sizes = st.tuples(st.integers(2, 6), st.integers(0, 4)).map(lambda s: (s[0], s[0] + s[1]))
secrets_ = st.binary(min_size=32, max_size=32)


def read_all(made: list[tuple[str, ...]]) -> list[shares.Share]:
    return [shares.read(" ".join(one)) for one in made]


@settings(max_examples=15, deadline=None)
@given(secret=secrets_, size=sizes, data=st.data())
def test_any_so_many_shares_in_any_order_give_the_secret(secret, size, data) -> None:  # type: ignore[no-untyped-def]
    needed, count = size
    made = read_all(shares.divide(secret, needed=needed, count=count))
    chosen = data.draw(st.permutations(made))[:needed]
    assert shares.together(chosen) == secret


def test_every_choice_of_three_of_five_gives_the_secret_and_every_two_give_nothing() -> None:
    made = read_all(shares.divide(b"s" * 32, needed=3, count=5))
    for three in itertools.combinations(made, 3):
        assert shares.together(three) == b"s" * 32
    for two in itertools.combinations(made, 2):
        with pytest.raises(shares.TooFew) as told:
            shares.together(two)
        assert told.value.needed == 3


def test_two_shares_that_pass_themselves_off_as_enough_do_not_give_the_secret() -> None:
    """Not our own count stops them: the words themselves hold too little."""
    made = shares.divide(b"s" * 32, needed=3, count=5)
    for one, other in itertools.combinations(read_all(made), 2):
        values = [shares.Slip39Share.from_mnemonic(" ".join(s.words)) for s in (one, other)]
        lying = [
            shares.Slip39Share(
                v.identifier,
                v.extendable,
                v.iteration_exponent,
                v.group_index,
                v.group_threshold,
                v.group_count,
                v.index,
                2,
                v.value,
            ).mnemonic()
            for v in values
        ]
        with pytest.raises(shares.DoNotBelong):
            shares.together([shares.read(text) for text in lying])


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 32), word=st.sampled_from(WORDLIST))
def test_one_other_word_is_noticed_and_named_by_its_place(place: int, word: str) -> None:
    words = list(shares.divide(b"s" * 32, needed=2, count=3)[0])
    if words[place] == word:
        return
    words[place] = word
    with pytest.raises(shares.DoesNotFit) as told:
        shares.read(" ".join(words))
    assert told.value.place == place + 1


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_up_to_three_other_words_are_always_noticed(data) -> None:  # type: ignore[no-untyped-def]
    words = list(shares.divide(b"s" * 32, needed=2, count=3)[0])
    places = data.draw(st.lists(st.integers(0, 32), min_size=2, max_size=3, unique=True))
    for place in places:
        others = [one for one in WORDLIST if one != words[place]]
        words[place] = data.draw(st.sampled_from(others))
    with pytest.raises(shares.DoesNotFit):
        shares.read(" ".join(words))


def test_a_word_that_is_none_of_the_list_is_named_by_its_place() -> None:
    words = list(shares.divide(b"s" * 32, needed=2, count=3)[0])
    for wrong in ("fiets", "aca", "academicx"):
        with pytest.raises(shares.UnknownWord) as told:
            shares.read(" ".join([*words[:6], wrong, *words[7:]]))
        assert told.value.place == 7


@given(typed=st.text(max_size=400))
def test_whatever_is_typed_is_told_and_never_breaks(typed: str) -> None:
    with pytest.raises(shares.NotAShare):
        shares.read(typed)


def test_numbers_capitals_and_first_four_letters_are_read() -> None:
    words = shares.divide(b"s" * 32, needed=2, count=3)[0]
    typed = "\n".join(f"{n}. {word[:4].upper()}" for n, word in enumerate(words, start=1))
    assert shares.read(typed).words == words


def test_shares_of_two_divisions_are_not_mixed_also_not_of_the_same_secret() -> None:
    one = read_all(shares.divide(b"s" * 32, needed=3, count=3))
    other = read_all(shares.divide(b"s" * 32, needed=3, count=3))
    with pytest.raises(shares.DoNotBelong) as told:
        shares.together([one[0], other[1], one[2]])
    assert told.value.places == [1]


def test_the_same_share_twice_is_named() -> None:
    made = read_all(shares.divide(b"s" * 32, needed=2, count=3))
    with pytest.raises(shares.TwiceTheSame) as told:
        shares.together([made[0], made[0]])
    assert told.value.place == 1


def test_a_share_does_not_show_itself() -> None:
    (made, _other) = shares.divide(b"s" * 32, needed=2, count=2)
    assert made[5] not in repr(shares.read(" ".join(made)))


@pytest.mark.parametrize(("needed", "count"), [(1, 3), (0, 0), (4, 3), (2, 17)])
def test_one_alone_or_more_than_there_are_is_no_division(needed: int, count: int) -> None:
    with pytest.raises(ValueError, match=str(needed)):
        shares.divide(b"s" * 32, needed=needed, count=count)
