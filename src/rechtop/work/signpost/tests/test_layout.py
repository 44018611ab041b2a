"""Nobody who follows a signpost without faults gets stuck or walks in a circle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rechtop.work.signpost import layout
from rechtop.work.signpost.layout import Answer, End, Question, Signpost, Text

SAID = Text("gezegd")
END = End(SAID, SAID, SAID, SAID)


def shipped() -> Signpost:
    told = resources.files("rechtop.work.signpost").joinpath("data", "netherlands.json")
    return layout.read(json.loads(told.read_text("utf-8")))


def asks(*to: str) -> Question:
    return Question(SAID, Text(), tuple(Answer(SAID, code) for code in to))


def ways(signpost: Signpost, most: int) -> Iterator[list[int]]:
    """Give every way through a signpost, as far as `most` steps."""
    todo: list[list[int]] = [[]]
    while todo:
        steps = todo.pop()
        led = signpost.led_to(steps)
        assert led is not None, f"stuck after {steps}"
        if isinstance(led[1], End) or len(steps) > most:
            yield steps
        else:
            todo += [[*steps, at] for at in range(1, len(led[1].answers) + 1)]


def test_the_signpost_we_ship_has_no_faults_and_names_every_place_of_the_law() -> None:
    signpost = shipped()
    assert layout.faults(signpost) == []
    titles = " ".join(end.title.dutch for end in signpost.ends.values())
    for name in ("collega", "leidinggevende", "personeel", "integriteitsteam", "maatschappelijk"):
        assert name in titles
    for name in ("vertrouwenspersoon", "Huis voor Klokkenluiders", "LKOG", "Meld het hier"):
        assert name in titles
    for name in ("ACM", "AFM", "ANVS", "AP", "DNB", "IGJ", "NVWA", "NZa"):
        assert f"({name})" in titles
    for place in (*signpost.questions.values(), *signpost.ends.values()):
        for text in vars(place).values():
            if isinstance(text, Text):
                assert bool(text.dutch) == bool(text.english)


def test_what_led_to_advice_that_was_taken_away_never_comes_to_lead_to_other_advice() -> None:
    before = Signpost("v1", {"v1": asks("r1", "r2")}, {"r1": END, "r2": END})
    taken = replace(before, ends={"r2": END})
    [fault] = layout.faults(taken)
    added = replace(taken, ends={**taken.ends, taken.next_code("r"): END})
    assert len(added.ends) == 2
    assert fault in layout.faults(added)
    assert added.place("r1") is None


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "c", "d"]),
        st.lists(st.sampled_from(["a", "b", "c", "d", "x", "y", ""]), max_size=4),
        min_size=1,
    )
)
def test_every_way_through_a_signpost_without_faults_ends(drawn: dict[str, list[str]]) -> None:
    signpost = Signpost("a", {code: asks(*to) for code, to in drawn.items()}, {"x": END, "y": END})
    if layout.faults(signpost):
        return
    for steps in ways(signpost, len(drawn)):
        assert len(steps) <= len(drawn)


@pytest.mark.parametrize(
    ("signpost", "told"),
    [
        (Signpost(), "nog geen eerste vraag"),
        (Signpost("a", {"a": asks("x")}, {"x": END}), "minder dan twee antwoorden"),
        (Signpost("a", {"a": asks("x", "")}, {"x": END}), "leidt nergens heen"),
        (Signpost("a", {"a": asks("x", "a")}, {"x": END}), "in een kring"),
        (Signpost("a", {"a": asks("x", "x")}, {"x": END, "y": END}), "komt niemand"),
        (
            Signpost("a", {"a": asks("x", "x")}, {"x": replace(END, known=Text())}),
            "wie het dan weet",
        ),
    ],
)
def test_what_must_be_mended_is_named(signpost: Signpost, told: str) -> None:
    assert any(told in fault for fault in layout.faults(signpost))


def test_what_is_kept_reads_as_it_was() -> None:
    signpost = shipped()
    assert layout.read(json.loads(json.dumps(signpost.told()))) == signpost


def test_steps_that_lead_nowhere_lead_nowhere() -> None:
    for steps in ([0], [99], [1, 1, 1, 1, 1, 1, 1]):
        assert shipped().led_to(steps) is None
