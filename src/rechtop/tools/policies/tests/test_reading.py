"""People are asked to read a version, confirm once, and are counted by unit without their names."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.days import days_on
from tests.desk import at_desk, by_name
from tests.people import person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.people.identity.models import Person
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel.models import Employment
from rechtop.tools.policies import operations, queries
from rechtop.tools.policies.models import Campaign, Confirmation, Policy, PolicyVersion

pytestmark = pytest.mark.django_db

HOME = "/desk/beleid/gedragscode/"
READ = f"{HOME}versies/2/gelezen/"
ASK = f"{HOME}leesronde/"
QUESTION = "Ik heb dit gelezen"


def code() -> PolicyVersion:
    found = queries.in_force(Policy.objects.get(slug="gedragscode"))
    assert found is not None
    return found


def in_days(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def asked(unit: str = "", days: int = 30) -> Campaign:
    among = Unit.objects.get(name=unit) if unit else None
    return operations.ask(code(), unit=among, due_on=in_days(days), by=by_name("fenna"))


def sent(day: datetime.date, unit: str = "iedereen") -> dict[str, Any]:
    parts = {f"due_on_{part}": getattr(day, part) for part in ("day", "month", "year")}
    return {**parts, "unit": unit}


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def errors(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [text for told in answer.context["form"].errors.values() for text in told]


def counts(campaign: Campaign) -> dict[str, tuple[int, int]]:
    listed = queries.coverage([campaign])[campaign.pk]
    return {one.unit: (one.asked, one.confirmed) for one in listed}


def test_eva_is_asked_at_her_home_reads_and_confirms_once() -> None:
    fenna, eva = at_desk("fenna"), at_desk("eva")
    assert QUESTION not in text_of(eva, HOME)
    fenna.post(ASK, sent(in_days(30)))
    assert "Te lezen en bevestigen" in text_of(eva, "/desk/")
    assert "Gedragscode" in text_of(eva, "/desk/beleid/lezen/")
    assert QUESTION in text_of(eva, HOME)
    eva.post(READ)
    eva.post(READ)
    one = Confirmation.objects.get()
    assert (one.person_id, one.confirmed_on) == (person("eva").pk, clock.today())
    assert QUESTION not in text_of(eva, HOME)
    assert "U hoeft nu niets te lezen" in text_of(eva, "/desk/beleid/lezen/")
    assert "Te lezen en bevestigen" not in text_of(eva, "/desk/")
    page = text_of(fenna, ASK)
    assert f"1 van {Person.objects.filter(is_active=True).count()} mensen" in page
    assert "Eva" not in re.sub(r"<[^>]+>", " ", page), "what is drawn at random stands in the tags"


def test_a_unit_is_asked_with_all_below_it_and_nobody_else() -> None:
    campaign = asked("Directie Leefomgeving")
    units = counts(campaign)
    assert set(units) == {"Bureau Vergunningen", "Directie Leefomgeving"}
    daan, bram = by_name("daan"), by_name("bram")
    operations.confirm(code(), by=daan)
    asked_there, confirmed = units["Bureau Vergunningen"]
    assert counts(campaign)["Bureau Vergunningen"] == (asked_there, confirmed + 1)
    with pytest.raises(Refused, match="Niemand vraagt u"):
        operations.confirm(code(), by=bram)
    assert QUESTION not in text_of(at_desk("bram"), HOME)
    with pytest.raises(Refused, match="al bevestigd"):
        operations.confirm(code(), by=daan)


def test_who_comes_is_asked_too_and_who_left_no_more() -> None:
    campaign = asked()
    before = sum(many for many, _confirmed in counts(campaign).values())
    organisation.add_person(name="Zita", email="zita@voorbeeld.example", unit=None, by=COMMAND)
    assert counts(campaign)[""] == (1, 0)
    Person.objects.filter(pk=person("eva").pk).update(is_active=False)
    assert sum(many for many, _confirmed in counts(campaign).values()) == before
    assert not queries.is_asked(person("eva").pk, code())


def test_nobody_but_the_coordinator_asks_and_only_for_what_is_current() -> None:
    first = PolicyVersion.objects.get(policy__slug="gedragscode", number=1)
    for version, name in ((code(), "gijs"), (code(), "eva"), (first, "fenna")):
        with pytest.raises(Refused):
            operations.ask(version, unit=None, due_on=in_days(9), by=by_name(name))
    assert at_desk("gijs").get(ASK).status_code == 404
    campaign = asked()
    with pytest.raises(Refused):
        operations.stop(campaign, by=by_name("gijs"))
    operations.stop(campaign, by=by_name("fenna"))
    assert not queries.to_read_by(by_name("eva"))
    with pytest.raises(Refused, match="al gestopt"):
        operations.stop(campaign, by=by_name("fenna"))


def test_a_day_that_cannot_be_and_asking_twice_are_told_at_the_field() -> None:
    fenna = at_desk("fenna")
    for day in (clock.today(), in_days(-1), in_days(400)):
        told = errors(fenna.post(ASK, sent(day)))
        assert told == ["Kies een dag na vandaag, binnen een jaar."]
    for unit in ("", "0", "x"):
        assert errors(fenna.post(ASK, sent(in_days(9), unit)))
    answer = fenna.post(ASK, {**sent(in_days(9)), "due_on_month": "13"})
    assert errors(answer) == ["Deze datum bestaat niet. Schrijf bijvoorbeeld 24 11 2026."]
    assert 'value="13"' in answer.content.decode()
    asked()
    assert errors(fenna.post(ASK, sent(in_days(9)))) == [
        "Deze mensen zijn al gevraagd om dit te lezen."
    ]
    with pytest.raises(Invalid):
        asked()
    unit = Unit.objects.get(name="Team Integriteit")
    fenna.post(ASK, sent(in_days(9), str(unit.pk)))
    assert Campaign.objects.count() == 2
    assert len(queries.to_read_by(by_name("fenna"))) == 1  # the same version, asked twice


def test_a_newer_version_in_force_ends_the_question_about_the_older_one() -> None:
    campaign, fenna, gijs = asked(), by_name("fenna"), by_name("gijs")
    version = operations.begin(code().policy, by=fenna)
    operations.adopt(version, in_force_from=in_days(5), edition=version.edition, by=gijs)
    assert queries.to_read_by(by_name("eva")) == [campaign]
    with days_on(6):
        assert not queries.to_read_by(by_name("eva"))
        assert not queries.to_remind()


def test_reminders_go_a_week_before_and_once_after_and_say_nothing(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    campaign = asked("Bureau Vergunningen", days=30)
    people = queries.asked(campaign).count()
    assert people
    assert Outgoing.objects.count() == people
    operations.confirm(code(), by=by_name("daan"))
    gone = []
    for day in (0, 22, 23, 24, 30, 31, 32, 40):
        before = Outgoing.objects.count()
        with days_on(day):
            operations.go_on()
        gone.append((day, Outgoing.objects.count() - before))
    assert [one for one in gone if one[1]] == [(23, people - 1), (31, people - 1)]
    addresses = {post.opened(one.address) for one in Outgoing.objects.all()}
    assert addresses == set(queries.asked(campaign).values_list("email", flat=True))


def test_counting_asks_as_much_however_many_units_there_are() -> None:
    campaign = asked()
    with CaptureQueriesContext(connection) as used:
        queries.coverage([campaign])
    assert len(used) == 1


def test_what_someone_read_is_forgotten_a_year_after_they_left() -> None:
    asked()
    for name, days in (("eva", 366), ("daan", 300)):
        operations.confirm(code(), by=by_name(name))
        Person.objects.filter(pk=person(name).pk).update(is_active=False)
        Employment.objects.create(
            person=person(name),
            personnel_number=name,
            kind="staff",
            start_date=in_days(-1000),
            end_date=in_days(-days),
        )
    assert operations.forget_gone() == 1
    assert list(Confirmation.objects.values_list("person", flat=True)) == [person("daan").pk]


def test_who_keeps_a_policy_is_reminded_before_its_revision_and_once_after_and_mail_says_nothing(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "post.example"
    Policy.objects.update(next_revision=None)
    policy = code().policy
    Policy.objects.filter(pk=policy.pk).update(next_revision=in_days(61))
    for days, reminded in ((0, 0), (1, 1), (2, 0), (61, 0), (62, 1), (63, 0)):
        with days_on(days):
            assert (days, operations.remind_revisers()) == (days, reminded)
    assert Outgoing.objects.count() == 2
    assert "edragscode" not in str(list(Outgoing.objects.values()))
    policy.refresh_from_db()
    facts = {"title": policy.title, "edition": policy.edition, "next_revision": in_days(40)}
    operations.describe(policy, by=by_name("fenna"), **facts)
    assert operations.remind_revisers() == 1  # another day was chosen


def test_where_the_owner_became_secretary_or_left_the_coordinators_are_to_revise(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "post.example"
    Policy.objects.update(next_revision=None)
    policy, today = code().policy, clock.today()
    Policy.objects.filter(pk=policy.pk).update(owner=person("eva"), next_revision=in_days(30))

    def told_to() -> list[str]:
        Policy.objects.update(reminded_on=None)
        Outgoing.objects.all().delete()
        operations.remind_revisers()
        return [post.opened(one.address) for one in Outgoing.objects.all()]

    def revise() -> list[str]:
        return [name for name in ("eva", "fenna", "gijs") if queries.to_revise_by(by_name(name))]

    assert (told_to(), revise()) == ([person("eva").email], ["eva"])
    organisation.give_duty(person("eva"), kind=Duty.SECRETARY, from_date=today, by=COMMAND)
    assert (told_to(), revise()) == ([person("fenna").email], ["fenna"])
    assert queries.to_let_revise_by(by_name("eva")) == [policy]
    organisation.give_duty(person("eva"), kind=Duty.COORDINATOR, from_date=today, by=COMMAND)
    assert (told_to(), revise()) == ([person("eva").email], ["eva"])
    Person.objects.filter(pk=person("eva").pk).update(is_active=False)
    assert told_to() == [person("fenna").email]
    assert queries.to_revise_by(by_name("fenna")) == [policy]
    Person.objects.filter(pk=person("fenna").pk).update(is_active=False)
    assert told_to() == []
    assert Policy.objects.filter(reminded_on=None).count() == Policy.objects.count()


def test_the_secretary_reads_at_home_that_others_revise_what_is_theirs() -> None:
    Policy.objects.update(next_revision=None)
    Policy.objects.filter(slug="gedragscode").update(owner=person("gijs"), next_revision=in_days(9))
    home = text_of(at_desk("gijs"), "/desk/")
    assert "Te herzien" not in home
    assert "Te laten herzien" in home
    assert "Te herzien" in text_of(at_desk("fenna"), "/desk/")


def test_a_policy_of_who_left_is_marked_and_given_to_another_who_is_mailed(settings: Any) -> None:
    settings.EMAIL_HOST = "post.example"
    policy, fenna = code().policy, at_desk("fenna")
    Policy.objects.update(owner=person("daan"), reminded_on=clock.today())
    Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    for path in ("/desk/beleid/", HOME):
        assert "Eigenaar is vertrokken" in text_of(fenna, path)
        assert "Eigenaar is vertrokken" not in text_of(at_desk("eva"), path)
    answer = fenna.post(f"{HOME}eigenaar/", {"owner": "Daan Dekker"})
    assert "Wij kennen niemand" in str(answer.context["form"].errors["owner"])
    with pytest.raises(Invalid, match="niet meer"):
        operations.give(policy, owner=person("daan"), by=by_name("fenna"))
    with pytest.raises(Refused):
        operations.give(policy, owner=person("eva"), by=by_name("bram"))
    assert at_desk("bram").get(f"{HOME}eigenaar/").status_code == 404
    fenna.post(f"{HOME}eigenaar/", {"owner": person("eva").email})
    policy.refresh_from_db()
    assert (policy.owner, policy.reminded_on) == (person("eva"), None)
    assert "Eigenaar is vertrokken" not in text_of(fenna, HOME)
    with pytest.raises(Invalid, match="al bij"):
        operations.give(policy, owner=person("eva"), by=by_name("fenna"))
    assert [post.opened(one.address) for one in Outgoing.objects.all()] == [person("eva").email]
    assert policy.title not in str(list(Outgoing.objects.values()))


def test_of_a_round_that_was_stopped_stays_to_be_seen_how_many_confirmed() -> None:
    campaign = asked("Bureau Vergunningen")
    operations.confirm(code(), by=by_name("daan"))
    ((there, confirmed),) = counts(campaign).values()
    assert confirmed == 1
    operations.stop(campaign, by=by_name("fenna"))
    page = text_of(at_desk("fenna"), ASK)
    assert f"Van wie er toen werkten, bevestigden 1 van {there} mensen." in page
    assert f'data-label="Bevestigd">{confirmed}</td>' in page
    assert "Deze leesronde stoppen" not in page


def works(who: Person, start: datetime.date, end: datetime.date | None = None) -> None:
    facts = {"personnel_number": str(who.pk), "kind": "staff"}
    Employment.objects.create(person=who, start_date=start, end_date=end, **facts)


def zita() -> Person:
    facts: dict[str, Any] = {"name": "Zita", "email": "zita@voorbeeld.example"}
    unit = Unit.objects.get(name="Bureau Vergunningen")
    organisation.add_person(**facts, unit=unit, by=COMMAND)
    return Person.objects.get(email=facts["email"])


@pytest.mark.parametrize("unit", ["", "Bureau Vergunningen"])
@pytest.mark.parametrize("ends", ["stopped", "replaced"])
def test_a_round_that_is_over_counts_who_worked_there_on_its_last_day(ends: str, unit: str) -> None:
    campaign, fenna = asked(unit), by_name("fenna")
    operations.confirm(code(), by=by_name("daan"))
    works(person("daan"), in_days(-90), in_days(20))
    before, last = counts(campaign), 10
    if ends == "replaced":
        newer = operations.begin(code().policy, by=fenna)
        facts: dict[str, Any] = {"in_force_from": in_days(last + 1), "edition": newer.edition}
        operations.adopt(newer, **facts, by=by_name("gijs"))
    else:
        with days_on(last):
            operations.stop(campaign, by=fenna)
    campaign.refresh_from_db()
    last_day, day_after = in_days(last), in_days(last + 1)
    with days_on(30):
        works(zita(), day_after)
        Person.objects.filter(pk=person("daan").pk).update(is_active=False)  # left on day 20
        assert counts(campaign) == before
        Employment.objects.filter(person=person("daan")).update(end_date=last_day)
        assert sum(done for _asked, done in counts(campaign).values()) == 0
        Employment.objects.filter(person__name="Zita").update(start_date=last_day)
        many = sum(many for many, _done in before.values())
        page = text_of(at_desk("fenna"), ASK)
        assert "Van wie er toen werkten, bevestigden" in page
        assert ("Er geldt nu een nieuwere versie" in page) == (ends == "replaced")
        assert "Deze leesronde stoppen" not in page
        told = sum(many for many, _done in counts(campaign).values())
        assert told == (many - 1 if unit else many)  # she came into the unit on day 30
