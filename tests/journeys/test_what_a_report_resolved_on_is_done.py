"""A report resolves on something: someone does it, and what is not finished goes on next year."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast


def _open(page: Page, title: str) -> None:
    page.get_by_role("link", name="Open een actiepunt").click()
    page.get_by_label("Wat gaan wij doen?").fill(title)
    page.get_by_label("Wie doet het?").fill("Daan Dekker")
    group = page.get_by_role("group", name="Wanneer moet het klaar zijn?")
    for label, typed in (("Dag", "31"), ("Maand", "2"), ("Jaar", "2025")):
        group.get_by_label(label).fill(typed)
    page.get_by_role("button", name="Open het").click()
    expect(page.get_by_text("Deze datum bestaat niet.").first).to_be_visible()
    expect(page.get_by_label("Wat gaan wij doen?")).to_have_value(title)
    group.get_by_label("Dag").fill("1")
    page.get_by_role("button", name="Open het").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_an_action_point_is_opened_done_and_another_goes_on_next_year(cast: Cast) -> None:
    fenna, daan, gijs = cast("fenna"), cast("daan"), cast("gijs")
    fenna.goto("/desk/programma/2024/")
    fenna.get_by_role("link", name="Naar de actiepunten van 2024").click()
    _open(fenna, "Gedragscode herschrijven")
    fenna.goto("/desk/actiepunten/2024/")
    _open(fenna, "Dilemmaspel bij elke afdeling")

    daan.goto("/desk/")
    daan.get_by_role("link", name="Gedragscode herschrijven").click()
    daan.get_by_label("Hoe gaat het ermee?").fill("De eerste versie ligt bij de OR.")
    daan.get_by_role("button", name="Bewaar de notitie").click()
    expect(daan.get_by_text("De eerste versie ligt bij de OR.")).to_be_visible()
    daan.get_by_role("link", name="Rond af").click()
    daan.get_by_label("Wat is er gedaan, en wat leverde het op?").fill("De code is herschreven.")
    daan.get_by_role("button", name="Rond af").click()
    expect(daan.get_by_text("Gedaan").first).to_be_visible()
    daan.goto("/desk/")
    expect(daan.get_by_role("link", name="Dilemmaspel bij elke afdeling")).to_be_visible()
    assert daan.get_by_role("link", name="Gedragscode herschrijven").count() == 0

    fenna.goto("/desk/actiepunten/2024/")
    fenna.get_by_role("link", name="Dilemmaspel bij elke afdeling").click()
    fenna.get_by_role("link", name="Neem mee naar het volgende jaar").click()
    fenna.get_by_label("Wat is er tot nu toe gedaan?").fill("Drie van de zeven afdelingen.")
    fenna.get_by_role("button", name="Neem mee naar het volgende jaar").click()
    expect(fenna.get_by_text("Gaat door in de rapportage over")).to_be_visible()

    gijs.goto("/desk/")
    gijs.get_by_role("link", name="Actiepunten").click()
    row = gijs.get_by_role("row", name="Dilemmaspel bij elke afdeling")
    expect(row).to_contain_text("2025")
    expect(row).to_contain_text("Daan Dekker")
    assert gijs.get_by_role("row", name="Gedragscode herschrijven").count() == 0
    gijs.get_by_label("Stand").select_option("Gedaan")
    gijs.get_by_role("button", name="Toon").click()
    expect(gijs.get_by_role("row", name="Gedragscode herschrijven")).to_be_visible()
    gijs.goto("/desk/jaarrapportage/2025/")
    expect(gijs.get_by_text("overgenomen uit de rapportage over 2024")).to_be_visible()
    expect(gijs.get_by_text("Drie van de zeven afdelingen.")).to_be_visible()
    expect(gijs.get_by_text("De code is herschreven.")).to_be_visible()
