"""A year comes in whole, or not at all; a second time only what differs."""

from __future__ import annotations

import csv
import datetime
import io
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.people import acting

from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.overview.annual_report import queries as annual_report
from rechtop.overview.example.cast import AUTHORITIES
from rechtop.overview.example.queries import year_folder
from rechtop.overview.year_import import imports, operations, presenting, queries
from rechtop.overview.year_import.models import Delivery
from rechtop.tools.figures import operations as figures
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.models import Case, CaseType, Measure, Row
from rechtop.work.confidants.models import EarlierTotal
from rechtop.work.programme.models import Activity

pytestmark = pytest.mark.django_db

Folder = Path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The delivered example, free to change."""
    return Path(shutil.copytree(year_folder("provincie"), tmp_path / "levering"))


def take_over(folder: Folder, year: int | None = None) -> list[queries.Planned]:
    found = imports.read(folder, year)
    assert not found.faults, [str(fault) for fault in found.faults]
    return operations.apply(name="levering", year=found.year, records=found.records, by=COMMAND)


def faults(folder: Folder, year: int | None = None) -> list[str]:
    return [str(fault) for fault in imports.read(folder, year).faults]


def change(file: Path, edit: Callable[[list[list[str]]], object]) -> None:
    """Edit a CSV file as a table."""
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8"))))
    edit(rows)
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    file.write_text(written.getvalue(), "utf-8")


def values(year: int) -> dict[str, int | None]:
    return {figure.name: figure.value for figure in annual_report.figures(year)}


def test_the_year_comes_in_as_registrations_without_a_file(folder: Folder) -> None:
    take_over(folder)
    found = Case.objects.filter(has_file=False)
    assert found.count() == 5
    assert not found.exclude(received_year=2021).exists()
    assert Row.objects.filter(is_taken_over=True).count() == 5
    assert Activity.objects.filter(meetings=None).count() == 17


def test_a_second_time_nothing_changes_and_that_is_told(folder: Folder) -> None:
    take_over(folder)
    before = set(Case.objects.values_list("pk", "number"))
    planned = take_over(folder)
    assert all(one.changes.is_empty for one in planned)
    assert presenting.summary(planned, is_done=True)[-1] == "Er verandert niets."
    assert set(Case.objects.values_list("pk", "number")) == before


def test_only_what_differs_changes_and_it_is_told_before_and_after(folder: Folder) -> None:
    take_over(folder)
    kept = Case.objects.get(source_number="2021-2")

    def edit(rows: list[list[str]]) -> None:
        rows[2][rows[0].index("oordeel")] = "ongegrond"
        del rows[1]

    change(folder / "meldingen.csv", edit)
    found = imports.read(folder)
    told = presenting.summary(queries.plan(found.records, found.year), is_done=False)
    assert "meldingen: 0 nieuw, 1 gewijzigd, 1 vervallen, 3 gelijk" in told
    assert "  ~ 2021-2: oordeel: founded → unfounded" in told
    assert "  - 2021-1" in told
    assert Case.objects.filter(source_number="2021-1").exists()
    take_over(folder)
    assert not Case.objects.filter(source_number="2021-1").exists()
    kept.refresh_from_db()
    assert kept.conclusion == "unfounded"


@pytest.mark.parametrize(
    ("file", "first_cell", "moved"),
    [
        ("meldingen.csv", "2021-5", {"meldingen.totaal": 4, "meldingen.misstand": 0}),
        ("meldingen.csv", "2021-1", {"meldingen.totaal": 4, "meldingen.zakelijk": 2}),
        ("gesprekken-vertrouwenspersonen.csv", "2021", {"gesprekken.totaal": 15}),
        ("bibob.csv", "2021", {"bibob.open-bronnen": None}),
        ("activiteiten.csv", "2021", {"eed.afgelegd": None}),
        ("actiepunten.csv", "2020", {"actiepunten.vorig-jaar": 6}),
    ],
)
def test_a_row_taken_out_moves_every_figure_that_rests_on_it(
    folder: Folder, file: str, first_cell: str, moved: dict[str, int | None]
) -> None:
    take_over(folder)
    before = values(2021)

    def take_out(rows: list[list[str]]) -> None:
        rows.remove(next(row for row in rows[1:] if row[0] == first_cell))

    change(folder / file, take_out)
    take_over(folder)
    after = values(2021)
    assert {name: after[name] for name in moved} == moved
    assert all(before[name] != value for name, value in moved.items())


def test_what_another_delivery_brought_stays(folder: Folder, tmp_path: Path) -> None:
    take_over(folder)
    later = tmp_path / "later"
    later.mkdir()
    heading = (folder / "meldingen.csv").read_text("utf-8").splitlines()[0]
    row = "2022-1,2022,zakelijk,Directeur,Iets,,,,lopend,,,,"
    (later / "meldingen.csv").write_text(f"{heading}\n{row}\n", "utf-8")
    take_over(later)
    assert Case.objects.filter(has_file=False).count() == 6
    assert values(2022)["meldingen.totaal"] == 1
    assert values(2021)["meldingen.totaal"] == 5


def test_a_case_that_closed_a_year_later_stands_in_that_year(folder: Folder) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows[0].append("afgesloten_in")
        for row in rows[1:]:
            row.append("2022" if row[0] == "2021-5" else "")

    change(folder / "meldingen.csv", edit)
    take_over(folder)
    first, second = values(2021), values(2022)
    assert (first["meldingen.afgesloten"], first["meldingen.open"]) == (4, 1)
    assert (second["meldingen.meegenomen"], second["meldingen.afgesloten"]) == (1, 1)
    assert second["meldingen.open"] == 0
    assert [row.received_year for row in annual_report.rows(2022)] == [2021]
    assert len(annual_report.rows(2021)) == 5  # it was received in that year, and open at its end
    line = annual_report.find(2022, "meldingen.totaal")
    assert line is not None
    assert (line.figure.value, line.before) == (0, 5)


@pytest.mark.parametrize(
    ("file", "column", "cell", "told"),
    [
        ("meldingen.csv", "jaar", "21", "rij 2, kolom jaar: Schrijf het jaar met vier cijfers."),
        ("meldingen.csv", "jaar", "2999", "rij 2, kolom jaar: Dit jaar kan niet"),
        ("meldingen.csv", "soort", "zakelijk!", "rij 2, kolom soort: “zakelijk!” staat niet in de"),
        ("meldingen.csv", "nummer", "", "rij 2, kolom nummer: Deze cel is leeg."),
        ("meldingen.csv", "nummer", "2021-2", "rij 3, kolom nummer: Dit staat ook al in rij 2."),
        ("meldingen.csv", "onderzocht", "wel", "kolom onderzocht: Schrijf ja of nee"),
        ("meldingen.csv", "oordeel_herkomst", "zelf", "Schrijf letterlijk of afgeleid."),
        ("meldingen.csv", "gevolg", "#REF!", "rekenfout van het werkblad"),
        ("meldingen.csv", "melding", "x" * 20_001, "te lang: ten hoogste 20000 tekens"),
        ("bibob.csv", "aantal", "veel", "kolom aantal: Schrijf een heel getal"),
        ("bibob.csv", "aantal", "-1", "kolom aantal: Schrijf een heel getal"),
        ("bibob.csv", "aantal", "1.5", "kolom aantal: Schrijf een heel getal"),
        ("cijfers.csv", "cijfer", "meldingen.iets", "“meldingen.iets” is geen cijfer"),
        ("actiepunten.csv", "nummer", "0", "Schrijf een volgnummer vanaf 1."),
    ],
)
def test_a_wrong_cell_is_told_by_file_row_and_column_and_nothing_changes(
    folder: Folder, file: str, column: str, cell: str, told: str
) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows[1][rows[0].index(column)] = cell

    change(folder / file, edit)
    found = faults(folder)
    assert len(found) == 1, found
    assert found[0].startswith(f"{file}, ")
    assert told in found[0]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("ontvangen_op", "31-4-2021", "Deze datum bestaat niet."),
        ("ontvangen_op", "3 mei 2021", "Schrijf de datum als 2021-05-03 of 3-5-2021."),
        ("ontvangen_op", "2020-05-03", "Deze dag valt niet in het jaar van de melding."),
        ("ontvangen_op", "2021-05-03T10:00", "Schrijf de datum als"),
        ("afgesloten_op", "2020-01-01", "Deze dag ligt vóór het jaar van ontvangst."),
        ("soorten_schending", "Financieel; Onzin", "“Onzin” staat niet in de lijst"),
        ("onbekende_kolom", "iets", "kolom onbekende_kolom: Rechtop kent deze kolom niet."),
    ],
)
def test_a_further_column_is_read_as_strictly(
    folder: Folder, column: str, cell: str, told: str
) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows[0].append(column)
        for at, row in enumerate(rows[1:]):
            row.append(cell if at == 0 else "")

    change(folder / "meldingen.csv", edit)
    found = faults(folder)
    assert len(found) == 1, found
    assert told in found[0]


def test_a_closed_case_needs_a_conclusion_and_a_running_one_has_no_day(folder: Folder) -> None:
    def edit(rows: list[list[str]]) -> None:
        rows[0].append("afgesloten_op")
        for row in rows[1:]:
            row.append("2021-06-01")
        rows[1][rows[0].index("oordeel")] = "lopend"
        rows[1][rows[0].index("oordeel_herkomst")] = ""

    change(folder / "meldingen.csv", edit)
    assert faults(folder) == [
        "meldingen.csv, rij 2, kolom oordeel: Deze melding is afgesloten: vul het oordeel in."
    ]


def test_every_fault_is_told_at_once_and_a_missing_column_too(folder: Folder) -> None:
    change(folder / "meldingen.csv", lambda rows: [row.pop(0) for row in rows])
    change(folder / "bibob.csv", lambda rows: rows[1].__setitem__(3, "x"))
    (folder / "geheim.csv").write_text("a,b\n1,2\n")
    told = faults(folder)
    assert "meldingen.csv, rij 1, kolom nummer: Deze kolom ontbreekt." in told
    assert any(line.startswith("geheim.csv: Rechtop kent dit bestand niet.") for line in told)
    assert any(line.startswith("bibob.csv, rij 2, kolom aantal") for line in told)


def test_a_year_after_that_of_the_delivery_is_refused(folder: Folder) -> None:
    told = faults(folder, 2020)
    assert "na het jaar van de levering, 2020" in told[0]
    assert not faults(folder, 2021)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02" * 1000,
        "nummer,jaar\n".encode("utf-16"),
        b"nummer;jaar\n\xff\xfe",
        b"PK\x03\x04nonsense",
        b'"open quote\n' * 50,
    ],
)
@pytest.mark.parametrize("name", ["meldingen.csv", "levering.xlsx"])
def test_nonsense_is_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert faults(tmp_path / name)


def test_too_much_is_refused_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "meldingen.csv"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert faults(big) == ["meldingen.csv: Dit bestand is te groot: ten hoogste 20 MB."]


def workbook(folder: Folder, path: Path, edit: Callable[[openpyxl.Workbook], object]) -> Path:
    """Put the delivered example in one workbook, a sheet for each file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for file in sorted(folder.glob("*.csv")):
        sheet = book.create_sheet(file.stem)
        for row in csv.reader(io.StringIO(file.read_text("utf-8"))):
            sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    edit(book)
    book.save(path)
    return path


def test_one_workbook_brings_the_same_as_the_files(folder: Folder, tmp_path: Path) -> None:
    take_over(folder)
    planned = take_over(workbook(folder, tmp_path / "jaar.xlsx", lambda book: None))
    assert all(one.changes.is_empty for one in planned)
    assert {one.part.name for one in planned} == {file.stem for file in folder.glob("*.csv")}


def test_merged_cells_are_told_where_they_are(folder: Folder, tmp_path: Path) -> None:
    path = workbook(folder, tmp_path / "jaar.xlsx", lambda b: b["bibob"].merge_cells("B3:C4"))
    assert faults(path) == [
        "bibob, rij 3, kolom B: Hier zijn cellen samengevoegd. Maak daar losse cellen van."
    ]


def test_a_date_is_read_from_a_date_cell_and_refused_as_loose_text(
    folder: Folder, tmp_path: Path
) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["meldingen"]
        column = sheet.max_column + 1
        sheet.cell(1, column, "ontvangen_op")
        sheet.cell(2, column, datetime.datetime(2021, 5, 3))
        sheet.cell(3, column, "mei '21")

    path = workbook(folder, tmp_path / "jaar.xlsx", edit)
    assert faults(path) == [
        "meldingen, rij 3, kolom ontvangen_op: Schrijf de datum als 2021-05-03 of 3-5-2021."
    ]


def test_an_authority_brings_its_own_values(folder: Folder) -> None:
    (folder / "lijsten.csv").write_text(
        "lijst,code,waarde,waarde_engels,tegen_persoon\n"
        "procedure,water,Waterzaken,Water matters,\n"
        "soort_schending,duin,Duinzaken,,\n"
        "maatregel,cursus,Cursus,Course,ja\n",
        "utf-8",
    )

    def edit(rows: list[list[str]]) -> None:
        rows[0] += ["soorten_schending", "maatregelen"]
        rows[1][rows[0].index("soort")] = "Waterzaken"
        for row in rows[1:]:
            row += ["Duinzaken; Financieel", "Cursus; cursus"] if row is rows[1] else ["", ""]

    change(folder / "meldingen.csv", edit)
    planned = take_over(folder)
    assert planned[0].counts()["added"] == 3
    assert values(2021)["meldingen.water"] == 1
    case = Case.objects.get(source_number="2021-1")
    assert set(CaseType.objects.filter(case=case).values_list("code", flat=True)) == {
        "duin",
        "financial",
    }
    assert list(Measure.objects.filter(case=case).values_list("code", "against_person")) == [
        ("cursus", True),
        ("cursus", True),
    ]
    assert all(one.changes.is_empty for one in take_over(folder))


def test_a_value_that_is_renamed_keeps_its_name_in_earlier_years(folder: Folder) -> None:
    (folder / "lijsten.csv").write_text(
        "lijst,code,waarde,waarde_engels\nonderwerp,integriteit,Integriteit en gedrag,\n", "utf-8"
    )
    take_over(folder)
    assert "Integriteit en gedrag" in [str(c) for c in lists.in_year("topic", 2021)]
    assert "Integriteit" in [str(c) for c in lists.in_year("topic", 2020)]


def test_a_fault_while_writing_leaves_nothing_behind(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = imports.read(folder)

    def stop(part: str) -> None:
        if part.startswith("cijfers: schrijven"):
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"), transaction.atomic():
        operations.apply(name="x", year=2021, records=found.records, by=COMMAND, at_part=stop)
    assert not Case.objects.filter(has_file=False).exists()
    assert not EarlierTotal.objects.exists()
    assert not Delivery.objects.exists()


def test_an_adopted_year_takes_nothing_over_any_more(folder: Folder) -> None:
    take_over(folder)
    figures.adopt(year=2021, **annual_report.to_adopt(2021), by=acting("gijs"))
    change(folder / "meldingen.csv", lambda rows: rows.pop())
    with pytest.raises(Invalid, match="2021 zijn vastgesteld"):
        take_over(folder)


def test_who_is_no_coordinator_takes_nothing_over(folder: Folder) -> None:
    found = imports.read(folder)
    for name in ("bram", "hanna", "eva", "jet", "carla"):
        with pytest.raises(Refused):
            operations.apply(name="x", year=2021, records=found.records, by=acting(name))
    operations.apply(name="x", year=2021, records=found.records, by=acting("fenna"))


def test_a_delivery_waits_for_a_yes_and_says_the_same_after_waiting(folder: Folder) -> None:
    found, fenna = imports.read(folder), acting("fenna")
    delivery = operations.bring(name="x", year=2021, records=found.records, by=fenna)
    assert not Case.objects.filter(has_file=False).exists()
    delivery.refresh_from_db()
    assert queries.unpacked(delivery.content) == found.records
    operations.confirm(delivery, by=fenna)
    assert values(2021)["meldingen.totaal"] == 5
    assert not Delivery.objects.filter(applied_at=None).exists()


@pytest.mark.django_db(transaction=False)
def test_two_imports_at_once_do_not_mix() -> None:
    """Another session holds the lock of imports; this one is told so and changes nothing."""
    held, done = threading.Event(), threading.Event()

    def other() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [operations.LOCK])
            held.set()
            done.wait(120)
        connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    held.wait(120)
    try:
        found = imports.read(year_folder("provincie"))
        with pytest.raises(Invalid, match="Er loopt al een import"):
            operations.apply(name="x", year=2021, records=found.records, by=COMMAND)
    finally:
        done.set()
        thread.join()
    assert not Case.objects.filter(has_file=False).exists()


@pytest.mark.parametrize("name", sorted(AUTHORITIES))
def test_the_delivered_examples_have_no_faults_for_their_own_authority(name: str) -> None:
    """The lists of the other authority do not know this one's values."""
    found = imports.read(year_folder(name))
    assert bool(found.faults) is (name != "provincie")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.lists(
            st.text(max_size=12, alphabet=st.characters(exclude_categories=["Cs"])), max_size=15
        ),
        max_size=6,
    )
)
def test_whatever_stands_in_a_file_is_read_or_refused_but_never_breaks(
    rows: list[list[str]], tmp_path: Path
) -> None:
    file = tmp_path / "meldingen.csv"
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    file.write_text(written.getvalue(), "utf-8")
    found = imports.read(file)
    assert found.faults or found.records == {"meldingen": []}


def test_a_row_that_is_no_csv_is_named() -> None:
    content = b'naam;waarde\neen;1\ntwee;"2"3\n'
    found = imports.read_files([("eed.csv", len(content), lambda: content)])
    assert "rij 3: Deze rij is niet te lezen" in str(found.faults[0])
