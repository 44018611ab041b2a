"""Someone leaves: what they were to do is not forgotten, and gets another owner."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.seeing import faults

HEADING = "personeelsnummer;naam;e-mailadres;soort;functie;begindatum;einddatum"
WIM = "8391;Wim Weggaan;wim.weggaan@voorbeeld.example;medewerker;adviseur;2020-01-01;"
BOARD = "/desk/actiepunten/2023/"
LEFT = "Eigenaar is vertrokken"


def look(page: Page) -> None:
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert not list(faults(page, page.url))


def bring(hanna: Page, line: str) -> None:
    hanna.goto("/desk/personeel/")
    content = f"{HEADING}\n{line}\n".encode()
    file = {"name": "wim.csv", "mimeType": "text/csv", "buffer": content}
    hanna.get_by_label("Kies het bestand").set_input_files(file)
    hanna.get_by_role("button", name="Lees het bestand").click()
    hanna.get_by_role("button", name="Ja, neem dit over").click()
    expect(hanna.get_by_text("De mensen zijn overgenomen.")).to_be_visible()


def test_what_someone_who_left_was_to_do_is_given_to_another(cast: Cast) -> None:
    hanna, fenna = cast("hanna"), cast("fenna")
    bring(hanna, WIM)
    fenna.goto(f"{BOARD}nieuw/")
    fenna.get_by_label("Wat gaan wij doen?").fill("Wegwijzer bijwerken")
    fenna.get_by_label("Wie doet het?").fill("Wim Weggaan")
    fenna.get_by_role("button", name="Open het").click()
    expect(fenna.get_by_role("heading", name="Wegwijzer bijwerken")).to_be_visible()
    assert LEFT not in fenna.inner_text("main")

    bring(hanna, f"{WIM}2021-01-01")
    fenna.goto("/desk/")
    left = fenna.locator("section", has=fenna.get_by_role("heading", name="De eigenaar is vertr"))
    look(fenna)
    left.get_by_role("link", name="Actiepunten").click()
    expect(fenna.get_by_role("row", name="Wegwijzer bijwerken")).to_contain_text(LEFT)
    look(fenna)
    fenna.get_by_role("link", name="Wegwijzer bijwerken").click()
    expect(fenna.get_by_text("Wim Weggaan (vertrokken)")).to_be_visible()
    look(fenna)
    fenna.get_by_role("link", name="Kies wie het doet").click()
    fenna.get_by_label("Wie doet het?").fill("Fenna de Vries")
    fenna.get_by_role("button", name="Bewaar").click()
    expect(fenna.get_by_text("Het is bewaard.")).to_be_visible()
    assert LEFT not in fenna.inner_text("main")

    fenna.goto("/desk/beleid/gedragscode/")
    fenna.get_by_role("link", name="Laat een ander het bijhouden").click()
    fenna.get_by_label("Wie houdt dit beleid voortaan bij?").fill("Wim Weggaan")
    fenna.get_by_role("button", name="Bewaar").click()
    expect(fenna.get_by_text("Wij kennen niemand die zo heet.").first).to_be_visible()
    look(fenna)
