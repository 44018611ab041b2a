"""Eva does what she has to do, says what is not right about her, and reads the answer."""

from __future__ import annotations

import datetime
import re

from playwright.sync_api import Page, expect

from rechtop.ground.kernel import clock
from tests.journeys.cast import Cast
from tests.journeys.seeing import faults
from tests.journeys.test_an_activity_is_planned_and_held import fill_day

UNIT, TRAINING, VALUES = "Bureau Vergunningen", "Weerbaar in de reis", "/desk/beleid/kernwaarden/"
WORDS = "Ik las dit nog niet en klikte per ongeluk."


def narrow_and_wide(page: Page, name: str) -> list[str]:
    page.set_viewport_size({"width": 320, "height": 800})
    found = list(faults(page, f"{name}, narrow"))
    page.set_viewport_size({"width": 1280, "height": 800})
    return [*found, *faults(page, name)]


def require_training(fenna: Page, last: datetime.date) -> str:
    """Let Fenna require the training of the example of one unit; gives where that stands."""
    fenna.goto("/desk/activiteiten/")
    fenna.get_by_role("link", name="Weerbaar op de werkvloer").click()
    fenna.get_by_role("link", name="Wie moet hierheen?").click()
    fenna.get_by_role("link", name="Maak dit verplicht").click()
    fenna.get_by_label("Wat moeten mensen volgen?").fill(TRAINING)
    fenna.get_by_label("Waar?").select_option(label=f"\u2003\u2003{UNIT}")
    fenna.get_by_role("button", name="Maak het verplicht").click()
    expect(fenna.get_by_text("Vul een laatste dag in").first).to_be_visible()
    expect(fenna.get_by_label("Wat moeten mensen volgen?")).to_have_value(TRAINING)
    assert not narrow_and_wide(fenna, "to require, with an error")
    fill_day(fenna, "Wie er nu al werkt: uiterlijk op welke dag?", last)
    fenna.get_by_role("button", name="Maak het verplicht").click()
    assert not narrow_and_wide(fenna, "who must go")
    fenna.get_by_role("link", name=TRAINING).click()
    expect(fenna.get_by_role("cell", name="Eva Evers")).to_be_visible()
    assert not narrow_and_wide(fenna, "who has yet to go")
    return fenna.url


def ask_to_read(fenna: Page, last: datetime.date) -> None:
    fenna.goto(f"{VALUES}leesronde/")
    fenna.get_by_label("Wie moet dit lezen?").select_option(label=UNIT)
    fill_day(fenna, "Tot en met welke dag?", last)
    fenna.get_by_role("button", name="Vraag het").click()


def answer(fenna: Page) -> None:
    """Let Fenna take the confirmation back, and answer."""
    fenna.goto("/desk/")
    fenna.get_by_role("main").get_by_role("link", name="Verbeteringen").click()
    fenna.get_by_role("link", name="Eva Evers").click()
    expect(fenna.get_by_text(WORDS)).to_be_visible()
    assert not narrow_and_wide(fenna, "an answer")
    fenna.get_by_text("Haal dit weg").click()
    fenna.get_by_role("button", name="Haal het weg").click()
    expect(fenna.get_by_text("Wat er stond, staat er niet meer.")).to_be_visible()
    fenna.get_by_label("Wilt u er iets bij zeggen?").fill("Wij vragen het u opnieuw.")
    fenna.get_by_role("button", name="Zeg dat het is verbeterd").click()
    expect(fenna.get_by_text("Er wacht niets op antwoord")).to_be_visible()


def test_someone_does_what_is_asked_and_has_put_right_what_is_held(cast: Cast) -> None:
    fenna, last = cast("fenna"), clock.today() + datetime.timedelta(days=40)
    required = require_training(fenna, last)
    ask_to_read(fenna, last)

    eva = cast("eva")
    eva.goto("/desk/mijn-pagina/")
    to_do = eva.locator("section").filter(has_text="Dit moet u nog doen")
    expect(to_do.get_by_role("listitem").filter(has_text=f"Volg: {TRAINING}")).to_be_visible()
    assert not narrow_and_wide(eva, "my page")
    to_do.get_by_role("link", name=f"Volg: {TRAINING}").click()
    assert not narrow_and_wide(eva, "what I must follow")
    eva.get_by_role("button", name="Meld mij aan").click()
    expect(eva.get_by_role("button", name="Meld mij af")).to_be_visible()
    eva.goto("/desk/mijn-pagina/")
    expect(eva.get_by_role("link", name="Weerbaar op de werkvloer")).to_be_visible()
    to_do.get_by_role("link", name="Lees en bevestig: Kernwaarden").click()
    eva.get_by_role("button", name="Ik heb dit gelezen").click()
    eva.goto("/desk/mijn-pagina/")
    expect(eva.get_by_role("link", name="Gelezen en bevestigd: Kernwaarden")).to_be_visible()

    eva.get_by_role("link", name="Alles wat er van u vastligt").click()
    assert not narrow_and_wide(eva, "what is held")
    eva.get_by_role("link", name=re.compile("Dit klopt niet.*Kernwaarden")).click()
    assert not narrow_and_wide(eva, "what is not right")
    eva.get_by_label("Wat klopt er niet, en wat moet het zijn?").fill(WORDS)
    eva.get_by_role("button", name="Stel dit voor").click()
    expect(eva.get_by_text("wacht op antwoord")).to_be_visible()
    answer(fenna)
    eva.goto("/desk/mijn-gegevens/")
    expect(eva.get_by_text("veranderd: Wij vragen het u opnieuw.")).to_be_visible()

    eva.goto("/desk/mijn-pagina/")
    expect(to_do.get_by_role("link", name="Lees en bevestig: Kernwaarden")).to_be_visible()
    eva.get_by_role("link", name="Weerbaar op de werkvloer").click()
    eva.get_by_role("button", name="Meld mij af").click()
    fenna.goto(f"{VALUES}leesronde/")
    fenna.get_by_text("Deze leesronde stoppen").click()
    fenna.get_by_role("button", name="Stop", exact=True).click()
    fenna.goto(required)
    fenna.get_by_text("Dit niet meer vragen").click()
    fenna.get_by_role("button", name="Stop", exact=True).click()
    expect(fenna.get_by_text("Dit wordt van niemand meer gevraagd.")).to_be_visible()
