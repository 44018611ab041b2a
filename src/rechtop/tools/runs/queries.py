"""Find where subjects are in their procedures."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.languages import NO_TEXT, Text
from rechtop.ground.kernel.refs import Ref
from rechtop.tools.procedures import layout
from rechtop.tools.procedures import queries as procedures
from rechtop.tools.procedures.layout import Procedure, Step
from rechtop.tools.procedures.models import Version
from rechtop.tools.runs.models import DEPARTURES, Passage, Run, Way

FROM_THE_FIRST = _("Kiest u andere stappen? Dan begint de zaak daar bij de eerste stap.")
WHY_OTHERS = _("Waarom gaat deze zaak andere stappen volgen?")
STEP = "step:"
"""What the codes of rules begin with that are of a step; its version and its code come after."""


def of(subject: Ref) -> Run | None:
    """Give the run of a subject, with its version."""
    return of_many(subject.kind, [subject.number]).first()


def of_many(kind: str, numbers: Collection[int]) -> QuerySet[Run]:
    """Give the runs of subjects, with their versions, in one query."""
    found = Run.objects.filter(subject_kind=kind, subject_number__in=numbers)
    return found.select_related("version")


def following(kind: str, code: str) -> QuerySet[Run, int]:
    """Give the numbers of the subjects that go through a procedure, in whichever version."""
    found = Run.objects.filter(subject_kind=kind, version__code=code)
    return found.values_list("subject_number", flat=True)


def elsewhere(subject: Ref, code: str) -> Version | None:
    """Give the version in force of a procedure, unless the subject goes through that procedure."""
    held = of(subject)
    if held and held.version.code == code:
        return None
    return procedures.in_force(code, clock.today()) if code else None


def is_to_move(subject: Ref, code: str) -> bool:
    """Say whether a subject leaves the procedure it goes through, to go through this one."""
    return of(subject) is not None and elsewhere(subject, code) is not None


def to_follow(run: Run | None) -> list[tuple[str, Any]]:
    """Give whose steps can be followed, by code; those that are followed now stay as they are."""
    found = procedures.all_in_force(clock.today())
    listed = [(one.code, str(layout.read(one.content).title)) for one in found]
    if run is None:
        return [("", _("Die van de procedure")), *listed]
    now = gettext("Laat zoals het is: %(steps)s") % {"steps": procedure_of(run).title}
    others = [one for one in listed if one[0] != run.version.code]
    return [(run.version.code, now), *others]


def procedure_of(run: Run) -> Procedure:
    """Give the procedure a run follows, as it was when it was adopted."""
    return layout.read(run.version.content)


def takers(rules: Iterable[str]) -> dict[str, str]:
    """Give who takes the step that each of these rules is of, as a role in its procedure and in
    one query; a rule that is of no step is not among them."""
    return {rule: step.who for rule, step in _steps_of(rules).items()}


def told_of(rules: Iterable[str]) -> set[str]:
    """Give those of these rules that are of a step of which the reporter hears, in one query."""
    return {rule for rule, step in _steps_of(rules).items() if step.told}


def _steps_of(rules: Iterable[str]) -> dict[str, Step]:
    named = [rule for rule in rules if rule.startswith(STEP)]
    versions = Version.objects.filter(pk__in={rule.split(":")[1] for rule in named})
    by_rule = {
        f"{STEP}{one.pk}:{code}": step
        for one in versions
        for code, step in layout.read(one.content).steps.items()
    }
    return {rule: by_rule[rule] for rule in named if rule in by_rule}


def passages(run: Run) -> list[Passage]:
    """Give the steps that were passed, first first, with the versions they were in."""
    return list(Passage.objects.filter(run=run).select_related("version").order_by("pk"))


def done_on(run: Run) -> dict[str, datetime.date]:
    """Give of each step that was done the day it was done last.

    A case that moved keeps what it did: in whichever version of the procedure it follows now, and
    in another procedure what both know as the same step, such as that receipt was confirmed. Steps
    written at the desk are numbered in each procedure: there the same code is another step.
    """
    return {
        one.step: one.on
        for one in passages(run)
        if one.way == Way.DONE
        and (one.version.code == run.version.code or not layout.is_numbered(one.step))
    }


def departures(kind: str, year: int) -> QuerySet[Passage]:
    """Give the departures from procedures in a year, of subjects of a kind."""
    return Passage.objects.filter(run__subject_kind=kind, on__year=year, way__in=DEPARTURES)


def count_departures(kind: str, year: int) -> dict[str, int]:
    """Count the departures of a year by their way."""
    counted = departures(kind, year).values_list("way").annotate(Count("pk")).order_by()
    return dict(counted)


def on_file(way: Way, what: Text, to: Text, *, text: str, author: int | None) -> dict[str, Any]:
    """Give what stands on the file of a subject of a step: what it was, how it went on and why."""
    told = {"author": author, "way": way.value, "text": text}
    return {**told, "step": asdict(what), "to": asdict(to)}


@dataclass(frozen=True)
class Passed:
    """A step that was passed: what it is called, what the reporter hears of it, how and when."""

    title: Text
    told: Text
    way: Way
    on: datetime.date
    number: int

    @property
    def is_departure(self) -> bool:
        """Say whether the procedure was departed from here."""
        return self.way in DEPARTURES


@dataclass(frozen=True)
class Course:
    """How a subject goes through its procedure: what was passed, and the step that waits."""

    run: Run
    procedure: Procedure
    passed: Sequence[Passed]

    @property
    def departure(self) -> Passed | None:
        """Give where the procedure was last departed from."""
        return next((one for one in reversed(self.passed) if one.is_departure), None)

    @property
    def step(self) -> Step:
        """Give the step that waits."""
        return self.procedure.steps[self.run.at]

    @property
    def number(self) -> int:
        """Give its place in the procedure."""
        return self.procedure.in_order[self.run.at]

    @property
    def ways(self) -> list[tuple[str, str, Text]]:
        """Give the ways on: the code of the step each leads to, its choice, and that step."""
        steps = self.procedure.steps
        return [
            (choice.leads_to, str(choice.text), steps[choice.leads_to].title)
            for choice in self.step.choices
        ]

    @property
    def is_through(self) -> bool:
        """Say whether the procedure was gone through to an end."""
        return self.run.is_done_at and self.step.is_end

    @property
    def term(self) -> str:
        """Say within which time and from when the step that waits is done."""
        return self.procedure.term_text(self.step.term)

    @property
    def told(self) -> list[Passed]:
        """Give the steps that were done and that the reporter hears something of, each once."""
        found = {str(one.title): one for one in self.passed if one.way == Way.DONE and one.told}
        return list(found.values())


def course(subject: Ref) -> Course | None:
    """Give how a subject goes through its procedure; nothing where it has none."""
    run = of(subject)
    if run is None:
        return None
    found = passages(run)
    known = {one.version_id: layout.read(one.version.content) for one in found}
    passed = [_passed(one, known[one.version_id].steps.get(one.step)) for one in found]
    return Course(run, procedure_of(run), passed)


def _passed(one: Passage, step: Step | None) -> Passed:
    """Name what was passed; what was added has its name in the file of the subject alone."""
    title, told = (step.title, step.told) if step else (NO_TEXT, NO_TEXT)
    return Passed(title, told, Way(one.way), one.on, one.pk)
