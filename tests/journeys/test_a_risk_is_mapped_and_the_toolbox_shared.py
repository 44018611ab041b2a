"""Fenna registers a risk and sees it on the map; she shares the toolbox and takes it in again."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from playwright.sync_api import Page, expect

from rechtop.ground.kernel import clock
from tests.journeys.cast import Cast
from tests.journeys.seeing import faults

NAME = "Handhaving op het water"
FROM_ELSEWHERE = "Ondermijning herkennen"


def _fill_day(page: Page, day: datetime.date) -> None:
    group = page.get_by_role("group", name="Wanneer beoordelen wij dit opnieuw?")
    for label, part in (("Dag", day.day), ("Maand", day.month), ("Jaar", day.year)):
        group.get_by_label(label, exact=True).fill(str(part))


def test_a_risk_is_registered_and_found_on_the_map(cast: Cast) -> None:
    fenna = cast("fenna")
    fenna.get_by_role("link", name="Risico's", exact=True).click()
    assert not list(faults(fenna, "the list of risks"))
    fenna.get_by_role("link", name="Neem een risico op").click()
    fenna.get_by_label("Welk proces of welke functie?").fill(NAME)
    fenna.get_by_label("Geld").check()
    fenna.get_by_label("Contact met ondermijning").check()
    fenna.get_by_label("Hoe groot is de kans?").select_option("1")
    fenna.get_by_label("Hoe groot is het effect?").select_option("3")
    fenna.get_by_label("Of: een rol").fill("Teamleider Handhaving")
    fenna.get_by_label("Functies die dit raakt").fill("Schipper\nHandhaver")
    fenna.get_by_label("VOG").check()
    today = clock.today()
    _fill_day(fenna, today - datetime.timedelta(days=1))
    fenna.get_by_role("button", name="Neem op").click()
    expect(fenna.get_by_text("Kies een dag na vandaag.").first).to_be_visible()
    expect(fenna.get_by_label("Functies die dit raakt")).to_have_value("Schipper\nHandhaver")
    assert not list(faults(fenna, "registering a risk, with a fault"))
    _fill_day(fenna, today + datetime.timedelta(days=90))
    fenna.get_by_role("button", name="Neem op").click()
    fenna.get_by_text("Het risico staat in het register.").wait_for()

    fenna.get_by_role("link", name="Kaart", exact=True).click()
    assert not list(faults(fenna, "the map of risks"))
    fenna.get_by_role("link", name="1 risico: kans 1, effect 3, laag").click()
    row = fenna.get_by_role("row", name=NAME)
    expect(row).to_contain_text("3 · laag")
    row.get_by_role("link", name=NAME).click()
    expect(fenna.get_by_text("Opgenomen")).to_be_visible()
    assert not list(faults(fenna, "a risk"))
    fenna.get_by_role("link", name="Alle risico's").click()
    fenna.get_by_role("link", name="Gevoelige functies", exact=True).click()
    expect(fenna.get_by_role("row", name="Schipper")).to_contain_text("VOG")
    assert not list(faults(fenna, "the sensitive functions"))


def test_the_toolbox_goes_out_as_a_file_and_comes_in_again(cast: Cast, tmp_path: Path) -> None:
    fenna, eva = cast("fenna"), cast("eva")
    assert eva.get_by_role("link", name="Risico's", exact=True).count() == 0
    eva.get_by_role("link", name="Toolbox", exact=True).click()
    eva.get_by_label("Van wie").select_option("van anderen")
    eva.get_by_role("button", name="Toon").click()
    eva.get_by_role("link", name=FROM_ELSEWHERE).click()
    assert not list(faults(eva, "an instrument"))

    fenna.get_by_role("link", name="Toolbox", exact=True).click()
    assert not list(faults(fenna, "the toolbox"))
    with fenna.expect_download() as going:
        fenna.get_by_role("link", name="Haal op als bestand").click()
    file = tmp_path / "toolbox.json"
    going.value.save_as(file)
    _bring(fenna, file)
    expect(fenna.get_by_text("Er verandert niets.")).to_be_visible()
    fenna.get_by_role("button", name="Sluit", exact=True).click()

    wrong = json.loads(file.read_text("utf-8"))
    wrong["instrumenten"][1]["soort"] = "onzin"
    (tmp_path / "fout.json").write_text(json.dumps(wrong))
    _bring(fenna, tmp_path / "fout.json")
    expect(fenna.get_by_role("row", name="soort")).to_contain_text("2")
    assert not list(faults(fenna, "a file with a fault"))

    fenna.goto("/desk/toolbox/?origin=elsewhere")
    fenna.get_by_role("link", name=FROM_ELSEWHERE).click()
    fenna.get_by_text("Dit uit de toolbox halen").click()
    fenna.get_by_role("button", name="Haal weg").click()
    _bring(fenna, file)
    expect(fenna.get_by_role("row", name="Nieuw")).to_contain_text("1")
    assert not list(faults(fenna, "what a file would change"))
    fenna.get_by_role("button", name="Ja, neem dit over").click()
    fenna.get_by_text("De instrumenten zijn overgenomen.").wait_for()
    expect(fenna.get_by_role("link", name=FROM_ELSEWHERE)).to_be_visible()


def _bring(page: Page, file: Path) -> None:
    page.goto("/desk/toolbox/overnemen/")
    page.get_by_label("Kies het bestand").set_input_files(file)
    page.get_by_role("button", name="Lees het bestand").click()
