"""The page on which the coordinator enters a figure with its source."""

from __future__ import annotations

import pytest
from tests.desk import at_desk, by_name

from rechtop.tools.figures import operations as figures
from rechtop.tools.figures.models import Entered

pytestmark = pytest.mark.django_db

FIGURE = "/desk/jaarrapportage/2021/eed.afgelegd/"
ENTER = f"{FIGURE}invoeren/"
TYPED = {"value": "148", "source": "Jaarverslag 2021, bladzijde 4"}


def test_the_coordinator_enters_changes_and_takes_away_a_figure() -> None:
    fenna = at_desk("fenna")
    assert "Voer dit cijfer in met een bron" in fenna.get(FIGURE).content.decode()
    assert fenna.post(ENTER, TYPED).status_code == 302
    shown = fenna.get(FIGURE).content.decode()
    assert "148" in shown
    assert "Jaarverslag 2021, bladzijde 4" in shown
    assert fenna.get(ENTER).context["form"].initial["value"] == 148
    fenna.post(ENTER, {**TYPED, "value": "150"})
    assert Entered.objects.get().value == 150
    assert fenna.post(f"{FIGURE}weghalen/").status_code == 302
    assert not Entered.objects.exists()


@pytest.mark.parametrize("name", ["bram", "gijs", "jet", "eva"])
def test_nobody_else_finds_the_page(name: str) -> None:
    at_desk("fenna").post(ENTER, TYPED)
    client = at_desk(name)
    assert ENTER not in client.get(FIGURE).content.decode()
    assert client.get(ENTER).status_code == 404
    assert client.post(ENTER, {**TYPED, "value": "9"}).status_code == 404
    assert client.post(f"{FIGURE}weghalen/").status_code == 404
    assert Entered.objects.get().value == 148


@pytest.mark.parametrize(
    ("field", "typed"),
    [("value", ""), ("value", "veel"), ("value", "-1"), ("source", "  "), ("source", "x" * 301)],
)
def test_what_cannot_be_entered_is_told_at_its_field_and_stays_there(
    field: str, typed: str
) -> None:
    answer = at_desk("fenna").post(ENTER, {**TYPED, field: typed})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert form[field].value() == typed


def test_a_figure_that_does_not_exist_cannot_be_entered() -> None:
    page = "/desk/jaarrapportage/2021/iets.anders/invoeren/"
    assert at_desk("fenna").post(page, TYPED).status_code == 404


def test_of_an_adopted_year_no_figure_is_entered_and_it_is_said_why() -> None:
    fenna = at_desk("fenna")
    told = [{"name": "eed.afgelegd", "label": "Eed", "definition": "", "group": ""}]
    figures.adopt(year=2021, told=told, by=by_name("gijs"))
    assert ENTER not in fenna.get(FIGURE).content.decode()
    assert "vastgesteld" in fenna.get(ENTER, follow=True).content.decode()
    answer = fenna.post(ENTER, TYPED)
    assert "vastgesteld" in str(answer.context["form"].non_field_errors())
    assert not Entered.objects.exists()
