"""How a procedure is laid out: steps, who takes them, within which term, and where they lead.

Steps may lead back to earlier ones (a draft, reactions, the draft again), but from every step an
end can be reached: where not, `faults` says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.languages import NO_TEXT, Text
from rechtop.tools.deadlines import models as deadlines

RECEIPT = "receipt"
"""The event from which a term counts that begins with the report itself."""


class Role(models.TextChoices):
    """Who takes a step, in the order in which the lanes of a chart stand."""

    REPORTER = "reporter", gettext_lazy("Melder")
    RECEIVER = "receiver", gettext_lazy("Wie de melding ontvangt")
    CONFIDANT = "confidant", gettext_lazy("Vertrouwenspersoon")
    MANAGER = "manager", gettext_lazy("Leidinggevende")
    TEAM = "team", gettext_lazy("Integriteitsteam")
    HANDLER = "handler", gettext_lazy("Behandelaar")
    SECRETARY = "secretary", gettext_lazy("Secretaris")
    REPLACEMENT = "replacement", gettext_lazy("Vervanger van de secretaris")
    BOARD = "board", gettext_lazy("Bestuur")
    INVESTIGATOR = "investigator", gettext_lazy("Onderzoeker")
    COMMITTEE = "committee", gettext_lazy("Commissie")
    CONCERNED = "concerned", gettext_lazy("Betrokkenen")
    AUTHORITY = "authority", gettext_lazy("Autoriteit van buiten")


Unit = deadlines.Unit
"""What a term is counted in: the same list as that of the rules deadlines follow."""


class Act(models.TextChoices):
    """What someone does elsewhere in Rechtop, and what completes a step by that."""

    RECEIVED = "received", gettext_lazy("de melding is binnengekomen")
    ACKNOWLEDGED = "acknowledged", gettext_lazy("de ontvangst is bevestigd")
    FEEDBACK = "feedback", gettext_lazy("de melder kreeg terugkoppeling")
    ORDERED = "ordered", gettext_lazy("er is opdracht gegeven tot onderzoek")
    DECLINED = "declined", gettext_lazy("er is besloten niet te onderzoeken")
    DRAFT = "draft", gettext_lazy("het concept is verstuurd")
    FINAL = "final", gettext_lazy("het definitieve rapport is verstuurd")


DECISIVE = (Act.ACKNOWLEDGED, Act.ORDERED, Act.DECLINED, Act.DRAFT, Act.FINAL)
"""The acts that also say which way is taken; feedback can be given anywhere on the way."""

OF_ONE_HAND = (Act.DRAFT, Act.FINAL)
"""These say nothing of what another one still had to do first: to judge what follows, say."""


@dataclass(frozen=True)
class Term:
    """Within which time a step is done, counted from what, and by which source.

    `counted_from` is RECEIPT or the code of the step whose end sets it running; "without delay"
    has no length. Its end moves to a working day, and it may stand still, where its source says so.
    """

    length: int | None = None
    unit: str = Unit.DAYS
    counted_from: str = RECEIPT
    is_legal: bool = False
    source: str = ""
    moves_to_working_day: bool = False
    may_pause: bool = False

    def within(self) -> str:
        """Say in words how long the term is."""
        return deadlines.within(self.length, self.unit)

    def besides(self) -> list[str]:
        """Say in words what else its source says of how it is counted."""
        told = [
            (self.moves_to_working_day, _("eindigt op een werkdag")),
            (self.may_pause, _("kan stilstaan of langer worden")),
        ]
        return [text for is_so, text in told if is_so]


@dataclass(frozen=True)
class Choice:
    """A way on from a step. Where there is one way alone, it needs no text."""

    text: Text
    leads_to: str


@dataclass(frozen=True)
class Step:
    """A step: who acts, what they do, what the reporter is told, and where it leads.

    One without choices is an end. `act` names what completes the step by itself; without one,
    who acts says that it is done.
    """

    title: Text = NO_TEXT
    who: str = ""
    act: str = ""
    done: Text = NO_TEXT
    told: Text = NO_TEXT
    term: Term | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def is_end(self) -> bool:
        """Say whether the procedure ends here."""
        return not self.choices

    @property
    def role(self) -> str:
        """Name who acts."""
        return str(Role(self.who).label) if self.who in Role.values else ""


@dataclass(frozen=True)
class Procedure:
    """A procedure: its name, its sources, its steps by their codes, and the first of these."""

    title: Text = NO_TEXT
    about: Text = NO_TEXT
    sources: str = ""
    first: str = ""
    steps: Mapping[str, Step] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Give it as it is kept."""
        told = asdict(self)
        return {**told, "steps": [{"code": code, **one} for code, one in told["steps"].items()]}

    @cached_property
    def in_order(self) -> dict[str, int]:
        """Number the steps from one, so that each way on leads to a higher number, but for ways
        back. Steps nobody reaches come last.
        """
        found: list[str] = []
        if self.first in self.steps:
            _walk(self.steps, self.first, set(), found)
        met = [*reversed(found)]
        rest = [code for code in self.steps if code not in met]
        return {code: at for at, code in enumerate([*met, *rest], 1)}

    def next_code(self, given: Collection[str] = ()) -> str:
        """Give a code that no step has yet, and to which no choice leads and from which no term
        counts: what pointed at one that was taken away must not come to mean another unseen. Nor
        is it one of those an earlier version has `given`: cases may have done that step."""
        steps = self.steps.values()
        meant = {one.leads_to for step in steps for one in step.choices}
        counted = {step.term.counted_from for step in steps if step.term}
        codes = {*self.steps, *meant, *counted, *given}
        return next(code for at in range(1, len(codes) + 2) if (code := f"s{at}") not in codes)

    def counted_from(self, term: Term) -> str:
        """Say from when a term counts."""
        if term.counted_from == RECEIPT:
            return _("na ontvangst van de melding")
        step = self.steps.get(term.counted_from)
        return _("na ‘%(step)s’") % {"step": step.title} if step else ""

    def term_text(self, term: Term | None) -> str:
        """Say within which time, from when and how it counts, in one sentence without a source."""
        if term is None:
            return ""
        within = f"{term.within()} {self.counted_from(term)}".strip()
        return ", ".join([within, *term.besides()])


def _walk(steps: Mapping[str, Step], code: str, seen: set[str], found: list[str]) -> None:
    """Note a step after all it leads to, the last way first: read backwards, that is the order."""
    seen.add(code)
    for choice in reversed(steps[code].choices):
        if choice.leads_to in steps and choice.leads_to not in seen:
            _walk(steps, choice.leads_to, seen, found)
    found.append(code)


def is_numbered(code: str) -> bool:
    """Say whether a code is one that `next_code` gives. Each procedure numbers for itself: only
    the other codes, those we ship, mean the same step in several procedures."""
    return bool(re.fullmatch(r"s[1-9][0-9]*", code))


def read(kept: Mapping[str, Any]) -> Procedure:
    """Read a procedure as it is kept."""
    steps = {facts["code"]: _step(facts) for facts in kept.get("steps", [])}
    title, about = (Text(**kept.get(name, {})) for name in ("title", "about"))
    return Procedure(title, about, kept.get("sources", ""), kept.get("first", ""), steps)


def _step(facts: Mapping[str, Any]) -> Step:
    choices = tuple(Choice(Text(**one["text"]), one["leads_to"]) for one in facts["choices"])
    texts = {name: Text(**facts.get(name, {})) for name in ("title", "done", "told")}
    term = Term(**facts["term"]) if facts.get("term") else None
    return Step(**texts, who=facts["who"], act=facts.get("act", ""), term=term, choices=choices)


def faults(procedure: Procedure) -> list[str]:
    """Say what must be mended before anyone can follow this procedure, with the step named."""
    if procedure.first not in procedure.steps:
        return [_("Er is nog geen eerste stap. Voeg een stap toe.")]
    found = [] if procedure.sources else [_("Schrijf nog op waar deze procedure staat: de bron.")]
    found += [fault for code in procedure.steps for fault in _of_step(procedure, code)]
    named, ending = procedure.steps, _ending(procedure)
    met = reached(procedure, procedure.first)
    found += [
        _("Bij de stap ‘%(step)s’ komt niemand. Laat er een keuze heen leiden, of haal hem weg.")
        % {"step": named[code].title}
        for code in named
        if code not in met
    ]
    found += [
        _("Vanaf de stap ‘%(step)s’ is er geen einde. Laat een keuze naar een einde leiden.")
        % {"step": named[code].title}
        for code in named
        if code not in ending
    ]
    return found


def _of_step(procedure: Procedure, code: str) -> Iterator[str]:
    step = procedure.steps[code]
    told = {"step": step.title or code}
    if step.who not in Role.values:
        yield _("Bij de stap ‘%(step)s’ staat niet wie iets doet.") % told
    if step.act not in ("", *Act.values):
        yield _("Rechtop kent niet wat de stap ‘%(step)s’ klaar maakt.") % told
    for choice in step.choices:
        if choice.leads_to not in procedure.steps:
            yield _("De keuze ‘%(choice)s’ bij de stap ‘%(step)s’ leidt nergens heen.") % {
                **told,
                "choice": choice.text or "→",
            }
        if len(step.choices) > 1 and not choice.text:
            yield _("Bij de stap ‘%(step)s’ heeft een keuze geen tekst.") % told
    if step.term:
        yield from _of_term(procedure, code, step.term, told)


def _of_term(
    procedure: Procedure, code: str, term: Term, told: Mapping[str, object]
) -> Iterator[str]:
    if not term.source:
        yield _("De termijn bij de stap ‘%(step)s’ heeft geen bron.") % told
    if term.unit != Unit.AT_ONCE and not term.length:
        yield _("De termijn bij de stap ‘%(step)s’ heeft geen lengte.") % told
    if term.counted_from == code or term.counted_from not in (RECEIPT, *procedure.steps):
        yield _("De termijn bij de stap ‘%(step)s’ telt vanaf iets dat hier geen stap is.") % told


def reached(procedure: Procedure, start: str) -> set[str]:
    """Give the steps that can be reached from one, that one too."""
    found: set[str] = set()
    todo = [start]
    while todo:
        code = todo.pop()
        if code in procedure.steps and code not in found:
            found.add(code)
            todo += [choice.leads_to for choice in procedure.steps[code].choices]
    return found


def _ending(procedure: Procedure) -> set[str]:
    """Give the steps from which an end can be reached."""
    ending = {code for code, step in procedure.steps.items() if step.is_end}
    while True:
        more = {
            code
            for code, step in procedure.steps.items()
            if code not in ending and any(one.leads_to in ending for one in step.choices)
        }
        if not more:
            return ending
        ending |= more
