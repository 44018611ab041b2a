"""A reporter speaks a message, where JavaScript is on, and hears first that a voice is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import Cast
from tests.journeys.conftest import CHROMIUM, FLAGS
from tests.journeys.installation import Installation
from tests.journeys.reporting import WHAT, newest_case, words_on
from tests.journeys.seeing import faults

_A_MICROPHONE = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]


@pytest.fixture
def speaking(browser: Browser, installation: Installation) -> Iterator[Page]:
    """Give a browser with a microphone, that hears beeps."""
    flags = [*FLAGS, *_A_MICROPHONE]
    launched = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    context = launched.new_context(base_url=installation.url, permissions=["microphone"])
    context.set_default_timeout(15_000)
    yield context.new_page()
    launched.close()


def begin(page: Page) -> None:
    """Write a report, up to the page for files."""
    page.goto("/formulier/1/")
    page.get_by_label("Wat is er gebeurd?").fill(WHAT)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Ik meld anoniem").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("link", name="Voeg bestanden toe").click()


def test_anna_speaks_a_message_and_bram_has_it_as_a_file(speaking: Page, cast: Cast) -> None:
    page = speaking
    begin(page)
    expect(page.get_by_role("heading", name="Of spreek het in")).to_be_visible()
    expect(page.get_by_text("wie uw stem kent, kan u eraan herkennen")).to_be_visible()
    box = page.locator("[data-voice]")
    expect(box.get_by_role("button")).to_have_text(["Begin met opnemen"])
    page.get_by_role("button", name="Begin met opnemen").click()
    expect(box.get_by_role("button")).to_have_text(["Stop de opname"])
    expect(page.get_by_text("De opname loopt.")).to_be_visible()
    expect(box.locator("[data-time]")).to_have_text(re.compile(r"0:(0[2-9]|[1-5]\d)"))
    page.get_by_role("button", name="Stop de opname").click()
    expect(page.get_by_text("De opname is klaar.")).to_be_visible()
    expect(box.get_by_role("button")).to_have_text(["Verstuur de opname", "Begin opnieuw"])
    heard = "document.querySelector('audio')"
    for _tenth in range(100):  # to wait inside the page would be code of ours in it
        if page.evaluate(f"{heard}.readyState > 0 || {heard}.error !== null"):
            break
        page.wait_for_timeout(100)
    assert page.evaluate(f"{heard}.error") is None
    page.get_by_role("button", name="Verstuur de opname").click()
    sent = page.locator("section", has_text="Deze bestanden gaan mee")
    expect(sent).to_contain_text("opname.webm")
    page.get_by_role("link", name="Verder", exact=True).click()
    page.get_by_role("button", name="Verstuur", exact=True).click()
    words_on(page)
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/")
    expect(bram.get_by_role("link", name="opname.webm")).to_be_visible()
    expect(bram.get_by_text("Geluidsopname").first).to_be_visible()


def test_a_microphone_that_is_refused_is_told_and_nothing_is_lost(speaking: Page) -> None:
    speaking.context.clear_permissions()
    begin(speaking)
    speaking.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('nee')); }"
    )
    speaking.get_by_role("button", name="Begin met opnemen").click()
    expect(speaking.get_by_text("Uw browser geeft de microfoon niet.")).to_be_visible()
    expect(speaking.get_by_role("link", name="Verder zonder bestanden")).to_be_visible()


def test_without_javascript_nobody_sees_a_button_that_does_nothing(anna: Page) -> None:
    begin(anna)
    expect(anna.get_by_role("heading", name="Of spreek het in")).to_be_hidden()
    expect(anna.get_by_label("Kies een of meer bestanden")).to_be_visible()


def test_other_pages_never_ask_for_a_microphone(speaking: Page) -> None:
    answer = speaking.goto("/formulier/1/")
    assert answer is not None
    assert "microphone=()" in answer.headers["permissions-policy"]
    begin(speaking)
    answer = speaking.reload()
    assert answer is not None
    assert "microphone=(self)" in answer.headers["permissions-policy"]
    assert "media-src blob:" in answer.headers["content-security-policy"]
    assert not [fault for fault in faults(speaking, "voice") if "code or style" not in fault]
