"""Fenna plans a series, Eva signs up, and what was held counts in the figures of the year."""

from __future__ import annotations

import datetime
import re

from playwright.sync_api import Page, expect

from rechtop.ground.kernel import clock
from tests.journeys.cast import Cast
from tests.journeys.seeing import faults

TITLE = "Netwerk in de reis"
FIGURE = "netwerken.intern-integriteit"


def fill_day(page: Page, group: str, day: datetime.date) -> None:
    box = page.get_by_role("group", name=group)
    for label, part in (("Dag", day.day), ("Maand", day.month), ("Jaar", day.year)):
        box.get_by_label(label).fill(str(part))


def counted(page: Page, year: int) -> int:
    """Read the figure of the year; unknown is none here."""
    page.goto(f"/desk/jaarrapportage/{year}/{FIGURE}/")
    found = re.match(r"\d+", page.locator(".rechtop-headline").inner_text())
    return int(found[0]) if found else 0


def plan_series(fenna: Page, today: datetime.date) -> None:
    fenna.goto(f"/desk/programma/{today.year}/")
    fenna.get_by_role("link", name=f"Bijeenkomsten van {today.year}").click()
    fenna.get_by_role("link", name="Plan een reeks").click()
    fenna.get_by_label("Soort").select_option("Netwerk")
    fenna.get_by_label("Welk netwerk?").select_option("Intern netwerk integriteit")
    fenna.get_by_label("Hoe heet het?").fill(TITLE)
    fill_day(fenna, "Op welke dag is de eerste keer?", today)
    fenna.get_by_label("Hoe vaak?").select_option("Elke week")
    until = "Tot en met welke dag gaat de reeks door?"
    fill_day(fenna, until, today + datetime.timedelta(days=900))
    fenna.get_by_role("button", name="Plan de reeks").click()
    expect(fenna.get_by_text("Kies een eerdere dag.").first).to_be_visible()
    expect(fenna.get_by_label("Hoe heet het?")).to_have_value(TITLE)
    assert not list(faults(fenna, "a series, with an error"))
    fill_day(fenna, until, today + datetime.timedelta(days=21))
    fenna.get_by_role("button", name="Plan de reeks").click()
    expect(fenna.get_by_text("De bijeenkomsten zijn gepland.")).to_be_visible()
    assert not list(faults(fenna, "the year"))


def move_one_and_cancel_one(fenna: Page, today: datetime.date) -> str:
    """Gives the address of the first gathering of the series."""
    fenna.get_by_role("row", name=TITLE).first.get_by_role("link").click()
    first, others = fenna.url, fenna.locator("aside li", has_text="Gepland").get_by_role("link")
    expect(others).to_have_count(3)
    others.nth(0).click()
    fenna.get_by_role("link", name="Verzet de bijeenkomst").click()
    fill_day(fenna, "Op welke dag?", today + datetime.timedelta(days=8))
    fenna.get_by_label("Begint om").fill("10.30")
    fenna.get_by_role("button", name="Verzet").click()
    expect(fenna.get_by_text("De bijeenkomst is verzet.")).to_be_visible()
    expect(fenna.get_by_text("10.30 uur")).to_be_visible()
    fenna.goto(first)
    others.nth(2).click()
    fenna.get_by_role("link", name="Zeg de bijeenkomst af").click()
    fenna.get_by_label("Waarom gaat het niet door?").fill("De zaal is bezet.")
    fenna.get_by_role("button", name="Zeg af").click()
    expect(fenna.get_by_text("De zaal is bezet.")).to_be_visible()
    return first


def test_a_series_is_planned_signed_up_for_held_and_counted(cast: Cast) -> None:
    fenna, today = cast("fenna"), clock.today()
    before = counted(fenna, today.year)
    plan_series(fenna, today)
    first = move_one_and_cancel_one(fenna, today)
    fenna.goto(first)
    fenna.get_by_role("link", name="Laat mensen zich aanmelden").click()
    fenna.get_by_label("Collega’s kunnen zich aanmelden").check()
    fenna.get_by_label("Hoeveel plaatsen zijn er?").fill("2")
    fenna.get_by_role("button", name="Bewaar").click()
    expect(fenna.get_by_text("Nog 2 van de 2 vrij")).to_be_visible()

    eva = cast("eva")
    eva.get_by_role("link", name="Activiteiten", exact=True).click()
    assert not list(faults(eva, "what is open"))
    eva.get_by_role("link", name=TITLE).click()
    eva.get_by_role("button", name="Meld mij aan").click()
    expect(eva.get_by_role("button", name="Meld mij af")).to_be_visible()
    assert eva.get_by_text("Verzet de bijeenkomst").count() == 0

    fenna.goto(first)
    expect(fenna.get_by_role("listitem").filter(has_text="Eva Evers")).to_be_visible()
    fenna.get_by_role("link", name="Schrijf op wie er waren").click()
    expect(fenna.get_by_label("Wie waren er?")).to_have_value("eva@voorbeeld.example")
    fenna.get_by_label("Hoeveel mensen waren er?").fill("0")
    fenna.get_by_label("Wat leverde het op?").fill("Een nieuwe kaart voor het dilemmaspel.")
    fenna.get_by_role("button", name="Bewaar").click()
    expect(fenna.get_by_text("meer dan dit aantal").first).to_be_visible()
    fenna.get_by_label("Hoeveel mensen waren er?").fill("2")
    fenna.get_by_role("button", name="Bewaar").click()
    expect(fenna.get_by_text("De bijeenkomst telt mee.")).to_be_visible()
    fenna.set_viewport_size({"width": 320, "height": 800})
    assert not list(faults(fenna, "a gathering, held"))

    assert counted(fenna, today.year) == before + 1
    expect(fenna.get_by_role("heading", name=TITLE)).to_be_visible()
    fenna.goto("/desk/activiteiten/kalender/")
    assert not list(faults(fenna, "the calendar"))
    held = fenna.get_by_role("listitem").filter(has_text=TITLE).filter(has_text="Gehouden")
    expect(held).to_be_visible()
    fenna.goto(f"/desk/activiteiten/{today.year}/bereik/")
    expect(fenna.get_by_role("row", name="Bureau Vergunningen")).to_contain_text("1")
    assert not list(faults(fenna, "coverage"))
    fenna.set_viewport_size({"width": 1280, "height": 800})
