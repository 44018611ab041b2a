"""An investigation seldom goes straight on: what turns out otherwise has a page of its own."""

from __future__ import annotations

import datetime

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.investigating import (
    admit,
    ask,
    day,
    hear,
    look_on,
    looked_at,
    order,
    press,
    react,
    send_draft,
)
from tests.journeys.reporting import newest_case, report


def name_another_way(bram: Page, number: str) -> None:
    """Let Bram name in the case whom Ivo hears under a longer name."""
    bram.goto(f"/desk/zaken/{number}/betrokkene/")
    bram.get_by_label("Naam", exact=False).last.fill("P. Zomer")
    press(bram, "Leg vast")
    expect(bram.get_by_text("De betrokkene is vastgelegd.")).to_be_visible()


def make_one(ivo: Page, way: str) -> None:
    """Let Ivo say that both names are of one person."""
    ivo.goto(way)
    expect(ivo.get_by_role("heading", name="Is dit dezelfde persoon?")).to_be_visible()
    looked_at(ivo, "alike")
    press(ivo, "Dit is Piet Zomer")
    expect(ivo.get_by_text("Ook genoemd als P. Zomer.")).to_be_visible()
    expect(ivo.get_by_role("heading", name="Is dit dezelfde persoon?")).to_be_hidden()
    press(ivo, "Toch een ander")
    looked_at(ivo, "part")
    ivo.goto(way)


def conclude(ivo: Page, way: str, code: str) -> None:
    """Let Ivo conclude on Piet."""
    ivo.goto(way)
    press(ivo, "Trek een conclusie")
    ivo.get_by_label("Welk verwijt?").fill("Een reis aangenomen")
    ivo.get_by_label("Over wie?").select_option(label="Piet Zomer")
    ivo.get_by_label("Conclusie").select_option(label=code)
    press(ivo, "Bewaar de conclusie")


def take_back(ivo: Page, way: str) -> None:
    """Let Ivo take a conclusion back that was a mistake."""
    conclude(ivo, way, "Gegrond")
    ivo.get_by_role("link", name="Neem terug").filter(has_text="Een reis").click()
    press(ivo, "Neem de conclusie terug")
    looked_at(ivo, "take back")
    ivo.get_by_label("Waarom telt deze conclusie niet meer?").fill("Een vergissing van mij.")
    press(ivo, "Neem de conclusie terug")
    expect(ivo.get_by_text("De conclusie telt niet meer.")).to_be_visible()
    ivo.get_by_text("Teruggenomen conclusies").click()
    expect(ivo.get_by_text("Een vergissing van mij.")).to_be_visible()
    looked_at(ivo, "taken back")


def write_anew(ivo: Page, way: str) -> None:
    """Let Ivo take back a finding that was wrong, which rested on a piece of evidence."""
    ivo.goto(way)
    press(ivo, "Schrijf een bevinding")
    ivo.get_by_label("Kop").fill("De lunch")
    ivo.get_by_label("Bevinding", exact=True).fill("Ook de lunch betaalde de aannemer.")
    ivo.get_by_label("Bewijsstuk 1: De rekening").check()
    press(ivo, "Bewaar de bevinding")
    ivo.get_by_role("link", name="Neem terug").filter(has_text="De rekening").click()
    ivo.get_by_label("Waarom neemt u dit terug?").fill("Het is de verkeerde rekening.")
    press(ivo, "Neem dit terug")
    expect(ivo.get_by_text("Hierop rust").first).to_be_visible()
    expect(ivo.get_by_label("Waarom neemt u dit terug?")).to_have_value(
        "Het is de verkeerde rekening."
    )
    looked_at(ivo, "take back, refused")
    ivo.goto(way)
    ivo.get_by_role("link", name="Neem terug").filter(has_text="De lunch").click()
    looked_at(ivo, "take a piece back")
    ivo.get_by_label("Waarom neemt u dit terug?").fill("De lunch betaalde Piet.")
    press(ivo, "Neem dit terug")
    expect(ivo.get_by_text("Dit is teruggenomen.")).to_be_visible()
    ivo.get_by_text("Teruggenomen bevindingen").click()
    looked_at(ivo, "taken a piece back")
    press(ivo, "Lees het rapport")
    expect(ivo.get_by_text("Volgens Sanne betaalde de aannemer.")).to_be_visible()
    assert "lunch" not in ivo.locator("main").inner_text()


def give_time(ivo: Page, way: str) -> None:
    """Let Ivo give Piet more time to react."""
    ivo.goto(way)
    press(ivo, "Concept voor Piet Zomer")
    press(ivo, "Geef meer tijd om te reageren")
    day(ivo, datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=9))
    ivo.get_by_label("Waarom krijgt deze persoon meer tijd?").fill("Piet is ziek.")
    press(ivo, "Geef")
    expect(ivo.get_by_label("Waarom krijgt deze persoon meer tijd?")).to_have_value("Piet is ziek.")
    looked_at(ivo, "more time, refused")
    day(ivo, datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=90))
    press(ivo, "Geef")
    expect(ivo.get_by_text("De nieuwe dag ligt vast.").first).to_be_visible()
    expect(ivo.get_by_text("Piet is ziek.")).to_be_visible()
    looked_at(ivo, "more time")


def finish_report(ivo: Page, way: str) -> None:
    """Let Ivo work in what Piet wrote, and report."""
    ivo.goto(way)
    press(ivo, "Concept voor Piet Zomer")
    ivo.get_by_label("Wat deed u met deze reactie?").fill("De bank bevestigt het.")
    press(ivo, "Leg vast")
    conclude(ivo, way, "Ongegrond")
    press(ivo, "Maak het eindrapport")
    press(ivo, "Stuur het eindrapport naar de beslisser")
    expect(ivo.get_by_text("Het eindrapport ligt bij de beslisser.")).to_be_visible()


def test_ivo_is_replaced_after_the_report_and_fenna_lets_piet_read_the_outcome(
    anna: Page, piet: Page, seeing: Page, cast: Cast
) -> None:
    report(anna)
    hanna, bram, gijs, ivo = cast("hanna"), cast("bram"), cast("gijs"), cast("ivo")
    number = newest_case(bram)
    way = ask(bram, number)
    name_another_way(bram, number)
    order(gijs, way)
    admit(gijs, ivo, way)
    hear(ivo, way)
    make_one(ivo, way)
    take_back(ivo, way)
    write_anew(ivo, way)
    words = send_draft(ivo, way)
    give_time(ivo, way)
    look_on(seeing, words)
    react(piet, words)
    finish_report(ivo, way)
    hanna.goto("/desk/mensen/")
    press(hanna, "Fenna de Vries")
    hanna.get_by_label("Taak").select_option("investigator")
    press(hanna, "Geef de taak")
    bram.goto(way)
    press(bram, "Laat een ander onderzoeken")
    looked_at(bram, "replace")
    bram.get_by_label("Onderzoeker", exact=True).select_option(label="Fenna de Vries")
    press(bram, "Laat deze persoon verder onderzoeken")
    looked_at(bram, "replace, without a reason")
    bram.get_by_label("Waarom onderzoekt een ander verder?").fill("Ivo is langdurig ziek.")
    press(bram, "Laat deze persoon verder onderzoeken")
    expect(bram.get_by_text("Een ander gaat verder.")).to_be_visible()
    looked_at(bram, "replaced")
    answer = ivo.goto(way)
    assert answer is not None
    assert answer.status == 404
    fenna = cast("fenna")
    fenna.goto("/desk/")
    fenna.get_by_role("link", name="Iemand vraagt u een zaak te onderzoeken").first.click()
    fenna.get_by_label("Ik verklaar dit").check()
    press(fenna, "Leg de verklaring af")
    bram.goto(way)
    press(bram, "Geef de onderzoeker de sleutel")
    press(bram, "Geef de sleutel")
    fenna.goto(way)
    looked_at(fenna, "goes on")
    press(fenna, "Leg uren en kosten vast")
    looked_at(fenna, "cost of two")
    fenna.goto(way)
    press(fenna, "Concept voor Piet Zomer")
    press(fenna, "Laat deze persoon de uitkomst lezen")
    part = fenna.get_by_role("group", name="Conclusies")
    part.get_by_label("Deze persoon leest dit").check()
    press(fenna, "Laat deze persoon dit lezen")
    piet.goto("/brief/")
    piet.get_by_label("Uw zeven woorden").fill(" ".join(words))
    press(piet, "Verder")
    expect(piet.get_by_text("Een reis aangenomen (Piet Zomer): Ongegrond")).to_be_visible()
