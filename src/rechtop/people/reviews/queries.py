"""Find what is to be looked at, what was said of it, and whether that was done."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.crypto import salted_hmac

from rechtop.ground.kernel import clock
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Duty, Kind
from rechtop.people.reviews.models import Answer, Line, Review

REVIEWERS = (Kind.COORDINATOR, Kind.PRIVACY_OFFICER, Kind.SECURITY_OFFICER)
"""Who says of the duties of others whether they are right."""

CONCERNED = (*REVIEWERS, Kind.ADMINISTRATOR)
"""Who is told that a review runs: these, and who carries out what must change."""


def a_year_after(date: datetime.date) -> datetime.date:
    """Give the same day a year later; of 29 February the first of March."""
    try:
        return date.replace(year=date.year + 1)
    except ValueError:
        return datetime.date(date.year + 1, 3, 1)


def due_on() -> datetime.date | None:
    """Give the day before which the next review is due: as the last one says, or a year after the
    authority was described."""
    last = closed().first()
    if last is not None:
        return last.next_due_on
    authority = organisation.authority()
    return a_year_after(authority.since_date) if authority else None


def is_due() -> bool:
    """Say whether a review should have begun by now."""
    day = due_on()
    return day is not None and day <= clock.today() and running() is None


def running() -> Review | None:
    """Give the review that runs now."""
    return Review.objects.filter(closed_on=None).first()


def closed() -> QuerySet[Review]:
    """Give the reviews that are closed, the last one first."""
    return Review.objects.exclude(closed_on=None).order_by("-closed_on", "-pk")


def duties_to_review() -> QuerySet[Duty]:
    """Give the duties someone has today or will have."""
    return Duty.objects.filter(Q(until_date=None) | Q(until_date__gt=clock.today()))


def _ended() -> Q:
    return Q(duty__until_date__lte=clock.today())


def _carried_out() -> Q:
    """Say which of what must go or change was done, as the duty itself tells."""
    moved = Q(until_then=None, duty__until_date__isnull=False)
    moved |= Q(until_then__isnull=False) & (
        Q(duty__until_date=None) | ~Q(duty__until_date=F("until_then"))
    )
    return Q(answer__in=[Answer.REMOVE, Answer.CHANGE]) & (
        _ended() | Q(answer=Answer.CHANGE) & moved
    )


def lines(review: Review) -> QuerySet[Line]:
    """Give everything on a review, by the names of the people."""
    found = Line.objects.filter(review=review)
    return found.select_related("duty__person", "answered_by").order_by(
        "duty__person__sort_name", "duty__person", "duty"
    )


def settled(review: Review) -> QuerySet[Line]:
    """Give what is confirmed, carried out, or has ended meanwhile."""
    return lines(review).filter(Q(answer=Answer.RIGHT) | _carried_out() | _ended())


def to_carry_out(review: Review) -> QuerySet[Line]:
    """Give what must go or change and still stands."""
    marked = lines(review).filter(answer__in=[Answer.REMOVE, Answer.CHANGE])
    return marked.exclude(pk__in=settled(review).values("pk"))


def left_to_carry_out(review: Review) -> int:
    """Count what must go or change and still stands."""
    return to_carry_out(review).count()


def unanswered(review: Review) -> QuerySet[Line]:
    """Give what nobody said anything of yet."""
    return lines(review).filter(answer="").exclude(_ended())


PARTS = {"open": unanswered, "uitvoeren": to_carry_out, "klaar": settled, "alles": lines}
"""What of a review to show, by name."""


def people_on(review: Review, part: str = "alles") -> QuerySet[Person]:
    """Give the people on a part of a review, in the order of their names."""
    return organisation.people().filter(
        pk__in=PARTS[part](review).order_by().values("duty__person")
    )


@dataclass(frozen=True)
class Rights:
    """What someone has: the duties on the list, what they have keys for, and their rosters."""

    person: Person
    lines: list[Line]
    keys: list[tuple[str, bool]]
    rosters: list[str]

    @property
    def mark(self) -> str:
        """Give what is the same as long as all this is the same: who confirms, confirms what they
        saw."""
        told = [
            f"{line.duty_id} {line.duty.from_date} {line.duty.until_date}" for line in self.lines
        ]
        written = "|".join([*told, *map(str, self.keys), *self.rosters])
        return salted_hmac("rechtop review", written).hexdigest()[:16]

    @property
    def to_answer(self) -> list[Line]:
        """Give what there is to say something of: not what has ended by now."""
        return [line for line in self.lines if not has_ended(line.duty)]

    @property
    def is_open(self) -> bool:
        """Say whether nobody said anything yet of some duty that has not ended."""
        return any(not line.answer for line in self.to_answer)


def has_ended(duty: Duty) -> bool:
    """Say whether a duty has ended."""
    return duty.until_date is not None and duty.until_date <= clock.today()


def rights(review: Review, people: Iterable[Person]) -> list[Rights]:
    """Gather what these people have, in as many queries for all as for one."""
    listed = list(people)
    numbers = [one.pk for one in listed]
    own: dict[int, list[Line]] = {number: [] for number in numbers}
    for line in lines(review).filter(duty__person__in=numbers):
        own[line.duty.person_id].append(line)
    keys, rosters = organisation.keys_by_person(numbers), organisation.rosters_by_person()
    return [
        Rights(one, own[one.pk], keys.get(one.pk, []), rosters.get(one.pk, [])) for one in listed
    ]


def done(review: Review) -> Collection[int]:
    """Give the numbers of the lines that are settled."""
    return set(settled(review).values_list("pk", flat=True))
