"""Fenna proposes, Mees lets one stay and approves; what is past its term is gone, and declared."""

from __future__ import annotations

import io
import time

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import seeing
from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import come_in, newest_case, report

# The cases of the reporters below were closed more than five years ago, and that year adopted.
AGO = """
import os, sys, datetime, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from rechtop.ground.kernel import clock
from rechtop.overview.example.operations import acting
from rechtop.tools.figures import operations as figures
from rechtop.work.cases import closing
from rechtop.work.cases.models import Case
ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=365 * 5 + 20)
for number in sys.argv[1:]:
    case = Case.objects.get(number=number)
    Case.objects.filter(pk=case.pk).update(
        received_on=ago.date(), received_year=ago.year)
    case.refresh_from_db()
    told = closing.Closing(
        is_admissible=True, is_investigated=True, types=["financial"], conclusion="unfounded",
        measures=[("talk", True)], commissioner="director", findings="Niets.", consequence="Geen.")
    with clock.standing_at(ago):
        closing.close(case, closing=told, message="Dit is de uitkomst.", regime="zakelijk",
                      by=acting("bram"))
figures.adopt(year=ago.year, told=[], by=acting("gijs"))
print(ago.year)
"""


@pytest.fixture(scope="module")
def old(browser, installation: Installation, _contexts) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    """Let three reporters report, and close what they reported more than five years ago."""
    words: dict[str, list[str]] = {}
    bram = Cast(browser, installation, _contexts)("bram")
    for name in ("Anna de Jong", "", ""):
        context = browser.new_context(java_script_enabled=False, base_url=installation.url)
        page = context.new_page()
        seven = report(page, name=name)
        words[newest_case(bram)] = seven
        context.close()
    installation.python("-c", AGO, *words)
    return words


def try_words(page: Page, words: list[str]) -> str:
    """Type words at the door, and give what the page says."""
    page.goto("/inzien/")
    page.get_by_label("Uw zeven woorden").fill(" ".join(words))
    page.get_by_role("button", name="Verder").click()
    page.wait_for_load_state()
    return page.locator("main").inner_text()


def until(page: Page, text: str) -> None:
    """Look again until the clock has done it."""
    end = time.monotonic() + 60
    while time.monotonic() < end and not page.get_by_text(text, exact=True).count():
        time.sleep(1)
        page.reload()


def test_two_people_destroy_what_is_past_its_term(
    cast: Cast, anna: Page, old: dict[str, list[str]], installation: Installation
) -> None:
    held, kept, gone = old
    bram = cast("bram")
    bram.goto(f"/desk/zaken/{held}/")
    bram.get_by_text("Meer", exact=True).click()
    bram.get_by_role("link", name="Houd het dossier vast").click()
    bram.get_by_label("Waarom?").fill("De rechtszaak loopt nog.")
    bram.get_by_role("button", name="Houd het dossier vast").click()
    expect(bram.get_by_text("Het dossier blijft bewaard", exact=False)).to_be_visible()

    fenna = cast("fenna")
    fenna.get_by_role("link", name="Bewaren", exact=True).click()
    expect(fenna.get_by_text("Iemand houdt het dossier vast")).to_be_visible()
    fenna.get_by_role("link", name="Bekijk en stel voor").click()
    expect(fenna.get_by_role("link", name=gone)).to_be_visible()
    assert not fenna.get_by_role("link", name=held).count()
    fenna.get_by_role("button", name="Stel voor om te vernietigen").click()
    expect(fenna.get_by_text("Het voorstel ligt bij de privacy officer.")).to_be_visible()
    assert not fenna.get_by_role("button", name="Keur goed").count()
    number = fenna.url.rstrip("/").rsplit("/", 1)[1]

    come_in(anna, old[gone])
    expect(anna.get_by_text("Dit is de uitkomst.")).to_be_visible()

    mees = cast("mees")
    mees.get_by_role("link", name=f"Voorstel {number}").click()
    mees.get_by_role("link", name=f"Laat {kept} staan").click()
    mees.get_by_label("Dit bespreken wij eerst").check()
    mees.get_by_role("button", name="Laat dit staan").click()
    mees.get_by_role("button", name="Keur goed").click()
    until(mees, "Verklaring van vernietiging")
    expect(mees.get_by_role("heading", name="Verklaring van vernietiging")).to_be_visible()
    expect(mees.get_by_text("Dit bespreken wij eerst")).to_be_visible()
    assert mees.pdf(format="A4").startswith(b"%PDF")
    with mees.expect_download() as started:
        mees.get_by_role("link", name="werkblad").click()
    book = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes()))
    listed = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert gone in listed
    assert held not in listed

    _the_file_is_gone_and_the_registration_stays(cast, installation, gone, number)
    nobodys = try_words(anna, old[gone][::-1])
    assert "Bij deze woorden vinden wij niets." in nobodys
    assert try_words(anna, old[gone]) == nobodys
    come_in(anna, old[kept])


def _the_file_is_gone_and_the_registration_stays(
    cast: Cast, installation: Installation, gone: str, number: str
) -> None:
    bram = cast("bram")
    answer = bram.goto(f"/desk/zaken/{gone}/")
    assert answer is not None
    assert answer.status == 404
    bram.goto(f"/desk/registraties/{gone}/")
    expect(bram.get_by_text("De registratie blijft voor de cijfers.", exact=False)).to_be_visible()
    expect(bram.get_by_text("Ongegrond")).to_be_visible()
    bram.get_by_role("link", name=f"Verklaring van vernietiging {number}").click()
    expect(bram.get_by_text("Mees Mulder", exact=False)).to_be_visible()
    with installation.connect() as connection:
        left = connection.execute(
            "SELECT count(*) FROM vault_item WHERE file_id = "
            "(SELECT id FROM cases_case WHERE number = %s)",
            [gone],
        ).fetchone()
    assert left == (0,)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_shut_nobody_out(cast: Cast, old: dict[str, list[str]], width: int) -> None:
    mees, wrong = cast("mees"), []
    mees.set_viewport_size({"width": width, "height": 800})
    mees.goto("/desk/bewaren/verklaringen/")
    declared = mees.locator("main li a").first.get_attribute("href") or ""
    for path in (
        "/desk/bewaren/",
        "/desk/bewaren/termijnen/",
        "/desk/bewaren/termijnen/nieuw/",
        declared,
    ):
        mees.goto(path)
        wrong += list(seeing.faults(mees, path))
    mees.set_viewport_size({"width": 1280, "height": 800})
    fenna = cast("fenna")
    fenna.set_viewport_size({"width": width, "height": 800})
    for path in ("/desk/bewaren/", "/desk/bewaren/voorstel/"):
        fenna.goto(path)
        wrong += list(seeing.faults(fenna, path))
    fenna.set_viewport_size({"width": 1280, "height": 800})
    assert not wrong, "\n".join(wrong)
