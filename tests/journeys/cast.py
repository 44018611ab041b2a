"""Let the cast sign in, each in a browser of their own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.journeys.installation import Installation

WITHOUT_KEYS = ("daan", "eva", "hanna", "jet", "lotte", "mees", "nadia", "otto", "petra")

WIDE: ViewportSize = {"width": 1280, "height": 720}


class Cast:
    """The people of the example."""

    def __init__(
        self, browser: Browser, installation: Installation, contexts: dict[str, BrowserContext]
    ) -> None:
        self.browser, self.installation, self.contexts = browser, installation, contexts

    def __call__(self, name: str) -> Page:
        """Give someone's page, signed in and with the vault open where they have one."""
        if name not in self.contexts:
            self.contexts[name] = self.browser.new_context(base_url=self.installation.url)
            self.contexts[name].set_default_timeout(20_000)
            page = self.contexts[name].new_page()
            sign_in(page, name)
            if name not in WITHOUT_KEYS:
                unlock(page, name)
            return page
        page = self.contexts[name].pages[0]
        page.set_viewport_size(WIDE)  # another journey may have looked at it as on a telephone
        page.goto("/desk/")
        if page.get_by_role("link", name="Open de kluis").count():
            unlock(page, name)
        return page


def sign_in(page: Page, name: str) -> str:
    """Sign in for the first time: password, second step, recovery codes. Gives the secret."""
    page.goto("/desk/")
    page.get_by_label("E-mail").fill(f"{name}@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill(f"voorbeeld-{name}-2021")
    page.get_by_role("button", name="Verder").click()
    secret = page.locator("#sleutel").inner_text()
    page.locator("input[name=code]").fill(code(secret))
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.get_by_role("heading", name="Wat wacht op mij, en voor wanneer").wait_for()
    return secret


def add_colleague(hanna: Page, name: str, duty: str = "") -> tuple[str, str]:
    """Let Hanna add someone who never signed in; gives the address and the first password."""
    address = f"{name.casefold()}@voorbeeld.example"
    hanna.goto("/desk/mensen/")
    hanna.get_by_label("Naam").fill(name)
    hanna.get_by_label("E-mailadres").fill(address)
    hanna.get_by_role("button", name="Voeg toe").click()
    password = hanna.locator("dd.rechtop-code").inner_text()
    if duty:
        hanna.get_by_role("link", name="Ga verder").click()
        hanna.get_by_label("Taak").select_option(duty)
        hanna.get_by_role("button", name="Geef de taak").click()
    return address, password


def unlock(page: Page, name: str) -> None:
    """Open the vault."""
    page.goto("/desk/kluis/")
    page.get_by_label("Uw wachtzin").fill(f"de kluis van {name} in het voorbeeld")
    page.get_by_role("button", name="Open de kluis").click()
    page.get_by_role("button", name="Kluis sluiten").wait_for()


def code(secret: str, at: float | None = None) -> str:
    """Give the six digits an app shows for a secret (RFC 6238)."""
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    drawn = hmac.new(key, counter, hashlib.sha1).digest()
    start = drawn[-1] & 15
    number = struct.unpack(">I", drawn[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def first_sign_in(browser: Browser, place: Installation, address: str, password: str) -> Page:
    """Let someone sign in with the password they were given, and choose their own."""
    page = browser.new_context(base_url=place.url).new_page()
    page.set_default_timeout(20_000)
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
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    return page


def new_colleague(
    admin: Page, browser: Browser, place: Installation, name: str, duty: str = "handler"
) -> Page:
    """Let someone begin who will open files: they make their keys, which nobody confirmed yet."""
    page = first_sign_in(browser, place, *add_colleague(admin, name, duty))
    page.get_by_label("Uw wachtzin").fill(f"de kluis van {name} hier")
    page.get_by_label("Nog een keer dezelfde zin").fill(f"de kluis van {name} hier")
    page.get_by_role("button", name="Maak mijn sleutels").click()
    page.get_by_label("Uw wachtzin").fill(f"de kluis van {name} hier")
    page.get_by_role("button", name="Open de kluis").click()
    expect(page.get_by_text("Uw sleutel is nog niet bevestigd")).to_be_visible()
    return page
