"""Who must act is reminded by mail, once, and nobody without a key to that very file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import terms as given
from tests.desk import at_desk, by_name
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post import jobs as post_jobs
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.overview.calendar import jobs, operations, queries
from rechtop.overview.calendar.models import Reminder, Round
from rechtop.overview.home import queries as home
from rechtop.people.organisation.models import Duty
from rechtop.tools.deadlines.models import Deadline, TermRule
from rechtop.tools.procedures import layout
from rechtop.tools.procedures.layout import Role
from rechtop.tools.procedures.models import Version
from rechtop.work.cases import dossiers, terms
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.investigations.models import REACTION_TERM, Investigation
from rechtop.work.investigations.states import Standing

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _can_send(settings: Any) -> None:
    settings.EMAIL_HOST = "localhost"


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY):
        yield


def at(day: datetime.date, hour: int = 12):  # type: ignore[no-untyped-def]
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(hour), datetime.UTC))


def mailed(day: datetime.date) -> list[str]:
    """Let the job run on a day, twice, and give who got a mail."""
    Outgoing.objects.all().delete()
    with at(day):
        jobs.remind()
        jobs.remind()
    found = [post.opened(one.address).partition("@")[0] for one in Outgoing.objects.all()]
    return sorted(found)


@pytest.fixture
def case() -> Case:
    """Give a case of Bram in which one term of thirty days runs alone: until 23 December."""
    made = report()
    cases.assign(made, to=person("bram"), by=acting("bram"))
    Deadline.objects.all().delete()
    given.give(made.ref, starts_on=MONDAY, length=30)
    made.refresh_from_db()
    return made


LAST = MONDAY + 30 * DAY


def key_to(case: Case, first_name: str) -> None:
    """Give someone the key of a case, as who hands it over does."""
    bram, to = acting("bram"), person(first_name).pk
    given.within_an_operation(
        do=lambda: dossiers.give_to(to, dossiers.all_opened(case, bram)), by=JOB
    )


def test_the_handler_is_reminded_a_week_and_two_days_before_and_nobody_else(case: Case) -> None:
    found = {day: mailed(LAST + day * DAY) for day in range(-9, 1)}
    assert {day: who for day, who in found.items() if who} == {-7: ["bram"], -2: ["bram"]}


def test_of_a_short_term_one_is_reminded_once_before_it_ends(case: Case) -> None:
    given.give(case.ref, starts_on=MONDAY, length=14)
    last = MONDAY + 14 * DAY
    found = {day: mailed(last + day * DAY) for day in range(-9, 1)}
    assert {day: who for day, who in found.items() if who} == {-2: ["bram"]}


def test_of_a_case_nobody_handles_everybody_who_receives_it_is_reminded(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(handler=None)
    holding = mailed(LAST - 2 * DAY)
    assert {"bram", "fenna"} <= set(holding)
    open_to = {one for one in holding if queries.terms(acting(one)).exists()}
    assert open_to == set(holding)


def test_after_the_last_day_the_coordinators_with_a_key_hear_and_after_a_week_the_secretary(
    case: Case,
) -> None:
    mailed(LAST - 2 * DAY)
    key_to(case, "gijs")
    assert mailed(LAST + DAY) == ["bram", "fenna"]
    assert mailed(LAST + 6 * DAY) == []
    assert mailed(LAST + 7 * DAY) == ["bram", "fenna", "gijs"]
    assert mailed(LAST + 8 * DAY) == []


def test_nobody_without_a_key_to_that_file_is_mailed(case: Case) -> None:
    """The secretary has none; of Fenna, who is a person concerned, it is taken away. Then too few
    are left, and Gijs gets the key in her place.
    """
    assert mailed(LAST + 7 * DAY) == ["bram", "fenna"]
    Round.objects.all().delete()
    Reminder.objects.all().delete()
    cases.name_person_concerned(
        case, name="Fenna", description="", person=person("fenna"), by=acting("bram")
    )
    assert mailed(LAST + 7 * DAY) == ["bram", "gijs"]


def test_a_handler_who_lost_the_key_or_the_duty_is_not_mailed_and_who_receives_is(
    case: Case,
) -> None:
    Duty.objects.filter(person=person("bram")).update(until_date=LAST - 10 * DAY)
    found = mailed(LAST - 2 * DAY)
    assert "bram" not in found
    assert "fenna" in found


def test_one_mail_a_day_whatever_the_number_of_terms(case: Case) -> None:
    for number in range(3):
        given.give(case.ref, code=f"test{number}", starts_on=MONDAY, length=30)
    assert mailed(LAST - 2 * DAY) == ["bram"]
    assert Reminder.objects.count() == 8
    given.give(case.ref, code="late", starts_on=MONDAY, length=30)
    with at(LAST - 2 * DAY):
        assert operations.remind(by=JOB) == 0
    assert mailed(LAST - DAY) == ["bram"]


def test_what_was_reached_while_the_server_was_down_is_told_of_once(case: Case) -> None:
    assert mailed(LAST + 3 * DAY) == ["bram", "fenna"]
    assert mailed(LAST + 4 * DAY) == []
    kept = Reminder.objects.order_by("stage").values_list("stage", flat=True)
    assert list(kept) == [-7, -2, 1]


def test_a_reminder_is_kept_once_and_a_round_is_one_a_day(case: Case) -> None:
    mailed(LAST - 2 * DAY)
    one = Reminder.objects.first()
    assert one is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            deadline=one.deadline, due_on=one.due_on, stage=one.stage, sent_on=MONDAY
        )
    with at(LAST - 2 * DAY):
        assert operations.remind(by=JOB) == 0


def test_of_a_term_that_was_made_longer_one_is_reminded_anew_and_of_one_that_stands_still_not(
    case: Case,
) -> None:
    assert mailed(LAST - 2 * DAY) == ["bram"]
    term = Deadline.objects.get(subject_number=case.pk)
    with at(LAST - DAY):
        until = LAST + 10 * DAY
        terms.extend(case, term=term.pk, until=until, reason="Meer", by=acting("bram"))
    assert mailed(LAST + DAY) == []
    assert mailed(LAST + 3 * DAY) == ["bram"]
    with at(LAST + 4 * DAY):
        on = clock.today()
        terms.pause(case, term=term.pk, on=on, reason="Wacht", by=acting("bram"))
    assert mailed(LAST + 30 * DAY) == []


def of_step(case: Case, role: Role) -> None:
    """Let one term run alone in the case: that of a step someone in this role takes."""
    listed = Version.objects.exclude(valid_from=None)
    rule = next(
        f"step:{one.pk}:{code}"
        for one in listed
        for code, step in layout.read(one.content).steps.items()
        if step.who == role
    )
    Deadline.objects.all().delete()
    given.give(case.ref, code=rule, starts_on=MONDAY, length=30)


def under_way(case: Case, decider: str, investigator: str = "") -> None:
    number = person(investigator).pk if investigator else None
    Investigation.objects.create(
        number="0000-0001",
        case=case,
        asked_on=MONDAY,
        decider=person(decider),
        investigator_id=number,
    )


def test_of_a_step_of_the_secretary_the_secretary_is_reminded_but_never_without_a_key(
    case: Case,
) -> None:
    of_step(case, Role.SECRETARY)
    assert mailed(LAST - 7 * DAY) == ["bram"]
    key_to(case, "gijs")
    assert mailed(LAST - 2 * DAY) == ["gijs"]


def test_of_such_a_step_who_decides_in_the_case_comes_before_the_secretary(case: Case) -> None:
    of_step(case, Role.REPLACEMENT)
    key_to(case, "gijs")
    under_way(case, decider="fenna")
    assert mailed(LAST - 7 * DAY) == ["fenna"]
    Investigation.objects.update(state=Standing.DECLINED, declined_on=MONDAY)
    assert mailed(LAST - 2 * DAY) == ["gijs"]


def test_of_a_step_of_the_investigator_who_investigates_is_reminded_once_they_hold_the_key(
    case: Case,
) -> None:
    of_step(case, Role.INVESTIGATOR)
    under_way(case, decider="gijs", investigator="ivo")
    assert mailed(LAST - 7 * DAY) == ["bram"]
    key_to(case, "ivo")
    assert mailed(LAST - 2 * DAY) == ["ivo"]
    assert mailed(LAST + DAY) == ["fenna", "ivo"]


def test_of_the_term_of_a_draft_who_investigates_and_who_handles_are_reminded(case: Case) -> None:
    Deadline.objects.all().delete()
    given.give(case.ref, code=REACTION_TERM, starts_on=MONDAY, length=30)
    under_way(case, decider="gijs", investigator="ivo")
    assert mailed(LAST - 7 * DAY) == ["bram"]
    key_to(case, "ivo")
    assert mailed(LAST - 2 * DAY) == ["bram", "ivo"]


def at_once(case: Case, starts_on: datetime.date = MONDAY) -> Deadline:
    """Let run in the case, alone, what is to be done without delay."""
    Deadline.objects.all().delete()
    return given.give(case.ref, code="soon", starts_on=starts_on, length=None, unit="at_once")


def test_of_what_is_to_be_done_without_delay_one_is_reminded_the_next_day_and_others_after_it(
    case: Case,
) -> None:
    at_once(case)
    key_to(case, "gijs")
    found = {day: mailed(MONDAY + day * DAY) for day in range(12)}
    assert {day: who for day, who in found.items() if who} == {
        1: ["bram"],
        2: ["bram", "fenna"],
        8: ["bram", "fenna", "gijs"],
    }


def test_what_came_up_on_a_friday_is_reminded_of_on_monday(case: Case) -> None:
    friday = MONDAY + 4 * DAY
    at_once(case, starts_on=friday)
    found = {day: mailed(friday + day * DAY) for day in range(5)}
    assert {day: who for day, who in found.items() if who} == {3: ["bram"], 4: ["bram", "fenna"]}


def test_what_was_done_without_delay_or_lies_in_a_closed_case_is_not_reminded_of(
    case: Case,
) -> None:
    Deadline.objects.filter(pk=at_once(case).pk).update(met_on=MONDAY)
    assert mailed(MONDAY + DAY) == []
    at_once(case)
    year = {"closed_year": MONDAY.year, "closed_on": MONDAY, "conclusion": "founded"}
    Case.objects.filter(pk=case.pk).update(state="closed", received_on=MONDAY, **year)
    assert mailed(MONDAY + DAY) == []


def test_what_is_to_be_done_anew_without_delay_is_reminded_of_anew(case: Case) -> None:
    again = at_once(case)
    assert mailed(MONDAY + 10 * DAY) == ["bram", "fenna"]
    assert mailed(MONDAY + 11 * DAY) == []
    Deadline.objects.filter(pk=again.pk).update(starts_on=MONDAY + 14 * DAY)
    assert mailed(MONDAY + 14 * DAY) == []
    assert mailed(MONDAY + 15 * DAY) == ["bram"]


def test_of_a_step_without_delay_who_takes_it_is_reminded_but_never_without_a_key(
    case: Case,
) -> None:
    of_step(case, Role.SECRETARY)
    [rule] = {one.rule for one in Deadline.objects.select_related("rule")}
    TermRule.objects.filter(pk=rule.pk).update(unit="at_once", length=None)
    Deadline.objects.update(due_on=None)
    assert mailed(MONDAY + DAY) == ["bram"]
    key_to(case, "gijs")
    Reminder.objects.all().delete()
    Round.objects.all().delete()
    assert mailed(MONDAY + DAY) == ["gijs"]


def test_whom_to_remind_takes_as_many_queries_for_three_terms_as_for_one(
    case: Case, django_assert_num_queries: Any
) -> None:
    of_step(case, Role.SECRETARY)
    [rule] = Deadline.objects.values_list("rule__code", flat=True)
    [one] = queries.to_remind(LAST)
    with CaptureQueriesContext(connection) as counted:
        queries.people_to_remind([one])
    for code in (REACTION_TERM, "test2"):
        given.give(case.ref, code=code, starts_on=MONDAY, length=30)
    three = queries.to_remind(LAST)
    assert (len(three), rule in {due.deadline.rule.code for due in three}) == (3, True)
    with django_assert_num_queries(len(counted)):
        queries.people_to_remind(three)


def test_the_mail_says_nothing_and_none_goes_at_night_or_without_a_mail_server(
    case: Case, settings: Any
) -> None:
    with at(LAST - 2 * DAY, hour=3):
        jobs.remind()
        assert not Outgoing.objects.exists()
    settings.EMAIL_HOST = ""
    assert mailed(LAST - 2 * DAY) == []
    assert not Reminder.objects.exists()
    settings.EMAIL_HOST = "localhost"
    assert mailed(LAST - 2 * DAY) == ["bram"]
    with at(LAST - DAY):
        post_jobs.deliver()
    [sent] = mail.outbox
    assert sent.to == ["bram@voorbeeld.example"]
    assert case.number not in str(sent.message())
    assert "termijn" not in str(sent.message()).casefold()


def test_the_coordinator_says_when_reminders_go(case: Case) -> None:
    with pytest.raises(Refused):
        operations.set_plan(longer_than=20, first_before=5, last_before=1, by=by_name("bram"))
    fenna = at_desk("fenna")
    page = "/desk/agenda/herinneringen/"
    wrong = fenna.post(page, {"longer_than": "20", "first_before": "1", "last_before": "1"})
    assert "De eerste herinnering komt vóór de laatste." in wrong.content.decode()
    assert "cijfers" in fenna.post(page, {"longer_than": "veel"}).content.decode()
    fenna.post(page, {"longer_than": "20", "first_before": "5", "last_before": "1"})
    found = {day: mailed(LAST + day * DAY) for day in range(-9, 1)}
    assert {day: who for day, who in found.items() if who} == {-5: ["bram"], -1: ["bram"]}
    with pytest.raises(Invalid):
        operations.set_plan(longer_than=20, first_before=1, last_before=1, by=by_name("fenna"))


def test_what_is_overdue_in_a_case_nobody_handles_is_seen_by_everybody_with_a_key(
    case: Case,
) -> None:
    Case.objects.filter(pk=case.pk).update(handler=None)
    key_to(case, "gijs")
    with at(LAST + 40 * DAY):
        for name in ("bram", "fenna", "gijs"):
            waiting = home.waiting_for(acting(name))
            assert case.pk in {one.case.pk for one in waiting.due}
