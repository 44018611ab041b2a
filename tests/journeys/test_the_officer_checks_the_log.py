"""Lotte looks through the log, takes lines along, has it checked and prints the week."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import report
from tests.journeys.seeing import faults


def test_the_officer_looks_filters_exports_verifies_and_prints(
    anna: Page, cast: Cast, installation: Installation
) -> None:
    report(anna, what="Er verdwijnt gereedschap uit het magazijn.")
    bram, lotte = cast("bram"), cast("lotte")
    bram.goto("/desk/zaken/")
    bram.locator("table a").first.click()
    number = bram.url.rstrip("/").rpartition("/")[2]

    lotte.get_by_role("link", name="Logboek").click()
    lotte.get_by_role("heading", name="Logboek", level=1).wait_for()
    lotte.get_by_label("Wie").select_option(label="Bram Bakker")
    lotte.get_by_label("Wat").select_option(label="Zaak geopend")
    lotte.get_by_role("button", name="Toon").click()
    lotte.wait_for_load_state()
    line = lotte.locator("tbody tr").first
    assert re.search(r"Bram Bakker\s+Behandelaar", line.inner_text())
    assert "werkplek" in line.inner_text()
    assert number not in lotte.content()
    assert not list(faults(lotte, "lines"))

    with lotte.expect_download() as download:
        lotte.get_by_role("button", name="Als tekst (CSV)").click()
    told = Path(download.value.path()).read_text(encoding="utf-8-sig")
    lines = list(csv.reader(told.splitlines(), delimiter=";"))
    assert {line[1] for line in lines[1:]} == {"Bram Bakker"}
    lotte.get_by_role("link", name="Toon alles").click()
    lotte.wait_for_load_state()
    text = lotte.locator("tbody").inner_text()
    assert "Regels van het logboek opgehaald" in text
    assert "gereedschap" not in text

    lotte.get_by_role("link", name="Is het heel?").click()
    lotte.get_by_role("button", name="Loop het logboek na").click()
    lotte.wait_for_load_state()
    for _look in range(100):
        if not lotte.get_by_role("link", name="Kijk hoe ver het is").count():
            break
        lotte.wait_for_timeout(500)
        lotte.goto("/desk/logboek/heel/")
    assert "Lotte Lammers vroeg erom" in lotte.locator("main").inner_text()
    assert lotte.locator(".utrecht-badge-status--good").inner_text() == "heel"
    assert not list(faults(lotte, "whole"))

    lotte.get_by_role("link", name="Blad van nu").click()
    head = lotte.locator("ol .rechtop-code").inner_text().rpartition(" ")[2]
    assert not list(faults(lotte, "sheet"))
    lotte.emulate_media(media="print")
    assert not lotte.get_by_role("link", name="Regels").is_visible()
    assert lotte.get_by_text("Handtekening").is_visible()
    lotte.emulate_media(media="screen")

    assert "is zoals op uw papier" in installation.rechtop("verify-trail", "--head", head)
    printed = re.search(r"--head (\S+)", installation.rechtop("trail-sheet"))
    assert printed is not None  # of a later link by now: the log goes on meanwhile
    assert "is zoals op uw papier" in installation.rechtop("verify-trail", "--head", printed[1])
    lotte.goto("/desk/logboek/heel/")
    lotte.get_by_label("Afdruk van papier").fill(head)
    lotte.get_by_role("button", name="Vergelijk").click()
    lotte.get_by_text("Deze schakel is zoals op uw papier.").wait_for()

    mees = cast("mees")
    mees.get_by_role("link", name="Logboek bewaren").click()
    mees.get_by_text("Geen maand is over zijn termijn").wait_for()
    assert not list(faults(mees, "keeping"))
