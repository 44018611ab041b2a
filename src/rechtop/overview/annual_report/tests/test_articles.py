"""Wherever the annual report shows what people wrote, an article named in it can be followed."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name

from rechtop.ground.kernel.actors import COMMAND
from rechtop.overview.annual_report import commands, presenting
from rechtop.overview.example.queries import year_folder
from rechtop.overview.year_import import imports
from rechtop.overview.year_import import operations as year_import
from rechtop.tools.action_points import operations as action_points
from rechtop.tools.policies.tests.test_pages import adopted, kept
from rechtop.work.cases.models import Row
from rechtop.work.programme import operations as programme

pytestmark = pytest.mark.django_db

YEAR = 2021
ARTICLE = "art. 1 regeling giften"
PLACES = (
    *("voorwoord", "melding", "onderwerp", "bevinding", "gevolg", "vraag", "advies", "activiteit"),
    *("punt", "stand", "uitkomst", "nieuw punt"),
)
"""Where something was written that names the article, each with a word of its own before it."""


def named(place: str) -> str:
    return f"<b>{place}</b> {ARTICLE}"


@pytest.fixture
def everywhere() -> None:
    """The report of 2021, in which each text names an article."""
    found = imports.read(year_folder("provincie"))
    year_import.apply(name="2021", year=YEAR, records=found.records, by=COMMAND)
    bram, fenna, gijs = (by_name(name) for name in ("bram", "fenna", "gijs"))
    text = programme.write_text(year=YEAR, body=named("voorwoord"), by=fenna)
    programme.adopt_text(text, by=gijs)
    Row.objects.filter(case__source_number="2021-1").update(
        report=named("melding"),
        subject=named("onderwerp"),
        findings=named("bevinding"),
        consequence=named("gevolg"),
    )
    told = {"question": named("vraag"), "advice": named("advies")}
    programme.keep_advice(year=YEAR, number="A9", kind="voorbeeld", **told, by=bram)
    done = {"kind": "dilemmaspel", "meetings": 1, "participants": None}
    name = {"name": named("activiteit"), "remark": ""}
    programme.keep_activity(year=YEAR, **done, **name, by=bram)
    point = action_points.open_point(report_year=YEAR - 1, title=named("punt"), by=fenna)
    action_points.finish(point, outcome=named("uitkomst"), by=fenna)
    point.refresh_from_db()
    action_points.note_standing(point, standing=named("stand"), by=fenna)
    action_points.open_point(report_year=YEAR, title=named("nieuw punt"), by=fenna)


def leading(page: str, to: str) -> set[str]:
    """Give the words before each link to the article, as they are escaped."""
    link = f'<a href="{to}/gift/#artikel-1">{ARTICLE}</a>'
    return set(re.findall(rf"&lt;b&gt;([a-z ]+)&lt;/b&gt; {re.escape(link)}", page))


def test_every_text_of_the_report_leads_to_articles_at_the_desk_and_asks_once(
    everywhere: None,
) -> None:
    adopted(kept())
    desk = at_desk("fenna")
    with CaptureQueriesContext(connection) as asked:
        page = desk.get(f"/desk/jaarrapportage/{YEAR}/").content.decode()
    assert leading(page, "/desk/beleid") == set(PLACES)
    assert "<b>" not in page
    assert sum('NOT ("policies_policy"."short_name"' in one["sql"] for one in asked) == 1


@pytest.mark.parametrize("is_public", [True, False])
def test_for_everybody_the_report_leads_to_public_policies_alone(
    everywhere: None, is_public: bool
) -> None:
    adopted(kept(is_public=is_public))
    request = RequestFactory().get("/verantwoording/")
    page = render_to_string("annual_report/chapter.html", presenting.chapter(YEAR), request)
    assert leading(page, "/beleid") == (set(PLACES) if is_public else set())
    assert page.count(ARTICLE) >= len(PLACES)
    assert "/desk/" not in page


def test_the_page_that_stands_by_itself_names_articles_and_links_to_none(everywhere: None) -> None:
    adopted(kept(is_public=True))
    page = commands.page(YEAR)
    for place in PLACES:
        assert f"&lt;b&gt;{place}&lt;/b&gt; {ARTICLE}" in page
    assert "href=" not in page
