"""Two people destroy; what breaks off goes on; what stays is the registration and a declaration."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TestCase
from tests.people import acting, person, report

from rechtop import env
from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import JOB
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import blobs, files, reporters, seen
from rechtop.ground.vault import destruction as vault
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.models import Blob, Item, KeyPair, KeyWork, SealedFile, SealedKey
from rechtop.overview.annual_report import queries as annual_report
from rechtop.overview.example.queries import year_folder
from rechtop.overview.home import queries as home
from rechtop.overview.keeping import operations, queries
from rechtop.overview.keeping.models import Destruction, Line
from rechtop.overview.keeping.states import LineState, State, Why
from rechtop.overview.keeping.tests.making import (
    LATER,
    adopt,
    agreed,
    closed,
    on,
    waiting,
)
from rechtop.overview.year_import import imports
from rechtop.overview.year_import import operations as year_import
from rechtop.people.organisation import operations as people
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.retention.models import Kind
from rechtop.work.cases import closing, holding, publishing
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import ApartFile, Case, Row, RowFile
from rechtop.work.identities import operations as identities
from rechtop.work.identities.models import Opening

pytestmark = pytest.mark.django_db

TEXTS = dict.fromkeys(("report", "subject", "findings", "consequence"), "Iets.")


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with on(LATER):
        yield


def with_all_sorts(seven: tuple[str, ...]) -> Case:
    """Make a closed case with a name that was asked for, and a row with an earlier version."""
    with on(datetime.date(2027, 3, 9)):
        case = report(name="Anna de Jong", seven=seven)
        asked = identities.ask(case, reason="Bellen.", told="Bellen.", by=acting("bram"))
        identities.approve(asked, by=acting("kees"))
        asked.refresh_from_db()
        identities.open_name(asked, by=acting("bram"))
    told = closing.Closing(
        is_admissible=True,
        is_investigated=True,
        types=["financial"],
        conclusion="unfounded",
        measures=[("talk", True)],
        commissioner="director",
        findings="Niets.",
        consequence="Geen.",
    )
    with on(datetime.date(2027, 3, 10)):
        closing.close(case, closing=told, message="Zo.", regime="zakelijk", by=acting("bram"))
        for _version in range(2):
            row = publishing.propose_row(
                case, texts=TEXTS, reader=person("fenna"), by=acting("bram")
            )
        publishing.approve_row(row, shown=row.number or "", by=acting("fenna"))
    case.refresh_from_db()
    return case


def left_of(numbers: list[int]) -> list[int]:
    """Count what is left of files: keys, key work, items, files."""
    by_file = (SealedKey, KeyWork, Item)
    found = [model.objects.filter(file__in=numbers).count() for model in by_file]  # type: ignore[attr-defined]
    return [*found, SealedFile.objects.filter(pk__in=numbers).count()]


def test_what_two_people_agreed_on_is_gone_and_the_registration_stays() -> None:
    seven = words.draw()
    case = with_all_sorts(seven)
    numbers = case_queries.every_file_of(case)
    locator = reporters.key_of(seven).locator
    destruction = agreed()
    operations.go_on()
    assert left_of(numbers) == [0, 0, 0, 0]
    assert not KeyPair.objects.filter(locator=locator).exists()
    assert not (ApartFile.objects.filter(case=case) | ApartFile.objects.none()).exists()
    assert not RowFile.objects.filter(case=case).exists()
    assert not Opening.objects.filter(case=case).exists()
    assert set(numbers) <= seen.destroyed()
    case.refresh_from_db()
    assert (case.has_file, case.file_destroyed_on) == (False, LATER)
    assert case.declaration == destruction.number
    assert (case.handler, case.entered_by, case.identity_file) == (None, None, None)
    row = Row.objects.get(case=case)
    assert (row.report, row.author, row.reader, row.file) == ("Iets.", None, None, None)
    assert case.conclusion == "unfounded"
    assert case_queries.types_of(case) == ["financial"]


def test_what_was_attached_is_off_the_disk_when_it_is_declared() -> None:
    case = closed()
    blob, _key = blobs.write(b"bewijs")
    Blob.objects.create(id=blob, file_id=case.pk, at=clock.now())
    adopt(2027)
    with TestCase.captureOnCommitCallbacks(execute=True):
        agreed()
        operations.go_on()
    assert not Blob.objects.filter(pk=blob).exists()
    assert not blobs.is_there(blob)


def test_the_declaration_tells_counts_terms_people_and_days_and_no_content() -> None:
    seven = words.draw()
    case = with_all_sorts(seven)
    numbers = case_queries.every_file_of(case)
    items = Item.objects.filter(file__in=numbers).count()
    destruction = agreed()
    operations.go_on()
    destruction.refresh_from_db()
    assert (destruction.state, destruction.done_on) == (State.DONE, LATER)
    assert destruction.proposed_by == person("fenna")
    assert destruction.answered_by == person("mees")
    assert destruction.backups_until == LATER + datetime.timedelta(days=env.BACKUP_DAYS)
    line = Line.objects.get(destruction=destruction)
    assert (line.case_id, line.kind, line.files, line.items) == (
        case.pk,
        Kind.CASE,
        len(numbers),
        items,
    )
    assert (line.length, line.unit) == (5, "years")
    assert "AVG" in line.source


def test_the_words_of_a_destroyed_file_find_as_much_as_words_of_nobody() -> None:
    seven = words.draw()
    closed(seven=seven)
    adopt(2027)
    agreed()
    assert reporters.find(seven) is not None
    operations.go_on()
    assert reporters.find(seven) is None
    assert reporters.find(words.draw()) is None


STEPS = ["before keys", "keys", "between", "rows", "finish"]


class Crash(Exception):
    """The server stopped at this very moment."""


@pytest.mark.parametrize("crash_at", STEPS)
@pytest.mark.parametrize("nth", [1, 2])
def test_what_breaks_off_at_any_step_goes_on_by_itself(
    crash_at: str, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "_PORTION", 1)
    made = [with_all_sorts(words.draw()), closed(name="Eva")]
    adopt(2027)
    numbers = [number for case in made for number in case_queries.every_file_of(case)]
    destruction = agreed()
    passed = 0

    def crash(step: str) -> None:
        nonlocal passed
        passed += step == crash_at
        if step == crash_at and passed == nth:
            raise Crash

    if crash_at != "finish" or nth == 1:
        with pytest.raises(Crash):
            operations.go_on(at_step=crash)
    for number in numbers:  # at every moment a file is whole, or opens for nobody
        keys = SealedKey.objects.filter(file=number).count()
        assert keys == 0 or number not in seen.destroyed() or crash_at in ("keys", "before keys")
        if number in seen.destroyed():
            with pytest.raises(NoKey):
                files.read(number, acting("bram").keyring)
    operations.go_on()
    assert left_of(numbers) == [0, 0, 0, 0]
    destruction.refresh_from_db()
    assert destruction.state == State.DONE
    lines = Line.objects.filter(destruction=destruction)
    assert {line.state for line in lines} == {LineState.DONE}
    assert all(line.files and line.items for line in lines)
    assert not Case.objects.filter(pk__in=[case.pk for case in made], has_file=True).exists()


def test_done_again_it_changes_nothing() -> None:
    closed()
    adopt(2027)
    agreed()
    operations.go_on()
    before = list(Destruction.objects.values()), list(Line.objects.values())
    assert operations.go_on() == 0
    assert before == (list(Destruction.objects.values()), list(Line.objects.values()))


def test_rows_never_go_before_their_keys() -> None:
    case = closed()
    adopt(2027)
    destruction = agreed()
    Line.objects.filter(destruction=destruction).update(state=LineState.KEYLESS)
    with pytest.raises(ValueError, match="keys first"):
        operations.take_rows(destruction, by=JOB)
    assert SealedFile.objects.filter(pk=case.pk).exists()


def test_nobody_approves_their_own_proposal() -> None:
    closed()
    adopt(2027)
    people.give_duty(
        person("fenna"),
        kind=Duty.PRIVACY_OFFICER,
        from_date=datetime.date(2026, 1, 1),
        by=acting("hanna"),
    )
    proposed = operations.propose(by=acting("fenna"))
    with pytest.raises(Refused):
        operations.approve(proposed, shown=1, by=acting("fenna"))
    assert list(queries.waiting_for(acting("fenna"))) == []


@pytest.mark.parametrize("name", ["bram", "gijs", "hanna", "jet", "lotte"])
def test_only_the_privacy_officer_approves(name: str) -> None:
    closed()
    adopt(2027)
    proposed = operations.propose(by=acting("fenna"))
    for answer in (operations.decline, lambda one, by: operations.approve(one, shown=1, by=by)):
        with pytest.raises(Refused):
            answer(proposed, by=acting(name))


def test_a_handler_proposes_nothing_that_the_coordinator_can() -> None:
    closed()
    adopt(2027)
    with pytest.raises(Invalid, match="niets dat u kunt voorstellen"):
        operations.propose(by=acting("bram"))


@pytest.mark.parametrize("name", ["hanna", "mees", "jet"])
def test_others_propose_nothing(name: str) -> None:
    with pytest.raises(Refused):
        operations.propose(by=acting(name))


def test_a_proposal_waits_for_the_officer_and_tells_how_it_was_read() -> None:
    closed()
    closed()
    adopt(2027)
    proposed = operations.propose(by=acting("fenna"))
    assert list(home.waiting_for(acting("mees")).destructions) == [proposed]
    line = queries.lines(proposed).first()
    assert line is not None
    operations.strike(proposed, line=line, why=Why.RUNNING, by=acting("mees"))
    with pytest.raises(Invalid):
        operations.approve(proposed, shown=2, by=acting("mees"))
    operations.approve(proposed, shown=1, by=acting("mees"))
    assert list(home.waiting_for(acting("mees")).destructions) == []


def test_what_was_struck_stays_whole() -> None:
    kept, gone = closed(), closed()
    adopt(2027)
    proposed = operations.propose(by=acting("fenna"))
    line = queries.lines(proposed).get(case=kept)
    operations.strike(proposed, line=line, why=Why.RUNNING, by=acting("mees"))
    operations.approve(proposed, shown=1, by=acting("mees"))
    operations.go_on()
    assert cases.open_case(kept, by=acting("bram")).items
    gone.refresh_from_db()
    assert gone.declaration == proposed.number
    line.refresh_from_db()
    assert (line.state, line.why, line.files) == (LineState.STRUCK, Why.RUNNING, None)


@pytest.mark.parametrize("verb", ["decline", "withdraw"])
def test_what_does_not_go_through_can_be_proposed_again(verb: str) -> None:
    case = closed()
    adopt(2027)
    proposed = operations.propose(by=acting("fenna"))
    with pytest.raises(Invalid):
        operations.propose(by=acting("fenna"))
    by = acting("mees" if verb == "decline" else "fenna")
    getattr(operations, verb)(proposed, by=by)
    assert operations.go_on() == 0
    assert cases.open_case(case, by=acting("bram")).items
    assert waiting(operations.propose(by=acting("fenna"))) == 1


def test_what_is_held_or_opened_again_after_the_yes_is_not_destroyed() -> None:
    held, opened, gone = closed(), closed(), closed()
    adopt(2027)
    destruction = agreed()
    holding.hold(held, reason="Er komt een rechtszaak.", by=acting("bram"))
    closing.reopen(opened, reason="Er is iets nieuws.", by=acting("bram"))
    operations.go_on()
    states = dict(Line.objects.filter(destruction=destruction).values_list("case", "state"))
    assert states == {
        held.pk: LineState.LEFT,
        opened.pk: LineState.LEFT,
        gone.pk: LineState.DONE,
    }
    for case in (held, opened):
        assert cases.open_case(case, by=acting("bram")).items
        assert case.pk not in seen.destroyed()


def test_a_name_goes_and_the_file_stays() -> None:
    seven = words.draw()
    case = with_all_sorts(seven)
    name, apart = case.identity_file or 0, case_queries.name_files_of(case)
    with on(datetime.date(2029, 3, 11)):
        agreed()
        operations.go_on()
    assert left_of(apart) == [0, 0, 0, 0]
    assert name in apart
    case.refresh_from_db()
    assert (case.has_file, case.identity_file, case.is_named) == (True, None, True)
    assert case.name_destroyed_on == datetime.date(2029, 3, 11)
    assert cases.open_case(case, by=acting("bram")).items
    found = reporters.find(seven)
    assert found is not None
    assert files.read(case.pk, found.actor().keyring)


def test_versions_of_a_row_go_and_the_approved_row_stays() -> None:
    case = with_all_sorts(words.draw())
    adopt(2027)
    versions = case_queries.row_files_of(case)
    with on(datetime.date(2028, 3, 11)):
        agreed()
        operations.go_on()
        row = Row.objects.get(case=case)
        assert left_of(versions) == [0, 0, 0, 0]
        assert (row.report, row.file) == ("Iets.", None)
        assert case_queries.row_texts(row, acting("bram")) == TEXTS
        again = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=acting("bram"))
    assert again.file is not None


def put_back(numbers: list[int], rows: dict[type, list[object]]) -> None:
    """Do what whoever writes the database can: put old rows back as they were."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    for model, found in rows.items():
        model.objects.bulk_create(found)  # type: ignore[attr-defined]


def test_rows_that_are_put_back_open_for_nobody() -> None:
    seven = words.draw()
    case = closed(seven=seven)
    adopt(2027)
    numbers = case_queries.every_file_of(case)
    pair = KeyPair.objects.filter(locator=reporters.key_of(seven).locator)
    old: dict[type, list[object]] = {
        KeyPair: list(pair),
        SealedFile: list(SealedFile.objects.filter(pk__in=numbers)),
        SealedKey: list(SealedKey.objects.filter(file__in=numbers)),
        Item: list(Item.objects.filter(file__in=numbers)),
    }
    before = Case.objects.filter(pk=case.pk).values().get()
    agreed()
    operations.go_on()
    put_back(numbers, old)
    Case.objects.filter(pk=case.pk).update(**before)
    case.refresh_from_db()
    with pytest.raises(NoKey):
        cases.open_case(case, by=acting("bram"))
    with pytest.raises(NoKey):
        files.read(case.pk, acting("fenna").keyring)
    assert reporters.find(seven) is None
    with pytest.raises(NoKey):
        cases.write_note(case, text="Iets.", by=acting("fenna"))


def test_a_new_file_never_takes_the_number_of_a_destroyed_one() -> None:
    case = closed()
    adopt(2027)
    agreed()
    operations.go_on()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT setval('vault_sealedfile_id_seq', %s)", [case.pk - 1])
    with pytest.raises(files.NumbersWentBack):
        report()


def test_the_trail_tells_who_agreed_and_what_went_by_number() -> None:
    case = closed()
    adopt(2027)
    agreed()
    operations.go_on()
    told = list(Entry.objects.order_by("pk").values_list("action", "object_number", "actor_kind"))
    for action, kind in (
        ("destruction.proposed", "person"),
        ("destruction.approved", "person"),
        ("destruction.keys_taken", "job"),
        ("destruction.rows_taken", "job"),
        ("destruction.declared", "job"),
    ):
        assert [entry for entry in told if entry[0] == action and entry[2] == kind], action
    assert ("file.destroyed", case.pk, "job") in told
    assert ("case.file_destroyed", case.pk, "job") in told


def test_only_the_clock_carries_out() -> None:
    closed()
    adopt(2027)
    destruction = agreed()
    for step in (operations.take_keys, operations.take_rows, operations.finish):
        with pytest.raises(Refused):
            step(destruction, by=acting("mees"))


def test_keys_are_taken_within_an_operation_alone() -> None:
    for step in (vault.take_keys, vault.take_rows):
        with pytest.raises(RuntimeError):
            step([1])


def figures(years: range) -> dict[int, tuple[object, object]]:
    return {
        year: (
            [(one.name, one.value, one.source) for one in annual_report.current_figures(year)],
            annual_report.rows(year),
        )
        for year in years
    }


def test_the_figures_and_rows_of_all_years_stay_as_they_were() -> None:
    found = imports.read(year_folder("provincie"))
    year_import.apply(name="2021", year=2021, records=found.records, by=acting("fenna"))
    with_all_sorts(words.draw())
    for year, conclusion in ((2026, "founded"), (2027, "unfounded"), (2028, "solved")):
        closed(closed_on=datetime.date(year, 12, 10), conclusion=conclusion)
    for year in (2026, 2028):  # 2027 is not adopted
        adopt(year)
    years = range(2019, 2048)
    with on(datetime.date(2047, 1, 1)):
        before, adopted = figures(years), annual_report.figures(2026)
        agreed()
        operations.go_on()
        assert Case.objects.exclude(file_destroyed_on=None).count() == 3
        assert figures(years) == before
        assert annual_report.figures(2026) == adopted
        # The registrations that were taken over are compared as before: nothing changes.
        planned = year_import.queries.plan(found.records, 2021)
        assert all(one.changes.is_empty for one in planned)
