"""A month after the outcome Anna is asked whether she suffers, and reports that she does."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import come_in, newest_case, report, words_on
from tests.journeys.seeing import faults

# The case of the reporter was closed 33 days ago, and the clock has gone since.
AGO = """
import os, sys, datetime, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from rechtop.ground.kernel import clock
from rechtop.overview.example.operations import acting
from rechtop.people.identity.models import Person
from rechtop.work.cases import closing, operations
from rechtop.work.cases.models import Case
from rechtop.work.protection import operations as protection
ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=33)
case = Case.objects.get(number=sys.argv[1])
Case.objects.filter(pk=case.pk).update(received_on=ago.date(), received_year=ago.year)
case.refresh_from_db()
told = closing.Closing(
    is_admissible=True, is_investigated=True, types=["financial"], conclusion="founded",
    measures=[("talk", True)], commissioner="director", findings="Het klopt.", consequence="Een "
    "gesprek.")
with clock.standing_at(ago):
    bram = acting("bram")
    operations.assign(case, to=Person.objects.get(pk=bram.number), by=bram)
    closing.close(case, closing=told, message="Dit is de uitkomst.", regime="zakelijk", by=bram)
print(protection.go_on())
"""


def looked_at(browser: Browser, installation: Installation, words: list[str]) -> None:
    """Look at the question as who would be shut out, wide and narrow."""
    context = browser.new_context(base_url=installation.url)
    page = context.new_page()
    come_in(page, words)
    assert not list(faults(page, "question in the mailbox"))
    page.set_viewport_size({"width": 320, "height": 800})
    assert not list(faults(page, "question in the mailbox, narrow"))
    context.close()


def test_anna_suffers_from_her_report_and_reports_that_without_javascript(
    anna: Page, cast: Cast, browser: Browser, installation: Installation
) -> None:
    words = report(anna)
    bram = cast("bram")
    first = newest_case(bram)
    anna.get_by_role("link", name="Ik heb ze opgeschreven").click()
    anna.get_by_label("Uw zeven woorden").fill(" ".join(words))
    anna.get_by_role("button", name="Verder").click()
    expect(anna.get_by_role("heading", name="Merkt u nadeel")).to_have_count(0)
    installation.python("-c", AGO, first)

    bram.goto("/desk/")
    waiting = bram.locator("section", has_text="Merkt de melder nadeel?")
    waiting.get_by_role("link", name=f"Zaak {first}").click()
    expect(bram.get_by_text("Na één maand vragen naar nadeel")).to_be_visible()
    assert not list(faults(bram, "asked"))
    bram.get_by_role("button", name="Ik heb dit gezien").click()
    bram.goto("/desk/")
    expect(waiting).to_have_count(0)

    come_in(anna, words)
    expect(anna.get_by_role("heading", name="Merkt u nadeel sinds uw melding?")).to_be_visible()
    looked_at(browser, installation, words)
    anna.get_by_role("button", name="Ja, ik wil dat melden").click()
    expect(anna.get_by_text("Het bewijs van die melding gaat mee.")).to_be_visible()
    anna.get_by_label("Wat is er gebeurd?").fill("Mijn contract wordt niet verlengd.")
    anna.get_by_role("button", name="Verder").click()
    anna.get_by_role("button", name="Verder").click()
    anna.get_by_label("Ik meld anoniem").check()
    anna.get_by_role("button", name="Verder").click()
    expect(anna.get_by_text("Het bewijs van uw eerdere melding gaat mee.")).to_be_visible()
    anna.get_by_role("button", name="Verstuur", exact=True).click()
    again = words_on(anna)
    assert again != words
    come_in(anna, again)
    expect(anna.get_by_role("heading", name="Merkt u nadeel")).to_have_count(0)

    bram.reload()
    expect(waiting).to_contain_text("Nadeel gemeld")
    second = newest_case(bram)
    assert second != first
    bram.goto(f"/desk/zaken/{second}/")
    expect(bram.get_by_text("Bewijs van een eerdere melding van")).to_be_visible()
    expect(bram.get_by_text("Mijn chef kreeg een reis")).to_have_count(0)
    bram.goto(f"/desk/zaken/{second}/nadeel/")
    expect(bram.get_by_role("link", name="Haal het bewijs op (PDF)")).to_be_visible()
    bram.set_viewport_size({"width": 320, "height": 800})
    assert not list(faults(bram, "detriment, narrow"))
    bram.set_viewport_size({"width": 1280, "height": 900})
    bram.goto(f"/desk/zaken/{second}/triage/")
    expect(bram.get_by_text("Hierna meldde de melder nadeel")).to_be_visible()
    expect(bram.get_by_role("link", name=f"Zaak {first}")).to_be_visible()

    come_in(anna, words)
    expect(anna.get_by_role("button", name="Meld wat er gebeurt")).to_be_visible()
