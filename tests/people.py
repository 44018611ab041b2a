"""The cast as people who act, for tests that need no browser."""

from __future__ import annotations

from rechtop.ground.kernel import words
from rechtop.ground.kernel.actors import REPORTER, Actor
from rechtop.ground.vault import recovery, reporters
from rechtop.ground.vault.recovery import Recovery
from rechtop.overview.example.operations import acting
from rechtop.people.identity.models import Person
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case

__all__ = ["acting", "person", "recovery_key", "report", "reporter"]

SHEETS: list[str] = []
"""The words of the three sheets of the recovery key, of which two are needed."""

REPORT = {"what": "Er is een reis betaald.", "when": "", "where": "", "who": "", "asks": ""}


def person(first_name: str) -> Person:
    """Give someone of the cast."""
    return Person.objects.get(email=f"{first_name}@voorbeeld.example")


def report(
    *,
    about: tuple[str, ...] = (),
    name: str = "",
    seven: tuple[str, ...] = (),
    is_proven: bool = True,
) -> Case:
    """Let Anna send a report, and type her words back."""
    seven = seven or words.draw()
    case = cases.receive(
        report=REPORT,
        identity={"name": name, "reach": ""} if name else {},
        about=[person(one).pk for one in about],
        reporter=reporters.key_of(seven),
        by=REPORTER,
    )
    if is_proven:
        cases.prove_words(case, by=reporter(seven))
        case.refresh_from_db()
    return case


def recovery_key() -> Recovery:
    """Put the recovery key together with two of its sheets."""
    return recovery.opened(SHEETS[1:])


def reporter(seven: tuple[str, ...]) -> Actor:
    """Let Anna come in with her words."""
    found = reporters.find(seven)
    assert found is not None
    return found.actor()
