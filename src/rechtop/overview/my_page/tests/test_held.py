"""Someone reads all that is held about them, says what is not right, and reads the answer."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.desk import at_desk, by_name
from tests.people import person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.overview.my_page import presenting
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Duty
from rechtop.people.personnel import operations as personnel
from rechtop.people.personnel.models import About, Correction, Employment
from rechtop.tools.addresses import queries as addresses
from rechtop.tools.figures import operations as figures
from rechtop.tools.policies import operations as policies
from rechtop.tools.policies import queries as policy_queries
from rechtop.tools.policies.models import Confirmation, Policy
from rechtop.work.activities import operations as activities
from rechtop.work.activities.models import Attendee, Gathering, SignUp
from rechtop.work.oath import operations as oath
from rechtop.work.oath.models import Registration

pytestmark = pytest.mark.django_db

HELD = "/desk/mijn-gegevens/"
WRONG = f"{HELD}klopt-niet/"
WORDS = "Ik was hier niet bij"
TODAY = clock.today()

ELSEWHERE = {
    "personnel.Employment.person": "stands above all groups",
    "personnel.Employment.manager": "whom one leads stands with them",
    "personnel.Correction.person": "what one proposed stands beside the groups",
    "organisation.Placement.person": "stands above all groups",
}
NOT_HERE = {
    "invitations": "gone before its owner can sign in and look",
    "account": "passkeys and second steps stand at one's account",
    "mfa": "passkeys and second steps stand at one's account",
    "admin": "not used",
    "team": "a nudge is about a case",
    "keeping": "what someone decided in a duty, about cases",
    "trail": "what someone did in a duty, about the log",
    "identities": "about a case",
    "cases": "about a case",
    "investigations": "about a case",
    "confidants": "a confidant's own notebook",
    "reviews": "what someone decided in a duty",
    "recovery": "keys of a duty, told on the first page",
    "procedures": "what someone decided in a duty",
    "signpost": "what someone decided in a duty",
}
IN_A_DUTY = {
    "oath.Wording.author",
    "oath.Wording.adopter",
    "policies.PolicyVersion.author",
    "policies.PolicyVersion.adopter",
    "policies.Campaign.begun_by",
    "requests.Round.opened_by",
    "requests.Round.closed_by",
    "requests.Begun.let_go_by",
    "requests.Question.written_by",
    "good_conversations.GoodConversation.ticked_by",
    "good_conversations.TeamMeeting.noted_by",
}


def text_of(name: str, path: str = HELD) -> str:
    answer = at_desk(name).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def attended(
    names: tuple[str, ...] = ("eva",), reached: int | None = None, day: datetime.date = TODAY
) -> Gathering:
    facts: dict[str, Any] = {"kind": "training", "title": "Weerbaar", "day": day}
    one = activities.plan(**facts, by=by_name("fenna"))
    told = {"reached": reached, "outcome": "", "by": by_name("fenna")}
    activities.hold(one, people=[person(name) for name in names], **told)
    one.refresh_from_db()
    return one


def confirmed(name: str = "eva") -> Confirmation:
    version = policy_queries.in_force(Policy.objects.get(slug="gedragscode"))
    assert version is not None
    due = TODAY + datetime.timedelta(days=20)
    policies.ask(version, unit=None, due_on=due, by=by_name("fenna"))
    policies.confirm(version, by=by_name(name))
    return Confirmation.objects.get(version=version, person=person(name))


def sworn(name: str = "eva") -> Registration:
    start = TODAY - datetime.timedelta(days=10)
    works = Employment.objects.create(
        person=person(name), personnel_number=name, kind="staff", start_date=start
    )
    facts = {"form": "oath", "taken_on": TODAY, "official": "de secretaris"}
    return oath.register(works, **facts, by=by_name("fenna"))  # type: ignore[arg-type]


def proposed(code: str, number: int | None = None, name: str = "eva") -> Correction:
    where = f"{WRONG}{code}/" + (f"{number}/" if number else "")
    answer = at_desk(name).post(where, {"text": WORDS})
    assert answer.status_code == 302
    return Correction.objects.latest("pk")


def answer_page(correction: Correction, what: str = "") -> str:
    return f"/desk/verbeteringen/{correction.pk}/antwoord/{what}"


def test_every_record_that_points_at_a_person_is_shown_or_it_is_said_why_not() -> None:
    eva = person("eva").pk
    shown = set()
    for group in presenting.GROUPS.values():
        query = group.find(eva)
        sql, params = query.query.sql_with_params()
        assert eva in params
        for field in query.model._meta.concrete_fields:
            if f'"{query.model._meta.db_table}"."{field.column}" = ' in str(sql):
                shown.add(f"{query.model._meta.label}.{field.name}")
    for model in apps.get_models():
        if not model.__module__.startswith("rechtop.") or model._meta.app_label in NOT_HERE:
            continue
        for field in model._meta.concrete_fields:
            if getattr(field, "related_model", None) is Person:
                name = f"{model._meta.label}.{field.name}"
                assert name in shown | ELSEWHERE.keys() | IN_A_DUTY, name


def test_all_of_it_stands_in_groups_with_the_way_to_correct_it() -> None:
    gathering, _kept, _taken = attended(), confirmed(), sworn()
    page = text_of("eva")
    for word in ("Weerbaar", "Gedragscode", "Eed", person("eva").email, "Dit klopt niet"):
        assert word in page
    assert f"/desk/activiteiten/bijeenkomst/{gathering.pk}/" in page
    other = text_of("daan")
    assert "Weerbaar" not in other
    assert "Hierover ligt niets van u vast" in other
    assert "Behandelaar" in text_of("bram")
    assert HELD in text_of("eva", "/desk/mijn-pagina/")
    assert HELD in text_of("eva", "/desk/account/")


def test_a_case_stands_nowhere_in_it() -> None:
    before = presenting.held(person("bram").pk)
    case = report(about=("bram",))
    assert presenting.held(person("bram").pk) == before
    assert case.number not in text_of("bram")


def test_a_long_group_is_paged_and_the_page_asks_as_often_however_much_there_is() -> None:
    eva, at = person("eva"), clock.now()
    text_of("eva")
    with CaptureQueriesContext(connection) as few:
        text_of("eva")
    listed = [
        Gathering(kind="training", title=f"Keer {number}", day=TODAY, form="physical")
        for number in range(40)
    ]
    made = Gathering.objects.bulk_create(listed)
    SignUp.objects.bulk_create(SignUp(gathering=one, person=eva, at=at) for one in made)
    Attendee.objects.bulk_create(Attendee(gathering=one, person=eva) for one in made)
    with CaptureQueriesContext(connection) as many:
        page = text_of("eva")
    assert len(many) <= len(few)
    assert page.count("Keer ") < 40
    assert "Toon alles" in page
    first = at_desk("eva").get(f"{HELD}lijst/aanwezig/")
    assert len(first.context["lines"]) == 25
    rest = at_desk("eva").get(f"{HELD}lijst/aanwezig/{first.context['page'].next_url}")
    assert len(rest.context["lines"]) == 15
    assert at_desk("eva").get(f"{HELD}lijst/onzin/").status_code == 404


def test_attendance_is_said_wrong_taken_back_and_the_person_reads_the_answer(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "mail.example"
    one = attended(("eva", "daan"))
    mine = Attendee.objects.get(person=person("eva"))
    found = proposed("aanwezig", mine.pk)
    assert WORDS not in found.text
    assert (found.about_kind, found.about_number) == (About.ATTENDEE, mine.pk)
    told = {post.opened(mail.address) for mail in Outgoing.objects.all()}
    assert told == {person("fenna").email}
    assert "wacht op antwoord" in text_of("eva")
    fenna = at_desk("fenna")
    assert "Iemand zegt dat iets niet klopt" in text_of("fenna", "/desk/")
    assert answer_page(found) in text_of("fenna", "/desk/verbeteringen/")
    page = text_of("fenna", answer_page(found))
    assert WORDS in page
    assert f"/desk/activiteiten/bijeenkomst/{one.pk}/gehouden/" in page
    fenna.post(answer_page(found, "weghalen/"))
    one.refresh_from_db()
    assert (one.reached, Attendee.objects.get().person_id) == (1, person("daan").pk)
    again = fenna.post(answer_page(found, "weghalen/"), follow=True).content.decode()
    assert "Wat er stond, staat er niet meer" in again
    fenna.post(answer_page(found), {"reason": "U staat er niet meer bij."})
    read = text_of("eva")
    assert "veranderd: U staat er niet meer bij." in read
    assert post.opened(Outgoing.objects.latest("pk").address) == person("eva").email
    again = fenna.post(answer_page(found), {"reason": ""}, follow=True).content.decode()
    assert "Hierop is al geantwoord." in again  # a double click is told that it was done
    assert "Iemand zegt dat iets niet klopt" not in text_of("fenna", "/desk/")


def test_a_number_that_was_counted_apart_and_an_adopted_year_stay() -> None:
    one = attended(("eva", "daan"), reached=9)
    eva, fenna = person("eva"), by_name("fenna")
    activities.take_attendance_back(one, person=eva, by=fenna)
    one.refresh_from_db()
    assert one.reached == 9
    with pytest.raises(Refused):
        activities.take_attendance_back(one, person=person("daan"), by=by_name("eva"))
    past = attended(("daan",), day=TODAY.replace(year=TODAY.year - 1, day=1))
    found = proposed("aanwezig", Attendee.objects.get(gathering=past).pk, "daan")
    assert "Haal dit weg" in text_of("fenna", answer_page(found))
    figures.adopt(year=TODAY.year - 1, told=[], by=by_name("gijs"))
    with pytest.raises(Refused, match="vastgesteld"):
        activities.take_attendance_back(past, person=person("daan"), by=fenna)
    assert "Haal dit weg" not in text_of("fenna", answer_page(found))


def test_that_one_made_an_address_for_ones_calendar_stands_there_too() -> None:
    title = "Het adres van uw agenda met termijnen"
    assert title not in text_of("eva")
    facts = {"digest": b"x" * 32, "language": "nl", "made_on": TODAY}
    addresses.kept_in("calendar", 0).model.objects.create(person=person("eva"), **facts)
    page = text_of("eva")
    assert title in page
    assert "/desk/agenda/adres/" in page
    assert title not in text_of("daan")


def test_a_confirmation_is_taken_back_by_the_coordinator_and_asked_again() -> None:
    kept = confirmed()
    found = proposed("bevestigd", kept.pk)
    assert "Haal dit weg" not in text_of("bram", answer_page(found))
    assert "Haal dit weg" in text_of("fenna", answer_page(found))
    at_desk("bram").post(answer_page(found, "weghalen/"))  # he keeps no policies
    assert Confirmation.objects.filter(pk=kept.pk).exists()
    at_desk("fenna").post(answer_page(found, "weghalen/"))
    assert not Confirmation.objects.filter(pk=kept.pk).exists()
    assert policy_queries.to_read_by(by_name("eva"))
    policies.confirm(kept.version, by=by_name("fenna"))
    own = Confirmation.objects.get(person=person("fenna"))
    with pytest.raises(Refused):
        policies.take_back(own, by=by_name("fenna"))


def test_an_oath_is_put_right_in_its_room_and_what_is_missing_is_said_too() -> None:
    taken = sworn()
    found = proposed("eed", taken.pk)
    works = Employment.objects.get(person=person("eva"))
    assert f"/desk/eed/mensen/{works.pk}/" in text_of("bram", answer_page(found))
    oath.withdraw(taken, by=by_name("bram"))
    assert "Wat er stond, staat er niet meer" in text_of("bram", answer_page(found))
    missing = proposed("bevestigd")
    assert missing.about_number is None
    assert "ontbreekt er iets" in text_of("bram", answer_page(missing))
    answer = at_desk("bram").post(answer_page(missing, "nee/"), {"reason": " "})
    assert answer.context["decline"].errors
    at_desk("bram").post(answer_page(missing, "nee/"), {"reason": "U staat erbij."})
    assert "niet veranderd: U staat erbij." in text_of("eva")


def test_one_corrects_what_is_ones_own_and_the_right_people_answer() -> None:
    attended(("daan",))
    other = Attendee.objects.get()
    eva = at_desk("eva")
    for path in (f"aanwezig/{other.pk}/", "aanwezig/999999/", "gesprekken/", "onzin/"):
        assert eva.post(f"{WRONG}{path}", {"text": WORDS}).status_code == 404, path
    assert not Correction.objects.exists()
    duty = Duty.objects.filter(person=person("bram")).first()
    assert duty is not None
    of_duty = proposed("taken", duty.pk, "bram")
    of_activity = proposed("aanwezig", other.pk, "daan")
    for name, can_duty, can_activity in (
        ("hanna", True, False),
        ("fenna", False, True),
        ("gijs", False, False),
        ("eva", False, False),
        ("bram", False, True),
    ):
        client = at_desk(name)
        assert (client.get(answer_page(of_duty)).status_code == 200) == can_duty, name
        assert (client.get(answer_page(of_activity)).status_code == 200) == can_activity, name
    with pytest.raises(Refused):
        personnel.settle_correction(of_duty, by=by_name("bram"))
    own = proposed("eed", None, "fenna")
    assert at_desk("fenna").get(answer_page(own)).status_code == 404
    personnel.decline_correction(own, reason="Nee", by=by_name("bram"))
    listed = at_desk("hanna").get(reverse("personnel:corrections")).content.decode()
    assert person("bram").name in listed
    assert person("daan").name not in listed


def test_the_same_thing_is_said_once_until_it_is_answered_and_what_was_typed_stays() -> None:
    attended()
    mine = Attendee.objects.get()
    proposed("aanwezig", mine.pk)
    again = at_desk("eva").post(f"{WRONG}aanwezig/{mine.pk}/", {"text": "Nog eens"})
    assert list(again.context["form"].errors) == ["text"]
    assert "Nog eens" in again.content.decode()
    empty = at_desk("eva").post(WRONG, {"text": ""})
    assert list(empty.context["form"].errors) == ["text"]
