"""Bram answers the questions of triage, follows what comes of them, and tells two cases apart."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.reporting import come_in, newest_case, report
from tests.journeys.seeing import faults

YES = (
    "Zijn er redelijke gronden",
    "Is het maatschappelijk belang",
    "Raakt het meer dan alleen",
    "Is het ernstig of omvangrijk",
)
NO = ("Gaat het over de secretaris", "Is het misschien een inbreuk")


def answer(page: Page, question: str, said: str) -> None:
    page.get_by_role("group", name=question).get_by_label(said, exact=True).check()


def test_bram_triages_a_report_and_follows_the_proposal(anna: Page, cast: Cast) -> None:
    words = report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/")
    bram.get_by_role("link", name="Doe de triage").click()
    for question in YES:
        answer(bram, question, "Ja")
    for question in NO:
        answer(bram, question, "Nee")
    bram.get_by_label("Toelichting: Is het ernstig of omvangrijk?").fill("Een opdracht van 2 ton.")
    bram.get_by_label("Financieel").check()
    assert not list(faults(bram, "questions"))
    bram.get_by_role("button", name="Bewaar de antwoorden").click()
    expect(bram.get_by_role("heading", name="Voorstel: Misstand")).to_be_visible()
    expect(bram.get_by_text("Vermoeden van een misstand: ja.")).to_be_visible()
    assert not list(faults(bram, "proposal"))
    bram.set_viewport_size({"width": 320, "height": 800})
    assert not list(faults(bram, "proposal, narrow"))
    bram.set_viewport_size({"width": 1280, "height": 900})
    bram.get_by_role("button", name="Volg dit voorstel").click()
    expect(bram.get_by_text("De procedure is vastgelegd.")).to_be_visible()
    expect(bram.get_by_role("link", name="Naar de stappen")).to_be_visible()
    expect(bram.get_by_text("Een opdracht van 2 ton.")).to_be_visible()

    come_in(anna, words)
    expect(anna.get_by_text("2 ton")).to_have_count(0)


def test_a_duplicate_goes_on_in_another_case_and_a_part_becomes_one(anna: Page, cast: Cast) -> None:
    come_in(anna, report(anna))
    bram = cast("bram")
    first = newest_case(bram)
    words = report(anna, what="Dezelfde reis, ook van de aannemer.")
    second = newest_case(bram)
    assert first != second

    bram.goto(f"/desk/zaken/{second}/triage/")
    bram.get_by_role("link", name="Voeg samen").click()
    bram.get_by_label("Nummer van de andere zaak").fill("0000-0000")
    bram.get_by_label("Onder welke procedure viel deze zaak?").select_option("zakelijk")
    bram.get_by_label("Financieel").check()
    bram.get_by_role("button", name="Voeg samen en sluit deze zaak").click()
    told = bram.get_by_role("alert")
    expect(told).to_contain_text("Deze zaak kunt u niet openen, of zij bestaat niet.")
    assert not list(faults(bram, "merging, with errors"))
    bram.get_by_label("Nummer van de andere zaak").fill(first)
    bram.get_by_role("button", name="Voeg samen en sluit deze zaak").click()
    expect(bram.get_by_text("De zaken zijn samengevoegd.")).to_be_visible()
    expect(bram.get_by_text("Gaat hiervoor verder")).to_be_visible()
    come_in(anna, words)
    expect(anna.get_by_text("Wij gaan er in één zaak mee verder.")).to_be_visible()

    bram.get_by_role("link", name=f"Zaak {first}").click()
    bram.locator("details.rechtop-more summary").first.click()
    bram.get_by_role("link", name="Triage en andere zaken").click()
    bram.get_by_role("link", name="Splits").click()
    bram.get_by_label("Wat wordt een eigen zaak?").fill("De chef schold ook iemand uit.")
    assert not list(faults(bram, "splitting"))
    bram.get_by_role("button", name="Maak er een eigen zaak van").click()
    expect(bram.get_by_text("Hieruit afgesplitst")).to_be_visible()

    bram.get_by_role("link", name="Stuur door naar een andere autoriteit").click()
    bram.get_by_label("Naar welke autoriteit stuurt u de zaak?").select_option("acm")
    bram.get_by_label("Waarom?").fill("Afspraken tussen aannemers.")
    bram.get_by_role("button", name="Leg vast en vertel het de melder").click()
    expect(bram.get_by_role("alert")).to_contain_text("Lees dit bericht na.")
    expect(bram.get_by_label("Bericht aan de melder")).to_have_value(
        "Wij sturen uw melding door naar een andere autoriteit: Autoriteit Consument en Markt "
        "(ACM). Die mag dit onderzoeken en kan er meer aan doen dan wij. Wij geven uw naam niet "
        "door."
    )
    assert not list(faults(bram, "forwarding, read once"))
    bram.get_by_role("button", name="Leg vast en vertel het de melder").click()
    expect(bram.get_by_text("Het doorsturen is vastgelegd.")).to_be_visible()
    bram.set_viewport_size({"width": 320, "height": 800})
    assert not list(faults(bram, "triage with other cases, narrow"))
    bram.set_viewport_size({"width": 1280, "height": 900})
    bram.goto(f"/desk/zaken/{first}/afsluiten/")
    expect(bram.get_by_text("moet de uitkomst horen")).to_be_visible()
    assert not list(faults(bram, "closing what others went into"))
    expect(bram.get_by_label("Oordeel")).to_have_value("forwarded")
    come_in(anna, words)
    expect(anna.get_by_text("samengevoegd met een andere zaak")).to_be_visible()
