"""Before whom and with which witness is said once for a session, and otherwise for one guest."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.desk import at_desk, by_name
from tests.people import person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.people.organisation import operations as organisation
from rechtop.people.personnel.models import Employment
from rechtop.work.oath import holding, operations, presenting, queries
from rechtop.work.oath.models import Invitation, Official, Registration, Session
from rechtop.work.oath.states import Form
from rechtop.work.oath.tests.making import TODAY, in_days, rules_since, works

pytestmark = pytest.mark.django_db

COMMISSIONER = "de commissaris van de Koning"


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> None:
    rules_since()
    settings.EMAIL_HOST = "mail.example"


@pytest.fixture
def session() -> Session:
    """A session of today to which Eva and Ivo, who are led by Daan, and Carla are invited."""
    for name in ("eva", "ivo", "carla"):
        works(name)
    facts = {"begins_at": datetime.time(10), "ends_at": datetime.time(12), "manner": "physical"}
    made = holding.plan(day=TODAY, place="Statenzaal", **facts, by=by_name("bram"))
    holding.invite(made, count=9, by=by_name("bram"))
    return made


def say(session: Session, official: str = "", witness: str = "", by: str = "bram") -> None:
    session.refresh_from_db()
    told = {"official": official, "witness": witness, "edition": session.edition}
    holding.say_who_is_there(session, **told, by=by_name(by))


def comes(session: Session, name: str, **told: str) -> Registration:
    one = Invitation.objects.get(session=session, person=person(name))
    return holding.attend(one, form=Form.OATH, **told, by=by_name("fenna"))


def there(made: Registration) -> tuple[str, str]:
    return made.official, made.witness_name


def test_what_is_said_for_all_holds_for_each_who_comes_and_for_one_it_can_be_otherwise(
    session: Session,
) -> None:
    first = comes(session, "eva")
    say(session, COMMISSIONER, "gijs@voorbeeld.example")
    made = comes(session, "ivo")
    assert (made.witness, *there(made)) == (person("gijs"), COMMISSIONER, "Gijs Groen")
    made = comes(session, "carla", official="de gedeputeerde", witness="Iemand Anders")
    assert there(made) == ("de gedeputeerde", "Iemand Anders")
    first.refresh_from_db()
    assert there(first) == ("de provinciesecretaris", "Daan Dekker"), "what was, stays"


def test_a_director_stays_with_who_the_rules_name_whatever_is_said_for_all(
    session: Session,
) -> None:
    Employment.objects.filter(person=person("ivo")).update(kind="director")
    Official.objects.create(label=COMMISSIONER, words="directeur", from_date=in_days(-9))
    say(session, "de gedeputeerde", "Gijs Groen")
    page = at_desk("fenna").get(f"/desk/eed/bijeenkomsten/{session.pk}/aanwezig/").content.decode()
    assert "behalve wie door de functie bij een ander hoort" in page
    assert page.count("Laat u dit leeg, dan is het de gedeputeerde.") == 2
    assert page.count(f"Laat u dit leeg, dan is het {COMMISSIONER}.") == 1
    assert there(comes(session, "ivo")) == (COMMISSIONER, "Gijs Groen")
    assert there(comes(session, "eva")) == ("de gedeputeerde", "Gijs Groen")
    made = comes(session, "carla", official="de waarnemer")
    assert made.official == "de waarnemer"


def test_with_nothing_said_it_follows_for_each_from_the_rules_again(session: Session) -> None:
    say(session, COMMISSIONER, "Iemand Anders")
    assert there(comes(session, "eva")) == (COMMISSIONER, "Iemand Anders")
    say(session)
    assert there(comes(session, "ivo")) == ("de provinciesecretaris", "Daan Dekker")


def test_the_witness_of_all_is_not_their_own_witness(session: Session) -> None:
    say(session, witness="Ivo Idrissi")
    made = {name: comes(session, name).witness for name in ("eva", "ivo")}
    assert made == {"eva": person("ivo"), "ivo": person("daan")}


def test_a_witness_who_works_here_no_more_that_day_is_not_taken(session: Session) -> None:
    say(session, witness="Carla Chen")
    Employment.objects.filter(person=person("carla")).update(end_date=TODAY)
    assert there(comes(session, "eva")) == ("de provinciesecretaris", "Daan Dekker")
    with pytest.raises(Invalid, match="werkt hier dan niet") as error:
        say(session, witness="carla@voorbeeld.example")
    assert list(error.value.message_dict) == ["witness"]


def test_a_name_more_people_have_is_asked_for_as_an_address(session: Session) -> None:
    organisation.add_person(
        name="Gijs Groen", email="gijs2@voorbeeld.example", unit=None, by=by_name("hanna")
    )
    with pytest.raises(Invalid, match="Typ het e-mailadres"):
        say(session, witness="Gijs Groen")
    say(session, witness="gijs@voorbeeld.example")
    say(session, COMMISSIONER, "Gijs Groen")  # as it stands in the field
    session.refresh_from_db()
    assert session.witness == person("gijs")


def test_two_who_say_it_at_once_are_told_and_nobody_gets_mail(session: Session) -> None:
    before = Outgoing.objects.count()
    edition = session.edition
    told = {"official": COMMISSIONER, "witness": "", "edition": edition}
    holding.say_who_is_there(session, **told, by=by_name("bram"))
    with pytest.raises(Invalid, match="net veranderd"):
        holding.say_who_is_there(session, **{**told, "official": ""}, by=by_name("fenna"))
    holding.say_who_is_there(session, **told, by=by_name("fenna"))  # as it stands already
    session.refresh_from_db()
    assert (session.official, session.edition) == (COMMISSIONER, edition + 1)
    assert Outgoing.objects.count() == before


@pytest.mark.parametrize("name", ["eva", "gijs", "hanna"])
def test_only_the_team_says_it_and_not_of_a_session_that_is_called_off(
    session: Session, name: str
) -> None:
    with pytest.raises(Refused):
        say(session, COMMISSIONER, by=name)
    holding.call_off(session, by=by_name("bram"))
    with pytest.raises(Refused, match="gaat niet door"):
        say(session, COMMISSIONER)


def test_it_is_chosen_on_a_page_seen_at_each_guest_and_what_was_typed_stays(
    session: Session,
) -> None:
    fenna, page = at_desk("fenna"), f"/desk/eed/bijeenkomsten/{session.pk}/"
    shown = fenna.get(f"{page}aanwezig/").content.decode()
    assert "bij ieder de leidinggevende" in shown
    assert f'href="{page}bij-wie/"' in shown
    typed = {"official": COMMISSIONER, "witness": "eva@voorbeeld.example", "edition": "1"}
    Employment.objects.filter(person=person("eva")).update(end_date=in_days(-1))
    answer = fenna.post(f"{page}bij-wie/", typed)
    assert "Deze persoon werkt hier dan niet." in answer.content.decode()
    assert answer.context["form"]["official"].value() == COMMISSIONER
    answer = fenna.post(f"{page}bij-wie/", {**typed, "witness": "Gijs Groen"}, follow=True)
    shown = answer.content.decode()
    assert "Dit geldt nu voor wie nog" in shown
    assert shown.count("Laat u dit leeg, dan is het Gijs Groen.") == 2  # Ivo and Carla
    assert shown.count(f"Laat u dit leeg, dan is het {COMMISSIONER}.") == 2
    assert "Gijs Groen" in fenna.get(page).content.decode()
    assert at_desk("gijs").get(f"{page}bij-wie/").status_code == 302
    assert at_desk("eva").get(f"{page}bij-wie/").status_code == 404
    own = at_desk("gijs").get("/desk/mijn-gegevens/").content.decode()
    assert "U bent getuige bij een bijeenkomst" in own


def test_what_is_registered_later_at_a_session_is_as_said_there(session: Session) -> None:
    say(session, COMMISSIONER, "Gijs Groen")
    one = queries.employment_of(person("eva").pk)
    assert one is not None
    told = {"form": Form.OATH, "taken_on": TODAY, "session": session}
    made = operations.register(one, **told, by=by_name("bram"))  # type: ignore[arg-type]
    assert there(made) == (COMMISSIONER, "Gijs Groen")


def test_a_page_of_guests_asks_as_much_for_many_as_for_one_also_with_a_witness(
    session: Session, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    say(session, witness="Gijs Groen")
    held = queries.session(session.pk)
    assert held is not None
    with django_assert_max_num_queries(12) as few:
        assert len(presenting.guests(held)) == 3
    for name in ("kees", "otto", "petra", "lotte"):
        works(name)
    holding.invite(session, count=9, by=by_name("bram"))
    with django_assert_num_queries(len(few.captured_queries)):
        assert len(presenting.guests(held)) == 7


def test_who_was_the_witness_is_forgotten_with_the_last_who_took_it_there(
    session: Session,
) -> None:
    say(session, COMMISSIONER, "Gijs Groen")
    made = comes(session, "eva")
    later = clock.now() + datetime.timedelta(days=366 * 7 + 1)
    with clock.standing_at(later):
        holding.forget_gone()
    session.refresh_from_db()
    assert session.witness_name == "Gijs Groen"
    made.delete()
    holding.forget_gone()
    session.refresh_from_db()
    assert session.witness_name == "Gijs Groen"
    with clock.standing_at(later):
        holding.forget_gone()
    session.refresh_from_db()
    assert (session.witness, session.witness_name) == (None, "")
    assert session.official == COMMISSIONER
