"""Anna's way through the form, for journeys that need a report."""

from __future__ import annotations

from playwright.sync_api import Page

WHAT = "Mijn chef kreeg een reis van een aannemer. Daarna kreeg die aannemer de opdracht."


def report(page: Page, *, name: str = "", what: str = WHAT, about: str = "") -> list[str]:
    """Send a report and give the seven words."""
    page.goto("/")
    page.get_by_role("link", name="Begin", exact=True).click()
    page.get_by_label("Wat is er gebeurd?").fill(what)
    page.get_by_label("Wanneer was dat?").fill("In oktober")
    page.get_by_label("Waar was dat?").fill("Op kantoor")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Over wie gaat het?").fill("Mijn chef")
    page.get_by_label("Weet iemand anders hiervan?").fill("Een collega")
    if about:
        page.get_by_label(about).check()
    page.get_by_role("button", name="Verder").click()
    if name:
        page.get_by_label("Ik geef mijn naam").check()
        page.get_by_label("Uw naam").fill(name)
    else:
        page.get_by_label("Ik meld anoniem").check()
    page.get_by_label("Wat vraagt u van ons?").fill("Zoek dit uit")
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Verstuur", exact=True).click()
    return words_on(page)


def words_on(page: Page) -> list[str]:
    """Read the seven words from the page."""
    page.get_by_role("heading", name="Dit zijn uw zeven woorden").wait_for()
    page.locator(".rechtop-words li").nth(6).wait_for()
    return page.locator(".rechtop-words li").all_inner_texts()


def come_in(page: Page, words: list[str]) -> None:
    """Come in with the words."""
    page.goto("/inzien/")
    page.get_by_label("Uw zeven woorden").fill(" ".join(words))
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Uw melding", exact=True).wait_for()
    page.wait_for_load_state()


def newest_case(page: Page) -> str:
    """Give the number of the newest case on someone's list."""
    page.goto("/desk/zaken/")
    return page.locator("table a").first.inner_text()
