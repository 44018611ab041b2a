"""Find what someone holds, what of it nobody else can open, and whose duty ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import SealedKey, Sphere
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case, HandedOver
from rechtop.work.cases.states import State
from rechtop.work.identities import queries as identities


def lists(actor: Actor) -> dict[str, QuerySet[Case]]:
    """Give the cases one can hand over, as lists by name: first those nobody else can open."""
    held, shared = cases.visible_to(actor), _shared(actor)
    held = held.annotate(is_alone=~shared).select_related("handler")
    return {
        "alleen": held.filter(~shared),
        "eigen": held.filter(handler=actor.number),
        "open": held.exclude(state=State.CLOSED),
        "alles": held,
    }


def handed_over_to(actor: Actor) -> QuerySet[HandedOver]:
    """Give what was handed over to this actor and not seen yet, oldest first."""
    own = HandedOver.objects.filter(
        receiver=actor.number, case__in=cases.visible_to(actor).values("pk")
    )
    return own.select_related("case", "giver").order_by("pk")


def names_given_to(actor: Actor) -> QuerySet[HandedOver]:
    """Give of which cases this custodian was given the name and did not see that yet, oldest
    first; a case they were given as a whole stands with those."""
    own = HandedOver.objects.filter(
        receiver=actor.number, case__in=identities.names_held(actor).order_by().values("pk")
    ).exclude(case__in=cases.visible_to(actor).values("pk"))
    return own.select_related("case", "giver").order_by("pk")


def _shared(actor: Actor) -> Exists:
    """Ask whether someone else on duty can open a case."""
    own, known = vault.own_pair_number(actor, Sphere.CASES), organisation.receivers().known
    others = [pair for pair in known.pairs_of_people() if pair != own]
    return Exists(SealedKey.objects.filter(file=OuterRef("pk"), recipient__in=others))


def colleagues(actor: Actor, sphere: str) -> QuerySet[Person]:
    """Give who can be given something in a sphere. The list is the same for every case: for whom
    one of them is closed, it does not tell."""
    return organisation.who_can_get(sphere).exclude(pk=actor.number or 0)


@dataclass(frozen=True)
class Earlier:
    """Open cases one can open, of which a colleague could get the files in a sphere: all, or those
    of a handler who left or has no duty for them any more."""

    sphere: str
    cases: QuerySet[Case]
    handler: Person | None = None

    @cached_property
    def many(self) -> int:
        """Count the cases."""
        return self.cases.count()

    def files(self) -> set[int]:
        """Give the numbers of their files."""
        return cases.files_of_all(self.cases, self.sphere)


def earlier(actor: Actor) -> dict[str, Earlier]:
    """Give what one can ask for a new colleague, by name; counted over what one can open.

    What is closed for who asks is not in it: it may be about them.
    """
    held, left = cases.open_to(actor), cases.whose_handler_left(actor)
    found = {
        "zaken": Earlier(Sphere.CASES, held),
        "namen": Earlier(Sphere.IDENTITIES, held.exclude(identity_file=None)),
    }
    for one in organisation.people().filter(pk__in=left.values("handler")):
        found[f"van-{one.pk}"] = Earlier(Sphere.CASES, left.filter(handler=one), one)
    return found


def can_be_asked_for(actor: Actor) -> QuerySet[Person]:
    """Give the colleagues whose duty of today is about cases or names, with a key or without."""
    kinds = {kind for sphere in vault.RECEIVED_IN for kind in organisation.kinds_in(sphere)}
    return organisation.with_duty(*kinds).exclude(pk=actor.number or 0)
