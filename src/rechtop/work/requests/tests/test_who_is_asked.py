"""A round asks every manager: who has the duty, and who leads people by the personnel system."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Duty, Kind, Placement, Unit
from rechtop.people.personnel import queries as personnel
from rechtop.people.personnel.models import Employment
from rechtop.people.personnel.rules import is_manager
from rechtop.work.cases import queries as cases
from rechtop.work.requests import account, operations, queries
from rechtop.work.requests.models import Request, Round, Tally
from rechtop.work.requests.states import Answer, quarter_of

pytestmark = pytest.mark.django_db

TODAY = clock.today()
TOMORROW = TODAY + datetime.timedelta(days=1)
REPORT = {"what": "Een fiets verdween.", "when": "", "did": "Gepraat.", "outcome": "", "who": ""}
BY_DUTY = ["Daan Dekker", "Nadia Noor", "Otto Oosterhuis", "Petra Post"]


def leads(manager: str, name: str, start: datetime.date = TODAY, **facts: object) -> Employment:
    """Let the personnel system tell that someone leads another."""
    return Employment.objects.create(
        person=person(name),
        personnel_number=f"1-{name}",
        kind="staff",
        manager=person(manager),
        start_date=start,
        **facts,
    )


def opened() -> Round:
    due_on = TODAY + datetime.timedelta(days=21)
    return operations.open_round(over=quarter_of(), due_on=due_on, by=acting("fenna"))


def asked_in(found: Round) -> list[str]:
    listed = Request.objects.filter(round=found).order_by("person__sort_name")
    return list(listed.values_list("person__name", flat=True))


def request_of(name: str) -> Request:
    return Request.objects.get(person=person(name))


def test_a_manager_known_only_from_the_personnel_system_counts_in_everything() -> None:
    leads("eva", "carla")
    found = opened()
    assert asked_in(found) == sorted([*BY_DUTY, "Eva Evers"], key=str.split)
    works_in = Placement.objects.get(person=person("eva")).unit
    assert request_of("eva").unit == works_in
    tally = Tally.objects.get(round=found, department=request_of("eva").department)
    assert (tally.department.name, tally.asked) == ("Directie Leefomgeving", 3)
    assert queries.waiting_for(acting("eva")).asked == request_of("eva")
    assert "Nee, ik weet van niets" in at_desk("eva").get("/desk/").content.decode()
    operations.answer(request_of("eva"), answer=Answer.NOTHING, shown="", by=acting("eva"))
    assert not queries.waiting_for(acting("eva"))
    case = operations.hand_in(
        request_of("eva"), report=REPORT, types=["theft"], about=[], by=acting("eva")
    )
    assert cases.visible_to(acting("bram")).filter(pk=case.pk).exists()
    assert request_of("eva").answer == Answer.HANDLED
    tally.refresh_from_db()
    assert (tally.asked, tally.answered) == (3, 1)
    figures = {one.name: one.value for one in account.figures(found.year)}
    assert figures["uitvraag.gevraagd"] == 5
    assert figures["uitvraag.beantwoord"] == 1
    assert figures["uitvraag.registraties"] == 1


def test_who_has_the_duty_and_leads_people_too_is_asked_once_for_the_unit_of_the_duty() -> None:
    leads("daan", "eva")
    leads("daan", "carla")
    found = opened()
    assert asked_in(found) == BY_DUTY
    assert request_of("daan").unit == Unit.objects.get(name="Bureau Vergunningen")


def test_who_leads_and_works_in_no_unit_is_asked_without_a_department() -> None:
    leads("eva", "carla")
    Placement.objects.filter(person=person("eva")).delete()
    found = opened()
    assert request_of("eva").department is None
    assert Tally.objects.get(round=found, department=None).asked == 1


@pytest.mark.parametrize(
    "told",
    [
        {"start": TOMORROW},
        {"start": TODAY - datetime.timedelta(days=9), "end_date": TODAY},
    ],
    ids=["not yet", "no more"],
)
def test_who_does_not_lead_today_is_no_manager(told: dict[str, datetime.date]) -> None:
    leads("eva", "carla", **told)
    assert asked_in(opened()) == BY_DUTY
    assert not is_manager(acting("eva"), None)
    assert not personnel.leads_people(person("eva").pk)
    with pytest.raises(Refused):
        operations.hand_in(
            request_of("daan"), report=REPORT, types=["theft"], about=[], by=acting("eva")
        )


def test_who_left_is_not_asked_although_people_still_stand_under_them() -> None:
    leads("eva", "carla")
    Person.objects.filter(pk=person("eva").pk).update(is_active=False)
    assert asked_in(opened()) == BY_DUTY


def test_who_is_no_manager_any_more_is_not_reminded_and_answers_no_more() -> None:
    led = leads("eva", "carla")
    found = opened()
    assert {one.person.name for one in queries.unanswered(found)} == {*BY_DUTY, "Eva Evers"}
    assert queries.managers_among([person("eva").pk]) == {person("eva").pk}
    Employment.objects.filter(pk=led.pk).update(manager=None)
    assert {one.person.name for one in queries.unanswered(found)} == {*BY_DUTY}
    assert queries.managers_among([person("eva").pk]) == set()
    assert queries.waiting_for(acting("eva")).asked is None
    with pytest.raises(Refused):
        operations.answer(request_of("eva"), answer=Answer.NOTHING, shown="", by=acting("eva"))
    assert operations.remind(found, by=acting("fenna")) == len(BY_DUTY)


def test_who_came_to_lead_people_since_is_a_newcomer_once() -> None:
    found = opened()
    assert not queries.not_yet_asked(found)
    leads("eva", "carla")
    assert [one.name for one in queries.not_yet_asked(found)] == ["Eva Evers"]
    assert operations.ask_newcomers(found, by=acting("fenna")) == 1
    assert operations.ask_newcomers(found, by=acting("fenna")) == 0
    assert queries.coverage([found.pk])[found.pk] == queries.Coverage(5, 0)
    department = request_of("eva").department
    assert Tally.objects.get(round=found, department=department).asked == 3


def test_a_round_opens_without_anybody_having_the_duty_and_not_without_a_manager() -> None:
    Duty.objects.filter(kind=Kind.MANAGER).delete()
    with pytest.raises(Invalid, match="Niemand is leidinggevende"):
        opened()
    leads("eva", "carla")
    assert asked_in(opened()) == ["Eva Evers"]


def test_opening_asks_the_database_as_often_for_thousands_of_managers() -> None:
    def asked_of_the_database() -> int:
        with CaptureQueriesContext(connection) as asked:
            found = opened()
        Round.objects.filter(pk=found.pk).delete()
        return len(asked)

    few = asked_of_the_database()
    people = Person.objects.bulk_create(
        Person(name=f"Chef {n}", sort_name=f"chef {n}", email=f"chef{n}@personeel.example")
        for n in range(1_500)
    )
    top = Unit.objects.get(parent=None)
    units = Unit.objects.bulk_create(Unit(name=f"Directie {n}", parent=top) for n in range(50))
    Placement.objects.bulk_create(
        Placement(person=one, unit=units[n % 50], from_date=TODAY) for n, one in enumerate(people)
    )
    Employment.objects.bulk_create(
        Employment(
            person=one,
            personnel_number=f"{n}",
            kind="staff",
            manager=people[n - 1] if n else None,
            start_date=TODAY,
        )
        for n, one in enumerate(people)
    )
    many = asked_of_the_database()
    assert personnel.managers().count() == 4 + 1_499
    assert many == few
