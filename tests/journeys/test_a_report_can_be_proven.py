"""Anna takes her proof along, and Eva, who has no account, checks it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from rechtop import env
from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import WHAT, come_in, newest_case, report
from tests.journeys.seeing import faults


def test_anna_proves_what_she_reported_and_what_was_answered(
    anna: Page, cast: Cast, browser: Browser, installation: Installation, tmp_path: Path
) -> None:
    words = report(anna)
    come_in(anna, words)
    mine = _take(anna, "Haal op (PDF)", tmp_path / "mine.pdf")
    anna.get_by_role("link", name="Uw eigen kopie, en bewijs van elk bericht").click()
    copy = _take(anna, "Eigen kopie", tmp_path / "copy.json")

    _acknowledge_and_close(cast("bram"))
    come_in(anna, words)
    section = anna.locator("section", has=anna.get_by_role("heading", name="Uw bewijs"))
    expect(section.get_by_role("link", name="Haal op (PDF)")).to_have_count(3)
    answered = _take(anna, "Haal op (PDF) Onze bevestiging", tmp_path / "answered.pdf")
    outcome = _take(anna, "Haal op (PDF) De uitkomst", tmp_path / "outcome.pdf")

    context = browser.new_context(base_url=installation.url, java_script_enabled=False)
    eva = context.new_page()
    _check(eva, mine)
    expect(eva.get_by_text("Ja, dit bewijs is van ons.")).to_be_visible()
    expect(eva.get_by_role("heading", name="Bewijs van ontvangst van een melding")).to_be_visible()
    assert WHAT not in eva.content()
    _check(eva, mine, copy)
    expect(eva.get_by_text("Deze kopie is precies wat toen is verstuurd.")).to_be_visible()
    expect(eva.get_by_text(WHAT)).to_be_visible()
    _check(eva, answered, copy)
    expect(eva.get_by_text("Deze kopie hoort niet bij dit bewijs")).to_be_visible()
    _check(eva, outcome)
    expect(eva.get_by_text("de uitkomst van een melding")).to_be_visible()
    changed = tmp_path / "changed.json"
    changed.write_text(copy.read_text().replace("aannemer", "leverancier"))
    _check(eva, mine, changed)
    expect(eva.get_by_text("Deze kopie hoort niet bij dit bewijs")).to_be_visible()
    _check(eva, copy)
    expect(eva.get_by_text("Dit is geen bewijs van ons.").first).to_be_visible()
    key = eva.locator(".rechtop-code").first.inner_text()
    context.close()
    assert _on_another_machine(mine, copy, key, tmp_path).returncode == 0
    assert _on_another_machine(mine, changed, key, tmp_path).returncode == 1


def test_the_pages_of_the_proof_shut_nobody_out(
    browser: Browser, installation: Installation, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=installation.url, viewport={"width": 320, "height": 640})
    page = context.new_page()
    come_in(page, report(page))
    wrong = list(faults(page, "the mailbox"))
    mine = _take(page, "Haal op (PDF)", tmp_path / "mine.pdf")
    page.goto("/inzien/bewijs/")
    wrong += faults(page, "the receipts")
    copy = _take(page, "Eigen kopie", tmp_path / "copy.json")
    page.goto("/bewijs/")
    wrong += faults(page, "the check")
    _check(page, copy)
    wrong += faults(page, "no proof")
    _check(page, mine, copy)
    wrong += faults(page, "what was found")
    context.close()
    assert not wrong, "\n".join(wrong)


def _take(page: Page, name: str, to: Path) -> Path:
    with page.expect_download() as taken:
        page.get_by_role("link", name=name).first.click()
    taken.value.save_as(to)
    return to


def _check(page: Page, receipt: Path, copy: Path | None = None) -> None:
    page.goto("/bewijs/")
    page.get_by_label("Het bewijs").set_input_files(receipt)
    if copy:
        page.get_by_label("De eigen kopie").set_input_files(copy)
    page.get_by_role("button", name="Ga het na").click()


def _acknowledge_and_close(bram: Page) -> None:
    bram.goto(f"/desk/zaken/{newest_case(bram)}/")
    bram.get_by_role("link", name="Bevestig de ontvangst").click()
    bram.get_by_role("button", name="Bevestig de ontvangst").click()
    bram.get_by_role("link", name="Sluit af").click()
    bram.get_by_label("Onder welke procedure valt deze zaak?").select_option("zakelijk")
    bram.get_by_role("group", name="Viel de melding onder de regeling?").get_by_label("Ja").check()
    bram.get_by_role("group", name="Is er onderzoek gedaan?").get_by_label("Ja").check()
    bram.get_by_label("Financieel").check()
    bram.get_by_label("Oordeel").select_option("founded")
    bram.get_by_label("Bevindingen").fill("De reis is betaald door de aannemer.")
    bram.get_by_role("checkbox", name="Berisping").check()
    bram.get_by_label("Wie was de opdrachtgever?").select_option("director")
    bram.get_by_label("Bericht aan de melder over de uitkomst").fill("Wij vonden dat u gelijk had.")
    bram.get_by_role("button", name="Sluit de zaak af").click()
    expect(bram.get_by_role("heading", name="De uitkomst")).to_be_visible()


def _on_another_machine(
    receipt: Path, copy: Path, key: str, folder: Path
) -> subprocess.CompletedProcess[str]:
    asked = ["verify-proof", str(receipt), "--copy", str(copy), "--key", key]
    return subprocess.run(
        [sys.executable, "-m", "rechtop.doors.cli.main", *asked],
        env={"PYTHONPATH": str(env.CODE), "RECHTOP_DATA": str(folder / "elsewhere")},
        capture_output=True,
        text=True,
        check=False,
    )
