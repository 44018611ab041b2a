"""Every page, looked at with axe, at 320 and 1280 pixels, with and without errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.cast import Cast, add_colleague, code, unlock
from tests.journeys.installation import Installation
from tests.journeys.reporting import WHAT, newest_case, report
from tests.journeys.seeing import faults, stiff

WIDTHS = pytest.mark.parametrize("width", [320, 1280])


@pytest.fixture
def new(browser: Browser, installation: Installation, width: int) -> Iterator[BrowserContext]:
    size = {"width": width, "height": 800}
    context = browser.new_context(base_url=installation.url, viewport=size)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    yield context
    context.close()


def reporters_way(page: Page) -> Iterator[str]:
    """Walk everything a reporter can come across; the name of a page tells where we are."""
    for path in ("/", "/uitleg/", "/veilig/", "/bewijs/", "/bestaat-niet/"):
        page.goto(path)
        yield path
    for path in ("/wegwijzer/", "/wegwijzer/1-5/", "/wegwijzer/4-1/", "/formulier/1/"):
        page.goto(path)
        yield path
    page.get_by_role("button", name="Verder").click()
    yield "what, with an error"
    page.get_by_label("Wat is er gebeurd?").fill(WHAT)
    page.get_by_role("button", name="Verder").click()
    yield "who"
    page.get_by_label("Over wie gaat het?").fill("Mijn chef")
    page.get_by_role("button", name="Verder").click()
    yield "you"
    page.get_by_role("button", name="Verder").click()
    yield "you, with an error"
    page.get_by_label("Ik meld anoniem").check()
    page.get_by_label("Wat vraagt u van ons?").fill("Zoek dit uit")
    page.get_by_role("button", name="Verder").click()
    yield "check"
    page.get_by_role("button", name="Verstuur", exact=True).click()
    yield "words"
    words = page.locator(".rechtop-words li").all_inner_texts()
    page.get_by_role("link", name="Ik heb ze opgeschreven").click()
    yield "prove"
    page.get_by_label("Uw zeven woorden").fill(" ".join(words[:-1]))
    page.get_by_role("button", name="Verder").click()
    yield "prove, with an error"
    page.get_by_label("Uw zeven woorden").fill(" ".join(words))
    page.get_by_role("button", name="Verder").click()
    yield "mailbox"
    page.get_by_role("button", name="Verstuur uw bericht").click()
    yield "mailbox, with an error"
    page.locator("summary").click()
    yield "mailbox, opened"
    page.get_by_role("link", name="Uw eigen kopie, en bewijs van elk bericht").click()
    yield "receipts"
    page.get_by_role("link", name="Terug", exact=True).click()
    page.get_by_role("button", name="Klaar, sluit mijn melding").click()
    yield "left"
    page.context.clear_cookies()
    page.goto("/formulier/1/")
    page.context.clear_cookies()
    page.get_by_label("Wat is er gebeurd?").fill(WHAT)
    page.get_by_role("button", name="Verder").click()
    yield "sent without a cookie"


@WIDTHS
def test_a_reporter_is_shut_out_nowhere(new: BrowserContext, width: int) -> None:
    page = new.new_page()
    found = [line for name in reporters_way(page) for line in faults(page, name)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [1280])
def test_a_reporter_reads_plain_words_everywhere(new: BrowserContext, width: int) -> None:
    page = new.new_page()
    found = [line for name in reporters_way(page) for line in stiff(page, name)]
    assert not found, "\n".join(found)


def first_day(page: Page, address: str, first_password: str) -> Iterator[str]:
    """Walk everything that comes before the desk."""
    page.goto("/desk/")
    yield "sign in"
    page.get_by_role("button", name="Verder").click()
    yield "sign in, with an error"
    _sign_in(page, address, first_password)
    yield "own password"
    page.get_by_label("Nieuw wachtwoord").fill("kort")
    page.get_by_role("button", name="Verder").click()
    yield "own password, with an error"
    page.get_by_label("Nieuw wachtwoord").fill("een eigen wachtwoord")
    page.get_by_label("Nog een keer hetzelfde").fill("een eigen wachtwoord")
    page.get_by_role("button", name="Verder").click()
    yield "second step"
    secret = page.locator("#sleutel").inner_text()
    page.locator("input[name=code]").fill("000000")
    page.get_by_role("button", name="Verder").click()
    yield "second step, with an error"
    page.locator("input[name=code]").fill(code(secret))
    page.get_by_role("button", name="Verder").click()
    yield "recovery codes"
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    yield "keys"
    page.get_by_role("button", name="Maak mijn sleutels").click()
    yield "keys, with an error"
    page.get_by_label("Uw wachtzin").fill("een hele lange wachtzin")
    page.get_by_label("Nog een keer dezelfde zin").fill("een hele lange wachtzin")
    page.get_by_role("button", name="Maak mijn sleutels").click()
    yield "vault"
    page.goto("/desk/herstelcodes/nieuw/")
    yield "confirm it is you"
    page.goto("/desk/afmelden/")
    yield "sign out"
    page.get_by_role("button", name="Afmelden").last.click()
    page.goto("/desk/")
    _sign_in(page, address, "een eigen wachtwoord")
    yield "the code at sign in"
    page.get_by_role("button", name="Aanmelden").click()
    yield "the code at sign in, with an error"


def _sign_in(page: Page, address: str, password: str) -> None:
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Verder").click()


@WIDTHS
def test_who_signs_in_is_shut_out_nowhere(new: BrowserContext, cast: Cast, width: int) -> None:
    given = add_colleague(cast("hanna"), f"Nieuw{width}", "investigator")
    page = new.new_page()
    found = [line for at in first_day(page, *given) for line in faults(page, at)]
    assert not found, "\n".join(found)


def pages(page: Page, *paths: str) -> Iterator[str]:
    """Walk desk pages; of a page with a form, also what an empty form gives."""
    for path in paths:
        page.goto(f"/desk/{path}")
        yield path or "home"
        send = page.locator("main form:not([action]) button.utrecht-button--primary-action")
        if send.count() == 1 and send.is_visible():
            send.click()
            yield f"{path or 'home'}, sent empty"


def handlers_desk(page: Page, number: str) -> Iterator[str]:
    """Walk what a handler works with."""
    yield from pages(page, "account/", "zaken/", "sleutels/", "wachtzin/wijzigen/", "")
    yield from pages(page, "agenda/", "agenda/2026/12/", "agenda/lijst/")
    page.goto("/desk/agenda/adres/")
    yield "the address of a calendar, not made here: its own journey makes one"
    page.goto("/desk/zaken/invoeren/")
    for part in ("Dag", "Maand", "Jaar"):
        page.get_by_label(part, exact=True).fill("99")
    page.locator("main button.utrecht-button--primary-action").click()
    yield "enter a case, with a date that cannot be"
    case = f"zaken/{number}/"
    yield from pages(page, case)
    for part in (
        "melder/",
        "ontvangst/",
        "procedure/",
        "bericht/",
        "terugkoppeling/",
        "notitie/",
        "betrokkene/",
        "afsluiten/",
        "rij/",
        "behandelaar/",
    ):
        page.goto(f"/desk/{case}{part}")
        yield part
        button = page.locator("main button.utrecht-button--primary-action")
        if part not in ("ontvangst/", "behandelaar/", "melder/") and button.count() == 1:
            button.click()
            yield f"{part}, sent empty"
    page.goto("/desk/zaken/0000-0000/")
    yield "not found"


@WIDTHS
def test_a_handler_is_shut_out_nowhere(new: BrowserContext, cast: Cast, width: int) -> None:
    report(new.new_page(), name="Anna de Jong")
    bram = cast("bram")
    number = newest_case(bram)
    bram.set_viewport_size({"width": width, "height": 800})
    try:
        found = [line for at in handlers_desk(bram, number) for line in faults(bram, at)]
    finally:
        bram.set_viewport_size({"width": 1280, "height": 800})
    assert not found, "\n".join(found)


RECOVERY = (
    "herstel/",
    "herstel/ceremonie/",
    "herstel/proef/",
    "herstel/nieuwe-bladen/",
    "herstel/bevestigen/",
    "herstel/toegang/",
    "herstel/wachtzin-kwijt/1/",
)


@WIDTHS
def test_an_administrator_is_shut_out_nowhere(new: BrowserContext, cast: Cast, width: int) -> None:
    hanna = cast("hanna")
    hanna.set_viewport_size({"width": width, "height": 800})
    found = []
    paths = ("", "account/", "mensen/", "onderdelen/", "sleutels/", "zaken/", *RECOVERY)
    for at in pages(hanna, *paths):
        found += faults(hanna, at)
    hanna.goto("/desk/mensen/")
    hanna.locator("main").get_by_role("link", name="Hanna Hendriks").click()
    found += faults(hanna, "a person")
    hanna.locator("main form button").first.click()
    found += faults(hanna, "a person, sent empty")
    hanna.set_viewport_size({"width": 1280, "height": 800})
    assert not found, "\n".join(found)


@WIDTHS
def test_the_vault_shuts_nobody_out(new: BrowserContext, cast: Cast, width: int) -> None:
    fenna = cast("fenna")
    fenna.set_viewport_size({"width": width, "height": 800})
    fenna.goto("/desk/rooster/intake/")
    found = list(faults(fenna, "roster"))
    fenna.get_by_role("button", name="Kluis sluiten").click()
    found += faults(fenna, "home, vault closed")
    fenna.goto("/desk/kluis/")
    found += faults(fenna, "vault")
    fenna.get_by_label("Uw wachtzin").fill("iets anders dan de wachtzin")
    fenna.get_by_role("button", name="Open de kluis").click()
    found += faults(fenna, "vault, with an error")
    unlock(fenna, "fenna")
    fenna.set_viewport_size({"width": 1280, "height": 800})
    assert not found, "\n".join(found)


def coordinators_year(page: Page) -> Iterator[str]:
    """Walk the account of a year, its import, the programme, rows and lists."""
    yield from pages(
        page,
        "jaarrapportage/",
        "jaarrapportage/2021/",
        "jaarrapportage/2021/meldingen.totaal/",
        "jaarrapportage/2021/bibob.onderzoeken/invoeren/",
        "jaar-overnemen/",
        "programma/2021/",
        "programma/2021/tekst/",
        "programma/2021/tekst/schrijven/",
        "programma/2021/activiteit/",
        "actiepunten/",
        "actiepunten/2020/",
        "actiepunten/2020/1/",
        "actiepunten/2020/1/verder/",
        "actiepunten/2021/nieuw/",
        "rijen/",
        "zaken/?type=financial&order=old",
        "zaken/jaar/2021/",
        "agenda/herinneringen/",
    )
    page.goto("/desk/zaken/?received_year=2021")
    page.get_by_role("link", name="2021-2").click()
    yield "a registration"


@WIDTHS
def test_who_accounts_for_a_year_is_shut_out_nowhere(cast: Cast, width: int) -> None:
    fenna = cast("fenna")
    fenna.set_viewport_size({"width": width, "height": 800})
    try:
        found = [line for at in coordinators_year(fenna) for line in faults(fenna, at)]
    finally:
        fenna.set_viewport_size({"width": 1280, "height": 800})
    assert not found, "\n".join(found)


@WIDTHS
def test_a_confidant_is_shut_out_nowhere(cast: Cast, width: int) -> None:
    carla = cast("carla")
    carla.set_viewport_size({"width": width, "height": 800})
    listed = ("", "gesprekken/", "gesprekken/nieuw/", "gesprekken/vrijgeven/", "kaart/")
    found = [line for at in pages(carla, *listed) for line in faults(carla, at)]
    carla.set_viewport_size({"width": 1280, "height": 800})
    assert not found, "\n".join(found)


@WIDTHS
def test_the_page_of_the_annual_report_shuts_nobody_out(
    new: BrowserContext, installation: Installation, width: int
) -> None:
    page = new.new_page()
    page.set_content(installation.rechtop("annual-report", "2021", "--format", "html"))
    found = list(faults(page, "the annual report"))
    # It stands by itself, so its style stands in it.
    assert found == ["the annual report: code or style in the page"] or not found
