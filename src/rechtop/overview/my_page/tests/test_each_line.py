"""Each kind of line comes on one's own page when it is due, and goes when it is done."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from tests.desk import at_desk, by_name
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.overview.my_page import queries
from rechtop.overview.my_page.queries import Line
from rechtop.tools.action_points import operations as action_points
from rechtop.tools.policies import operations as policies
from rechtop.tools.policies.models import Policy
from rechtop.work.activities import operations as activities
from rechtop.work.activities.models import Gathering
from rechtop.work.good_conversations import operations as good_conversations
from rechtop.work.good_conversations.models import GoodConversation
from rechtop.work.oath import holding
from rechtop.work.oath import operations as oath
from rechtop.work.oath import queries as oath_queries
from rechtop.work.oath.models import Session
from rechtop.work.oath.states import Form
from rechtop.work.oath.tests.making import TODAY, in_days, rules_since, took, works
from rechtop.work.requests import operations as requests
from rechtop.work.requests.models import Request
from rechtop.work.requests.states import Answer, quarter_of
from rechtop.work.risks import operations as risks
from rechtop.work.risks.operations import Facts
from rechtop.work.training import operations as training

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def to_do(name: str = "eva") -> list[Line]:
    """Give what stands on the page of someone, and see that the page shows it."""
    return _shown(name, queries.to_do(by_name(name)))


def done(name: str = "eva") -> list[Line]:
    return _shown(name, queries.done(by_name(name)))


def coming(name: str = "eva") -> list[Line]:
    return _shown(name, queries.coming(by_name(name)))


def _shown(name: str, found: list[Line]) -> list[Line]:
    page = at_desk(name).get("/desk/mijn-pagina/").content.decode()
    for one in found:
        assert f'<a href="{one.url}">{one.text}</a>' in page
    return found


def test_the_oath_stands_there_until_it_was_taken_and_then_as_done() -> None:
    rules_since()
    assert to_do() == []
    one = works()
    [line] = to_do()
    assert line == ("Leg de eed of de belofte af", reverse("oath:mine"), one_due())
    took(one)
    assert to_do() == []
    assert done() == [("Eed of belofte afgelegd", reverse("oath:mine"), TODAY)]


def one_due() -> datetime.date:
    due: datetime.date = oath_queries.owing_of(person("eva").pk).last_day
    return due


def test_the_statement_stands_there_until_it_was_signed_and_then_as_done() -> None:
    rules_since()
    one = works(kind="external", start=in_days(20))
    assert to_do() == [("Teken de integriteitsverklaring", reverse("oath:mine"), in_days(19))]
    words = oath_queries.in_force(Form.STATEMENT, TODAY)
    assert words is not None
    oath.sign(one, wording=words.pk, by=by_name("eva"))
    assert to_do() == []
    assert done() == [("Integriteitsverklaring getekend", reverse("oath:mine"), TODAY)]


def test_a_session_of_the_oath_stands_there_until_it_is_called_off() -> None:
    rules_since()
    works()
    told: dict[str, Any] = {"begins_at": datetime.time(10), "ends_at": datetime.time(12)}
    told |= {"manner": "physical", "place": "Statenzaal"}
    session: Session = holding.plan(day=in_days(5), **told, by=by_name("bram"))
    assert coming() == []
    holding.invite(session, count=1, by=by_name("bram"))
    where = reverse("oath:mine")
    assert coming() == [("Bijeenkomst voor de eed of belofte", where, in_days(5))]
    holding.call_off(session, by=by_name("bram"))
    assert coming() == []


def _training(day: datetime.date) -> Gathering:
    facts: dict[str, Any] = {"kind": "training", "title": "Weerbaar"}
    return activities.plan(**facts, day=day, by=by_name("fenna"))


def test_what_is_required_stands_there_until_one_was_there_and_then_as_attended() -> None:
    gathering, last = _training(TODAY), in_days(40)
    facts: dict[str, Any] = {"title": "Weerbaar", "whom": "everybody", "from_date": TODAY}
    asked = training.require(gathering, **facts, due_on=last, by=by_name("fenna"))
    where = reverse("training:own", args=[asked.pk])
    assert to_do() == [("Volg: Weerbaar", where, last)]
    held: dict[str, Any] = {"reached": None, "outcome": "", "by": by_name("fenna")}
    activities.hold(gathering, people=[person("eva")], **held)
    assert to_do() == []
    where = reverse("activities:gathering", args=[gathering.pk])
    assert done() == [("Aanwezig: Weerbaar", where, TODAY)]
    assert to_do("ivo") != []


def test_where_one_signed_up_stands_there_until_one_signs_off_or_it_is_cancelled() -> None:
    gathering = _training(in_days(9))
    activities.set_sign_up(gathering, takes_sign_ups=True, places=None, by=by_name("fenna"))
    assert coming() == []
    activities.sign_up(gathering, by=by_name("eva"))
    where = reverse("activities:gathering", args=[gathering.pk])
    assert coming() == [("Weerbaar", where, in_days(9))]
    activities.sign_off(gathering, by=by_name("eva"))
    assert coming() == []
    activities.sign_up(gathering, by=by_name("eva"))
    gathering.refresh_from_db()
    activities.cancel(gathering, reason="Ziek", by=by_name("fenna"))
    assert coming() == []


def test_the_question_to_managers_stands_there_until_it_was_answered() -> None:
    assert to_do("daan") == []
    due = in_days(21)
    requests.open_round(over=quarter_of(), due_on=due, by=acting("fenna"))
    told = "Weet u als leidinggevende van een vermoeden?"
    assert to_do("daan") == [(told, reverse("requests:mine"), due)]
    assert to_do("eva") == []
    asked = Request.objects.get(person=person("daan"))
    requests.answer(asked, answer=Answer.NOTHING, shown="", by=acting("daan"))
    assert to_do("daan") == []


def test_a_policy_to_revise_stands_there_from_two_months_before_its_day() -> None:
    policy = Policy.objects.get(slug="kernwaarden")
    Policy.objects.exclude(pk=policy.pk).update(next_revision=in_days(400))
    for days, lines in ((61, []), (60, [("Herzie: Kernwaarden", in_days(60))])):
        Policy.objects.filter(pk=policy.pk).update(next_revision=in_days(days))
        found = to_do("fenna")
        assert [(one.text, one.day) for one in found] == lines
    assert found[0].url == reverse("policies:policy", args=["kernwaarden"])
    Policy.objects.filter(pk=policy.pk).update(owner=person("eva"))
    assert to_do("fenna") == []
    assert len(to_do("eva")) == 1
    Policy.objects.filter(pk=policy.pk).update(owner=person("gijs"))
    assert [one.text for one in to_do("gijs")] == ["Laat herzien: Kernwaarden"]
    assert [one.text for one in to_do("fenna")] == ["Herzie: Kernwaarden"]


def test_a_policy_to_revise_and_one_to_adopt_go_when_the_new_version_is_adopted(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "post.example"
    policy, eva, gijs = Policy.objects.get(slug="kernwaarden"), by_name("eva"), by_name("gijs")
    Policy.objects.update(next_revision=in_days(400))
    Policy.objects.filter(pk=policy.pk).update(owner=person("eva"), next_revision=in_days(-1))
    version = policies.begin(policy, by=eva)
    assert [one.text for one in to_do()] == ["Herzie: Kernwaarden"]
    assert "Te herzien" in at_desk("eva").get("/desk/").content.decode()
    assert to_do("gijs") == []
    policies.offer(version, edition=version.edition, by=eva)
    where = reverse("policies:draft", args=["kernwaarden"])
    assert to_do("gijs") == [("Stel vast: Kernwaarden", where, None)]
    facts: dict[str, Any] = {"in_force_from": in_days(5), "next_revision": in_days(370)}
    policies.adopt(version, edition=version.edition, **facts, by=gijs)
    assert to_do() == to_do("gijs") == []
    assert "Te herzien" not in at_desk("eva").get("/desk/").content.decode()
    assert policies.remind_revisers() == 0
    with clock.standing_at(clock.now() + 311 * DAY):
        assert policies.remind_revisers() == 1


def _facts(days: int, owner: str) -> Facts:
    return Facts(
        name="Vergunningen verlenen",
        kind="process",
        stakes=["power"],
        likelihood=3,
        effect=4,
        owner=person(owner),
        review_date=in_days(days),
    )


@pytest.mark.parametrize("owner", ["eva", "gijs"])
def test_a_risk_stands_there_two_weeks_before_its_review_until_it_was_reviewed(
    owner: str,
) -> None:
    fenna = by_name("fenna")
    risk = risks.register(facts=_facts(15, owner), by=fenna)
    assert to_do(owner) == []
    risks.revise(risk, facts=_facts(14, owner), edition=risk.edition, is_review=False, by=fenna)
    [line] = to_do(owner)
    assert line.day == in_days(14)
    if owner == "gijs":  # who reads the register reads the name
        assert line.text == "Bekijk opnieuw: Vergunningen verlenen"
        assert line.url == reverse("risks:risk", args=[risk.pk])
    else:
        assert line.text == f"Bekijk risico {risk.pk} opnieuw"
        assert line.url == reverse("home:home")
    risk.refresh_from_db()
    risks.revise(
        risk, facts=_facts(200, owner), edition=risk.edition, is_review=True, text="Kan", by=fenna
    )
    assert to_do(owner) == []


def test_a_coordinator_reads_whose_a_risk_is_that_is_not_theirs() -> None:
    for owner in ("eva", "fenna"):
        risks.register(facts=_facts(5, owner), by=by_name("fenna"))
    told = [line.text for line in to_do("fenna") if "Vergunningen" in line.text]
    own = "Bekijk opnieuw: Vergunningen verlenen"
    assert told == [f"{own} (wie: {person('eva').name})", own]


def test_an_action_point_stands_there_until_it_is_finished() -> None:
    told: dict[str, Any] = {"report_year": TODAY.year, "title": "Nota vernieuwen"}
    owner = {"owner": person("eva"), "due_on": in_days(9)}
    point = action_points.open_point(**told, **owner, by=by_name("fenna"))
    where = reverse("action_points:point", args=[point.report_year, point.number])
    assert to_do() == [("Nota vernieuwen", where, in_days(9))]
    action_points.finish(point, outcome="Gedaan", by=by_name("eva"))
    assert to_do() == []


# The Goede Gesprek: Daan leads Eva and Carla, who began a year ago


@pytest.fixture
def led() -> Iterator[None]:
    """Stand in autumn, before managers are reminded."""
    with clock.standing_at(datetime.datetime(TODAY.year, 10, 20, 10, tzinfo=clock.HERE)):
        for name in ("eva", "carla"):
            works(name, datetime.date(TODAY.year - 1, 1, 1))
        yield


def tick(*names: str) -> None:
    told: dict[str, Any] = {"people": [person(name).pk for name in names], "year": TODAY.year}
    good_conversations.tick(**told, held_on=clock.today(), by=by_name("daan"))


def of_eva() -> GoodConversation:
    return GoodConversation.objects.get(person=person("eva"))


def test_the_conversations_to_go_stand_there_from_the_first_reminder_until_all_are_ticked(
    led: None,
) -> None:
    assert to_do("daan") == []
    with clock.standing_at(clock.now() + 20 * DAY):
        told = "Bespreek integriteit in het Goede Gesprek met uw mensen"
        end = datetime.date(TODAY.year, 12, 31)
        for name in ("eva", "carla"):
            assert to_do("daan") == [(told, reverse("good_conversations:people"), end)]
            tick(name)
        assert to_do("daan") == []


def test_a_fresh_tick_is_asked_after_for_a_month_and_stands_as_done(led: None) -> None:
    assert to_do() == []
    tick("eva")
    told, where = (
        "Klopt het dat integriteit met u besproken is?",
        reverse("good_conversations:mine"),
    )
    assert to_do() == [(told, where, None)]
    assert to_do("carla") == []
    held_on = clock.today()
    with clock.standing_at(clock.now() + 31 * DAY):
        assert to_do() == []
        told = "Integriteit besproken in het Goede Gesprek"
        assert done() == [(told, where, held_on)]


def test_a_contested_tick_stands_with_the_manager_until_it_is_answered_and_is_not_done(
    led: None,
) -> None:
    tick("eva")
    good_conversations.contest(of_eva(), by=by_name("eva"))
    assert to_do() == []
    assert done() == []
    told = "Iemand betwist wat u afvinkte over het Goede Gesprek"
    assert to_do("daan") == [(told, reverse("good_conversations:people"), None)]
    good_conversations.confirm(of_eva(), by=by_name("daan"))
    assert to_do("daan") == []
    assert [one.url for one in done()] == [reverse("good_conversations:mine")]
    tick("carla")
    of_carla = GoodConversation.objects.get(person=person("carla"))
    good_conversations.contest(of_carla, by=by_name("carla"))
    assert len(to_do("daan")) == 1
    of_carla.refresh_from_db()
    good_conversations.take_back(of_carla, by=by_name("daan"))
    assert to_do("daan") == []
