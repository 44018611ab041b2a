"""Find people, duties and units."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from rechtop.ground.kernel import clock
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault import trust
from rechtop.ground.vault.models import KeyHolder, Roster, RosterSignature
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Authority, Card, Duty, Kind, Unit


def authority() -> Authority | None:
    """Give the authority this installation serves, once it has been set up."""
    return Authority.objects.first()


def on(date: datetime.date) -> Q:
    """Say what runs on a date: from that day on, and not yet ended."""
    return Q(from_date__lte=date) & (Q(until_date=None) | Q(until_date__gt=date))


def duties_today(person: int) -> frozenset[str]:
    """Give the duties of a person today."""
    running = Duty.objects.filter(on(clock.today()), person=person)
    return frozenset(running.values_list("kind", flat=True))


def duties() -> QuerySet[Duty]:
    """Give every duty with its person, newest first."""
    return Duty.objects.select_related("person", "unit").order_by("-from_date", "-pk")


def running_duties_of(person: Person) -> QuerySet[Duty]:
    """Give the duties a person has today or will have."""
    open_ended = Q(until_date=None) | Q(until_date__gt=clock.today())
    return Duty.objects.select_related("unit").filter(open_ended, person=person).order_by("kind")


def people() -> QuerySet[Person]:
    """Give everybody, in the order of their names."""
    return Person.objects.order_by("sort_name", "pk")


def with_duty(*kinds: str) -> QuerySet[Person]:
    """Give the people who have one of these duties today, by name."""
    running = Duty.objects.filter(on(clock.today()), kind__in=kinds)
    return people().filter(pk__in=running.values("person_id"), is_active=True)


def names(numbers: set[int]) -> dict[int, str]:
    """Give names by number of person, in one query."""
    return dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))


def cards(on_date: datetime.date) -> list[Card]:
    """Give the cards of the confidants of a day, by name."""
    running = Duty.objects.filter(on(on_date), kind=Kind.CONFIDANT).values("person_id")
    shown = Card.objects.filter(on(on_date), person__in=running)
    return list(shown.defer("photo").order_by("person__sort_name"))


def card_of(person: int) -> Card | None:
    """Give someone's own card."""
    return Card.objects.filter(person=person).first()


def photo(card: int) -> bytes | None:
    """Give the photo of a card that is shown today."""
    shown = Card.objects.filter(pk=card, pk__in=[one.pk for one in cards(clock.today())])
    found = shown.values_list("photo", flat=True).first()
    return bytes(found) if found else None


def units() -> list[tuple[int, Unit]]:
    """Give the tree of units as rows with their depth, each under its parent."""
    under: dict[int | None, list[Unit]] = {}
    for unit in Unit.objects.order_by("name"):
        under.setdefault(unit.parent_id, []).append(unit)
    return list(_walked(under, None, 0))


def _walked(under: dict[int | None, list[Unit]], parent: int | None, depth: int):  # type: ignore[no-untyped-def]
    for unit in under.get(parent, []):
        yield depth, unit
        yield from _walked(under, unit.pk, depth + 1)


def keys() -> dict[str, object]:
    """Gather whose keys are vouched for, the rosters, and those that wait for a signature."""
    receivers = vault.receivers()
    holders = KeyHolder.objects.filter(kind="person", withdrawn_at=None).order_by("pk")
    named = names({holder.bearer for holder in holders if holder.bearer})
    renewed = dict(Person.objects.filter(pk__in=named).values_list("pk", "renewed_at"))
    rows = [
        {
            "number": holder.pk,
            "renewed_at": renewed.get(holder.bearer or 0),
            "name": named.get(holder.bearer or 0, ""),
            "is_vouched_for": holder.pk in receivers.known.holders,
            "print": trust.card_print(holder),
        }
        for holder in holders
    ]
    by_holder = {holder.pk: named.get(holder.bearer or 0, "") for holder in holders}
    return {
        "holders": rows,
        "rosters": [
            ("intake", [by_holder[n] for n in receivers.intake if n in by_holder]),
            ("alternate", [by_holder[n] for n in receivers.alternate if n in by_holder]),
        ],
        "proposed": _proposed(by_holder),
        "is_ready": receivers.is_ready(),
    }


def _proposed(by_holder: dict[int, str]) -> list[dict[str, object]]:
    """Give the newest roster of each name that still wants a signature."""
    found = []
    for name in trust.ROSTERS:
        newest = Roster.objects.filter(name=name).order_by("-version").first()
        if newest and RosterSignature.objects.filter(roster=newest).count() < 2:
            members = newest.members.values_list("pk", flat=True)
            listed = sorted(by_holder.get(number, "") for number in members)
            found.append({"number": newest.pk, "name": name, "members": listed})
    return found


def vouched_holders() -> list[tuple[str, str]]:
    """Give the people with vouched keys, as number of holder and name, to choose from."""
    known = vault.receivers().known.holders
    named = names({h.bearer for h in known.values() if h.bearer})
    pairs = [(str(n), named.get(h.bearer or 0, "")) for n, h in known.items() if h.bearer]
    return sorted(pairs, key=lambda pair: pair[1])
