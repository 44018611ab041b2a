"""Eva, a stranger, and Hanna, the administrator, learn nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import newest_case, report

PAGES = (
    "",
    "melder/",
    "behandelaar/",
    "ontvangst/",
    "procedure/",
    "bericht/",
    "terugkoppeling/",
    "notitie/",
    "betrokkene/",
    "afsluiten/",
    "heropenen/",
    "rij/",
)


def test_who_is_not_signed_in_is_led_to_signing_in_from_every_desk_page(
    anna: Page, cast: Cast
) -> None:
    report(anna)
    number = newest_case(cast("bram"))
    for page in ("", "zaken/", "sleutels/", "mensen/", *(f"zaken/{number}/{p}" for p in PAGES)):
        anna.goto(f"/desk/{page}")
        expect(anna.get_by_role("heading", name="Aanmelden")).to_be_visible()


@pytest.mark.parametrize("name", ["eva", "hanna", "daan", "jet", "carla", "gijs", "ivo"])
def test_someone_without_a_key_gets_the_same_answer_as_for_a_case_that_is_not_there(
    anna: Page, cast: Cast, name: str
) -> None:
    report(anna)
    number = newest_case(cast("bram"))
    page = cast(name)
    for part in PAGES:
        answers = []
        for asked in (number, "0000-0000"):
            response = page.goto(f"/desk/zaken/{asked}/{part}")
            assert response is not None
            text = page.content().replace(asked, "")
            text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
            answers.append((response.status, page.url.replace(asked, ""), text))
        assert answers[0] == answers[1]
        assert answers[0][0] in (404, 200)
        assert number not in page.inner_text("body")


@pytest.mark.parametrize("name", ["eva", "hanna", "jet"])
def test_their_own_desk_shows_no_case_and_no_count(anna: Page, cast: Cast, name: str) -> None:
    report(anna)
    page = cast(name)
    expect(page.get_by_text("Er wacht niets op u")).to_be_visible()
    page.goto("/desk/zaken/")
    expect(page.get_by_role("heading", name="Niet gevonden")).to_be_visible()


def test_hanna_arranges_people_and_cannot_help_herself(cast: Cast) -> None:
    hanna = cast("hanna")
    hanna.goto("/desk/mensen/")
    hanna.locator("main").get_by_role("link", name="Hanna Hendriks").click()
    hanna.get_by_label("Taak").select_option("handler")
    hanna.get_by_role("button", name="Geef de taak").click()
    expect(hanna.get_by_text("Uw eigen taken geeft en beëindigt een ander.").first).to_be_visible()


@pytest.mark.parametrize("number", ["%00", "7F3K-92QD%00", "%F0%9F%99%82"])
def test_an_address_nobody_could_have_made_is_not_there(cast: Cast, number: str) -> None:
    bram = cast("bram")
    for page in (f"/desk/zaken/{number}/", f"/desk/rijen/{number}/"):
        response = bram.goto(page)
        assert response is not None
        assert response.status == 404


def test_eva_makes_no_keys_and_bram_makes_them_once(cast: Cast) -> None:
    eva, bram = cast("eva"), cast("bram")
    answer = eva.goto("/desk/wachtzin/")
    assert answer is not None
    assert answer.status == 404
    bram.goto("/desk/wachtzin/")
    expect(bram.get_by_role("heading", name="Wat wacht op mij, en voor wanneer")).to_be_visible()


def test_a_page_that_is_not_there_tells_nothing_about_us(
    anna: Page, installation: Installation
) -> None:
    response = anna.goto("/wp-admin/install.php")
    assert response is not None
    assert response.status == 404
    expect(anna.get_by_role("heading", name="Niet gevonden")).to_be_visible()
    assert not re.search(r"django|python|traceback|granian", anna.content(), re.IGNORECASE)
    assert response.all_headers()["server"] == "web"
