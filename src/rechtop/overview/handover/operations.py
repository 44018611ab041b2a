"""Hand over several files in portions. Each is whole by itself, so what breaks off is done in part
and the rest stays where it was.

And ask that a new colleague gets what there already is, which then waits as key work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.files import OpenFile
from rechtop.ground.vault.models import KeyHolder, Sphere
from rechtop.ground.vault.trust import Recipient
from rechtop.overview.handover import queries, rules
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import giving
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.identities import operations as identities

AT_ONCE = 25

Give = Callable[..., None]
give_case: Give = cases.hand_over
give_name: Give = identities.hand_over


@dataclass(frozen=True)
class Done:
    """How many were handed over, and how many this colleague cannot get."""

    given: int
    left: int


def hand_over(
    give: Give, listed: Sequence[Case], *, to: Person, reason: str, keeps: bool, by: Actor
) -> Done:
    """Hand over a portion; what this colleague cannot get stays, and nobody is told why here."""
    given = 0
    for case in listed:
        try:
            give(case, to=to, reason=reason, keeps=keeps, by=by)
        except (Invalid, Refused):
            continue
        given += 1
    return Done(given, len(listed) - given)


@operation("handover.earlier_asked", allowed=rules.may_ask_for)
def ask_for_earlier(receiver: Person, *, what: str, by: Actor) -> int:
    """Ask that a colleague gets the keys of what there already is; give of how many open cases.

    Asked is for what one can open oneself, and so is the count: whether one of them is closed for
    this colleague, or with them already, it does not tell. Raises Invalid where nothing is meant,
    and for who has no duty for it, no vouched key, or no place on the roster.
    """
    chosen = queries.earlier(by).get(what)
    if chosen is None or not chosen.many:
        raise Invalid(what=_("Hier zijn nu geen open zaken bij."))
    holder = _receiving(receiver, chosen.sphere)
    vault.ask_to_share(holder, sphere=chosen.sphere, among=chosen.files(), by=by)
    return chosen.many


def _receiving(person: Person, sphere: str) -> KeyHolder:
    receivers = organisation.receivers()
    if sphere not in organisation.spheres_today().get(person.pk, ()) or not person.is_active:
        raise Invalid(to=_("Deze collega heeft vandaag geen taak waarbij dit hoort."))
    holders = receivers.with_key(receivers.known.holders_of({person.pk}), sphere)
    if not holders:
        raise Invalid(
            to=_("De sleutel van deze collega is nog niet bevestigd. Doe dat eerst, bij Sleutels.")
        )
    if holders[0] not in receivers.roster_of(sphere):
        raise Invalid(
            to=_(
                "Deze collega staat nog niet op het rooster van wie dit ontvangt. Stel dat eerst "
                "voor, bij Sleutels. Een tweede tekent mee."
            )
        )
    return receivers.known.holders[holders[0]]


def do_key_work(*, by: Actor, at_once: int = AT_ONCE) -> int:
    """Do some of the key work this actor's keys make possible; give how much was done."""
    return vault.do_key_work(by=by, at_once=at_once, share=partial(_give_earlier, by=by))


def _give_earlier(file: OpenFile, to: Recipient, *, by: Actor) -> None:
    """Give what was asked for to who still has the duty for it.

    In a file with a name nobody can read whom the case is about. So names go by hand to who is in
    a position that reports can be about.
    """
    known, sphere = organisation.receivers().known, file.file.sphere
    person = known.bearer_of(to.pair)
    if person is None or known.recipient(to.pair, sphere) is None:
        return
    if sphere == Sphere.CASES:
        giving.give(file, to, person=person, by=by)
    elif not _is_in_a_position(person):
        giving.give_name(file, to, person=person, by=by)


def _is_in_a_position(person: int) -> bool:
    return any(person in organisation.people_about([one.code]) for one in organisation.positions())
