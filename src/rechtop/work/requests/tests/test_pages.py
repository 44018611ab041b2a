"""The pages of a round: each sees their own, nothing typed is lost, and many cost as one."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, with_open_vault
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.numbers import random_number
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit
from rechtop.work.cases.models import REQUEST_ROUND, Case
from rechtop.work.requests import operations
from rechtop.work.requests.models import Request, Round, Tally
from rechtop.work.requests.states import Answer, quarter_of

pytestmark = pytest.mark.django_db

HANDLED = {
    "day_day": "",
    "day_month": "",
    "day_year": "",
    "period": "In de zomer",
    "types": ["improper-use"],
    "what": "Een bus ging mee op vakantie.",
    "did": "Een gesprek gevoerd.",
    "outcome": "De kosten zijn betaald.",
    "who": "",
    "once": "a-drawing",
}


@pytest.fixture
def running() -> Round:
    due_on = clock.today() + datetime.timedelta(days=21)
    return operations.open_round(over=quarter_of(), due_on=due_on, by=acting("fenna"))


def number_of(name: str) -> str:
    return Request.objects.get(person=person(name)).number


def hand_in(client: Client, number: str, **changed: Any) -> Any:
    return client.post(f"/desk/uitvraag/mijn/{number}/afgehandeld/", {**HANDLED, **changed})


def texts(answer: Any) -> str:
    return answer.content.decode()


def shown(answer: Any) -> str:
    """Give a page without what is drawn anew for each."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", texts(answer))


def test_who_is_no_manager_finds_nothing_and_a_manager_finds_their_own(running: Round) -> None:
    daan, number = at_desk("daan"), number_of("daan")
    assert daan.get("/desk/uitvraag/mijn/").status_code == 200
    own = [f"/desk/uitvraag/mijn/{number}/{page}/" for page in ("antwoord", "afgehandeld")]
    of_coordinator = [
        "/desk/uitvraag/",
        "/desk/uitvraag/beginnen/",
        "/desk/uitvraag/vraag/",
        f"/desk/uitvraag/{running.year}/{running.quarter}/",
        f"/desk/uitvraag/{running.year}/{running.quarter}/werkblad/",
        f"/desk/uitvraag/vragen/{number}/vervalt/",
    ]
    for name in ("eva", "bram", "nadia"):
        client = at_desk(name)
        for address in own:
            assert client.post(address, {"answer": "nothing"}).status_code == 404, (name, address)
    for name in ("eva", "bram", "daan"):
        client = at_desk(name)
        for address in of_coordinator:
            assert client.get(address).status_code == 404, (name, address)
    assert Request.objects.get(number=number).answer == ""


def test_one_click_on_the_desk_answers(running: Round) -> None:
    daan = at_desk("daan")
    assert "Nee, ik weet van niets" in texts(daan.get("/desk/"))
    address = f"/desk/uitvraag/mijn/{number_of('daan')}/antwoord/"
    for _click in range(2):
        done = daan.post(address, {"answer": "nothing", "shown": ""}, follow=True)
        assert "Uw antwoord is bewaard" in texts(done)
    assert "Nee, ik weet van niets" not in texts(daan.get("/desk/"))
    stale = daan.post(address, {"answer": "reporting", "shown": ""}, follow=True)
    assert "U hebt intussen al geantwoord" in texts(stale)
    nonsense = daan.post(address, {"answer": "handled", "shown": "nothing"}, follow=True)
    assert "Kies een van de antwoorden" in texts(nonsense)
    leads = daan.post(address, {"answer": "reporting", "shown": "nothing"})
    assert leads["Location"] == "/desk/uitvraag/mijn/melden/"


def test_what_is_sent_twice_is_handed_in_once(running: Round) -> None:
    nadia, number = at_desk("nadia"), number_of("nadia")
    for _click in range(2):
        assert hand_in(nadia, number).status_code == 302
    assert Case.objects.filter(channel=REQUEST_ROUND).count() == 1
    assert Request.objects.get(number=number).answer == Answer.HANDLED


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"day_day": "31", "day_month": "2", "day_year": "2026"}, "Deze datum bestaat niet"),
        ({"day_day": "1", "day_month": "1", "day_year": "2099"}, "Deze dag ligt in de toekomst"),
        ({"period": ""}, "Vul een dag in, of hieronder een periode"),
        ({"types": []}, "Kies minstens één soort schending"),
        ({"types": ["none"]}, "Selecteer een geldige keuze"),
        ({"who": "Het was Bakker"}, "U noemt een naam die lijkt op Bram Bakker"),
        ({"about": ["999999"]}, "Selecteer een geldige keuze"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(
    running: Round, changed: dict[str, Any], told: str
) -> None:
    page = texts(hand_in(at_desk("nadia"), number_of("nadia"), **changed))
    assert told in page
    assert HANDLED["what"] in page
    assert not Case.objects.filter(channel=REQUEST_ROUND).exists()
    assert Request.objects.get(number=number_of("nadia")).answer == ""


def test_a_round_that_closed_meanwhile_loses_nothing_that_was_typed(running: Round) -> None:
    nadia, number = at_desk("nadia"), number_of("nadia")
    operations.close(running, by=acting("fenna"))
    page = texts(hand_in(nadia, number))
    assert "Deze uitvraag is gesloten." in page
    again = nadia.get(f"/desk/uitvraag/mijn/{number}/afgehandeld/", follow=True)
    assert "Deze uitvraag is gesloten." in texts(again)
    assert HANDLED["what"] in page
    assert not Case.objects.filter(channel=REQUEST_ROUND).exists()


def test_the_words_of_a_manager_stand_nowhere_in_the_clear(running: Round) -> None:
    hand_in(at_desk("nadia"), number_of("nadia"), who="Een kwart appeltaart")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text ILIKE %s', ["%appeltaart%"]
            )
            assert cursor.fetchone() == (0,), table


def test_the_coordinator_reads_that_there_is_an_answer_and_not_which(running: Round) -> None:
    fenna = at_desk("fenna")
    address = f"/desk/uitvraag/{running.year}/{running.quarter}/"
    number = number_of("nadia")
    operations.answer(
        Request.objects.get(number=number), answer=Answer.NOTHING, shown="", by=acting("nadia")
    )
    after_no = shown(fenna.get(address))
    hand_in(at_desk("nadia"), number, about=[str(person("fenna").pk)])
    assert shown(fenna.get(address)) == after_no
    sheet = openpyxl.load_workbook(io.BytesIO(fenna.get(f"{address}werkblad/").content))
    told = str([[cell.value for cell in row] for page in sheet for row in page.rows])
    assert "Nadia Noor" in told
    assert "afgehandeld" not in told


def test_nonsense_in_the_address_filters_nothing(running: Round) -> None:
    fenna = at_desk("fenna")
    address = f"/desk/uitvraag/{running.year}/{running.quarter}/"
    for query in ("state=kaas", "department=0", "department=\0", "na=kaas", "voor=%00"):
        page = texts(fenna.get(f"{address}?{query}"))
        assert "Daan Dekker" in page, query
    assert "Daan Dekker" not in texts(fenna.get(f"{address}?state=answered"))
    one = Unit.objects.get(name="Directie Concernzaken").pk
    page = texts(fenna.get(f"{address}?department={one}"))
    assert "Petra Post" in page
    assert "Daan Dekker" not in page


def test_a_round_of_many_asks_the_database_as_often_as_one_of_few(running: Round) -> None:
    fenna = at_desk("fenna")
    addresses = ["/desk/uitvraag/", f"/desk/uitvraag/{running.year}/{running.quarter}/"]
    few = [asked_of(fenna, address) for address in addresses]
    unit = Unit.objects.get(name="Bureau Vergunningen")
    crowd = Person.objects.bulk_create(
        Person(name=f"Chef {n}", sort_name=f"chef {n}", email=f"chef{n}@voorbeeld.example")
        for n in range(60)
    )
    Request.objects.bulk_create(
        Request(number=random_number(), round=running, person=one, unit=unit, department=unit)
        for one in crowd
    )
    Tally.objects.create(round=running, department=unit, asked=60)
    assert [asked_of(fenna, address) for address in addresses] == few
    page = texts(fenna.get(addresses[1]))
    assert "Volgende" in page
    assert page.count("Laat vervallen<") == 25


def asked_of(client: Client, address: str) -> int:
    """Count the questions to the tables of this room; others are read every few seconds."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return sum("requests_" in query["sql"] for query in asked.captured_queries)


def test_a_day_that_cannot_be_and_a_round_that_runs_are_told_on_the_page() -> None:
    fenna, bram = at_desk("fenna"), at_desk("bram")
    over = f"{quarter_of().year}-{quarter_of().number}"
    sent = {"over": over, "due_on_day": "30", "due_on_month": "2", "due_on_year": "2027"}
    page = texts(fenna.post("/desk/uitvraag/beginnen/", sent))
    assert "Deze datum bestaat niet" in page
    soon = clock.today() + datetime.timedelta(days=14)
    sent |= {
        "due_on_day": str(soon.day),
        "due_on_month": str(soon.month),
        "due_on_year": str(soon.year),
    }
    assert bram.post("/desk/uitvraag/beginnen/", sent).status_code == 404
    assert fenna.post("/desk/uitvraag/beginnen/", sent).status_code == 302
    again = texts(fenna.post("/desk/uitvraag/beginnen/", sent))
    assert "loopt nog. Sluit die eerst." in again
    assert Round.objects.count() == 1


def test_a_question_is_written_on_its_page_and_a_day_that_has_gone_refused() -> None:
    fenna, day = at_desk("fenna"), clock.today()
    sent = {"text": "Weet u iets?", "text_en": "Anything?", "help": "", "help_en": ""}
    sent |= {"valid_from_day": "1", "valid_from_month": "1", "valid_from_year": str(day.year - 1)}
    page = texts(fenna.post("/desk/uitvraag/vraag/", sent))
    assert "Kies vandaag of een latere dag." in page
    assert "Weet u iets?" in page
    sent |= {"valid_from_day": str(day.day), "valid_from_month": str(day.month)}
    sent |= {"valid_from_year": str(day.year)}
    assert fenna.post("/desk/uitvraag/vraag/", sent).status_code == 302
    assert "Weet u iets?" in texts(fenna.get("/desk/uitvraag/"))


def test_the_administrator_says_which_unit_a_manager_leads() -> None:
    hanna, eva = with_open_vault("hanna"), person("eva")
    unit, day = Unit.objects.get(name="Directie Leefomgeving"), clock.today()
    sent = {"kind": "manager", "unit": unit.pk, "until_date_day": ""}
    sent |= {"from_date_day": day.day, "from_date_month": day.month, "from_date_year": day.year}
    page = hanna.post(f"/desk/mensen/{eva.pk}/", sent, follow=True)
    assert "Directie Leefomgeving" in texts(page)
