"""Put the signpost on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rechtop.ground.kernel import clock
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK
from rechtop.work.signpost.layout import Door, End, Question, Signpost, faults


@dataclass(frozen=True)
class Step:
    """A question that was answered, and the steps that lead back to it."""

    question: str
    answer: str
    back: str


@dataclass(frozen=True)
class Way:
    """An answer to choose, and the steps it leads on to."""

    text: str
    steps: str


def page(signpost: Signpost, steps: Sequence[int]) -> dict[str, Any] | None:
    """Give what stands on the page these steps lead to; None where they lead nowhere."""
    led = signpost.led_to(steps)
    if led is None:
        return None
    walked, place = led
    told = {
        "walked": [
            Step(str(question.text), str(answer.text), written(steps[:at]))
            for at, (question, answer) in enumerate(walked)
        ],
        "back": written(steps[:-1]),
    }
    if isinstance(place, Question):
        ways = [
            Way(str(one.text), written([*steps, at])) for at, one in enumerate(place.answers, 1)
        ]
        return {**told, "question": place, "ways": ways}
    return {**told, "end": place, **_at(place)}


def _at(end: End) -> dict[str, Any]:
    """Give what is shown at an end besides its own words."""
    if end.door == Door.CONFIDANTS:
        return {"cards": organisation.cards(clock.today())}
    if end.door == Door.REPORT:
        return {"terms": deadlines.rules_on([ACKNOWLEDGEMENT, FEEDBACK], clock.today())}
    return {}


def written(steps: Sequence[int]) -> str:
    """Write steps as they stand in an address: numbers, which tell nothing of the answers."""
    return "-".join(map(str, steps))


def read(steps: str) -> list[int] | None:
    """Read steps from an address; None where these are no steps."""
    parts = steps.split("-") if steps else []
    return (
        [int(part) for part in parts] if all(p.isdecimal() and len(p) < 4 for p in parts) else None
    )


def whole(signpost: Signpost) -> dict[str, Any]:
    """Lay a whole signpost out, question by question, as its keeper reads it."""
    return {
        "questions": [
            {
                "code": code,
                "place": question,
                "is_first": code == signpost.first,
                "answers": [
                    {"text": one.text, "to": _named(signpost, one.leads_to), "code": one.leads_to}
                    for one in question.answers
                ],
            }
            for code, question in _in_order(signpost)
        ],
        "ends": [{"code": code, "place": end} for code, end in signpost.ends.items()],
        "faults": faults(signpost),
    }


def _named(signpost: Signpost, code: str) -> str:
    place = signpost.place(code)
    if place is None:
        return ""
    return str(place.text if isinstance(place, Question) else place.title)


def _in_order(signpost: Signpost) -> list[tuple[str, Question]]:
    """Give the questions with the first one first."""
    return sorted(signpost.questions.items(), key=lambda one: one[0] != signpost.first)
