"""A stream opens whole, in its place and in its order, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rechtop.ground.crypto import streams
from rechtop.ground.crypto.boxes import new_key
from rechtop.ground.crypto.suites import CannotOpen

KEY = new_key()


@pytest.fixture(autouse=True, scope="module")
def _small_chunks() -> object:
    """Let a chunk be sixteen bytes, so that many fit in a test."""
    before, streams.CHUNK = streams.CHUNK, 16
    yield
    streams.CHUNK = before


def sealed(content: bytes, *, place: str = "here", key: bytes = KEY) -> list[bytes]:
    sealer = streams.Sealer(key, place=place)
    parts = [content[at : at + 16] for at in range(0, len(content), 16)] or [b""]
    return [
        bytes(sealer.seal(part, is_last=number == len(parts) - 1))
        for number, part in enumerate(parts)
    ]


def opened(chunks: list[bytes], *, place: str = "here", key: bytes = KEY) -> bytes:
    opener = streams.Opener(key, place=place)
    last = len(chunks) - 1
    return b"".join(opener.open(one, is_last=number == last) for number, one in enumerate(chunks))


@given(st.binary(max_size=200))
def test_what_is_sealed_opens(content: bytes) -> None:
    assert opened(sealed(content)) == content


@given(st.binary(min_size=33, max_size=200), st.data())
def test_chunks_that_change_places_do_not_open(content: bytes, data: st.DataObject) -> None:
    chunks = sealed(content)
    one, other = data.draw(
        st.lists(st.integers(0, len(chunks) - 1), min_size=2, max_size=2, unique=True)
    )
    chunks[one], chunks[other] = chunks[other], chunks[one]
    with pytest.raises(CannotOpen):
        opened(chunks)


@given(st.binary(min_size=17, max_size=200), st.data())
def test_a_stream_that_is_cut_off_or_misses_a_chunk_does_not_open(
    content: bytes, data: st.DataObject
) -> None:
    chunks = sealed(content)
    del chunks[data.draw(st.integers(0, len(chunks) - 1))]
    with pytest.raises(CannotOpen):
        opened(chunks)


@given(st.binary(min_size=17, max_size=200), st.data())
def test_a_chunk_that_stands_twice_does_not_open(content: bytes, data: st.DataObject) -> None:
    chunks = sealed(content)
    at = data.draw(st.integers(0, len(chunks) - 1))
    with pytest.raises(CannotOpen):
        opened([*chunks[: at + 1], *chunks[at:]])


@given(st.binary(min_size=16, max_size=64), st.binary(min_size=16, max_size=64))
def test_chunks_of_two_streams_do_not_mix(one: bytes, other: bytes) -> None:
    mixed = [*sealed(one)[:-1], *sealed(other, key=new_key())[-1:]]
    with pytest.raises(CannotOpen):
        opened(mixed)


@given(st.binary(max_size=100), st.data())
@settings(max_examples=200)
def test_not_a_single_bit_may_differ(content: bytes, data: st.DataObject) -> None:
    chunks = sealed(content)
    at = data.draw(st.integers(0, len(chunks) - 1))
    changed = bytearray(chunks[at])
    bit = data.draw(st.integers(0, 8 * len(changed) - 1))
    changed[bit // 8] ^= 1 << (bit % 8)
    chunks[at] = bytes(changed)
    with pytest.raises(CannotOpen):
        opened(chunks)


@given(st.binary(max_size=50))
def test_a_stream_opens_in_its_own_place_alone(content: bytes) -> None:
    with pytest.raises(CannotOpen):
        opened(sealed(content), place="there")


@given(st.binary(max_size=64), st.binary(min_size=1, max_size=30))
def test_nothing_can_be_added_behind_the_last_chunk(content: bytes, more: bytes) -> None:
    with pytest.raises(CannotOpen):
        opened([*sealed(content), more])


def test_the_same_chunk_sealed_again_is_another() -> None:
    first, again = (sealed(b"a" * 16)[0] for _ in range(2))
    assert first[:7] != again[:7]
    assert first[7:] != again[7:]


@pytest.mark.parametrize("size", [0, 15, 17])
def test_only_the_last_chunk_may_be_shorter_and_none_longer(size: int) -> None:
    with pytest.raises(ValueError, match="not a chunk"):
        streams.Sealer(KEY, place="here").seal(bytes(size), is_last=False)


def test_a_sealed_stream_goes_on_where_it_broke_off() -> None:
    first = bytes(streams.Sealer(KEY, place="here").seal(b"a" * 16, is_last=False))
    rest = bytes(streams.Sealer(KEY, place="here", number=1).seal(b"b", is_last=True))
    assert opened([first, rest]) == b"a" * 16 + b"b"
