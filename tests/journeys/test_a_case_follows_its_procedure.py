"""Bram follows the procedure, departs from it with a reason, and Anna sees where it is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.reporting import come_in, newest_case, report


def test_a_case_goes_through_its_procedure_as_that_of_2021_did(anna: Page, cast: Cast) -> None:
    words = report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/procedure/")
    bram.get_by_label("Onder welke procedure valt deze zaak?").select_option("misstand")
    bram.get_by_role("button", name="Leg vast").click()
    bram.get_by_role("link", name="Bevestig de ontvangst").click()
    bram.get_by_role("button", name="Bevestig de ontvangst").click()
    expect(bram.get_by_text("Valt de melding onder de regeling?")).to_be_visible()

    bram.get_by_role("link", name="Naar de stappen").click()
    bram.get_by_role("button", name="Deze stap is gedaan").click()
    expect(bram.get_by_text("Kies hoe het verder gaat.").first).to_be_visible()
    bram.get_by_label("Nee: De melder hoort: niet onder de regeling").check()
    bram.get_by_role("button", name="Deze stap is gedaan").click()
    bram.goto(f"/desk/zaken/{number}/bericht/")
    bram.get_by_label("Bericht aan de melder").fill("De regeling geldt niet. Wij zoeken het uit.")
    bram.get_by_label("Dit is de terugkoppeling").check()
    bram.get_by_role("button", name="Verstuur").click()
    bram.get_by_role("link", name="Naar de stappen").click()
    expect(bram.get_by_text("Deze stap is gedaan. Kies hoe het verdergaat.")).to_be_visible()
    bram.get_by_label("Toch onderzoek: het is te ernstig").check()
    bram.get_by_role("button", name="Ga verder").click()
    expect(bram.get_by_role("heading", name="Opdracht geven")).to_be_visible()

    come_in(anna, words)
    expect(anna.get_by_text("Uw melding valt niet onder deze regeling.")).to_be_visible()


def test_a_departure_keeps_its_reason_on_the_file_and_is_seen(anna: Page, cast: Cast) -> None:
    words = report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/stappen/")
    bram.get_by_role("link", name="Leg de procedure vast").click()
    bram.get_by_label("Onder welke procedure valt deze zaak?").select_option("zakelijk")
    bram.get_by_role("button", name="Leg vast").click()
    bram.goto(f"/desk/zaken/{number}/stappen/afwijken/")
    bram.get_by_label("Waarom?").fill("De secretaris weet het al.")
    bram.get_by_role("button", name="Ga daar verder").click()
    wrong = bram.get_by_text("Kies een antwoord bij ‘Met welke stap gaat u verder?’.")
    expect(wrong.first).to_be_visible()
    expect(bram.get_by_label("Waarom?")).to_have_value("De secretaris weet het al.")
    bram.get_by_label("Met welke stap gaat u verder?").select_option("decide")
    bram.get_by_role("button", name="Ga daar verder").click()
    expect(bram.get_by_text("overgeslagen", exact=True)).to_be_visible()
    bram.goto(f"/desk/zaken/{number}/stappen/extra/")
    bram.get_by_label("Wat deed u?").fill("Gesprek met de OR")
    bram.get_by_label("Waarom?").fill("Die vroeg ernaar.")
    bram.get_by_role("button", name="Leg vast").click()
    bram.goto(f"/desk/zaken/{number}/stappen/procedure/")
    bram.get_by_label("Bij welke stap gaat u daar verder?").select_option(index=1)
    bram.get_by_label("Waarom?").fill("Het is toch een misstand.")
    bram.get_by_role("button", name="Ga daar verder").click()
    expect(bram.get_by_role("heading", name="Vermoeden van een misstand")).to_be_visible()
    bram.goto(f"/desk/zaken/{number}/")
    for text in ("De secretaris weet het al.", "Extra stap: Gesprek met de OR"):
        expect(bram.get_by_text(text)).to_be_visible()
    come_in(anna, words)
    assert "De secretaris weet het al." not in anna.content()


def test_the_team_finds_its_cases_and_keeps_its_lists(anna: Page, cast: Cast) -> None:
    report(anna, what="De kraanmachinist Zwiep kreeg geld van de aannemer.")
    bram = cast("bram")
    number = newest_case(bram)
    bram.get_by_role("link", name="Zoek in dossiers").click()
    bram.get_by_label("Welke woorden?").fill("zwiep")
    bram.get_by_role("button", name="Zoek", exact=True).click()
    expect(bram.get_by_role("link", name=f"Zaak {number}")).to_be_visible()
    expect(bram.get_by_text("1 zaak gevonden.")).to_be_visible()
    assert "zwiep" not in bram.url.casefold()

    bram.goto("/desk/zaken/?state=received&handler=none&onzin=1")
    bram.get_by_role("button", name="Bewaar deze lijst").click()
    kept = bram.get_by_role("link", name="Stand: Ontvangen, Behandelaar: niemand (meer)")
    expect(kept).to_be_visible()
    bram.goto("/desk/zaken/")
    kept.click()
    assert bram.url.endswith("?state=received&handler=none")
    bram.get_by_role("button", name="Haal weg Stand: Ontvangen").click()
    expect(kept).to_have_count(0)
