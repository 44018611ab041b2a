"""Signing in, one's own account, and what comes back that was typed in vain."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.cast import Cast, add_colleague, code
from tests.journeys.installation import Installation
from tests.journeys.reporting import newest_case, report


@pytest.fixture
def stranger(browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=installation.url, java_script_enabled=False)
    context.set_default_timeout(20_000)
    yield context
    context.close()


def test_who_signs_in_wrongly_reads_plain_words_and_whom_to_ask(stranger: BrowserContext) -> None:
    page = stranger.new_page()
    page.goto("/desk")
    expect(page).to_have_url(re.compile(r"/desk/aanmelden/\?next=/desk/$"))
    expect(page.get_by_text("Wachtwoord vergeten? De beheerder geeft u een nieuw.")).to_be_visible()
    assert page.locator("main a").count() == 1
    assert page.locator("[placeholder]").count() == 0
    page.get_by_label("E-mail").fill("ivo@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill("iets anders")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Controleer ze allebei."
    )
    assert not re.search(r"\b(je|jou|jouw|Authenticator|opgegeven)\b", page.inner_text("main"))


def test_a_wrong_code_gets_plain_words_too(stranger: BrowserContext) -> None:
    page = stranger.new_page()
    page.goto("/desk/")
    page.get_by_label("E-mail").fill("ivo@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill("voorbeeld-ivo-2021")
    page.get_by_role("button", name="Verder").click()
    code_box = page.get_by_label(re.compile("De code uit uw app|Code"))
    expect(code_box).not_to_have_attribute("placeholder", re.compile("."))
    code_box.fill("000000")
    page.get_by_role("button", name=re.compile("Verder|Aanmelden")).click()
    expect(page.get_by_text("Deze code klopt niet.").first).to_be_visible()


def test_from_ones_name_one_finds_everything_to_change(cast: Cast) -> None:
    bram = cast("bram")
    bram.goto("/desk/")
    bram.get_by_role("link", name="Bram Bakker").click()
    expect(bram.get_by_role("heading", name="Mijn account")).to_be_visible()
    bram.wait_for_load_state()
    told = bram.inner_text("main")
    for fact in ("Bram Bakker", "bram@voorbeeld.example", "Behandelaar"):
        assert fact in told
    for link, heading in (
        ("Wijzig uw wachtwoord", "Kies uw eigen wachtwoord"),
        ("Wijzig uw wachtzin", "Wijzig uw wachtzin"),
    ):
        bram.goto("/desk/account/")
        bram.get_by_role("link", name=link).click()
        expect(bram.get_by_role("heading", name=heading)).to_be_visible()


def test_who_has_no_keys_is_offered_no_passphrase(cast: Cast) -> None:
    hanna = cast("hanna")
    hanna.goto("/desk/account/")
    assert "Beheerder" in hanna.inner_text("main")
    assert hanna.get_by_role("link", name="Wijzig uw wachtzin").count() == 0


def test_new_recovery_codes_take_the_place_of_the_old(stranger: BrowserContext, cast: Cast) -> None:
    address, password = add_colleague(cast("hanna"), "Quirine")
    page = stranger.new_page()
    page.goto("/desk/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Nieuw wachtwoord").fill("een eigen wachtwoord")
    page.get_by_label("Nog een keer hetzelfde").fill("een eigen wachtwoord")
    page.get_by_role("button", name="Verder").click()
    secret = page.locator("#sleutel").inner_text()
    page.locator("input[name=code]").fill(code(secret))
    page.get_by_role("button", name="Verder").click()
    page.locator(".rechtop-code li").nth(9).wait_for()
    old = page.locator(".rechtop-code li").all_inner_texts()
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.goto("/desk/account/")
    page.get_by_role("link", name="Maak nieuwe herstelcodes").click()
    page.wait_for_load_state()
    if page.get_by_role("heading", name="Bevestig dat u het bent").count():
        page.get_by_label("Wachtwoord").fill("een eigen wachtwoord")
        page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Maak nieuwe codes").click()
    page.get_by_role("heading", name="Bewaar uw herstelcodes").wait_for()
    page.locator(".rechtop-code li").nth(9).wait_for()
    new = page.locator(".rechtop-code li").all_inner_texts()
    assert len(new) == 10
    assert not set(old) & set(new)
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    expect(page.get_by_role("heading", name="Wat wacht op mij, en voor wanneer")).to_be_visible()


def test_what_was_typed_in_vain_comes_back_with_the_page_and_the_case_it_was_for(
    anna: Page, cast: Cast
) -> None:
    report(anna)
    fenna = cast("fenna")
    number = newest_case(fenna)
    fenna.goto(f"/desk/zaken/{number}/notitie/")
    typed = "Vraag eerst de inkoper, en daarna pas de chef zelf."
    fenna.get_by_label("Notitie voor de behandelaars").fill(typed)
    context = fenna.context
    session = [c for c in context.cookies() if c["name"] == "rechtop_desk"]
    context.clear_cookies(name="rechtop_desk")
    fenna.get_by_role("button", name="Bewaar de notitie").click()
    fenna.wait_for_load_state()
    if fenna.get_by_role("heading", name="Aanmelden").count() == 0:
        fenna.get_by_role("button").last.click()
    expect(fenna.get_by_text("Wat u typte, is bewaard.")).to_be_visible()
    context.add_cookies([{**session[0]}])  # type: ignore[typeddict-item]
    fenna.goto("/desk/getypt/")
    section = fenna.locator("section", has_text=typed)
    expect(section.get_by_role("heading", name=f"Notitie – {number}")).to_be_visible()
    section.get_by_role("button", name="Verstuur het alsnog").click()
    expect(fenna.get_by_text("De notitie is bewaard.")).to_be_visible()
    context.clear_cookies(name="rechtop_desk")
    fenna.goto("/desk/aanmelden/")
    expect(fenna.get_by_role("heading", name="Aanmelden")).to_be_visible()
    expect(fenna.get_by_text("Wat u typte, is bewaard.")).to_have_count(0)
    context.add_cookies([{**session[0]}])  # type: ignore[typeddict-item]
