"""Fenna revises the code of conduct, Gijs adopts it, and everybody reads what changed."""

from __future__ import annotations

import datetime
import re

from playwright.sync_api import Page, expect

from rechtop.ground.kernel import clock
from tests.journeys.cast import Cast
from tests.journeys.seeing import faults

OLD = "Thuis neemt u nooit een geschenk aan."
NEW = "Thuis neemt u nooit een geschenk aan, en ook niet op vakantie."
ADDED = "Artikel 11. Sociale media\nOp sociale media bent u ook collega."


def test_the_code_is_revised_adopted_read_and_confirmed(anna: Page, cast: Cast) -> None:
    fenna = cast("fenna")
    menu = fenna.get_by_role("list", name="Voor mij")
    menu.get_by_role("link", name="Beleid", exact=True).click()
    expect(fenna.get_by_role("heading", name="Aan herziening toe")).to_have_count(1)
    assert not list(faults(fenna, "the list"))
    fenna.locator("table").get_by_role("link", name="Gedragscode").click()
    fenna.get_by_role("button", name="Maak een nieuwe versie").click()
    body = fenna.get_by_label("De tekst")
    body.wait_for()
    fenna.wait_for_load_state()
    before = body.input_value()
    assert OLD in before
    body.fill(before.replace(OLD, NEW) + "\n\n" + ADDED)
    assert not list(faults(fenna, "writing"))
    fenna.get_by_role("button", name="Bewaar de tekst").click()
    fenna.get_by_text("Beleid stelt de secretaris vast.").wait_for()
    assert not list(faults(fenna, "a version in writing, to its writer"))

    fenna.get_by_role("button", name="Leg voor aan wie vaststelt").click()
    fenna.get_by_text("Voorgelegd op").wait_for()
    assert not list(faults(fenna, "a version that was offered, to its writer"))

    gijs = cast("gijs")
    gijs.goto("/desk/")
    heading = gijs.get_by_role("heading", name="Vast te stellen")
    waiting = gijs.locator("section", has=heading)
    assert not list(faults(gijs, "home, with a version to adopt"))
    waiting.get_by_role("link", name="Gedragscode ambtelijke integriteit").click()
    assert not list(faults(gijs, "a version in writing, to who adopts it"))
    begins, again = "Vanaf wanneer geldt het?", "Wanneer opnieuw herzien?"
    fill_day(gijs, clock.today() + datetime.timedelta(days=700), again)
    fill_day(gijs, clock.today() - datetime.timedelta(days=1), begins)
    gijs.get_by_role("button", name="Stel vast").click()
    expect(gijs.get_by_text("Kies vandaag of een latere dag.").nth(1)).to_be_visible()
    gijs.wait_for_load_state()
    fill_day(gijs, clock.today() + datetime.timedelta(days=1), begins)
    gijs.get_by_role("button", name="Stel vast").click()
    gijs.get_by_text("De tekst is vastgesteld.").wait_for()

    fenna.goto("/desk/beleid/gedragscode/")
    fenna.get_by_role("link", name="Wie leest dit?").click()
    fill_day(fenna, clock.today() + datetime.timedelta(days=30), "Tot en met welke dag?")
    fenna.get_by_role("button", name="Vraag het").click()
    fenna.get_by_text(re.compile(r"bevestigd: 0 van \d+ mensen")).wait_for()
    assert not list(faults(fenna, "who reads it"))

    eva = cast("eva")
    eva.goto("/desk/")
    eva.get_by_role("link", name="Gedragscode ambtelijke integriteit").click()
    eva.get_by_role("link", name="Wat is er veranderd?").click()
    expect(eva.locator("ins", has_text="en ook niet op vakantie")).to_have_count(1)
    expect(eva.locator("ins", has_text="Op sociale media bent u ook collega.")).to_have_count(1)
    assert not list(faults(eva, "the redline"))
    eva.goto("/desk/beleid/gedragscode/versies/3/")
    eva.get_by_role("button", name="Ik heb dit gelezen").click()
    eva.get_by_text("U hoeft nu niets te lezen").wait_for()
    assert not list(faults(eva, "what she read"))
    fenna.reload()
    fenna.get_by_text(re.compile(r"bevestigd: 1 van \d+ mensen")).wait_for()
    fenna.get_by_text("Deze leesronde stoppen").click()
    fenna.get_by_role("button", name="Stop", exact=True).click()
    fenna.get_by_text("De leesronde is gestopt.").wait_for()

    anna.goto("/")
    anna.get_by_role("link", name="Ons beleid").click()
    anna.get_by_role("link", name="Gedragscode ambtelijke integriteit").click()
    anna.wait_for_load_state()
    assert "geldt een nieuwe versie" in anna.locator("main").inner_text()
    assert "vakantie" not in anna.locator("main").inner_text()  # not in force before tomorrow
    anna.get_by_role("link", name="Artikel 6. Draaideur").click()
    expect(anna).to_have_url(re.compile(r"/beleid/gedragscode/#artikel-6$"))
    for path in ("/beleid/", "/beleid/gedragscode/"):  # axe needs the JavaScript that Anna has off
        fenna.goto(path)
        assert not list(faults(fenna, path))


def fill_day(page: Page, day: datetime.date, question: str) -> None:
    group = page.get_by_role("group", name=question)
    for label, part in (("Dag", day.day), ("Maand", day.month), ("Jaar", day.year)):
        group.get_by_label(label, exact=True).fill(str(part))
