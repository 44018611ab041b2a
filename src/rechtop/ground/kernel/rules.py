"""Say once who may do what, with the sentence the refused person reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from rechtop.ground.kernel.actors import Actor


class Verdict(NamedTuple):
    """What a rule answers: allowed or not, and if not, why."""

    allowed: bool
    reason: Any = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


@dataclass(frozen=True)
class Rule:
    """A question about an actor and a subject, answered with a verdict.

    Rules compose: `a & b` asks both and gives the first refusal, `a | b` is content with one
    and otherwise gives the last refusal.
    """

    name: str
    judge: Callable[[Actor, Any], Verdict]

    def __call__(self, actor: Actor, subject: Any = None) -> Verdict:
        return self.judge(actor, subject)

    def __and__(self, other: Rule) -> Rule:
        def both(actor: Actor, subject: Any) -> Verdict:
            first = self(actor, subject)
            return other(actor, subject) if first else first

        return Rule(f"{self.name} & {other.name}", both)

    def __or__(self, other: Rule) -> Rule:
        def either(actor: Actor, subject: Any) -> Verdict:
            first = self(actor, subject)
            return first if first else other(actor, subject)

        return Rule(f"({self.name} | {other.name})", either)

    def named(self, name: str) -> Rule:
        """Give a composed rule a name of its own."""
        return Rule(name, self.judge)


def rule(reason: Any) -> Callable[[Callable[[Actor, Any], bool]], Rule]:
    """Make a rule of a yes-or-no question; `reason` is what a refused person reads."""

    def make(question: Callable[[Actor, Any], bool]) -> Rule:
        def judge(actor: Actor, subject: Any) -> Verdict:
            return ALLOWED if question(actor, subject) else Verdict(False, reason)

        return Rule(question.__name__, judge)

    return make
