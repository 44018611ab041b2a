"""How a signpost is laid out: questions whose answers lead to other questions or to ends.

Nobody who follows it can walk in a circle or get stuck: what could is found by `faults`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.languages import NO_TEXT, Text


class Door(models.TextChoices):
    """Where an end leads within this place; a place elsewhere has an address instead."""

    NONE = "", gettext_lazy("nergens heen: alleen de tekst")
    REPORT = "report", gettext_lazy("naar het formulier om te melden")
    CONFIDANTS = "confidants", gettext_lazy("naar de vertrouwenspersonen")
    SITE = "site", gettext_lazy("naar een andere site")


@dataclass(frozen=True)
class Answer:
    """An answer, and the code of the question or end it leads to."""

    text: Text
    leads_to: str


@dataclass(frozen=True)
class Question:
    """A plain question with its answers."""

    text: Text = NO_TEXT
    help: Text = NO_TEXT
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class End:
    """Where someone is led: what happens then, who will know, and which protection holds.

    `source` says where the protection stands. `site` is an address elsewhere.
    """

    title: Text = NO_TEXT
    then: Text = NO_TEXT
    known: Text = NO_TEXT
    protection: Text = NO_TEXT
    reach: Text = NO_TEXT
    source: str = ""
    door: str = Door.NONE
    site: str = ""


Place = Question | End


@dataclass(frozen=True)
class Signpost:
    """All questions and ends by their codes, and the code of the question it begins with."""

    first: str = ""
    questions: Mapping[str, Question] = field(default_factory=dict)
    ends: Mapping[str, End] = field(default_factory=dict)

    def place(self, code: str) -> Place | None:
        """Give the question or end of a code."""
        return self.questions.get(code) or self.ends.get(code)

    def led_to(self, steps: Sequence[int]) -> tuple[list[tuple[Question, Answer]], Place] | None:
        """Follow the numbers of answers from the first question on, counted from one.

        Gives what was asked and answered, and where that leads; None where there is no such way.
        """
        walked: list[tuple[Question, Answer]] = []
        place = self.place(self.first)
        for step in steps:
            if not isinstance(place, Question) or not 1 <= step <= len(place.answers):
                return None
            answer = place.answers[step - 1]
            walked.append((place, answer))
            place = self.place(answer.leads_to)
        return (walked, place) if place is not None else None

    def told(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return asdict(self)

    def next_code(self, letter: str) -> str:
        """Give a code that no question or end has yet, and to which no answer leads: what led to
        one that was taken away must not come to lead to another unseen."""
        led_to = {one.leads_to for place in self.questions.values() for one in place.answers}
        codes = {*self.questions, *self.ends, *led_to}
        return next(
            code for at in range(1, len(codes) + 2) if (code := f"{letter}{at}") not in codes
        )


def read(told: Mapping[str, Any]) -> Signpost:
    """Read a signpost as it is kept."""
    questions = {code: _question(facts) for code, facts in told.get("questions", {}).items()}
    ends = {code: _end(facts) for code, facts in told.get("ends", {}).items()}
    return Signpost(told.get("first", ""), questions, ends)


def _question(facts: Mapping[str, Any]) -> Question:
    answers = tuple(Answer(Text(**one["text"]), one["leads_to"]) for one in facts["answers"])
    return Question(Text(**facts["text"]), Text(**facts["help"]), answers)


def _end(facts: Mapping[str, Any]) -> End:
    kept: dict[str, Any] = {one.name: facts.get(one.name, "") for one in fields(End)}
    texts = {name: Text(**told) for name, told in kept.items() if isinstance(told, dict)}
    return End(**{**kept, **texts})


def faults(signpost: Signpost) -> list[str]:
    """Say what must be mended before anyone can follow this signpost, with the place named."""
    if signpost.first not in signpost.questions:
        return [_("Er is nog geen eerste vraag. Maak een vraag, en kies die als begin.")]
    found = [fault for code in signpost.questions for fault in _faults_of_question(signpost, code)]
    found += [fault for end in signpost.ends.values() for fault in _faults_of_end(end)]
    if circle := _circle(signpost):
        found.append(
            _("Bij ‘%(question)s’ kan iemand in een kring lopen. Leid een antwoord naar raad.")
            % {"question": signpost.questions[circle].text}
        )
    elif not found:
        found += [
            _("Bij ‘%(place)s’ komt niemand. Laat er een antwoord heen leiden, of haal het weg.")
            % {"place": _name(signpost.place(code))}
            for code in _never_reached(signpost)
        ]
    return found


def _name(place: Place | None) -> Text:
    if isinstance(place, Question):
        return place.text
    return place.title if place else Text()


def _faults_of_question(signpost: Signpost, code: str) -> Iterator[str]:
    question = signpost.questions[code]
    if len(question.answers) < 2:
        yield _("De vraag ‘%(question)s’ heeft minder dan twee antwoorden.") % {
            "question": question.text or code
        }
    for answer in question.answers:
        if signpost.place(answer.leads_to) is None:
            told = {"answer": answer.text, "question": question.text}
            yield _("Het antwoord ‘%(answer)s’ bij ‘%(question)s’ leidt nergens heen.") % told


def _faults_of_end(end: End) -> Iterator[str]:
    lacking = {
        _("wat er dan gebeurt"): end.then,
        _("wie het dan weet"): end.known,
        _("welke bescherming er is"): end.protection,
    }
    for what, text in lacking.items():
        if not text:
            yield _("Bij ‘%(end)s’ staat nog niet %(what)s.") % {"end": end.title, "what": what}


def _circle(signpost: Signpost) -> str:
    """Give a question from which one can come back to it, or nothing."""
    done: set[str] = set()

    def walk(code: str, above: tuple[str, ...]) -> str:
        if code in above:
            return code
        if code in done or code not in signpost.questions:
            return ""
        for answer in signpost.questions[code].answers:
            if found := walk(answer.leads_to, (*above, code)):
                return found
        done.add(code)
        return ""

    return next((found for code in signpost.questions if (found := walk(code, ()))), "")


def _never_reached(signpost: Signpost) -> list[str]:
    reached, todo = set(), [signpost.first]
    while todo:
        code = todo.pop()
        if code not in reached:
            reached.add(code)
            question = signpost.questions.get(code)
            todo += [answer.leads_to for answer in question.answers] if question else []
    return [code for code in (*signpost.questions, *signpost.ends) if code not in reached]
