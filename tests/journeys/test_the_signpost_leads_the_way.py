"""Anna, unsure, follows the signpost without JavaScript; Fenna writes its next edition."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.cast import Cast
from tests.journeys.seeing import faults


def test_anna_finds_her_way_and_fenna_changes_it(anna: Page, cast: Cast) -> None:
    anna.goto("/")
    anna.get_by_role("link", name="Wijs mij de weg").click()
    anna.get_by_role("link", name="Iemand houdt zich niet aan de regels").click()
    anna.get_by_role("link", name="Nee, liever niet").click()
    anna.get_by_role("link", name="Het melden, met of zonder mijn naam").click()
    anna.get_by_role("heading", name="Meld het hier", level=1).wait_for()
    assert anna.title().startswith("Wegwijzer")  # what a browser remembers tells no answer
    anna.get_by_role("link", name="Wijzig Nee, liever niet").click()
    anna.get_by_role("link", name="Dat weet ik niet").click()
    anna.get_by_role("heading", name="Carla Chen").wait_for()
    anna.goto("/en/wegwijzer/")
    anna.get_by_role("heading", name="What is the matter?").wait_for()

    fenna = cast("fenna")
    fenna.get_by_role("link", name="Wegwijzer").click()
    fenna.get_by_role("button", name="Maak een nieuwe uitgave").click()
    assert not list(faults(fenna, "in writing"))
    fenna.get_by_role("link", name="Wijzig Wat is er aan de hand?").click()
    assert not list(faults(fenna, "a question"))
    fenna.get_by_label("De vraag", exact=True).fill("Wat zit u dwars?")
    fenna.get_by_role("button", name="Bewaar").click()
    fenna.get_by_role("link", name="Wijzig Praat met een collega").click()
    assert not list(faults(fenna, "advice"))
    fenna.set_viewport_size({"width": 320, "height": 700})
    assert not list(faults(fenna, "advice, narrow"))
    fenna.goto("/desk/wegwijzer/")
    assert not list(faults(fenna, "in writing, narrow"))
    fenna.get_by_role("button", name="Stel vast").click()
    fenna.get_by_text("De wegwijzer is vastgesteld").wait_for()
    anna.goto("/wegwijzer/")
    anna.get_by_role("heading", name="Wat zit u dwars?").wait_for()
