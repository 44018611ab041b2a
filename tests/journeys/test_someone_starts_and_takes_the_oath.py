"""Someone starts: from the first day to the oath, and an external signs before the start."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from rechtop.ground.kernel import clock
from tests.journeys.cast import Cast, add_colleague, code
from tests.journeys.installation import Installation
from tests.journeys.seeing import faults

HEADING = "personeelsnummer;naam;e-mailadres;soort;functie;begindatum;einddatum"
PASSWORD = "een-heel-eigen-woord"


def look(page: Page) -> None:
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert not list(faults(page, page.url))


def start(browser: Browser, installation: Installation, address: str, password: str) -> Page:
    """Let someone sign in for the first time."""
    page = browser.new_context(base_url=installation.url).new_page()
    page.goto("/desk/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer hetzelfde").fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    page.locator("input[name=code]").fill(code(page.locator("#sleutel").inner_text()))
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.get_by_role("heading", name="Wat wacht op mij, en voor wanneer").wait_for()
    return page


@pytest.fixture
def newcomers(
    cast: Cast, browser: Browser, installation: Installation
) -> Iterator[tuple[Page, Page]]:
    """Give the pages of Nora, who begins today, and of Sander, who comes from elsewhere soon."""
    hanna = cast("hanna")
    signs_in = {name: add_colleague(hanna, name) for name in ("Nora", "Sander")}
    today = clock.today()
    later = today + datetime.timedelta(days=10)
    rows = [
        f"9101;Nora;{signs_in['Nora'][0]};medewerker;adviseur;{today};",
        f"9102;Sander;{signs_in['Sander'][0]};extern;ontwikkelaar;{later};",
    ]
    hanna.goto("/desk/personeel/")
    file = {
        "name": "mensen.csv",
        "mimeType": "text/csv",
        "buffer": "\n".join([HEADING, *rows]).encode(),
    }
    hanna.get_by_label("Kies het bestand").set_input_files(file)
    hanna.get_by_role("button", name="Lees het bestand").click()
    hanna.get_by_role("button", name="Ja, neem dit over").click()
    expect(hanna.get_by_text("De mensen zijn overgenomen.")).to_be_visible()
    pages = [start(browser, installation, *signs_in[name]) for name in ("Nora", "Sander")]
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()


def fill_day(group: Locator, day: datetime.date) -> None:
    for label, part in (("Dag", day.day), ("Maand", day.month), ("Jaar", day.year)):
        group.get_by_label(label).fill(str(part))


def plan(fenna: Page) -> None:
    fenna.goto("/desk/eed/bijeenkomsten/nieuw/")
    look(fenna)
    group = fenna.get_by_role("group", name="Op welke dag?")
    fill_day(group, clock.today() - datetime.timedelta(days=1))
    fenna.get_by_label("Hoe laat begint het?").fill("10:00")
    fenna.get_by_label("Hoe laat is het klaar?").fill("12:30")
    fenna.get_by_label("Op locatie", exact=True).check()
    fenna.get_by_label("Waar?").fill("Statenzaal")
    fenna.get_by_role("button", name="Plan de bijeenkomst").click()
    expect(fenna.get_by_text("Kies vandaag of een latere dag.").first).to_be_visible()
    expect(fenna.get_by_label("Waar?")).to_have_value("Statenzaal")
    fill_day(group, clock.today())
    fenna.get_by_role("button", name="Plan de bijeenkomst").click()
    expect(fenna.get_by_text("Nodig nu mensen uit.")).to_be_visible()


def say_who_is_there(fenna: Page) -> None:
    """Let Fenna say for all who come with which witness; they see it at each name."""
    fenna.get_by_role("link", name="Kies bij wie, en met welke getuige").click()
    look(fenna)
    fenna.get_by_label("Getuige").fill("Gijs Groen")
    fenna.get_by_role("button", name="Bewaar").click()
    expect(fenna.get_by_text("Dit geldt nu voor wie nog de eed", exact=False)).to_be_visible()
    expect(fenna.get_by_role("heading", name="Voor iedereen die komt, behalve")).to_be_visible()


def keep_the_list(fenna: Page, content: bytes) -> None:
    """Let Fenna keep the scan of the list that was signed; what is no scan is not taken."""
    scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": content}
    fenna.get_by_role("link", name="Bewaar de getekende lijst").click()
    look(fenna)
    field = fenna.get_by_label("Kies de scan of foto van de lijst")
    field.set_input_files({"name": "scan.txt", "mimeType": "text/plain", "buffer": b"Nora"})
    fenna.locator("main form button").last.click()
    expect(fenna.get_by_text("Kies een PDF-bestand, of een foto of scan").first).to_be_visible()
    look(fenna)
    field.set_input_files(scan)
    fenna.locator("main form button").last.click()
    expect(fenna.get_by_text("De scan van de lijst op papier is bewaard")).to_be_visible()
    expect(fenna.get_by_text("geldt nu", exact=True)).to_be_visible()
    look(fenna)


def find_the_list_again(fenna: Page, session: str, content: bytes) -> None:
    """Let Fenna come back by the list of sessions, and open what she kept: the same bytes."""
    fenna.goto("/desk/eed/bijeenkomsten/")
    look(fenna)
    fenna.locator(f'main a[href="{urlsplit(session).path}"]').click()
    with fenna.expect_download() as download:
        fenna.get_by_role("button", name="Open de lijst").click()
    assert download.value.path().read_bytes() == content


def pdf(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    return download.value.path().read_bytes()


def test_from_the_first_day_to_the_oath_and_an_external_signs(
    cast: Cast, newcomers: tuple[Page, Page]
) -> None:
    nora, sander = newcomers
    fenna = cast("fenna")
    fenna.goto("/desk/eed/?name=nora")
    look(fenna)
    fenna.get_by_role("link", name="Nora").click()
    look(fenna)
    plan(fenna)
    fenna.get_by_role("link", name="Nodig iemand uit bij naam").click()
    fenna.get_by_label("Naam of e-mailadres").fill("Nora")
    fenna.get_by_role("button", name="Nodig uit").click()
    expect(fenna.get_by_text("De uitnodiging is verstuurd.")).to_be_visible()
    look(fenna)

    nora.goto("/desk/")
    nora.get_by_role("link", name="Leg de eed of de belofte af").click()
    expect(nora.get_by_text("Statenzaal")).to_be_visible()
    look(nora)
    assert pdf(nora, "Zet in mijn agenda").startswith(b"BEGIN:VCALENDAR")
    nora.get_by_role("link", name="Kies de eed of de belofte").click()
    look(nora)
    nora.get_by_label("Belofte", exact=True).check()
    nora.get_by_role("button", name="Bewaar mijn keuze").click()
    expect(nora.get_by_text("U koos: Belofte.")).to_be_visible()

    fenna.get_by_role("link", name="Wie is er?").click()
    say_who_is_there(fenna)
    look(fenna)  # the last width is that of a telephone
    expect(fenna.get_by_text("Vooraf gekozen: Belofte.")).to_be_visible()
    fenna.get_by_role("button", name=re.compile("Legt de belofte af")).click()
    expect(fenna.get_by_text("Nora staat erbij.")).to_be_visible()
    fenna.set_viewport_size({"width": 1200, "height": 900})
    fenna.get_by_role("link", name="Terug naar de bijeenkomst").click()
    list_of_the_day = pdf(fenna, "Haal de lijst op om te tekenen")
    assert list_of_the_day.startswith(b"%PDF")
    session = fenna.url
    keep_the_list(fenna, list_of_the_day)

    nora.goto("/desk/eed/mijn/")
    look(nora)
    assert pdf(nora, "Haal het bewijs op").startswith(b"%PDF")
    nora.goto("/desk/")
    assert nora.get_by_role("link", name="Leg de eed").count() == 0

    sander.get_by_role("link", name="Mijn werk").click()
    sander.get_by_role("link", name="Teken de integriteitsverklaring").click()
    sander.get_by_role("link", name="Lees en teken de verklaring").click()
    look(sander)
    sander.get_by_role("button", name="Teken de verklaring").click()
    sander.get_by_label("Ik heb dit gelezen").check()
    sander.get_by_role("button", name="Teken de verklaring").click()
    expect(sander.get_by_text("U hebt de verklaring getekend.")).to_be_visible()
    fenna.goto("/desk/eed/?standing=taken&what=statement&name=sander")
    expect(fenna.get_by_role("row", name=re.compile("Sander"))).to_contain_text("Gedaan")
    find_the_list_again(fenna, session, list_of_the_day)
