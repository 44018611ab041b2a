"""What rooms register about a case narrows the list down, as far as one may know it."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk import with_open_vault
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.ui import tables
from rechtop.ground.vault.models import SealedKey
from rechtop.tools.deadlines.models import Deadline
from rechtop.tools.procedures import layout
from rechtop.tools.procedures import operations as procedures
from rechtop.tools.runs.models import Run
from rechtop.work.cases import facts, filters, holding, operations, queries
from rechtop.work.cases.models import Case, Guest
from rechtop.work.cases.tests.test_registrations import taken_over
from rechtop.work.investigations.models import Investigation

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


def _choices(name: str) -> list[tuple[str, str]]:
    return facts.each_of(facts.OFFERED[name].choices())


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
            for value, _label in facts.each_of(fact.choices()):
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
        told = set().union(
            *(found(**{name: value}) for value, _label in facts.each_of(fact.choices()))
        )
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


def at_noon(*days: tuple[int, int]) -> list[Case]:
    """Make a case on each of these days of 2033."""
    made = []
    for month, day in days:
        with at(2033, month, day):
            made.append(report())
    return made


def test_a_list_is_narrowed_down_to_days_of_receipt_both_ends_included() -> None:
    first, middle, last = (one.pk for one in at_noon((3, 1), (3, 15), (3, 31)))
    every = {first, middle, last}
    assert found(received_from="2033-03-15") & every == {middle, last}
    assert found(received_until="2033-03-15") & every == {first, middle}
    assert found(received_from="2033-03-02", received_until="2033-03-30") & every == {middle}
    of_one_year_alone = taken_over()
    Case.objects.filter(pk=of_one_year_alone.pk).update(received_on=None)
    assert of_one_year_alone.pk not in found(received_from="2000-01-01")


def test_a_list_is_narrowed_down_to_days_of_closing_and_what_is_open_has_none() -> None:
    closed, still_open = at_noon((3, 1), (3, 1))
    told = {"state": "closed", "conclusion": "founded", "closed_year": 2033}
    Case.objects.filter(pk=closed.pk).update(closed_on=datetime.date(2033, 4, 2), **told)
    both = {closed.pk, still_open.pk}
    assert found(closed_from="2033-04-02", closed_until="2033-04-02") & both == {closed.pk}
    assert not found(closed_from="2033-04-03") & both
    assert found(closed_until="2040-01-01") & both == {closed.pk}


def test_a_list_of_days_stands_in_their_order_and_goes_on_where_a_page_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late, early, middle = (case.number for case in at_noon((3, 31), (3, 1), (3, 15)))
    client, days = with_open_vault("bram"), "received_from=2033-03-01&received_until=2033-03-31"

    def listed(query: str) -> list[str]:
        return [row.case.number for row in client.get(f"/desk/zaken/?{query}").context["rows"]]

    assert listed("")[:3] == [middle, early, late], "without days the last one to come is first"
    assert listed(days) == [late, middle, early]
    assert listed(f"{days}&order=old") == [early, middle, late]
    for number, day in ((late, 2), (early, 4), (middle, 3)):
        found = Case.objects.filter(number=number)
        told = {"state": "closed", "conclusion": "founded", "closed_year": 2033}
        found.update(closed_on=datetime.date(2033, 4, day), **told)
    assert listed("closed_from=2033-04-01") == [early, middle, late]
    monkeypatch.setattr(tables, "SIZE", 2)
    assert listed(days) == [late, middle]
    assert listed(f"{days}&na={middle}") == [early]
    assert listed(f"{days}&voor={early}") == [late, middle]


def test_days_stand_in_the_address_in_words_and_an_impossible_one_is_told_and_filters_nothing() -> (
    None
):
    offered = {"years": [2033], "handlers": []}
    form = filters.Filter({"received_from": "2033-03-01", "closed_until": "2033-04-02"}, **offered)
    assert form.as_query() == "received_from=2033-03-01&closed_until=2033-04-02"
    assert form.in_words() == ("Ontvangen vanaf: 1 maart 2033, Afgesloten tot en met: 2 april 2033")
    turned = {"closed_from": "2033-04-02", "closed_until": "2033-04-01"}
    wrong = filters.Filter(turned, **offered)
    assert wrong.chosen() == {"closed_from": "2033-04-02"}
    [opened] = [one for one in wrong.more() if one.is_open]
    assert opened.label == "Afloop"
    client = with_open_vault("bram")
    page = client.get("/desk/zaken/?closed_from=2033-02-31").content.decode()
    assert "2033-02-31" in page
    assert "utrecht-form-field--invalid" in page


def begun(regime: str) -> Case:
    case = report()
    operations.register(
        case, regime=regime, is_wrongdoing=None, is_union_law_breach=None, by=acting("bram")
    )
    return case


def test_a_list_tells_at_which_step_a_case_is_and_which_version_it_follows() -> None:
    case, other = begun("misstand"), begun("zakelijk")
    run = Run.objects.get(subject_kind="case", subject_number=case.pk)
    here = f"misstand:{run.at}"
    told = dict(_choices("step"))[here]
    form = filters.Filter({"step": here}, years=[2033], handlers=[])
    assert form.in_words() == f"Bij welke stap: {told}"
    assert told.startswith("Vermoeden van een misstand: ")
    assert '<optgroup label="Vermoeden van een misstand">' in str(form["step"])
    assert case.pk in found(step=here)
    assert other.pk not in found(step=here)
    assert case.pk in found(version=str(run.version_id))
    assert other.pk not in found(version=str(run.version_id))
    for value, _label in _choices("step"):
        assert (case.pk in found(step=value)) is (value == here)
    run.ended_on = clock.today()
    run.save()
    assert case.pk not in found(step=here)
    assert case.pk in found(version=str(run.version_id))


def test_a_version_that_was_just_adopted_can_be_asked_for() -> None:
    before = dict(_choices("version"))
    written = procedures.begin(code="misstand", by=COMMAND)
    assert str(written.pk) not in dict(_choices("version"))
    told = {"valid_from": clock.today() + datetime.timedelta(days=3), "decision": "Besluit 2"}
    shown = procedures.fingerprint(layout.read(written.content))
    procedures.adopt(written, **told, shown=shown, by=COMMAND)
    after = dict(_choices("version"))
    assert after.keys() - before.keys() == {str(written.pk)}
    assert str(after[str(written.pk)]).endswith(f"versie {written.number}")


def investigated(**noted: Any) -> Case:
    case = report()
    told = {"asked_on": clock.today(), "decider": person("gijs"), "done_by": "internal", **noted}
    Investigation.objects.create(number=case.number, case=case, **told)
    return case


def test_investigations_are_told_apart_by_their_hours_and_cost_as_far_as_these_were_noted() -> None:
    few, many, nothing = investigated(hours=40, cost=0), investigated(hours=41), investigated()
    assert few.pk in found(hours="few") & found(cost="few")
    assert many.pk in found(hours="some") & found(cost="none")
    assert nothing.pk in found(hours="none") & found(cost="none")
    for name in ("hours", "cost"):
        of = [found(**{name: value}) for value, _label in _choices(name)]
        assert sum(len(one) for one in of) == len(found())


def test_a_list_tells_for_whom_it_is_ordered_who_decides_and_who_investigates() -> None:
    order = {"kind": "external", "commissioner": "secretary", "ordered_on": clock.today()}
    done = investigated(investigator=person("ivo"), **order)
    asked, instead, nobody = investigated(), investigated(decider=person("eva")), report()
    every = {one.pk for one in (done, asked, instead, nobody)}
    gijs, ivo = (str(person(name).pk) for name in ("gijs", "ivo"))
    assert found(ordered_for="secretary") & every == {done.pk}
    assert not found(ordered_for="director") & every
    assert not found(commissioner="secretary") & every  # that is what a closing says of it
    assert found(decider=gijs) & every == {done.pk, asked.pk}
    assert found(decider="other") & every == {instead.pk}
    assert found(decider="none") & every == {nobody.pk}
    assert found(investigator=ivo) & every == {done.pk}
    assert found(investigator="none") & every == every - {done.pk}
    page = with_open_vault("bram").get(f"/desk/zaken/?ordered_for=secretary&decider={gijs}")
    assert done.number in page.content.decode()
    assert asked.number not in page.content.decode()
    labels = [str(field.label) for group in page.context["form"].more() for field in group.fields]
    assert len(labels) == len(set(labels))
    assert "Onderzoek in opdracht van" in labels


def test_who_investigates_from_outside_is_told_the_names_of_no_other_bureau() -> None:
    for name, sees in (("bram", True), ("gijs", True), ("ivo", False)):
        page = with_open_vault(name).get("/desk/zaken/?meer=1").content.decode()
        assert ("Wie onderzoekt" in page, "Wie beslist over onderzoek" in page) == (sees, sees)
        asked = with_open_vault(name).get(f"/desk/zaken/?investigator={person('ivo').pk}")
        assert ("Ivo Idrissi" in asked.content.decode().split("<main", 1)[1]) is sees
