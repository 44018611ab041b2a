"""A slip, a double click, a crash of the browser or a session that ends costs nobody anything."""

from __future__ import annotations

import threading

from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import WHAT, come_in, newest_case, report, words_on


def count_cases(installation: Installation) -> int:
    with installation.connect() as connection:
        found = connection.execute("SELECT count(*) FROM cases_case").fetchone()
    return int(found[0]) if found else 0


def test_a_slip_in_a_word_is_recognised_and_the_word_suggested(anna: Page) -> None:
    words = report(anna)
    anna.goto("/inzien/")
    slip = words[3][:-1] + ("x" if words[3][-1] != "x" else "z")
    anna.get_by_label("Uw zeven woorden").fill(" ".join([*words[:3], slip, *words[4:]]))
    anna.get_by_role("button", name="Verder").click()
    expect(anna.get_by_text(f"Bedoelt u ‘{words[3]}’?").first).to_be_visible()
    assert slip in anna.get_by_label("Uw zeven woorden").input_value()


def test_what_was_typed_stays_when_something_is_missing(anna: Page) -> None:
    anna.goto("/formulier/1/")
    anna.get_by_label("Wanneer was dat?").fill("In oktober")
    anna.get_by_role("button", name="Verder").click()
    expect(anna.get_by_role("alert")).to_contain_text("Schrijf op wat er gebeurd is.")
    assert anna.get_by_label("Wanneer was dat?").input_value() == "In oktober"


def test_after_a_crash_of_the_browser_the_words_are_still_there(
    browser: Browser, installation: Installation
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=installation.url)
    words = report(context.new_page())
    kept = context.storage_state()
    context.close()
    again = browser.new_context(
        java_script_enabled=False, base_url=installation.url, storage_state=kept
    )
    page = again.new_page()
    page.goto("/formulier/1/")
    assert words_on(page) == words
    come_in(page, words)
    page.goto("/formulier/5/")
    expect(page.get_by_role("heading", name="Kom terug met uw zeven woorden")).to_be_visible()
    again.close()


def test_a_link_from_another_site_loses_neither_draft_nor_words(
    anna: Page, installation: Installation
) -> None:
    anna.route(
        "http://elders.example/",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<a href="{installation.url}/formulier/1/">meld</a>'
            f'<a href="{installation.url}/inzien/">inzien</a>',
        ),
    )
    anna.goto("/formulier/1/")
    anna.get_by_label("Wat is er gebeurd?").fill(WHAT)
    anna.get_by_role("button", name="Verder").click()
    anna.goto("http://elders.example/")
    anna.get_by_role("link", name="meld").click()
    assert anna.get_by_label("Wat is er gebeurd?").input_value() == WHAT
    words = report(anna)
    anna.goto("http://elders.example/")
    anna.get_by_role("link", name="inzien").click()
    anna.goto("/formulier/5/")
    assert words_on(anna) == words


def test_a_double_click_makes_one_report(anna: Page, installation: Installation) -> None:
    anna.goto("/formulier/1/")
    anna.get_by_label("Wat is er gebeurd?").fill(WHAT)
    anna.get_by_role("button", name="Verder").click()
    anna.get_by_role("button", name="Verder").click()
    anna.get_by_label("Ik meld anoniem").check()
    anna.get_by_role("button", name="Verder").click()
    token = anna.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    cookie = anna.context.cookies()[0]
    before = count_cases(installation)
    statuses: list[int] = []

    def click() -> None:
        statuses.append(_post(installation, cookie["value"], token))

    clicks = [threading.Thread(target=click) for _ in range(5)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert statuses == [302] * 5
    assert count_cases(installation) == before + 1


def test_a_unit_and_a_person_that_are_added_twice_at_once_are_told_at_the_field(
    cast: Cast, installation: Installation
) -> None:
    hanna = cast("hanna")
    hanna.goto("/desk/onderdelen/")
    hanna.get_by_label("Naam").fill("Bureau Tweemaal")
    assert sorted(_send_the_form_on(hanna, installation, "", 4)) == [200, 200, 200, 302]
    hanna.goto("/desk/mensen/")
    hanna.get_by_label("Naam").fill("Tim Tweemaal")
    hanna.get_by_label("E-mail").fill("tim@voorbeeld.example")
    assert _send_the_form_on(hanna, installation, "", 4) == [200] * 4
    hanna.goto("/desk/mensen/")
    assert hanna.get_by_role("link", name="Tim Tweemaal").count() == 1


def _post(installation: Installation, cookie: str, token: str) -> int:
    return _send(installation, "/formulier/4/", f"rechtop={cookie}", f"csrfmiddlewaretoken={token}")


def _send(installation: Installation, path: str, cookies: str, body: str) -> int:
    import http.client  # noqa: PLC0415

    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=30)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, body, headers)
    return connection.getresponse().status


def _send_the_form_on(page: Page, installation: Installation, action: str, times: int) -> list[int]:
    """Send the form a page shows several times at once, as fast clicks do."""
    fields = page.locator(f"form[action='{action}']" if action else "main form").first.evaluate(
        "form => new URLSearchParams(new FormData(form)).toString()"
    )
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies(page.url))
    path = "/" + page.url.split("/", 3)[3]
    statuses: list[int] = []

    def click() -> None:
        statuses.append(_send(installation, path, cookies, fields))

    clicks = [threading.Thread(target=click) for _ in range(times)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    return statuses


def test_an_addition_a_note_and_a_case_that_are_sent_twice_at_once_are_made_once(
    browser: Browser, cast: Cast, installation: Installation
) -> None:
    context = browser.new_context(base_url=installation.url)
    anna = context.new_page()
    come_in(anna, report(anna))
    anna.get_by_label("Uw bericht").fill("Nog iets, snel geklikt.")
    assert _send_the_form_on(anna, installation, "/inzien/postvak/", 3) == [302] * 3
    anna.goto("/inzien/postvak/")
    assert anna.get_by_text("Nog iets, snel geklikt.").count() == 1
    context.close()
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/notitie/")
    bram.get_by_label("Notitie voor de behandelaars").fill("Een notitie, snel geklikt.")
    assert _send_the_form_on(bram, installation, "", 3) == [302] * 3
    # Those at once can write each other's notice away; who clicks again after that is told.
    assert _send_the_form_on(bram, installation, "", 1) == [302]
    bram.goto(f"/desk/zaken/{number}/")
    assert bram.get_by_text("Een notitie, snel geklikt.").count() == 1
    expect(bram.get_by_text("Dit is al verstuurd.").first).to_be_visible()
    before = count_cases(installation)
    bram.goto("/desk/zaken/invoeren/")
    bram.get_by_label("Hoe kwam de melding binnen?").select_option("manager")
    bram.get_by_label("Wat is er gemeld?").fill("Snel geklikt.")
    assert _send_the_form_on(bram, installation, "", 3) == [302] * 3
    assert count_cases(installation) == before + 1


def test_a_lost_cookie_keeps_what_was_typed(anna: Page) -> None:
    anna.goto("/formulier/1/")
    anna.get_by_label("Wat is er gebeurd?").fill(WHAT)
    anna.context.clear_cookies()
    anna.get_by_role("button", name="Verder").click()
    expect(anna.get_by_role("heading", name="Verstuur het nog een keer")).to_be_visible()
    anna.get_by_role("button", name="Ga verder").click()
    expect(anna.get_by_role("heading", name="Wie horen erbij?")).to_be_visible()
    anna.goto("/formulier/1/")
    assert anna.get_by_label("Wat is er gebeurd?").input_value() == WHAT


def test_an_answer_typed_after_the_mailbox_closed_is_kept(anna: Page) -> None:
    words = report(anna)
    come_in(anna, words)
    anna.get_by_label("Uw bericht").fill("Hier was ik lang mee bezig.")
    _close_mailbox_but_keep_the_form(anna)
    anna.get_by_role("button", name="Verstuur uw bericht").click()
    expect(anna.get_by_text("U was te lang weg.")).to_be_visible()
    anna.get_by_label("Uw zeven woorden").fill(" ".join(words))
    anna.get_by_role("button", name="Verder").click()
    assert anna.get_by_label("Uw bericht").input_value() == "Hier was ik lang mee bezig."
    anna.get_by_role("button", name="Verstuur uw bericht").click()
    expect(anna.get_by_text("Hier was ik lang mee bezig.")).to_be_visible()


def _close_mailbox_but_keep_the_form(page: Page) -> None:
    """Cut the cookie back to its root and code, as when the half hour has passed."""
    import base64  # noqa: PLC0415

    (cookie,) = (c for c in page.context.cookies() if c["name"] == "rechtop")
    root = base64.urlsafe_b64decode(cookie["value"])[:48]
    page.context.add_cookies([{**cookie, "value": base64.urlsafe_b64encode(root).decode()}])


def test_a_note_typed_after_the_vault_locked_is_offered_again(anna: Page, cast: Cast) -> None:
    report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/notitie/")
    bram.get_by_label("Notitie voor de behandelaars").fill("Een lange notitie die niet weg mag.")
    other = bram.context.new_page()
    other.goto("/desk/")
    other.get_by_role("button", name="Kluis sluiten").click()
    other.get_by_role(
        "link", name="Open de kluis"
    ).wait_for()  # a page still under way never closes
    other.close()
    bram.get_by_role("button", name="Bewaar de notitie").click()
    expect(bram.get_by_text("Wat u typte toen de kluis dichtging, is bewaard.")).to_be_visible()
    bram.get_by_label("Uw wachtzin").fill("de kluis van bram in het voorbeeld")
    bram.get_by_role("button", name="Open de kluis").click()
    expect(bram.get_by_text("Een lange notitie die niet weg mag.")).to_be_visible()
    bram.get_by_role("button", name="Verstuur het alsnog").click()
    expect(bram.get_by_role("heading", name=f"Zaak {number}")).to_be_visible()
    expect(bram.get_by_text("Een lange notitie die niet weg mag.")).to_be_visible()
    bram.goto("/desk/getypt/")
    expect(bram.get_by_role("heading", name="Wat wacht op mij, en voor wanneer")).to_be_visible()


def test_a_note_typed_after_the_session_ended_is_offered_again(
    anna: Page, cast: Cast, installation: Installation
) -> None:
    report(anna)
    fenna = cast("fenna")
    number = newest_case(fenna)
    fenna.goto(f"/desk/zaken/{number}/notitie/")
    fenna.get_by_label("Notitie voor de behandelaars").fill("Getypt terwijl de sessie afliep.")
    fenna.context.clear_cookies(name="rechtop_desk")
    fenna.get_by_role("button", name="Bewaar de notitie").click()
    expect(fenna.get_by_role("heading", name="Aanmelden")).to_be_visible()
    _sign_in_again(fenna, installation)
    unlock_to_kept(fenna)
    expect(fenna.get_by_text("Getypt terwijl de sessie afliep.")).to_be_visible()
    fenna.get_by_role("button", name="Gooi het weg").click()


def _sign_in_again(page: Page, installation: Installation) -> None:
    page.get_by_label("E-mail").fill("fenna@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill("voorbeeld-fenna-2021")
    page.get_by_role("button", name="Verder").click()
    for _attempt in range(40):
        code = installation.rechtop("code", "fenna@voorbeeld.example").strip()
        page.locator("input[name=code]").fill(code)
        page.get_by_role("button", name="Aanmelden").click()
        page.wait_for_load_state()
        if page.get_by_role("heading", name="Wat wacht op mij, en voor wanneer").count():
            return
        page.wait_for_timeout(1000)  # a code is good for one use; wait for the next one


def unlock_to_kept(page: Page) -> None:
    page.goto("/desk/kluis/")
    page.get_by_label("Uw wachtzin").fill("de kluis van fenna in het voorbeeld")
    page.get_by_role("button", name="Open de kluis").click()


def test_bram_enters_a_case_a_manager_brought(cast: Cast) -> None:
    bram = cast("bram")
    bram.get_by_role("link", name="Zaak invoeren").click()
    bram.get_by_label("Hoe kwam de melding binnen?").select_option("manager")
    bram.get_by_label("Dag", exact=True).fill("31")
    bram.get_by_label("Maand").fill("2")
    bram.get_by_label("Wat is er gemeld?").fill("Inhuur van een oud-collega.")
    bram.get_by_role("button", name="Voer de zaak in").click()
    expect(bram.get_by_role("alert")).to_contain_text("Deze datum bestaat niet.")
    assert bram.get_by_label("Wat is er gemeld?").input_value() == "Inhuur van een oud-collega."
    assert bram.get_by_label("Maand").input_value() == "2"
    bram.get_by_label("Dag", exact=True).fill("4")
    bram.get_by_label("Maand").fill("5")
    bram.get_by_label("Jaar").fill("2019")
    bram.get_by_role("button", name="Voer de zaak in").click()
    expect(bram.get_by_text("De zaak is ingevoerd.")).to_be_visible()
    expect(bram.get_by_text("Inhuur van een oud-collega.")).to_be_visible()
    expect(bram.get_by_text("geen termijn vastgelegd")).to_be_visible()
    expect(bram.get_by_text("Leidinggevende", exact=True)).to_be_visible()
