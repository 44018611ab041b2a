"""Bram leaves and hands over, Carla hands one conversation on, Fenna looks at all rights."""

from __future__ import annotations

import datetime
import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from rechtop.ground.kernel import clock
from tests.journeys import seeing
from tests.journeys.cast import Cast, new_colleague
from tests.journeys.reporting import come_in, newest_case, report

WHY = "Ik begin in een andere baan."
NEEDED = "Zij wil nog een gesprek."
PRIVATE = "Over haar thuis, dat hoeft niemand te weten."


def fill_day(page: Page, day: datetime.date) -> None:
    for label, value in (("Dag", day.day), ("Maand", day.month), ("Jaar", day.year)):
        page.get_by_label(label, exact=True).last.fill(str(value))


def person_page(hanna: Page, name: str) -> None:
    hanna.goto("/desk/mensen/")
    hanna.locator("main ul.rechtop-work").last.get_by_role("link", name=name).click()


def let_end(hanna: Page, name: str, duty: str) -> None:
    """Let Hanna choose the day, two weeks from now, on which a duty of someone ends."""
    person_page(hanna, name)
    hanna.get_by_role("link", name=f"Kies een einddag {duty}").click()
    fill_day(hanna, clock.today() + datetime.timedelta(days=14))
    hanna.get_by_role("button", name="Laat de taak dan eindigen").click()
    expect(hanna.get_by_text("De taak eindigt op die dag.")).to_be_visible()


def hand_everything_over(page: Page, to: str) -> None:
    page.goto("/desk/overdragen/?wat=alles")
    page.get_by_label("Alles in deze lijst", exact=False).check()
    page.get_by_label("Aan wie?").select_option(label=to)
    page.get_by_label("Waarom?").fill(WHY)
    page.get_by_label("Mijn toegang eindigt meteen").check()
    page.get_by_role("button", name="Draag over").click()
    expect(page.get_by_text(re.compile(f"overgedragen aan {to}"))).to_be_visible()


def test_bram_is_warned_hands_his_cases_to_fenna_and_then_his_duty_ends(
    cast: Cast, anna: Page
) -> None:
    words = report(anna)
    bram, fenna, hanna = cast("bram"), cast("fenna"), cast("hanna")
    number = newest_case(fenna)
    fenna.goto(f"/desk/zaken/{number}/")
    fenna.get_by_role("link", name="Kies een behandelaar").click()
    fenna.get_by_label("Behandelaar").select_option(label="Bram Bakker")
    fenna.get_by_role("button", name="Geef de zaak").click()
    expect(fenna.get_by_role("heading", name=f"Zaak {number}")).to_be_visible()
    hand_everything_over(fenna, "Bram Bakker")

    let_end(hanna, "Bram Bakker", "Behandelaar")
    left = "2 dossiers kan dan niemand meer openen."
    expect(hanna.get_by_text(left).first).to_be_visible()
    hanna.get_by_role("button", name="Beëindig vandaag").click()
    expect(
        hanna.get_by_text("Vraag Bram Bakker om ze eerst over te dragen", exact=False)
    ).to_be_visible()

    bram.goto("/desk/")
    expect(bram.get_by_text("Over 14 dagen eindigt uw taak", exact=False)).to_be_visible()
    expect(bram.get_by_text(left)).to_be_visible()
    bram.get_by_role("link", name="Mijn zaken overdragen").click()
    expect(bram.get_by_text("alleen u", exact=True).first).to_be_visible()
    hand_everything_over(bram, "Fenna de Vries")

    fenna.goto("/desk/")
    expect(fenna.get_by_role("heading", name="Aan u overgedragen")).to_be_visible()
    fenna.get_by_role("link", name=f"Zaak {number}").first.click()
    expect(fenna.get_by_text("Overgedragen aan Fenna de Vries")).to_be_visible()
    expect(fenna.get_by_text(WHY).first).to_be_visible()
    fenna.goto("/desk/")
    fenna.get_by_role("button", name="Ik heb ze gezien").click()
    assert not fenna.get_by_role("heading", name="Aan u overgedragen").count()

    person_page(hanna, "Bram Bakker")
    hanna.get_by_role("button", name="Beëindig vandaag").click()
    expect(hanna.get_by_text("De taak is beëindigd.")).to_be_visible()
    assert bram.goto(f"/desk/zaken/{number}/").status == 404  # type: ignore[union-attr]

    come_in(anna, words)
    expect(
        anna.get_by_text("werkt een andere behandelaar aan uw melding", exact=False)
    ).to_be_visible()
    assert WHY not in anna.content()
    assert "Fenna" not in anna.content()


def confirm_key(fenna: Page, name: str, fingerprint: str) -> None:
    """Let Fenna confirm the key of a colleague who read its fingerprint to her."""
    fenna.goto("/desk/sleutels/")
    of_them = fenna.locator("li", has_text=name)
    expect(of_them.get_by_text(fingerprint)).to_be_visible()
    of_them.get_by_role("button", name="Bevestig deze sleutel").click()
    expect(fenna.get_by_text("De sleutel is bevestigd.")).to_be_visible()


def look(page: Page) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert not list(seeing.faults(page, page.url))
    page.set_viewport_size({"width": 1280, "height": 800})


def ask_for_earlier(fenna: Page, name: str) -> None:
    fenna.get_by_label("Wie krijgt de sleutel?").select_option(label=name)
    fenna.get_by_label("Alle open zaken", exact=False).check()
    fenna.get_by_role("button", name="Vraag de sleutels").click()


def test_a_new_colleague_gets_the_files_there_already_are(cast: Cast) -> None:
    hanna, fenna = cast("hanna"), cast("fenna")
    vera = new_colleague(hanna, cast.browser, cast.installation, "Vera")
    vera.goto("/desk/wachtzin/wijzigen/")
    confirm_key(fenna, "Vera", vera.locator(".rechtop-code").inner_text())
    vera.goto("/desk/")
    assert not vera.get_by_role("heading", name="Aan u overgedragen").count()

    fenna.goto("/desk/overdragen/wie/")
    look(fenna)
    fenna.get_by_role("link", name="Eerdere dossiers voor een collega").first.click()
    look(fenna)
    ask_for_earlier(fenna, "Vera")
    expect(fenna.get_by_text("Deze collega staat nog niet op het rooster").first).to_be_visible()
    chosen = fenna.get_by_label("Wie krijgt de sleutel?").locator("option:checked")
    expect(chosen).to_have_text("Vera")
    look(fenna)
    fenna.goto("/desk/rooster/intake/")
    fenna.get_by_label("Vera").check()
    fenna.get_by_label("Fenna de Vries").check()
    fenna.get_by_role("button", name="Stel voor en teken").click()
    vera.goto("/desk/sleutels/")
    vera.get_by_role("button", name="Teken dit rooster").click()
    expect(vera.get_by_text("Het rooster is getekend.")).to_be_visible()

    fenna.goto("/desk/overdragen/eerder/")
    ask_for_earlier(fenna, "Vera")
    expect(fenna.get_by_text("Gevraagd. Het wacht nu als sleutelwerk", exact=False)).to_be_visible()
    look(fenna)
    fenna.goto("/desk/")
    fenna.get_by_role("link", name="Doe het nu").click()
    look(fenna)
    fenna.get_by_role("button", name="Ga verder").click()
    expect(fenna.get_by_role("heading", name="Wat wacht op mij")).to_be_visible()

    vera.goto("/desk/")
    expect(vera.get_by_role("heading", name="Aan u overgedragen")).to_be_visible()
    expect(vera.get_by_text("van Fenna de Vries").first).to_be_visible()
    look(vera)
    vera.locator("main").get_by_role("link", name=re.compile("^Zaak ")).first.click()
    expect(vera.get_by_role("heading", name="De melding")).to_be_visible()
    vera.context.close()


def become_confidant(cast: Cast) -> Page:
    """Let Kees become a confidant too: he makes a further key, and Fenna confirms it."""
    hanna, fenna, kees = cast("hanna"), cast("fenna"), cast("kees")
    person_page(hanna, "Kees Koning")
    hanna.get_by_label("Taak").select_option(label="Vertrouwenspersoon")
    hanna.get_by_role("button", name="Geef de taak").click()
    kees.goto("/desk/")
    kees.get_by_role("link", name="Maak de sleutel").click()
    kees.get_by_role("button", name="Maak de sleutel").click()
    expect(kees.get_by_role("heading", name="Uw nieuwe sleutel is gemaakt")).to_be_visible()
    fingerprint = kees.locator(".rechtop-code").inner_text()
    fenna.goto("/desk/sleutels/")
    of_kees = fenna.locator("li", has_text="Kees Koning")
    expect(of_kees.get_by_text("gesprekken (nog te bevestigen)", exact=False)).to_be_visible()
    confirm_key(fenna, "Kees Koning", fingerprint)
    return kees


def test_carla_hands_one_conversation_on_with_what_is_needed_and_no_more(cast: Cast) -> None:
    kees, carla = become_confidant(cast), cast("carla")
    carla.goto("/desk/gesprekken/nieuw/")
    carla.get_by_label("Waarover ging het?").select_option(index=1)
    carla.get_by_label("Uw notities").fill(f"{NEEDED}\n\n{PRIVATE}")
    carla.get_by_role("button", name="Bewaar", exact=True).click()
    let_end(cast("hanna"), "Carla Chen", "Vertrouwenspersoon")
    carla.goto("/desk/gesprekken/")
    expect(carla.get_by_text("kan niemand uw gesprekken nog openen", exact=False)).to_be_visible()
    carla.get_by_role("checkbox").first.check()
    carla.get_by_role("button", name="Draag over wat is aangekruist").click()
    carla.get_by_label(NEEDED).check()
    carla.get_by_label("Korte samenvatting").fill("Zij belt zelf.")
    carla.get_by_label("Aan welke collega?").select_option(label="Kees Koning")
    carla.get_by_label("Vernietig ze meteen", exact=False).check()
    carla.get_by_role("button", name="Draag over").click()
    expect(carla.get_by_text("Zonder ja van de betrokkene gaat dit niet over.")).to_be_visible()
    assert carla.get_by_label(NEEDED).is_checked()
    carla.get_by_label("De betrokkene zei ja").check()
    fill_day(carla, clock.today())
    carla.get_by_role("button", name="Draag over").click()
    expect(carla.get_by_text("Overgedragen. Alleen uw collega kan het nu lezen.")).to_be_visible()
    assert not carla.get_by_text(NEEDED).count()

    kees.goto("/desk/gesprekken/")
    kees.get_by_role("link", name="Bekijk ze").click()
    expect(kees.get_by_text(NEEDED, exact=False)).to_be_visible()
    expect(kees.get_by_text("Zij belt zelf.", exact=False)).to_be_visible()
    assert PRIVATE not in kees.content()
    kees.get_by_role("button", name="Neem op bij mijn gesprekken").click()
    expect(kees.get_by_text("gekregen van Carla Chen")).to_be_visible()


def confirm_all(page: Page) -> None:
    """Say of everybody on the list that it is right, but for oneself."""
    page.goto(f"{page.url.split('?')[0]}?wat=open")
    buttons = page.get_by_role("button", name=re.compile("^Klopt"))
    while buttons.count():
        buttons.first.click()
        expect(page.get_by_text("Genoteerd", exact=False)).to_be_visible()
        page.goto(f"{page.url.split('?')[0]}?wat=open")


def test_fenna_looks_at_everybodys_rights_and_hanna_carries_out_what_must_go(cast: Cast) -> None:
    fenna, mees, hanna = cast("fenna"), cast("mees"), cast("hanna")
    fenna.goto("/desk/rechten/")
    fenna.get_by_role("button", name="Begin een lijst").click()
    fenna.wait_for_url("**/rechten/*/")
    page = fenna.url
    fenna.get_by_role("link", name="Klopt niet Daan Dekker").click()
    fenna.get_by_label("Moet weg").check()
    fenna.get_by_role("button", name="Bewaar").click()
    expect(fenna.get_by_text("Schrijf op wat er moet gebeuren.")).to_be_visible()
    fenna.get_by_label("Wat moet er gebeuren?").fill("Werkt hier niet meer.")
    fenna.get_by_role("button", name="Bewaar").click()
    confirm_all(fenna)
    expect(fenna.get_by_text("zegt een ander of ze kloppen", exact=False)).to_be_visible()
    assert not fenna.get_by_role("link", name="Sluit de lijst").count()

    mees.goto("/desk/")
    mees.get_by_role("link", name="Ga naar de lijst").click()
    confirm_all(mees)
    hanna.goto("/desk/")
    expect(hanna.get_by_text("1 taak moet nog weg of anders")).to_be_visible()
    hanna.get_by_role("link", name="Ga naar de lijst").click()
    hanna.get_by_role("link", name="Taken van Daan Dekker").click()
    hanna.get_by_role("button", name="Beëindig vandaag").click()

    fenna.goto(page)
    fenna.get_by_role("link", name="Sluit de lijst").click()
    fenna.get_by_role("button", name="Sluit en teken").click()
    expect(fenna.get_by_role("heading", name="Verslag: rechten nagelopen")).to_be_visible()
    expect(fenna.get_by_text("beëindigd", exact=True)).to_be_visible()
    assert fenna.pdf(format="A4").startswith(b"%PDF")
    with fenna.expect_download() as started:
        fenna.get_by_role("link", name="Haal op als werkblad").click()
    book = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes()))
    listed = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert "Daan Dekker" in listed
    assert "Werkt hier niet meer." in listed


PAGES = {
    "fenna": (
        "/desk/",
        "/desk/overdragen/",
        "/desk/overdragen/wie/",
        "/desk/overdragen/eerder/",
        "/desk/sleutels/",
        "/desk/wachtzin/sleutel-erbij/",
        "/desk/rechten/",
        "/desk/rechten/1/",
    ),
    "hanna": (
        "/desk/",
        "/desk/overdragen/wie/",
        "/desk/mensen/",
        "/desk/mensen/2/",
        "/desk/taken/2/einddag/",
    ),
    "kees": ("/desk/overdragen/namen/", "/desk/gesprekken/", "/desk/gesprekken/ontvangen/"),
}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_pages_shut_nobody_out(cast: Cast, name: str, width: int) -> None:
    page, wrong = cast(name), []
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES[name]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        wrong += list(seeing.faults(page, path))
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not wrong, "\n".join(wrong)
