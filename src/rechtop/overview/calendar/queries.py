"""Find the terms of the files someone can open, and who is to be reminded of them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor, Kind, Origin
from rechtop.ground.vault import queries as vault
from rechtop.overview.calendar.models import Feed, Plan, Reminder, Round
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation import rules as organisation_rules
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.addresses import queries as addresses
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines import rules
from rechtop.tools.deadlines.models import Deadline, Unit
from rechtop.tools.procedures.layout import Role
from rechtop.tools.runs import queries as runs
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.cases.states import State
from rechtop.work.investigations import queries as investigations
from rechtop.work.investigations.models import REACTION_TERM, Investigation

MOST = 500
"""How many terms a page or a calendar holds at most."""

PASSED, LONG_PASSED = 1, 7
"""How many days after its last day someone is reminded of a term, and then others too."""

AT_ONCE = 0
"""What has no last day is first told of on the next working day after what set it running."""

TAKEN_BACK = "calendar address"


def terms(actor: Actor) -> QuerySet[Deadline]:
    """Give the terms that still run in the open cases whose file this actor holds a key to, first
    due first; what stands still is not among them, nor what has no last day.
    """
    return _of_open_cases(actor).filter(paused_on=None).exclude(due_on=None)


def at_once(actor: Actor) -> QuerySet[Deadline]:
    """Give what is to be done without delay in these cases, longest waiting first."""
    waiting = _of_open_cases(actor).filter(due_on=None, rule__unit=Unit.AT_ONCE)
    return waiting.order_by("starts_on", "pk")


def standing_still(actor: Actor) -> QuerySet[Deadline]:
    """Give the terms that stand still in these cases, longest first."""
    return _of_open_cases(actor).exclude(paused_on=None).order_by("paused_on", "pk")


def _of_open_cases(actor: Actor) -> QuerySet[Deadline]:
    seen = cases.visible_to(actor).exclude(state=State.CLOSED)
    return deadlines.open_ones("case").filter(subject_number__in=seen.values("pk"))


def between(actor: Actor, first: datetime.date, last: datetime.date) -> QuerySet[Deadline]:
    """Give the terms that end on one of these days."""
    return terms(actor).filter(due_on__range=(first, last))


def late(actor: Actor) -> QuerySet[Deadline]:
    """Give the terms that have passed, longest ago first."""
    return terms(actor).filter(due_on__lt=clock.today())


def numbers_of(found: Iterable[Deadline]) -> Mapping[int, str]:
    """Give the numbers by which people know the cases of these terms, in one query."""
    listed = Case.objects.filter(pk__in={one.subject_number for one in found})
    return dict(listed.values_list("pk", "number"))


def feed_of(actor: Actor) -> Feed | None:
    """Give the address this person made."""
    return addresses.of(Feed, actor)


def reads_with(token: str) -> tuple[Feed, Actor] | None:
    """Give whose calendar is read with an address, as who acts today with the vault closed; None
    for who has no duty for it."""
    feed = addresses.reads_with(Feed, token, mark=TAKEN_BACK)
    if feed is None:
        return None
    reader = _as_actor(feed.person)
    return (feed, reader) if reader.spheres else None


def _as_actor(person: Person) -> Actor:
    holder, duties = vault.holder_of(person.pk), organisation.duties_today(person.pk)
    return Actor(
        kind=Kind.PERSON,
        origin=Origin.PUBLIC,
        number=person.pk,
        duties=duties,
        spheres=tuple(organisation_rules.spheres_of(duties)),
        holder=holder.pk if holder else None,
    )


def plan() -> Plan:
    """Give when reminders go: as the coordinator set it, or as it is to begin with."""
    return Plan.objects.first() or Plan()


def went_today() -> bool:
    """Say whether reminders went out today already."""
    return Round.objects.filter(on=clock.today()).exists()


@dataclass(frozen=True)
class Due:
    """A term someone must be reminded of now: at which stage, and which were passed over."""

    deadline: Deadline
    due_on: datetime.date
    stage: int
    stages: Sequence[int]


def to_remind(today: datetime.date) -> list[Due]:
    """Give the terms of which a stage was reached that nobody was reminded of yet.

    Of several that were reached while nothing ran, the last one counts.
    """
    when = plan()
    listed = list(_near(when, today))
    had: dict[tuple[int, datetime.date], set[int]] = {}
    reminded = Reminder.objects.filter(deadline__in=listed)
    for deadline, due_on, stage in reminded.values_list("deadline_id", "due_on", "stage"):
        had.setdefault((deadline, due_on), set()).add(stage)
    found = []
    for one in listed:
        day, told = _last_day(one), had.get((one.pk, _last_day(one)), ())
        new = [stage for stage in _reached(one, when, today) if stage not in told]
        if new:
            found.append(Due(one, day, max(new), new))
    return found


def _near(when: Plan, today: datetime.date) -> QuerySet[Deadline]:
    """Give what ends soon, has passed or is to be done at once, but for that of which nothing is
    left to say."""
    told = Reminder.objects.filter(deadline=OuterRef("pk"), stage=LONG_PASSED)
    open_cases = Case.objects.exclude(state=State.CLOSED)
    soon = today + datetime.timedelta(days=when.first_before)
    ends = Q(due_on__lte=soon, paused_on=None) & ~Exists(told.filter(due_on=OuterRef("due_on")))
    is_told = Exists(told.filter(due_on__gt=OuterRef("starts_on")))
    at_once = Q(due_on=None, rule__unit=Unit.AT_ONCE, starts_on__lt=today) & ~is_told
    waiting = deadlines.open_ones("case").filter(ends | at_once)
    return waiting.filter(subject_number__in=open_cases.values("pk"))


def _last_day(deadline: Deadline) -> datetime.date:
    """Give the day from which a term is counted here: its last one, and of what is to be done
    without delay the next working day after what set it running."""
    return deadline.due_on or rules.working_days_later(deadline.starts_on, 1)


def _reached(deadline: Deadline, when: Plan, today: datetime.date) -> list[int]:
    """Give the stages a term has reached, in days after its last day."""
    length = (_last_day(deadline) - deadline.starts_on).days
    before = [when.first_before, when.last_before] if length > when.longer_than else []
    before = [AT_ONCE] if deadline.due_on is None else before or [when.last_before]
    stages = [*(-days for days in before), PASSED, LONG_PASSED]
    return [stage for stage in stages if stage <= (today - _last_day(deadline)).days]


def people_to_remind(due: Sequence[Due]) -> set[int]:
    """Give whom these terms are mailed about, by number; each holds a key to the file it is of.

    Before a term ends, who must act on it; where none of them holds a key, who handles the case
    or, where nobody does, who receives. After it the coordinators too, and when it is long past
    the secretary; where none of these holds a key, who decides on what runs in the case, or else
    everybody who does.
    """
    holders = organisation.openers_of([one.deadline.subject_number for one in due])
    running = investigations.running_in(list(holders))
    takers = runs.takers({one.deadline.rule.code for one in due})
    handlers = dict(Case.objects.filter(pk__in=list(holders)).values_list("pk", "handler_id"))
    receiving, found = _receiving(), set[int | None]()
    coordinators, secretaries = _with(Duty.COORDINATOR), _with(Duty.SECRETARY)
    for one in due:
        case = one.deadline.subject_number
        hold = holders.get(case, set())
        handler, code = {handlers.get(case)}, one.deadline.rule.code
        acting = _must_act(code, takers.get(code, ""), running.get(case), handler, secretaries)
        found |= next(filter(None, (who & hold for who in [*acting, handler, receiving])), hold)
        if one.stage >= PASSED:
            found |= coordinators & hold
        if one.stage >= LONG_PASSED:
            decides = {running[case].decider_id} if running.get(case) else set()
            found |= (secretaries & hold) or (decides & hold) or hold
    return {number for number in found if number}


def _must_act(
    code: str,
    role: str,
    running: Investigation | None,
    handler: set[int | None],
    secretaries: set[int | None],
) -> list[set[int | None]]:
    """Give who must act on a term, by the investigation that runs in its case; the first group of
    which someone holds a key counts."""
    investigator = {running.investigator_id} if running else set()
    if code == REACTION_TERM:
        return [investigator | handler]
    if role in (Role.SECRETARY, Role.REPLACEMENT):
        return [{running.decider_id} if running else set(), secretaries]
    return [investigator] if role == Role.INVESTIGATOR else []


def _receiving() -> set[int | None]:
    """Give the people on a roster of who receives cases."""
    can = organisation.receivers()
    rosters = [can.intake, can.alternate, *can.about.values()]
    return {person for members in rosters for person in can.known.people(members)}


def _with(duty: str) -> set[int | None]:
    return set(organisation.with_duty(duty).values_list("pk", flat=True))


def reachable(people: Collection[int]) -> list[Person]:
    """Give those of these people who still work here."""
    return list(organisation.people().filter(pk__in=people, is_active=True))
