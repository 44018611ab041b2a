"""A reporter's name lies with the custodian, and opens for a reason of which the reporter reads."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.reporting import come_in, newest_case, report

WHY = "De aannemer heet net zo."
TOLD = "Wij moeten weten of er familie meespeelt."


def ask(page: Page, number: str) -> None:
    """Let who handles a case ask the custodian for the name."""
    page.goto(f"/desk/zaken/{number}/")
    page.get_by_role("link", name="Wie heeft gemeld").click()
    page.get_by_label("Waarom hebt u de naam nodig?").fill(WHY)
    page.get_by_label("Wat mag de melder hiervan lezen?").fill(TOLD)
    page.get_by_role("button", name="Vraag de naam").click()
    expect(page.get_by_text("Uw vraag ligt bij de bewaarder.").first).to_be_visible()


def decide(kees: Page, number: str, answer: str, reason: str = "") -> None:
    """Let Kees answer the question about a case, from his own home."""
    kees.goto("/desk/")
    kees.get_by_role("link", name=f"De naam in zaak {number}").click()
    expect(kees.get_by_text(WHY)).to_be_visible()
    kees.get_by_label(answer).check()
    if reason:
        kees.get_by_label("Waarom niet?").fill(reason)
    kees.get_by_role("button", name="Leg mijn beslissing vast").click()
    expect(kees.get_by_text("Uw beslissing is vastgelegd.")).to_be_visible()


def test_bram_sees_two_words_asks_kees_and_anna_reads_it(anna: Page, cast: Cast) -> None:
    words = report(anna, name="Anna de Jong")
    bram, kees = cast("bram"), cast("kees")
    number = newest_case(bram)
    ask(bram, number)
    assert "Anna de Jong" not in bram.content()
    decide(kees, number, "Ja, wie het vraagt mag de naam zien")
    assert "Anna de Jong" not in kees.content()
    bram.goto("/desk/")
    bram.get_by_role("link", name=f"De naam in zaak {number}").click()
    bram.get_by_role("button", name="Open de naam").click()
    expect(bram.get_by_text("Anna de Jong")).to_be_visible()

    come_in(anna, words)
    expect(anna.get_by_text("Uw naam is geopend door: Behandelaar")).to_be_visible()
    expect(anna.get_by_text(TOLD)).to_be_visible()
    assert WHY not in anna.content()
    assert "Bram" not in anna.content()
    bram.goto(f"/desk/zaken/{number}/")
    expect(bram.get_by_text("is geopend", exact=False).first).to_be_visible()
    assert "Anna de Jong" not in bram.content()


def test_kees_keeps_a_name_closed_and_says_why(anna: Page, cast: Cast) -> None:
    words = report(anna, name="Anna de Jong")
    bram, kees = cast("bram"), cast("kees")
    number = newest_case(bram)
    ask(bram, number)
    decide(kees, number, "Nee, de naam blijft dicht", reason="Vraag het haar eerst zelf.")
    bram.goto(f"/desk/zaken/{number}/melder/")
    expect(bram.get_by_text("Vraag het haar eerst zelf.")).to_be_visible()
    assert not bram.get_by_role("button", name="Open de naam").count()
    come_in(anna, words)
    expect(anna.get_by_text("Nog niemand opende uw naam.")).to_be_visible()


def test_anna_gives_her_name_later(anna: Page, cast: Cast) -> None:
    words = report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    come_in(anna, words)
    anna.get_by_role("link", name="Toch uw naam geven?").click()
    anna.get_by_role("button", name="Geef mijn naam").click()
    expect(anna.get_by_text("Vul uw naam in, of ga terug.").first).to_be_visible()
    anna.get_by_label("Uw naam").fill("Anna de Jong")
    anna.get_by_role("button", name="Geef mijn naam").click()
    expect(anna.get_by_text("Uw naam ligt apart, bij de bewaarder van namen.")).to_be_visible()
    bram.goto(f"/desk/zaken/{number}/")
    expect(bram.get_by_text("heeft zich bekend gemaakt")).to_be_visible()
    assert "Anna de Jong" not in bram.content()


def test_anna_ticks_the_custodian_and_kees_never_gets_her_name(anna: Page, cast: Cast) -> None:
    report(anna, name="Anna de Jong", about="Kees Koning")
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/melder/")
    bram.get_by_label("Waarom hebt u de naam nodig?").fill(WHY)
    bram.get_by_role("button", name="Vraag de naam").click()
    expect(bram.get_by_text("Er is nu geen bewaarder").first).to_be_visible()
    assert bram.get_by_label("Waarom hebt u de naam nodig?").input_value() == WHY


def test_a_demand_is_told_to_anna_before_anything_is_given(anna: Page, cast: Cast) -> None:
    words = report(anna, name="Anna de Jong")
    fenna, kees = cast("fenna"), cast("kees")
    number = newest_case(fenna)
    fenna.goto(f"/desk/zaken/{number}/melder/")
    fenna.get_by_role("link", name="vordert de naam").click()
    fenna.get_by_label("Wie vordert de naam?").fill("De rechtbank")
    fenna.get_by_label("Op welke grond?").fill("Een wet, kenmerk 1")
    fenna.get_by_label("Wat schrijven wij de melder?").fill("De rechter eist uw naam.")
    fenna.get_by_role("button", name="Leg de vordering vast").click()
    expect(fenna.get_by_text("De vordering ligt bij de bewaarder.")).to_be_visible()
    come_in(anna, words)
    expect(anna.get_by_text("De rechtbank vordert uw naam")).to_be_visible()
    kees.goto("/desk/namen/")
    kees.get_by_role("link", name=f"De naam in zaak {number}").click()
    kees.get_by_label("Ja, ik geef de naam af").check()
    kees.get_by_role("button", name="Leg mijn beslissing vast").click()
    expect(kees.get_by_text("De melder heeft nog tijd om te reageren.")).to_be_visible()
    assert "Anna de Jong" not in kees.content()
