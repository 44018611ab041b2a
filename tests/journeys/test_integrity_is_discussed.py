"""A manager ticks that integrity was discussed, someone says it was not, and it counts no more."""

from __future__ import annotations

import datetime

from playwright.sync_api import Page, expect

from rechtop.ground.kernel import clock
from tests.journeys.cast import Cast
from tests.journeys.seeing import faults


def look(page: Page) -> None:
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert not list(faults(page, page.url))
    page.set_viewport_size({"width": 1200, "height": 900})


def fill_day(page: Page, day: datetime.date) -> None:
    for label, part in (("Dag", day.day), ("Maand", day.month), ("Jaar", day.year)):
        page.get_by_label(label, exact=True).fill(str(part))


def test_a_tick_is_set_contested_taken_back_and_seen_in_the_coverage(cast: Cast) -> None:
    daan, eva, fenna = cast("daan"), cast("eva"), cast("fenna")
    daan.get_by_role("link", name="Goede Gesprek", exact=True).click()
    expect(daan.get_by_role("heading", name="Breng dit ter sprake")).to_be_visible()
    daan.get_by_label("Eva Evers").check()
    daan.get_by_label("Rosa Rietveld").check()
    fill_day(daan, clock.today() + datetime.timedelta(days=1))
    daan.get_by_role("button", name="Vink af").click()
    expect(daan.get_by_text("Deze dag komt nog.").first).to_be_visible()
    expect(daan.get_by_label("Eva Evers")).to_be_checked()
    look(daan)
    fill_day(daan, clock.today())
    daan.get_by_role("button", name="Vink af").click()
    expect(daan.get_by_text("Het is afgevinkt.")).to_be_visible()
    expect(daan.get_by_text("2 van 3 afgevinkt")).to_be_visible()

    daan.get_by_role("link", name="Naar de werkoverleggen").click()
    daan.get_by_role("button", name="Noteer het").click()
    expect(daan.get_by_role("row", name="Bureau Vergunningen")).to_be_visible()
    look(daan)

    eva.goto("/desk/")
    eva.get_by_role("link", name="Klopt het dat integriteit met u besproken is?").click()
    eva.get_by_text("Dit klopt niet").click()
    look(eva)
    eva.get_by_role("button", name="Betwist dit vinkje").click()
    expect(eva.get_by_text("Uw leidinggevende kijkt hiernaar.")).to_be_visible()

    fenna.goto("/desk/")
    fenna.get_by_role("link", name="Dekking Goede Gesprek", exact=True).click()
    expect(fenna.get_by_role("heading", name="Betwiste vinkjes")).to_be_visible()
    look(fenna)

    daan.goto("/desk/")
    daan.get_by_role("link", name="1 medewerker betwist een vinkje").click()
    look(daan)
    of_eva = daan.get_by_role("row", name="Eva Evers")
    of_eva.get_by_role("button", name="Haal weg").click()
    expect(daan.get_by_text("Het vinkje is weggehaald.")).to_be_visible()
    eva.goto("/desk/goede-gesprekken/mijn/")
    expect(eva.get_by_text("Er is nog niets afgevinkt")).to_be_visible()

    fenna.get_by_label("Volgorde").select_option("meeste mensen te gaan eerst")
    fenna.get_by_role("button", name="Toon").click()
    assert fenna.get_by_role("heading", name="Betwiste vinkjes").count() == 0
    row = fenna.get_by_role("row", name="Bureau Vergunningen")
    expect(row).to_contain_text("25%")
    expect(row).to_contain_text(str(clock.today().year))
