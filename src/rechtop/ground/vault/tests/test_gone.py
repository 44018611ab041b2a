"""What is gone is remembered outside the database, as marks that tell nobody what it was."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from rechtop import env
from rechtop.ground.kernel import outside
from rechtop.ground.vault import gone
from rechtop.ground.vault.gone import Gone, Wrap

marks = st.frozensets(st.text("0123456789abcdef", min_size=4, max_size=4))
wraps = st.dictionaries(
    st.integers(1, 3), st.builds(Wrap, st.integers(0, 5), st.sampled_from("abc"))
)
everything = st.builds(Gone, marks, wraps)


@given(everything, everything)
def test_nothing_comes_back_and_the_newest_wrap_counts(one: Gone, other: Gone) -> None:
    both = one.with_news(other)
    assert one.marks | other.marks == both.marks
    for holder in {*one.wraps, *other.wraps}:
        known = [told.wraps[holder].since for told in (one, other) if holder in told.wraps]
        assert both.wraps[holder].since == max(known)
    assert both.with_news(one).marks == both.marks


@pytest.mark.django_db
def test_a_mark_is_remembered_when_the_transaction_ended_well_and_not_when_it_broke(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        gone.remember([gone.mark("thing", 1)])
        assert not gone.is_gone("thing", 1)
        try:
            with transaction.atomic():
                gone.remember([gone.mark("thing", 2)])
                raise ValueError
        except ValueError:
            pass
    assert gone.is_gone("thing", 1)
    assert not gone.is_gone("thing", 2)
    assert not gone.is_gone("other thing", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 8])
def test_nobody_counts_what_went_from_a_notebook(
    count: int, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        gone.remember_uncounted([gone.mark("conversation", n) for n in range(count)])
    assert len(gone.known().marks) == 8


@pytest.mark.django_db
def test_a_mark_tells_nothing_without_the_pepper(monkeypatch: pytest.MonkeyPatch) -> None:
    number = uuid.uuid4()
    before = gone.mark("conversation", number)
    assert number.hex not in before
    monkeypatch.setattr(env, "secret", lambda name: b"another pepper")
    assert gone.mark("conversation", number) != before


@pytest.mark.django_db
def test_what_was_remembered_elsewhere_is_put_together_with_what_is_known_here() -> None:
    outside.change("gone", lambda _before: b'{"marks": ["aa"], "wraps": [[1, [5, "new"]]]}')
    gone.take_in(b'{"marks": ["bb"], "wraps": [[1, [4, "old"]], [2, [1, "other"]]]}')
    assert gone.known().marks == {"aa", "bb"}
    assert gone.known().wraps == {1: Wrap(5, "new"), 2: Wrap(1, "other")}
