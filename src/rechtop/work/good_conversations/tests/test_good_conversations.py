"""Who ticks whose conversation, what a person can say to it, and what it comes to."""

from __future__ import annotations

import datetime

import pytest
from tests.desk import by_name
from tests.people import person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, JOB
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Placement, Unit
from rechtop.people.personnel.models import Employment
from rechtop.tools.figures import operations as figures
from rechtop.work.good_conversations import account, operations, queries
from rechtop.work.good_conversations.models import (
    GoodConversation,
    ReminderSent,
    TalkingPoints,
    TeamMeeting,
)
from rechtop.work.good_conversations.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

YEAR = 2026
MARCH = datetime.date(YEAR, 3, 3)
SEPTEMBER = datetime.date(YEAR, 9, 9)


def number(first_name: str) -> int:
    return Person.objects.get(email=f"{first_name}@voorbeeld.example").pk


def tick(
    *names: str, held_on: datetime.date = SEPTEMBER, year: int = YEAR, by: str = "daan"
) -> int:
    people = [number(name) for name in names]
    return operations.tick(people=people, year=year, held_on=held_on, by=by_name(by))


def of(name: str) -> GoodConversation:
    return GoodConversation.objects.get(person=number(name))


def at(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day, 12, tzinfo=clock.HERE)


def test_a_manager_ticks_several_people_at_once_and_each_stands_on_the_trail() -> None:
    assert tick("eva", "carla", "julia") == 3
    assert of("eva").held_on == SEPTEMBER
    assert of("julia").unit == Unit.objects.get(name="Bureau Nieuw")
    noted = Entry.objects.filter(action="good_conversation.ticked", object_kind="goodconversation")
    assert {entry.object_number for entry in noted} == {
        one.pk for one in GoodConversation.objects.all()
    }


@pytest.mark.parametrize(
    ("names", "held_on", "field", "words"),
    [
        (("eva", "carla"), datetime.date(YEAR, 10, 11), "held_on", "komt nog"),
        (("eva", "carla"), datetime.date(YEAR - 1, 9, 9), "held_on", "valt niet in 2026"),
        (("eva", "julia"), MARCH, "people", "Julia Juli werkt hier pas sinds"),
        (("eva", "wim"), SEPTEMBER, "people", "Wim Weg werkte hier tot"),
        (("eva", "kees"), SEPTEMBER, "people", "hoort niet"),
        (("eva", "xandra"), SEPTEMBER, "people", "hoort niet"),
        ((), SEPTEMBER, "people", "Kies met wie"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_half_done(
    names: tuple[str, ...], held_on: datetime.date, field: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        tick(*names, held_on=held_on)
    assert list(refused.value.message_dict) == [field]
    assert words in " ".join(refused.value.messages)
    assert not GoodConversation.objects.exists()


def test_who_left_can_be_ticked_of_a_day_on_which_they_were_there() -> None:
    assert tick("wim", held_on=MARCH) == 1


def test_nobody_is_ticked_twice_in_a_year_and_again_in_the_next() -> None:
    tick("eva")
    with pytest.raises(Invalid, match="Van Eva Evers staat het er dit jaar al"):
        tick("eva", "carla")
    assert GoodConversation.objects.count() == 1
    with clock.standing_at(at(datetime.date(YEAR + 1, 2, 2))):
        assert tick("eva", year=YEAR + 1, held_on=datetime.date(YEAR + 1, 2, 1)) == 1
        assert tick("carla", held_on=datetime.date(YEAR, 12, 20)) == 1
        with pytest.raises(Invalid, match="verandert niets meer"):
            tick("eva", year=YEAR - 1, held_on=datetime.date(YEAR - 1, 2, 1))


def test_who_leads_nobody_ticks_nobody_and_who_leads_no_more_loses_it() -> None:
    with pytest.raises(Refused):
        tick("eva", by="eva")
    tick("eva")
    Employment.objects.filter(person=number("eva")).update(manager=person("gijs"))
    with pytest.raises(Invalid, match="hoort niet"):
        tick("eva", year=YEAR)
    with pytest.raises(Refused, match="niet \\(meer\\) de leidinggevende"):
        operations.take_back(of("eva"), by=by_name("daan"))
    operations.take_back(of("eva"), by=by_name("gijs"))
    assert not GoodConversation.objects.exists()


def test_a_tick_taken_back_leaves_its_line_on_the_trail_and_can_be_set_again() -> None:
    tick("eva")
    was = of("eva").pk
    operations.take_back(of("eva"), by=by_name("daan"))
    assert Entry.objects.filter(
        action="good_conversation.taken_back", object_number=was, result="done"
    ).exists()
    assert tick("eva", held_on=MARCH) == 1


def test_a_person_contests_their_own_tick_and_the_manager_alone_answers() -> None:
    tick("eva", "carla")
    with pytest.raises(Refused):
        operations.contest(of("eva"), by=by_name("carla"))
    with pytest.raises(Refused):
        operations.contest(of("eva"), by=by_name("daan"))
    operations.contest(of("eva"), by=by_name("eva"))
    assert [one.person.name for one in queries.contested()] == ["Eva Evers"]
    with pytest.raises(Refused):
        operations.contest(of("eva"), by=by_name("eva"))
    for other in ("eva", "fenna", "nadia"):
        with pytest.raises(Refused):
            operations.confirm(of("eva"), by=by_name(other))
    operations.confirm(of("eva"), by=by_name("daan"))
    assert of("eva").state == State.CONFIRMED
    with pytest.raises(Refused, match="integriteitscoördinator"):
        operations.contest(of("eva"), by=by_name("eva"))
    assert not queries.contested().exists()


def test_coverage_counts_people_with_a_manager_and_no_contested_tick() -> None:
    tick("eva", "carla", "wim", held_on=MARCH)
    by_unit = queries.coverage(YEAR)
    total = sum(by_unit.values(), queries.Covered())
    # Daan, Eva, Carla, Julia and Kees: Wim left, Xandra is external, Gijs and Otto have nobody.
    assert (total.asked, total.covered, total.percent) == (5, 2, 40)
    assert queries.without_manager(clock.today()) == 2
    operations.contest(of("eva"), by=by_name("eva"))
    total = sum(queries.coverage(YEAR).values(), queries.Covered())
    assert (total.covered, total.contested, total.waiting) == (1, 1, 4)
    new = Unit.objects.get(name="Bureau Nieuw")
    assert queries.coverage(YEAR)[new.pk].asked == 1


def test_figures_are_told_by_unit_and_day_and_never_by_name() -> None:
    assert all(one.value is None for one in account.figures(YEAR))
    tick("eva", "julia")
    unit = queries.units_of(by_name("daan"))[0]
    operations.note_meeting(unit=unit.pk, held_on=MARCH, by=by_name("daan"))
    told = {one.name: one for one in account.figures(YEAR)}
    assert told["goede-gesprekken.besproken"].value == 2
    assert told["goede-gesprekken.dekking"].value == 40
    assert told["goede-gesprekken.werkoverleg"].value == 1
    department = Unit.objects.get(name="Directie Nieuw")
    own = told[f"goede-gesprekken.dekking-{department.pk}"]
    assert (own.value, own.published) == (100, False)
    behind = own.follow(by_name("fenna"))
    assert behind is not None
    records = [behind.tell(one) for one in behind.found]
    assert len(records) == 1
    assert "Bureau Nieuw" in str(records[0])
    assert "Julia" not in str(records[0])
    assert all(one.value is None and not one.published for one in account.figures(YEAR - 4))


def test_who_moved_stands_behind_the_department_they_are_counted_in() -> None:
    tick("eva", "carla", "julia")
    moved = SEPTEMBER + datetime.timedelta(days=5)
    began = datetime.date(2021, 1, 1)
    Placement.objects.filter(person=number("eva")).update(from_date=began, until_date=moved)
    new = Unit.objects.get(name="Bureau Nieuw")
    Placement.objects.create(person_id=number("eva"), unit=new, from_date=moved)
    by_unit, above = queries.coverage(YEAR), queries.departments()
    behind = {}
    for one in account.figures(YEAR):
        if one.charted:
            told = one.follow(by_name("fenna"))
            assert told is not None
            behind[int(one.name.rpartition("-")[2])] = {tick.person_id for tick in told.found}
    assert behind[above[new.pk]] == {number("eva"), number("julia")}
    for department, people in behind.items():
        counted = [one for unit, one in by_unit.items() if unit and above[unit] == department]
        assert len(people) == sum(one.covered for one in counted)


def test_an_adopted_year_changes_no_more() -> None:
    tick("eva", "carla")
    with clock.standing_at(at(datetime.date(YEAR + 1, 1, 31))):
        figures.adopt(year=YEAR, told=[], by=by_name("gijs"))
        with pytest.raises(Invalid, match="verandert niets meer"):
            tick("julia")
        with pytest.raises(Refused, match="vastgesteld"):
            operations.take_back(of("eva"), by=by_name("daan"))
        with pytest.raises(Refused, match="vastgesteld"):
            operations.contest(of("eva"), by=by_name("eva"))


def test_who_ticked_is_asked_no_more_of_what_was_contested_in_a_year_that_is_adopted() -> None:
    tick("eva")
    operations.contest(of("eva"), by=by_name("eva"))
    assert queries.waiting_for(by_name("daan")).contested == 1
    with clock.standing_at(at(datetime.date(YEAR + 1, 1, 31))):
        assert queries.waiting_for(by_name("daan")).contested == 1
        figures.adopt(year=YEAR, told=[], by=by_name("gijs"))
        assert queries.waiting_for(by_name("daan")).contested == 0
        assert not queries.contested().exists()


def test_a_team_meeting_is_noted_once_by_who_leads_the_unit() -> None:
    daan = by_name("daan")
    unit = queries.units_of(daan)[0]
    assert unit.name == "Bureau Vergunningen"
    made = operations.note_meeting(unit=unit.pk, held_on=MARCH, by=daan)
    with pytest.raises(Invalid, match="staat er al"):
        operations.note_meeting(unit=unit.pk, held_on=MARCH, by=daan)
    with pytest.raises(Invalid, match="komt nog"):
        operations.note_meeting(unit=unit.pk, held_on=datetime.date(YEAR, 12, 1), by=daan)
    with pytest.raises(Invalid, match="verandert niets meer"):
        operations.note_meeting(unit=unit.pk, held_on=datetime.date(2020, 1, 1), by=daan)
    with pytest.raises(Invalid, match="geen leiding"):
        operations.note_meeting(unit=unit.pk, held_on=SEPTEMBER, by=by_name("petra"))
    with pytest.raises(Refused):
        operations.take_meeting_away(made, by=by_name("petra"))
    operations.take_meeting_away(made, by=daan)
    assert not TeamMeeting.objects.exists()


def test_managers_with_conversations_to_go_are_reminded_twice_a_year(settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_HOST = "mail.example"
    tick("eva", "carla", "julia")
    assert operations.remind_when_due() == 0
    with clock.standing_at(at(datetime.date(YEAR, 11, 1))):
        assert operations.remind_when_due() == 1  # Gijs has Daan and Kees to go; Daan has nobody
        assert operations.remind_when_due() == 0
    with clock.standing_at(at(datetime.date(YEAR, 12, 1))):
        assert operations.remind_when_due() == 1
        assert operations.remind_when_due() == 0
    assert Outgoing.objects.count() == 2
    assert set(ReminderSent.objects.values_list("kind", "count")) == {("first", 1), ("last", 1)}


def test_the_coordinator_chooses_when_managers_are_reminded() -> None:
    with pytest.raises(Invalid, match="komt na de eerste"):
        operations.set_plan(first_before=10, last_before=10, by=by_name("fenna"))
    with pytest.raises(Refused):
        operations.set_plan(first_before=100, last_before=10, by=by_name("gijs"))
    operations.set_plan(first_before=100, last_before=10, by=by_name("fenna"))
    assert queries.reminder_due() == "first"


def test_points_are_written_from_a_day_on_and_stay_as_they_were_before_it() -> None:
    first = queries.points_on()
    assert first is not None
    assert "Vertrouwenspersonen" in first.text
    fenna, tomorrow = by_name("fenna"), clock.today() + datetime.timedelta(days=1)
    operations.write_points(text="Een\n\nTwee", text_en="", valid_from=tomorrow, by=fenna)
    assert queries.points_on() == first
    with clock.standing_at(clock.now() + datetime.timedelta(days=1)):
        then = queries.points_on()
        assert then is not None
        assert then.lines == ["Een", "Twee"]
    with pytest.raises(Invalid, match="latere dag"):
        operations.write_points(text="x", text_en="", valid_from=MARCH, by=fenna)
    with pytest.raises(Refused):
        operations.write_points(text="x", text_en="", valid_from=tomorrow, by=by_name("bram"))
    operations.take_in_points(listed={"text": "Ander", "valid_from": "2019-02-01"}, by=COMMAND)
    assert TalkingPoints.objects.count() == 2


def test_with_whom_it_was_is_forgotten_two_years_after_an_adopted_year() -> None:
    tick("eva")
    with clock.standing_at(at(datetime.date(YEAR + 3, 1, 1))):
        assert operations.forget_old() == 0
        figures.adopt(year=YEAR, told=[], by=by_name("gijs"))
        assert operations.forget_old() == 1
    assert not GoodConversation.objects.exists()
    with pytest.raises(Refused):
        operations.forget(year=YEAR, by=by_name("fenna"))
    operations.forget(year=YEAR, by=JOB)
