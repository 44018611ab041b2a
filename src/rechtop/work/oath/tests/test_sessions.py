"""Sessions: who is invited, what the calendar file tells, and that being there registers."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name
from tests.people import person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.overview.example.cast import CAST
from rechtop.people.identity.models import Person
from rechtop.people.personnel.models import Employment
from rechtop.work.oath import documents, holding, operations, presenting, queries
from rechtop.work.oath.models import Invitation, Registration, Session
from rechtop.work.oath.states import Form, Why
from rechtop.work.oath.tests.making import TODAY, in_days, rules_since, took, works

pytestmark = pytest.mark.django_db

SESSIONS = "/desk/eed/bijeenkomsten/"
FACTS: dict[str, Any] = {
    "begins_at": datetime.time(10),
    "ends_at": datetime.time(12, 30),
    "manner": "mixed",
    "place": "Zaal 1; boven",
    "link": "https://overleg.example/eed",
    "programme": "Integriteit\r\nWet Bibob",
}


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> None:
    rules_since()
    settings.EMAIL_HOST = "mail.example"


def plan(day: datetime.date = TODAY, **facts: Any) -> Session:
    return holding.plan(day=day, by=by_name("bram"), **{**FACTS, **facts})


def invited(session: Session) -> set[str]:
    return {one.person.name.split()[0] for one in queries.invitations(session)}


def test_those_who_must_are_invited_the_most_urgent_first_and_by_mail_without_content() -> None:
    works("eva", in_days(-10))
    works("ivo", in_days(-100))
    works("kees", in_days(-1), kind="external")
    took(works("carla"))
    operations.exempt(works("jet"), why=Why.REFUSED, reason="x", by=by_name("bram"))
    works("otto", in_days(-10), end_date=in_days(3))
    works("petra", in_days(2))
    session = plan(in_days(5))
    assert holding.invite(session, count=1, by=by_name("bram")) == 1
    assert invited(session) == {"Ivo"}
    holding.invite(session, count=200, by=by_name("bram"))
    assert invited(session) == {"Eva", "Ivo", "Petra"}
    assert Outgoing.objects.count() == 3
    with pytest.raises(Invalid, match="niemand"):
        holding.invite(plan(in_days(6)), count=9, by=by_name("bram"))
    holding.call_off(session, by=by_name("bram"))
    assert queries.to_invite(plan(in_days(7))).count() == 3


def test_nobody_is_invited_to_a_session_that_was_or_that_is_called_off() -> None:
    works()
    past, off = plan(), plan(in_days(2))
    Session.objects.filter(pk=past.pk).update(day=in_days(-1))
    with pytest.raises(Refused, match="al geweest"):
        holding.invite(past, count=1, by=by_name("bram"))
    holding.call_off(off, by=by_name("bram"))
    with pytest.raises(Refused, match="gaat niet door"):
        holding.invite_one(off, who="Eva Evers", by=by_name("bram"))
    with pytest.raises(Refused):
        holding.invite(plan(), count=1, by=by_name("gijs"))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"end_date": in_days(3)}, "niet meer"),
        ({"start": in_days(9)}, "nog niet"),
        ({"kind": "external"}, "hoeft hier"),
        ({"name": "bram"}, "Wij kennen niemand"),
    ],
)
def test_who_cannot_be_invited_by_name_is_told(facts: dict[str, Any], words: str) -> None:
    works(**facts)
    who = "Eva Evers" if "name" not in facts else "Nie Mand"
    with pytest.raises(Invalid, match=words):
        holding.invite_one(plan(in_days(5)), who=who, by=by_name("bram"))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"day": in_days(-1)}, "day"),
        ({"ends_at": datetime.time(10)}, "ends_at"),
        ({"place": " "}, "place"),
        ({"link": ""}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"manner": "physical", "link": "http://x.example"}, "link"),
    ],
)
def test_a_session_that_cannot_be_is_told(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as error:
        plan(**facts)
    assert list(error.value.message_dict) == [field]


def test_a_session_changes_for_who_read_how_it_stands() -> None:
    session = plan(in_days(3))
    holding.change(session, edition=1, **{**FACTS, "day": in_days(4)}, by=by_name("fenna"))
    with pytest.raises(Invalid, match="net veranderd"):
        holding.change(session, edition=1, **{**FACTS, "day": in_days(5)}, by=by_name("bram"))
    session.refresh_from_db()
    assert (session.day, session.programme) == (in_days(4), "Integriteit\nWet Bibob")


def test_a_change_that_is_sent_twice_is_done_once_and_mailed_once() -> None:
    one = attending()
    bram, page = at_desk("bram"), f"{SESSIONS}{one.session_id}/wijzigen/"
    form = bram.get(page).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name != "day"}
    sent |= {f"day_{part}": getattr(in_days(2), part) for part in ("day", "month", "year")}
    sent["programme"] = "Integriteit\r\nGiften"
    mails = Outgoing.objects.count()
    for told in ("Wie is uitgenodigd, krijgt een mail.", "Dit is al verstuurd."):
        assert told in bram.post(page, sent, follow=True).content.decode()
    del sent["once"]
    answer = bram.post(page, sent, follow=True).content.decode()
    assert "De bijeenkomst is bewaard. Niemand krijgt een mail." in answer
    one.session.refresh_from_db()
    assert (one.session.day, one.session.edition) == (in_days(2), 2)
    assert Outgoing.objects.count() == mails + 1


def attending() -> Invitation:
    works()
    session = plan()
    holding.invite(session, count=1, by=by_name("bram"))
    return Invitation.objects.get(session=session)


def test_being_there_makes_the_registration_once() -> None:
    one = attending()
    made = holding.attend(one, form=Form.OATH, by=by_name("bram"))
    assert (made.session, made.taken_on, made.witness) == (one.session, TODAY, person("daan"))
    with pytest.raises(Invalid, match="staat er al"):
        holding.attend(one, form=Form.PROMISE, by=by_name("fenna"))
    assert Registration.objects.get().form == Form.OATH


def test_attendance_is_taken_on_the_day_itself_or_later() -> None:
    one = attending()
    Session.objects.update(day=in_days(1))
    one.session.refresh_from_db()
    with pytest.raises(Refused, match="nog niet begonnen"):
        holding.attend(one, form=Form.OATH, by=by_name("bram"))


def test_before_whom_and_with_whom_it_was_at_a_session_is_told() -> None:
    made = holding.attend(
        attending(),
        form=Form.OATH,
        official="de gedeputeerde",
        witness="Carla Chen",
        by=by_name("bram"),
    )
    assert (made.official, made.witness) == ("de gedeputeerde", person("carla"))


@pytest.mark.parametrize(
    ("facts", "is_proposed"),
    [
        ({}, True),
        ({"end_date": in_days(1)}, True),
        ({"end_date": TODAY}, False),
        ({"start": in_days(1)}, False),
    ],
)
def test_a_manager_who_does_not_work_here_that_day_is_no_witness(
    facts: dict[str, Any], is_proposed: bool
) -> None:
    one = attending()
    works("daan", facts.pop("start", in_days(-99)), **facts)
    [guest] = presenting.guests(one.session)
    assert guest.proposal.official
    assert (guest.proposal.witness == person("daan")) is is_proposed
    made = holding.attend(one, form=Form.OATH, by=by_name("bram"))
    assert (made.witness_name == "Daan Dekker") is is_proposed


def test_a_manager_who_was_shut_out_is_no_witness() -> None:
    one = attending()
    Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    assert holding.attend(one, form=Form.OATH, by=by_name("bram")).witness is None


def test_what_is_entered_again_stays_on_the_list_of_its_session() -> None:
    one = attending()
    session, employment = one.session, works_of("eva")
    operations.withdraw(holding.attend(one, form=Form.OATH, by=by_name("bram")), by=by_name("bram"))
    bram, path = at_desk("bram"), f"/desk/eed/mensen/{employment.pk}/"
    assert "geen bijeenkomst" in text_of(bram, path)
    typed = {"form": "oath", "session": str(session.pk), "witness": "Carla Chen"}
    wrong = {f"taken_on_{name[4:]}": said for name, said in day(in_days(-1)).items()}
    answer = bram.post(path, {**typed, **wrong})
    assert "Kies die dag" in str(answer.context["form"].errors["session"])
    assert answer.context["form"]["witness"].value() == "Carla Chen"
    right = {f"taken_on_{name[4:]}": said for name, said in day(TODAY).items()}
    assert bram.post(path, {**typed, **right}).status_code == 302
    [made] = queries.taken_at(session)
    assert made.witness == person("carla")
    assert "10.00 – 12.30" in text_of(bram, path)


def test_only_a_session_one_was_invited_to_that_has_come_can_be_chosen() -> None:
    employment, coming, off = works(), plan(in_days(2)), plan()
    plan()
    for session in (coming, off):
        holding.invite_one(session, who="Eva Evers", by=by_name("bram"))
    holding.call_off(off, by=by_name("bram"))
    assert queries.sessions_of(employment) == []
    with pytest.raises(Invalid, match="ging niet door"):
        took(employment, session=off)


# Pages


def test_what_cannot_be_of_a_guest_is_told_at_the_field_and_stays_there() -> None:
    one, fenna = attending(), at_desk("fenna")
    page = text_of(fenna, f"{SESSIONS}{one.session_id}/aanwezig/")
    assert "Laat u dit leeg, dan is het Daan Dekker." in page
    assert '<details class="rechtop-more">' in page
    path = f"/desk/eed/uitnodigingen/{one.pk}/"
    typed = {"form": "oath", "official": "de gedeputeerde", "witness": "Eva Evers"}
    shown = fenna.post(path, typed).content.decode()
    assert "De getuige is een ander" in shown
    assert 'value="de gedeputeerde"' in shown
    assert '<details class="rechtop-more" open>' in shown
    assert (
        "staat er nog niet bij"
        in fenna.post(path, {**typed, "witness": "x" * 121}).content.decode()
    )
    assert not Registration.objects.exists()
    fenna.post(path, {**typed, "witness": "Iemand Anders"})
    made = Registration.objects.get()
    assert (made.official, made.witness_name) == ("de gedeputeerde", "Iemand Anders")


def day(date: datetime.date) -> dict[str, str]:
    return {"day_day": str(date.day), "day_month": str(date.month), "day_year": str(date.year)}


def test_the_coordinator_plans_invites_and_takes_attendance() -> None:
    works()
    fenna = at_desk("fenna")
    typed = {
        "begins_at": "10.00",
        "ends_at": "25:00",
        "manner": "physical",
        "place": "Zaal 1",
        "programme": "Integriteit",
        **day(TODAY),
    }
    answer = fenna.post(f"{SESSIONS}nieuw/", typed)
    assert "10.00" in str(answer.context["form"].errors["ends_at"])
    assert answer.context["form"]["place"].value() == "Zaal 1"
    answer = fenna.post(f"{SESSIONS}nieuw/", {**typed, "ends_at": "12:30"})
    page = answer["Location"]
    fenna.post(f"{page}uitnodigen/", {"count": "9"})
    one = Invitation.objects.get()
    operations.choose(works_of("eva"), form=Form.PROMISE, by=by_name("eva"))
    shown = fenna.get(f"{page}aanwezig/").content.decode()
    assert "Vooraf gekozen: Belofte" in shown
    fenna.post(f"/desk/eed/uitnodigingen/{one.pk}/", {"form": "vloek"})
    assert not Registration.objects.exists()
    answer = fenna.post(f"/desk/eed/uitnodigingen/{one.pk}/", {"form": "promise"}, follow=True)
    assert "Eva Evers staat erbij." in answer.content.decode()
    answer = fenna.post(f"/desk/eed/uitnodigingen/{one.pk}/", {"form": "promise"}, follow=True)
    assert "staat er al" in answer.content.decode()
    assert Registration.objects.get().form == Form.PROMISE
    assert is_tagged(fenna.get(f"{page}lijst/").content)
    assert fenna.get(SESSIONS).status_code == 200


def works_of(name: str) -> Any:
    return queries.employment_of(person(name).pk)


def is_tagged(content: bytes) -> bool:
    """Say whether a PDF is tagged, as its catalogue tells."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return bool(document.Root.MarkInfo.Marked)


def test_a_session_asks_as_many_questions_for_many_guests_as_for_one() -> None:
    one, client = attending(), at_desk("bram")
    pages = [SESSIONS, f"{SESSIONS}{one.session_id}/", f"{SESSIONS}{one.session_id}/aanwezig/"]
    for path in pages:
        client.get(path)
    with CaptureQueriesContext(connection) as few:
        for path in pages:
            client.get(path)
    for member in CAST:
        if member.first_name != "eva":
            works(member.first_name)
    holding.invite(one.session, count=200, by=by_name("bram"))
    with CaptureQueriesContext(connection) as many:
        for path in pages:
            client.get(path)
    assert len(many) == len(few)


def test_who_is_invited_gets_a_calendar_file_and_nobody_else() -> None:
    one = attending()
    path = f"{SESSIONS}{one.session_id}/agenda/"
    told = at_desk("eva").get(path).content.decode().replace("\r\n ", "")
    begins = datetime.datetime.combine(TODAY, FACTS["begins_at"], clock.HERE)
    assert f"DTSTART:{begins.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}" in told
    assert "LOCATION:Zaal 1\\; boven" in told
    assert "Eva" not in told
    assert at_desk("ivo").get(path).status_code == 404
    assert at_desk("eva").get(f"{SESSIONS}{one.session_id}/").status_code == 404


# One's own


def text_of(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def test_an_employee_reads_what_must_chooses_and_gets_the_certificate() -> None:
    one, eva = attending(), at_desk("eva")
    assert "Leg de eed of de belofte af" in text_of(eva, "/desk/")
    shown = text_of(eva, "/desk/eed/mijn/")
    assert "Uw bijeenkomst" in shown
    assert "https://overleg.example/eed" in shown
    assert "Ik zweer" in text_of(eva, "/desk/eed/mijn/kiezen/")
    eva.post("/desk/eed/mijn/kiezen/", {"form": "promise"})
    assert "U koos: Belofte." in text_of(eva, "/desk/eed/mijn/")
    made = holding.attend(one, form=Form.PROMISE, by=by_name("bram"))
    assert "Leg de eed" not in text_of(eva, "/desk/")
    answer = eva.get(f"/desk/eed/bewijs/{made.pk}/")
    assert is_tagged(answer.content)
    assert answer.content == documents.certificate(queries.registrations().get(pk=made.pk))
    assert at_desk("ivo").get(f"/desk/eed/bewijs/{made.pk}/").status_code == 404
    answer = eva.post("/desk/eed/mijn/kiezen/", {"form": "oath"})
    assert "al gedaan" in str(answer.context["form"].errors)


def test_who_is_external_reads_and_signs_before_the_first_day() -> None:
    works("eva", in_days(30), kind="external")
    eva = at_desk("eva")
    assert "Teken de integriteitsverklaring" in text_of(eva, "/desk/")
    assert "Ik ken de gedragscode" in text_of(eva, "/desk/eed/mijn/tekenen/")
    words = queries.in_force(Form.STATEMENT, TODAY)
    assert words is not None
    answer = eva.post("/desk/eed/mijn/tekenen/", {"wording": str(words.pk)})
    assert "Kruis" in str(answer.content.decode())
    answer = eva.post("/desk/eed/mijn/tekenen/", {"wording": "0", "read": "on"})
    assert "net veranderd" in answer.content.decode()
    assert answer.context["form"]["wording"].value() == str(words.pk)
    eva.post("/desk/eed/mijn/tekenen/", {"wording": str(words.pk), "read": "on"})
    made = Registration.objects.get()
    assert (made.form, made.taken_on, made.session) == (Form.STATEMENT, TODAY, None)
    assert b"%PDF" in eva.get(f"/desk/eed/bewijs/{made.pk}/").content[:8]


def test_who_does_not_stand_in_the_personnel_system_has_nothing_to_do() -> None:
    daan = at_desk("daan")
    assert "U hoeft nu niets te doen" in text_of(daan, "/desk/eed/mijn/")
    for path in ("kiezen", "tekenen"):
        assert daan.get(f"/desk/eed/mijn/{path}/").status_code == 404


def test_a_session_at_which_someone_took_it_is_not_called_off_nor_put_on_another_day() -> None:
    found, bram = plan(), by_name("bram")
    works("eva")
    holding.invite_one(found, who="Eva Evers", by=bram)
    holding.attend(queries.invitations(found).get(), form=Form.PROMISE, by=bram)
    with pytest.raises(Refused, match="blijft staan"):
        holding.call_off(found, by=bram)
    with pytest.raises(Invalid, match="staat vast"):
        holding.change(found, edition=found.edition, by=bram, **{**FACTS, "day": in_days(2)})


@pytest.mark.parametrize(("ends", "shown"), [(4, False), (5, False), (6, True)])
def test_who_has_left_by_the_day_is_on_no_list_of_the_session(ends: int, shown: bool) -> None:
    works("eva")
    session = plan(in_days(5))
    holding.invite(session, count=1, by=by_name("bram"))
    Employment.objects.filter(person=person("eva")).update(end_date=in_days(ends))
    assert invited(session) == ({"Eva"} if shown else set())
    found = queries.session(session.pk)
    assert found is not None
    assert found.invited == shown  # type: ignore[attr-defined]  # counted by the query


def test_who_was_there_without_an_invitation_is_added_on_the_day_or_afterwards() -> None:
    employment, session = works("eva"), plan()
    Session.objects.filter(pk=session.pk).update(day=in_days(-1))
    session.refresh_from_db()
    fenna, guest = at_desk("fenna"), f"{SESSIONS}{session.pk}/gast/"
    assert f'href="{guest}"' in text_of(fenna, f"{SESSIONS}{session.pk}/aanwezig/")
    answer = fenna.post(guest, {"who": "Nie Mand"})
    assert "Wij kennen niemand" in str(answer.context["form"].errors["who"])
    assert answer.context["form"]["who"].value() == "Nie Mand"
    answer = fenna.post(guest, {"who": "Eva Evers"}, follow=True)
    assert "Legt de eed af" in answer.content.decode()
    assert queries.sessions_of(employment) == [session]
    with pytest.raises(Invalid, match="al uitgenodigd"):
        holding.add_guest(session, who="Eva Evers", by=by_name("bram"))
    one = Invitation.objects.get(session=session)
    fenna.post(f"/desk/eed/uitnodigingen/{one.pk}/", {"form": "oath"})
    made = queries.taken_at(session).get()
    assert (made.person, made.taken_on) == (person("eva"), in_days(-1))
    assert not Outgoing.objects.exists()
    with pytest.raises(Refused, match="nog niet begonnen"):
        holding.add_guest(plan(in_days(2)), who="Eva Evers", by=by_name("bram"))
    with pytest.raises(Refused):
        holding.add_guest(session, who="Eva Evers", by=by_name("gijs"))
    assert at_desk("eva").get(guest).status_code == 404


def test_who_took_it_and_left_stays_on_the_list_of_that_session() -> None:
    one = attending()
    holding.attend(one, form=Form.OATH, by=by_name("bram"))
    Employment.objects.filter(person=person("eva")).update(end_date=TODAY)
    assert invited(one.session) == {"Eva"}
