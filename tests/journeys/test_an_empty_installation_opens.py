"""From `init` to the first report: a new authority sets itself up."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import code
from tests.journeys.installation import Installation
from tests.journeys.reporting import report


@pytest.fixture
def empty() -> Iterator[Installation]:
    made = Installation()
    yield made
    made.stop()


def test_a_new_authority_sets_up_its_people_and_keys_and_receives_a_report(
    empty: Installation, browser: Browser
) -> None:
    told = empty.rechtop("init")
    words = " ".join(re.findall(r"^  ((?:[a-z]+ ?){11})$", told, re.MULTILINE))
    assert len(words.split()) == 22
    ((address, password),) = re.findall(r"aan met (\S+) en (\S+)", told)
    assert "al ingericht" in empty.rechtop("init")
    empty.serve()

    public = browser.new_context(base_url=empty.url, java_script_enabled=False).new_page()
    public.goto("/")
    expect(public.get_by_text("Melden kan hier nog niet.")).to_be_visible()

    admin = _first_sign_in(browser, empty, address, password)
    pages = [_new_colleague(admin, browser, empty, name) for name in ("Noor", "Omar")]
    for name in ("noor", "omar"):
        done = subprocess.run(
            empty.command("certify", f"{name}@voorbeeld.example"),
            env=empty.environment,
            input=f"y\n{words}\n",
            text=True,
            capture_output=True,
            check=False,
        )
        assert "De sleutel is bevestigd." in done.stdout, done.stdout + done.stderr
    _agree_on_the_roster("intake", ("Noor", "Omar"), *pages)
    public.goto("/")
    expect(public.get_by_text("Melden kan hier nog niet.")).to_be_visible()

    _new_colleague(admin, browser, empty, "Pia", duty="secretary")
    _confirm_the_key(pages[0])
    _agree_on_the_roster("alternate", ("Pia",), *pages)
    public.goto("/")
    expect(public.get_by_text("Melden kan hier nog niet.")).to_be_visible()

    _new_colleague(admin, browser, empty, "Quinten", duty="custodian")
    _confirm_the_key(pages[0])
    _agree_on_the_roster("identities", ("Quinten",), *pages)

    public.goto("/")
    expect(public.get_by_role("link", name="Begin", exact=True)).to_be_visible()
    assert len(report(public)) == 7
    pages[0].goto("/desk/zaken/")
    assert pages[0].locator("table a").count() == 1
    admin.goto("/desk/zaken/")
    assert admin.locator("table a").count() == 0


def _first_sign_in(browser: Browser, place: Installation, address: str, password: str) -> Page:
    page = browser.new_context(base_url=place.url).new_page()
    page.set_default_timeout(10_000)
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


def _new_colleague(
    admin: Page, browser: Browser, place: Installation, name: str, duty: str = "handler"
) -> Page:
    address = f"{name.casefold()}@voorbeeld.example"
    admin.goto("/desk/mensen/")
    admin.get_by_label("Naam").fill(name)
    admin.get_by_label("E-mailadres").fill(address)
    admin.get_by_role("button", name="Voeg toe").click()
    password = admin.locator("dd.rechtop-code").inner_text()
    admin.get_by_role("link", name="Ga verder").click()
    admin.get_by_label("Taak").select_option(duty)
    admin.get_by_role("button", name="Geef de taak").click()
    page = _first_sign_in(browser, place, address, password)
    page.get_by_label("Uw wachtzin").fill(f"de kluis van {name} hier")
    page.get_by_label("Nog een keer dezelfde zin").fill(f"de kluis van {name} hier")
    page.get_by_role("button", name="Maak mijn sleutels").click()
    page.get_by_label("Uw wachtzin").fill(f"de kluis van {name} hier")
    page.get_by_role("button", name="Open de kluis").click()
    expect(page.get_by_text("Uw sleutel is nog niet bevestigd")).to_be_visible()
    return page


def _confirm_the_key(noor: Page) -> None:
    noor.goto("/desk/sleutels/")
    noor.get_by_role("button", name="Bevestig deze sleutel").click()
    expect(noor.get_by_text("De sleutel is bevestigd.")).to_be_visible()


def _agree_on_the_roster(name: str, members: tuple[str, ...], noor: Page, omar: Page) -> None:
    noor.goto(f"/desk/rooster/{name}/")
    for member in members:
        noor.get_by_label(member).check()
    noor.get_by_role("button", name="Stel voor en teken").click()
    expect(noor.get_by_text("Een tweede moet ook tekenen.")).to_be_visible()
    omar.goto("/desk/sleutels/")
    expect(omar.get_by_text("Melden kan nog niet.")).to_be_visible()
    omar.get_by_role("button", name="Teken dit rooster").click()
    expect(omar.get_by_text("Het rooster is getekend.")).to_be_visible()
