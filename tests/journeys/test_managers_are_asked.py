"""Fenna asks every manager; Daan says no by one click, Nadia hands something in; Fenna follows."""

from __future__ import annotations

import io
import re

import openpyxl

from tests.journeys.cast import Cast
from tests.journeys.seeing import faults, stiff


def test_a_quarter_is_asked_and_answered(cast: Cast) -> None:
    fenna = cast("fenna")
    fenna.get_by_role("link", name="Begin de uitvraag over het").click()
    assert not list(faults(fenna, "opening"))
    fenna.get_by_label("Dag").fill("31")
    fenna.get_by_label("Maand").fill("2")
    fenna.get_by_role("button", name="Begin de uitvraag").click()
    fenna.get_by_text("Deze datum bestaat niet").first.wait_for()
    assert fenna.get_by_label("Maand").input_value() == "2"
    fenna.goto("/desk/uitvraag/beginnen/")
    fenna.get_by_role("button", name="Begin de uitvraag").click()
    fenna.get_by_text("De uitvraag loopt.").wait_for()
    assert not list(faults(fenna, "a round"))

    daan = cast("daan")
    assert not list(faults(daan, "what waits for a manager"))
    daan.get_by_role("link", name="Weet u van een vermoeden?").click()
    assert not [*faults(daan, "the question"), *stiff(daan, "the question")]
    daan.get_by_role("button", name="Nee, ik weet van niets").click()
    daan.get_by_text("Dank u. Uw antwoord is bewaard.").wait_for()
    assert not list(faults(daan, "answered"))

    nadia = cast("nadia")
    nadia.get_by_role("link", name="Weet u van een vermoeden?").click()
    nadia.get_by_role("link", name="Ja, en ik heb het zelf afgehandeld").click()
    nadia.get_by_role("button", name="Breng in bij het integriteitsteam").click()
    nadia.get_by_text("Vul een dag in, of hieronder een periode.").first.wait_for()
    assert not [*faults(nadia, "handing in"), *stiff(nadia, "handing in")]
    nadia.get_by_label("Of in welke periode?").fill("In de zomer")
    nadia.get_by_label("Oneigenlijk gebruik van dienstmiddelen").check()
    nadia.get_by_label("Wat was er aan de hand?").fill(
        "Een bus van de dienst ging mee op vakantie."
    )
    nadia.get_by_label("Wat hebt u gedaan?").fill("Een gesprek gevoerd.")
    nadia.get_by_label("Wat was de uitkomst?").fill("De kosten zijn betaald.")
    nadia.set_viewport_size({"width": 320, "height": 700})
    assert not list(faults(nadia, "handing in, narrow"))
    nadia.get_by_role("button", name="Breng in bij het integriteitsteam").click()
    nadia.get_by_text("Het integriteitsteam heeft uw registratie ontvangen").wait_for()
    assert not list(faults(nadia, "answered, narrow"))

    fenna = cast("fenna")
    fenna.get_by_role("link", name="De uitvraag over het").click()
    # Other journeys take over people from a personnel system, and some of them lead others.
    told = fenna.get_by_text(re.compile(r"2 van \d+ beantwoord")).inner_text()
    asked = int(re.search(r"2 van (\d+) beantwoord", told)[1])
    assert asked >= len({"daan", "nadia", "otto", "petra"})
    assert "afgehandeld" not in fenna.locator("main").inner_text()  # that they did, not what
    fenna.get_by_label("Antwoord").select_option("asked")
    fenna.get_by_role("button", name="Toon").click()
    fenna.wait_for_load_state()
    assert fenna.get_by_role("rowheader", name="Otto Oosterhuis").count() == 1
    assert fenna.get_by_role("rowheader", name="Daan Dekker").count() == 0
    with fenna.expect_download() as waiting:
        fenna.get_by_role("link", name="Haal op als werkblad (XLSX)").click()
    with waiting.value.path().open("rb") as given:
        book = openpyxl.load_workbook(io.BytesIO(given.read()))
    heading, *names = [row[0].value for row in book["Leidinggevenden"].rows]
    assert (heading, len(names)) == ("Naam", asked - 2)
    assert {"Otto Oosterhuis", "Petra Post"} <= set(names)
    fenna.get_by_role("link", name="Laat vervallen Otto Oosterhuis").click()
    assert not list(faults(fenna, "letting lapse"))
    fenna.get_by_label("Is langere tijd afwezig").check()
    fenna.get_by_role("button", name="Laat vervallen").click()
    fenna.get_by_text(f"2 van {asked - 1} beantwoord").wait_for()
    fenna.get_by_role("button", name="Herinner hen allemaal").click()
    reminded = re.compile(r"\d+ leidinggevenden? krijg(t|en) een herinnering\.")
    fenna.get_by_text(reminded).wait_for()
    fenna.set_viewport_size({"width": 320, "height": 700})
    assert not list(faults(fenna, "a round, narrow"))
    fenna.goto("/desk/uitvraag/")
    assert not list(faults(fenna, "rounds, narrow"))
    fenna.goto("/desk/uitvraag/vraag/")
    assert not list(faults(fenna, "the question, narrow"))
    fenna.set_viewport_size({"width": 1280, "height": 800})

    fenna.goto("/desk/zaken/?channel=request-round")
    fenna.locator("tbody a").first.click()
    fenna.get_by_text("Een bus van de dienst ging mee op vakantie.").wait_for()
    fenna.get_by_text("Nadia Noor, Afdeling P&O").wait_for()
    nadia.goto(fenna.url)
    assert "Een bus" not in nadia.inner_text("body")
