"""From `init` to the first report: a new authority sets itself up."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import first_sign_in, new_colleague
from tests.journeys.installation import Installation
from tests.journeys.reporting import report
from tests.journeys.seeing import faults
from tests.journeys.test_crashes_and_canaries import _singing as singing


@pytest.fixture
def empty() -> Iterator[Installation]:
    made = Installation()
    yield made
    made.stop()


def test_a_new_authority_sets_up_its_people_and_keys_and_receives_a_report(
    empty: Installation, browser: Browser
) -> None:
    told = empty.rechtop("init")
    assert "ceremonie" in told
    ((address, password),) = re.findall(r"aan met (\S+) en (\S+)", told)
    assert "al ingericht" in empty.rechtop("init")
    empty.serve()

    public = browser.new_context(base_url=empty.url, java_script_enabled=False).new_page()
    public.goto("/")
    expect(public.get_by_text("Melden kan hier nog niet.")).to_be_visible()

    admin = first_sign_in(browser, empty, address, password)
    sheets = _hold_the_ceremony(admin)
    pages = [new_colleague(admin, browser, empty, name) for name in ("Noor", "Omar")]
    _confirm_with_the_sheets(admin, pages[0], sheets)
    done = subprocess.run(
        empty.command("certify", "omar@voorbeeld.example"),
        env=empty.environment,
        input="\n".join(["j", sheets[2], sheets[0], ""]),
        text=True,
        capture_output=True,
        check=False,
    )
    assert "De sleutel is bevestigd." in done.stdout, done.stdout + done.stderr
    _agree_on_the_roster("intake", ("Noor", "Omar"), *pages)
    public.goto("/")
    expect(public.get_by_text("Melden kan hier nog niet.")).to_be_visible()

    new_colleague(admin, browser, empty, "Pia", duty="secretary")
    _confirm_the_key(pages[0])
    _agree_on_the_roster("alternate", ("Pia",), *pages)
    public.goto("/")
    expect(public.get_by_text("Melden kan hier nog niet.")).to_be_visible()

    new_colleague(admin, browser, empty, "Quinten", duty="custodian")
    _confirm_the_key(pages[0])
    _agree_on_the_roster("identities", ("Quinten",), *pages)

    public.goto("/")
    expect(public.get_by_role("link", name="Begin", exact=True)).to_be_visible()
    assert len(report(public)) == 7
    pages[0].goto("/desk/zaken/")
    assert pages[0].locator("table a").count() == 1
    admin.goto("/desk/zaken/")
    assert admin.locator("table a").count() == 0
    with empty.connect() as connection:
        connection.execute("CHECKPOINT")
    parts = [" ".join(one.split()[at : at + 5]) for one in sheets for at in (0, 14, 28)]
    assert list(singing(empty, parts)) == []


def _hold_the_ceremony(admin: Page) -> list[str]:
    """Draw the recovery key, look at the sheets once, and come back to a page without them."""
    admin.goto("/desk/herstel/")
    admin.get_by_role("link", name="Houd de ceremonie").click()
    admin.get_by_label("Wie krijgen een blad?").fill("Ada Arends\nBen Bos\nCor Claes")
    admin.get_by_label("Hoeveel bladen zijn samen nodig?").fill("2")
    admin.get_by_role("button", name="Maak de sleutel en toon de bladen").click()
    shown = admin.locator(".rechtop-share")
    shown.nth(2).wait_for()
    admin.wait_for_load_state()
    sheets = [
        " ".join(shown.nth(at).locator("li").all_inner_texts()) for at in range(shown.count())
    ]
    assert [len(one.split()) for one in sheets] == [33, 33, 33]
    assert list(faults(admin, "sheets")) == []
    admin.reload()
    expect(admin.get_by_text("Deze ceremonie is al gehouden.").first).to_be_visible()
    expect(admin.locator(".rechtop-share")).to_have_count(0)
    _try_the_sheets(admin, sheets)
    return sheets


def _try_the_sheets(admin: Page, sheets: list[str]) -> None:
    admin.goto("/desk/herstel/")
    admin.get_by_role("link", name="Probeer de bladen", exact=True).click()
    first = sheets[0].split()
    wrong = " ".join([*first[:11], "fiets", *first[12:]])
    _type(admin, [wrong, sheets[2]])
    admin.get_by_role("button", name="Kijk of ze kloppen").click()
    expect(admin.get_by_text("1e blad: woord 12 staat niet in de lijst.").first).to_be_visible()
    expect(admin.get_by_label("Woorden van het 2e blad")).to_have_value("")
    _type(admin, [sheets[0], sheets[2]])
    admin.get_by_role("button", name="Kijk of ze kloppen").click()
    expect(admin.get_by_text("De bladen kloppen: 1 Ada Arends, 3 Cor Claes.")).to_be_visible()


def _confirm_with_the_sheets(admin: Page, noor: Page, sheets: list[str]) -> None:
    noor.goto("/desk/wachtzin/wijzigen/")
    read_aloud = noor.locator(".rechtop-code").inner_text()
    admin.goto("/desk/herstel/bevestigen/")
    admin.get_by_label(re.compile(f"Noor.*{read_aloud}")).check()
    _type(admin, sheets[1:])
    admin.get_by_role("button", name="Bevestig deze sleutels").click()
    expect(admin.get_by_text("De sleutels zijn bevestigd.")).to_be_visible()


def _type(page: Page, sheets: list[str]) -> None:
    for place, text in enumerate(sheets, start=1):
        page.get_by_label(f"Woorden van het {place}e blad").fill(text)


def _confirm_the_key(noor: Page) -> None:
    noor.goto("/desk/sleutels/")
    noor.get_by_role("button", name="Bevestig deze sleutel").click()
    expect(noor.get_by_text("De sleutel is bevestigd.")).to_be_visible()


def _agree_on_the_roster(name: str, members: tuple[str, ...], noor: Page, omar: Page) -> None:
    noor.goto(f"/desk/rooster/{name}/")
    for member in members:
        noor.get_by_label(member).check()
    noor.get_by_role("button", name="Stel voor en teken").click()
    expect(noor.get_by_text("Een tweede moet ook tekenen.")).to_be_visible()
    omar.goto("/desk/sleutels/")
    expect(omar.get_by_text("Melden kan nog niet.")).to_be_visible()
    omar.get_by_role("button", name="Teken dit rooster").click()
    expect(omar.get_by_text("Het rooster is getekend.")).to_be_visible()
