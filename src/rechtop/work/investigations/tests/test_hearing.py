from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from tests.desk import with_open_vault
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import files
from rechtop.ground.vault.models import SealedKey
from rechtop.work.cases.models import Case
from rechtop.work.investigations import hearing, presenting, queries
from rechtop.work.investigations.models import Investigation, Means
from rechtop.work.investigations.tests.test_deciding import again, running

pytestmark = pytest.mark.django_db

TOMORROW = clock.today() + datetime.timedelta(days=1)
YESTERDAY = clock.today() - datetime.timedelta(days=1)


def heard(investigation: Investigation, name: str = "Piet Post", role: str = "concerned") -> str:
    return hearing.name_person(investigation, name=name, role=role, about="", by=acting("ivo"))


def said(investigation: Investigation, who: str, text: str = "Ik was er niet bij.") -> str:
    return hearing.write_statement(
        investigation, person=who, on=clock.today(), text=text, by=acting("ivo")
    )


def test_what_the_investigator_writes_is_read_by_who_holds_the_case_and_lies_sealed() -> None:
    investigation = running()
    ivo = acting("ivo")
    hearing.plan(investigation, text="Eerst praten.", by=ivo)
    who = heard(investigation)
    statement = said(investigation, who)
    exhibit = hearing.list_evidence(
        investigation, title="De gunning", provenance="Van inkoop, 3 mei.", by=ivo
    )
    hearing.write_finding(
        investigation,
        title="De volgorde",
        text="Zo ging het.",
        sources=[statement, exhibit],
        by=ivo,
    )
    shown = presenting.work(queries.opened(investigation, acting("bram")))
    assert shown["plan"] == "Eerst praten."
    assert shown["heard"][0].statements[0].text == "Ik was er niet bij."
    assert (
        shown["findings"][0]["sources"]
        == [
            "Bewijsstuk 1: De gunning",
            f"Verklaring van Piet Post, {shown['heard'][0].statements[0].day}",
        ][::-1]
    )
    assert "Piet" not in str(Investigation.objects.filter(pk=investigation.pk).values())


def test_an_impossible_day_is_told_at_its_field_and_leaves_nothing() -> None:
    investigation, ivo = running(), acting("ivo")
    who = heard(investigation)
    place = {"time": "10 uur", "place": "Kamer 3"}
    with pytest.raises(Invalid) as error:
        hearing.invite(investigation, person=who, on=YESTERDAY, **place, by=ivo)
    assert list(error.value.message_dict) == ["on"]
    with pytest.raises(Invalid, match="in de toekomst"):
        hearing.write_statement(investigation, person=who, on=TOMORROW, text="x", by=ivo)
    statement = said(investigation, who)
    answer = {"statement": statement, "approves": True, "text": "", "way": "signed"}
    with pytest.raises(Invalid, match="vóór het gesprek"):
        hearing.note_answer(investigation, **answer, on=YESTERDAY, by=ivo)  # type: ignore[arg-type]
    told = queries.opened(investigation, ivo)
    assert not told.all("invitation")
    assert not told.all("answer")


def test_who_does_not_agree_says_what_is_wrong() -> None:
    investigation, ivo = running(), acting("ivo")
    statement = said(investigation, heard(investigation))
    answer = {"statement": statement, "approves": False, "on": clock.today(), "way": "letter"}
    with pytest.raises(Invalid, match="niet klopt"):
        hearing.note_answer(investigation, **answer, text=" ", by=ivo)  # type: ignore[arg-type]
    hearing.note_answer(investigation, **answer, text="Het was mei.", by=ivo)  # type: ignore[arg-type]
    said_now = presenting.heard(queries.opened(investigation, ivo))[0].statements[0]
    assert said_now.answers[0]["verdict"] == "Niet akkoord"
    assert said_now.answers[0]["text"] == "Het was mei."


def test_a_finding_rests_on_something_that_is_there() -> None:
    investigation, ivo = running(), acting("ivo")
    for sources in ([], ["00000000-0000-4000-8000-000000000000"], [heard(investigation)]):
        with pytest.raises(Invalid) as error:
            hearing.write_finding(investigation, title="x", text="x", sources=sources, by=ivo)
        assert list(error.value.message_dict) == ["sources"]


def test_a_means_has_a_note_and_one_in_secret_is_counted() -> None:
    investigation, ivo = running(), acting("ivo")
    with pytest.raises(Invalid) as error:
        hearing.use_means(investigation, code="camera", is_covert=True, text="", by=ivo)
    assert list(error.value.message_dict) == ["text"]
    with pytest.raises(Invalid, match="niet in de lijst"):
        hearing.use_means(investigation, code="tap", is_covert=True, text="Nodig.", by=ivo)
    hearing.use_means(investigation, code="camera", is_covert=True, text="Kort.", by=ivo)
    assert list(Means.objects.values_list("code", "is_covert")) == [("camera", True)]


def test_hours_and_cost_are_never_negative() -> None:
    investigation, ivo = running(), acting("ivo")
    with pytest.raises(Invalid) as error:
        hearing.register_cost(investigation, hours=Decimal(8), cost=Decimal(-1), by=ivo)
    assert list(error.value.message_dict) == ["cost"]
    hearing.register_cost(investigation, hours=Decimal("8.5"), cost=Decimal(1200), by=ivo)
    assert (again(investigation).hours, again(investigation).cost) == (Decimal("8.5"), 1200)


def test_of_two_who_register_the_cost_at_once_the_second_is_told_and_can_go_on() -> None:
    investigation, ivo = running(), with_open_vault("ivo")
    address = f"/desk/onderzoeken/{investigation.number}/uren/"
    sent = {"hours": "8", "cost": "", "shown": hearing.as_counted(investigation), "once": "a"}
    assert f'value="{sent["shown"]}"' in ivo.get(address).content.decode()
    hearing.register_cost(investigation, hours=Decimal(12), cost=None, by=acting("ivo"))
    refused = ivo.post(address, sent).content.decode()
    assert "Een collega legde dit net vast. Kijk wat er nu staat." in refused
    assert "<dt>Uren tot nu toe</dt>" in refused
    investigation.refresh_from_db()
    assert investigation.hours == 12
    sent |= {"shown": hearing.as_counted(investigation), "once": "b"}
    assert sent["shown"] in refused
    assert ivo.post(address, sent).status_code == 302
    investigation.refresh_from_db()
    assert investigation.hours == 8


def test_nobody_else_works_in_the_room_and_nobody_in_a_closed_case() -> None:
    investigation = running()
    for name in ("bram", "gijs", "fenna"):
        with pytest.raises(Refused, match="Dit doet de onderzoeker"):
            hearing.plan(investigation, text="x", by=acting(name))
    Case.objects.filter(pk=investigation.case_id).update(
        state="closed", closed_on=clock.today(), closed_year=clock.today().year, conclusion="solved"
    )
    with pytest.raises(Refused, match="afgesloten"):
        hearing.plan(investigation, text="x", by=acting("ivo"))


def test_a_key_that_is_withdrawn_halfway_ends_the_work_with_a_sentence() -> None:
    investigation = running()
    ivo = with_open_vault("ivo")
    way = f"/desk/onderzoeken/{investigation.number}/"
    assert ivo.get(f"{way}plan/").status_code == 200
    SealedKey.objects.filter(
        file=investigation.case_id, recipient__holder__bearer=person("ivo").pk
    ).delete()
    assert ivo.post(f"{way}plan/", {"text": "Mijn plan"}).status_code == 404
    assert not queries.opened(investigation, acting("gijs")).all("plan")


def test_an_invitation_says_nothing_of_the_matter_and_the_mail_even_less(settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_HOST = "mail.example"
    investigation = running()
    heard(investigation)
    Outgoing.objects.all().delete()  # what told who must act
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/"
    who = presenting.people(queries.opened(investigation, acting("ivo")))[0][0]
    day = {"on_day": TOMORROW.day, "on_month": TOMORROW.month, "on_year": TOMORROW.year}
    typed = {
        "person": who,
        "time": "10 uur",
        "place": "Kamer 3",
        "address": "piet@voorbeeld.example",
    }
    wrong = ivo.post(f"{way}uitnodigen/", {**typed, **day, "on_month": 13}).content.decode()
    assert "Deze datum bestaat niet" in wrong
    assert "Kamer 3" in wrong  # what was typed stays
    assert ivo.post(f"{way}uitnodigen/", {**typed, **day}).status_code == 302
    assert Outgoing.objects.count() == 1
    assert "piet" not in Outgoing.objects.get().address
    told = queries.opened(investigation, acting("ivo"))
    assert "piet@" not in str([item.content for item in told.items])
    letter = ivo.get(f"{way}brief/{told.all('invitation')[0].id}/").content.decode()
    assert "Kamer 3" in letter
    assert "gegund" not in letter  # the question that was ordered


def test_what_is_sent_twice_is_written_once() -> None:
    investigation = running()
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/gehoord/"
    typed = {"name": "Piet Post", "role": "witness", "once": "een-teken"}
    ivo.post(way, typed)
    ivo.post(way, typed)
    assert len(queries.opened(investigation, acting("ivo")).all("person")) == 1


def test_a_colleague_who_is_heard_as_person_concerned_cannot_open_the_case_any_more() -> None:
    investigation = running()
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/"
    told = {"name": "G. Groen", "role": "concerned", "about": "De gunning.", "once": "een"}
    asked = ivo.post(f"{way}gehoord/", told).content.decode()
    assert "lijkt op Gijs Groen" in asked
    assert not queries.opened(investigation, acting("bram")).all("person")
    chosen = {**told, "person": person("gijs").pk, "asked": str(person("gijs").pk)}
    assert ivo.post(f"{way}gehoord/", chosen).status_code == 302
    case = investigation.case
    held = SealedKey.objects.filter(file=case.pk, recipient__holder__bearer=person("gijs").pk)
    assert not held.exists()
    assert with_open_vault("gijs").get(f"/desk/zaken/{case.number}/").status_code == 404
    assert person("gijs") not in queries.deciders(case, acting("bram"))
    assert len(queries.opened(investigation, acting("bram")).all("person")) == 1


def test_a_person_concerned_who_is_heard_before_they_have_keys_gets_none_later() -> None:
    investigation = running()
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/gehoord/"
    told = {"name": "Eva Evers", "role": "concerned", "once": "een"}
    assert "lijkt op" in ivo.post(way, told).content.decode()
    assert not queries.opened(investigation, acting("bram")).all("person")
    eva = person("eva").pk
    assert ivo.post(way, {**told, "person": eva, "asked": str(eva)}).status_code == 302
    assert eva in files.open_file(investigation.case_id, acting("bram").keyring).excluded()


def test_a_witness_who_reads_cases_keeps_the_key() -> None:
    investigation = running()
    hearing.name_person(
        investigation,
        name="Bram",
        role="witness",
        about="",
        person=person("bram"),
        by=acting("ivo"),
    )
    assert queries.opened(investigation, acting("bram")).all("person")


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("betrokkene/", "Elke betrokkene uit de zaak staat al op de lijst."),
        ("betrokkene/los/", "Niemand staat hier onder twee namen."),
        ("uitnodigen/", "Er staat nog niemand op de lijst."),
        ("verklaring/antwoord/", "Er is nog geen verklaring."),
        ("bevinding/", "Er is nog geen verklaring en geen bewijs."),
    ],
)
def test_where_there_is_nothing_to_choose_from_the_page_says_so_and_asks_nothing(
    page: str, says: str
) -> None:
    investigation = running()
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/{page}"
    shown = ivo.get(way).content.decode()
    assert says in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]
    heard(investigation)
    again_shown = ivo.get(f"/desk/onderzoeken/{investigation.number}/uitnodigen/").content.decode()
    assert "<form" in again_shown.split("<main")[1].split("</main>")[0]
