"""What can be asked of a case in the list of cases, besides what its own columns say.

A room that registers something about cases offers its facts in a module of this name, which is
loaded when Rechtop starts: this room may not know it. A fact is asked as a condition that stands
within the database, so that a list costs as much whatever is asked of it and however long it is.
Only codes and days are asked: what is sealed can be searched, and is no fact here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK, Deadline
from rechtop.tools.deadlines.queries import LET_GO_LATE
from rechtop.tools.lists import queries as lists
from rechtop.tools.runs.models import DEPARTURES, Passage, Run, Way
from rechtop.work.cases.models import Case, Guest, Measure, Row
from rechtop.work.cases.states import RowState

Choices = Sequence[tuple[str, Any]]
"""Values with their labels; or what several are about, with those that are."""

ANY, NONE = "any", "none"
"""What is chosen for a case in which it was registered at all, and for one in which it was not."""

DAYS = {
    "received_from": "received_on__gte",
    "received_until": "received_on__lte",
    "closed_from": "closed_on__gte",
    "closed_until": "closed_on__lte",
}
"""What is asked by a day, and how; of a registration that knows its year alone it never holds."""


def ordered_by(chosen: Mapping[str, str]) -> str:
    """Give what a list that is narrowed down so stands in the order of: the days that were asked,
    since one index gives these in their order, however long ago; and otherwise its numbers."""
    asked = [column.partition("__")[0] for name, column in DAYS.items() if name in chosen]
    return asked[0] if asked else "pk"


YES_NO: Choices = (("yes", _("ja")), ("no", _("nee")))


class Group(models.TextChoices):
    """What a fact is about: filters are shown together by it, in this order."""

    REPORT = "report", _("De melding")
    TERMS = "terms", _("Termijnen")
    PROCEDURE = "procedure", _("Procedure en beoordeling")
    INVESTIGATION = "investigation", _("Onderzoek")
    OUTCOME = "outcome", _("Afloop")
    AFTERWARDS = "afterwards", _("Daarna en bewaren")


@dataclass(frozen=True)
class Fact:
    """Something one can ask of a case: its name in the address, its values, and what each selects.

    `holds` is given the value and who asks. Of a case that someone holds for an investigation alone
    they are told what is `for_guests`, and no more. What `ends_with_file` is not told of a case
    that was destroyed: it would tell the whole team more than its registration. Whose values name
    people (`names_people`) is offered to the team alone: who investigates one case from outside
    reads there of no other bureau.
    """

    name: str
    label: Any
    group: Group
    choices: Callable[[], Choices]
    holds: Callable[[str, Actor], Q]
    for_guests: bool = False
    ends_with_file: bool = True
    names_people: bool = False

    def narrow(self, cases: QuerySet[Case], value: str, actor: Actor) -> QuerySet[Case]:
        """Leave the cases in which this value holds, as far as this actor may know it."""
        found = cases.filter(self.holds(value, actor))
        if self.ends_with_file:
            found = found.filter(file_destroyed_on=None)
        if self.for_guests:
            return found
        guest = Guest.objects.filter(case=OuterRef("pk"), person=actor.number)
        return found.exclude(Exists(guest))


OFFERED: dict[str, Fact] = {}


def offer(*facts: Fact) -> None:
    """Let the list of cases be narrowed down by these facts as well."""
    OFFERED.update({fact.name: fact for fact in facts})


def fixed(*choices: tuple[str, Any]) -> Callable[[], Choices]:
    """Give values that are always the same."""
    return lambda: choices


def listed(list_name: str) -> Callable[[], Choices]:
    """Give the values of a list of the authority that are in force today."""
    return lambda: [(one.code, str(one)) for one in lists.choices(list_name)]


def each_of(choices: Choices) -> list[tuple[str, str]]:
    """Give the values with their labels one by one, each with what it is about."""
    found = []
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            found += [(code, f"{value}: {told}") for code, told in label]
        else:
            found.append((value, str(label)))
    return found


def there_is(found: QuerySet[Any]) -> Q:
    """Make a condition of a question in which `OuterRef("pk")` is the case."""
    return Q(Exists(found))


def yes_or_no(condition: Q) -> Callable[[str, Actor], Q]:
    """Select by a condition or by its opposite."""
    return lambda value, actor: condition if value == "yes" else ~condition


def _of_term(code: str) -> Callable[[str, Actor], Q]:
    """Select by how the term under a rule went; the values share out all cases."""

    def holds(value: str, actor: Actor) -> Q:
        terms = Deadline.objects.filter(
            subject_kind="case", subject_number=OuterRef("pk"), rule__code=code
        )
        return ~there_is(terms) if value == NONE else there_is(terms.filter(_stand(value)))

    return holds


def _stand(value: str) -> Q:
    """Say how a term stands: one that stands still waits, one without a last day is not late."""
    is_open, today = Q(met_on=None, dropped_on=None), clock.today()
    runs = Q(due_on=None) | Q(due_on__gte=today) | Q(paused_on__isnull=False)
    return {
        "in_time": Q(met_on__isnull=False) & (Q(due_on=None) | Q(met_on__lte=F("due_on"))),
        "late": Q(met_on__gt=F("due_on")) | LET_GO_LATE,
        "waiting": is_open & runs,
        "overdue": is_open & Q(due_on__lt=today, paused_on=None),
        "still": is_open & Q(paused_on__isnull=False),
        "dropped": Q(dropped_on__isnull=False) & ~LET_GO_LATE,
    }[value]


def _waits(value: str, actor: Actor) -> Q:
    """Select by what waits in the case under any rule."""
    terms = Deadline.objects.filter(subject_kind="case", subject_number=OuterRef("pk"))
    if value == NONE:
        return ~there_is(terms.filter(met_on=None, dropped_on=None))
    return there_is(terms.filter(_stand(value)))


_OF_TERM = fixed(
    ("in_time", _("gedaan, op tijd")),
    ("late", _("te laat, of vervallen na de laatste dag")),
    ("waiting", _("nog niet, termijn loopt")),
    ("overdue", _("nog niet, termijn voorbij")),
    ("dropped", _("niet meer nodig")),
    (NONE, _("geen termijn")),
)

_DEPARTED = {
    Way.SKIPPED: _("stap overgeslagen"),
    Way.REPEATED: _("stap opnieuw begonnen"),
    Way.ADDED: _("stap toegevoegd"),
    Way.MOVED: _("verder in een andere versie of procedure"),
    Way.BROKEN_OFF: _("afgesloten voor het einde"),
}


def _departed(value: str, actor: Actor) -> Q:
    """Select by the way in which the procedure was departed from."""
    passed = Passage.objects.filter(
        run__subject_kind="case", run__subject_number=OuterRef("pk"), way__in=DEPARTURES
    )
    if value in (ANY, NONE):
        return there_is(passed) if value == ANY else ~there_is(passed)
    return there_is(passed.filter(way=value))


def _course(value: str, actor: Actor) -> Q:
    """Select by whether a procedure was begun, and went to its end."""
    runs = Run.objects.filter(subject_kind="case", subject_number=OuterRef("pk"))
    if value == NONE:
        return ~there_is(runs)
    return there_is(runs.filter(ended_on__isnull=value == "running"))


def _file(value: str, actor: Actor) -> Q:
    """Select by where the file is; what is `no` is shared out by the two values after it."""
    return {
        "yes": Q(has_file=True),
        "no": Q(has_file=False),
        "taken_over": Q(has_file=False, source_number__isnull=False),
        "destroyed": Q(file_destroyed_on__isnull=False),
    }[value]


def _row(value: str, actor: Actor) -> Q:
    """Select by how far the row for the annual report is."""
    rows = Row.objects.filter(case=OuterRef("pk"))
    return ~there_is(rows) if value == NONE else there_is(rows.filter(state=value))


_AGAINST_PERSON = there_is(Measure.objects.filter(case=OuterRef("pk"), against_person=True))

offer(
    Fact(
        "mailbox",
        _("Melder heeft een postvak"),
        Group.REPORT,
        fixed(*YES_NO),
        yes_or_no(Q(has_mailbox=True)),
        ends_with_file=False,
    ),
    Fact(
        "proven",
        _("Zeven woorden bevestigd"),
        Group.REPORT,
        fixed(*YES_NO),
        yes_or_no(Q(words_proven_on__isnull=False)),
        ends_with_file=False,
    ),
    Fact(
        "acknowledged",
        _("Ontvangst bevestigd"),
        Group.TERMS,
        _OF_TERM,
        _of_term(ACKNOWLEDGEMENT),
        for_guests=True,
        ends_with_file=False,
    ),
    Fact(
        "feedback",
        _("Terugkoppeling gegeven"),
        Group.TERMS,
        _OF_TERM,
        _of_term(FEEDBACK),
        for_guests=True,
        ends_with_file=False,
    ),
    Fact(
        "term",
        _("Een termijn die wacht"),
        Group.TERMS,
        fixed(
            ("overdue", _("is voorbij")),
            ("waiting", _("loopt of staat stil")),
            ("still", _("staat stil")),
            (NONE, _("er is er geen")),
        ),
        _waits,
        for_guests=True,
        ends_with_file=False,
    ),
    Fact(
        "course",
        _("Stappen van de procedure"),
        Group.PROCEDURE,
        fixed(
            ("running", _("lopen nog")),
            ("ended", _("zijn voorbij")),
            (NONE, _("niet begonnen")),
        ),
        _course,
    ),
    Fact(
        "departed",
        _("Afgeweken van de procedure"),
        Group.PROCEDURE,
        lambda: [
            (ANY, _("ja")),
            *((way.value, _DEPARTED[way]) for way in DEPARTURES),
            (NONE, _("nee")),
        ],
        _departed,
    ),
    Fact(
        "against_person",
        _("Maatregel tegen een persoon"),
        Group.OUTCOME,
        fixed(*YES_NO),
        yes_or_no(_AGAINST_PERSON),
        ends_with_file=False,
    ),
    Fact(
        "row",
        _("Rij voor het jaarverslag"),
        Group.OUTCOME,
        lambda: [*RowState.choices, (NONE, _("nog niet geschreven"))],
        _row,
        ends_with_file=False,
    ),
    Fact(
        "has_file",
        _("Dossier"),
        Group.AFTERWARDS,
        fixed(
            ("yes", _("in Rechtop")),
            ("no", _("overgenomen of vernietigd")),
            ("taken_over", _("overgenomen van vroeger")),
            ("destroyed", _("vernietigd")),
        ),
        _file,
        for_guests=True,
        ends_with_file=False,
    ),
    Fact(
        "held",
        _("Wordt vastgehouden na de termijn"),
        Group.AFTERWARDS,
        fixed(*YES_NO),
        yes_or_no(Q(hold_since__isnull=False)),
        ends_with_file=False,
    ),
    Fact(
        "name_destroyed",
        _("Naam van de melder vernietigd"),
        Group.AFTERWARDS,
        fixed(*YES_NO),
        yes_or_no(Q(name_destroyed_on__isnull=False)),
        ends_with_file=False,
    ),
)
