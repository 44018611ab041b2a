"""A report by telephone: written down, read back by its reporter, put right, approved."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.reporting import come_in, newest_case
from tests.journeys.seeing import faults

TOLD = "De aannemer betaalde een reis naar Rome. Dat was in mei."
BETTER = "De aannemer betaalde een reis naar Parijs. Dat was in mei."


def take_down(page: Page, *, how: str, what: str = TOLD) -> list[str]:
    """Enter what someone told; gives the seven words."""
    page.goto("/desk/gesproken/")
    page.get_by_role("radio", name=how, exact=True).check()
    page.get_by_label("Een verslag in het kort").check()
    page.get_by_label("Wat vertelde de melder?").fill(what)
    page.get_by_role("button", name="Voer in en toon de woorden").click()
    page.get_by_role("heading", name="Zeven woorden voor de melder").wait_for()
    page.locator(".rechtop-words li").nth(6).wait_for()
    return page.locator(".rechtop-words li").all_inner_texts()


def test_bram_takes_a_call_and_anna_checks_what_he_wrote(anna: Page, cast: Cast) -> None:
    bram = cast("bram")
    bram.goto("/desk/gesproken/")
    bram.get_by_role("button", name="Voer in en toon de woorden").click()
    expect(bram.get_by_role("alert")).to_contain_text("Schrijf op wat de melder vertelde.")
    assert not list(faults(bram, "entering, with errors"))
    words = take_down(bram, how="Telefoon")
    assert len(words) == 7
    assert not list(faults(bram, "words"))
    bram.get_by_role("link", name="De melder heeft ze, naar de zaak").click()
    number = bram.url.rstrip("/").rpartition("/")[2]
    expect(bram.get_by_text("Telefoon")).to_be_visible()
    told = set(re.findall(r"[a-z]+", bram.content()))
    assert not set(words) <= told  # one of them can be a word of ours

    come_in(anna, words)
    anna.get_by_role("link", name="Lees het verslag").click()
    expect(anna.get_by_role("heading", name="Klopt dit?")).to_be_visible()
    expect(anna.get_by_text(TOLD)).to_be_visible()
    anna.get_by_role("link", name="Nee, ik verbeter het").click()
    anna.get_by_label("Zo klopt het").fill(BETTER)
    anna.get_by_role("button", name="Bewaar mijn verbetering").click()
    expect(anna.get_by_role("heading", name="Wat er eerder stond")).to_be_visible()

    bram.goto("/desk/")
    told = bram.locator("section", has_text="Verslag nagelezen door de melder")
    expect(told).to_contain_text("Verbeterd door de melder")
    anna.get_by_role("button", name="Ja, dit klopt").click()
    anna.locator("summary").click()
    expect(anna.get_by_text("U was akkoord op")).to_be_visible()

    bram.reload()
    expect(told).to_contain_text("Akkoord van de melder")
    told.get_by_role("link", name=f"Zaak {number}").click()
    expect(bram.get_by_text(BETTER)).to_be_visible()
    expect(bram.get_by_text(TOLD)).to_be_visible()
    assert not list(faults(bram, "minutes"))
    bram.get_by_role("button", name="Ik heb dit gezien").click()
    expect(bram.get_by_role("heading", name=f"Zaak {number}")).to_be_visible()
    bram.goto("/desk/")
    expect(told).to_have_count(0)


def test_a_confidant_passes_on_a_conversation_and_cannot_open_it(anna: Page, cast: Cast) -> None:
    carla = cast("carla")
    words = take_down(carla, how="Gesprek", what="Mijn chef kreeg een reis.")
    expect(carla.get_by_text("U kunt deze zaak zelf niet openen.")).to_be_visible()
    carla.get_by_role("link", name="De melder heeft ze").click()
    bram = cast("bram")
    number = newest_case(bram)
    for path in (f"/desk/zaken/{number}/", f"/desk/zaken/{number}/verslag/"):
        answer = carla.goto(path)
        assert answer is not None
        assert answer.status == 404
    bram.goto(f"/desk/zaken/{number}/")
    expect(bram.get_by_text("Mijn chef kreeg een reis.").first).to_be_visible()
    come_in(anna, words)
    anna.get_by_role("link", name="Lees het verslag").click()
    anna.get_by_role("button", name="Ja, dit klopt").click()
    expect(anna.get_by_role("heading", name="Uw melding", exact=True)).to_be_visible()


def test_a_double_click_is_one_report_and_shows_the_same_words(cast: Cast) -> None:
    bram = cast("bram")
    bram.goto("/desk/gesproken/")
    bram.get_by_label("Telefoon").check()
    bram.get_by_label("Een verslag in het kort").check()
    bram.get_by_label("Wat vertelde de melder?").fill("Een tweede keer gebeld.")
    form = bram.locator("main form")
    fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
    first, second = (
        bram.request.post("/desk/gesproken/", form=fields).text() for _time in range(2)
    )
    bram.set_content(first)
    words = bram.locator(".rechtop-words li").all_inner_texts()
    way = bram.locator(".rechtop-actions a").get_attribute("href")
    bram.set_content(second)
    assert len(words) == 7
    assert bram.locator(".rechtop-words li").all_inner_texts() == words
    assert bram.locator(".rechtop-actions a").get_attribute("href") == way


def test_a_recording_is_gone_when_anna_agrees(anna: Page, cast: Cast) -> None:
    bram = cast("bram")
    bram.goto("/desk/gesproken/")
    bram.get_by_role("radio", name="Gesprek", exact=True).check()
    bram.get_by_label("Een opname van het gesprek").check()
    bram.get_by_label("Vernietig de opname na akkoord").check()
    bram.get_by_label("Wat vertelde de melder?").fill(TOLD)
    bram.get_by_role("button", name="Voer in en toon de woorden").click()
    bram.locator(".rechtop-words li").nth(6).wait_for()
    words = bram.locator(".rechtop-words li").all_inner_texts()
    bram.get_by_role("link", name="Voeg de opname toe").click()
    sound = {"name": "gesprek.mp3", "mimeType": "audio/mpeg", "buffer": b"ID3\4" + bytes(5000)}
    bram.locator("input[type=file]").set_input_files(sound)  # type: ignore[arg-type]
    bram.get_by_role("button", name="Verstuur de bestanden").click()
    expect(bram.get_by_role("link", name="gesprek.mp3")).to_be_visible()
    expect(bram.get_by_text("wordt vernietigd zodra de melder akkoord is")).to_be_visible()
    come_in(anna, words)
    anna.get_by_role("link", name="Lees het verslag").click()
    expect(anna.get_by_role("link", name="Haal de opname op")).to_be_visible()
    anna.get_by_role("button", name="Ja, dit klopt").click()
    anna.goto("/inzien/verslag/")
    expect(anna.get_by_text("De opname is vernietigd.")).to_be_visible()
    bram.reload()
    expect(bram.get_by_role("link", name="gesprek.mp3")).to_have_count(0)
    expect(bram.get_by_text("vernietigd na het akkoord van de melder")).to_be_visible()
