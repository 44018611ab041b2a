"""Fenna takes a year over and prints its chapter; Jet follows a figure to its records."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.installation import CODE, Installation

DELIVERED = CODE / "src" / "rechtop" / "overview" / "example" / "data" / "zuid-holland-2021"


def table(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO((DELIVERED / f"{name}.csv").read_text("utf-8"))))


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def a_year_later(name: str) -> list[list[str]]:
    """Give a part of 2021 as if it were that of 2022."""
    heading, *rows = table(name)
    return [heading, *([cell.replace("2021", "2022", 1) for cell in row] for row in rows)]


def bring(fenna: Page, year: str, *files: Path) -> None:
    fenna.goto("/desk/jaarrapportage/")
    fenna.get_by_role("link", name="Neem een jaar over").click()
    fenna.get_by_label("Over welk jaar gaat de administratie?").fill(year)
    fenna.get_by_label("Kies de bestanden").set_input_files([str(file) for file in files])
    fenna.get_by_role("button", name="Lees de bestanden").click()


def test_fenna_goes_from_the_import_to_the_printed_chapter(cast: Cast, tmp_path: Path) -> None:
    fenna = cast("fenna")
    cases, conversations = a_year_later("meldingen"), a_year_later("gesprekken-vertrouwenspersonen")
    del cases[1]
    wrong = [*cases, ["2022-9", "2022", "geheim", *[""] * 10]]
    sheets = {"meldingen": wrong, "gesprekken-vertrouwenspersonen": conversations}
    bring(fenna, "2022", workbook(tmp_path / "fout.xlsx", sheets))
    expect(fenna.get_by_role("heading", name="1 fout")).to_be_visible()
    expect(fenna.get_by_text("“geheim” staat niet in de lijst", exact=False)).to_be_visible()
    expect(fenna.get_by_label("Over welk jaar gaat de administratie?")).to_have_value("2022")

    sheets["meldingen"] = cases
    bring(fenna, "2022", workbook(tmp_path / "goed.xlsx", sheets))
    expect(fenna.get_by_role("heading", name="Wat er verandert: 2022")).to_be_visible()
    expect(fenna.get_by_role("row", name=re.compile("^meldingen 4 0 0 0"))).to_be_visible()
    fenna.get_by_role("button", name="Ja, neem dit over").click()
    expect(fenna.get_by_text("De administratie is overgenomen.")).to_be_visible()

    expect(
        fenna.get_by_text(
            "In 2022 zijn de meldingen ten opzichte van 2021 gedaald van vijf naar vier."
        )
    ).to_be_visible()
    expect(fenna.get_by_text("Tabel 1. Meldingen van vermoedens", exact=False)).to_be_visible()
    expect(fenna.get_by_text("Tabel 2. Gesprekken", exact=False)).to_be_visible()
    printed = fenna.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert fenna.locator("nav.rechtop-nav").count() == 1

    bring(fenna, "2022", tmp_path / "goed.xlsx")
    expect(fenna.get_by_text("Alles staat er al zo. Er verandert niets.")).to_be_visible()
    fenna.get_by_role("button", name="Sluit", exact=True).click()
    expect(fenna.get_by_text("Er is niets veranderd.")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("nonsense.xlsx", b"\x00\xff" * 5000, "Dit is geen werkboek"),
        ("meldingen.csv", b"a,b\n1,2\n", "Rechtop kent deze kolom niet."),
        ("leeg.csv", b"", "Rechtop kent dit bestand niet."),
    ],
)
def test_a_wrong_file_is_told_on_the_page_and_changes_nothing(
    cast: Cast, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    fenna = cast("fenna")
    bring(fenna, "2021", tmp_path / name)
    expect(fenna.get_by_text(told, exact=False).first).to_be_visible()
    expect(fenna.get_by_role("heading", name="Een jaar overnemen")).to_be_visible()


def test_fifty_megabytes_of_nonsense_get_an_answer_at_the_field(cast: Cast, tmp_path: Path) -> None:
    big = tmp_path / "groot.xlsx"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    fenna = cast("fenna")
    bring(fenna, "2021", big)
    expect(fenna.get_by_text("Dit bestand is te groot.", exact=False).first).to_be_visible()
    expect(fenna.get_by_label("Over welk jaar gaat de administratie?")).to_have_value("2021")


def test_jet_goes_from_a_figure_to_its_records_and_no_further(cast: Cast) -> None:
    jet = cast("jet")
    jet.get_by_role("link", name="Jaarrapportage", exact=True).click()
    jet.get_by_role("link", name="Jaarrapportage 2021").click()
    jet.get_by_role("link", name="Zakelijke integriteit", exact=True).click()
    expect(jet.get_by_text("Geteld uit de registraties.")).to_be_visible()
    for number in (1, 2, 3):
        expect(jet.get_by_role("heading", name=f"Melding 2021-{number}")).to_be_visible()
    assert not jet.locator("main a[href*='/zaken/'], main a[href*='/registraties/']").count()
    with jet.expect_download() as started:
        jet.get_by_role("link", name="Haal ze op als werkblad (XLSX)").click()
    sheet = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes())).active
    assert sheet is not None
    assert sheet.max_row == 4
    for path in ("zaken/", "zaken/werkblad/", "registraties/", "jaar-overnemen/", "sleutels/"):
        answer = jet.request.get(f"/desk/{path}")
        assert answer.status == 404 or "2021-1" not in answer.text(), path
    jet.goto("/desk/jaarrapportage/2021/")
    assert jet.get_by_role("button", name="Stel de cijfers vast").count() == 0


def test_gijs_adopts_a_year_and_after_that_nothing_of_it_changes(
    cast: Cast, installation: Installation, tmp_path: Path
) -> None:
    before = installation.rechtop("annual-report", "2022")
    gijs = cast("gijs")
    gijs.goto("/desk/jaarrapportage/2022/")
    gijs.get_by_text("Cijfers vaststellen").click()
    gijs.get_by_role("button", name="Stel de cijfers vast").click()
    expect(gijs.get_by_text("De cijfers van dit jaar zijn vastgesteld.")).to_be_visible()
    expect(gijs.get_by_text("vastgesteld", exact=True)).to_be_visible()
    fenna = cast("fenna")
    cases = a_year_later("meldingen")
    bring(fenna, "2022", workbook(tmp_path / "later.xlsx", {"meldingen": cases}))
    expect(fenna.get_by_text("De cijfers van 2022 zijn vastgesteld.", exact=False)).to_be_visible()
    assert fenna.get_by_role("button", name="Ja, neem dit over").count() == 0
    assert installation.rechtop("annual-report", "2022") == before


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_account_fit_and_have_one_heading(cast: Cast, width: int) -> None:
    fenna = cast("fenna")
    fenna.set_viewport_size({"width": width, "height": 800})
    for path in (
        "jaarrapportage/",
        "jaarrapportage/2021/",
        "jaarrapportage/2021/meldingen.totaal/",
        "jaar-overnemen/",
        "zaken/",
        "zaken/?type=financial",
        "zaken/jaar/2021/",
        "rijen/",
    ):
        fenna.goto(f"/desk/{path}")
        assert fenna.evaluate("document.documentElement.scrollWidth") <= width, path
        assert fenna.locator("h1").count() == 1, path
        assert fenna.locator("script, [style], [onclick]").count() == 0
    fenna.set_viewport_size({"width": 1280, "height": 800})


def test_bram_finds_what_was_taken_over_beside_new_cases(cast: Cast) -> None:
    bram = cast("bram")
    bram.goto("/desk/zaken/?received_year=2021&conclusion=founded")
    expect(bram.get_by_role("link", name="2021-2")).to_be_visible()
    assert bram.get_by_role("link", name="2021-1").count() == 0
    with bram.expect_download() as started:
        bram.get_by_role("link", name="Haal op als werkblad (XLSX)").click()
    sheet = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes())).active
    assert sheet is not None
    assert [sheet.cell(row, 2).value for row in (2, 3)] == ["2021-3", "2021-2"]
    bram.get_by_role("link", name="2021-2").click()
    expect(bram.get_by_text("Opdrachtverlening is ingetrokken.")).to_be_visible()
