"""The list of cases by who handles them: also of who handles none any more, and of nobody."""

from __future__ import annotations

import pytest
from tests.desk import with_open_vault
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.cases import filters, operations, queries
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db

LIST = "/desk/zaken/"


def handled(by: str) -> Case:
    case = report()
    operations.assign(case, to=person(by), by=acting(by))
    return case


def found(value: str, name: str = "fenna") -> set[str]:
    listed = queries.seen_by(acting(name), {"handler": value})
    return {case.number for cases in listed for case in cases if case.has_file}


def bram_stops() -> None:
    organisation.end_duty(Duty.objects.get(person=person("bram")), by=COMMAND)


def offered(name: str = "fenna") -> dict[str, str]:
    return {number: str(label) for number, label in filters.handlers(acting(name))}


def test_nobody_handles_what_was_never_given_and_what_someone_left_behind() -> None:
    free, own, left = report(), handled("fenna"), handled("bram")
    before = found("none")
    assert free.number in before
    assert left.number not in before
    bram_stops()
    after = found("none")
    assert after >= {free.number, left.number}
    assert own.number not in after
    fenna = acting("fenna")
    waiting = {one.number for one in queries.unassigned(fenna)}
    assert waiting == after, "home and the list tell the same"
    assert {one.number for one in queries.whose_handler_left(fenna)} <= after


def test_who_goes_on_in_another_duty_handles_no_case_any_more_wherever_it_is_counted() -> None:
    left, fenna = handled("bram"), acting("fenna")
    bram_stops()
    organisation.give_duty(
        person("bram"), kind=Kind.INVESTIGATOR, from_date=clock.today(), by=COMMAND
    )
    assert left.number in found("none")
    assert left in queries.whose_handler_left(fenna)
    assert left in queries.unassigned(fenna)


def test_who_handles_no_more_can_be_chosen_as_long_as_cases_name_them() -> None:
    bram, left = str(person("bram").pk), handled("bram")
    assert offered()[bram] == "Bram Bakker"
    bram_stops()
    assert offered()[bram] == "Bram Bakker (behandelt niet meer)"
    assert found(bram) >= {left.number}
    page = with_open_vault("fenna").get(f"{LIST}?handler={bram}").content.decode()
    assert left.number in page
    assert f'<option value="{bram}" selected>Bram Bakker (behandelt niet meer)' in page
    Case.objects.filter(handler=person("bram")).update(handler=None)
    assert bram not in offered()


def test_of_a_case_that_is_closed_to_someone_no_handler_is_told() -> None:
    bram = str(person("bram").pk)
    Case.objects.filter(handler=person("bram")).update(handler=None)
    left = handled("bram")
    operations.name_person_concerned(
        left, name="Fenna", description="", person=person("fenna"), by=acting("bram")
    )
    bram_stops()
    assert bram not in offered("fenna")
