"""Which procedure follows from the answers, and who does the triage of a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import Rule, rule
from rechtop.work.cases import rules as cases
from rechtop.work.cases.models import Case
from rechtop.work.triage import queries
from rechtop.work.triage.models import Question, Route
from rechtop.work.triage.states import AS_KNOWN, Answer, Outcome

Answers = Mapping[str, str]
"""An answer by the code of its question."""


@dataclass(frozen=True)
class Reason:
    """What is known of an outcome, and the questions that decide it or are still open."""

    outcome: Outcome
    holds: bool | None
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Proposal:
    """The procedure that follows from the answers, with the flags and why.

    `is_certain` is false while an answer that is still open could lead elsewhere.
    """

    regime: str
    steps: str
    is_certain: bool
    reasons: tuple[Reason, ...]

    @property
    def followed(self) -> str:
        """Give the procedure whose steps are to be followed."""
        return self.steps or self.regime

    def holds(self, outcome: Outcome) -> bool | None:
        """Say what is known of an outcome; None where nothing is, or nobody asks."""
        return next((one.holds for one in self.reasons if one.outcome == outcome), None)

    def mark(self) -> str:
        """Give what is proposed as one text, to see whether it is still what was shown."""
        flags = (self.holds(Outcome.WRONGDOING), self.holds(Outcome.UNION_LAW))
        return f"{self.regime}|{self.steps}|{flags}"


def propose(
    questions: Sequence[Question],
    routes: Iterable[Route],
    answers: Answers,
    types: Collection[str],
) -> Proposal:
    """Propose a procedure: that of the first route that holds.

    Every outcome is found out for itself, whatever the others are. What nobody knows yet holds
    neither way: the proposal then says that it may still change. From nothing follows nothing.
    """
    reasons = tuple(_reason(outcome, questions, answers) for outcome in _asked(questions))
    if not says_something(questions, answers, types):
        return Proposal("", "", False, reasons)
    found = {one.outcome: one.holds for one in reasons}
    regime, steps, is_certain = "", "", True
    for route in routes:
        if (regime or not route.regime) and (steps or not route.steps):
            continue
        holds = _holds(route, found, types)
        if holds is None:
            is_certain = False
        elif holds:
            regime, steps = regime or route.regime, steps or route.steps
    return Proposal(regime, steps, is_certain, reasons)


def says_something(questions: Iterable[Question], answers: Answers, types: Collection[str]) -> bool:
    """Say whether a type was chosen, or a question answered with yes or no."""
    return bool(types) or any(answers.get(one.code) in AS_KNOWN for one in questions)


def _asked(questions: Iterable[Question]) -> list[Outcome]:
    named = {outcome for question in questions for outcome in question.bears_on}
    return [outcome for outcome in Outcome if outcome in named]


def _reason(outcome: Outcome, questions: Iterable[Question], answers: Answers) -> Reason:
    """Find out an outcome: each question must say yes, of those that share a mark at least one."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        if outcome in question.bears_on:
            groups.setdefault(question.either or f"alone {question.code}", []).append(question)
    given = {code: AS_KNOWN.get(Answer(one)) for code, one in answers.items()}
    said = {name: _one_of([given.get(one.code) for one in group]) for name, group in groups.items()}
    holds = _all_of(said.values())
    deciding = [name for name, one in said.items() if one is holds]
    return Reason(
        outcome,
        holds,
        tuple(one for name in deciding for one in groups[name] if given.get(one.code) is holds),
    )


def _holds(
    route: Route, found: Mapping[Outcome, bool | None], types: Collection[str]
) -> bool | None:
    by_outcome = found.get(Outcome(route.outcome), False) if route.outcome else True
    by_type: bool | None = True
    if route.types:
        by_type = not set(types).isdisjoint(route.types) if types else None
    return _all_of([by_outcome, by_type])


def _one_of(said: Sequence[bool | None]) -> bool | None:
    """Say whether at least one holds, as far as is known."""
    return True if True in said else (None if None in said else False)


def _all_of(said: Iterable[bool | None]) -> bool | None:
    """Say whether all hold, as far as is known."""
    told = [*said]
    return False if False in told else (None if None in told else True)


@rule(_("Vragen voor triage worden bij het inrichten vastgelegd."))
def may_adopt(actor: Actor, subject: object) -> bool:
    """Questions and routes are adopted at the command line until they have a page of their own."""
    return actor.kind == Kind.COMMAND


_works: Rule = cases.handles_it
_while_open: Rule = cases.handles_it & cases.is_open

may_see = (_works & cases.is_shown).named("may_see_triage")
may_answer = _while_open.named("may_answer_triage")
may_choose = _while_open.named("may_choose_procedure")
may_link = _works.named("may_link_cases")
may_unlink = _works.named("may_unlink_cases")
may_merge = _while_open.named("may_merge_case")
may_split = _while_open.named("may_split_case")
may_link_detriment = (cases.is_reporter | (cases.is_person & cases.is_on_duty)).named(
    "may_link_detriment"
)
may_forward = _while_open.named("may_forward_case")


def goes_along(case: Case, by: Actor) -> list[Case]:
    """Give what went into a case, as far as who gives that case handles it: who holds it for an
    investigation alone, or came to be in its position, gives it to nobody."""
    return [one for one in queries.gone_into(case, by) if _works(by, one)]
