from __future__ import annotations

import csv
import datetime
import io
import itertools
import random
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from tests.people import acting, person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.people.identity.models import Person, SignedIn
from rechtop.people.organisation.models import Duty, Kind, Placement, Unit
from rechtop.people.personnel import cast, commands, facts, imports, operations, parsers, queries
from rechtop.people.personnel.models import Employment, Import

pytestmark = pytest.mark.django_db

HEADING = ";".join(cast.HEADING)
TODAY = clock.today()


def in_days(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def line(number: object = 1, **told: object) -> str:
    """Give a line of a file; what is not told is that of an ordinary employee."""
    ordinary = {
        "naam": f"Mens {number}",
        "email": f"mens{number}@voorbeeld.example",
        "soort": "medewerker",
        "eenheid": "Directie > Bureau",
        "functie": "adviseur",
        "schaal": "11",
        "leidinggevende": "",
        "begin": "2020-02-01",
        "eind": "",
    }
    return ";".join(map(str, [number, *(ordinary | told).values()]))


def text(*lines: str) -> bytes:
    return "\n".join([HEADING, *lines]).encode()


def read(*lines: str) -> list[queries.Row]:
    found = imports.read("mensen.csv", text(*lines))
    assert not found.faults
    return found.rows


def bring(*lines: str) -> Import:
    return operations.import_people(rows=read(*lines), by=acting("hanna"))


def faults(*lines: str) -> list[tuple[int | None, str]]:
    """Give where the faults of a file are, and see that nothing of it can be written."""
    found = imports.read("mensen.csv", text(*lines))
    told = found.faults or queries.plan(found.rows).faults
    assert told
    return [(one.row, one.column) for one in told]


def fault(*lines: str) -> str:
    found = imports.read("mensen.csv", text(*lines))
    return " ".join(str(one) for one in found.faults or queries.plan(found.rows).faults)


def invented(count: int) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(cast.rows(count))
    return written.getvalue().encode("utf-8-sig")


def told_of(number: str) -> Employment:
    return Employment.objects.select_related("person").get(personnel_number=number)


def test_people_come_with_their_unit_manager_function_and_dates() -> None:
    bring(line(7, naam="Zoë de Wit", leidinggevende="8"), line(8, soort="directeur"))
    found = told_of("7")
    assert (found.person.name, found.person.sort_name) == ("Zoë de Wit", "zoe de wit")
    assert (found.kind, found.function, found.scale) == ("staff", "adviseur", "11")
    assert found.manager == told_of("8").person
    placement = Placement.objects.get(person=found.person)
    assert (placement.unit.name, placement.unit.parent.name) == ("Bureau", "Directie")
    assert placement.from_date == datetime.date(2020, 2, 1)
    assert not found.person.has_usable_password()


def test_the_same_file_twice_changes_nothing() -> None:
    rows = imports.read("mensen.csv", invented(200)).rows
    made = operations.import_people(rows=rows, by=COMMAND)
    assert (made.new, made.changed, made.unchanged) == (200, 0, 0)
    again = queries.plan(rows)
    assert again.is_empty
    assert again.unchanged == 200


def test_an_import_is_one_line_on_the_trail_without_names() -> None:
    before = Entry.objects.count()
    made = bring(line(1), line(2), line(3))
    (entry,) = Entry.objects.order_by("pk")[before:]
    assert (entry.action, entry.object_kind, entry.object_number) == (
        "people.imported",
        "import",
        made.pk,
    )


def test_who_signed_in_before_is_known_again_by_their_address_and_keeps_their_duties() -> None:
    bram = person("bram")
    bring(line(5, naam=bram.name, email=bram.email.upper()))
    assert told_of("5").person == bram
    assert Duty.objects.filter(person=bram, until_date=None).exists()
    assert Person.objects.get(pk=bram.pk).password == bram.password


def test_who_moves_keeps_where_they_worked_until_today() -> None:
    bring(line(1))
    bring(line(1, eenheid="Directie > Ander bureau", schaal="12"))
    old, new = Placement.objects.filter(person=told_of("1").person).order_by("from_date")
    assert (old.unit.name, old.until_date) == ("Bureau", TODAY)
    assert (new.unit.name, new.from_date, new.until_date) == ("Ander bureau", TODAY, None)
    assert told_of("1").scale == "12"
    assert queries.plan(read(line(1, eenheid="Directie > Ander bureau", schaal="12"))).is_empty


def test_two_people_can_take_each_others_address() -> None:
    bring(line(1, email="a@b.example"), line(2, email="c@d.example"))
    bring(line(1, email="c@d.example"), line(2, email="a@b.example"))
    assert told_of("1").person.email == "c@d.example"


def test_a_column_that_is_absent_and_an_empty_unit_change_nothing() -> None:
    bring(line(1, eind=in_days(400)))
    short = imports.read(
        "x.csv",
        b"personeelsnummer;naam;e-mailadres;soort;begindatum\n"
        b"1;Mens 1;mens1@voorbeeld.example;medewerker;2020-02-01",
    )
    assert queries.plan(short.rows, short.absent).is_empty
    assert queries.plan(read(line(1, eenheid="", eind=in_days(400)))).is_empty


def test_who_leaves_loses_their_duties_on_that_day_and_cannot_sign_in_any_more() -> None:
    bram = person("bram")
    told = {"naam": bram.name, "email": bram.email}
    bring(line(5, **told))
    bring(line(5, **told, eind=in_days(10)))
    assert Duty.objects.get(person=bram).until_date == in_days(10)
    bram.refresh_from_db()
    assert bram.is_active


@pytest.mark.parametrize("days", [0, -3])
def test_who_left_today_or_before_keeps_no_duty_beyond_today_nor_a_browser(days: int) -> None:
    bram = person("bram")
    SignedIn.objects.create(person=bram, browser="", since_on=TODAY, seen_on=TODAY)
    bring(line(5, naam=bram.name, email=bram.email, eind=in_days(days)))
    assert Duty.objects.get(person=bram).until_date == TODAY
    bram.refresh_from_db()
    assert not bram.is_active
    assert not SignedIn.objects.filter(person=bram).exists()


def test_the_clock_lets_people_go_on_their_day() -> None:
    bram = person("bram")
    Duty.objects.create(person=bram, kind=Kind.LAWYER, from_date=in_days(9))
    bring(line(5, naam=bram.name, email=bram.email, eind=in_days(2)))
    assert operations.let_leave_today() == 0
    Employment.objects.update(end_date=TODAY)
    assert operations.let_leave_today() == 1
    assert operations.let_leave_today() == 0
    bram.refresh_from_db()
    assert not bram.is_active
    assert Duty.objects.get(person=bram, kind=Kind.LAWYER).until_date == in_days(9)


def test_who_comes_back_can_sign_in_again_without_their_old_duties() -> None:
    bram = person("bram")
    told = {"naam": bram.name, "email": bram.email}
    bring(line(5, **told, eind=TODAY))
    bring(line(5, **told))
    bram.refresh_from_db()
    assert bram.is_active
    assert Duty.objects.get(person=bram).until_date == TODAY


def test_who_begins_tomorrow_and_left_yesterday_is_told_at_their_row() -> None:
    wrong = line(2, begin=in_days(1), eind=in_days(-1))
    assert faults(line(1), wrong) == [(3, "end")]
    assert "vóór het begin" in fault(wrong)


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ([line(1), line(2, email="mens1@VOORBEELD.example")], (3, "email")),
        ([line(1), line(1, email="x@y.example")], (3, "number")),
        ([line(1, begin="31-2-2024")], (2, "start")),
        ([line(1, begin="1-1-0001")], (2, "start")),
        ([line(1, leidinggevende="99")], (2, "manager")),
        ([line(1, leidinggevende="1")], (2, "manager")),
        ([line(1, soort="stagiair")], (2, "kind")),
        ([line(1, eenheid="Directie > > Bureau")], (2, "unit")),
        ([line(1, email="geen adres")], (2, "email")),
        ([line(1, naam="")], (2, "name")),
        ([line(1, naam="a\x00b")], (None, "")),
        ([line(1, functie="x" * 121)], (2, "function")),
    ],
)
def test_what_cannot_be_is_told_by_row_and_column(
    lines: list[str], where: tuple[int | None, str]
) -> None:
    assert where in faults(*lines)


def test_a_circle_of_managers_is_told_with_the_people_in_it() -> None:
    bring(line(1, naam="Ada"), line(2, naam="Bo", leidinggevende="1"))
    told = fault(line(1, naam="Ada", leidinggevende="3"), line(3, naam="Cy", leidinggevende="2"))
    assert "Ada → Cy → Bo → Ada" in told
    with pytest.raises(Invalid, match="kring"):
        bring(line(1, naam="Ada", leidinggevende="3"), line(3, naam="Cy", leidinggevende="2"))
    assert not Employment.objects.filter(personnel_number="3").exists()


def test_an_address_of_someone_else_is_refused() -> None:
    bring(line(1))
    assert faults(line(2, email="mens1@voorbeeld.example")) == [(2, "email")]


def test_unknown_missing_and_double_columns_are_told() -> None:
    found = imports.read("x.csv", b"personeelsnummer;naam;naam;loon\n1;a;b;c")
    assert {(one.column, one.row) for one in found.faults} >= {("loon", 1), ("naam", 1)}
    assert "begindatum" in {one.column for one in found.faults}


def test_commas_a_mark_at_the_start_and_a_workbook_are_read_too() -> None:
    rows = list(cast.rows(30))
    plain = imports.read("x.csv", invented(30)).rows
    with_commas = "\n".join(",".join(row) for row in rows).encode()
    assert imports.read("x.csv", with_commas).rows == plain
    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([datetime.date.fromisoformat(c) if c[4:5] == "-" else c for c in row])
    book.save(written)
    assert imports.read("x.xlsx", written.getvalue()).rows == plain


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_nonsense_is_refused_at_once(name: str) -> None:
    for content in (b"\x00" * 50_000_000, b"x" * 41_000_000, b"x;y\n" * 5_000_000, b"PK\x03\x04"):
        assert imports.read(name, content).faults


def test_a_workbook_that_is_damaged_anywhere_is_refused() -> None:
    book, written = openpyxl.Workbook(), io.BytesIO()
    for number in range(300):
        book.active.append([f"{number}", "Piet", "Post", f"piet{number}@voorbeeld.example"])
    book.save(written)
    whole, chance = written.getvalue(), random.Random(7)
    for _unused in range(60):
        damaged = bytearray(whole)
        for at in chance.sample(range(30, len(damaged)), 8):
            damaged[at] = chance.randrange(256)
        imports.read("x.xlsx", bytes(damaged))  # it is read, or has faults: nothing is raised


def test_a_table_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsers, "MOST_ROWS", 10)
    assert imports.read("x.csv", invented(11)).faults
    assert not imports.read("x.csv", invented(10)).faults


def test_only_the_administrator_takes_people_over() -> None:
    with pytest.raises(Refused):
        operations.import_people(rows=read(line(1)), by=acting("bram"))


def test_the_command_line_says_what_changes_and_writes_nothing_with_preview(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "mensen.csv"
    file.write_bytes(invented(40))
    looked = CliRunner().invoke(commands.import_people, [str(file), "--preview"])
    assert "nieuw      40" in looked.output
    assert not Employment.objects.exists()
    CliRunner().invoke(commands.import_people, [str(file)])
    assert Employment.objects.count() == 40
    again = CliRunner().invoke(commands.import_people, [str(file)])
    assert "gelijk     40" in again.output


def test_units_come_below_the_one_top_there_is_and_only_once() -> None:
    tops = Unit.objects.filter(parent=None).count()
    bring(line(1), line(2))
    assert Unit.objects.filter(parent=None).count() == tops
    assert Unit.objects.filter(name="Bureau", parent__name="Directie").count() == 1


def test_circles_are_found_once_each() -> None:
    leads = {"1": "2", "2": "3", "3": "1", "4": "1", "5": "5", "6": ""}
    assert facts.circles(leads) == [["1", "2", "3"], ["5"]]


def test_invented_people_are_the_same_each_time_and_lead_each_other_in_no_circle() -> None:
    once, again = list(cast.rows(300)), list(cast.rows(300))
    assert once == again
    leads = {row[0]: row[7] for row in itertools.islice(once, 1, None)}
    assert facts.circles(leads) == []


def test_other_words_under_as_many_changes_are_another_mark() -> None:
    marks = {
        queries.plan(imports.read("x.csv", text(line(1, functie=function))).rows).mark
        for function in ("adviseur", "jurist")
    }
    assert len(marks) == 2


@pytest.mark.parametrize("cell", ['"adviseur"s', '"adviseur', "a" * 200_000])
def test_a_row_that_is_no_csv_is_named_in_plain_dutch(cell: str) -> None:
    found = imports.read("x.csv", text(line(1), line(2, functie=cell)))
    (fault,) = found.faults
    assert str(fault).startswith("rij 3: Deze rij is niet te lezen")
    assert fault.text.isascii()


def run_on(tmp_path: Path, *lines: str) -> str:
    file = tmp_path / "mensen.csv"
    file.write_bytes(text(*lines))
    done = CliRunner().invoke(commands.import_people, [str(file)])
    assert done.exit_code != 0
    assert not Employment.objects.exists()
    return done.output


def test_the_command_line_names_row_and_column_of_each_fault_and_writes_nothing(
    tmp_path: Path,
) -> None:
    told = run_on(tmp_path, line(1), line(2, begin="31-02-2020"), line(3, email="geen adres"))
    assert "rij 3, kolom begin" in told.casefold()
    assert "rij 4, kolom e-mail" in told.casefold()
    assert "Er is niets veranderd" in told


def test_the_command_line_names_who_lead_each_other_in_a_circle(tmp_path: Path) -> None:
    told = run_on(tmp_path, line(1, leidinggevende="2"), line(2, leidinggevende="1"))
    assert "Er is niets veranderd" in told
    assert "rij 2" in told
