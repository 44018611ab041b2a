"""Fenna changes a procedure and adopts it with a decision; Anna reads it without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from rechtop.ground.kernel import clock
from tests.journeys.cast import Cast
from tests.journeys.seeing import faults

# Every text stands within a box, and no line runs through one; in the letters of this browser.
_ASTRAY = """svg => {
  const boxes = [...svg.querySelectorAll('.rechtop-chart__box')].map(one => one.getBBox());
  const texts = [...svg.querySelectorAll('text:not(.rechtop-chart__lane-name)')].filter(text => {
    const at = text.getBBox();
    return !boxes.some(box => at.x >= box.x && at.x + at.width <= box.x + box.width
      && at.y >= box.y && at.y + at.height <= box.y + box.height);
  });
  const lines = [...svg.querySelectorAll('path')].filter(path => {
    for (let far = 3; far < path.getTotalLength() - 2; far += 2) {
      const at = path.getPointAtLength(far);
      if (boxes.some(box => at.x > box.x + 1 && at.x < box.x + box.width - 1
        && at.y > box.y + 1 && at.y < box.y + box.height - 1)) return true;
    }
    return false;
  });
  return [...texts.map(one => one.textContent), ...lines.map(one => one.getAttribute('d'))];
}"""


def test_fenna_changes_a_term_and_anna_reads_what_was_adopted(anna: Page, cast: Cast) -> None:
    anna.goto("/uitleg/")
    anna.get_by_role("link", name="Bekijk de procedures, stap voor stap").click()
    anna.get_by_role("link", name="Zakelijke integriteitsschending").click()
    chart = anna.get_by_role("img", name="Stroomschema: Zakelijke integriteitsschending")
    anna.wait_for_load_state()
    assert chart.count() == 1  # of the two drawings one is shown, to whoever sees and who listens
    link = anna.get_by_role("link", name="verder met stap 3, Registreren").first
    link.click()
    expect(anna).to_have_url(re.compile("#zakelijk-register$"))

    fenna = cast("fenna")
    fenna.get_by_role("link", name="Procedures", exact=True).click()
    fenna.get_by_role("link", name="Zakelijke integriteitsschending").click()
    fenna.get_by_role("button", name="Maak een nieuwe versie").click()
    fenna.get_by_role("link", name="Wijzig Registreren en ontvangst bevestigen").click()
    assert not list(faults(fenna, "a step"))
    fenna.get_by_label("Hoe lang?").fill("5")
    fenna.get_by_label("Waar staat deze termijn?").fill("")
    fenna.get_by_role("button", name="Bewaar").click()
    fenna.get_by_role("link", name="Wat is er veranderd?").wait_for()
    fenna.wait_for_load_state()
    drawn = fenna.locator(".rechtop-chart--column")
    assert "binnen 5 dagen" in (drawn.text_content() or "")
    assert not list(faults(fenna, "a version in writing"))
    decide(fenna, "Besluit van de secretaris, nummer 12")
    refused = "De termijn bij de stap ‘Registreren en ontvangst bevestigen’ heeft geen bron."
    fenna.wait_for_load_state()
    assert fenna.get_by_text(refused).count() > 1
    assert fenna.get_by_label("Bij welk besluit?").input_value().endswith("nummer 12")

    fenna.get_by_role("link", name="Wijzig Registreren en ontvangst bevestigen").click()
    fenna.get_by_label("Waar staat deze termijn?").fill("Eigen afspraak, nota integriteit")
    fenna.get_by_role("button", name="Bewaar").click()
    fenna.get_by_role("link", name="Wat is er veranderd?").click()
    fenna.wait_for_load_state()
    assert "binnen 7 dagen" in fenna.locator("main").inner_text()
    assert "binnen 5 dagen" in fenna.locator("main").inner_text()
    assert not list(faults(fenna, "what changed"))
    fenna.get_by_role("link", name="Terug naar de procedure").click()
    decide(fenna, "Besluit van de secretaris, nummer 12")
    fenna.get_by_text("De procedure is vastgesteld.").wait_for()

    anna.reload()
    assert "binnen 5 dagen na ontvangst" in anna.locator("main").inner_text()
    assert "nummer 12" in anna.locator("main").inner_text()


def decide(fenna: Page, decision: str) -> None:
    today = clock.today()
    for label, part in (("Dag", today.day), ("Maand", today.month), ("Jaar", today.year)):
        fenna.get_by_label(label, exact=True).fill(str(part))
    fenna.get_by_label("Bij welk besluit?").fill(decision)
    fenna.get_by_role("button", name="Stel vast").click()


def test_every_drawing_is_whole_at_every_width_and_nobody_is_shut_out(cast: Cast) -> None:
    page = cast("fenna")
    for language in ("", "/en"):
        page.goto(f"{language}/procedures/")
        assert not list(faults(page, "the list"))
        paths = [
            link.get_attribute("href") or "" for link in page.locator(".rechtop-answers a").all()
        ]
        assert len(paths) == 5
        for path in paths:
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(path)
                shown = page.locator("svg.rechtop-chart:visible")
                assert shown.count() == 1
                assert not shown.evaluate(_ASTRAY), path
                if bool(language) == (width == 1280):
                    assert not list(faults(page, f"{path} at {width}"))
    page.goto("/procedures/bijlage/")
    assert not list(faults(page, "the appendix, narrow"))
    page.set_viewport_size({"width": 1280, "height": 800})


def test_the_files_open(cast: Cast) -> None:
    page = cast("fenna")
    page.goto("/procedures/misstand/")
    with page.expect_download() as going:
        page.get_by_role("link", name="Bestand voor procesprogramma’s (BPMN)").click()
    assert going.value.suggested_filename == "misstand.bpmn"
    page.goto("/procedures/bijlage/")
    with page.expect_download() as going:
        page.get_by_role("link", name="Als document (DOCX)").click()
    assert going.value.path().read_bytes().startswith(b"PK")
