from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from tests.desk import at_desk
from tests.people import acting, person, report

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND, REPORTER
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault import reporters
from rechtop.people.organisation import operations, queries
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.cases import operations as cases

pytestmark = pytest.mark.django_db

TODAY = clock.today()


def in_days(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def duty(name: str) -> Duty:
    return Duty.objects.get(person=person(name))


def let_end(name: str, days: int) -> None:
    operations.set_end(duty(name), until_date=in_days(days), by=acting("hanna"))


def files_left(name: str, days: int) -> int:
    ending = queries.ending_on(person(name).pk, in_days(days))
    assert ending is not None
    return ending.files


def test_a_duty_is_let_end_on_a_day_to_come_and_until_then_nothing_changes() -> None:
    let_end("bram", 14)
    assert duty("bram").until_date == in_days(14)
    assert queries.duties_today(person("bram").pk) == {Kind.HANDLER}


@pytest.mark.parametrize("days", [0, -1])
def test_a_duty_is_not_let_end_today_or_before(days: int) -> None:
    with pytest.raises(Invalid, match="na vandaag"):
        let_end("bram", days)


def test_a_duty_is_not_let_run_into_one_it_clashes_with() -> None:
    let_end("bram", 10)
    operations.give_duty(
        person("bram"), kind=Kind.CONFIDANT, from_date=in_days(10), by=acting("hanna")
    )
    handler = Duty.objects.get(person=person("bram"), kind=Kind.HANDLER)
    with pytest.raises(Invalid, match="overlapt"):
        operations.set_end(handler, until_date=in_days(20), by=acting("hanna"))


def test_nobody_lets_their_own_duty_end_nor_one_that_ended() -> None:
    with pytest.raises(Refused, match="een ander"):
        operations.set_end(duty("hanna"), until_date=in_days(5), by=acting("hanna"))
    with pytest.raises(Refused, match="beheerder"):
        operations.set_end(duty("gijs"), until_date=in_days(5), by=acting("bram"))
    operations.end_duty(duty("daan"), by=acting("hanna"))
    with pytest.raises(Invalid, match="al geëindigd"):
        operations.set_end(duty("daan"), until_date=in_days(5), by=acting("hanna"))


def test_a_warning_comes_a_month_before_and_counts_what_nobody_could_open_then() -> None:
    report()
    let_end("fenna", 31)
    assert queries.ending_soon() == []
    let_end("fenna", 14)
    assert [(one.person.name, one.days, one.files) for one in queries.ending_soon()] == [
        ("Fenna de Vries", 14, 0)
    ]
    before = files_left("fenna", 14)
    operations.end_duty(duty("bram"), by=acting("hanna"))
    assert files_left("fenna", 14) == before + 2  # the report, and the case of the example


def test_two_who_leave_on_one_day_do_not_count_on_each_other() -> None:
    report()
    let_end("fenna", 14)
    let_end("bram", 14)
    assert {one.files for one in queries.ending_soon()} == {2}


def test_a_duty_that_another_takes_over_leaves_no_warning() -> None:
    let_end("bram", 14)
    operations.give_duty(person("bram"), kind=Kind.LAWYER, from_date=TODAY, by=acting("hanna"))
    assert queries.ending_soon() == []


def test_of_a_confidant_it_only_tells_that_conversations_cannot_be_opened_any_more() -> None:
    let_end("carla", 3)
    ending = queries.ending_soon(person("carla").pk)[0]
    assert (ending.files, ending.has_conversations) == (0, True)


def test_the_refusal_at_the_last_names_how_many_files_whose_and_what_to_do() -> None:
    report()
    operations.end_duty(duty("bram"), by=acting("hanna"))
    with pytest.raises(Invalid) as refused:
        operations.end_duty(duty("fenna"), by=acting("hanna"))
    told = " ".join(refused.value.messages)
    assert "2 dossiers kan dan niemand meer openen" in told
    assert "Vraag Fenna de Vries" in told
    assert "Mijn zaken overdragen" in told


def test_the_administrator_is_warned_while_choosing_the_day() -> None:
    report()
    operations.end_duty(duty("bram"), by=COMMAND)
    hanna, number = at_desk("hanna"), duty("fenna").pk
    page = reverse("organisation:set_end", args=[number])
    wrong = hanna.post(
        page, {"until_date_day": "31", "until_date_month": "2", "until_date_year": "2027"}
    )
    assert wrong.status_code == 200
    assert 'value="31"' in wrong.content.decode()
    day = in_days(14)
    typed = {"until_date_day": day.day, "until_date_month": day.month, "until_date_year": day.year}
    told = hanna.post(page, typed, follow=True).content.decode()
    assert "De taak eindigt op die dag." in told
    assert "2 dossiers kan dan niemand meer openen." in told
    assert "Over 14 dagen eindigt de taak van Fenna de Vries." in told
    assert "Over 14 dagen" in hanna.get(reverse("organisation:people")).content.decode()


def test_who_leaves_and_who_arranges_read_it_at_home_and_the_coordinator_reads_no_number() -> None:
    about_the_team = cases.receive(
        report={"what": "Iets"},
        identity={},
        about=[],
        positions=["integrity-team"],
        reporter=reporters.key_of(words.draw()),
        by=REPORTER,
    )
    operations.end_duty(duty("gijs"), by=COMMAND)
    assert vault.people_with_key(about_the_team.pk) == {person("ivo").pk}
    let_end("ivo", 14)
    read = {
        name: at_desk(name).get(reverse("home:home")).content.decode()
        for name in ("ivo", "fenna", "hanna", "bram")
    }
    left = "1 dossier kan dan niemand meer openen."
    assert "Over 14 dagen eindigt uw taak" in read["ivo"]
    assert left in read["ivo"]
    assert reverse("handover:cases") in read["ivo"]
    for name in ("hanna", "fenna"):
        assert "Over 14 dagen eindigt de taak van Ivo Idrissi" in read[name]
    assert left in read["hanna"]
    assert "niemand meer openen" not in read["fenna"]  # it is about her, and she may not count it
    assert "Over 14 dagen" not in read["bram"]
