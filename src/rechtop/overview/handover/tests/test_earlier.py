"""A new colleague gets what there already is: asked by the coordinator, given by who holds it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from tests.desk import at_desk, with_open_vault
from tests.people import acting, person, report
from tests.together import together

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND, NOBODY, REPORTER
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files, reporters, trust
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault.models import KeyHolder, KeyWork, Sphere
from rechtop.ground.vault.tests.test_vault import within
from rechtop.overview.handover import operations, queries
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.cases import giving, publishing
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.dividing import split_off
from rechtop.work.cases.models import Case, HandedOver, Row
from rechtop.work.identities import operations as identities

pytestmark = pytest.mark.django_db

PAGE = reverse("handover:earlier")


def on_roster(*names: str, roster: str = trust.INTAKE) -> None:
    members = [acting(name).holder or 0 for name in names]
    proposed = organisation.propose_roster(name=roster, members=members, by=acting("bram"))
    organisation.sign_roster(proposed, shown=trust.roster_print(proposed), by=acting("fenna"))


def ask(what: str = "zaken", *, to: str = "ivo", by: str = "fenna") -> int:
    return operations.ask_for_earlier(person(to), what=what, by=acting(by))


def work(by: str = "bram") -> int:
    return operations.do_key_work(by=acting(by), at_once=100)


def can_open(case: Case) -> set[str]:
    holding = vault_queries.people_with_key(case.pk)
    return {name for name in ("bram", "fenna", "gijs", "ivo") if person(name).pk in holding}


def bram_leaves() -> None:
    organisation.end_duty(Duty.objects.get(person=person("bram")), by=COMMAND)


def about(*positions: str) -> Case:
    """Report about a position, which goes to those set for it."""
    return cases.receive(
        report={"what": "Iets", "positions": ", ".join(positions)},
        identity={},
        about=[],
        positions=positions,
        reporter=reporters.key_of(words.draw()),
        by=REPORTER,
    )


def test_what_is_asked_is_given_by_who_holds_it_and_the_receiver_reads_it_at_home() -> None:
    one, other = report(), report()
    on_roster("bram", "fenna", "ivo")
    assert ask() == case_queries.open_to(acting("fenna")).count()
    assert can_open(one) == {"bram", "fenna"}
    assert "Er wacht sleutelwerk" in with_open_vault("bram").get("/desk/").content.decode()
    assert "Er wacht sleutelwerk" not in with_open_vault("ivo").get("/desk/").content.decode()
    with_open_vault("bram").post(reverse("home:key_work"))
    assert not KeyWork.objects.exists()
    assert "ivo" in can_open(one) & can_open(other)
    read = with_open_vault("ivo").get("/desk/").content.decode()
    assert "Aan u overgedragen" in read
    assert "van Bram Bakker" in read
    assert one.number in read


def test_for_whom_a_case_is_closed_gets_no_key_and_nothing_tells_so() -> None:
    free, closed = report(), report(about=("ivo",))
    texts_of_row = dict.fromkeys(Row.TEXTS, "Iets.")
    rows = {
        case: publishing.propose_row(
            case, texts=texts_of_row, reader=person("fenna"), by=acting("bram")
        )
        for case in (free, closed)
    }
    on_roster("bram", "fenna", "gijs", "ivo")
    for _twice in range(2):  # the second time nothing is left but what is closed
        assert ask(to="ivo") == ask(to="gijs")
        texts = {}
        for name in ("ivo", "gijs"):
            sent = {"to": person(name).pk, "what": "zaken"}
            told = with_open_vault("fenna").post(PAGE, sent, follow=True).content.decode()
            texts[name] = re.findall(r"Gevraagd[^<]*|\(\d+\)", told)
        assert texts["ivo"] == texts["gijs"]
        work()
    assert [can_open(case) >= {"gijs", "ivo"} for case in (free, closed)] == [True, False]
    assert "gijs" in can_open(closed)
    for case, row in rows.items():  # what lies beside a case follows it
        holding = vault_queries.people_with_key(row.file or 0)
        assert person("gijs").pk in holding
        assert (person("ivo").pk in holding) == (case == free)
    assert not KeyWork.objects.exists()
    assert not HandedOver.objects.filter(receiver=person("ivo"), case=closed).exists()
    read = with_open_vault("ivo").get("/desk/").content.decode()
    assert free.number in read
    assert closed.number not in read


def test_of_who_left_only_their_open_cases_are_asked(
    django_capture_on_commit_callbacks: Any,
) -> None:
    of_bram, of_fenna = report(), report()
    others = case_queries.open_to(acting("fenna")).filter(handler=person("bram")).count()
    cases.assign(of_bram, to=person("bram"), by=acting("fenna"))
    cases.assign(of_fenna, to=person("fenna"), by=acting("fenna"))
    with django_capture_on_commit_callbacks(execute=True):
        on_roster("bram", "fenna", "ivo")
        vault_queries.receivers()  # once seen in force it stays so, though Bram signed it
    what = f"van-{person('bram').pk}"
    with pytest.raises(Invalid, match="geen open zaken"):
        ask(what)  # he is still here
    bram_leaves()
    on_page = with_open_vault("fenna").get(PAGE).content.decode()
    assert re.search(rf"Bram Bakker</td><td[^>]*>{others + 1}</td>", on_page)
    assert ask(what) == others + 1
    work("fenna")
    assert can_open(of_bram) == {"fenna", "ivo"}
    assert can_open(of_fenna) == {"fenna"}


def test_the_coordinator_reads_how_many_cases_are_of_who_left_where_the_work_is_divided() -> None:
    case = report()
    cases.assign(case, to=person("bram"), by=acting("fenna"))
    team, home = reverse("team:team"), reverse("home:home")
    fenna = with_open_vault("fenna")
    assert "vertrok of de taak niet meer heeft" not in fenna.get(team).content.decode()
    bram_leaves()
    told = fenna.get(team).content.decode()
    many = case_queries.whose_handler_left(acting("fenna")).count()
    assert re.search(rf"{many} open zaa?ke?n? he.* een behandelaar die vertrok", told)
    for page in (team, home, reverse("handover:who")):
        assert PAGE in fenna.get(page).content.decode()
    assert PAGE not in at_desk("fenna").get(home).content.decode()  # the vault is closed
    assert PAGE not in at_desk("hanna").get(reverse("handover:who")).content.decode()


def test_what_is_closed_for_who_asks_is_neither_asked_nor_counted() -> None:
    before = queries.earlier(acting("fenna"))["zaken"].many
    on_roster("bram", "fenna", "gijs")
    closed = report(about=("fenna",))
    assert can_open(closed) == {"bram", "gijs"}
    on_roster("bram", "fenna", "ivo")
    assert ask() == before
    while work():
        pass
    assert "ivo" not in can_open(closed)


def test_what_is_about_a_position_goes_by_hand_and_so_does_what_is_split_off_from_it() -> None:
    on_roster("fenna", "gijs", roster=trust.ABOUT + "secretary")
    of_secretary, referred = about("secretary"), report()
    cases.refer(referred, position="secretary", reason="Toch.", by=acting("fenna"))
    entered = cases.enter(
        channel="letter",
        received_on=clock.today(),
        report={"what": "Iets"},
        identity={},
        about=[],
        positions=["secretary"],
        by=acting("fenna"),
    )
    part = split_off(of_secretary, report={"what": "Iets"}, about=[], by=acting("fenna"))
    on_roster("bram", "fenna", "ivo")
    ask()
    while work("fenna"):
        pass
    for case in (of_secretary, referred, entered, part):
        assert "fenna" in can_open(case)
        assert "ivo" not in can_open(case)
    assert not KeyWork.objects.exists()


def test_who_lost_the_duty_between_asking_and_doing_gets_nothing() -> None:
    case = report()
    on_roster("bram", "fenna", "ivo")
    ask()
    Duty.objects.filter(person=person("ivo")).update(until_date=clock.today())
    assert KeyWork.objects.exists()  # the clock has not come by yet
    work()
    assert "ivo" not in can_open(case)
    assert not HandedOver.objects.exists()
    assert not KeyWork.objects.exists()


def test_who_came_off_the_roster_between_asking_and_doing_gets_nothing() -> None:
    case = report()
    on_roster("bram", "fenna", "ivo")
    ask()
    on_roster("bram", "fenna")
    work()
    assert "ivo" not in can_open(case)


def refused(what: str = "zaken", **asked: str) -> str:
    with pytest.raises((Invalid, Refused)) as why:
        ask(what, **asked)
    return " ".join(why.value.messages) if isinstance(why.value, Invalid) else str(why.value)


def test_who_cannot_receive_is_refused_at_the_field_with_what_to_do() -> None:
    report(name="Anna")
    assert "nog niet op het rooster" in refused()
    organisation.give_duty(person("eva"), kind=Kind.HANDLER, from_date=clock.today(), by=COMMAND)
    vault.make_holder(
        bearer=person("eva").pk,
        passphrase="de kluis van eva in het voorbeeld",
        spheres=["cases"],
        by=acting("eva"),
    )
    sent = {"to": person("eva").pk, "what": "zaken"}
    told = with_open_vault("fenna").post(PAGE, sent).content.decode()
    assert "De sleutel van deze collega is nog niet bevestigd." in told
    assert f'value="{person("eva").pk}" selected' in told
    assert "geen taak waarbij dit hoort" in refused("namen")
    assert "geen taak waarbij dit hoort" in refused(to="carla")
    assert "vraagt een ander" in refused(to="fenna")
    assert not KeyWork.objects.exists()


def test_a_handler_asks_for_the_coordinator_who_came_after_the_one_who_left() -> None:
    report()
    on_roster("bram", "fenna", "gijs")
    assert with_open_vault("bram").get(PAGE).status_code == 200
    assert refused(to="bram", by="bram") == "Dossiers voor uzelf vraagt een ander."


@pytest.mark.parametrize("name", ["gijs", "ivo", "kees", "carla", "hanna", "eva"])
def test_nobody_but_the_integrity_team_asks(name: str) -> None:
    report()
    on_roster("bram", "fenna", "gijs")
    assert "integriteitsteam" in refused(to="bram", by=name) or name not in ("gijs", "ivo")
    client = with_open_vault(name) if name not in ("hanna", "eva") else at_desk(name)
    assert client.get(PAGE).status_code == 404


def test_conversations_are_never_asked_for() -> None:
    carla = KeyHolder.objects.get(bearer=person("carla").pk)
    with pytest.raises(Invalid, match="vertrouwenspersoon zelf"):
        vault.ask_to_share(carla, sphere=Sphere.CONFIDANTS, by=acting("fenna"))
    assert vault_queries.receivers().roster_of(Sphere.CONFIDANTS) == []
    sent = {"to": person("carla").pk, "what": "gesprekken"}
    assert with_open_vault("fenna").post(PAGE, sent).status_code == 200
    assert person("carla").name not in with_open_vault("fenna").get(PAGE).content.decode()
    assert "gesprekken" not in queries.earlier(acting("fenna"))


def second_custodian(name: str) -> None:
    someone = person(name)
    organisation.give_duty(someone, kind=Kind.CUSTODIAN, from_date=clock.today(), by=COMMAND)
    actor = acting(name)
    if actor.holder is None:
        zin = f"de kluis van {name} in het voorbeeld"
        vault.make_holder(bearer=someone.pk, passphrase=zin, spheres=actor.spheres, by=actor)
    else:
        holder = KeyHolder.objects.get(pk=actor.holder)
        vault.make_further_keys(holder, spheres=actor.spheres, by=actor)
    holder = KeyHolder.objects.get(bearer=someone.pk, withdrawn_at=None)
    organisation.certify(holder, shown=trust.card_print(holder), by=acting("bram"))


def test_a_new_custodian_gets_the_names_but_not_who_has_a_position_reports_can_be_about() -> None:
    case, closed = report(name="Anna"), report(name="Bea", about=("eva",))
    for name in ("eva", "gijs"):  # Gijs is the secretary as well
        second_custodian(name)
    on_roster("kees", "eva", "gijs", roster=trust.IDENTITIES)
    for name in ("eva", "gijs"):
        assert ask("namen", to=name) == 2
    assert not work("fenna")  # no key to names opens there
    work("kees")
    known = vault_queries.people_with_key(case.identity_file or 0)
    assert known == {person("kees").pk, person("eva").pk}
    assert person("eva").pk not in vault_queries.people_with_key(closed.identity_file or 0)
    eva = with_open_vault("eva")
    read = eva.get("/desk/").content.decode()
    assert "Aan u overgedragen" in read
    assert f"De naam in zaak {case.number}" in read
    assert "van Kees Koning" in read
    assert closed.number not in read
    assert f"/desk/zaken/{case.number}/" not in read
    for name in ("gijs", "kees"):
        assert "Aan u overgedragen" not in with_open_vault(name).get("/desk/").content.decode()
    eva.post(reverse("handover:seen"))
    assert "Aan u overgedragen" not in eva.get("/desk/").content.decode()
    identities.hand_over(case, to=person("eva"), reason="x", keeps=True, by=acting("kees"))
    assert not HandedOver.objects.filter(receiver=person("eva")).exists()  # had it already


def as_second_coordinator() -> None:
    organisation.give_duty(
        person("bram"), kind=Kind.COORDINATOR, from_date=clock.today(), by=COMMAND
    )


def test_two_who_ask_the_same_at_once_queue_it_once() -> None:
    with together() as two:  # of the case of the example
        two.before(lambda: (as_second_coordinator(), on_roster("bram", "fenna", "ivo")))
        one, other = two.at_once(lambda: ask(by="fenna"), lambda: ask(by="bram"))
        assert one == other == 1
        assert KeyWork.objects.filter(kind=KeyWork.Kind.SHARE).count() == 1


def test_what_lies_beside_a_case_waits_while_a_colleague_gives_the_case_itself() -> None:
    case, bram = report(), acting("bram")
    texts = dict.fromkeys(Row.TEXTS, "Iets.")
    row = publishing.propose_row(case, texts=texts, reader=person("fenna"), by=bram)
    on_roster("bram", "fenna", "ivo")
    ask()
    known = vault_queries.receivers().known
    to = known.recipients(known.holders_of({person("ivo").pk}), Sphere.CASES)[0]

    def give_row() -> None:
        opened = files.open_file(row.file or 0, bram.keyring)
        giving.give(opened, to, person=person("ivo").pk, by=bram)

    with pytest.raises(files.NoKey):
        within(do=give_row, by=NOBODY)
    KeyWork.objects.filter(file=case.pk).delete()  # it was given to nobody
    within(do=give_row, by=NOBODY)
    assert person("ivo").pk not in vault_queries.people_with_key(row.file or 0)
