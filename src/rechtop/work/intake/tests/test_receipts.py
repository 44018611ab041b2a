"""A reporter takes along what proves the report, the answers, and an own copy of the words."""

import json

import pytest
from django.test import Client
from tests.people import acting, report

from rechtop.ground.kernel import clock, words
from rechtop.tools.proofs import queries as proofs
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db


def anna_comes_in() -> tuple[Client, Case]:
    seven, anna = words.draw(), Client()
    case = report(seven=seven)
    anna.post("/inzien/", {"words": " ".join(seven)})
    return anna, case


def test_the_mailbox_offers_a_receipt_of_each_moment() -> None:
    anna, case = anna_comes_in()
    page = anna.get("/inzien/postvak/").content.decode()
    assert "Uw bewijs" in page
    assert "Onze bevestiging" not in page
    cases.acknowledge(case, on=clock.today(), message="Wij hebben het.", by=acting("bram"))
    page = anna.get("/inzien/postvak/").content.decode()
    assert "Onze bevestiging" in page
    assert "/inzien/bewijs/2/pdf/" in page


def test_the_receipt_as_document_and_as_data_and_the_own_copy_belong_together() -> None:
    anna, case = anna_comes_in()
    document = anna.get("/inzien/bewijs/1/pdf/")
    assert document["Content-Type"] == "application/pdf"
    assert document["Content-Disposition"].startswith('attachment; filename="ontvangstbewijs-')
    assert document["Cache-Control"] == "no-store"
    receipt = proofs.read(document.content)
    assert receipt == proofs.read(anna.get("/inzien/bewijs/1/gegevens/").content)
    copy = proofs.read_copy(anna.get("/inzien/bewijs/1/kopie/").content)
    assert receipt.is_of(copy)
    assert copy.texts["what"] == "Er is een reis betaald."
    assert receipt.statement.number != case.number


def test_every_message_has_a_receipt_on_the_page_of_its_own() -> None:
    anna, _case = anna_comes_in()
    anna.post("/inzien/postvak/", {"text": "Nog iets."})
    page = anna.get("/inzien/bewijs/").content.decode()
    assert "Wat u schreef" in page
    told = json.loads(anna.get("/inzien/bewijs/2/kopie/").content)
    assert told["texts"] == {"text": "Nog iets."}, "and nothing of who wrote or reads"


def test_in_english_the_document_says_so() -> None:
    anna, _case = anna_comes_in()
    assert anna.get("/en/inzien/bewijs/1/pdf/").status_code == 200
    assert b"/Lang(en)" in anna.get("/en/inzien/bewijs/1/pdf/").content


def test_without_the_words_there_is_nothing_and_what_is_not_there_is_not_found() -> None:
    anna, _case = anna_comes_in()
    assert anna.get("/inzien/bewijs/9/pdf/").status_code == 404
    for path in ("", "1/pdf/", "1/gegevens/", "1/kopie/"):
        assert Client().get(f"/inzien/bewijs/{path}")["Location"] == "/inzien/"
