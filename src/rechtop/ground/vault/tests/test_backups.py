"""A backup opens whole, with its own words, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rechtop.ground.crypto import boxes, seals, streams
from rechtop.ground.vault import backups

DRAWN = backups.draw_words()
CONTENTS = {
    "about.json": [b"{}"],
    "tables/empty": [],
    "tables/cases": [b"row one\n", b"row two" * 30],
    "blobs/1": [bytes(range(256))] * 3,
}


@pytest.fixture(autouse=True, scope="module")
def _small_chunks() -> Iterator[None]:
    """Let a chunk be 64 bytes, so that a small backup has many."""
    before, streams.CHUNK = streams.CHUNK, 64
    yield
    streams.CHUNK = before


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "one.backup"
    write(path)
    return path


def write(path: Path, for_server: bytes = b"") -> None:
    with path.open("wb") as file:
        writer = backups.Writer(file, for_server or backups.for_server(DRAWN))
        for name, pieces in CONTENTS.items():
            writer.put(name, pieces)
        writer.finish()


def read(path: Path, drawn: tuple[str, ...] = DRAWN) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in backups.contents(path, drawn)}


def test_what_went_in_comes_out(made: Path) -> None:
    assert read(made) == {name: b"".join(pieces) for name, pieces in CONTENTS.items()}


def test_what_is_not_read_is_passed_over(made: Path) -> None:
    assert [name for name, _pieces in backups.contents(made, DRAWN)] == list(CONTENTS)


def test_other_words_open_nothing(made: Path) -> None:
    with pytest.raises(backups.NotThis):
        read(made, backups.draw_words())
    with pytest.raises(backups.NotThis):
        read(made, DRAWN[:-1])


def test_a_backup_cut_off_anywhere_is_refused(made: Path) -> None:
    whole = made.read_bytes()
    for size in range(0, len(whole), 29):
        made.write_bytes(whole[:size])
        with pytest.raises(backups.NotThis):
            read(made)


def test_a_single_other_bit_is_seen(made: Path) -> None:
    whole = made.read_bytes()
    for at in range(0, len(whole), 61):
        made.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(backups.NotThis):
            read(made)


def test_chunks_that_change_places_or_are_left_out_are_seen(made: Path) -> None:
    whole, size = made.read_bytes(), streams.CHUNK + streams.MORE
    start = whole.index(streams.HEAD, 17 + 4 + 1169)
    head, body = whole[: start + 1], whole[start + 1 :]
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    assert len(chunks) > 4
    for other in (
        [chunks[1], chunks[0], *chunks[2:]],
        [chunks[0], *chunks[2:]],
        [*chunks[:2], chunks[1], *chunks[2:]],
        chunks[:-1],
        [*chunks, chunks[-1]],
    ):
        made.write_bytes(head + b"".join(other))
        with pytest.raises(backups.NotThis):
            read(made)


def test_something_else_is_no_backup(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"something else entirely")
    with pytest.raises(backups.NotThis):
        read(other)


def test_what_the_server_has_reads_no_backup(made: Path) -> None:
    on_server = backups.for_server(DRAWN)
    seed = backups._private(DRAWN).seed
    assert seed not in on_server
    assert not any(seed[at : at + 16] in on_server for at in range(0, len(seed), 16))


def test_who_knows_the_public_half_alone_makes_no_backup_that_opens(tmp_path: Path) -> None:
    public = backups.for_server(DRAWN)[32:]
    assert len(public) == len(seals.new_private_key().public)
    write(tmp_path / "forged", boxes.new_key() + public)
    with pytest.raises(backups.NotThis):
        read(tmp_path / "forged")


def test_a_backup_that_was_not_finished_does_not_open(tmp_path: Path) -> None:
    path = tmp_path / "half"
    with path.open("wb") as file:
        writer = backups.Writer(file, backups.for_server(DRAWN))
        writer.put("tables/cases", [b"row" * 100])
    with pytest.raises(backups.NotThis):
        read(path)


def test_each_backup_is_told_from_another(tmp_path: Path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two")
    assert backups.identify(tmp_path / "one") != backups.identify(tmp_path / "two")
