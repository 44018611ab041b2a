import datetime

import pytest
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import queries as vault
from rechtop.people.identity.models import Person, sort_key
from rechtop.people.organisation import operations, queries, rules
from rechtop.people.organisation.models import Duty, Kind, Unit

pytestmark = pytest.mark.django_db

TODAY = clock.today()


@pytest.mark.parametrize("pair", sorted(sorted(p) for p in rules.INCOMPATIBLE))
def test_clashing_duties_are_never_held_together(pair: list[str]) -> None:
    for one, other in (pair, pair[::-1]):
        somebody, _password = operations.add_person(
            name="Iemand", email=f"{one}@x.example", unit=None, by=COMMAND
        )
        operations.give_duty(somebody, kind=one, from_date=TODAY, by=COMMAND)
        with pytest.raises(Invalid, match="niet samen"):
            operations.give_duty(somebody, kind=other, from_date=TODAY, by=COMMAND)


def test_clashing_duties_may_follow_each_other() -> None:
    eva = person("eva")
    tomorrow = TODAY + datetime.timedelta(days=1)
    operations.give_duty(eva, kind=Kind.CONFIDANT, from_date=TODAY, until_date=tomorrow, by=COMMAND)
    operations.give_duty(eva, kind=Kind.HANDLER, from_date=tomorrow, by=COMMAND)
    assert queries.duties_today(eva.pk) == {Kind.CONFIDANT}


def test_a_duty_cannot_end_before_it_starts() -> None:
    with pytest.raises(Invalid, match="vóór"):
        operations.give_duty(
            person("eva"),
            kind=Kind.MANAGER,
            from_date=TODAY,
            until_date=TODAY - datetime.timedelta(days=1),
            by=COMMAND,
        )


def test_two_people_cannot_have_one_address_however_it_is_written() -> None:
    with pytest.raises(Invalid, match="e-mailadres"):
        operations.add_person(
            name="Nog een Bram", email="BRAM@voorbeeld.example", unit=None, by=COMMAND
        )


def test_nobody_gives_themselves_a_duty_not_even_the_administrator() -> None:
    hanna = acting("hanna")
    with pytest.raises(Refused, match="een ander"):
        operations.give_duty(person("hanna"), kind=Kind.HANDLER, from_date=TODAY, by=hanna)
    with pytest.raises(Refused, match="beheerder"):
        operations.give_duty(person("eva"), kind=Kind.HANDLER, from_date=TODAY, by=acting("bram"))


def test_who_loses_the_last_duty_with_keys_loses_the_files_at_once() -> None:
    case = report()
    duty = Duty.objects.get(person=person("bram"), kind=Kind.HANDLER)
    bram = acting("bram")
    operations.end_duty(duty, by=acting("hanna"))
    assert vault.holder_of(person("bram").pk) is None
    assert not vault.openable_by(bram, "cases").exists()
    assert vault.people_with_key(case.pk) == {person("fenna").pk}


def test_a_duty_does_not_end_where_a_file_would_be_left_that_nobody_opens() -> None:
    report()
    hanna = acting("hanna")
    for name, kind in (("bram", Kind.HANDLER),):
        operations.end_duty(Duty.objects.get(person=person(name), kind=kind), by=hanna)
    with pytest.raises(Invalid, match="niemand meer openen"):
        operations.end_duty(
            Duty.objects.get(person=person("fenna"), kind=Kind.COORDINATOR), by=hanna
        )


def test_the_tree_of_units_is_walked_from_the_top() -> None:
    names = [unit.name for _depth, unit in queries.units()]
    assert names[0] == "Provinciale organisatie"
    assert names.index("Afdeling P&O") < names.index("Team Integriteit")
    top = Unit.objects.get(name="Provinciale organisatie")
    with pytest.raises(Invalid, match="bestaat al"):
        operations.add_unit(name="Directie Concernzaken", parent=top, by=COMMAND)


def test_names_are_sorted_by_an_own_key_without_accents() -> None:
    assert sort_key("Étienne") == "etienne"
    found = Person(name="Ömer", email="O@X.example")
    found.save()
    assert (found.sort_name, found.email) == ("omer", "o@x.example")
