"""A passkey as second step, and ending what someone is signed in with elsewhere."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.journeys.cast import Cast, add_colleague, code
from tests.journeys.installation import Installation

PASSWORD = "een-heel-eigen-woord"


def with_authenticator(page: Page) -> None:
    """Give a browser a passkey device that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def begin(page: Page, address: str, password: str) -> None:
    page.goto("/desk/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Verder").click()


def choose_password(page: Page) -> None:
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer hetzelfde").fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()


def test_a_new_colleague_takes_a_passkey_as_the_only_second_step(
    browser: Browser, installation: Installation, cast: Cast
) -> None:
    address, password = add_colleague(cast("hanna"), "Zara")
    # A passkey belongs to a name; a number of a machine is none.
    page = browser.new_context(base_url=f"http://localhost:{installation.port}").new_page()
    with_authenticator(page)
    begin(page, address, password)
    choose_password(page)
    page.get_by_role("link", name="Liever een passkey of beveiligingssleutel").click()
    page.get_by_label("Hoe noemt u deze sleutel?").fill("Telefoon van Zara")
    page.get_by_role("button", name="Voeg toe").click()
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.get_by_role("heading", name="Wat wacht op mij, en voor wanneer").wait_for()

    page.get_by_role("button", name="Afmelden").click()
    begin(page, address, PASSWORD)
    page.get_by_role("button", name="Gebruik uw passkey").click()
    page.get_by_role("heading", name="Wat wacht op mij, en voor wanneer").wait_for()

    page.goto("/desk/passkeys/")
    page.get_by_text("Telefoon van Zara").first.wait_for()
    page.get_by_role("link", name="Haal weg").click()
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Haal weg").click()
    page.get_by_text("Dit is uw enige tweede stap.").wait_for()
    page.context.close()


def test_a_passkey_of_another_device_does_not_let_anyone_in(
    browser: Browser, installation: Installation, cast: Cast
) -> None:
    address, password = add_colleague(cast("hanna"), "Yara")
    url = f"http://localhost:{installation.port}"
    page = browser.new_context(base_url=url).new_page()
    with_authenticator(page)
    begin(page, address, password)
    choose_password(page)
    page.goto("/desk/passkeys/nieuw/")
    page.get_by_role("button", name="Voeg toe").click()
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.context.close()

    thief = browser.new_context(base_url=url).new_page()
    begin(thief, address, PASSWORD)
    thief.locator("input[name=credential]").evaluate(
        """field => { field.value = JSON.stringify({id: 'AAAA', rawId: 'AAAA', type: 'public-key',
        response: {clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA'}});
        field.form.submit() }"""
    )
    thief.get_by_text("Deze passkey werd niet herkend.").first.wait_for()
    thief.goto("/desk/")
    assert not thief.get_by_role("button", name="Afmelden").count()
    thief.context.close()


def test_someone_ends_a_session_elsewhere_and_it_is_over_at_once(
    browser: Browser, installation: Installation, cast: Cast
) -> None:
    address, password = add_colleague(cast("hanna"), "Xenia")
    here = browser.new_context(base_url=installation.url).new_page()
    begin(here, address, password)
    choose_password(here)
    secret = here.locator("#sleutel").inner_text()
    here.locator("input[name=code]").fill(code(secret))
    here.get_by_role("button", name="Verder").click()
    recovery = here.locator(".rechtop-code li").first.inner_text()
    here.get_by_role("button", name="Ik heb ze bewaard").click()
    elsewhere = browser.new_context(base_url=installation.url).new_page()
    begin(elsewhere, address, PASSWORD)
    elsewhere.locator("input[name=code]").fill(recovery)
    elsewhere.get_by_role("button", name="Aanmelden").click()
    elsewhere.get_by_role("heading", name="Wat wacht op mij, en voor wanneer").wait_for()

    here.goto("/desk/account/aangemeld/")
    here.get_by_text("deze browser").wait_for()
    here.get_by_role("button", name="Meld hier af").click()
    here.get_by_text("U bent daar afgemeld.").wait_for()
    elsewhere.goto("/desk/")
    elsewhere.get_by_role("heading", name="Aanmelden").wait_for()
    elsewhere.context.close()
    here.context.close()
