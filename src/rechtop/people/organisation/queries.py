"""Find people, duties and units."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, Expression, Func, Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel import clock
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault import trust
from rechtop.ground.vault.models import (
    KeyHolder,
    KeyPair,
    SealedKey,
    Sphere,
)
from rechtop.ground.vault.queries import Receivers
from rechtop.people.identity import queries as identity
from rechtop.people.identity.models import Person, sort_key
from rechtop.people.organisation.models import (
    DUTIES_OF,
    SPHERES,
    Authority,
    Card,
    Duty,
    Kind,
    Position,
    Unit,
    spheres_of,
)


def authority() -> Authority | None:
    """Give the authority this installation serves, once it has been set up."""
    return Authority.objects.first()


def on(date: datetime.date | Expression) -> Q:
    """Say what runs on a date: from that day on, and not yet ended."""
    return Q(from_date__lte=date) & (Q(until_date=None) | Q(until_date__gt=date))


def runs_beyond(date: datetime.date) -> Q:
    """Say what runs after a date, or will begin."""
    return Q(until_date=None) | Q(until_date__gt=date)


def unit_paths() -> dict[tuple[str, ...], int]:
    """Give each unit by its name and the names of all above it, from the top."""
    found: dict[tuple[str, ...], int] = {}
    above: list[str] = []
    for depth, unit in units():
        above = [*above[:depth], unit.name]
        found[tuple(above)] = unit.pk
    return found


Tree = Sequence[tuple[int, Unit]]
"""The units as `units` gives them, asked once by who needs them more often."""


def with_those_below(unit: int, tree: Tree | None = None) -> set[int]:
    """Give a unit and all units below it, by number."""
    found = {unit}
    for _depth, one in units() if tree is None else tree:  # a unit comes after the one above it
        if one.parent_id in found:
            found.add(one.pk)
    return found


def duties_today(person: int) -> frozenset[str]:
    """Give the duties of a person today."""
    running = Duty.objects.filter(on(clock.today()), person=person)
    return frozenset(running.values_list("kind", flat=True))


def receivers() -> Receivers:
    """Give who can receive today: vouched for, and with a duty that needs it."""
    return trail.once("receivers today", lambda: vault.receivers().on_duty(spheres_today()))


def spheres_today() -> dict[int, tuple[str, ...]]:
    """Give the spheres in which each person needs keys for the duties of today."""
    return spheres_on(clock.today())


def spheres_on(date: datetime.date) -> dict[int, tuple[str, ...]]:
    """Give the spheres in which each person needs keys for the duties of a day."""
    with connection.cursor() as cursor:  # bare: this is asked at every report
        cursor.execute(_RUNNING, [date, date])
        return _spheres((person, kind) for person, kind in cursor.fetchall())


_RUNNING = """
SELECT person_id, kind FROM organisation_duty
WHERE from_date <= %s AND (until_date IS NULL OR until_date > %s)
"""


def _spheres(duties: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    kinds: dict[int, set[str]] = {}
    for person, kind in duties:
        kinds.setdefault(person, set()).add(kind)
    return {person: tuple(spheres_of(had)) for person, had in kinds.items()}


def kinds_in(sphere: str) -> list[str]:
    """Give the duties that need keys in a sphere."""
    return [kind for kind, spheres in SPHERES.items() if sphere in spheres]


def with_lapsed_keys() -> QuerySet[Person]:
    """Give the people with keys in a sphere for which they have no duty, now or to come."""
    pairs = KeyPair.objects.filter(withdrawn_at=None, holder__withdrawn_at=None)
    held = pairs.filter(holder__kind="person").values_list("holder__bearer", "sphere")
    running = Duty.objects.filter(Q(until_date=None) | Q(until_date__gt=clock.today()))
    needed = _spheres(running.values_list("person_id", "kind"))
    lapsed = {bearer for bearer, sphere in held if sphere not in needed.get(bearer or 0, ())}
    return Person.objects.filter(pk__in=lapsed)


def lapsed_pairs(holder: KeyHolder, needed: Collection[str]) -> list[int]:
    """Give the key pairs of a holder in spheres that are no longer needed."""
    standing = KeyPair.objects.filter(holder=holder, withdrawn_at=None)
    return list(standing.exclude(sphere__in=needed).values_list("pk", flat=True))


NOTICE = datetime.timedelta(days=30)
"""How long before a duty with keys ends, those whom it concerns are told."""


@dataclass(frozen=True)
class Ending:
    """Someone whose keys go on a day, with how many files nobody could open from then on.

    Of conversations nobody can tell how many there are: only that they cannot be opened any more.
    """

    person: Person
    on: datetime.date
    files: int
    has_conversations: bool

    @property
    def days(self) -> int:
        """Give how many days it still takes."""
        return (self.on - clock.today()).days


def ending_soon(person: int | None = None) -> list[Ending]:
    """Give whose keys go within the time of notice, first to go first; of all, or of one."""
    today = clock.today()
    soon = Duty.objects.filter(until_date__gt=today, until_date__lte=today + NOTICE)
    if person is not None:
        soon = soon.filter(person=person)
    days = soon.order_by("until_date", "person").values_list("person", "until_date").distinct()
    found = [ending_on(number, day) for number, day in days if day is not None]
    return [one for one in found if one is not None]


def ending_on(person: int, date: datetime.date) -> Ending | None:
    """Say what ends for someone on a day with the duties of that day; None where no key goes.

    Counted is what nobody could open with the duties and keys known by now: a colleague whose
    duty ends as soon does not count.
    """
    then = spheres_on(date)
    standing = KeyPair.objects.filter(
        holder__bearer=person, holder__withdrawn_at=None, withdrawn_at=None
    )
    going = dict(standing.exclude(sphere__in=then.get(person, ())).values_list("pk", "sphere"))
    if not going:
        return None
    files = vault.files_left_without(list(going), vault.receivers().on_duty(then).known)
    has_conversations = Sphere.CONFIDANTS in going.values()
    return Ending(Person.objects.get(pk=person), date, files, has_conversations)


def held_alone() -> list[tuple[Person, int]]:
    """Give who on duty today holds files that nobody else on duty can open, with how many."""
    known = receivers().known
    counted: Counter[int] = Counter()
    for pair, count in vault.held_alone(known).items():
        counted[known.bearer_of(pair) or 0] += count
    return [(one, counted[one.pk]) for one in people().filter(pk__in=list(counted))]


def who_can_get(sphere: str) -> QuerySet[Person]:
    """Give the people who can be given files of a sphere today: on duty, with a vouched key."""
    can = receivers()
    holders = can.with_key(can.known.holders, sphere)
    return people().filter(pk__in=can.known.people(holders), is_active=True)


def duties() -> QuerySet[Duty]:
    """Give every duty with its person, newest first."""
    return Duty.objects.select_related("person", "unit").order_by("-from_date", "-pk")


def running_duties_of(person: Person) -> QuerySet[Duty]:
    """Give the duties a person has today or will have."""
    running = Duty.objects.select_related("unit").filter(runs_beyond(clock.today()))
    return running.filter(person=person).order_by("kind")


def people() -> QuerySet[Person]:
    """Give everybody, in the order of their names."""
    return Person.objects.order_by("sort_name", "pk")


def with_duty(*kinds: str) -> QuerySet[Person]:
    """Give the people who have one of these duties today, by name."""
    running = Duty.objects.filter(on(clock.today()), kind__in=kinds)
    return people().filter(pk__in=running.values("person_id"), is_active=True)


def who_looks_after(owner: Person | None) -> list[Person]:
    """Give who is reminded of what someone looks after: they, or the coordinators where that is a
    role, is nobody yet, or has left."""
    if owner is not None and owner.is_active:
        return [owner]
    return list(with_duty(Kind.COORDINATOR))


def once_had(*kinds: str) -> QuerySet[Person]:
    """Give the people who ever had one of these duties, also who left."""
    return people().filter(pk__in=Duty.objects.filter(kind__in=kinds).values("person_id"))


def called(typed: str) -> list[Person]:
    """Give who is meant by a name or an e-mail address; of more than two, two."""
    active = people().filter(is_active=True)
    by_address = active.filter(email=typed.strip().casefold())
    return list(by_address[:2] or active.filter(sort_name=sort_key(typed.strip()))[:2])


def names(numbers: set[int]) -> dict[int, str]:
    """Give names by number of person, in one query."""
    return dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))


def positions() -> list[Position]:
    """Give the positions about which a report takes another way."""
    return list(Position.objects.order_by("pk"))


def people_about(codes: Collection[str]) -> set[int]:
    """Give the people who have the duties of these positions, by number: what is about them stays
    closed for them.

    Who was chosen to receive in their place does receive, though they may have such a duty too.
    """
    kinds = [kind for code in codes for kind in DUTIES_OF.get(code, ())]
    running = Duty.objects.filter(on(clock.today()), kind__in=kinds)
    having = set(running.values_list("person_id", flat=True)) if kinds else set()
    receiving = receivers()
    return having - set(receiving.known.people(receiving.instead(codes)))


def mentioned(text: str, people: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the people, as number and name, whose last name or whole name stands in a text.

    Written with other accents or capitals it is the same name. A name that stands there may be
    that of another: this only raises a question.
    """
    said = f" {' '.join(_WORD.findall(sort_key(text)))} "
    return [(number, name) for number, name in people if _last_name(name) in said]


_WORD = re.compile(r"[^\W\d_]+")
_TOO_SHORT = 3


def _last_name(name: str) -> str:
    """Give how a last name stands in a text; a very short one only with what goes before it."""
    parts = _WORD.findall(sort_key(name))
    last = parts[-1:] if parts and len(parts[-1]) >= _TOO_SHORT else parts
    return f" {' '.join(last)} " if last else " \0 "


def cards(on_date: datetime.date) -> list[Card]:
    """Give the cards of the confidants of a day, by name.

    A card has a `photo_mark` in place of its photo: the same for the same photo, None without one.
    """
    running = Duty.objects.filter(on(on_date), kind=Kind.CONFIDANT).values("person_id")
    shown = Card.objects.filter(on(on_date), person__in=running, person__is_active=True)
    mark = Left(Func("photo", function="md5", output_field=CharField()), 8)
    return list(shown.defer("photo").annotate(photo_mark=mark).order_by("person__sort_name", "pk"))


class Found(NamedTuple):
    """What the first public page tells of a confidant."""

    name: str
    is_internal: bool


def found_today() -> list[Found]:
    """Give the confidants whose card is shown today, by name: as `cards`, at the least cost."""
    with connection.cursor() as cursor:  # bare: this is asked at every first page
        cursor.execute(_FOUND, {"today": clock.today(), "kind": Kind.CONFIDANT})
        return [Found(*row) for row in cursor.fetchall()]


_FOUND = """
SELECT c.name, c.is_internal FROM organisation_card c JOIN identity_person p ON p.id = c.person_id
WHERE p.is_active
  AND c.from_date <= %(today)s AND (c.until_date IS NULL OR c.until_date > %(today)s)
  AND EXISTS (
    SELECT 1 FROM organisation_duty d WHERE d.person_id = p.id AND d.kind = %(kind)s
      AND d.from_date <= %(today)s AND (d.until_date IS NULL OR d.until_date > %(today)s))
ORDER BY p.sort_name, c.id
"""


def card_of(person: int) -> Card | None:
    """Give someone's own card."""
    return Card.objects.filter(person=person).first()


def shown_card_of(person: int) -> Card | None:
    """Give someone's card as everybody sees it today, if they do."""
    return next((card for card in cards(clock.today()) if card.person_id == person), None)


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


def without_keys() -> list[Person]:
    """Give the people whose duties today need keys, and who have none in one of these spheres."""
    pairs = KeyPair.objects.filter(withdrawn_at=None, holder__withdrawn_at=None)
    held: dict[int, set[str]] = {}
    for bearer, sphere in pairs.values_list("holder__bearer", "sphere"):
        held.setdefault(bearer or 0, set()).add(sphere)
    lacking = {
        person
        for person, spheres in spheres_today().items()
        if not set(spheres) <= held.get(person, set())
    }
    return list(people().filter(pk__in=lacking))


def keys_by_person(people: Collection[int]) -> dict[int, list[tuple[str, bool]]]:
    """Give what each of these people has keys for, each with whether it is vouched for."""
    known, found = vault.receivers().known, dict[int, list[tuple[str, bool]]]()
    standing = KeyPair.objects.filter(
        holder__bearer__in=people, holder__withdrawn_at=None, withdrawn_at=None
    )
    listed = standing.order_by("sphere").values_list("holder__bearer", "holder", "sphere")
    for person, holder, sphere in listed:
        is_vouched = sphere in known.spheres(holder or 0)
        found.setdefault(person or 0, []).append((identity.in_words([sphere])[0], is_vouched))
    return found


def rosters_by_person() -> dict[int, list[str]]:
    """Give the rosters in force on which people stand, whether they are on duty or not."""
    receiving, found = vault.receivers(), dict[int, list[str]]()
    for name, label in roster_labels().items():
        for person in receiving.known.people(members_of(receiving, name)):
            found.setdefault(person, []).append(label)
    return found


def standing_holders() -> list[tuple[KeyHolder, str, bool]]:
    """Give who holds keys, each with their name and whether every key of theirs is vouched for."""
    holders = list(KeyHolder.objects.filter(kind="person", withdrawn_at=None).order_by("pk"))
    named = names({holder.bearer for holder in holders if holder.bearer})
    standing = KeyPair.objects.filter(holder__in=holders, withdrawn_at=None)
    pairs: dict[int | None, set[int]] = {}
    for number, pair in standing.values_list("holder", "pk"):
        pairs.setdefault(number, set()).add(pair)
    vouched = {
        number: {pair.pk for pair in known}
        for number, known in vault.receivers().known.pairs.items()
    }
    return [
        (one, named.get(one.bearer or 0, ""), pairs.get(one.pk, {0}) <= vouched.get(one.pk, set()))
        for one in holders
    ]


def roster_labels() -> dict[str, str]:
    """Give the rosters there can be, by name, in words."""
    about = _("Als het gaat over: %(position)s")
    return {
        trust.INTAKE: _("Het meldpunt"),
        trust.ALTERNATE: _("Vervangers, als er te weinig ontvangers overblijven"),
        trust.IDENTITIES: _("Bewaarders van namen"),
        **{trust.ABOUT + one.code: about % {"position": one} for one in positions()},
    }


def members_of(receiving: Receivers, name: str) -> list[int]:
    """Give the holders on the roster in force of this name."""
    known = {
        trust.INTAKE: receiving.intake,
        trust.ALTERNATE: receiving.alternate,
        trust.IDENTITIES: receiving.custodians,
    }
    return known.get(name) or receiving.about.get(name, [])


def vouched_holders(roster: str) -> list[tuple[str, str]]:
    """Give who can be on a roster, as number of holder and name, to choose from."""
    can = receivers()
    listed = can.with_key(can.known.holders, vault.sphere_of(roster))
    bearers = {n: can.known.holders[n].bearer for n in listed}
    named = names({bearer for bearer in bearers.values() if bearer})
    pairs = [(str(n), named.get(bearer or 0, "")) for n, bearer in bearers.items() if bearer]
    return sorted(pairs, key=lambda pair: pair[1])


def openers_of(files: Collection[int]) -> dict[int, set[int | None]]:
    """Give who on duty today can open each of these files, by number of person."""
    known = receivers().known
    keys = SealedKey.objects.filter(file__in=files, recipient__in=known.pairs_of_people())
    found: dict[int, set[int | None]] = {}
    for file, pair in keys.values_list("file_id", "recipient_id"):
        found.setdefault(file, set()).add(known.bearer_of(pair or 0))
    return found
