"""People come from a file of the personnel system, and read what is held about them."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.seeing import faults

FILE = """\
Nummer;Volledige naam;e-mailadres;soort;eenheid;functie;Fte;leidinggevende;begindatum;einddatum
7001;Bram Bakker;bram@voorbeeld.example;medewerker;;adviseur integriteit;1;7002;2019-03-01;
7002;Zoë van den Oever;zoe.oever@voorbeeld.example;directeur;Directie Proef;directeur;1;;2010-01-01;
"""


def look(page: Page) -> None:
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert not list(faults(page, page.url))


def bring(hanna: Page, content: str) -> None:
    hanna.goto("/desk/mensen/")
    hanna.get_by_role("link", name="Uit het personeelssysteem").click()
    file = {"name": "mensen.csv", "mimeType": "text/csv", "buffer": content.encode()}
    hanna.get_by_label("Kies het bestand").set_input_files(file)
    hanna.get_by_role("button", name="Lees het bestand").click()


def test_the_administrator_takes_people_over_and_bram_corrects_what_is_held(cast: Cast) -> None:
    hanna, bram = cast("hanna"), cast("bram")
    hanna.goto("/desk/personeel/")
    look(hanna)

    bring(hanna, FILE.replace("2010-01-01", "31-2-2010"))
    expect(hanna.get_by_role("heading", name="Wat staat er in de kolommen?")).to_be_visible()
    look(hanna)
    hanna.get_by_label("Nummer").select_option("personeelsnummer")
    hanna.get_by_label("Volledige naam").select_option("naam")
    hanna.get_by_role("button", name="Verder").click()
    expect(hanna.get_by_text("Deze datum bestaat niet.")).to_be_visible()
    look(hanna)

    bring(hanna, FILE)  # what the columns are called is remembered
    expect(hanna.get_by_text("Er is nog niets veranderd. Klopt dit?")).to_be_visible()
    hanna.locator("summary").first.click()
    expect(hanna.get_by_text("Bram Bakker (7001)")).to_be_visible()
    look(hanna)
    hanna.get_by_role("button", name="Ja, neem dit over").click()
    expect(hanna.get_by_text("De mensen zijn overgenomen.")).to_be_visible()
    bring(hanna, FILE)
    expect(hanna.get_by_text("Alles staat er al zo. Er verandert niets.")).to_be_visible()
    hanna.get_by_role("button", name="Sluit").click()

    bram.goto("/desk/account/")
    bram.get_by_role("link", name=re.compile("Wat er van u vastligt")).click()
    bram.wait_for_load_state()
    for fact in ("7001", "adviseur integriteit", "Zoë van den Oever", "Behandelaar"):
        assert fact in bram.inner_text("main")
    look(bram)
    bram.get_by_role("link", name="Klopt hier iets niet?").click()
    bram.get_by_label("Wat klopt er niet").fill("Ik ben jurist.")
    bram.get_by_role("button", name="Stel dit voor").click()
    expect(bram.get_by_text("wacht op antwoord")).to_be_visible()

    hanna.goto("/desk/verbeteringen/")
    look(hanna)
    hanna.get_by_role("link", name="Bram Bakker").click()
    expect(hanna.get_by_text("Ik ben jurist.")).to_be_visible()
    look(hanna)
    hanna.get_by_label("Functie").fill("jurist")
    hanna.get_by_role("button", name="Verander het zo").click()
    expect(hanna.get_by_text("Het is veranderd.")).to_be_visible()
    bram.reload()
    assert "jurist" in bram.inner_text("dl")
    expect(bram.get_by_text("wacht op antwoord")).to_have_count(0)
