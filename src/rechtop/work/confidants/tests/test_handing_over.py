from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from django.urls import reverse
from tests.desk import at_desk
from tests.people import acting, person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import keyrings, notebooks, trust
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.models import KeyHolder, Sphere
from rechtop.overview.example.cast import CAST
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.confidants import operations, presenting, queries
from rechtop.work.confidants.models import Notebook, Passed
from rechtop.work.confidants.operations import Given
from rechtop.work.confidants.queries import Conversation

pytestmark = pytest.mark.django_db

SPRING = datetime.date(2025, 4, 2)
NEEDED, PRIVATE = "Zij wil een tweede gesprek.", "kanarie die niemand nodig heeft"
PASSPHRASE = {member.first_name: member.passphrase for member in CAST}


@pytest.fixture
def carla() -> Actor:
    return acting("carla")


@pytest.fixture
def kees() -> Actor:
    """Kees, who from today on is a confidant too, with a key that Bram confirmed."""
    return become_confidant()


def become_confidant(*, is_confirmed: bool = True) -> Actor:
    """Let Kees be a confidant too, with a key for it."""
    someone = person("kees")
    organisation.give_duty(someone, kind=Kind.CONFIDANT, from_date=clock.today(), by=COMMAND)
    holder = KeyHolder.objects.get(bearer=someone.pk, withdrawn_at=None)
    kees = acting("kees")
    vault.make_further_keys(holder, spheres=kees.spheres, by=kees)
    if is_confirmed:
        organisation.certify(holder, shown=trust.card_print(holder), by=acting("bram"))
    return acting("kees")


def keep(carla: Actor, notes: str = f"{NEEDED}\n\n{PRIVATE}") -> Conversation:
    made = Conversation("integriteit", SPRING, notes)
    operations.keep(made, by=carla)
    found = queries.notebook(carla).find(made.id)
    assert found is not None
    return found


def hand_over(
    carla: Actor,
    *kept: Conversation,
    to: str = "kees",
    notes: Sequence[str] = (NEEDED,),
    destroys: bool = False,
    agreed_on: datetime.date | None = None,
) -> None:
    on = agreed_on or clock.today()
    operations.hand_over(
        edition=queries.notebook(carla).edition,
        given=[Given(one.id, notes, "Kort: zij belt zelf.", on) for one in kept],
        to=person(to),
        destroys=destroys,
        by=carla,
    )


def only_passed(actor: Actor) -> tuple[Passed, Conversation]:
    [(passed, [conversation])] = queries.passed_to(actor)
    return passed, conversation


def test_the_successor_reads_what_was_picked_and_nothing_more(carla: Actor, kees: Actor) -> None:
    kept = keep(carla)
    hand_over(carla, kept)
    _passed, got = only_passed(kees)
    assert (got.topic, got.on, got.received) == ("integriteit", SPRING, "Carla Chen")
    assert NEEDED in got.notes
    assert "Kort: zij belt zelf." in got.notes
    assert "Akkoord van de betrokkene" in got.notes
    assert PRIVATE not in got.notes


def test_notes_that_do_not_stand_there_are_not_slipped_in(carla: Actor, kees: Actor) -> None:
    hand_over(carla, keep(carla), notes=["verzonnen", PRIVATE])
    _passed, got = only_passed(kees)
    assert "verzonnen" not in got.notes
    assert PRIVATE in got.notes


def test_it_becomes_a_conversation_of_the_successor_and_stands_nowhere_else(
    carla: Actor, kees: Actor
) -> None:
    hand_over(carla, keep(carla))
    passed, got = only_passed(kees)
    operations.take_in(number=passed.pk, by=kees)
    [taken] = queries.notebook(kees).conversations
    assert (taken.id, taken.notes) == (got.id, got.notes)
    assert not Passed.objects.exists()
    with pytest.raises(Invalid, match="niet meer"):
        operations.take_in(number=passed.pk, by=kees)


def test_what_was_received_stays_so_when_it_is_rewritten_and_counts_with_who_held_it(
    carla: Actor, kees: Actor
) -> None:
    hand_over(carla, keep(carla))
    operations.take_in(number=only_passed(kees)[0].pk, by=kees)
    [taken] = queries.notebook(kees).conversations
    typed = Conversation(taken.topic, taken.on, "Nagebeld.", taken.id, taken.version)
    operations.keep(typed, by=kees)
    [written] = queries.notebook(kees).conversations
    assert (written.notes, written.received) == ("Nagebeld.", "Carla Chen")
    assert not queries.counts(queries.notebook(kees).conversations)
    assert queries.counts(queries.notebook(carla).conversations)["integriteit"] == 1
    assert not presenting.still_count([written], ())


@pytest.mark.parametrize("destroys", [True, False])
def test_ones_own_notes_stay_or_are_destroyed_as_one_chose(
    carla: Actor, kees: Actor, destroys: bool
) -> None:
    kept, other = keep(carla), keep(carla, "Een ander gesprek")
    hand_over(carla, kept, destroys=destroys)
    left = {one.id for one in queries.notebook(carla).conversations}
    assert left == ({other.id} if destroys else {kept.id, other.id})


@pytest.mark.parametrize("name", ["bram", "fenna", "hanna", "eva", "carla"])
def test_it_goes_to_nobody_but_a_confidant_with_a_confirmed_key(carla: Actor, name: str) -> None:
    kept = keep(carla)
    with pytest.raises(Invalid, match="geen gesprekken krijgen"):
        hand_over(carla, kept, to=name, destroys=True)
    assert queries.notebook(carla).conversations == [kept]
    assert not Passed.objects.exists()


def test_it_goes_to_no_key_that_nobody_confirmed(carla: Actor) -> None:
    become_confidant(is_confirmed=False)
    assert not queries.successors(carla).exists()
    with pytest.raises(Invalid, match="geen gesprekken krijgen"):
        hand_over(carla, keep(carla))


def test_without_a_yes_that_was_given_nothing_goes(carla: Actor, kees: Actor) -> None:
    tomorrow = clock.today() + datetime.timedelta(days=1)
    with pytest.raises(Invalid, match="akkoord"):
        hand_over(carla, keep(carla), agreed_on=tomorrow)
    assert not Passed.objects.exists()


def test_what_another_window_changed_does_not_go(carla: Actor, kees: Actor) -> None:
    kept, seen = keep(carla), queries.notebook(carla).edition
    keep(carla, "In een ander venster")
    with pytest.raises(Invalid, match="ander venster"):
        operations.hand_over(
            edition=seen,
            given=[Given(kept.id, [NEEDED], "", clock.today())],
            to=person("kees"),
            destroys=True,
            by=carla,
        )


@pytest.mark.parametrize("name", [m.first_name for m in CAST if m.first_name != "carla"])
def test_nobody_else_hands_over_takes_or_opens(carla: Actor, kees: Actor, name: str) -> None:
    hand_over(carla, keep(carla))
    passed, other = Passed.objects.get(), acting(name)
    if name != "kees":
        with pytest.raises((Refused, NoKey)):
            hand_over_as(other)
        with pytest.raises((Refused, NoKey)):
            operations.take_in(number=passed.pk, by=other)
        for sphere in Sphere if other.keyring else ():
            with pytest.raises(NoKey):
                notebooks.open_notebook(other.keyring, sphere, passed.sealed)
    with pytest.raises(NoKey):
        notebooks.open_notebook(carla.keyring, Sphere.CONFIDANTS, passed.sealed)


def hand_over_as(other: Actor) -> None:
    operations.hand_over(edition=None, given=[], to=person("carla"), destroys=True, by=other)


def test_nothing_of_it_stands_in_clear_nor_how_many_there_are(carla: Actor, kees: Actor) -> None:
    one, other = keep(carla), keep(carla)
    hand_over(carla, one)
    hand_over(carla, one, other)
    first, second = (bytes(passed.sealed) for passed in Passed.objects.order_by("pk"))
    assert len(first) == len(second)
    for word in ("integriteit", "Carla", "tweede gesprek", "notes"):
        assert word.encode() not in first
    assert {f.name for f in Passed._meta.fields} == {"id", "confidant", "sealed", "passed_on"}


def test_the_trail_tells_a_day_and_neither_to_whom_nor_how_many(carla: Actor, kees: Actor) -> None:
    before = set(Entry.objects.values_list("pk", flat=True))
    hand_over(carla, keep(carla), keep(carla))
    operations.take_in(number=Passed.objects.get().pk, by=kees)
    [entry] = Entry.objects.exclude(pk__in=before)
    assert entry.action == "confidant.handed_over"
    assert (entry.object_kind, entry.object_number) == ("", None)
    assert entry.at == clock.start_of_today()


def test_a_confidant_who_leaves_reads_in_time_what_would_be_lost(carla: Actor) -> None:
    duty = Duty.objects.get(person=person("carla"))
    day = clock.today() + datetime.timedelta(days=9)
    organisation.set_end(duty, until_date=day, by=acting("hanna"))
    assert queries.ends_on(carla) == day
    window = at_desk("carla")
    assert "Over 9 dagen eindigt uw taak" in window.get(reverse("home:home")).content.decode()
    window.post(reverse("identity:unlock"), {"passphrase": PASSPHRASE["carla"]})
    told = window.get(reverse("confidants:conversations")).content.decode()
    assert "kan niemand uw gesprekken nog openen" in told


def test_the_page_keeps_what_was_picked_and_typed_where_something_lacks(
    carla: Actor, kees: Actor
) -> None:
    kept = keep(carla)
    window = at_desk("carla")
    window.post(reverse("identity:unlock"), {"passphrase": PASSPHRASE["carla"]})
    page = reverse("confidants:hand_over")
    asked = {"numbers": kept.id, "edition": str(queries.notebook(carla).edition)}
    shown = window.post(page, asked).content.decode()
    assert NEEDED in shown
    assert "Zonder ja" not in shown
    asked |= {"sure": "yes", f"summary_{kept.id}": "Een samenvatting", f"notes_{kept.id}": "0"}
    told = window.post(page, asked).content.decode()
    assert "Zonder ja van de betrokkene gaat dit niet over." in told
    assert "Een samenvatting" in told
    assert "checked" in told
    assert not Passed.objects.exists()
    today = clock.today()
    asked |= {f"agreed_{kept.id}": "on", "to": str(person("kees").pk), "own": "destroy"}
    days = {"day": today.day, "month": today.month, "year": today.year}
    asked |= {f"agreed_on_{kept.id}_{part}": str(value) for part, value in days.items()}
    assert window.post(page, asked)["Location"] == reverse("confidants:conversations")
    assert not queries.notebook(carla).conversations
    assert only_passed(kees)[1].on == SPRING


def test_a_notebook_that_is_lost_takes_with_it_what_was_sealed_to_the_lost_key(
    carla: Actor, kees: Actor
) -> None:
    hand_over(carla, keep(carla))
    keep(kees)
    duty = Duty.objects.get(person=person("kees"), kind=Kind.CONFIDANT)
    organisation.end_duty(duty, by=acting("hanna"))
    again = become_again()
    assert not queries.passed_to(again)
    operations.begin_anew(by=again)
    assert not Passed.objects.exists()
    assert not Notebook.objects.filter(confidant=person("kees")).exists()


def become_again() -> Actor:
    someone = person("kees")
    organisation.give_duty(someone, kind=Kind.CONFIDANT, from_date=clock.today(), by=COMMAND)
    holder = KeyHolder.objects.get(bearer=someone.pk, withdrawn_at=None)
    kees = acting("kees")
    assert keyrings.unlock(holder, PASSPHRASE["kees"])
    vault.make_further_keys(holder, spheres=kees.spheres, by=kees)
    return acting("kees")
