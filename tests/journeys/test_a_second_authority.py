"""Another authority brings its own face, procedures, types and topics; the code knows none."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.cast import sign_in, unlock
from tests.journeys.installation import Installation


@pytest.fixture(scope="module")
def waterschap() -> Iterator[Installation]:
    made = Installation()
    try:
        made.start("--example", "waterschap")
        yield made
    finally:
        made.stop()


def test_its_figures_are_named_after_its_own_lists(waterschap: Installation) -> None:
    told = json.loads(waterschap.rechtop("annual-report", "2021"))["cijfers"]
    values = {name: figure["waarde"] for name, figure in told.items()}
    assert values["meldingen.totaal"] == 3
    assert values["meldingen.integriteit"] == values["meldingen.omgangsvormen"] == 1
    assert values["gesprekken.samenwerken"] == 9
    assert values["gesprekken.vragen"] is None
    assert values["netwerken.unie"] == 3
    for name in ("meldingen.zakelijk", "meldingen.lkog", "gesprekken.integriteit", "netwerken.ipo"):
        assert name not in values


def test_its_column_that_does_not_add_up_is_flagged(waterschap: Installation) -> None:
    page = waterschap.rechtop("annual-report", "2021", "--format", "html")
    told = json.loads(waterschap.rechtop("annual-report", "2021"))["cijfers"]
    assert told["gesprekken.totaal"]["waarde"] == 17
    assert "Zuid-Holland" not in page
    assert "Waterschap Rijn en Polder" in page


def test_its_pages_have_its_own_name_and_colours(
    browser: Browser, waterschap: Installation
) -> None:
    context = browser.new_context(base_url=waterschap.url)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("link", name="Waterschap Rijn en Polder")).to_be_visible()
    header = page.locator(".utrecht-page-header")
    assert header.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(11, 79, 108)"
    assert "rovinci" not in page.content()
    page.goto("/procedures/misstand/")
    expect(page.get_by_role("heading", name="Vermoeden van een misstand")).to_be_visible()
    assert "rovinci" not in page.content()
    assert "ecretaris" not in page.content()
    sign_in(page, "fenna")
    unlock(page, "fenna")
    page.goto("/desk/jaarrapportage/2021/")
    expect(page.get_by_text("het totaal is 17, de delen samen 16", exact=False)).to_be_visible()
    page.goto("/desk/zaken/?type=buitenwerk")
    expect(page.get_by_role("link", name="W21-02")).to_be_visible()
    assert page.get_by_role("link", name="W21-01").count() == 0
    assert "rovinci" not in page.content()
    context.close()
