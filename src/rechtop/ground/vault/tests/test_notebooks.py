"""A notebook of any content opens for its writer alone, and its size hardly tells what is in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_of

from rechtop.ground.crypto import padding, seals
from rechtop.ground.vault import notebooks
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.keyrings import Key, ReporterKeyring
from rechtop.ground.vault.models import Sphere

SPHERE = Sphere.CONFIDANTS
KIB = 1024

notes = any_of.lists(
    any_of.dictionaries(any_of.text(max_size=20), any_of.text(max_size=3000), max_size=5),
    max_size=40,
)


def somebody(pair: int) -> ReporterKeyring:
    """Give someone with a key, which is all a notebook asks of its writer."""
    return ReporterKeyring(Key(pair, seals.new_private_key()))


CARLA, OTHER = somebody(1), somebody(2)
EMPTY = len(notebooks.seal(CARLA, SPHERE, []))


@given(notes)
@settings(max_examples=60, deadline=None)
def test_a_notebook_of_any_content_opens_for_its_writer_alone(content: list[Any]) -> None:
    sealed = notebooks.seal(CARLA, SPHERE, content)
    assert notebooks.open_notebook(CARLA, SPHERE, sealed) == content
    for other in (OTHER, ReporterKeyring(Key(1, OTHER.the_key.private))):
        with pytest.raises(NoKey):
            notebooks.open_notebook(other, SPHERE, sealed)


@given(any_of.integers(0, 300 * KIB))
@settings(max_examples=60, deadline=None)
def test_the_stored_size_takes_doubling_steps_alone(length: int) -> None:
    grown = len(notebooks.seal(CARLA, SPHERE, "x" * length)) - EMPTY
    assert grown in {0, 64 * KIB, 192 * KIB, 448 * KIB}


def test_a_notebook_of_one_note_is_as_large_as_one_of_a_hundred() -> None:
    note = {"topic": "integriteit", "on": "2025-03-01", "notes": "kort"}
    assert len(notebooks.seal(CARLA, SPHERE, [note] * 100)) == EMPTY


@given(any_of.binary(max_size=2000), any_of.integers(1, 3000))
def test_padding_to_a_length_can_be_taken_off(content: bytes, more: int) -> None:
    padded = padding.pad_to(content, len(content) + more)
    assert len(padded) == len(content) + more
    assert padding.unpad(padded) == content
