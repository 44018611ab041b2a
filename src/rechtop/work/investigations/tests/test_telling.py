"""Who must act in an investigation gets a mail that says nothing: to sign, and with a key."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from tests.people import acting, person

from rechtop.ground.kernel import clock, words
from rechtop.ground.post import jobs
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.people.organisation.models import Duty
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.investigations import operations, queries, reporting
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.tests.test_deciding import (
    ORDER,
    again,
    asked,
    handled,
    holds,
    ordered,
    running,
)
from rechtop.work.investigations.tests.test_drafts import reader, sent
from rechtop.work.investigations.tests.test_hearing import heard
from rechtop.work.investigations.tests.test_outcome import conclude, final

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


def test_who_is_to_sign_hears_that_something_waits_and_again_with_the_key() -> None:
    case = handled()
    investigation = asked(case)
    mailed()
    operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))
    assert not holds("ivo", case)
    Outgoing.objects.update(due_at=clock.now())
    assert mailed() == ["bram", "ivo"]
    investigation.refresh_from_db()
    assert list(queries.waiting_for(acting("ivo"))) == [investigation]
    operations.sign_secrecy(investigation, shown=text_in_force(), by=acting("ivo"))
    assert mailed() == ["bram", "gijs"]
    operations.give_key(again(investigation), by=acting("gijs"))
    assert mailed() == ["ivo"]


def test_what_who_is_to_sign_gets_says_nothing_of_the_case() -> None:
    case = handled()
    investigation = asked(case)
    mailed()
    operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))
    Outgoing.objects.update(due_at=clock.now())
    jobs.deliver()
    by_name = {sent.to[0].partition("@")[0]: str(sent.message()) for sent in mail.outbox}
    assert sorted(by_name) == ["bram", "ivo"]
    for word in (case.number, investigation.number, "onderzoek", "zaak", ORDER.question):
        assert word not in by_name["ivo"]


def test_who_lost_the_key_meanwhile_hears_nothing_when_it_is_signed() -> None:
    case = handled()
    investigation = ordered(case)
    case.handler = person("kees")
    case.save(update_fields=["handler"])
    mailed()
    operations.sign_secrecy(again(investigation), shown=text_in_force(), by=acting("ivo"))
    assert mailed() == ["gijs"]


def test_who_may_open_a_reaction_hears_once_a_day_that_there_is_something() -> None:
    investigation, seven = running(), words.draw()
    draft = sent(investigation, seven)
    mailed()
    reporting.react(draft, text="Dat was mijn broer.", by=reader(seven))
    assert mailed() == ["bram", "ivo"]
    draft.refresh_from_db()
    reporting.react(draft, text="En hij was ziek.", by=reader(seven))
    assert mailed() == []
    draft.refresh_from_db()
    reporting.work_in(draft, text="Aangepast.", shown=2, by=acting("ivo"))
    draft.refresh_from_db()
    reporting.react(draft, text="Toch niet.", by=reader(seven))
    assert mailed() == ["bram", "ivo"]


def test_a_handler_without_a_key_hears_nothing_of_a_reaction() -> None:
    investigation, seven = running(), words.draw()
    draft = sent(investigation, seven)
    case = investigation.case
    case.handler = person("kees")
    case.save(update_fields=["handler"])
    mailed()
    reporting.react(draft, text="Nee.", by=reader(seven))
    assert mailed() == ["ivo"]


def text_in_force() -> int:
    text = queries.secrecy_text()
    assert text is not None
    return text.pk


def test_an_order_is_mailed_to_an_investigator_who_holds_the_key_already() -> None:
    """Fenna holds it; she has the duty to investigate too."""
    investigation, fenna = asked(), person("fenna")
    Duty.objects.create(person=fenna, kind="investigator", from_date=clock.today())
    assert holds("fenna", investigation.case)
    mailed()
    operations.order(investigation, order=ORDER, investigator=fenna, by=acting("gijs"))
    assert mailed() == ["bram", "fenna"]


def test_who_handles_the_case_hears_of_each_turn_it_takes_and_not_of_their_own() -> None:
    declined = asked()
    mailed()
    operations.decline(declined, reasons="Nee.", message="Nee.", by=acting("gijs"))
    assert mailed() == ["bram"]
    investigation = running()
    conclude(investigation, heard(investigation))
    mailed()
    final(investigation, "Haast.")
    assert mailed() == ["bram", "gijs"]
    operations.finish(again(investigation), reason="Haast.", by=acting("gijs"))
    assert mailed() == ["bram"]
    cases.assign(declined.case, to=person("fenna"), by=acting("bram"))
    again_asked = operations.ask(
        Case.objects.get(pk=declined.case_id), decider=person("gijs"), text="x", by=acting("fenna")
    )
    Case.objects.filter(pk=declined.case_id).update(handler=person("gijs"))
    mailed()
    operations.decline(again(again_asked), reasons="Nee.", message="Nee.", by=acting("gijs"))
    assert mailed() == []  # who decides handles it by now, and did this


def test_without_a_mail_server_an_order_goes_on_all_the_same(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    assert ordered().ordered_on == clock.today()
    assert not Outgoing.objects.exists()
