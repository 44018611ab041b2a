"""A term of one's own for a case, under a rule that lets it stand still."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.refs import Ref
from rechtop.people.organisation.rules import is_job
from rechtop.tools.deadlines import operations, queries
from rechtop.tools.deadlines.models import Deadline, Unit

RULE = {
    "label": "Reacties verwerken",
    "label_en": "Work in the reactions",
    "length": 42,
    "unit": Unit.DAYS,
    "counted_from": "de dag na de laatste reactie",
    "is_legal": False,
    "source": "Eigen afspraak, met verlenging",
    "may_pause": True,
}


def give(subject: Ref, *, starts_on: datetime.date, code: str = "test", **other: Any) -> Deadline:
    """Give a subject a term that runs from a day, under RULE or a rule that is otherwise."""
    facts = {**RULE, **other}
    _give(subject=subject, starts_on=starts_on, code=code, facts=facts, by=JOB)
    return queries.of(subject).get(rule__code=code)


@operation("test.term_given", allowed=is_job)
def _give(
    *, subject: Ref, starts_on: datetime.date, code: str, facts: dict[str, Any], by: Actor
) -> None:
    rule = operations.adopt_rule(code=code, valid_from=datetime.date(2026, 1, 1), facts=facts)
    operations.start(subject, rule, starts_on=starts_on)


@operation("test.term_changed", allowed=is_job)
def within_an_operation(*, do: Callable[[], object], by: Actor) -> None:
    """Do something as the operation of a subject would."""
    do()
