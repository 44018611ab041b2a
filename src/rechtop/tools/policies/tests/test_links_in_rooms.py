"""Wherever a room shows what was written, an article named in it is a link, and stays text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import format_html
from tests.desk import at_desk, by_name, with_open_vault
from tests.people import acting, person, report

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.languages import Text
from rechtop.tools.action_points import operations as action_points
from rechtop.tools.policies.tests.test_pages import adopted, kept, text_of
from rechtop.tools.procedures import layout
from rechtop.tools.procedures import operations as procedures
from rechtop.tools.runs import operations as places
from rechtop.tools.runs import queries as runs
from rechtop.work.activities import operations as activities
from rechtop.work.cases import operations as cases
from rechtop.work.cases import publishing
from rechtop.work.cases.models import Case, Row
from rechtop.work.spoken import operations as spoken
from rechtop.work.spoken.tests.test_spoken import REPORT
from rechtop.work.steps import operations as steps

pytestmark = pytest.mark.django_db

LINK = '<a href="/desk/beleid/gift/#artikel-1">art. 1 regeling giften</a>'
SAID = "<script>1</script>\nzie art. 1 regeling giften"
SHOWN = f"&lt;script&gt;1&lt;/script&gt;<br>zie {LINK}"


def say_it_in_every_step() -> None:
    """Let a new version of the procedure name the article in all it says."""
    fenna = by_name("fenna")
    version = procedures.begin(code="misstand", by=fenna)
    for code, step in layout.read(version.content).steps.items():
        version.refresh_from_db()
        shown = procedures.as_text(layout.read(version.content), code)
        said = replace(step, done=Text(SAID), told=Text(SAID))
        procedures.keep(version, code=code, step=said, shown=shown, by=fenna)
    version.refresh_from_db()
    shown = procedures.fingerprint(layout.read(version.content))
    facts = {"valid_from": clock.today(), "decision": "Besluit 12", "shown": shown}
    procedures.adopt(version, **facts, by=COMMAND)


def in_procedure(seven: tuple[str, ...] = ()) -> Case:
    case = report(seven=seven)
    facts = {"is_wrongdoing": None, "is_union_law_breach": None, "steps": ""}
    cases.register(case, regime="misstand", **facts, by=acting("bram"))
    return case


def test_what_is_written_of_an_action_point_leads_to_articles_and_stays_escaped() -> None:
    adopted(kept())
    fenna = by_name("fenna")
    point = action_points.open_point(report_year=2021, title="Leg de regeling uit", by=fenna)
    for place in range(5):
        text = f"<script>{place}</script> art. 1 regeling giften"
        action_points.note(point, text=text, by=fenna)
        point.refresh_from_db()
    desk = at_desk("fenna")
    with CaptureQueriesContext(connection) as asked:
        page = text_of(desk, f"/desk/actiepunten/2021/{point.number}/")
    assert page.count(LINK) == 5
    assert "&lt;script&gt;0&lt;/script&gt;" in page
    assert "<script>0" not in page
    assert sum('NOT ("policies_policy"."short_name"' in one["sql"] for one in asked) == 1


def test_what_is_written_in_a_case_leads_to_articles_and_stays_escaped() -> None:
    adopted(kept())
    case = report()
    text = "<script>1</script> art. 1 regeling giften"
    cases.write_note(case, text=text, by=acting("bram"))
    page = text_of(with_open_vault("bram"), f"/desk/zaken/{case.number}/")
    assert f"&lt;script&gt;1&lt;/script&gt; {LINK}" in page
    assert "<script>1" not in page


@pytest.mark.parametrize("name", ["regelıng giften", "REGELİNG giften", "regeling ǧiften"])
def test_letters_that_are_almost_those_of_a_name_break_no_page(name: str) -> None:
    adopted(kept())
    case = report()
    cases.write_note(case, text=f"art. 1 {name}", by=acting("bram"))
    page = text_of(with_open_vault("bram"), f"/desk/zaken/{case.number}/")
    assert f"art. 1 {name}" in page


@pytest.mark.parametrize("is_public", [True, False])
def test_a_procedure_for_everybody_leads_to_public_policies_alone(is_public: bool) -> None:
    adopted(kept(is_public=is_public))
    text = "<script>1</script>\nzie art. 1 regeling giften"
    request = RequestFactory().get("/procedures/")
    page = render_to_string("procedures/head.html", {"procedure": {"about": text}}, request)
    assert "&lt;script&gt;1&lt;/script&gt;<br>zie" in page
    assert ('href="/beleid/gift/#artikel-1"' in page) == is_public
    assert "/desk/" not in page


def test_a_link_stands_within_one_paragraph_and_what_was_shown_already_is_left_alone() -> None:
    adopted(kept())
    request = RequestFactory().get("/desk/iets/")
    page = Template(
        "{% load policies %}{% article_links text as shown %}{{ shown|linebreaks }}"
        "{% facts_with_articles pairs %}"
    )
    shown = format_html("<em>{}</em>", "art. 1 regeling giften")
    written = "<i> art. 1 regeling giften"
    pairs = [("Getoond", shown), ("Getal", 7), ("Leeg", ""), ("Tekst", written)]
    text = "art. 1\n\nregeling giften"
    told = page.render(Context({"request": request, "text": text, "pairs": pairs}))
    assert "<p>art. 1</p>" in told
    assert "<dd><em>art. 1 regeling giften</em></dd>" in told
    assert "<dd>7</dd>" in told
    assert "Leeg" not in told
    assert f"<dd>&lt;i&gt; {LINK}</dd>" in told


def test_the_step_being_worked_on_and_what_the_reporter_hears_lead_to_articles() -> None:
    adopted(kept())
    say_it_in_every_step()
    case = in_procedure()
    run = runs.of(case.ref)
    assert run is not None
    told = {"shown": places.place(run), "to": "register", "reason": "Er is haast bij."}
    steps.go_elsewhere(case, **told, by=acting("bram"))
    page = text_of(with_open_vault("bram"), f"/desk/zaken/{case.number}/stappen/")
    assert page.count(SHOWN) == 2
    assert "<script>1" not in page


@pytest.mark.parametrize("is_public", [True, False])
def test_a_reporter_and_everybody_are_led_to_articles_of_public_policies_alone(
    is_public: bool,
) -> None:
    adopted(kept(is_public=is_public))
    say_it_in_every_step()
    seven, anna = words.draw(), Client()
    in_procedure(seven)
    anna.post("/inzien/", {"words": " ".join(seven)})
    for path, part in (("/inzien/postvak/", "Wat al gebeurde"), ("/procedures/misstand/", "")):
        page = text_of(anna, path)
        assert part in page
        assert "&lt;script&gt;1&lt;/script&gt;<br>zie" in page
        assert ('href="/beleid/gift/#artikel-1"' in page) == is_public
        assert "/desk/beleid/" not in page


def test_the_materials_of_a_gathering_lead_to_articles_and_to_the_web() -> None:
    adopted(kept())
    one = activities.plan(
        kind="training",
        title="Training",
        day=clock.today(),
        materials="<b> art. 1 regeling giften\nhttps://intranet.example/map",
        by=by_name("fenna"),
    )
    page = text_of(at_desk("fenna"), reverse("activities:gathering", args=[one.pk]))
    assert f"&lt;b&gt; {LINK}</li>" in page
    assert '<a href="https://intranet.example/map"' in page


def test_the_second_reader_of_a_row_is_led_to_articles() -> None:
    adopted(kept())
    case = report()
    facts = {"is_wrongdoing": None, "is_union_law_breach": None, "steps": ""}
    cases.register(case, regime="misstand", **facts, by=acting("bram"))
    texts = dict.fromkeys(Row.TEXTS, SAID)
    row = publishing.propose_row(case, texts=texts, reader=person("fenna"), by=acting("bram"))
    page = text_of(with_open_vault("fenna"), reverse("cases:row", args=[row.number]))
    assert page.count(LINK) == len(Row.TEXTS)
    assert "<script>1" not in page


def test_the_minutes_of_a_talk_lead_to_articles() -> None:
    adopted(kept())
    case = spoken.enter(
        channel="telephone",
        received_on=clock.today(),
        report=dict.fromkeys(REPORT, SAID),
        identity={},
        about=[],
        words=words.draw(),
        consent="minutes",
        by=acting("bram"),
    )
    page = text_of(with_open_vault("bram"), f"/desk/zaken/{case.number}/verslag/")
    assert "De melder heeft dit verslag nog niet nagelezen" in page
    text = page.split("Zoals wij het opschreven")[1]
    assert LINK in text
    assert LINK in page.split("Zoals wij het opschreven")[0]
    assert "<script>1" not in page


def test_the_second_reader_of_the_words_before_the_figures_is_led_to_articles() -> None:
    adopted(kept())
    home = "/desk/programma/2021/tekst/"
    at_desk("bram").post(f"{home}schrijven/", {"body": SAID, "edition": "0"})
    page = text_of(at_desk("gijs"), home)
    assert SHOWN in page
    assert "Stel de tekst vast" in page
