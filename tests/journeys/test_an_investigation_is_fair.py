"""Gijs orders an investigation, Ivo of a bureau outside does it, and who it is about is heard."""

from __future__ import annotations

import datetime

from playwright.sync_api import Page, expect

from tests.journeys.cast import Cast
from tests.journeys.investigating import (
    LATER,
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
from tests.journeys.reporting import come_in, newest_case, report


def test_gijs_declines_with_reasons_and_anna_reads_them(anna: Page, cast: Cast) -> None:
    words = report(anna)
    number = newest_case(cast("bram"))
    way = ask(cast("bram"), number)
    gijs = cast("gijs")
    gijs.goto("/desk/")
    gijs.get_by_role("link", name=f"Onderzoek in zaak {number}").click()
    press(gijs, "Besluit: geen onderzoek")
    gijs.get_by_label("Waarom komt er geen onderzoek?").fill("Uw chef bespreekt dit zelf.")
    press(gijs, "Besluit: geen onderzoek")
    expect(gijs.get_by_label("Bericht aan de melder")).to_have_value("Uw chef bespreekt dit zelf.")
    looked_at(gijs, "decline, to confirm")
    press(gijs, "Besluit: geen onderzoek")
    expect(gijs.get_by_text("Uw besluit staat in het dossier.")).to_be_visible()
    assert gijs.url == way
    come_in(anna, words)
    expect(anna.get_by_text("Uw chef bespreekt dit zelf.")).to_be_visible()


def conclude(ivo: Page, way: str) -> None:
    """Let Ivo work the answer in, conclude, and make the report final."""
    ivo.goto(way)
    press(ivo, "Concept voor Piet Zomer")
    expect(ivo.get_by_text("Ik betaalde zelf: zie mijn bank.")).to_be_visible()
    looked_at(ivo, "reaction")
    ivo.get_by_label("Wat deed u met deze reactie?").fill("De bank bevestigt het.")
    press(ivo, "Leg vast")
    ivo.goto(way)
    press(ivo, "Trek een conclusie")
    ivo.get_by_label("Welk verwijt?").fill("Een reis aangenomen")
    ivo.get_by_label("Over wie?").select_option(label="Piet Zomer")
    ivo.get_by_label("Conclusie").select_option(label="Ongegrond")
    looked_at(ivo, "conclusion")
    press(ivo, "Bewaar de conclusie")
    press(ivo, "Leg uren en kosten vast")
    ivo.get_by_label("Uren tot nu toe").fill("12,5")
    ivo.get_by_label("Kosten tot nu toe, in euro").fill("2400")
    looked_at(ivo, "cost")
    press(ivo, "Leg vast")
    press(ivo, "Lees het rapport")
    looked_at(ivo, "report")
    ivo.goto(way)
    press(ivo, "Maak het eindrapport")
    looked_at(ivo, "final")
    press(ivo, "Stuur het eindrapport naar de beslisser")
    expect(ivo.get_by_text("Het eindrapport ligt bij de beslisser.")).to_be_visible()
    press(ivo, "Concept voor Piet Zomer")
    press(ivo, "Laat deze persoon de uitkomst lezen")
    part = ivo.get_by_role("group", name="Conclusies")
    part.get_by_label("Deze persoon leest dit").check()
    looked_at(ivo, "share")
    press(ivo, "Laat deze persoon dit lezen")


def test_an_investigation_from_order_to_end(
    anna: Page, piet: Page, seeing: Page, cast: Cast
) -> None:
    report(anna)
    number = newest_case(cast("bram"))
    way = ask(cast("bram"), number)
    gijs, ivo = cast("gijs"), cast("ivo")
    order(gijs, way)
    admit(gijs, ivo, way)
    hear(ivo, way)
    words = send_draft(ivo, way)
    look_on(seeing, words)
    react(piet, words)
    conclude(ivo, way)
    piet.goto("/brief/")
    piet.get_by_label("Uw zeven woorden").fill(" ".join(words))
    press(piet, "Verder")
    expect(piet.get_by_text("Een reis aangenomen (Piet Zomer): Ongegrond")).to_be_visible()
    gijs.goto(way)
    press(gijs, "Ik heb het gelezen")
    press(gijs, "Leg vast")
    press(gijs, "Leg een maatregel vast")
    gijs.get_by_label("Welke maatregel?").select_option(label="Procedure aangepast")
    day(gijs, LATER - datetime.timedelta(days=20))
    gijs.get_by_label("Waarom?").fill("De regels waren niet helder.")
    looked_at(gijs, "measure")
    press(gijs, "Leg het besluit vast")
    press(gijs, "Beslis over aangifte")
    gijs.get_by_label("Nee", exact=True).check()
    day(gijs, LATER - datetime.timedelta(days=20))
    gijs.get_by_label("Waarom wel of niet?").fill("Er is niets strafbaars.")
    press(gijs, "Leg het besluit vast")
    looked_at(gijs, "decided")
    press(gijs, "Beëindig het onderzoek")
    press(gijs, "Beëindig het onderzoek")
    expect(gijs.get_by_text("Het onderzoek is beëindigd.")).to_be_visible()
    gijs.goto("/desk/onderzoeken/")
    looked_at(gijs, "list")
    answer = ivo.goto(way)
    assert answer is not None
    assert answer.status == 404
    ivo.goto("/desk/zaken/")
    assert number not in ivo.content()


def report_without_draft(ivo: Page, way: str) -> None:
    """Let Ivo report on Piet, who had no draft, and say why."""
    ivo.goto(way)
    press(ivo, "Voeg iemand toe")
    ivo.get_by_label("Naam").fill("Piet Zomer")
    ivo.get_by_label("Als wat hoort u deze persoon?").select_option(label="Betrokkene")
    press(ivo, "Leg vast")
    press(ivo, "Trek een conclusie")
    ivo.get_by_label("Welk verwijt?").fill("Een reis aangenomen")
    ivo.get_by_label("Over wie?").select_option(label="Piet Zomer")
    ivo.get_by_label("Conclusie").select_option(label="Ongegrond")
    press(ivo, "Bewaar de conclusie")
    press(ivo, "Maak het eindrapport")
    expect(ivo.get_by_text("Nog niet elke betrokkene kreeg een concept.")).to_be_visible()
    ivo.get_by_label("Staat er nog iets open?").fill("Er is niets gevonden om op te reageren.")
    press(ivo, "Stuur het eindrapport naar de beslisser")
    expect(ivo.get_by_text("Het eindrapport ligt bij de beslisser.")).to_be_visible()


def test_who_never_had_a_draft_is_not_forgotten_and_reads_the_outcome(
    anna: Page, piet: Page, cast: Cast
) -> None:
    report(anna)
    way = ask(cast("bram"), newest_case(cast("bram")))
    gijs, ivo = cast("gijs"), cast("ivo")
    order(gijs, way)
    admit(gijs, ivo, way)
    report_without_draft(ivo, way)
    gijs.goto(way)
    expect(gijs.get_by_text("Deze mensen kregen de uitkomst nog niet")).to_be_visible()
    press(gijs, "Beëindig het onderzoek")
    expect(gijs.get_by_role("listitem").filter(has_text="Piet Zomer")).to_be_visible()
    press(gijs, "Beëindig het onderzoek")
    expect(gijs.get_by_text("Nog niet iedereen kreeg de uitkomst.").first).to_be_visible()
    looked_at(gijs, "end, with someone left out")
    ivo.goto(way)
    looked_at(ivo, "someone without the outcome")
    press(ivo, "Stuur Piet Zomer de uitkomst")
    ivo.get_by_role("group", name="Conclusies").get_by_label("Deze persoon leest dit").check()
    looked_at(ivo, "outcome")
    press(ivo, "Maak de brief met de woorden")
    ivo.locator(".rechtop-words li").nth(6).wait_for()
    words = ivo.locator(".rechtop-words li").all_inner_texts()
    piet.goto("/brief/")
    piet.get_by_label("Uw zeven woorden").fill(" ".join(words))
    press(piet, "Verder")
    expect(piet.get_by_text("Een reis aangenomen (Piet Zomer): Ongegrond")).to_be_visible()
    expect(piet.get_by_text("Het onderzoek is klaar")).to_be_visible()
    assert not piet.get_by_label("Uw reactie").count()
    gijs.goto(way)
    expect(gijs.get_by_text("Deze mensen kregen de uitkomst nog niet")).to_be_hidden()
    press(gijs, "Beëindig het onderzoek")
    press(gijs, "Beëindig het onderzoek")
    expect(gijs.get_by_text("Het onderzoek is beëindigd.")).to_be_visible()
