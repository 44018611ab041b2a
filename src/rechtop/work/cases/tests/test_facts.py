"""What rooms register about a case narrows the list down, as far as one may know it."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk import with_open_vault
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.vault.models import SealedKey
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases import facts, filters, holding, operations, queries
from rechtop.work.cases.models import Case, Guest
from rechtop.work.cases.tests.test_registrations import taken_over

pytestmark = pytest.mark.django_db


def at(year: int, month: int, day: int):  # type: ignore[no-untyped-def]
    return clock.standing_at(datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC))


def found(name: str = "bram", **chosen: str) -> set[int]:
    listed = [one.pk for cases in queries.seen_by(acting(name), chosen) for one in cases]
    assert len(listed) == len(set(listed)), f"{chosen} gives a case twice"
    return set(listed)


def some_cases() -> dict[str, Case]:
    """Make a case for each way a term can go, and let time pass."""
    with at(2033, 3, 1):
        made = {name: report() for name in ("in_time", "late", "overdue", "dropped", "still")}
    with at(2033, 3, 5):
        operations.acknowledge(
            made["in_time"], on=clock.today(), message="Wij hebben het.", by=acting("bram")
        )
        holding.hold(made["in_time"], reason="Er loopt een zaak.", by=acting("bram"))
    with at(2033, 3, 20):
        operations.acknowledge(
            made["late"], on=clock.today(), message="Wij hebben het.", by=acting("bram")
        )
    _set(made["dropped"], dropped_on=datetime.date(2033, 3, 2))
    _set(made["still"], paused_on=datetime.date(2033, 3, 2))
    return made


def _set(case: Case, **told: datetime.date) -> None:
    Deadline.objects.filter(
        subject_kind="case", subject_number=case.pk, rule__code="acknowledgement"
    ).update(**told)


def test_how_the_acknowledgement_went_is_told_apart_and_shares_out_all_cases() -> None:
    made = some_cases()
    with at(2033, 4, 1):
        waiting = report()
        of = {value: found(acknowledged=value) for value, _label in _choices("acknowledged")}
    assert sum(len(one) for one in of.values()) == len(set().union(*of.values())) == len(found())
    for name in ("in_time", "late", "overdue", "dropped"):
        assert made[name].pk in of[name]
    assert {waiting.pk, made["still"].pk} <= of["waiting"]
    with at(2033, 4, 1):
        assert made["still"].pk in found(term="still")
        assert made["overdue"].pk in found(term="overdue")
        assert made["still"].pk not in found(term="overdue")


def _choices(name: str) -> facts.Choices:
    return facts.OFFERED[name].choices()


@pytest.mark.parametrize("name", sorted(facts.OFFERED))
def test_every_value_selects_and_no_case_falls_between_them(name: str) -> None:
    report()
    every, of = found(), {value: found(**{name: value}) for value, _label in _choices(name)}
    assert set().union(*of.values()) <= every
    values = set(of)
    if facts.NONE in values:
        registered = set().union(*(of[value] for value in values - {facts.NONE}))
        assert not registered & of[facts.NONE]
        if name != "means":  # one that is no longer on the list is not offered
            assert registered | of[facts.NONE] == every
    if values == {"yes", "no"}:
        assert of["yes"] | of["no"] == every
        assert not of["yes"] & of["no"]
    if facts.ANY in values and name != "investigation":
        each = set().union(*(of[v] for v in values - {facts.ANY, facts.NONE}))
        assert of[facts.ANY] == each


def test_a_destroyed_file_and_one_taken_over_are_told_apart() -> None:
    kept, destroyed, before = report(), report(), taken_over()
    SealedKey.objects.filter(file=destroyed.pk).delete()
    year = clock.today().year
    Case.objects.filter(pk=destroyed.pk).update(
        has_file=False,
        file_destroyed_on=clock.today(),
        declaration="AAAA-AAAA",
        state="closed",
        conclusion="founded",
        closed_year=year,
    )
    taken, gone = found(has_file="taken_over"), found(has_file="destroyed")
    assert before.pk in taken
    assert destroyed.pk in gone
    assert taken | gone == found(has_file="no")
    assert not taken & gone
    assert kept.pk in found(has_file="yes")
    for fact in facts.OFFERED.values():
        if fact.ends_with_file:  # whoever could not open it learns no more now than before
            for value, _label in fact.choices():
                assert destroyed.pk not in found(has_file="destroyed", **{fact.name: value}), (
                    fact.name
                )


def test_a_file_that_is_held_and_a_term_that_stands_still_are_two_things() -> None:
    made = some_cases()
    assert made["in_time"].pk in found(held="yes")
    assert made["still"].pk in found(held="no") & found(term="still")


def test_facts_combine_and_leave_out_what_one_is_excluded_from() -> None:
    with at(2033, 3, 1):
        seen, closed = report(), report(about=("bram",))
    with at(2033, 4, 1):
        chosen = {"acknowledged": "overdue", "proven": "yes", "received_year": "2033"}
        assert found(**chosen) & {seen.pk, closed.pk} == {seen.pk}
        assert closed.pk in found("fenna", **chosen)
        assert seen.pk not in found(**{**chosen, "proven": "no"})


def test_who_holds_a_case_for_an_investigation_alone_is_told_of_that_alone() -> None:
    case = report()
    assert case.pk in found(belongs="none")
    Guest.objects.create(case=case, person=person("bram"))
    for name, fact in facts.OFFERED.items():
        told = set().union(*(found(**{name: value}) for value, _label in fact.choices()))
        assert fact.for_guests or case.pk not in told
    assert case.pk in found(investigation="none") & found(acknowledged="waiting")


def test_the_facts_of_rooms_stand_in_the_address_the_saved_list_and_the_worksheet() -> None:
    client, case, other = with_open_vault("bram"), report(), report()
    holding.hold(case, reason="Er loopt een zaak.", by=acting("bram"))
    page = client.get("/desk/zaken/?held=yes&investigation=none").content.decode()
    assert case.number in page
    assert other.number not in page
    client.post("/desk/zaken/lijsten/", {"query": "held=yes&investigation=none&na=1"})
    saved = client.get("/desk/zaken/").content.decode()
    assert "Wordt vastgehouden na de termijn: ja, Opdracht of besluit: er is nooit" in saved
    content = client.get("/desk/zaken/werkblad/?held=yes&investigation=none").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    numbers = {row[0].value for row in sheet.iter_rows()}
    assert case.number in numbers
    assert other.number not in numbers


def test_a_group_is_open_where_one_of_its_filters_was_set() -> None:
    form = filters.Filter({"check_in": "none"}, years=[2031], handlers=[])
    assert [(one.label, one.set) for one in form.more() if one.is_open] == [
        ("Daarna en bewaren", 1)
    ]
    form = filters.Filter({"meer": "1"}, years=[2031], handlers=[])
    assert [one.label for one in form.more() if one.is_open] == ["De melding"]
    assert filters.Filter({"check_in": "x"}, years=[2031], handlers=[]).chosen() == {}


def test_a_page_with_every_filter_costs_as_many_questions_however_many_cases() -> None:
    client, query = with_open_vault("bram"), "&".join(f"{n}=none" for n in ("belongs", "check_in"))

    def asked() -> int:
        client.get(f"/desk/zaken/?{query}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/desk/zaken/?{query}").status_code == 200
        return len([one for one in captured if '"cases_case"' in one["sql"]])

    report()
    few = asked()
    for _more in range(8):
        report()
    assert asked() == few
