"""Whoever follows a procedure without faults can always reach an end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.journeys.seeing import flesch_douma

from rechtop.ground.kernel.languages import Text
from rechtop.tools.procedures import layout, presenting
from rechtop.tools.procedures.layout import RECEIPT, Choice, Procedure, Step, Term
from rechtop.tools.procedures.tests.samples import NAMES, SHIPPED

SAID = Text("gezegd", "said")


def leads(*to: str, title: str = "gezegd") -> Step:
    return Step(Text(title), "handler", choices=tuple(Choice(SAID, code) for code in to))


def procedure(**steps: Step) -> Procedure:
    return Procedure(SAID, SAID, "de wet", next(iter(steps), ""), steps)


def shipped(code: str) -> Procedure:
    return layout.read(next(one for one in SHIPPED if one["code"] == code))


PROCEDURES = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from([*NAMES, "x"]), max_size=4), min_size=1
).map(lambda drawn: procedure(**{code: leads(*to, title=code) for code, to in drawn.items()}))


def test_what_pointed_at_a_step_that_was_taken_away_never_comes_to_mean_another() -> None:
    counts = replace(leads(title="end"), term=Term(1, "weeks", counted_from="s3", source="eigen"))
    taken = procedure(s1=leads("s2", "s4"), s4=counts)
    code = taken.next_code()
    assert code not in {"s1", "s2", "s3", "s4"}
    added = replace(taken, steps={**taken.steps, code: leads(title="nieuw")})
    assert {*layout.faults(taken)} <= {*layout.faults(added)}


@given(PROCEDURES)
def test_only_a_code_that_is_given_at_the_desk_is_one_procedure_s_own(drawn: Procedure) -> None:
    assert layout.is_numbered(drawn.next_code())
    shipped = {step["code"] for facts in SHIPPED for step in facts["steps"]}
    assert not [code for code in shipped if layout.is_numbered(code)]


@pytest.mark.parametrize("facts", SHIPPED, ids=lambda one: str(one["code"]))
def test_what_we_ship_has_no_faults_and_reads_in_english_too(facts: dict[str, Any]) -> None:
    shipped = layout.read(facts)
    assert layout.faults(shipped) == []
    texts = [shipped.title, shipped.about]
    for step in shipped.steps.values():
        texts += [step.title, step.done, step.told, *(one.text for one in step.choices)]
    assert all(bool(text.dutch) == bool(text.english) for text in texts)
    assert layout.read(shipped.kept()) == shipped


@pytest.mark.parametrize("facts", SHIPPED, ids=lambda one: str(one["code"]))
def test_what_we_ship_reads_easily(facts: dict[str, Any]) -> None:
    texts = [
        text.dutch
        for step in layout.read(facts).steps.values()
        for text in (step.title, step.done, step.told, *(one.text for one in step.choices))
    ]
    assert flesch_douma("\n".join(filter(None, texts))) >= 60


def test_every_legal_term_we_ship_stands_in_the_law_and_nothing_else_is_called_legal() -> None:
    legal = {
        (term.length, term.unit, term.counted_from)
        for facts in SHIPPED
        for step in layout.read(facts).steps.values()
        if (term := step.term) and term.is_legal
    }
    assert legal == {(7, "days", RECEIPT), (3, "months", "register")}
    assert not any(
        step.term and step.term.is_legal
        for code in ("zakelijk", "sociaal", "lkog", "bestuur")
        for step in shipped(code).steps.values()
    )


def test_the_case_of_2021_can_run_as_it_did() -> None:
    """Not admissible, the reporter told, investigated nonetheless, draft, reactions, final."""
    walked = ["report", "register", "assess", "not-covered", "order", "feedback", "investigate"]
    walked += ["draft", "react", "work-in", "draft", "react", "work-in", "conclude", "final"]
    steps = shipped("misstand").steps
    for here, there in pairwise(walked):
        assert there in [choice.leads_to for choice in steps[here].choices], (here, there)
    assert steps["not-covered"].told
    assert steps["final"].is_end


def test_the_complaint_is_open_at_every_end_of_the_procedure_on_conduct() -> None:
    for step in shipped("sociaal").steps.values():
        if step.is_end:
            assert "klacht" in step.told.dutch
            assert "vertrouwenspersoon" in step.told.dutch
    assert "Anoniem kan niet" in shipped("lkog").about.dutch


@given(PROCEDURES)
def test_from_every_step_of_a_procedure_without_faults_an_end_is_near(drawn: Procedure) -> None:
    if layout.faults(drawn):
        return
    for code in drawn.steps:
        seen, todo = {code}, [code]
        while todo and not any(drawn.steps[one].is_end for one in seen):
            more = {way.leads_to for way in drawn.steps[todo.pop()].choices} - seen
            seen |= more
            todo += more
        assert any(drawn.steps[one].is_end for one in seen)


@given(PROCEDURES)
def test_a_fault_names_each_step_nobody_reaches_or_that_never_ends(drawn: Procedure) -> None:
    told = layout.faults(drawn)
    reached, todo = {drawn.first}, [drawn.first]
    while todo:
        more = {way.leads_to for way in drawn.steps[todo.pop()].choices} & {*drawn.steps}
        todo += more - reached
        reached |= more
    for code in drawn.steps:
        assert any(f"‘{code}’ komt niemand" in fault for fault in told) == (code not in reached)
    if not any(step.is_end for step in drawn.steps.values()):
        assert all(any(f"‘{code}’ is er geen einde" in f for f in told) for code in drawn.steps)


@given(PROCEDURES)
def test_every_step_has_a_number_and_a_way_on_leads_to_a_higher_one(drawn: Procedure) -> None:
    order = drawn.in_order
    assert sorted(order.values()) == [*range(1, len(drawn.steps) + 1)]
    back = {
        (code, way.leads_to)
        for code, step in drawn.steps.items()
        for way in step.choices
        if way.leads_to in order and order[way.leads_to] <= order[code]
    }
    for here, there in back:  # only what closes a circle leads back, or comes from nowhere
        assert reaches(drawn, there, here) or order[here] > len(reached(drawn))


def reached(drawn: Procedure) -> set[str]:
    return {code for code in drawn.steps if reaches(drawn, drawn.first, code)}


def reaches(drawn: Procedure, here: str, there: str) -> bool:
    seen, todo = {here}, [here]
    while todo:
        more = {way.leads_to for way in drawn.steps[todo.pop()].choices} & {*drawn.steps}
        todo += more - seen
        seen |= more
    return there in seen


GOOD = procedure(a=leads("b", title="Begin"), b=leads(title="Slot"))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"a": replace(leads("b", title="Begin"), who="")}, "‘Begin’ staat niet wie"),
        ({"a": leads("b", "weg", title="Begin")}, "‘Begin’ leidt nergens heen"),
        ({"a": leads("a", title="Begin")}, "‘Slot’ komt niemand"),
        ({"b": leads("a", title="Slot")}, "‘Slot’ is er geen einde"),
        (
            {"a": replace(leads("b", title="Begin"), term=Term(7))},
            "De termijn bij de stap ‘Begin’ heeft geen bron",
        ),
        (
            {"a": replace(leads("b", title="Begin"), term=Term(None, source="wet"))},
            "De termijn bij de stap ‘Begin’ heeft geen lengte",
        ),
        (
            {"b": replace(leads(title="Slot"), term=Term(7, "days", "weg", source="wet"))},
            "De termijn bij de stap ‘Slot’ telt vanaf iets dat hier geen stap is",
        ),
        (
            {"a": replace(leads(title="Begin"), choices=(Choice(Text(), "b"), Choice(SAID, "b")))},
            "‘Begin’ heeft een keuze geen tekst",
        ),
    ],
)
def test_each_fault_names_the_step(changes: dict[str, Step], fault: str) -> None:
    assert layout.faults(GOOD) == []
    found = layout.faults(replace(GOOD, steps={**GOOD.steps, **changes}))
    assert any(fault in one for one in found), found


def test_a_procedure_needs_a_first_step_and_a_source() -> None:
    assert "eerste stap" in layout.faults(Procedure())[0]
    assert "de bron" in layout.faults(replace(GOOD, sources=""))[0]


def test_a_term_without_delay_needs_no_length() -> None:
    at_once = replace(leads("b", title="Begin"), term=Term(None, "at_once", source="de wet"))
    assert layout.faults(replace(GOOD, steps={**GOOD.steps, "a": at_once})) == []
    assert GOOD.term_text(at_once.term) == "onverwijld na ontvangst van de melding"


def test_what_a_term_says_of_its_counting_is_read_and_old_content_does_without() -> None:
    term = Term(6, "working_days", moves_to_working_day=True, may_pause=True, source="de wet")
    asked = replace(GOOD, steps={**GOOD.steps, "a": replace(leads("b"), term=term)})
    assert layout.read(asked.kept()) == asked
    told = "binnen 6 werkdagen na ontvangst van de melding, eindigt op een werkdag, kan stilstaan"
    assert asked.term_text(term).startswith(told)
    old = asked.kept()
    del old["steps"][0]["term"]["may_pause"], old["steps"][0]["term"]["moves_to_working_day"]
    read = layout.read(old).steps["a"].term
    assert read == Term(6, "working_days", source="de wet")


@given(PROCEDURES, PROCEDURES)
def test_a_comparison_tells_exactly_the_steps_that_differ(one: Procedure, two: Procedure) -> None:
    told = {change.title: change.kind for change in presenting.changes(one, two)}
    assert not presenting.changes(one, one)
    for code in NAMES:
        old, new = one.steps.get(code), two.steps.get(code)
        if (old is None) != (new is None):
            assert told[code] == ("added" if new else "gone")
        elif old == new:
            # The same ways, but one of them leads to a step that came or went.
            moved = [way for way in (old.choices if old else ()) if is_elsewhere(way, one, two)]
            assert (code in told) == bool(moved)
        else:
            assert told[code] == "changed"


def test_a_step_that_leads_to_another_of_the_same_name_is_told() -> None:
    steps = {"a": leads("b", title="Begin"), "b": leads(title="Slot"), "c": leads(title="Slot")}
    one, two = procedure(**steps), procedure(**{**steps, "a": leads("c", title="Begin")})
    (told,) = presenting.changes(one, two)
    assert (told.title, told.fields[0][1:]) == ("Begin", ("gezegd → b", "gezegd → c"))


def is_elsewhere(way: Choice, one: Procedure, two: Procedure) -> bool:
    return (way.leads_to in one.steps) != (way.leads_to in two.steps)
