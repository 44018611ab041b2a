import datetime

import pytest
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import keyrings, trust
from rechtop.ground.vault import operations as vault_operations
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import KeyHolder, KeyWork, Roster
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person, sort_key
from rechtop.people.organisation import operations, presenting, queries, rules
from rechtop.people.organisation.models import Duty, Kind, Unit
from rechtop.work.cases import operations as case_operations
from rechtop.work.cases import queries as cases

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


def test_a_duty_that_overlaps_the_same_one_is_refused_and_nothing_is_kept() -> None:
    eva, before = person("eva"), Duty.objects.count()
    end = TODAY + datetime.timedelta(days=10)
    operations.give_duty(eva, kind=Kind.MANAGER, from_date=TODAY, until_date=end, by=COMMAND)
    last_day = end - datetime.timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        operations.give_duty(eva, kind=Kind.MANAGER, from_date=last_day, by=COMMAND)
    assert refused.value.message_dict == {"kind": ["Deze persoon heeft deze taak dan al."]}
    assert Duty.objects.count() == before + 1
    operations.give_duty(eva, kind=Kind.MANAGER, from_date=end, by=COMMAND)
    assert Duty.objects.count() == before + 2


def test_a_duty_that_overlaps_one_it_clashes_with_is_refused_and_names_that_one() -> None:
    eva, before = person("eva"), Duty.objects.count()
    start = TODAY + datetime.timedelta(days=10)
    operations.give_duty(eva, kind=Kind.HANDLER, from_date=start, by=COMMAND)
    beyond = start + datetime.timedelta(days=1)
    for until in (None, beyond):
        with pytest.raises(Invalid) as refused:
            operations.give_duty(
                eva, kind=Kind.CONFIDANT, from_date=TODAY, until_date=until, by=COMMAND
            )
        told = f"Dit gaat niet samen met: {Kind.HANDLER.label}."
        assert refused.value.message_dict == {"kind": [told]}
    assert Duty.objects.count() == before + 1


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


def test_a_duty_that_ended_is_not_ended_again() -> None:
    day = datetime.date(2020, 1, 1)
    duty = Duty.objects.create(
        person=person("carla"), kind=Kind.MANAGER, from_date=day, until_date=TODAY
    )
    with pytest.raises(Invalid, match="al geëindigd"):
        operations.end_duty(duty, by=COMMAND)
    duty.refresh_from_db()
    assert duty.until_date == TODAY


def lapse(name: str) -> None:
    """Let the duties of someone have ended by their date, without anyone ending them."""
    Duty.objects.filter(person=person(name)).update(until_date=TODAY)


def test_who_has_no_duty_today_opens_and_receives_nothing_even_before_the_clock_comes_by() -> None:
    case = report()
    lapse("bram")
    bram, later = acting("bram"), report()
    assert not cases.visible_to(bram).exists()
    with pytest.raises(Refused):
        case_operations.open_case(case, by=bram)
    assert person("bram").pk not in vault.people_with_key(later.pk)


def test_the_clock_withdraws_the_keys_of_a_duty_that_ended_by_its_date() -> None:
    case = report()
    lapse("bram")
    assert operations.withdraw_lapsed() == 1
    assert vault.holder_of(person("bram").pk) is None
    assert vault.people_with_key(case.pk) == {person("fenna").pk}
    assert operations.withdraw_lapsed() == 0


def test_the_clock_leaves_the_last_key_to_a_file_where_it_is_and_without_use() -> None:
    case = report()
    lapse("bram")
    lapse("fenna")
    operations.withdraw_lapsed()
    left = [name for name in ("bram", "fenna") if vault.holder_of(person(name).pk)]
    assert len(left) == 2
    with pytest.raises(Refused):
        case_operations.open_case(case, by=acting("fenna"))
    assert not queries.receivers().is_ready()
    assert [row["name"] for row in presenting.keys()["holders"] if row["has_lapsed"]] == [  # type: ignore[attr-defined]
        "Bram Bakker",
        "Fenna de Vries",
    ]


def test_keys_go_by_sphere_where_another_duty_needs_the_rest() -> None:
    eva, zin = person("eva"), "de kluis van eva in het voorbeeld"
    for kind in (Kind.CUSTODIAN, Kind.SECRETARY):
        operations.give_duty(eva, kind=kind, from_date=TODAY, by=COMMAND)
    identity.make_keys(eva, passphrase=zin, spheres=("cases", "identities"), by=acting("eva"))
    operations.end_duty(Duty.objects.get(person=eva, kind=Kind.SECRETARY), by=COMMAND)
    holder = vault.holder_of(eva.pk)
    assert holder is not None
    operations.certify(holder, shown=trust.card_print(holder), by=acting("bram"))
    assert queries.receivers().known.spheres(holder.pk) == {"identities"}
    keyring = keyrings.unlock(holder, zin)
    assert keyring.key("cases") is None
    assert keyring.key("identities") is not None


def test_key_work_for_whom_loses_their_keys_goes_with_them() -> None:
    report()
    bram, ivo = acting("bram"), KeyHolder.objects.get(bearer=person("ivo").pk)
    members = [bram.holder or 0, acting("fenna").holder or 0, ivo.pk]
    roster = operations.propose_roster(name="intake", members=members, by=bram)
    operations.sign_roster(roster, shown=trust.roster_print(roster), by=acting("fenna"))
    vault_operations.ask_to_share(ivo, sphere="cases", by=bram)
    operations.end_duty(Duty.objects.get(person=person("ivo")), by=COMMAND)
    assert not KeyWork.objects.filter(recipient__holder=ivo).exists()


def test_only_the_integrity_team_says_whose_keys_are_real_and_who_receives() -> None:
    carla, ivo, bram = acting("carla"), acting("ivo"), acting("bram")
    members = [bram.holder or 0, acting("fenna").holder or 0]
    for someone in (carla, ivo, acting("gijs"), acting("hanna")):
        with pytest.raises(Refused):
            operations.propose_roster(name="intake", members=members, by=someone)
    roster = operations.propose_roster(name="intake", members=members, by=bram)
    with pytest.raises(Refused):
        operations.sign_roster(roster, shown=trust.roster_print(roster), by=ivo)
    holder = KeyHolder.objects.get(bearer=person("gijs").pk)
    with pytest.raises(Refused):
        operations.certify(holder, shown=trust.card_print(holder), by=carla)


def test_whoever_lacks_a_key_a_report_needs_is_on_no_roster() -> None:
    bram, carla = acting("bram"), acting("carla")
    kees = acting("kees")
    for name, who, lacks in (
        ("intake", carla, "voor zaken"),
        ("alternate", kees, "voor zaken"),
        ("identities", bram, "voor namen"),
    ):
        with pytest.raises(Invalid, match=lacks):
            vault_operations.propose_roster(name=name, members=[who.holder or 0], by=bram)


def test_the_custodians_of_names_alone_have_a_key_to_names() -> None:
    names = {kind for kind in Kind.values if "identities" in rules.spheres_of([kind])}
    assert names == {Kind.CUSTODIAN}


def test_intake_asks_for_a_roster_of_custodians_and_stays_open_where_none_is_on_duty() -> None:
    Roster.objects.filter(name="identities").update(name="none")
    assert not queries.receivers().is_ready()
    Roster.objects.filter(name="none").update(name="identities")
    lapse("kees")
    assert queries.receivers().is_ready()
    assert queries.receivers().custodians == []
    assert presenting.keys()["lacks_custodian"]
    case = report(name="Anna")
    assert vault.people_with_key(case.identity_file or 0) == set()


def test_a_custodian_does_not_leave_where_names_would_be_left_that_nobody_opens() -> None:
    report(name="Anna")
    with pytest.raises(Invalid, match="niemand meer openen"):
        operations.end_duty(Duty.objects.get(person=person("kees")), by=COMMAND)


def test_intake_is_not_ready_without_someone_to_replace_who_receives() -> None:
    bram, fenna = acting("bram"), acting("fenna")
    assert queries.receivers().is_ready()
    members = [bram.holder or 0, fenna.holder or 0]
    roster = operations.propose_roster(name="alternate", members=members, by=bram)
    operations.sign_roster(roster, shown=trust.roster_print(roster), by=fenna)
    assert not queries.receivers().is_ready()


def test_who_has_no_duty_with_keys_makes_none() -> None:
    with pytest.raises(Invalid, match="vragen geen sleutels"):
        identity.make_keys(
            person("eva"), passphrase="een heel lange zin", spheres=(), by=acting("eva")
        )
    assert vault.holder_of(person("eva").pk) is None


def test_the_tree_of_units_is_walked_from_the_top() -> None:
    names = [unit.name for _depth, unit in queries.units()]
    assert names[0] == "Provinciale organisatie"
    assert names.index("Afdeling P&O") < names.index("Team Integriteit")
    top = Unit.objects.get(name="Provinciale organisatie")
    with pytest.raises(Invalid, match="bestaat al"):
        operations.add_unit(name="Directie Concernzaken", parent=top, by=COMMAND)


def test_names_are_sorted_by_an_own_key_without_accents() -> None:
    assert sort_key("Étienne") == "etienne"
    long = Person(name="ß" * 100, email="S@X.example")
    long.save()
    assert long.sort_name == "s" * 120
    found = Person(name="Ömer", email="O@X.example")
    found.save()
    assert (found.sort_name, found.email) == ("omer", "o@x.example")


LISTED = [("1", "Bram Bakker"), ("2", "Fenna de Vries"), ("3", "Li An"), ("4", "Zoë Çelik")]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Het gaat over BAKKER.", ["1"]),
        ("mevrouw De Vries, van P&O", ["2"]),
        ("bram", []),
        ("de bakkerij", []),
        ("celik en bakker", ["1", "4"]),
        ("li an", ["3"]),
        ("an", []),
        ("", []),
    ],
)
def test_a_name_is_known_by_its_last_part_however_it_is_written(
    said: str, meant: list[str]
) -> None:
    assert [number for number, _name in queries.mentioned(said, LISTED)] == meant
