"""A reporter takes messages out of their own view; the file keeps them."""

import re

import pytest
from django.test import Client
from tests.people import acting, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import words
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db

SECRET = "Kom morgen naar kamer twaalf"


def anna_with_a_message() -> tuple[Client, Case]:
    seven, anna = words.draw(), Client()
    case = report(seven=seven)
    cases.acknowledge(case, on=case.day_received, message="Uw melding is binnen", by=acting("bram"))
    cases.write_as_reporter(case, text=SECRET, by=reporter(seven))
    anna.post("/inzien/", {"words": " ".join(seven)})
    return anna, case


def choices(page: str) -> list[str]:
    return re.findall(r'name="away" value="([^"]+)"', page)


def test_what_was_taken_out_of_view_stays_in_the_file_and_can_come_back() -> None:
    anna, case = anna_with_a_message()
    offered = anna.get("/inzien/beeld/").content.decode()
    assert SECRET in offered
    newest = choices(offered)[0]
    assert anna.post("/inzien/beeld/", {"away": [newest]})["Location"] == "/inzien/postvak/"
    page = anna.get("/inzien/postvak/").content.decode()
    assert SECRET not in page
    assert "Uw melding is binnen" in page
    assert "U haalde 1 bericht uit beeld." in page
    proofs = anna.get("/inzien/bewijs/").content.decode()
    assert "/inzien/bewijs/2/kopie/" in proofs  # our own, under the number it always had
    assert "/inzien/bewijs/3/" not in proofs
    assert anna.get("/inzien/bewijs/3/kopie/").status_code == 404
    opened = cases.open_case(case, by=acting("bram"))
    assert SECRET in [item.content.get("text") for item in opened.items]
    anna.post("/inzien/beeld/", {})
    assert SECRET in anna.get("/inzien/bewijs/3/kopie/").content.decode()
    assert SECRET in anna.get("/inzien/postvak/").content.decode()


def test_who_handles_the_case_does_not_see_what_the_reporter_put_out_of_view() -> None:
    anna, _case = anna_with_a_message()
    anna.post("/inzien/beeld/", {"away": choices(anna.get("/inzien/beeld/").content.decode())})
    trail = Entry.objects.filter(action="case.view_tidied")
    assert trail.count() == 1
    assert trail[0].at.astimezone().minute == 0, "the day alone"


def test_the_reporter_cannot_take_away_what_is_not_theirs() -> None:
    anna, _case = anna_with_a_message()
    answer = anna.post("/inzien/beeld/", {"away": ["00000000-0000-4000-8000-000000000000"]})
    assert answer.status_code == 200
    assert "away" in answer.content.decode()


def test_without_words_there_is_nothing_to_take_away() -> None:
    assert Client().get("/inzien/beeld/")["Location"] == "/inzien/"
    assert Client().post("/inzien/beeld/", {"away": []}).status_code in (302, 403)
