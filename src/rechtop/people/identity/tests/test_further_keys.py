from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from tests.desk import at_desk
from tests.people import acting, person, report

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files, queries, trust
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.models import KeyHolder, KeyPair, Sphere
from rechtop.overview.example.cast import CAST
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation import presenting
from rechtop.people.organisation import queries as people
from rechtop.people.organisation.models import Kind

pytestmark = pytest.mark.django_db

PASSPHRASE = next(m.passphrase for m in CAST if m.first_name == "gijs")


@pytest.fixture
def holder() -> KeyHolder:
    """Give the keys of Gijs, who from today on keeps names as well."""
    duty = {"kind": Kind.CUSTODIAN, "from_date": clock.today()}
    organisation.give_duty(person("gijs"), **duty, by=COMMAND)
    return KeyHolder.objects.get(bearer=person("gijs").pk, withdrawn_at=None)


def make(holder: KeyHolder, *spheres: str) -> None:
    gijs = acting("gijs")
    vault.make_further_keys(holder, spheres=spheres or gijs.spheres, by=gijs)


def test_a_further_duty_asks_for_a_key_and_gets_it_under_the_same_passphrase(
    holder: KeyHolder,
) -> None:
    assert queries.lacking(acting("gijs")) == [Sphere.IDENTITIES]
    make(holder)
    assert queries.lacking(acting("gijs")) == []
    assert acting("gijs").keyring.key(Sphere.IDENTITIES)


def test_a_further_key_receives_nothing_until_someone_vouches_and_the_others_stay_vouched_for(
    holder: KeyHolder,
) -> None:
    make(holder)
    known = queries.receivers().known
    assert known.spheres(holder.pk) == {Sphere.CASES}
    assert queries.unconfirmed(acting("gijs")) == [Sphere.IDENTITIES]
    assert not people.who_can_get(Sphere.IDENTITIES).filter(pk=person("gijs").pk).exists()
    row = next(one for one in presenting.keys()["holders"] if one["number"] == holder.pk)  # type: ignore[attr-defined]
    assert (row["is_vouched_for"], dict(row["keys"])) == (
        False,
        {"zaken": True, "namen van melders": False},
    )
    organisation.certify(holder, shown=trust.card_print(holder), by=acting("bram"))
    assert queries.receivers().known.spheres(holder.pk) == {Sphere.CASES, Sphere.IDENTITIES}
    assert queries.unconfirmed(acting("gijs")) == []


def test_who_makes_a_further_key_still_opens_what_they_could(holder: KeyHolder) -> None:
    case = report(about=("bram", "fenna"))
    make(holder)
    assert files.open_file(case.pk, acting("gijs").keyring).items()


def test_no_key_is_made_that_no_duty_asks_for_nor_twice_nor_by_another(holder: KeyHolder) -> None:
    with pytest.raises(Invalid, match="al alle sleutels"):
        make(holder, Sphere.CONFIDANTS, Sphere.BIBOB)
    make(holder)
    with pytest.raises(Invalid, match="al alle sleutels"):
        make(holder)
    bram = acting("bram")
    with pytest.raises(Refused, match="niet van u"):
        vault.make_further_keys(holder, spheres=bram.spheres, by=bram)
    locked = replace(acting("gijs"), keyring=None)
    with pytest.raises(Refused, match="Open eerst de kluis"):
        vault.make_further_keys(holder, spheres=locked.spheres, by=locked)
    assert KeyPair.objects.filter(holder=holder).count() == 2


def test_the_vault_asks_for_it_once_it_is_open_and_one_button_makes_it(holder: KeyHolder) -> None:
    gijs = at_desk("gijs")
    wanted = reverse("cases:list")
    unlocked = gijs.post(f"{reverse('identity:unlock')}?next={wanted}", {"passphrase": PASSPHRASE})
    page = unlocked["Location"]
    assert page.startswith(reverse("identity:further_keys"))
    assert "namen van melders" in gijs.get(page).content.decode()
    for _twice in range(2):
        assert gijs.post(page)["Location"] == page
    told = gijs.get(page).content.decode()
    assert trust.card_print(holder) in told
    assert wanted in told
    assert "nog bevestigen" in gijs.get(reverse("home:home")).content.decode()
    made = Entry.objects.filter(action="keys.further_made")
    assert list(made.values_list("actor_number", flat=True)) == [person("gijs").pk]


def test_who_has_all_keys_is_asked_nothing() -> None:
    bram = at_desk("bram")
    passphrase = next(m.passphrase for m in CAST if m.first_name == "bram")
    unlocked = bram.post(reverse("identity:unlock"), {"passphrase": passphrase})
    assert unlocked["Location"] == reverse("home:home")
    assert "U hebt alle sleutels" in bram.get(reverse("identity:further_keys")).content.decode()
