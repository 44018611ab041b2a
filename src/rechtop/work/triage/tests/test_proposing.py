"""What is proposed for answers, whatever the answers are."""

import json
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from rechtop.work.triage.models import Question, Route
from rechtop.work.triage.rules import propose
from rechtop.work.triage.states import Answer, Outcome

_FOUND = json.loads(
    resources.files("rechtop.work.triage").joinpath("data", "questions.json").read_text("utf-8")
)
QUESTIONS = [Question(**one) for one in _FOUND["questions"]]
ROUTES = [Route(**one) for one in _FOUND["routes"]]
CODES = [one.code for one in QUESTIONS]
TYPES = ["financial", "undesirable-conduct", "internal-rules", "none"]

ANSWERS = st.dictionaries(st.sampled_from(CODES), st.sampled_from(Answer.values))
SOME_TYPES = st.lists(st.sampled_from(TYPES), unique=True)
WRONGDOING = {
    "reasonable-grounds": "yes",
    "public-interest": "yes",
    "more-than-personal": "yes",
    "structural": "no",
    "serious": "yes",
}


def proposed(answers: dict[str, str], types: list[str]):  # type: ignore[no-untyped-def]
    return propose(QUESTIONS, ROUTES, answers, types)


def test_a_misstand_needs_every_question_and_of_pattern_and_gravity_one() -> None:
    assert proposed(WRONGDOING, ["financial"]).holds(Outcome.WRONGDOING) is True
    assert proposed(WRONGDOING, ["financial"]).regime == "misstand"
    neither = {**WRONGDOING, "serious": "no", "union-law": "no", "board": "no"}
    found = proposed(neither, ["financial"])
    assert (found.holds(Outcome.WRONGDOING), found.regime) == (False, "zakelijk")
    assert found.is_certain


def test_the_type_leads_to_undesirable_conduct_and_never_to_a_misstand() -> None:
    none = dict.fromkeys(CODES, "no")
    assert proposed(none, ["undesirable-conduct"]).regime == "sociaal"
    assert proposed(none, ["none"]).regime == "outside"
    assert proposed(none, ["financial"]).regime == "zakelijk"


def test_about_the_board_it_goes_through_other_steps_whatever_the_procedure() -> None:
    found = proposed({**WRONGDOING, "board": "yes"}, ["financial"])
    assert (found.regime, found.steps) == ("misstand", "bestuur")


@given(st.dictionaries(st.sampled_from(CODES), st.just("unknown")))
def test_from_nothing_known_follows_nothing(answers: dict[str, str]) -> None:
    found = proposed(answers, [])
    assert (found.regime, found.steps, found.is_certain) == ("", "", False)
    assert proposed({**answers, "structural": "no"}, []).regime == "zakelijk"
    assert proposed(answers, ["undesirable-conduct"]).regime == "sociaal"


def test_a_reason_names_the_questions_that_decide() -> None:
    found = proposed({**WRONGDOING, "public-interest": "no"}, [])
    reason = next(one for one in found.reasons if one.outcome == Outcome.WRONGDOING)
    assert [one.code for one in reason.questions] == ["public-interest"]


@given(ANSWERS, SOME_TYPES)
def test_flags_do_not_depend_on_the_types_nor_on_each_other(
    answers: dict[str, str], types: list[str]
) -> None:
    found, without = proposed(answers, types), proposed(answers, [])
    for outcome in Outcome:
        assert found.holds(outcome) is without.holds(outcome)
    other = {code: one for code, one in answers.items() if code != "union-law"}
    assert found.holds(Outcome.WRONGDOING) is proposed(other, types).holds(Outcome.WRONGDOING)


@given(ANSWERS, SOME_TYPES, st.data())
def test_what_is_known_never_changes_when_more_gets_known(
    answers: dict[str, str], types: list[str], data: st.DataObject
) -> None:
    before = proposed(answers, types)
    still_open = [code for code in CODES if answers.get(code, "unknown") == "unknown"]
    told = data.draw(st.dictionaries(st.sampled_from(CODES), st.sampled_from(["yes", "no"])))
    after = proposed({**answers, **{c: a for c, a in told.items() if c in still_open}}, types)
    for outcome in Outcome:
        assert before.holds(outcome) in (None, after.holds(outcome))
    if before.is_certain:
        assert (before.regime, before.steps) == (after.regime, after.steps)


@given(st.fixed_dictionaries({code: st.sampled_from(["yes", "no"]) for code in CODES}), SOME_TYPES)
def test_with_every_answer_and_a_type_there_is_one_certain_proposal(
    answers: dict[str, str], types: list[str]
) -> None:
    found = proposed(answers, types)
    assert found.regime
    assert found.is_certain or not types
    misstand = found.holds(Outcome.WRONGDOING) or found.holds(Outcome.UNION_LAW)
    assert (found.regime == "misstand") == bool(misstand)


@given(ANSWERS, SOME_TYPES, st.sampled_from(CODES[:6]))
def test_a_yes_to_what_makes_a_misstand_never_leads_away_from_it(
    answers: dict[str, str], types: list[str], code: str
) -> None:
    before = proposed(answers, types)
    after = proposed({**answers, code: "yes"}, types)
    if before.regime == "misstand":
        assert after.regime == "misstand"
