"""Say how the recovery key stands: over whom it is divided, when it was tried, what came of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import ceremonies, trust
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault import recovery as keys
from rechtop.ground.vault.models import SPHERES_WITH_RECOVERY, KeyHolder, KeyPair, Sphere
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.recovery.models import Cause, Division, Notice, Recovery, Sheet, Use

USUAL_NEEDED = 3
SPHERES = (Sphere.CASES, Sphere.IDENTITIES)
"""The spheres in which people get files back. The confidants' has no recovery key."""


def newest() -> Division | None:
    """Give the last division of the recovery key."""
    return Division.objects.order_by("-pk").first()


def is_replaced(division: Division) -> bool:
    """Say whether sheets of a later division were used: then these count no more.

    Until then they do: who lost new sheets before they were tried has these.
    """
    return Use.objects.filter(division__gt=division.pk).exists()


def is_tried(division: Division) -> bool:
    """Say whether sheets of a division were ever typed and right."""
    return Use.objects.filter(division=division).exists()


def can_begin_anew() -> bool:
    """Say whether another ceremony may take the place of the last: nobody used its sheets."""
    return not ceremonies.is_used()


def is_trusted() -> bool:
    """Say whether there is a recovery key that the anchor vouches for."""
    return keys.is_set() and bool(vault.receivers().known.recovery())


def needed() -> int:
    """Give how many sheets people may have to type: of the newest division, and of those before it
    that still count."""
    counting = [one.needed for one in Division.objects.all() if not is_replaced(one)]
    return max(counting, default=USUAL_NEEDED)


def due_on() -> datetime.date | None:
    """Give by when the sheets are to be tried again: a year after they last were, or were made."""
    division = newest()
    if division is None:
        return None
    used = Use.objects.filter(division=division).aggregate(last=Max("on"))["last"]
    last: datetime.date = used or division.made_on
    return _a_year_after(last) if used else last


def _a_year_after(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + 1, day=28)


@dataclass(frozen=True)
class Kept:
    """A sheet, with when it was last typed and right."""

    sheet: Sheet
    last_used_on: datetime.date | None


def sheets(division: Division) -> list[Kept]:
    """Give the sheets of a division by number."""
    uses = list(Use.objects.filter(division=division).order_by("-on", "-pk"))
    return [
        Kept(sheet, next((use.on for use in uses if sheet.number in use.sheets), None))
        for sheet in Sheet.objects.filter(division=division).order_by("number")
    ]


def officers(use: Use) -> str:
    """Name who kept the sheets that were used, with their numbers."""
    found = Sheet.objects.filter(division=use.division, number__in=use.sheets).order_by("number")
    named = {sheet.number: sheet.officer for sheet in found}
    return ", ".join(f"{number} {named.get(number, '')}".strip() for number in use.sheets)


def uses() -> QuerySet[Use]:
    """Give when sheets were used, newest first."""
    return Use.objects.order_by("-pk")


def recoveries() -> QuerySet[Recovery]:
    """Give who got files with the recovery key, newest first."""
    return Recovery.objects.select_related("receiver", "former", "use").order_by("-pk")


@dataclass(frozen=True)
class Holder:
    """Someone with keys that wait to be vouched for."""

    number: int
    name: str
    print: str


def waiting_holders() -> list[Holder]:
    """Give who made keys for which nobody vouches yet."""
    known = vault.receivers().known
    found = KeyHolder.objects.filter(kind="person", withdrawn_at=None).order_by("pk")
    waiting = [one for one in found if not _is_vouched_for(one, known)]
    named = organisation.names({one.bearer or 0 for one in waiting})
    return [Holder(o.pk, named.get(o.bearer or 0, ""), trust.card_print(o)) for o in waiting]


def _is_vouched_for(holder: KeyHolder, known: trust.Vouched) -> bool:
    own = KeyPair.objects.filter(holder=holder, withdrawn_at=None).values_list("pk", flat=True)
    return {pair.pk for pair in known.pairs.get(holder.pk, [])} >= set(own)


def is_vouched_for(person: Person) -> bool:
    """Say whether someone's keys are all vouched for."""
    holder = vault.holder_of(person.pk)
    return holder is not None and _is_vouched_for(holder, vault.receivers().known)


def can_receive(sphere: str) -> list[Person]:
    """Give who made keys in a sphere and has a duty there today, vouched for or not."""
    pairs = KeyPair.objects.filter(
        sphere=sphere, withdrawn_at=None, holder__withdrawn_at=None, holder__kind="person"
    )
    bearers = _bearers(pairs)
    on_duty = {person for person, has in organisation.spheres_today().items() if sphere in has}
    return list(organisation.people().filter(pk__in=bearers & on_duty))


def _bearers(pairs: QuerySet[KeyPair]) -> set[int]:
    return {bearer or 0 for bearer in pairs.values_list("holder__bearer", flat=True)}


def had_keys() -> list[Person]:
    """Give whose keys in a sphere with recovery were withdrawn, or have no duty any more."""
    pairs = KeyPair.objects.filter(holder__kind="person", sphere__in=SPHERES_WITH_RECOVERY)
    gone = pairs.filter(Q(withdrawn_at__isnull=False) | Q(holder__withdrawn_at__isnull=False))
    bearers = _bearers(gone)
    duties = organisation.spheres_today()
    bearers |= {
        bearer or 0
        for bearer, sphere in pairs.values_list("holder__bearer", "sphere")
        if sphere not in duties.get(bearer or 0, ())
    }
    return list(organisation.people().filter(pk__in=bearers))


def pairs_of(person: Person, sphere: str) -> frozenset[int]:
    """Give the numbers of all key pairs someone has or had in a sphere."""
    own = KeyPair.objects.filter(holder__kind="person", holder__bearer=person.pk, sphere=sphere)
    return frozenset(own.values_list("pk", flat=True))


def concerned(made: Recovery) -> set[int]:
    """Give who is to hear of a recovery: everybody with a key in that sphere, who received, and
    whose keys they were."""
    known = organisation.receivers().known
    holders = [n for n in known.holders if made.sphere in known.spheres(n)]
    return {*known.people(holders), made.receiver_id, made.former_id or made.receiver_id}


def waits_to_hear(made: Recovery) -> set[int]:
    """Give who has not read yet of the same recovery, an earlier portion of it today."""
    same = Notice.objects.filter(
        recovery__cause=made.cause,
        recovery__sphere=made.sphere,
        recovery__receiver=made.receiver_id,
        recovery__former=made.former_id,
        recovery__use__on=made.use.on,
    )
    return set(same.values_list("person", flat=True))


def notices_for(actor: Actor) -> Sequence[Notice]:
    """Give the recoveries someone has not read of yet."""
    own = Notice.objects.filter(person=actor.number or 0)
    return list(
        own.select_related("recovery__receiver", "recovery__former", "recovery__use").order_by("pk")
    )


def causes() -> list[tuple[str, object]]:
    """Give why files are given, to choose from."""
    return [(cause.value, cause.label) for cause in Cause]
