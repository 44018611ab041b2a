"""Whoever is registered as a person concerned loses the case, whatever their duty."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.reporting import newest_case, report


def test_fenna_is_named_and_loses_the_case(anna: Page, cast: Cast) -> None:
    report(anna)
    bram, fenna = cast("bram"), cast("fenna")
    number = newest_case(bram)
    fenna.goto(f"/desk/zaken/{number}/")
    expect(fenna.get_by_role("heading", name=f"Zaak {number}")).to_be_visible()
    bram.goto(f"/desk/zaken/{number}/betrokkene/")
    bram.get_by_label("Werkt deze persoon hier?").select_option(label="Fenna de Vries")
    bram.get_by_role("button", name="Leg vast").click()
    expect(bram.get_by_text("De betrokkene is vastgelegd.")).to_be_visible()
    response = fenna.goto(f"/desk/zaken/{number}/")
    assert response is not None
    assert response.status == 404
    for page in ("/desk/", "/desk/zaken/"):
        fenna.goto(page)
        assert number not in fenna.content()


def test_bram_names_himself_and_loses_the_case_on_the_spot(anna: Page, cast: Cast) -> None:
    report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/betrokkene/")
    bram.get_by_label("Werkt deze persoon hier?").select_option(label="Bram Bakker")
    bram.get_by_role("button", name="Leg vast").click()
    expect(bram.get_by_role("heading", name="Zaken", exact=True)).to_be_visible()
    assert number not in bram.content()
    gijs = cast("gijs")
    gijs.goto(f"/desk/zaken/{number}/")
    expect(gijs.get_by_role("heading", name=f"Zaak {number}")).to_be_visible()


def test_anna_ticks_whom_it_is_about_and_that_reader_never_gets_it(anna: Page, cast: Cast) -> None:
    report(anna, about="Bram Bakker")
    number = newest_case(cast("fenna"))
    bram = cast("bram")
    bram.goto("/desk/zaken/")
    assert number not in bram.content()


@pytest.mark.parametrize("typed", [{}, {"name": "Een burger"}])
def test_a_person_outside_is_noted_by_name(anna: Page, cast: Cast, typed: dict[str, str]) -> None:
    report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/betrokkene/")
    if typed:
        bram.get_by_label("Naam", exact=False).last.fill(typed["name"])
    bram.get_by_role("button", name="Leg vast").click()
    told = "De betrokkene is vastgelegd." if typed else "Kies iemand uit de lijst"
    expect(bram.get_by_text(told).first).to_be_visible()
