"""Who must act in an investigation gets a mail that says nothing, and never without a key."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.ground.post import jobs
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.people.organisation.models import Duty
from rechtop.work.investigations import operations
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.tests.test_deciding import (
    ORDER,
    asked,
    handled,
    holds,
    ordered,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _can_send(settings: Any) -> None:
    settings.EMAIL_HOST = "localhost"


def mailed() -> list[str]:
    """Give who got a mail since the last time this was asked."""
    found = [post.opened(one.address).partition("@")[0] for one in Outgoing.objects.all()]
    Outgoing.objects.all().delete()
    return sorted(found)


def test_who_is_asked_to_decide_hears_that_there_is_something_and_nothing_of_the_case() -> None:
    case = handled()
    Outgoing.objects.all().delete()
    asked(case)
    Outgoing.objects.update(due_at=clock.now())
    jobs.deliver()
    [sent] = mail.outbox
    assert sent.to == ["gijs@voorbeeld.example"]
    said = str(sent.message())
    for word in (case.number, "onderzoek", "Kijk hier naar", "zaak"):
        assert word not in said


def test_who_decides_instead_hears_of_it() -> None:
    investigation = asked()
    Investigation.objects.filter(pk=investigation.pk).update(decider=None)
    mailed()
    investigation.refresh_from_db()
    operations.choose_decider(investigation, decider=person("gijs"), text="x", by=acting("bram"))
    assert mailed() == ["gijs"]


def test_who_is_to_investigate_hears_of_it_with_the_key_and_not_before() -> None:
    investigation = signed()
    assert "ivo" not in mailed()
    assert not holds("ivo", investigation.case)
    operations.give_key(investigation, by=acting("gijs"))
    assert mailed() == ["ivo"]


def test_an_order_is_mailed_to_an_investigator_who_holds_the_key_already() -> None:
    """Fenna holds it; she has the duty to investigate too."""
    investigation, fenna = asked(), person("fenna")
    Duty.objects.create(person=fenna, kind="investigator", from_date=clock.today())
    assert holds("fenna", investigation.case)
    mailed()
    operations.order(investigation, order=ORDER, investigator=fenna, by=acting("gijs"))
    assert mailed() == ["fenna"]


def test_without_a_mail_server_an_order_goes_on_all_the_same(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    assert ordered().ordered_on == clock.today()
    assert not Outgoing.objects.exists()
