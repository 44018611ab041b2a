"""Take keys away along every path there is, in any order: a file never ends with nobody's key.

Of who reported the alternate is the recovery key alone: nobody replaces a custodian it is about.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, Actor, Origin
from rechtop.ground.kernel.actors import Kind as ActorKind
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files, queries, trust
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.keyrings import Keyring
from rechtop.ground.vault.models import KeyHolder, SealedFile, SealedKey, Sphere
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation import queries as people
from rechtop.people.organisation.models import Duty, Kind, spheres_of
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.identities import operations as identities

pytestmark = pytest.mark.django_db

TEAM = ("bram", "fenna", "gijs", "ivo")
EVERYBODY = (*TEAM, "kees")
KINDS = {
    "bram": Kind.HANDLER,
    "fenna": Kind.COORDINATOR,
    "gijs": Kind.SECRETARY,
    "ivo": Kind.INVESTIGATOR,
    "kees": Kind.CUSTODIAN,
}
STEPS = 40


class World:
    """What can happen, drawn from one seed, and what must always hold."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.closed_for: dict[int, set[str]] = {}
        self.done: list[str] = []
        self.masters: dict[int, bytes] = {}
        self.things: list[Callable[[], None]] = [
            self.report,
            self.hand_over,
            self.hand_over,
            self.hand_over_a_name,
            self.name_someone,
            self.refer,
            self.end_duty,
            self.lapse,
            self.come_back,
            self.come_back,
            self.come_back,
            self.do_key_work,
            self.change_roster,
            self.change_roster,
        ]

    def step(self) -> None:
        """Try one thing; a refusal is an answer too, and leaves nothing half."""
        thing = self.draw.choice(self.things)
        with suppress(Invalid, Refused, files.NoKey, ValueError):
            thing()
            self.done.append(thing.__name__)

    def acting(self, name: str) -> Actor:
        """Give someone with an open vault; a passphrase is worked out once for each holder."""
        number = person(name).pk
        holder, duties = queries.holder_of(number), people.duties_today(number)
        if holder and holder.pk not in self.masters:
            self.masters[holder.pk] = acting(name).keyring.master
        return Actor(
            ActorKind.PERSON,
            Origin.DESK,
            number=number,
            duties=duties,
            spheres=tuple(spheres_of(duties)),
            holder=holder.pk if holder else None,
            keyring=Keyring(holder.pk, self.masters[holder.pk]) if holder else None,
        )

    def someone(self) -> str:
        return self.draw.choice(EVERYBODY)

    def present(self) -> list[str]:
        """Give who of the team is on duty, vouched for or not."""
        return [name for name in TEAM if people.duties_today(person(name).pk)]

    def actor(self) -> Actor:
        return self.acting(self.draw.choice(self.present() or list(TEAM)))

    def case(self) -> Case:
        return self.draw.choice(list(Case.objects.filter(has_file=True).order_by("pk")))

    def report(self) -> None:
        about = tuple({self.someone() for _unused in range(self.draw.randint(0, 2))})
        made = report(about=about, name=self.draw.choice(("", "Anna")))
        self.closed_for[made.pk] = set(about)

    def hand_over(self) -> None:
        keeps = self.draw.random() < 0.4
        to, by = person(self.someone()), self.actor()
        cases.hand_over(self.case(), to=to, reason="Weg.", keeps=keeps, by=by)

    def hand_over_a_name(self) -> None:
        by, to = self.acting(self.someone()), person(self.someone())
        keeps = self.draw.random() < 0.4
        identities.hand_over(self.case(), to=to, reason="Weg.", keeps=keeps, by=by)

    def name_someone(self) -> None:
        case, name = self.case(), self.someone()
        cases.name_person_concerned(
            case, name=name, description="", person=person(name), by=self.actor()
        )
        self.closed_for.setdefault(case.pk, set()).add(name)

    def refer(self) -> None:
        case, position = self.case(), self.draw.choice(("integrity-team", "secretary"))
        cases.refer(case, position=position, reason="Toch.", by=self.actor())

    def end_duty(self) -> None:
        duties = Duty.objects.filter(person=person(self.someone())).order_by("-pk")
        organisation.end_duty(duties[0], by=acting("hanna"))

    def lapse(self) -> None:
        Duty.objects.filter(person=person(self.someone())).update(until_date=clock.today())
        organisation.withdraw_lapsed()

    def come_back(self) -> None:
        """Give someone their duty again; whose keys had gone make new ones, and all vouch."""
        here = set(self.present())
        name = self.draw.choice([one for one in EVERYBODY if one not in here] or EVERYBODY)
        someone = person(name)
        organisation.give_duty(someone, kind=KINDS[name], from_date=clock.today(), by=COMMAND)
        if queries.holder_of(someone.pk) is None:
            vault.make_holder(
                bearer=someone.pk,
                passphrase=f"de kluis van {name} in het voorbeeld",
                spheres=self.acting(name).spheres,
                by=COMMAND,
            )
        holder = KeyHolder.objects.get(bearer=someone.pk, withdrawn_at=None)
        for other in self.present():
            with suppress(Refused):
                organisation.certify(holder, shown=trust.card_print(holder), by=self.acting(other))

    def do_key_work(self) -> None:
        vault.do_key_work(by=self.acting(self.someone()))

    def change_roster(self) -> None:
        members = [self.acting(n).holder or 0 for n in self.draw.sample(self.present(), k=2)]
        name = self.draw.choice((trust.INTAKE, trust.ALTERNATE))
        one, other = (self.acting(n) for n in self.draw.sample(self.present(), k=2))
        roster = organisation.propose_roster(name=name, members=members, by=one)
        organisation.sign_roster(roster, shown=trust.roster_print(roster), by=other)

    def left_without(self) -> list[str]:
        """Give the files that no person holds a vouched key to."""
        known = queries.receivers().known
        pairs = known.pairs_of_people()
        held = SealedKey.objects.filter(recipient__in=pairs).values("file_id")
        kept = SealedFile.objects.filter(sphere__in=[Sphere.CASES, Sphere.IDENTITIES])
        return [
            f"{file.sphere} {file.pk}"
            for file in kept.filter(lapses_on=None).exclude(pk__in=held)
            if not self.is_about_a_custodian(file.pk)
        ]

    def is_about_a_custodian(self, file: int) -> bool:
        case = Case.objects.filter(identity_file=file).first()
        return case is not None and "kees" in self.closed_for.get(case.pk, ())


@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_order_keys_go_no_file_is_left_that_nobody_opens(seed: int) -> None:
    world = World(seed)
    for name in ("", "Anna"):
        report(name=name)
    for _unused in range(STEPS):
        world.step()
        assert not world.left_without(), world.done
    assert len(set(world.done)) > 3, world.done  # it was not refused all along
    _what_is_held_also_opens(world)


def _what_is_held_also_opens(world: World) -> None:
    for name in EVERYBODY:
        keyring = world.acting(name).keyring
        for sphere in (Sphere.CASES, Sphere.IDENTITIES):
            key = keyring.key(sphere) if keyring else None
            if key is not None:
                for sealed in SealedKey.objects.filter(recipient=key.pair):
                    assert files.open_file(sealed.file_id, keyring).header()


def test_the_test_sees_a_file_that_is_left_with_nobody() -> None:
    world, case = World(0), report()
    SealedKey.objects.filter(file=case.pk, recipient__holder__kind="person").delete()
    assert world.left_without() == [f"{Sphere.CASES} {case.pk}"]
