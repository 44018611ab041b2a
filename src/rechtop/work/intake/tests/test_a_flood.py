"""When many send at once: who comes too late is asked to come again, and loses nothing."""

import pytest
from django.test import Client

from rechtop.ground.ui.turns import Turns
from rechtop.work.cases.models import Case
from rechtop.work.intake.tests.test_the_way_of_a_reporter import send, words_in, write
from rechtop.work.intake.views import public

pytestmark = pytest.mark.django_db


def test_who_sends_while_too_many_do_keeps_what_was_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anna, before = Client(), Case.objects.count()
    write(anna)
    with monkeypatch.context() as flood:
        flood.setattr(public, "_sending", Turns(0))
        answer = anna.post("/formulier/4/")
        page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "uw melding is nog niet verstuurd" in page
    assert "Er is een reis betaald." in page
    assert Case.objects.count() == before
    assert len(send(anna)) == 7
    assert Case.objects.count() == before + 1


def test_who_sent_already_sees_the_words_in_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    anna = Client()
    write(anna)
    seven = send(anna)
    monkeypatch.setattr(public, "_sending", Turns(0))
    assert anna.post("/formulier/4/")["Location"] == "/formulier/5/"
    assert words_in(anna) == seven
