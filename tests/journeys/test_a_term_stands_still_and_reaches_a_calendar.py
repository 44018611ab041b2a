"""Bram lets a term stand still with a reason, and reads his terms by month and elsewhere."""

from __future__ import annotations

import datetime
import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from rechtop.ground.kernel import clock
from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import come_in, newest_case, report
from tests.journeys.seeing import faults, stiff

WHY = "Wij wachten op stukken van bureau Bakker."
TOLD = "Wij wachten nog op stukken."

_GIVE = """
import sys, django
django.setup()
from rechtop.ground.kernel import clock
from rechtop.work.cases.models import Case
from tests import terms
terms.give(Case.objects.get(number=sys.argv[1]).ref, starts_on=clock.today())
"""


def read(address: str) -> str:
    """Read a calendar as a program does: without signing in."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("text/calendar")
        assert not answer.headers["Set-Cookie"]
        return str(answer.read().decode())


def narrow(page: Page, name: str) -> list[str]:
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 900})
    found = list(faults(page, name))
    if size:
        page.set_viewport_size(size)
    return found


def test_bram_lets_a_term_stand_still_and_reads_his_terms_elsewhere(
    anna: Page, cast: Cast, installation: Installation
) -> None:
    words = report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    installation.python("-c", _GIVE, number)

    bram.goto(f"/desk/zaken/{number}/")
    bram.get_by_text("Verander Reacties verwerken").click()
    bram.get_by_role("link", name="Zet stil").click()
    assert not narrow(bram, "pause")
    assert not list(stiff(bram, "pause"))
    bram.get_by_label("Maand").fill("13")
    bram.get_by_label("Waarom?").fill(WHY)
    bram.get_by_label("Wat wilt u de melder erbij schrijven?").fill(TOLD)
    bram.get_by_role("button", name="Zet de termijn stil").click()
    expect(bram.get_by_text("Deze datum bestaat niet").first).to_be_visible()
    assert bram.get_by_label("Waarom?").input_value() == WHY
    bram.get_by_label("Maand").fill(str(clock.today().month))
    bram.get_by_role("button", name="Zet de termijn stil").click()
    bram.get_by_text("De termijn staat stil.").wait_for()
    bram.wait_for_load_state()
    page = bram.locator("main").inner_text()
    assert "staat stil sinds" in page
    assert WHY in page

    come_in(anna, words)
    mailbox = anna.locator("main").inner_text()
    assert "‘Reacties verwerken’ staat stil vanaf" in mailbox
    assert TOLD in mailbox
    assert "Bakker" not in mailbox

    bram.get_by_role("link", name="Termijnen", exact=True).click()
    bram.get_by_role("heading", name=re.compile("^Termijnen in ")).wait_for()
    assert not narrow(bram, "month")
    assert number in bram.locator("section", has_text="Termijnen die stilstaan").inner_text()
    bram.get_by_role("link", name="→").click()
    back, today = bram.get_by_role("link", name="Deze maand"), clock.today()
    expect(back).to_be_visible()
    if (today + datetime.timedelta(days=7)).month == today.month:  # else it ends in the next
        back.click()
    bram.wait_for_load_state()
    assert "Ontvangst bevestigen" in bram.locator("main").inner_text()
    bram.get_by_role("link", name="Alles als lijst").click()
    expect(bram.locator("tbody")).to_contain_text(number)
    assert not narrow(bram, "list")

    bram.get_by_role("link", name="Zet uw termijnen in uw eigen agenda").click()
    bram.get_by_role("button", name="Maak een adres").click()
    address = bram.locator("#adres").inner_text()
    assert not narrow(bram, "address")
    assert not list(stiff(bram, "address"))
    told = read(address)
    assert "Rechtop: er is een termijn (Ontvangst bevestigen)" in told
    assert "Reacties verwerken" not in told
    assert number not in told

    bram.goto(f"/desk/zaken/{number}/")
    bram.get_by_text("Verander Reacties verwerken").click()
    bram.get_by_role("link", name="Laat weer lopen").click()
    bram.get_by_label("Waarom?").fill("De stukken zijn er.")
    bram.get_by_role("button", name="Laat de termijn weer lopen").click()
    bram.get_by_text("De termijn loopt weer.").wait_for()
    assert "Reacties verwerken" in read(address)

    bram.goto("/desk/agenda/adres/")
    bram.get_by_role("button", name="Trek het adres in").click()
    bram.get_by_text("Het adres werkt niet meer.").wait_for()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        read(address)
