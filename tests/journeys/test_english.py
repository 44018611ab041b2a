"""Who reads English finds English: on the reporter's way, and at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import newest_case

DUTCH = set(
    re.findall(
        r"\w+",
        """aan als anderen bij dan dat de deze dit doen een eerst en er geen gaat geeft geven haar
        hebt heeft het ik kiezen kies kunt kluis leest maken meer melder melding meldingen melden
        met mijn naar niemand niet nog ontvangen ook openen schrijf sinds sluiten stuur termijn
        terug toon tot typ uit uw van vanaf verder verstuur voor vul waar wachtwoord wachtzin wat
        weer welke werk wie wij wilt woorden wordt zaak zaken ze zich zijn zo zoals""",
    )
)
"""Common Dutch words that are no English ones."""

NAMES = re.compile(r"Fenna de Vries|Eenheid Audit en Advies|Huis voor Klokkenluiders")

VISIBLE = """() => {
    const parts = [...document.querySelectorAll("body > *")].map(part => part.cloneNode(true));
    parts.forEach(part => part.querySelectorAll("[lang=nl]").forEach(e => e.remove()));
    const said = parts.flatMap(part => [...part.querySelectorAll("[aria-label], [alt]")]);
    return [
        document.title,
        ...parts.map(part => part.textContent),
        ...said.map(e => e.getAttribute("aria-label") || e.getAttribute("alt")),
    ].join(" ");
}"""


def assert_english(page: Page) -> None:
    """See that a page says it is English, and is; what is marked as Dutch on purpose is let out."""
    page.wait_for_load_state()  # a click goes on as soon as the next page begins
    assert page.locator("html").get_attribute("lang") == "en", page.url
    text = re.sub(r"https?://\S+", " ", NAMES.sub(" ", page.evaluate(VISIBLE)))
    found = DUTCH & set(re.findall(r"\b[a-zà-ÿ]+\b", text.casefold()))
    assert not found, f"{page.url}: {sorted(found)}\n{text}"


def test_a_dutch_word_on_a_page_is_seen(english: Page) -> None:
    english.goto("/en/")
    assert_english(english)
    english.evaluate("document.querySelector('main').append('Lees dit niet')")
    with pytest.raises(AssertionError, match="niet"):
        assert_english(english)


@pytest.fixture
def english(browser: Browser, installation: Installation) -> Iterator[Page]:
    """A browser that asks for English."""
    context = browser.new_context(base_url=installation.url, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def anna(browser: Browser, installation: Installation) -> Iterator[Page]:
    """Anna's browser: JavaScript off, and asking for English."""
    context = browser.new_context(
        base_url=installation.url, locale="en-GB", java_script_enabled=False
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_a_dutch_page_stays_dutch_for_an_english_browser_until_english_is_chosen(
    anna: Page,
) -> None:
    for path in ("/", "/uitleg/", "/veilig/", "/formulier/1/", "/inzien/"):
        anna.goto(path)
        assert anna.locator("html").get_attribute("lang") == "nl"
        answer = anna.request.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert "rechtop_desk" not in answer.headers.get("set-cookie", "")
    anna.goto("/uitleg/")
    anna.get_by_role("link", name="English").click()
    expect(anna).to_have_url(re.compile(r"/en/uitleg/$"))
    assert_english(anna)
    anna.get_by_role("link", name="Nederlands").click()
    expect(anna.get_by_role("heading", name="Zo gaan wij met uw melding om")).to_be_visible()


def test_anna_reports_in_english_and_comes_back(anna: Page) -> None:
    anna.goto("/en/")
    assert_english(anna)
    for name in ("How we handle your report", "Report safely"):
        anna.get_by_role("contentinfo").get_by_role("link", name=name).click()
        assert_english(anna)
    seven = report_in_english(anna)
    anna.get_by_role("link", name="I have written them down").click()
    assert_english(anna)
    anna.get_by_label("Your seven words").fill("wrong " * 6)
    anna.get_by_role("button", name="Continue").click()
    expect(anna.get_by_role("link", name="You typed this many words: 6.")).to_be_visible()
    assert_english(anna)
    anna.get_by_label("Your seven words").fill(" ".join(seven))
    anna.get_by_role("button", name="Continue").click()
    expect(anna.get_by_role("heading", name="Your report", exact=True)).to_be_visible()
    expect(anna.get_by_text("7 days left").first).to_be_visible()
    assert_english(anna)
    anna.get_by_label("Your message").fill("I found the invoice.")
    anna.get_by_role("button", name="Send your message").click()
    expect(anna.get_by_text("You wrote")).to_be_visible()
    assert_english(anna)
    anna.get_by_role("button", name="Done, close my report").click()
    assert_english(anna)
    anna.get_by_role("link", name="Nederlands").click()
    expect(anna.get_by_role("heading", name="Klopt er iets niet op uw werk?")).to_be_visible()


def report_in_english(page: Page) -> list[str]:
    """Send a report by way of the English pages, with a slip on each, and give the seven words."""
    page.goto("/en/")
    page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert_english(page)
    page.get_by_label("What happened?").fill("My boss went to Rome with a contractor.")
    page.get_by_label("When was it?").fill("In October")
    page.get_by_role("button", name="Continue").click()
    assert_english(page)
    page.get_by_label("Who is it about?").fill("My boss")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    assert_english(page)
    page.get_by_label("I report anonymously").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Read over what you wrote")).to_be_visible()
    assert_english(page)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="These are your seven words").wait_for()
    expect(page.get_by_text("They are Dutch words")).to_be_visible()
    assert_english(page)
    return page.locator(".rechtop-words li").all_inner_texts()


def test_who_changes_language_halfway_keeps_what_was_typed(anna: Page) -> None:
    anna.goto("/formulier/1/")
    anna.get_by_label("Wat is er gebeurd?").fill("Een reis naar Rome")
    anna.get_by_role("button", name="English").click()
    expect(anna.get_by_label("What happened?")).to_have_value("Een reis naar Rome")
    anna.get_by_role("button", name="Continue").click()
    box = anna.get_by_role("checkbox").first
    box.check()
    anna.get_by_label("Who is it about?").fill("Mijn chef")
    anna.get_by_role("button", name="Nederlands").click()
    expect(anna.get_by_role("checkbox").first).to_be_checked()
    expect(anna.get_by_label("Over wie gaat het?")).to_have_value("Mijn chef")
    anna.goto("/formulier/1/")
    expect(anna.get_by_label("Wat is er gebeurd?")).to_have_value("Een reis naar Rome")


def test_who_signs_in_can_choose_english_first(english: Page) -> None:
    english.goto("/desk/zaken/")
    assert english.locator("html").get_attribute("lang") == "nl"
    english.get_by_role("button", name="English").click()
    expect(english).to_have_url(re.compile(r"/desk/aanmelden/\?next=/desk/zaken/"))
    assert_english(english)
    english.get_by_label("Email").fill("bram@voorbeeld.example")
    english.get_by_label("Password").fill("not this one")
    english.get_by_role("button", name="Continue").click()
    expect(english.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert_english(english)
    english.goto("/desk/there-is-nothing-here/")
    assert_english(english)


@pytest.fixture
def bram(cast: Cast) -> Iterator[Page]:
    """Bram's page in English; afterwards the others find him in Dutch again."""
    page = cast("bram")
    page.goto("/desk/")
    page.get_by_role("button", name="English").click()
    yield page
    page.goto("/desk/")
    page.get_by_role("button", name="Nederlands").click()


YEAR = (
    "/desk/jaarrapportage/2021/",
    "/desk/jaarrapportage/2021/meldingen.zakelijk/",
    "/desk/programma/2021/",
    "/desk/zaken/jaar/2021/",
    "/desk/zaken/?received_year=2021",
)


def test_bram_works_in_english(anna: Page, bram: Page) -> None:
    seven = report_in_english(anna)
    assert_english(bram)
    case = f"/desk/zaken/{newest_case(bram)}/"
    assert_english(bram)
    bram.goto(case)
    assert_english(bram)
    bram.get_by_role("link", name="Acknowledge receipt").click()
    assert_english(bram)
    bram.get_by_role("button", name="Acknowledge receipt").click()
    expect(bram.get_by_text("Receipt is acknowledged.")).to_be_visible()
    assert_english(bram)
    anna.goto("/en/inzien/")
    anna.get_by_label("Your seven words").fill(" ".join(seven))
    anna.get_by_role("button", name="Continue").click()
    expect(anna.get_by_text("A handler is working on your report.")).to_be_visible()
    assert_english(anna)
    see_every_page(bram, case)


def see_every_page(page: Page, case: str) -> None:
    """Visit every page the menu and a case lead to, and send each form empty."""
    page.goto(case)
    found = page.locator(f"nav a, main a[href^='{case}']")
    paths = {link.get_attribute("href") or "" for link in found.all()}
    for path in sorted(paths | {"/desk/wachtzin/wijzigen/", "/desk/zaken/?state=closed", *YEAR}):
        page.goto(path)
        assert_english(page)
    for path in sorted(path for path in paths if path.startswith(case)):
        page.goto(path)
        if (button := page.locator("main form button").first).count():
            button.click()
        assert_english(page)


def test_hanna_arranges_in_english(cast: Cast) -> None:
    hanna = cast("hanna")
    hanna.goto("/desk/mensen/")
    hanna.get_by_role("button", name="English").click()
    try:
        expect(hanna.get_by_role("heading", name="People", exact=True)).to_be_visible()
        assert_english(hanna)
        hanna.get_by_role("link", name="Bram Bakker").click()
        assert_english(hanna)
        for link in ("People", "Keys"):
            hanna.get_by_role("navigation").get_by_role("link", name=link).click()
            assert_english(hanna)
    finally:
        hanna.goto("/desk/")
        hanna.get_by_role("button", name="Nederlands").click()


def test_the_language_of_the_desk_leads_nowhere_else(english: Page) -> None:
    english.goto("/desk/aanmelden/")
    english.evaluate("document.querySelector('[name=terug]').value = '//elsewhere.example/'")
    english.get_by_role("button", name="English").click()
    expect(english).to_have_url(re.compile(r"/desk/aanmelden/\?next=/desk/$"))
    assert_english(english)
