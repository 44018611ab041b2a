"""Carla, a confidant: from a year of conversations to released totals, read by her alone."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import threading
import urllib.parse

import pytest
from playwright.sync_api import Browser, Page, expect

from rechtop.ground.kernel import clock
from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.test_crashes_and_canaries import _singing

YEAR = clock.today().year - 1
TALKS = (
    [("Integriteit", f"{month} {day}") for month in range(1, 8) for day in (3, 17)]
    + [("Ongewenste omgangsvormen", f"{month} 9") for month in range(1, 13)]
    + [("Arbeidsconflict", f"{month} 21") for month in range(2, 8)]
    + [("Discriminatie", "5 5"), ("Discriminatie", "10 6")]
)
PAGES = ("", "nieuw/", "vrijgeven/", "vrijgegeven/", "vernietigen/")
CANARY = f"kanarie{secrets.token_hex(8)}"

OPENS = """
import sys, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from rechtop.ground.vault import notebooks, recovery
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.keyrings import Key, ReporterKeyring
from rechtop.ground.vault.models import KeyPair, Sphere
from rechtop.overview.example.operations import acting
from rechtop.work.confidants.models import Notebook
sealed = Notebook.objects.get().sealed
key = recovery.opened(sys.argv[1:])
keyrings = [acting(name).keyring for name in ("bram", "fenna", "gijs", "ivo")]
for pair in KeyPair.objects.all():
    for sphere in Sphere:
        keyrings.append(ReporterKeyring(Key(pair.pk, key.private(sphere))))
opened = 0
for keyring in keyrings:
    for sphere in Sphere:
        try:
            notebooks.open_notebook(keyring, sphere, sealed)
            opened += 1
        except NoKey:
            pass
print("opened", opened, "of", len(keyrings))
assert notebooks.open_notebook(acting("carla").keyring, Sphere.CONFIDANTS, sealed)
"""

SESSIONS = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from django.contrib.sessions.models import Session
for session in Session.objects.all():
    print(session.get_decoded())
"""


def write(page: Page, topic: str, on: str, notes: str) -> None:
    """Write a conversation down. `on` is month and day of the year."""
    page.goto("/desk/gesprekken/nieuw/")
    month, day = on.split()
    fill_day(page, day, month, str(YEAR))
    page.get_by_label("Waarover ging het?").select_option(label=topic)
    page.get_by_label("Uw notities").fill(notes)
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_text("Uw notities zijn bewaard.")).to_be_visible()


def fill_day(page: Page, day: str, month: str, year: str) -> None:
    for label, value in (("Dag", day), ("Maand", month), ("Jaar", year)):
        page.get_by_label(label, exact=True).first.fill(value)


def size(installation: Installation) -> tuple[int, int]:
    """Give what the database can tell of notebooks: how many, and how large."""
    with installation.connect() as connection:
        found = connection.execute(
            "SELECT count(*), coalesce(sum(length(sealed)), 0) FROM confidants_notebook"
        ).fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


def trail(installation: Installation) -> list[str]:
    """Give what the trail tells of Carla, with the hour of it."""
    with installation.connect() as connection:
        found = connection.execute(
            "SELECT action || ' ' || to_char(at AT TIME ZONE 'Europe/Amsterdam', 'HH24:MI:SS.US') "
            "FROM audit_entry WHERE actor_kind = 'person' AND origin = 'desk' AND actor_number = "
            "(SELECT id FROM identity_person WHERE email = 'carla@voorbeeld.example') ORDER BY id"
        ).fetchall()
    return [line for (line,) in found if line.startswith(("confidant.", "kept."))]


@pytest.fixture(scope="module")
def _a_year(browser: Browser) -> dict[str, bool]:
    return {}


@pytest.fixture
def carla(cast: Cast, installation: Installation, _a_year: dict[str, bool]) -> Page:
    """Carla's page, with a year of conversations in her notebook."""
    page = cast("carla")
    if not _a_year:
        write(page, *TALKS[0], CANARY)
        before = size(installation)
        for topic, on in TALKS[1:]:
            write(page, topic, on, f"Een gesprek. {CANARY}")
        assert size(installation) == before
        _a_year["written"] = True
    return page


def test_she_walks_through_her_conversations(carla: Page) -> None:
    carla.goto("/desk/")
    carla.get_by_role("link", name="Gesprekken").click()
    expect(carla.locator(".rechtop-title")).to_have_text(re.compile(rf"Gesprekken\s*{len(TALKS)}"))
    expect(carla.locator("tbody a").first).to_have_text(f"9 december {YEAR}")
    expect(carla.locator("tbody tr")).to_have_count(25)
    carla.get_by_role("button", name="Volgende").click()
    expect(carla.locator("tbody tr")).to_have_count(len(TALKS) - 25)
    carla.get_by_label("Onderwerp").select_option(label="Discriminatie")
    carla.get_by_role("button", name="Filter").click()
    expect(carla.locator("tbody tr")).to_have_count(2)
    assert carla.url.endswith("/desk/gesprekken/")


@pytest.mark.parametrize("width", [320, 1280])
def test_her_pages_fit_and_have_one_heading(carla: Page, width: int) -> None:
    carla.set_viewport_size({"width": width, "height": 800})
    carla.goto("/desk/gesprekken/")
    one = str(carla.locator("tbody a").first.get_attribute("href"))
    for path in (*(f"/desk/gesprekken/{page}" for page in PAGES), one, "/desk/kaart/"):
        carla.goto(path)
        assert carla.evaluate("document.documentElement.scrollWidth") <= width, path
        assert carla.locator("h1").count() == 1, path
        assert carla.locator("script, [style], [onclick]").count() == 0
    carla.set_viewport_size({"width": 1280, "height": 800})


def test_a_day_to_come_is_told_at_the_field_and_what_was_typed_stays(carla: Page) -> None:
    carla.goto("/desk/gesprekken/nieuw/")
    fill_day(carla, "1", "1", "2099")
    carla.get_by_label("Waarover ging het?").select_option(label="Integriteit")
    carla.get_by_label("Uw notities").fill("Dit blijft staan")
    carla.get_by_role("button", name="Bewaar", exact=True).click()
    expect(carla.get_by_role("alert")).to_contain_text("Deze dag ligt in de toekomst.")
    assert carla.get_by_label("Uw notities").input_value() == "Dit blijft staan"


def test_two_windows_lose_nothing(carla: Page) -> None:
    carla.goto("/desk/gesprekken/")
    carla.locator("tbody a").first.click()
    other = carla.context.new_page()
    other.goto(carla.url)
    for page, text in ((other, "Uit het ene venster."), (carla, "Uit het andere venster.")):
        page.get_by_label("Uw notities").fill(text)
        page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(carla.get_by_role("heading", name="Zo staat het in het andere venster")).to_be_visible()
    expect(carla.get_by_text("Uit het ene venster.")).to_be_visible()
    assert carla.get_by_label("Uw notities").input_value() == "Uit het andere venster."
    carla.get_by_label("Uw notities").fill(f"Uit beide vensters. {CANARY}")
    carla.get_by_role("button", name="Bewaar", exact=True).click()
    expect(carla.get_by_text(re.compile("Uit beide vensters."))).to_be_visible()
    other.close()


def lock_elsewhere(page: Page) -> None:
    """Close the vault in another window, as the clock does after a quarter of an hour."""
    other = page.context.new_page()
    other.goto("/desk/")
    other.get_by_role("button", name="Kluis sluiten").click()
    other.get_by_role(
        "link", name="Open de kluis"
    ).wait_for()  # a page still under way never closes
    other.close()


def unlock(page: Page) -> None:
    page.get_by_label("Uw wachtzin").fill("de kluis van carla in het voorbeeld")
    page.get_by_role("button", name="Open de kluis").click()


def test_what_she_typed_when_the_vault_closed_is_sealed_to_her_and_offered_again(
    carla: Page, installation: Installation
) -> None:
    song = f"kanarie{secrets.token_hex(8)}"
    carla.goto("/desk/gesprekken/nieuw/")
    fill_day(carla, "30", "12", str(YEAR - 1))
    carla.get_by_label("Waarover ging het?").select_option(label="Integriteit")
    carla.get_by_label("Uw notities").fill(f"Lang aan gewerkt. {song}")
    lock_elsewhere(carla)
    carla.get_by_role("button", name="Bewaar", exact=True).click()
    expect(carla.get_by_text("Wat u typte toen de kluis dichtging, is bewaard.")).to_be_visible()
    with installation.connect() as connection:
        connection.execute("CHECKPOINT")
        kept = connection.execute(
            "SELECT p.sphere FROM vault_kept k JOIN vault_keypair p ON p.holder_id = k.holder_id"
        ).fetchall()
    assert kept == [("confidants",)]
    assert list(_singing(installation, [song])) == []
    unlock(carla)
    expect(carla.get_by_role("heading", name="Gesprek")).to_be_visible()
    expect(carla.get_by_text(f"Lang aan gewerkt. {song}", exact=True)).to_be_visible()
    carla.get_by_role("button", name="Verstuur het alsnog").click()
    expect(carla.get_by_text("Uw notities zijn bewaard.")).to_be_visible()
    carla.goto("/desk/getypt/")
    expect(carla.get_by_role("heading", name="Wat wacht op mij, en voor wanneer")).to_be_visible()


def test_ticks_and_buttons_are_not_offered_again(carla: Page, installation: Installation) -> None:
    carla.goto("/desk/gesprekken/")
    carla.locator("tbody input").last.check()
    lock_elsewhere(carla)
    carla.get_by_role("button", name="Vernietig wat is aangekruist").click()
    unlock(carla)
    expect(carla.get_by_role("heading", name="Wat wacht op mij, en voor wanneer")).to_be_visible()
    with installation.connect() as connection:
        assert connection.execute("SELECT count(*) FROM vault_kept").fetchone() == (0,)


def test_five_windows_that_release_at_once_release_once(
    carla: Page, installation: Installation
) -> None:
    """Release the year before, of which there is one conversation, from five windows at once."""
    carla.goto("/desk/gesprekken/vrijgeven/")
    carla.get_by_label("Een andere periode").check()
    for place, (day, month) in enumerate((("1", "1"), ("31", "12"))):
        for label, value in (("Dag", day), ("Maand", month), ("Jaar", str(YEAR - 1))):
            carla.get_by_label(label, exact=True).nth(place).fill(value)
    carla.get_by_role("button", name="Toon mij de aantallen").click()
    fields = carla.locator("form[action$='akkoord/'] input[type=hidden]")
    fields.first.wait_for(state="attached")
    carla.wait_for_load_state()
    typed = {field.get_attribute("name"): field.input_value() for field in fields.all()}
    body = urllib.parse.urlencode({str(name): value for name, value in typed.items()})
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in carla.context.cookies())
    statuses: list[int] = []

    def send() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=20)
        headers = {
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": installation.url,
        }
        connection.request("POST", "/desk/gesprekken/vrijgeven/akkoord/", body, headers)
        statuses.append(connection.getresponse().status)

    windows = [threading.Thread(target=send) for _unused in range(5)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert sorted(statuses) == [200, 200, 200, 200, 302]
    with installation.connect() as connection:
        assert connection.execute("SELECT count(*) FROM confidants_release").fetchone() == (1,)


def test_she_sees_her_totals_withholds_one_and_releases_a_year(
    carla: Page, cast: Cast, installation: Installation
) -> None:
    before = trail(installation)
    carla.goto("/desk/gesprekken/vrijgeven/")
    carla.get_by_label(f"1 januari tot en met 31 december {YEAR}", exact=True).check()
    carla.get_by_role("button", name="Toon mij de aantallen").click()
    expect(carla.get_by_role("row", name="Integriteit")).to_contain_text("14")
    expect(carla.get_by_role("row", name="Ongewenste omgangsvormen")).to_contain_text("12")
    carla.wait_for_load_state()
    ticked = carla.locator("tbody input:checked")
    assert [box.get_attribute("value") for box in ticked.all()] == ["discriminatie"]
    carla.get_by_role("button", name="Geef vrij").click()
    expect(carla.get_by_text("De totalen zijn vrijgegeven.")).to_be_visible()
    expect(carla.get_by_role("row", name="Discriminatie").first).to_contain_text("niet gedeeld")
    assert trail(installation)[len(before) :] == ["confidant.totals_released 00:00:00.000000"]
    told = json.loads(installation.rechtop("annual-report", str(YEAR)))["cijfers"]
    values = {name: told[f"gesprekken.{name}"]["waarde"] for name in EXPECTED}
    assert values == EXPECTED
    fenna = cast("fenna")
    fenna.goto(f"/desk/jaarrapportage/{YEAR}/")
    for remark in (
        "Discriminatie. Een vertrouwenspersoon deelt dit aantal niet.",
        "Gesprekken. Zonder wat vertrouwenspersonen niet deelden.",
    ):
        expect(fenna.get_by_role("listitem").filter(has_text=remark)).to_be_visible()


EXPECTED = {
    "integriteit": 14,
    "ongewenste-omgangsvormen": 12,
    "arbeidsconflict": 6,
    "discriminatie": None,
    "onveiligheid": 0,
    "advies-algemeen": 0,
    "totaal": 32,
}


def test_writing_in_a_released_period_says_that_the_totals_stay(
    carla: Page, installation: Installation
) -> None:
    carla.goto("/desk/gesprekken/")
    carla.locator("tbody a").first.click()
    expect(carla.get_by_text("De totalen van deze periode gaf u al vrij.")).to_be_visible()
    carla.get_by_label("Waarover ging het?").select_option(label="Onveiligheid")
    carla.get_by_role("button", name="Bewaar", exact=True).click()
    expect(carla.get_by_text("die veranderen niet mee")).to_be_visible()
    told = json.loads(installation.rechtop("annual-report", str(YEAR)))["cijfers"]
    assert told["gesprekken.onveiligheid"]["waarde"] == 0


@pytest.mark.parametrize("name", ["hanna", "fenna", "bram", "jet"])
def test_nobody_else_finds_a_page_of_hers(carla: Page, cast: Cast, name: str) -> None:
    carla.goto("/desk/gesprekken/")
    one = str(carla.locator("tbody a").first.get_attribute("href"))
    page = cast(name)
    expect(page.get_by_role("link", name="Gesprekken")).to_have_count(0)
    for path in (*(f"/desk/gesprekken/{page}" for page in PAGES), one, "/desk/kaart/"):
        response = page.goto(path)
        assert response is not None
        assert response.status == 404 or "/desk/kluis/" in page.url
        assert CANARY not in page.content()


def test_no_other_key_opens_her_notes_nor_do_the_sheets_of_the_recovery_key(
    carla: Page, installation: Installation
) -> None:
    sheets = installation.sheets()
    assert [len(one.split()) for one in sheets] == [33, 33, 33]
    told = installation.python("-c", OPENS, *sheets[:2])
    assert re.search(r"opened 0 of \d\d", told), told


def test_her_notes_stand_nowhere_in_clear(carla: Page, installation: Installation) -> None:
    with installation.connect() as connection:
        connection.execute("CHECKPOINT")
    assert list(_singing(installation, [CANARY])) == []
    assert CANARY not in installation.python("-c", SESSIONS)


def test_she_destroys_the_notes_of_what_she_released(
    carla: Page, installation: Installation
) -> None:
    before, lines = size(installation), trail(installation)
    carla.goto("/desk/gesprekken/")
    carla.get_by_role("link", name="Notities van vrijgegeven perioden").click()
    carla.get_by_role("button", name="Verder").click()
    expect(carla.get_by_text(f"U vernietigt {len(TALKS) + 1} gesprekken")).to_be_visible()
    carla.get_by_role("link", name="Nee, bewaar alles").click()
    expect(carla.locator("tbody tr")).to_have_count(25)
    carla.get_by_role("link", name="Notities van vrijgegeven perioden").click()
    carla.get_by_role("button", name="Verder").click()
    carla.get_by_role("button", name="Vernietig voorgoed").click()
    expect(carla.get_by_text("De notities zijn vernietigd.")).to_be_visible()
    expect(carla.get_by_text("U schreef nog geen gesprekken op")).to_be_visible()
    assert size(installation) == before
    assert trail(installation)[len(lines) :] == ["confidant.notes_destroyed 00:00:00.000000"]
    told = json.loads(installation.rechtop("annual-report", str(YEAR)))["cijfers"]
    assert {name: told[f"gesprekken.{name}"]["waarde"] for name in EXPECTED} == EXPECTED


def test_ticking_nothing_is_told(carla: Page) -> None:
    write(carla, "Integriteit", "3 3", "Nog een gesprek")
    carla.get_by_role("button", name="Vernietig wat is aangekruist").click()
    expect(carla.get_by_role("alert")).to_contain_text("Kruis eerst aan wat u wilt vernietigen.")
    carla.goto("/desk/gesprekken/")
    carla.locator("tbody a").first.click()
    carla.get_by_role("button", name="Vernietig dit gesprek").click()
    expect(carla.get_by_text("U vernietigt 1 gesprek")).to_be_visible()
    carla.get_by_role("button", name="Vernietig voorgoed").click()
    expect(carla.get_by_text("U schreef nog geen gesprekken op")).to_be_visible()
