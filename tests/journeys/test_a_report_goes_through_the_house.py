"""The story of the first issue: from Anna's report to the approved row."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.reporting import WHAT, come_in, newest_case, report


def test_anna_reports_bram_handles_and_fenna_approves_the_row(anna: Page, cast: Cast) -> None:
    words = report(anna, name="Anna de Jong")
    assert len(words) == 7
    anna.get_by_role("link", name="Ik heb ze opgeschreven").click()
    anna.get_by_label("Uw zeven woorden").fill(" ".join(words))
    anna.get_by_role("button", name="Verder").click()
    expect(anna.get_by_role("heading", name="Wat er nu gebeurt")).to_be_visible()
    expect(anna.get_by_text("Goed. U hebt uw woorden.")).to_be_visible()
    expect(anna.get_by_text("nog 7 dagen")).to_be_visible()

    bram = cast("bram")
    number = newest_case(bram)
    bram.goto("/desk/")
    expect(bram.get_by_role("link", name=f"Zaak {number}")).to_be_visible()
    expect(bram.get_by_role("link", name="Ontvangst bevestigen –").first).to_be_visible()
    bram.goto(f"/desk/zaken/{number}/")
    expect(bram.get_by_text(WHAT)).to_be_visible()
    bram.get_by_role("link", name="Behandelaar").click()
    bram.get_by_label("Behandelaar").select_option(label="Bram Bakker")
    bram.get_by_role("button", name="Geef de zaak").click()
    bram.get_by_role("link", name="Bevestig de ontvangst").click()
    bram.get_by_role("button", name="Bevestig de ontvangst").click()
    expect(bram.get_by_text("gedaan op")).to_be_visible()
    bram.get_by_role("link", name="Schrijf de melder").click()
    bram.get_by_label("Bericht aan de melder").fill("Wanneer was die reis precies?")
    bram.get_by_role("button", name="Verstuur").click()
    bram.get_by_role("link", name="Notitie").click()
    bram.get_by_label("Notitie voor de behandelaars").fill("Vraag inkoop naar de aanbesteding.")
    bram.get_by_role("button", name="Bewaar de notitie").click()
    expect(bram.get_by_text("Vraag inkoop naar de aanbesteding.")).to_be_visible()

    come_in(anna, words)
    expect(anna.get_by_text("Wanneer was die reis precies?")).to_be_visible()
    assert "Vraag inkoop" not in anna.content()
    anna.get_by_label("Uw bericht").fill("Dat was op 3 oktober.")
    anna.get_by_role("button", name="Verstuur uw bericht").click()
    expect(anna.get_by_text("Dat was op 3 oktober.")).to_be_visible()

    bram.goto("/desk/")
    expect(bram.get_by_role("heading", name="Melders die op antwoord wachten")).to_be_visible()
    bram.goto(f"/desk/zaken/{number}/")
    expect(bram.get_by_text("Dat was op 3 oktober.")).to_be_visible()
    bram.get_by_role("link", name="Wie heeft gemeld").click()
    assert "Anna de Jong" not in bram.content()

    _close_with_a_row(bram, number)
    fenna = cast("fenna")
    fenna.get_by_role("link", name="Rij van").first.click()
    expect(fenna.get_by_text("Mogelijke bevoordeling van een leverancier.")).to_be_visible()
    fenna.get_by_role("button", name="Keur de rij goed").click()
    expect(fenna.get_by_text("De rij is goedgekeurd.")).to_be_visible()
    bram.goto(f"/desk/zaken/{number}/")
    expect(bram.get_by_text("Goedgekeurd")).to_be_visible()
    bram.get_by_text("Lees de rij").click()
    expect(bram.get_by_text("Mogelijke bevoordeling van een leverancier.")).to_be_visible()

    come_in(anna, words)
    expect(anna.get_by_text("Wij vonden dat u gelijk had.")).to_be_visible()
    expect(anna.get_by_text("Uw melding is afgesloten.")).to_be_visible()


def _close_with_a_row(bram: Page, number: str) -> None:
    bram.get_by_role("link", name="Terug naar zaak").click()
    bram.get_by_role("link", name="Sluit af").click()
    bram.get_by_label("Onder welke procedure valt deze zaak?").select_option("zakelijk")
    bram.get_by_role("group", name="Viel de melding onder de regeling?").get_by_label("Ja").check()
    bram.get_by_role("group", name="Is er onderzoek gedaan?").get_by_label("Ja").check()
    bram.get_by_label("Financieel").check()
    bram.get_by_label("Positie en belangenverstrengeling").check()
    bram.get_by_label("Oordeel").select_option("founded")
    bram.get_by_label("Bevindingen").fill("De reis is betaald door de aannemer.")
    bram.get_by_label("Gevolg").fill("De leiding sprak met het bureau.")
    bram.get_by_role("checkbox", name="Berisping").check()
    bram.get_by_role("checkbox", name="Opdracht ingetrokken").check()
    bram.get_by_label("Wie was de opdrachtgever?").select_option("director")
    bram.get_by_label("Bericht aan de melder over de uitkomst").fill("Wij vonden dat u gelijk had.")
    bram.get_by_role("button", name="Sluit de zaak af").click()
    outcome = bram.locator("section", has=bram.get_by_role("heading", name="De uitkomst"))
    for text in ("Berisping", "Opdracht ingetrokken", "De leiding sprak met het bureau."):
        expect(outcome.get_by_text(text)).to_be_visible()
    bram.get_by_role("link", name="Rij voor het jaarverslag").click()
    bram.get_by_label("Melding vermeende schending").fill(
        "Mogelijke bevoordeling van een leverancier."
    )
    bram.get_by_label("Bevindingen").fill("Er was sprake van bevoordeling.")
    bram.get_by_label("Wie is de tweede lezer?").select_option(label="Fenna de Vries")
    assert (
        not bram.get_by_label("Wie is de tweede lezer?").locator("option", has_text="Bram").count()
    )
    bram.get_by_role("button", name="Leg voor aan de tweede lezer").click()
    expect(bram.get_by_text("De rij ligt bij de tweede lezer.")).to_be_visible()
