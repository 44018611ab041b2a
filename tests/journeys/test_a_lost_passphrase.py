"""Bram loses his passphrase; three people give him his files back, and everybody is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import WHAT, come_in, newest_case, report
from tests.journeys.seeing import faults

FRESH = "iets heel anders dan eerst"


@pytest.fixture
def own() -> Iterator[Installation]:
    made = Installation()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def theirs(own: Installation, browser: Browser) -> Iterator[Cast]:
    contexts: dict[str, BrowserContext] = {}
    yield Cast(browser, own, contexts)
    for context in contexts.values():
        context.close()


def test_those_with_the_sheets_give_bram_back_what_he_lost_and_the_reporter_reads_it(
    own: Installation, theirs: Cast, browser: Browser
) -> None:
    reporter = browser.new_context(base_url=own.url, java_script_enabled=False)
    anna = reporter.new_page()
    words = report(anna)
    bram, fenna, hanna = theirs("bram"), theirs("fenna"), theirs("hanna")
    number = newest_case(bram)
    _loses_the_passphrase(bram)
    bram.goto(f"/desk/zaken/{number}/")
    expect(bram.get_by_text(WHAT)).to_have_count(0)

    bram.goto("/desk/wachtzin/wijzigen/")
    read_aloud = bram.locator(".rechtop-code").inner_text()
    _give_back(hanna, read_aloud, own.sheets()[1:])

    bram.goto(f"/desk/zaken/{number}/")
    expect(bram.get_by_text(WHAT)).to_be_visible()
    told = bram.get_by_text("Toegang gegeven met de herstelsleutel aan Bram Bakker")
    expect(told).to_be_visible()
    expect(bram.get_by_text("Bram vergat de wachtzin")).to_be_visible()
    fenna.goto("/desk/")
    expect(fenna.get_by_text("kreeg Bram Bakker toegang tot dossiers.")).to_be_visible()
    assert list(faults(fenna, "home")) == []
    fenna.get_by_role("button", name="Ik weet hiervan").click()
    expect(fenna.get_by_text("kreeg Bram Bakker toegang tot dossiers.")).to_have_count(0)

    come_in(anna, words)
    expect(anna.get_by_text("Een behandelaar kan uw melding weer openen")).to_be_visible()
    expect(anna.get_by_text("Bram")).to_have_count(0)
    assert "Het logboek is heel" in own.rechtop("verify-trail")
    reporter.close()


def _loses_the_passphrase(bram: Page) -> None:
    bram.get_by_role("button", name="Kluis sluiten").click()
    bram.goto("/desk/kluis/")
    bram.get_by_role("link", name="Ik ben mijn wachtzin kwijt").click()
    assert list(faults(bram, "lost")) == []
    bram.get_by_label("Uw wachtwoord").fill("voorbeeld-bram-2021")
    bram.get_by_role("button", name="Trek de sleutels in").click()
    bram.get_by_label("Uw wachtzin").fill(FRESH)
    bram.get_by_label("Nog een keer dezelfde zin").fill(FRESH)
    bram.get_by_role("button", name="Maak mijn sleutels").click()
    bram.get_by_label("Uw wachtzin").fill(FRESH)
    bram.get_by_role("button", name="Open de kluis").click()
    bram.get_by_role("button", name="Kluis sluiten").wait_for()


def _give_back(hanna: Page, read_aloud: str, sheets: list[str]) -> None:
    hanna.goto("/desk/herstel/")
    assert list(faults(hanna, "overview")) == []
    hanna.get_by_role("link", name="Geef toegang").click()
    hanna.get_by_label("Iemand is de wachtzin kwijt").check()
    hanna.get_by_label("Dossiers van meldingen").check()
    hanna.get_by_label("Wie krijgt toegang?").select_option(label="Bram Bakker")
    assert list(faults(hanna, "choose")) == []
    hanna.get_by_role("button", name="Verder").click()
    expect(hanna.locator(".rechtop-code")).to_have_text(read_aloud)
    hanna.get_by_label("Waarom?").fill("Bram vergat de wachtzin")
    hanna.get_by_label("Ik vergeleek de vingerafdruk met wat de persoon voorlas").check()
    for place, text in enumerate(sheets, start=1):
        hanna.get_by_label(f"Woorden van het {place}e blad").fill(text)
    assert list(faults(hanna, "give")) == []
    hanna.get_by_role("button", name="Geef toegang").click()
    expect(hanna.get_by_text("Klaar. Wie ermee te maken heeft, leest het.")).to_be_visible()
