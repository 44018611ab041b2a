from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.desk import at_desk
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files, trust
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault.models import Item, KeyHolder, Sphere
from rechtop.overview.example.cast import CAST
from rechtop.overview.handover import operations
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case, HandedOver
from rechtop.work.identities import operations as identities
from rechtop.work.identities import queries as names

pytestmark = pytest.mark.django_db

CASES, NAMES = reverse("handover:cases"), reverse("handover:names")


def window(name: str) -> Client:
    """Give someone's window with the vault open."""
    client = at_desk(name)
    passphrase = next(member.passphrase for member in CAST if member.first_name == name)
    client.post(reverse("identity:unlock"), {"passphrase": passphrase})
    return client


def typed(to: str, which: str = "chosen", **details: object) -> dict[str, object]:
    told = {"to": person(to).pk, "which": which, "reason": "Ik ga weg.", "access": "end"}
    return {**told, **details}


def holders(case: Case) -> set[int]:
    return vault_queries.people_with_key(case.pk)


def test_what_nobody_else_can_open_comes_first() -> None:
    shared = report()
    alone = report(about=("fenna",))
    for name in ("gijs", "ivo"):
        organisation.end_duty(Duty.objects.get(person=person(name)), by=COMMAND)
    bram = window("bram")
    first = bram.get(CASES).content.decode()
    assert alone.number in first
    assert shared.number not in first
    assert "alleen u" in first
    everything = bram.get(f"{CASES}?wat=alles").content.decode()
    assert shared.number in everything
    assert alone.number in everything


def test_what_is_ticked_goes_and_the_rest_stays() -> None:
    one, other = report(), report()
    told = window("bram").post(f"{CASES}?wat=alles", typed("gijs", numbers=one.number), follow=True)
    assert "1 dossier overgedragen aan Gijs Groen." in told.content.decode()
    assert holders(one) == {person("fenna").pk, person("gijs").pk}
    assert person("bram").pk in holders(other)
    home = window("gijs").get(reverse("home:home")).content.decode()
    assert "Aan u overgedragen" in home
    assert one.number in home
    gijs = window("gijs")
    gijs.post(reverse("handover:seen"))
    assert "Aan u overgedragen" not in gijs.get(reverse("home:home")).content.decode()


def test_everything_goes_in_portions_with_progress_and_reports_what_could_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = [report() for _unused in range(4)]
    cases.name_person_concerned(
        made[1], name="Gijs", description="", person=person("gijs"), by=acting("fenna")
    )
    monkeypatch.setattr("rechtop.overview.handover.views.desk.AT_ONCE", 2)
    bram, page = window("bram"), f"{CASES}?wat=alles"
    sent, told, portions = typed("gijs", "all"), "", 0
    while True:
        answer = bram.post(page, sent, follow=True)
        told, portions = answer.content.decode(), portions + 1
        if "Nog niet klaar" not in told:
            break
        sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', told))
        assert person("gijs").pk in holders(made[0]) or portions < 2
    assert portions == 3  # with the case of the example there are five
    assert "4 dossiers overgedragen aan Gijs Groen." in told
    assert "De rest kan niet naar deze collega." in told
    assert [person("bram").pk in holders(case) for case in made] == [False, True, False, False]


def test_the_list_of_colleagues_is_the_same_whatever_is_closed_for_whom() -> None:
    def offered() -> list[str]:
        told = window("bram").get(f"{CASES}?wat=alles").content.decode()
        return re.findall(r'<option value="\d+">([^<]+)', told)

    before = offered()
    assert before == ["Fenna de Vries", "Gijs Groen", "Ivo Idrissi"]
    for case in (report(about=("gijs",)), report(about=("ivo",))):
        assert case.number in window("bram").get(f"{CASES}?wat=alles").content.decode()
    assert offered() == before


def test_what_lacks_is_told_at_the_field_and_what_was_typed_stays() -> None:
    case, bram = report(), window("bram")
    page = f"{CASES}?wat=alles"
    told = bram.post(page, {**typed("gijs", numbers=case.number), "to": ""}).content.decode()
    assert "Ik ga weg." in told
    assert f'value="{case.number}" checked' in told
    nothing = bram.post(page, typed("gijs")).content.decode()
    assert "Kruis eerst aan wat u overdraagt." in nothing
    for wrong in ("\0", "0000-0000", "x" * 200):
        assert bram.post(page, typed("gijs", numbers=wrong)).status_code == 200
    forged = bram.post(page, typed("gijs", "all", after="nep:nep", given="-1"))
    assert forged.status_code == 200
    assert person("bram").pk in holders(case)


def test_what_one_cannot_open_cannot_be_ticked() -> None:
    case = report(about=("bram",))
    told = window("bram").post(f"{CASES}?wat=alles", typed("gijs", numbers=case.number))
    assert "Kruis eerst aan" in told.content.decode()
    assert not HandedOver.objects.exists()


@pytest.mark.parametrize("name", ["hanna", "eva", "carla", "kees", "lotte"])
def test_who_holds_no_cases_hands_none_over(name: str) -> None:
    client = at_desk(name) if name in ("hanna", "eva", "lotte") else window(name)
    assert client.get(CASES).status_code == 404


def second_custodian() -> None:
    """Let Gijs keep names too, with a key that Bram confirmed."""
    someone = person("gijs")
    organisation.give_duty(someone, kind=Kind.CUSTODIAN, from_date=clock.today(), by=COMMAND)
    holder = KeyHolder.objects.get(bearer=someone.pk, withdrawn_at=None)
    gijs = acting("gijs")
    vault.make_further_keys(holder, spheres=gijs.spheres, by=gijs)
    organisation.certify(holder, shown=trust.card_print(holder), by=acting("bram"))


def test_a_custodian_hands_the_names_over_and_may_then_leave() -> None:
    case = report(name="Anna de Jong")
    second_custodian()
    kees = window("kees")
    assert "Zoveel daarvan kan geen andere bewaarder openen: 1." in kees.get(NAMES).content.decode()
    told = kees.post(NAMES, typed("gijs", "all"), follow=True).content.decode()
    assert "1 dossier overgedragen aan Gijs Groen." in told
    assert vault_queries.people_with_key(case.identity_file or 0) == {person("gijs").pk}
    opened = files.open_file(case.identity_file or 0, acting("gijs").keyring)
    assert [item.kind for item in opened.items()] == ["identity", "handover"]
    home = window("gijs").get(reverse("home:home")).content.decode()
    assert f"De naam in zaak {case.number}" in home
    assert f"/desk/zaken/{case.number}/" not in home
    organisation.end_duty(Duty.objects.get(person=person("kees")), by=COMMAND)


def test_a_name_goes_to_nobody_without_a_key_for_names_or_for_whom_it_is_closed() -> None:
    case = report(name="Anna de Jong", about=("gijs",))
    second_custodian()
    for to in ("bram", "gijs", "kees"):
        with pytest.raises(Invalid, match="kan deze naam niet krijgen"):
            identities.hand_over(case, to=person(to), reason="x", keeps=False, by=acting("kees"))
    with pytest.raises(Refused):
        identities.hand_over(case, to=person("kees"), reason="x", keeps=True, by=acting("gijs"))
    assert list(names.names_held(acting("kees"))) == [case]


def test_the_administrator_sees_numbers_the_coordinator_sees_none_and_others_nothing() -> None:
    report(about=("fenna",))
    for name in ("gijs", "ivo"):
        organisation.end_duty(Duty.objects.get(person=person(name)), by=COMMAND)
    page = reverse("handover:who")
    hanna = at_desk("hanna").get(page).content.decode()
    assert re.search(r"Bram Bakker</a><span>\s*1 dossier", hanna)
    fenna = at_desk("fenna").get(page).content.decode()
    assert "Bram Bakker" not in fenna
    assert "1 dossier" not in fenna
    for name in ("bram", "eva", "carla", "lotte"):
        assert at_desk(name).get(page).status_code == 404


def test_whose_key_stays_after_the_duty_is_named_to_the_administrator() -> None:
    report(about=("fenna",))
    for name in ("gijs", "ivo"):
        organisation.end_duty(Duty.objects.get(person=person(name)), by=COMMAND)
    Duty.objects.filter(person=person("bram")).update(until_date=clock.today())
    assert organisation.withdraw_lapsed() == 0
    told = at_desk("hanna").get(reverse("handover:who")).content.decode()
    assert "Taak voorbij, sleutel bewaard" in told
    assert "Bram Bakker" in told


def test_a_portion_goes_on_past_what_cannot_be_handed_over() -> None:
    closed, damaged, free = report(about=("gijs",)), report(), report()
    Item.objects.filter(file=damaged.pk).update(content=b"kapot")
    done = operations.hand_over(
        operations.give_case,
        [closed, damaged, free],
        to=person("gijs"),
        reason="Weg.",
        keeps=True,
        by=acting("bram"),
    )
    assert (done.given, done.left) == (1, 2)
    assert Sphere.CASES in acting("gijs").spheres
