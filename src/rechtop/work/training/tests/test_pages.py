"""Who reads what is required and who has yet to go, and what someone reads of their own."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name
from tests.people import person

from rechtop.people.organisation.models import Unit
from rechtop.work.activities import operations as activities
from rechtop.work.activities.models import Gathering
from rechtop.work.activities.tests.samples import DAY, MONDAY, at, opened, planned
from rechtop.work.training import operations
from rechtop.work.training.models import Occasion, Requirement

pytestmark = pytest.mark.django_db

HOME = "/desk/activiteiten/"
OVERVIEW = f"{HOME}verplicht/"
DUE = MONDAY + 60 * DAY


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    Gathering.objects.all().delete()  # those of the example
    with at(MONDAY):
        yield


def day(name: str, value: datetime.date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(value, part)) for part in ("day", "month", "year")}


SENT = {
    "title": "Training weerbaarheid",
    "whom": "everybody",
    "unit": "",
    **day("from_date", MONDAY),
    **day("due_on", DUE),
    "months": "3",
}


def required(gathering: Gathering, **facts: Any) -> Requirement:
    told = {"title": "Training", "whom": "everybody", "from_date": MONDAY, "due_on": DUE, **facts}
    return operations.require(gathering, by=by_name("fenna"), **told)


def of(gathering: Gathering, name: str = "") -> str:
    return f"{HOME}bijeenkomst/{gathering.pk}/verplicht/{name}"


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_coordinator_requires_it_and_eva_finds_it_signs_up_and_follows_it() -> None:
    one, fenna, eva = opened(), at_desk("fenna"), at_desk("eva")
    assert "Niemand moet hierheen" in text_of(fenna, of(one))
    answer = fenna.post(of(one, "nieuw/"), SENT, follow=True).content.decode()
    assert "0 van" in answer
    asked = Requirement.objects.get()
    for path in ("/desk/", "/desk/mijn-pagina/"):
        shown = text_of(eva, path)
        assert "Training weerbaarheid" in shown
        assert f"{OVERVIEW}{asked.pk}/volgen/" in shown
    own = text_of(eva, f"{OVERVIEW}{asked.pk}/volgen/")
    assert "Meld mij aan" in own
    eva.post(f"{HOME}bijeenkomst/{one.pk}/aanmelden/")
    assert "U bent aangemeld" in text_of(eva, f"{OVERVIEW}{asked.pk}/volgen/")
    told = {"reached": None, "outcome": "", "by": by_name("fenna")}
    activities.hold(one, people=[person("eva")], **told)
    assert "U was erbij" in text_of(eva, f"{OVERVIEW}{asked.pk}/volgen/")
    assert "Volg:" not in text_of(eva, "/desk/mijn-pagina/")
    assert "1 van" in text_of(fenna, OVERVIEW)


def test_who_reads_the_account_sees_counts_and_the_team_sees_names() -> None:
    asked = required(planned())
    page = f"{OVERVIEW}{asked.pk}/"
    for name in ("gijs", "jet"):
        shown = text_of(at_desk(name), page)
        assert "Bureau Vergunningen" in shown
        assert "Eva Evers" not in shown
        assert at_desk(name).get(f"{page}lijst/xlsx/").status_code == 404
    assert "Eva Evers" in text_of(at_desk("bram"), f"{page}?unit=&name=eva")
    eva = at_desk("eva")
    for path in (OVERVIEW, page, f"{page}lijst/csv/", of(planned())):
        assert eva.get(path).status_code == 404, path


@pytest.mark.parametrize("name", ["eva", "gijs", "bram"])
def test_nobody_but_the_coordinator_requires(name: str) -> None:
    one, client = planned(), at_desk(name)
    client.post(of(one, "nieuw/"), SENT)
    assert not Requirement.objects.exists()
    asked = required(one)
    other = planned()
    client.post(of(other, "telt/"), {"requirements": [asked.pk]})
    client.post(f"{OVERVIEW}{asked.pk}/stoppen/")
    asked.refresh_from_db()
    assert asked.ended_on is None
    assert Occasion.objects.count() == 1


def test_what_is_not_required_of_someone_is_not_shown_to_them() -> None:
    asked = required(planned(), unit=Unit.objects.get(name="Bureau Vergunningen"))
    page = f"{OVERVIEW}{asked.pk}/volgen/"
    assert at_desk("eva").get(page).status_code == 200
    assert at_desk("ivo").get(page).status_code == 404
    assert "Er is nog geen bijeenkomst gepland" not in text_of(at_desk("eva"), page)
    Gathering.objects.update(day=MONDAY - DAY)
    assert "Er is nog geen bijeenkomst gepland" in text_of(at_desk("eva"), page)
    operations.end(asked, by=by_name("fenna"))
    assert at_desk("eva").get(page).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"due_on_day": "31", "due_on_month": "2"}, "due_on"),
        (day("due_on", MONDAY), "due_on"),
        ({"months": "drie"}, "months"),
        ({"months": "99"}, "months"),
        ({"unit": "x"}, "unit"),
        ({"whom": ""}, "whom"),
        ({"title": ""}, "title"),
        ({"title": "a\0b"}, "title"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_there(
    typed: dict[str, str], field: str
) -> None:
    answer = at_desk("fenna").post(of(planned(), "nieuw/"), {**SENT, **typed})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not Requirement.objects.exists()


def test_the_list_is_filtered_exported_and_asks_no_more_of_many() -> None:
    asked, fenna = required(planned()), at_desk("fenna")
    unit = Unit.objects.get(name="Bureau Vergunningen")
    page = f"{OVERVIEW}{asked.pk}/"
    sheet = fenna.get(f"{page}lijst/csv/?unit={unit.pk}").content.decode()
    listed = {row[0] for row in csv.reader(io.StringIO(sheet), delimiter=";")}
    assert "Eva Evers" in listed
    assert "Bram Bos" not in listed
    assert "Niemand met deze kenmerken" in text_of(fenna, f"{page}?standing=done")
    assert text_of(fenna, f"{page}?unit=onzin&standing=onzin&na=onzin")

    def questions(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            fenna.get(path)
        return len(found)

    few = (questions(f"{page}?unit={unit.pk}"), questions(OVERVIEW))
    for number in range(5):
        required(planned(), title=f"Nog {number}")
    assert questions(f"{page}?standing=all") <= few[0]
    assert questions(OVERVIEW) == few[1]


def test_a_gathering_is_made_to_count_for_what_is_required_already() -> None:
    asked, other, fenna = required(planned()), planned(title="Inhaaltraining"), at_desk("fenna")
    fenna.post(of(other, "telt/"), {"requirements": [asked.pk]})
    assert "Inhaaltraining" in text_of(fenna, f"{OVERVIEW}{asked.pk}/")
    wrong = fenna.post(of(other, "telt/"), {"requirements": ["999999"]})
    assert wrong.status_code == 200
    assert Occasion.objects.filter(gathering=other).exists()
    fenna.post(of(other, "telt/"), {})
    assert not Occasion.objects.filter(gathering=other).exists()
