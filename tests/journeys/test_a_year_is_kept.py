"""What was done in a year: kept by the team, read by the secretary and the accountant."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import Cast


def test_a_year_is_kept_and_its_words_are_adopted(cast: Cast) -> None:
    bram, gijs, jet = cast("bram"), cast("gijs"), cast("jet")
    bram.goto("/desk/programma/2021/")
    bram.get_by_role("link", name="Voeg een activiteit toe").click()
    bram.get_by_label("Soort").select_option("Dilemmaspel")
    bram.get_by_label("Wat is er gedaan?").fill("Dilemmaspel op het scherm")
    bram.get_by_label("Hoeveel mensen deden mee?").fill("vijftig")
    bram.get_by_role("button", name="Voeg toe").click()
    expect(bram.get_by_label("Hoeveel mensen deden mee?")).to_have_value("vijftig")
    bram.get_by_label("Hoeveel mensen deden mee?").fill("50")
    bram.get_by_role("button", name="Voeg toe").click()
    expect(bram.get_by_role("row", name="Dilemmaspel op het scherm")).to_contain_text("onbekend")
    bram.get_by_role("link", name="Schrijf de tekst").click()
    bram.get_by_label("De tekst").fill("Een rustig jaar.")
    bram.get_by_role("button", name="Bewaar de tekst").click()

    gijs.goto("/desk/programma/2021/")
    assert gijs.get_by_role("link", name="Voeg een activiteit toe").count() == 0
    gijs.get_by_role("link", name="Lees en stel vast").click()
    gijs.get_by_role("button", name="Stel de tekst vast").click()
    expect(gijs.get_by_text("vastgesteld op")).to_be_visible()

    jet.goto("/desk/")
    jet.get_by_role("link", name="Programma").click()
    expect(
        jet.get_by_text("Geschreven door Bram Bakker, vastgesteld door Gijs Groen.")
    ).to_be_visible()
    jet.goto("/desk/jaarrapportage/2021/dilemmaspel.bereikt/")
    expect(jet.get_by_role("heading", name="Dilemmaspel op het scherm")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_a_year_fit_and_have_one_heading(cast: Cast, width: int) -> None:
    fenna = cast("fenna")
    fenna.goto("/desk/actiepunten/2020/nieuw/")
    fenna.get_by_label("Wat gaan wij doen?").fill("x" * 150 + str(width))
    fenna.get_by_role("button", name="Open het").click()
    fenna.set_viewport_size({"width": width, "height": 800})
    for path in (
        "programma/2020/",
        "programma/2020/activiteit/",
        "programma/2020/bibob/",
        "programma/2020/advies/",
        "actiepunten/2020/nieuw/",
        "actiepunten/2020/",
        "actiepunten/2020/1/",
        "actiepunten/",
        "programma/2020/tekst/schrijven/",
        "jaarrapportage/2020/eed.afgelegd/invoeren/",
    ):
        fenna.goto(f"/desk/{path}")
        assert fenna.evaluate("document.documentElement.scrollWidth") <= width, path
        assert fenna.locator("h1").count() == 1, path
        assert fenna.locator("script, [style], [onclick]").count() == 0
    fenna.set_viewport_size({"width": 1280, "height": 800})
