"""Find rounds, what managers are asked, and how many answered."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.numbers import is_random_number
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel import queries as personnel
from rechtop.people.personnel.rules import is_manager
from rechtop.work.requests.models import Begun, Question, Reminder, Request, Round, Tally
from rechtop.work.requests.states import (
    Quarter,
    ReminderKind,
    RequestState,
    RoundState,
    quarter_of,
)

KEPT_DAYS = 731
"""How long after its closing it is kept who answered in a round: two years. Own choice."""

BEFORE_THE_LAST_DAY = datetime.timedelta(days=7)
"""How long before the last day the first reminder goes."""


def question_on(day: datetime.date | None = None) -> Question | None:
    """Give the question in force on a day, or today."""
    begun = Question.objects.filter(valid_from__lte=day or clock.today())
    return begun.order_by("-valid_from").first()


def questions() -> QuerySet[Question]:
    """Give every question there was or will be, the newest first."""
    return Question.objects.order_by("-valid_from")


def rounds() -> QuerySet[Round]:
    """Give every round."""
    return Round.objects.all()


def round_over(year: int, quarter: int) -> Round | None:
    """Give the round over a quarter."""
    return Round.objects.filter(year=year, quarter=quarter).select_related("question").first()


def open_round() -> Round | None:
    """Give the round that runs; there is one at most."""
    return Round.objects.filter(state=RoundState.OPEN).select_related("question").first()


def possible_quarters() -> list[Quarter]:
    """Give the quarters a round can be opened over: this one, the one before it, and earlier ones
    that still wait; the newest first."""
    now = quarter_of()
    listed = {now, now.before, *waiting()}
    years = {one.year for one in listed}
    had = set(Round.objects.filter(year__in=years).values_list("year", "quarter"))
    return sorted((one for one in listed if tuple(one) not in had), reverse=True)


def proposed() -> list[Quarter]:
    """Give the quarters over which a round should be opened now, the newest first: this one, and
    those that passed without one and that nobody let go of. None while a round runs."""
    now = quarter_of()
    if open_round():
        return []
    earlier = [one for one in waiting() if one.is_over]
    return earlier if round_over(*now) else [now, *earlier]


def without_round() -> list[Begun]:
    """Give what was noted of quarters that still wait for a round, the newest first."""
    had = Round.objects.filter(year=OuterRef("year"), quarter=OuterRef("quarter"))
    found = Begun.objects.filter(~Exists(had), let_go_on=None)
    return list(found.order_by("-year", "-quarter"))


def let_go() -> QuerySet[Begun]:
    """Give the quarters that somebody let go of without a round, the newest first."""
    had = Round.objects.filter(year=OuterRef("year"), quarter=OuterRef("quarter"))
    gone = Begun.objects.filter(~Exists(had), let_go_on__isnull=False)
    return gone.order_by("-year", "-quarter")


def unnoted() -> list[Quarter]:
    """Give the quarters up to this one that had no round and of which nobody noted that they began,
    the oldest first: the jobs may have been down for longer than a quarter. Before the first
    quarter of which anything is known, nobody was to be asked."""
    held = Round.objects.order_by().values_list("year", "quarter")
    noted = Begun.objects.order_by().values_list("year", "quarter")
    known, now = {Quarter(*one) for one in held.union(noted)}, quarter_of()
    found: list[Quarter] = []
    one = min({*known, now})
    while one <= now:
        if one not in known:
            found.append(one)
        one = one.after
    return found


def waiting() -> list[Quarter]:
    """Give the quarters that began and still wait for a round, noted or not, the newest first."""
    return sorted([*unnoted(), *(one.over for one in without_round())], reverse=True)


def to_tell() -> list[Begun]:
    """Give the quarters of which who opens rounds should hear today: each once, and once more when
    it passed. While a round runs another cannot be opened."""
    if open_round():
        return []
    now = quarter_of().first_day
    return [
        one
        for one in without_round()
        if one.told_on is None or (one.told_on < now and one.told_again_on is None)
    ]


def find(number: str) -> Request | None:
    """Find a request by its number."""
    if not is_random_number(number):
        return None
    return Request.objects.filter(number=number).select_related("round", "person", "unit").first()


def own(actor: Actor) -> QuerySet[Request]:
    """Give what this person was asked, the newest first."""
    asked = Request.objects.filter(person=actor.number).select_related("round__question", "unit")
    return asked.order_by("-round__year", "-round__quarter")


def own_of(number: str, actor: Actor) -> Request | None:
    """Find what this person was asked, by its number."""
    return own(actor).filter(number=number).first() if is_random_number(number) else None


def own_open(actor: Actor) -> Request | None:
    """Give what this person is asked now, answered or not."""
    running = own(actor).filter(round__state=RoundState.OPEN)
    return running.exclude(state=RequestState.LAPSED).first()


def requests_of(found: Round) -> QuerySet[Request]:
    """Give the requests of a round."""
    return Request.objects.filter(round=found).select_related("person", "unit", "department")


def unanswered(found: Round) -> QuerySet[Request]:
    """Give the requests of a round that wait for an answer of someone who is a manager still."""
    managers = personnel.managers().order_by().values("pk")
    waiting = Request.objects.filter(round=found, state=RequestState.ASKED, person__in=managers)
    return waiting.select_related("person")


def not_yet_asked(found: Round) -> QuerySet[Person]:
    """Give the managers of today who are not asked in a round: they came since it was opened."""
    return personnel.managers().exclude(pk__in=Request.objects.filter(round=found).values("person"))


def managers_among(people: Collection[int]) -> set[int]:
    """Give which of these people are managers today."""
    return set(personnel.managers().filter(pk__in=people).values_list("pk", flat=True))


def reminders(found: Round) -> list[Reminder]:
    """Give the reminders that went out in a round, the first one first."""
    return list(Reminder.objects.filter(round=found).order_by("sent_on", "pk"))


def reminder_due(found: Round) -> str:
    """Name the reminder that should go today, or nothing. Each goes at most once, one a day."""
    today, sent = clock.today(), Reminder.objects.filter(round=found)
    if sent.filter(sent_on=today).exists() or today <= found.opened_on:
        return ""
    first_day = found.due_on - BEFORE_THE_LAST_DAY
    if today == found.due_on:
        due = ReminderKind.LAST
    elif first_day <= today < found.due_on and first_day > found.opened_on:
        due = ReminderKind.FIRST
    else:
        return ""
    return "" if sent.filter(kind=due).exists() else due


def overdue() -> list[Round]:
    """Give the open rounds whose last day is over."""
    return list(Round.objects.filter(state=RoundState.OPEN, due_on__lt=clock.today()))


def past_keeping() -> list[Round]:
    """Give the closed rounds of which it need not be known any more who answered."""
    last = clock.today() - datetime.timedelta(days=KEPT_DAYS)
    closed = Round.objects.filter(state=RoundState.CLOSED, closed_on__lt=last)
    return list(closed.filter(pk__in=Request.objects.values("round")))


@dataclass(frozen=True)
class Coverage:
    """How many answered of how many who were asked; who lapsed is not counted."""

    asked: int
    answered: int

    @property
    def waiting(self) -> int:
        """Give how many have not answered."""
        return self.asked - self.answered

    @property
    def percent(self) -> int | None:
        """Give the share that answered, rounded down: 100 means everybody. None of nobody."""
        return self.answered * 100 // self.asked if self.asked else None


NOBODY = Coverage(0, 0)


def coverage(rounds: Collection[int]) -> dict[int, Coverage]:
    """Give the coverage of rounds by number, in one query."""
    found = Tally.objects.filter(round__in=rounds).order_by().values_list("round")
    summed = found.annotate(asked=Sum(F("asked") - F("lapsed")), answered=Sum("answered"))
    return {number: Coverage(asked, answered) for number, asked, answered in summed}


def tallies(found: Round) -> QuerySet[Tally]:
    """Give the tally of each department in a round, by name."""
    kept = Tally.objects.filter(round=found).select_related("department")
    return kept.order_by("department__name", "pk")


def departments(found: Round) -> list[Unit]:
    """Give the departments in which somebody is asked in a round, by name."""
    asked = Tally.objects.filter(round=found).values("department")
    return list(Unit.objects.filter(pk__in=asked).order_by("name"))


def in_year(year: int) -> QuerySet[Round]:
    """Give the rounds over the quarters of a year."""
    return Round.objects.filter(year=year)


def tallies_in(year: int) -> QuerySet[Tally]:
    """Give the tallies of the rounds of a year."""
    return Tally.objects.filter(round__year=year).select_related("round", "department")


def requests_in(year: int) -> QuerySet[Request]:
    """Give the requests of the rounds of a year, as long as they are kept."""
    return Request.objects.filter(round__year=year).select_related("round", "department")


def years() -> list[int]:
    """Give the years with a round."""
    return sorted(set(Round.objects.values_list("year", flat=True).distinct()))


@dataclass(frozen=True)
class Waiting:
    """What waits for someone of the request round: an answer, rounds to open, one that runs."""

    asked: Request | None = None
    proposed: Sequence[Quarter] = ()
    running: Round | None = None
    coverage: Coverage = NOBODY

    def __bool__(self) -> bool:
        return any((self.asked, self.proposed, self.running))


def waiting_for(actor: Actor) -> Waiting:
    """Gather what waits for this person. Keys are not needed for it."""
    asked = own_open(actor)
    is_asked = asked is not None and asked.state == RequestState.ASKED
    asked = asked if is_asked and is_manager(actor) else None
    if not actor.has_duty(Duty.COORDINATOR):
        return Waiting(asked)
    running = open_round()
    covered = coverage([running.pk]).get(running.pk, NOBODY) if running else NOBODY
    return Waiting(asked, proposed(), running, covered)
