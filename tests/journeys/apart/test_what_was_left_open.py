"""Kees tells Anna later; Bram proposes what no proposer opens; Lotte reads what was lost."""

from __future__ import annotations

import datetime
import json

from playwright.sync_api import Page, expect

from rechtop.ground.kernel import clock
from tests.journeys import seeing
from tests.journeys.apart.test_nothing_is_kept_longer import AGO
from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import come_in, newest_case, report

ONLY_FOR_BRAM = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from rechtop.ground.vault.models import SealedKey
from rechtop.overview.example.operations import acting
from rechtop.work.cases.models import Case
keys = SealedKey.objects.filter(file=Case.objects.get(number=sys.argv[1]).pk)
keys.filter(recipient__holder__kind="person").exclude(
    recipient__holder=acting("bram").holder).delete()
"""

MAY_NOT = "De politie deed onderzoek; wij mochten het niet zeggen."


def see(page: Page, name: str) -> None:
    """See that nobody is shut out of a page, wide or narrow."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert list(seeing.faults(page, f"{name} {width}")) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def fill_day(page: Page, day: datetime.date) -> None:
    for part in ("day", "month", "year"):
        page.locator(f"[name=silent_until_{part}]").fill(str(getattr(day, part)))


def test_kees_tells_anna_later_what_was_given_in_silence(anna: Page, cast: Cast) -> None:
    words = report(anna, name="Anna de Jong")
    fenna, kees = cast("fenna"), cast("kees")
    number = newest_case(fenna)
    fenna.goto(f"/desk/zaken/{number}/melder/vordering/")
    fenna.get_by_label("Wie vordert de naam?").fill("De officier van justitie")
    fenna.get_by_label("Op welke grond?").fill("Een wet, kenmerk 1")
    fenna.get_by_label("Is er een reden").select_option(index=1)
    fenna.get_by_label("Wat schrijven wij de melder?").fill("Dit leest Anna niet.")
    fenna.get_by_role("button", name="Leg de vordering vast").click()

    kees.goto("/desk/namen/")
    kees.get_by_role("link", name=f"De naam in zaak {number}").click()
    see(kees, "demand")
    kees.get_by_label("Ja, ik geef de naam af").check()
    kees.get_by_role("button", name="Leg mijn beslissing vast").click()
    expect(kees.get_by_text("Kies een dag die nog komt.").first).to_be_visible()
    assert kees.get_by_label("Ja, ik geef de naam af").is_checked()
    fill_day(kees, clock.today() + datetime.timedelta(days=5))
    kees.get_by_role("button", name="Leg mijn beslissing vast").click()
    expect(kees.get_by_text("Anna de Jong")).to_be_visible()
    come_in(anna, words)
    assert "officier" not in anna.content()

    kees.goto("/desk/")
    expect(kees.get_by_text("Vertel de melder dat de naam is afgegeven")).to_be_visible()
    see(kees, "home")
    kees.get_by_role("link", name=f"De naam in zaak {number}").click()
    kees.get_by_label("Ja, ik vertel het de melder nu").check()
    kees.get_by_role("button", name="Leg mijn beslissing vast").click()
    expect(kees.get_by_text("Schrijf de melder wat er is gebeurd.").first).to_be_visible()
    see(kees, "telling")
    kees.get_by_label("Wat schrijven wij de melder?").fill(MAY_NOT)
    kees.get_by_role("button", name="Leg mijn beslissing vast").click()
    expect(kees.get_by_text("De melder leest het in het eigen postvak.")).to_be_visible()
    see(kees, "names")
    come_in(anna, words)
    expect(anna.get_by_text("Wij gaven uw naam af aan: De officier van justitie")).to_be_visible()
    expect(anna.get_by_text(MAY_NOT)).to_be_visible()


def test_bram_is_asked_to_propose_what_fenna_and_hanna_cannot_open(
    anna: Page, cast: Cast, installation: Installation
) -> None:
    report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    installation.python("-c", AGO, number)
    installation.python("-c", ONLY_FOR_BRAM, number)
    fenna = cast("fenna")
    fenna.goto("/desk/bewaren/voorstel/")
    assert number not in fenna.content()
    bram.goto("/desk/")
    bram.get_by_role("link", name="Voorstellen om te vernietigen").click()
    expect(bram.get_by_text("Daarom vragen wij het u.", exact=False)).to_be_visible()
    expect(bram.get_by_role("link", name=number)).to_be_visible()
    see(bram, "due")
    bram.get_by_role("button", name="Stel voor om te vernietigen").click()
    expect(bram.get_by_text("Het voorstel ligt bij de privacy officer.")).to_be_visible()
    see(bram, "proposal")
    mees = cast("mees")
    mees.goto("/desk/")
    mees.get_by_role("link", name="Voorstel ", exact=False).first.click()
    mees.get_by_role("button", name="Keur", exact=False).click()
    expect(mees.get_by_text("U keurde het goed.", exact=False)).to_be_visible()


def test_lotte_reads_which_lines_a_restore_lost(cast: Cast, installation: Installation) -> None:
    told = [[100_000, 100_321, "ab" * 32, "2026-11-03"]]
    (installation.data / "seen" / "trail-lost").write_text(json.dumps(told))
    lotte = cast("lotte")
    for address in ("/desk/logboek/", "/desk/logboek/heel/"):
        lotte.goto(address)
        text = "De schakels 100.001 tot en met 100.321 van toen gingen verloren"
        expect(lotte.get_by_text(text, exact=False)).to_be_visible()
        see(lotte, address)
