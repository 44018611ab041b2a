"""Let the cast investigate in a browser, step by step."""

from __future__ import annotations

import datetime

from playwright.sync_api import Page, expect

from tests.journeys.seeing import faults, stiff

LATER = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=20)


def looked_at(page: Page, name: str) -> None:
    """See that a page shuts nobody out, wide and narrow."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert not (found := list(faults(page, f"{name} at {width}"))), "\n".join(found)
    page.set_viewport_size({"width": 1280, "height": 800})


def ask(bram: Page, number: str) -> str:
    """Let Bram ask Gijs for a decision; give the address of the investigation."""
    bram.goto(f"/desk/zaken/{number}/")
    bram.get_by_text("Meer", exact=True).click()
    bram.get_by_role("link", name="Onderzoek: vraag een besluit").click()
    looked_at(bram, "ask")
    bram.get_by_label("Wie beslist?").select_option(label="Gijs Groen")
    bram.get_by_label("Wat moet de beslisser weten?").fill("Er ging geld heen en weer.")
    bram.get_by_role("button", name="Vraag het besluit").click()
    expect(bram.get_by_text("Het besluit is gevraagd.")).to_be_visible()
    return bram.url


def day(page: Page, on: datetime.date) -> None:
    """Fill in a day."""
    for label, part in (("Dag", on.day), ("Maand", on.month), ("Jaar", on.year)):
        page.get_by_label(label, exact=True).fill(str(part))


def press(page: Page, name: str) -> None:
    """Press a button or follow a link."""
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def order(gijs: Page, way: str) -> None:
    """Let Gijs order the investigation."""
    gijs.goto(way)
    looked_at(gijs, "to decide")
    press(gijs, "Geef opdracht tot onderzoek")
    looked_at(gijs, "order")
    gijs.get_by_label("Wie is de opdrachtgever?").select_option(label="Provinciesecretaris")
    gijs.get_by_label("Welke vraag moet het onderzoek beantwoorden?").fill("Was dit eerlijk?")
    gijs.get_by_label("Wat hoort erbij, en wat niet?").fill("Alleen de reis.")
    gijs.get_by_label("Extern, door een bureau").check()
    gijs.get_by_label("Onderzoeker", exact=True).select_option(label="Ivo Idrissi")
    press(gijs, "Geef de opdracht")
    expect(gijs.get_by_text("Vul de naam van het bureau in.").first).to_be_visible()
    expect(gijs.get_by_label("Wat hoort erbij, en wat niet?")).to_have_value("Alleen de reis.")
    gijs.get_by_label("Naam van het bureau").fill("Bureau Helder")
    press(gijs, "Geef de opdracht")
    expect(gijs.get_by_text("De opdracht is gegeven.")).to_be_visible()


def admit(gijs: Page, ivo: Page, way: str) -> None:
    """Let Ivo declare secrecy, and Gijs give the key."""
    ivo.goto("/desk/")
    ivo.get_by_role("link", name="Iemand vraagt u een zaak te onderzoeken").first.click()
    looked_at(ivo, "secrecy")
    ivo.get_by_label("Ik verklaar dit").check()
    press(ivo, "Leg de verklaring af")
    expect(ivo.get_by_text("U kunt dit dossier nog niet openen")).to_be_visible()
    looked_at(ivo, "no key yet")
    gijs.goto(way)
    press(gijs, "Geef de onderzoeker de sleutel")
    press(gijs, "Geef de sleutel")
    expect(gijs.get_by_text("De onderzoeker kan de zaak nu openen.")).to_be_visible()


def hear(ivo: Page, way: str) -> None:
    """Let Ivo hear Piet, list evidence and find."""
    ivo.goto(way)
    press(ivo, "Schrijf het plan")
    ivo.get_by_label("Plan van het onderzoek").fill("Eerst lezen, dan praten.")
    press(ivo, "Bewaar het plan")
    press(ivo, "Voeg iemand toe")
    ivo.get_by_label("Naam").fill("Piet Zomer")
    ivo.get_by_label("Als wat hoort u deze persoon?").select_option(label="Betrokkene")
    press(ivo, "Leg vast")
    press(ivo, "Nodig uit")
    day(ivo, LATER)
    ivo.get_by_label("Hoe laat?").fill("10.30 uur")
    ivo.get_by_label("Waar?").fill("Kamer 3")
    looked_at(ivo, "invite")
    press(ivo, "Maak de brief")
    ivo.get_by_role("link", name="Brief: gesprek op").click()
    looked_at(ivo, "invitation")
    assert "de reis" not in ivo.locator("main").inner_text()
    ivo.goto(way)
    press(ivo, "Schrijf een verklaring op")
    day(ivo, LATER)
    ivo.get_by_label("Verklaring").fill("De reis betaalde ik zelf, zegt Piet.")
    press(ivo, "Bewaar de verklaring")
    expect(ivo.get_by_text("Deze dag ligt in de toekomst.").first).to_be_visible()
    day(ivo, LATER - datetime.timedelta(days=20))
    press(ivo, "Bewaar de verklaring")
    press(ivo, "Leg het antwoord vast")
    ivo.get_by_label("Ja", exact=True).check()
    day(ivo, LATER - datetime.timedelta(days=20))
    looked_at(ivo, "answer")
    press(ivo, "Leg vast")
    press(ivo, "Zet een bewijsstuk op de lijst")
    ivo.get_by_label("Wat is het?").fill("De rekening")
    ivo.get_by_label("Waar komt het vandaan?").fill("Van de administratie, op 3 mei.")
    looked_at(ivo, "evidence")
    press(ivo, "Zet op de lijst")
    press(ivo, "Schrijf een bevinding")
    ivo.get_by_label("Kop").fill("De reis")
    ivo.get_by_label("Bevinding", exact=True).fill("Volgens Sanne betaalde de aannemer.")
    ivo.get_by_label("Bewijsstuk 1: De rekening").check()
    looked_at(ivo, "finding")
    press(ivo, "Bewaar de bevinding")
    press(ivo, "Leg een middel vast")
    ivo.get_by_label("Welk middel?").select_option(label="Gesprekken")
    ivo.get_by_label("Ja", exact=True).check()
    ivo.get_by_label("Waarom was dit nodig").fill("Lichter kan niet.")
    looked_at(ivo, "means")
    press(ivo, "Leg vast")
    looked_at(ivo, "the room")


def send_draft(ivo: Page, way: str) -> list[str]:
    """Let Ivo choose what Piet reads, and give the seven words of the letter."""
    ivo.goto(way)
    press(ivo, "Stuur een concept")
    part = ivo.get_by_role("group", name="Bevinding: De reis")
    part.get_by_label("Deze persoon leest dit").check()
    part.get_by_label("In deze woorden").fill("Iemand zegt dat de aannemer betaalde.")
    looked_at(ivo, "redact")
    press(ivo, "Maak de brief met de woorden")
    looked_at(ivo, "letter")
    return ivo.locator(".rechtop-words li").all_inner_texts()


def look_on(page: Page, words: list[str]) -> None:
    """See that the pages of who reads a draft shut nobody out; looking needs JavaScript."""
    page.goto("/brief/")
    assert not list(stiff(page, "words"))
    page.get_by_label("Uw zeven woorden").fill(" ".join(words[::-1]))
    press(page, "Verder")
    looked_at(page, "wrong words")
    page.get_by_label("Uw zeven woorden").fill(" ".join(words))
    press(page, "Verder")
    looked_at(page, "reading")
    press(page, "Klaar, sluit dit")
    looked_at(page, "left")


def react(piet: Page, words: list[str]) -> None:
    """Let Piet read his draft without JavaScript, and answer it."""
    piet.goto("/brief/")
    piet.get_by_label("Uw zeven woorden").fill(" ".join(words[::-1]))
    press(piet, "Verder")
    expect(piet.get_by_text("Bij deze woorden vinden wij niets.").first).to_be_visible()
    piet.get_by_label("Uw zeven woorden").fill(" ".join(words))
    press(piet, "Verder")
    expect(piet.get_by_text("Iemand zegt dat de aannemer betaalde.")).to_be_visible()
    assert "Sanne" not in piet.content()
    piet.get_by_label("Uw reactie").fill("Ik betaalde zelf: zie mijn bank.")
    press(piet, "Verstuur uw reactie")
    expect(piet.get_by_role("heading", name="Wat u schreef")).to_be_visible()
    press(piet, "Klaar, sluit dit")
    piet.goto("/brief/lezen/")
    expect(piet.get_by_label("Uw zeven woorden")).to_be_visible()
