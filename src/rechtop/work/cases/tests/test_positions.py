"""What is about the secretary, the board or the team itself goes to those set for it."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk import with_open_vault
from tests.people import acting, person, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND, REPORTER
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files, reporters, trust
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import Item, Roster
from rechtop.overview.home import queries as home
from rechtop.overview.search import queries as search
from rechtop.overview.search.queries import Hit
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation import queries as people
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.cases import dividing, holding, operations, publishing, queries
from rechtop.work.cases.models import Case, Row
from rechtop.work.cases.states import RowState
from rechtop.work.identities import operations as identities
from rechtop.work.investigations import operations as investigate
from rechtop.work.investigations import queries as investigations
from rechtop.work.investigations.hearing import register_cost

pytestmark = pytest.mark.django_db


def set_for(position: str, *members: str) -> None:
    """Let two of the team sign who receives what is about a position."""
    on_roster(trust.ABOUT + position, *members)


def on_roster(name: str, *members: str) -> None:
    holders = [acting(one).holder or 0 for one in members]
    bram, fenna = acting("bram"), acting("fenna")
    roster = organisation.propose_roster(name=name, members=holders, by=bram)
    organisation.sign_roster(roster, shown=trust.roster_print(roster), by=fenna)


def report_about(*positions: str) -> Case:
    return operations.receive(
        report={"what": "Iets"},
        identity={"name": "Anna", "reach": ""},
        about=[],
        positions=positions,
        reporter=reporters.key_of(words.draw()),
        by=REPORTER,
    )


def with_key(case: Case) -> set[str]:
    numbers = vault.people_with_key(case.pk)
    return {name.split()[0].casefold() for name in people.names(numbers).values()}


def test_a_report_about_the_team_goes_to_those_set_for_it_and_to_none_of_the_team() -> None:
    set_for("integrity-team", "gijs", "ivo")
    assert with_key(report_about("integrity-team")) == {"gijs", "ivo"}


def test_none_of_the_team_sees_such_a_case_in_list_count_or_home() -> None:
    set_for("integrity-team", "gijs", "ivo")
    before = home.waiting_for(acting("fenna"))
    case = report_about("integrity-team")
    for name in ("bram", "fenna"):
        assert case not in queries.visible_to(acting(name))
    after = home.waiting_for(acting("fenna"))
    assert (after.second_tray, after.unassigned) == (before.second_tray, before.unassigned)


def test_none_of_the_team_can_be_given_such_a_case_later() -> None:
    set_for("integrity-team", "gijs", "ivo")
    case = report_about("integrity-team")
    with pytest.raises(Invalid):
        operations.assign(case, to=person("bram"), by=acting("gijs"))
    with pytest.raises(Refused):
        operations.open_case(case, by=acting("bram"))


def test_a_report_about_the_secretary_stays_closed_for_who_is_secretary() -> None:
    set_for("secretary", "bram", "ivo")
    assert with_key(report_about("secretary")) == {"bram", "ivo"}


def test_who_was_chosen_to_receive_receives_though_they_have_such_a_duty_too() -> None:
    set_for("secretary", "gijs", "ivo")
    assert with_key(report_about("secretary")) == {"gijs", "ivo"}


def test_where_nobody_is_set_the_general_alternates_receive() -> None:
    assert with_key(report_about("gs")) == {"gijs", "ivo"}
    assert with_key(report_about("secretary")) == {"ivo"}


def test_who_leaves_the_duty_leaves_the_roster_of_a_position_too() -> None:
    set_for("gs", "fenna", "ivo")
    for duty in people.running_duties_of(person("ivo")):
        organisation.end_duty(duty, by=COMMAND)
    assert with_key(report_about("gs")) == {"fenna", "gijs"}


def test_going_back_with_a_roster_of_a_position_in_the_database_is_noticed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        set_for("gs", "fenna", "ivo")
        people.receivers()
    Roster.objects.filter(name=f"{trust.ABOUT}gs").delete()
    assert people.receivers().is_behind


def test_what_turns_out_to_be_about_the_team_is_referred_and_nobody_of_it_keeps_a_key() -> None:
    set_for("integrity-team", "gijs", "ivo")
    case = report_about()
    operations.assign(case, to=person("bram"), by=acting("fenna"))
    operations.refer(case, position="integrity-team", reason="Over ons", by=acting("bram"))
    case.refresh_from_db()
    assert with_key(case) == {"gijs", "ivo"}
    assert case.handler_id is None
    told = [item.content for item in operations.open_case(case, by=acting("gijs")).items]
    assert "Over ons" in [content.get("text") for content in told]


def becomes_known(case: Case, seven: tuple[str, ...]) -> set[int]:
    """Let the reporter of a case give their name; give who can open it."""
    identities.make_known(case, name="Anna", reach="", by=reporter(seven))
    case.refresh_from_db()
    return vault.people_with_key(case.identity_file or 0)


def test_a_name_given_after_a_referral_goes_to_no_custodian_in_that_position() -> None:
    set_for("secretary", "bram", "ivo")
    becomes_secretary("kees")
    bram, kees = acting("bram"), person("kees").pk
    for is_referred in (True, False):
        seven = words.draw()
        case = report(seven=seven)
        if is_referred:
            operations.refer(case, position="secretary", reason="Over Kees", by=bram)
        assert (kees in becomes_known(case, seven)) is not is_referred


def test_without_a_roster_nothing_is_referred_and_the_field_says_so() -> None:
    case = report_about()
    before = with_key(case)
    with pytest.raises(Invalid) as refused:
        operations.refer(case, position="cvdk", reason="", by=acting("bram"))
    assert "position" in refused.value.message_dict
    assert with_key(case) == before


def test_a_handler_who_enters_a_case_about_the_team_does_not_keep_it() -> None:
    set_for("integrity-team", "gijs", "ivo")
    case = operations.enter(
        channel="letter",
        received_on=datetime.date(2026, 11, 1),
        report={"what": "Iets"},
        identity={},
        about=[],
        positions=["integrity-team"],
        by=acting("bram"),
    )
    assert with_key(case) == {"gijs", "ivo"}
    assert case.handler_id is None


def test_everybody_who_may_get_a_new_case_can_be_ticked_once_and_costs_no_query_each() -> None:
    assert {"bram", "fenna", "gijs", "ivo", "kees"} <= {*to_tick()}
    on_roster(trust.ALTERNATE, "fenna", "ivo")
    set_for("integrity-team", "ivo", "fenna")
    assert "gijs" not in to_tick()
    with CaptureQueriesContext(connection) as before:
        to_tick()
    set_for("gs", "fenna", "gijs")
    assert sorted(to_tick()) == sorted({*to_tick(), "gijs"})
    with CaptureQueriesContext(connection) as after:
        to_tick()
    assert len(after) == len(before)


def to_tick() -> list[str]:
    return [name.split()[0].casefold() for _number, name in queries.readers()]


def becomes_secretary(*names: str) -> None:
    for name in names:
        organisation.give_duty(
            person(name), kind=Kind.SECRETARY, from_date=clock.today(), by=acting("hanna")
        )


def test_which_positions_a_report_is_about_stands_sealed_in_its_file_whatever_its_way() -> None:
    set_for("secretary", "bram", "ivo")
    told = {"about": [], "positions": ["secretary"]}
    entered = operations.enter(
        channel="letter",
        received_on=clock.today(),
        report={"what": "Iets"},
        identity={},
        by=acting("bram"),
        **told,  # type: ignore[arg-type]
    )
    handed_in = operations.hand_in(
        report={"what": "Iets"},
        types=["improper-use"],
        by=acting("nadia"),
        **told,  # type: ignore[arg-type]
    )
    sent = report_about("secretary")
    part = dividing.split_off(sent, report={"what": "Iets"}, about=[], by=acting("bram"))
    for case in (sent, entered, handed_in, part):
        items = operations.open_case(case, by=acting("bram")).items
        assert queries.positions_in(items) == [["secretary"]]
    assert queries.positions_in(operations.open_case(report(), by=acting("bram")).items) == []


def test_who_becomes_secretary_later_can_not_be_given_a_case_about_the_secretary() -> None:
    set_for("secretary", "bram", "ivo")
    case, other = report_about("secretary"), report()
    becomes_secretary("fenna")
    bram = acting("bram")
    assert person("fenna").pk in queries.closed_for(case, bram)
    assert person("fenna").pk not in queries.closed_for(other, bram)
    with pytest.raises(Invalid):
        operations.assign(case, to=person("fenna"), by=bram)
    with pytest.raises(Invalid):
        operations.hand_over(case, to=person("fenna"), reason="Vakantie", keeps=True, by=bram)
    assert with_key(case) == {"bram", "ivo"}
    assert person("fenna") not in investigations.deciders(case, bram)
    assert person("ivo") in investigations.deciders(case, bram)
    with pytest.raises(Invalid):
        investigate.ask(case, decider=person("fenna"), text="", by=bram)
    assert person("fenna") in investigations.deciders(other, bram)


def test_who_held_it_before_they_became_secretary_loses_the_key_when_a_colleague_opens_it() -> None:
    set_for("secretary", "bram", "ivo")
    case = report_about("secretary")
    operations.assign(case, to=person("fenna"), by=acting("bram"))
    becomes_secretary("fenna")
    with pytest.raises(Refused):
        operations.open_case(case, by=acting("fenna"))
    assert with_open_vault("bram").get(f"/desk/zaken/{case.number}/").status_code == 200
    assert with_key(case) == {"bram", "ivo"}
    case.refresh_from_db()
    assert case.handler_id is None
    with pytest.raises(Invalid):
        operations.assign(case, to=person("fenna"), by=acting("bram"))
    assert Entry.objects.filter(action="case.shut_for_position", object_number=case.pk).count() == 1
    assert with_open_vault("bram").get(f"/desk/zaken/{case.number}/").status_code == 200
    assert Entry.objects.filter(action="case.shut_for_position", object_number=case.pk).count() == 1


PAGES = (
    "triage/ verbinden/ splitsen/ doorsturen/ stappen/ nadeel/ melder/ onderzoek/ behandelaar/ "
    "notitie/ bestanden/ vasthouden/ afsluiten/ rij/"
)


def test_who_came_to_be_in_a_position_reads_nothing_of_the_case_by_any_other_way_either() -> None:
    set_for("secretary", "bram", "ivo")
    case = report_about("secretary")
    operations.assign(case, to=person("fenna"), by=acting("bram"))
    operations.write_note(case, text="De sleutelbos.", by=acting("fenna"))
    asked = investigate.ask(case, decider=person("ivo"), text="Kijk.", by=acting("fenna"))
    fenna = with_open_vault("fenna")
    of_case = [f"/desk/zaken/{case.number}/{way}" for way in ("", *PAGES.split())]
    decided = [f"/desk/onderzoeken/{asked.number}/{way}" for way in ("", "rapport/")]
    assert {fenna.get(way).status_code for way in of_case} == {200}
    assert [hit.case for hit in search_for("sleutelbos")] == [case]
    becomes_secretary("fenna")
    assert {fenna.get(way).status_code for way in (*of_case, *decided)} == {404}
    assert search_for("sleutelbos") == []
    Duty.objects.filter(person=person("fenna"), kind=Kind.SECRETARY).delete()
    assert [hit.case for hit in search_for("sleutelbos")] == [case]


def test_a_second_reader_who_came_to_be_in_the_position_judges_no_row_of_the_case() -> None:
    set_for("secretary", "bram", "ivo")
    case, told = report_about("secretary"), dict.fromkeys(Row.TEXTS, "Niets gebleken")
    operations.assign(case, to=person("fenna"), by=acting("bram"))
    row = publishing.propose_row(case, texts=told, reader=person("fenna"), by=acting("bram"))
    fenna, way = with_open_vault("fenna"), f"/desk/rijen/{row.number}/"
    assert fenna.get(way).status_code == 200
    becomes_secretary("fenna")
    assert fenna.get(way).status_code == 404
    with pytest.raises(Refused):
        publishing.approve_row(row, shown=row.number, by=acting("fenna"))


def test_a_second_reader_without_the_case_loses_its_row_when_a_colleague_opens_the_case() -> None:
    set_for("secretary", "bram", "ivo")
    case, told = report_about("secretary"), dict.fromkeys(Row.TEXTS, "Niets gebleken")
    row = publishing.propose_row(case, texts=told, reader=person("fenna"), by=acting("bram"))
    assert with_key(case) == {"bram", "ivo"}
    becomes_secretary("fenna")
    assert with_open_vault("bram").get(f"/desk/zaken/{case.number}/").status_code == 200
    row.refresh_from_db()
    assert row.state == RowState.SENT_BACK
    assert with_open_vault("fenna").get(f"/desk/rijen/{row.number}/").status_code == 404
    with pytest.raises(files.NoKey):
        files.read(row.file, acting("fenna").keyring)


def test_who_came_to_be_in_a_position_writes_nothing_unread_and_hands_nothing_over() -> None:
    set_for("secretary", "bram", "ivo")
    case = report_about("secretary")
    operations.assign(case, to=person("fenna"), by=acting("bram"))
    asked = investigate.ask(case, decider=person("ivo"), text="Kijk.", by=acting("fenna"))
    becomes_secretary("fenna")
    fenna, gijs = acting("fenna"), person("gijs")
    ways = (
        lambda: operations.write_note(case, text="Nog iets.", by=fenna),
        lambda: operations.hand_over(case, to=gijs, reason="Ik ga.", keeps=True, by=fenna),
        lambda: operations.assign(case, to=gijs, by=fenna),
        lambda: holding.hold(case, reason="Een rechtszaak.", by=fenna),
        lambda: investigate.choose_decider(asked, decider=gijs, text="", by=fenna),
        lambda: register_cost(asked, hours=None, cost=None, by=fenna),
    )
    before = Item.objects.filter(file=case.pk).count()
    for do in ways:
        with pytest.raises(Refused):
            do()
    assert Item.objects.filter(file=case.pk).count() == before
    assert "gijs" not in with_key(case)
    operations.write_note(case, text="Dit kan wel.", by=acting("bram"))
    Duty.objects.filter(person=person("fenna"), kind=Kind.SECRETARY).delete()
    operations.write_note(case, text="Nu ook.", by=fenna)
    assert Item.objects.filter(file=case.pk).count() == before + 2


def test_what_was_typed_by_who_came_to_be_in_a_position_is_refused_with_the_text_in_it() -> None:
    set_for("secretary", "bram", "ivo")
    case = report_about("secretary")
    operations.assign(case, to=person("fenna"), by=acting("bram"))
    page, way = with_open_vault("fenna"), f"/desk/zaken/{case.number}/notitie/"
    assert page.get(way).status_code == 200
    becomes_secretary("fenna")
    answer = page.post(way, {"text": "Mijn lange notitie.", "once": "een"})
    assert "Mijn lange notitie." in answer.content.decode()
    assert "u kunt haar niet openen" in answer.content.decode()
    assert "Mijn lange notitie." not in str(queries.read(case, acting("bram")))


def search_for(text: str) -> list[Hit]:
    portions = search.search(acting("fenna"), text, also_closed=False)
    return [hit for portion in portions for hit in portion.hits]


def test_who_is_not_secretary_any_more_can_be_given_it_again() -> None:
    set_for("secretary", "bram", "ivo")
    case = report_about("secretary")
    operations.assign(case, to=person("fenna"), by=acting("bram"))
    becomes_secretary("fenna")
    with_open_vault("bram").get(f"/desk/zaken/{case.number}/")
    Duty.objects.filter(person=person("fenna"), kind=Kind.SECRETARY).delete()
    operations.assign(case, to=person("fenna"), by=acting("bram"))
    assert with_key(case) == {"bram", "fenna", "ivo"}


def test_who_is_in_a_position_loses_the_work_too_when_another_is_named() -> None:
    set_for("secretary", "bram", "ivo")
    case = report_about("secretary")
    operations.assign(case, to=person("fenna"), by=acting("bram"))
    becomes_secretary("fenna")
    operations.name_person_concerned(
        case, name="Eva", description="", person=person("eva"), by=acting("bram")
    )
    case.refresh_from_db()
    assert case.handler_id is None
    assert with_key(case) == {"bram", "ivo"}


def test_the_last_who_can_open_a_case_keep_it_though_they_became_secretary() -> None:
    set_for("secretary", "bram", "fenna")
    case = report_about("secretary")
    assert with_key(case) == {"bram", "fenna"}
    set_for("secretary", "gijs", "ivo")  # so those before may not receive it any more
    becomes_secretary("bram", "fenna")
    opened = operations.open_case(case, by=acting("bram"))
    assert queries.late_in(case, opened.items) == set()


def test_positions_know_the_duties_that_go_with_them() -> None:
    assert person("gijs").pk in people.people_about(["secretary"])
    assert people.people_about(["gs", "ps"]) == set()
    assert {one.code for one in people.positions()} >= {"integrity-team", "secretary", "gs"}
