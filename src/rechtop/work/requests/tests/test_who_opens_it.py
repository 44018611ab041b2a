"""A quarter does not pass without a round unseen: who opens rounds is mailed, and lets it go."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings
from tests.desk import at_desk
from tests.people import acting, person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty
from rechtop.work.requests import operations, queries
from rechtop.work.requests.models import Begun, Request, Round
from rechtop.work.requests.states import Quarter, quarter_of

pytestmark = pytest.mark.django_db

DESK = "/desk/uitvraag/"
THREE_WEEKS = datetime.timedelta(days=21)


@pytest.fixture(autouse=True)
def _mail_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_HOST", "mail.example")


def on_first_day(over: Quarter, days: int = 0) -> Any:
    """Stand on the first day of a quarter, or so many days after it, at noon."""
    day = over.first_day + datetime.timedelta(days=days)
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(12), clock.HERE))


def told() -> int:
    """Let the jobs run twice; give how many mails that were."""
    before = Outgoing.objects.count()
    for _again in range(2):
        operations.go_on()
    return Outgoing.objects.count() - before


def opened(over: Quarter, until: datetime.timedelta = THREE_WEEKS) -> Round:
    return operations.open_round(over=over, due_on=clock.today() + until, by=acting("fenna"))


def test_the_coordinators_are_mailed_once_that_a_quarter_began_and_once_that_it_passed() -> None:
    over = quarter_of().after
    with on_first_day(over):
        assert told() == 1
    with on_first_day(over, 40):
        assert told() == 0
    with on_first_day(over.after):
        assert told() == 1  # of the new quarter and of the one that passed, in one mail
        assert queries.proposed() == [over.after, over]
    with on_first_day(over.after, 3):
        assert told() == 0
    with on_first_day(over.after.after):
        assert told() == 1
        assert queries.proposed() == [over.after.after, over.after, over]
        assert opened(over).over == over


def test_they_hear_once_more_of_a_quarter_that_passed_also_where_the_next_had_its_round() -> None:
    over = quarter_of().after
    with on_first_day(over):
        assert told() == 1
    with on_first_day(over.after):
        found = opened(over.after)
        assert told() == 0
        operations.close(found, by=acting("fenna"))
        assert told() == 1
        assert told() == 0
        assert queries.proposed() == [over]


def test_of_a_quarter_with_a_round_nobody_is_mailed_and_one_that_runs_holds_the_next_up() -> None:
    over = quarter_of().after
    with on_first_day(over, 20):
        found = opened(over, until=datetime.timedelta(days=91))
        assert told() == 0
    with on_first_day(over.after):
        assert told() == 0
        assert queries.proposed() == []
        operations.close(found, by=acting("fenna"))
        assert told() == 1
        assert queries.proposed() == [over.after]


def test_each_quarter_that_passed_while_the_jobs_were_down_is_noted_and_told_in_one_mail() -> None:
    first = quarter_of().after
    second, third, fourth = first.after, first.after.after, first.after.after.after
    with on_first_day(first):
        assert told() == 1
    with on_first_day(third, 20):
        operations.close(opened(third), by=acting("fenna"))  # while the jobs are down
    with on_first_day(fourth, 40):
        assert told() == 1
        noted = [one.over for one in Begun.objects.order_by("year", "quarter")]
        assert noted == [first, second, fourth]
        assert queries.proposed() == [fourth, second, first]
        assert told() == 0
    with on_first_day(fourth.after):
        assert told() == 1
        assert queries.proposed() == [fourth.after, fourth, second, first]
        assert Begun.objects.get(year=second.year, quarter=second.number).told_again_on is not None


def test_quarters_are_noted_from_the_first_round_on_and_none_before_it() -> None:
    first = quarter_of().after
    with on_first_day(first):
        operations.close(opened(first), by=acting("fenna"))
        assert told() == 0
    with on_first_day(first.after.after):
        assert told() == 1
        assert queries.proposed() == [first.after.after, first.after]
        assert Begun.objects.count() == 2


def test_while_the_jobs_are_down_the_page_tells_what_passed_and_it_can_be_let_go_or_asked() -> None:
    first = quarter_of().before.before.before
    second, third = first.after, first.after.after
    with on_first_day(first):
        told()
    fenna = at_desk("fenna")
    page = fenna.get(DESK).content.decode()
    for over in (first, second, third):
        assert f"Het {over} ging voorbij zonder uitvraag." in page
    fenna.post(f"{DESK}{second.year}/{second.number}/laten-gaan/")
    assert queries.proposed() == [quarter_of(), third, first]
    assert "laten gaan op" in fenna.get(DESK).content.decode()
    operations.close(opened(first), by=acting("fenna"))
    operations.go_on()
    assert queries.proposed() == [quarter_of(), third]
    assert not Begun.objects.filter(told_on=None).exclude(let_go_on__isnull=False).exists()


def test_without_a_coordinator_it_waits_for_the_next_one() -> None:
    over = quarter_of().after
    duty = Duty.objects.get(person=person("fenna"), kind="coordinator")
    with on_first_day(over):
        organisation.end_duty(duty, by=COMMAND)
    with on_first_day(over, 2):
        assert told() == 0
        organisation.give_duty(
            person("bram"), kind="coordinator", from_date=clock.today(), by=COMMAND
        )
        assert told() == 1


def test_a_quarter_that_passed_stays_at_home_until_it_is_let_go_of() -> None:
    over = quarter_of().before
    with on_first_day(over):
        told()
        with pytest.raises(Invalid, match="wacht niet"):
            operations.let_go(over=over, by=acting("fenna"))  # it can still be asked
    fenna, way = at_desk("fenna"), f"{DESK}{over.year}/{over.number}/laten-gaan/"
    assert f"?over={over.code}" in fenna.get("/desk/").content.decode()
    assert way in fenna.get(DESK).content.decode()
    form = fenna.get(f"{DESK}beginnen/?over={over.code}").context["form"]
    assert form["over"].value() == over.code
    assert at_desk("bram").post(way).status_code == 404
    with pytest.raises(Refused):
        operations.let_go(over=over, by=acting("bram"))
    fenna.post(way)
    assert f"?over={over.code}" not in fenna.get("/desk/").content.decode()
    assert "laten gaan op" in fenna.get(DESK).content.decode()
    assert "wacht niet op een uitvraag" in fenna.post(way, follow=True).content.decode()
    assert queries.proposed() == [quarter_of()]


def test_who_became_a_manager_since_is_asked_by_itself_while_the_round_runs() -> None:
    found = opened(quarter_of())
    operations.go_on()
    assert not Entry.objects.filter(action="requests.more_asked").exists()  # nobody came
    organisation.give_duty(person("eva"), kind="manager", from_date=clock.today(), by=COMMAND)
    mails = Outgoing.objects.count()
    assert operations.go_on()["asked"] == 1
    assert operations.go_on()["asked"] == 0
    assert Request.objects.filter(round=found, person=person("eva")).exists()
    assert Outgoing.objects.count() == mails + 1
