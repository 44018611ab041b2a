"""Find gatherings, who signed up for them and was there, and whom each unit's people were."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor, Kind, Origin
from rechtop.people.identity.models import Person, sort_key
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.models import Placement
from rechtop.people.personnel import queries as personnel
from rechtop.people.personnel.models import Employment
from rechtop.tools.addresses import queries as addresses
from rechtop.tools.lists import queries as lists
from rechtop.tools.lists.models import Choice
from rechtop.work.activities.models import Attendee, Feed, Gathering, SignUp
from rechtop.work.activities.states import State

FIRST_YEAR, YEARS_AHEAD = 1990, 5
MOST_IN_SERIES = 60
MOST_REACHED = 100_000
MOST_NAMED = 2_000
MOST_IN_FEED = 500

NO_GATHERINGS = ("eed", "preventief-onderzoek", "instrument", "register", "beleid")
"""The kinds that are not planned here: what is not held on a day, and the oath, which is registered
one by one."""

READERS = (Duty.COORDINATOR, Duty.HANDLER, Duty.LAWYER, Duty.SECRETARY, Duty.ACCOUNTANT)
TAKEN_BACK = "activities calendar address"


def kinds(on: datetime.date | None = None) -> list[Choice]:
    """Give the kinds of gathering there are on a day."""
    return [one for one in lists.choices("activity", on) if one.code not in NO_GATHERINGS]


def years_offered() -> range:
    """Give the years in which a gathering can be."""
    return range(FIRST_YEAR, clock.today().year + YEARS_AHEAD + 1)


def visible_to(actor: Actor) -> QuerySet[Gathering]:
    """Give the gatherings someone may see: all of them, or those one can sign up for oneself or
    was at."""
    everything = Gathering.objects.order_by("day", "starts_at", "pk")
    if actor.kind == Kind.PERSON and actor.has_duty(*READERS):
        return everything
    if actor.kind != Kind.PERSON or actor.number is None:
        return everything.none()
    own = Q(pk__in=_signed_up_by(actor)) | Q(pk__in=attended_by(actor).order_by().values("pk"))
    return everything.filter(Q(takes_sign_ups=True) | own)


def _signed_up_by(actor: Actor) -> QuerySet[SignUp, int]:
    return SignUp.objects.filter(person=actor.number).values_list("gathering", flat=True)


def of_year(year: int) -> QuerySet[Gathering]:
    """Give the gatherings that begin in a year."""
    return Gathering.objects.filter(day__year=year).order_by("day", "starts_at", "pk")


def between(actor: Actor, first: datetime.date, last: datetime.date) -> QuerySet[Gathering]:
    """Give the gatherings of these days that someone may see."""
    seen = visible_to(actor).alias(last_day=Coalesce("until_day", "day"))
    return seen.filter(day__lte=last, last_day__gte=first)


def coming(actor: Actor) -> QuerySet[Gathering]:
    """Give what one can sign up for, and what one signed up for, from today on."""
    own = Q(takes_sign_ups=True, state=State.PLANNED) | Q(pk__in=_signed_up_by(actor))
    return visible_to(actor).filter(own, day__gte=clock.today())


def attended_by(actor: Actor) -> QuerySet[Gathering]:
    """Give where someone was, by name, the latest first."""
    own = Attendee.objects.filter(person=actor.number).values("gathering")
    return Gathering.objects.filter(pk__in=own).order_by("-day", "-pk")


def signed_up(actor: Actor) -> set[int]:
    """Give what someone signed up for, by number."""
    return set(_signed_up_by(actor))


def is_signed_up(actor: Actor, gathering: Gathering) -> bool:
    """Say whether someone signed up."""
    return SignUp.objects.filter(gathering=gathering, person=actor.number).exists()


def with_counts(found: QuerySet[Gathering]) -> QuerySet[Gathering]:
    """Give gatherings, each with how many signed up for it."""
    listed = SignUp.objects.filter(gathering=OuterRef("pk")).order_by().values("gathering")
    counted = listed.annotate(count=Count("pk")).values("count")
    return found.annotate(signed_up=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def sign_ups(gathering: Gathering) -> QuerySet[SignUp]:
    """Give who signed up, by name."""
    listed = SignUp.objects.filter(gathering=gathering).select_related("person")
    return listed.order_by("person__sort_name", "pk")


def of_who_left() -> QuerySet[SignUp]:
    """Give the sign-ups for what is to come of who left, or will have left by then."""
    gone = Employment.objects.filter(
        person=OuterRef("person"), end_date__lte=OuterRef("gathering__day")
    )
    coming = SignUp.objects.filter(
        gathering__state=State.PLANNED, gathering__day__gte=clock.today()
    )
    return coming.filter(Q(person__is_active=False) | Exists(gone))


def places_left(gathering: Gathering) -> int | None:
    """Give how many can still sign up; None where there is no end to it."""
    if gathering.places is None:
        return None
    return max(0, gathering.places - SignUp.objects.filter(gathering=gathering).count())


def attendees(gathering: Gathering) -> QuerySet[Attendee]:
    """Give who was there, as far as they are known by name."""
    listed = Attendee.objects.filter(gathering=gathering).select_related("person", "unit")
    return listed.order_by("person__sort_name", "pk")


def in_series(gathering: Gathering) -> QuerySet[Gathering]:
    """Give the gatherings that were planned together with this one, itself among them."""
    if gathering.series_id is None:
        return Gathering.objects.none()
    return Gathering.objects.filter(series=gathering.series_id).order_by("day", "pk")


def held(year: int) -> QuerySet[Gathering]:
    """Give what was held in a year."""
    return of_year(year).filter(state=State.HELD)


def years() -> set[int]:
    """Give the years in which something was held."""
    days = Gathering.objects.filter(state=State.HELD).dates("day", "year")
    return {day.year for day in days}


@dataclass(frozen=True)
class Named:
    """Who is meant by lines as people type them, and the lines that mean nobody or several."""

    people: Sequence[Person]
    unknown: Sequence[str]
    unclear: Sequence[str]


def named(lines: Sequence[str]) -> Named:
    """Find people by personnel number, e-mail address or name, a line each, in three questions."""
    numbers = Employment.objects.filter(personnel_number__in=lines)
    by_number = {one.personnel_number: one.person for one in numbers.select_related("person")}
    by_address = {
        one.email: one for one in Person.objects.filter(email__in=[one.casefold() for one in lines])
    }
    by_name: dict[str, list[Person]] = {}
    for one in Person.objects.filter(sort_name__in=[sort_key(one) for one in lines]):
        by_name.setdefault(one.sort_name, []).append(one)
    people, unknown, unclear = dict[int, Person](), list[str](), list[str]()
    for line in lines:
        exact = by_number.get(line) or by_address.get(line.casefold())
        found = [exact] if exact else by_name.get(sort_key(line), [])
        if len(found) == 1:
            people[found[0].pk] = found[0]
        else:
            (unclear if found else unknown).append(line)
    return Named(list(people.values()), unknown, unclear)


def units_on(people: Collection[int], day: datetime.date) -> dict[int, int]:
    """Give the number of the unit where each of these people worked on a day."""
    placed = Placement.objects.filter(organisation.on(day), person__in=people)
    return dict(placed.order_by("from_date", "pk").values_list("person", "unit"))


@dataclass(frozen=True)
class Coverage:
    """How many people of a unit, and of all below it, were reached in a year."""

    number: int
    name: str
    depth: int
    works: int
    reached: int
    of_these: int
    """How many of who works there were reached; who moved or left is not among them."""

    @property
    def percent(self) -> int | None:
        """Give the share of who works there, a hundred for all alone; None where nobody does."""
        return 100 * self.of_these // self.works if self.works else None


def coverage(year: int) -> list[Coverage]:
    """Give for each unit how many different people were reached in a year.

    Who works there is counted on the last day of the year, or today while it runs. Who was
    reached counts where they worked that day, and in the share where they work now.
    """
    last = min(datetime.date(year, 12, 31), clock.today())
    placed = Placement.objects.filter(organisation.on(last)).order_by("from_date", "pk")
    works_in = dict(placed.values_list("person", "unit"))
    was = Attendee.objects.filter(gathering__in=held(year)).order_by()
    reached = was.exclude(unit=None).values_list("person", "unit").distinct()
    tree = organisation.units()
    above = {unit.pk: unit.parent_id for _depth, unit in tree}
    working, met = _by_unit(works_in.items(), above), _by_unit(reached, above)
    people = {person for found in met.values() for person in found}
    found = []
    for depth, unit in tree:
        works, came = working.get(unit.pk, set()), met.get(unit.pk, set())
        found.append(
            Coverage(unit.pk, unit.name, depth, len(works), len(came), len(works & people))
        )
    return found


def reached_in(year: int) -> dict[int, dict[int, int]]:
    """Give by unit how many people of it, and of all below it, each gathering of a year reached,
    by number; a gathering that reached nobody there is not among them."""
    was = Attendee.objects.filter(gathering__in=held(year)).exclude(unit=None).order_by()
    counted = was.values("unit", "gathering").annotate(count=Count("pk"))
    above = {unit.pk: unit.parent_id for _depth, unit in organisation.units()}
    found: dict[int, dict[int, int]] = {}
    for one in counted:
        unit: int | None = one["unit"]
        while unit is not None:
            there = found.setdefault(unit, {})
            there[one["gathering"]] = there.get(one["gathering"], 0) + one["count"]
            unit = above.get(unit)
    return found


def _by_unit(
    pairs: Iterable[tuple[int, int | None]], above: Mapping[int, int | None]
) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for person, unit in pairs:
        while unit is not None:
            found.setdefault(unit, set()).add(person)
            unit = above.get(unit)
    return found


def reached(year: int) -> tuple[int, int, int]:
    """Give how many came in a year, how many of these by name, and how many different people
    those are."""
    was = Attendee.objects.filter(gathering__in=held(year))
    came = held(year).aggregate(sum=Sum("reached"))["sum"] or 0
    return came, was.count(), was.order_by().values("person").distinct().count()


KEPT = datetime.timedelta(days=365)
"""How long after someone left is known by name where they were."""


def past_keeping() -> list[int]:
    """Give of whom need not be known any more where they were, by number of person."""
    gone = personnel.gone_since(clock.today() - KEPT)
    found = {
        *Attendee.objects.filter(person__in=gone).values_list("person", flat=True),
        *SignUp.objects.filter(person__in=gone).values_list("person", flat=True),
        *Feed.objects.filter(person__in=gone).values_list("person", flat=True),
    }
    return sorted(found)


def feed_of(actor: Actor) -> Feed | None:
    """Give the address this person made."""
    return addresses.of(Feed, actor)


def reads_with(token: str) -> tuple[Feed, Actor] | None:
    """Give whose calendar is read with an address, as who acts today."""
    feed = addresses.reads_with(Feed, token, mark=TAKEN_BACK)
    if feed is None:
        return None
    duties = organisation.duties_today(feed.person_id)
    return feed, Actor(Kind.PERSON, Origin.PUBLIC, number=feed.person_id, duties=duties)


def in_feed(actor: Actor) -> QuerySet[Gathering]:
    """Give what someone's own calendar shows: from three months ago on."""
    since = clock.today() - datetime.timedelta(days=92)
    return visible_to(actor).filter(day__gte=since)[:MOST_IN_FEED]
