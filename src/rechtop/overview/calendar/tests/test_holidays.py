"""The coordinator keeps the days that count as a holiday besides those of every year."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from tests import terms
from tests.desk import at_desk
from tests.people import report

from rechtop.ground.kernel import clock
from rechtop.tools.deadlines import queries
from rechtop.tools.deadlines.models import Holiday, TermRule

pytestmark = pytest.mark.django_db

PAGE = "/desk/agenda/vrije-dagen/"
TYPED = {
    "day_day": "7",
    "day_month": "5",
    "day_year": "2027",
    "label": "Vrijdag na Hemelvaartsdag",
    "origin": "decree",
    "source": "Besluit van 1 november 2026, Stb. 2026, 100",
}


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with clock.standing_at(datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)):
        queries.forget()
        yield
    queries.forget()


def test_a_day_is_entered_with_what_it_does_to_terms_that_run_and_taken_away() -> None:
    terms.give(report().ref, starts_on=datetime.date(2027, 4, 30), length=7)
    TermRule.objects.update(moves_to_working_day=True)
    fenna = at_desk("fenna")
    done = fenna.post(PAGE, TYPED, follow=True).content.decode()
    assert "De dag staat in de lijst." in done
    assert "1 lopende termijn eindigt op die dag, en houdt die laatste dag." in done
    assert "Stb. 2026, 100" in done
    twice = fenna.post(PAGE, TYPED).content.decode()
    assert "Deze dag staat er al." in twice
    number = Holiday.objects.get().pk
    gone = fenna.post(f"{PAGE}{number}/weg/", follow=True).content.decode()
    assert "De dag is weer een gewone werkdag." in gone
    assert "Er zijn geen extra feestdagen" in gone
    assert fenna.post(f"{PAGE}{number}/weg/").status_code == 302


def test_what_cannot_be_is_told_and_what_was_typed_stays() -> None:
    fenna = at_desk("fenna")
    answer = fenna.post(PAGE, {**TYPED, "day_day": "31", "day_month": "2"}).content.decode()
    assert "Deze datum bestaat niet" in answer
    assert "Vrijdag na Hemelvaartsdag" in answer
    answer = fenna.post(PAGE, {**TYPED, "day_day": "8"}).content.decode()
    assert "al een zaterdag" in answer
    assert "Stb. 2026, 100" in answer
    assert not Holiday.objects.exists()


def test_nobody_else_finds_the_page() -> None:
    for name in ("bram", "gijs", "hanna"):
        client = at_desk(name)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, TYPED).status_code == 404
        assert client.post(f"{PAGE}1/weg/").status_code == 404
    assert not Holiday.objects.exists()
