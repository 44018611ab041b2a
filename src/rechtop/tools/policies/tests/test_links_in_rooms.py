"""Wherever a room shows what was written, an article named in it is a link, and stays text."""

from __future__ import annotations

import pytest
from django.db import connection
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.html import format_html
from tests.desk import at_desk, by_name, with_open_vault
from tests.people import acting, report

from rechtop.tools.action_points import operations as action_points
from rechtop.tools.policies.tests.test_pages import adopted, kept, text_of
from rechtop.work.cases import operations as cases

pytestmark = pytest.mark.django_db

LINK = '<a href="/desk/beleid/gift/#artikel-1">art. 1 regeling giften</a>'


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
