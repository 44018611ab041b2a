"""What becomes of a case another one goes on for: who goes on with it, and what its reporter hears.

Ivo handles cases here and stands on no roster: he holds what he was given alone.
"""

import pytest
from django.urls import reverse
from tests.desk import with_open_vault
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import queries as vault
from rechtop.overview.handover import queries as handover
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.cases import closing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case, Guest
from rechtop.work.cases.states import State
from rechtop.work.protection.forms import Write
from rechtop.work.triage import queries
from rechtop.work.triage.models import CaseLink
from rechtop.work.triage.tests.test_triage import letter, merge

pytestmark = pytest.mark.django_db

TOLD = "Ook de melder van een zaak die in deze opging, moet de uitkomst horen."


@pytest.fixture(autouse=True)
def _ivo_handles() -> None:
    organisation.give_duty(person("ivo"), kind=Kind.HANDLER, from_date=clock.today(), by=COMMAND)


def handled_by(name: str) -> Case:
    case = report()
    cases.assign(case, to=person(name), by=acting("bram"))
    return case


def can_open(name: str, case: Case) -> bool:
    return person(name).pk in vault.people_with_key(case.pk)


def closing_page(name: str, case: Case) -> str:
    page = with_open_vault(name).get(f"/desk/zaken/{case.number}/afsluiten/")
    assert page.status_code == 200
    return page.content.decode()


def test_who_handles_the_other_case_can_open_a_merged_one_and_is_told_of_it(settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_HOST = "post.example"
    goes_on, case = handled_by("ivo"), report()
    assert not can_open("ivo", case)
    before = Outgoing.objects.count()
    merge(case, goes_on)
    assert can_open("ivo", case)
    waiting = handover.handed_over_to(acting("ivo")).get()
    assert (waiting.case, waiting.giver.name) == (case, "Bram Bakker")
    assert Outgoing.objects.count() == before + 1
    assert [one.case for one in queries.others(goes_on, acting("ivo"))] == [case]


def test_who_merges_into_their_own_case_or_one_that_nobody_handles_tells_nobody(settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_HOST = "post.example"
    for goes_on in (handled_by("bram"), report()):
        before, case = Outgoing.objects.count(), report()
        merge(case, goes_on)
        assert case.state == State.CLOSED
        assert Outgoing.objects.count() == before
    assert not can_open("ivo", case)


def test_what_went_into_a_case_before_goes_along_to_who_handles_the_next() -> None:
    first, second, third = report(), report(), handled_by("ivo")
    merge(first, second)
    merge(second, third)
    assert can_open("ivo", first)
    assert can_open("ivo", second)
    assert TOLD in closing_page("ivo", third)
    closing.reopen(second, reason="Het is toch iets anders.", by=acting("bram"))
    assert queries.gone_into(third, acting("bram")) == []
    assert queries.gone_into(second, acting("bram")) == [first]


def _duty_ended(case: Case, goes_on: Case) -> None:
    Duty.objects.filter(person=person("ivo"), kind=Kind.HANDLER).update(until_date=clock.today())


def _investigates(case: Case, goes_on: Case) -> None:
    cases.hand_over(case, to=person("ivo"), reason="x", keeps=True, by=acting("bram"))
    Guest.objects.create(case=case, person=person("ivo"))


@pytest.mark.parametrize("befalls", [_duty_ended, _investigates])
def test_where_who_handles_the_other_may_not_have_a_case_nothing_is_merged_and_it_is_said(
    befalls,  # type: ignore[no-untyped-def]
) -> None:
    goes_on, case = handled_by("ivo"), report()
    befalls(case, goes_on)
    sent = {"number": goes_on.number, "types": ["financial"], "message": "Dit schreef ik."}
    bram, page = with_open_vault("bram"), f"/desk/zaken/{case.number}/samenvoegen/"
    refused = bram.post(page, {**sent, "regime": "zakelijk", "once": "a"}).content.decode()
    assert "Kies daar eerst een andere behandelaar" in refused
    assert "Dit schreef ik." in refused
    case.refresh_from_db()
    assert (case.state, CaseLink.objects.count()) == (State.RECEIVED, 0)
    with pytest.raises(Invalid):
        merge(case, goes_on)
    cases.assign(goes_on, to=person("fenna"), by=acting("bram"))
    merge(case, goes_on)
    assert case.state == State.CLOSED


def test_who_closes_a_case_is_told_whose_reporters_must_hear_the_outcome_too() -> None:
    goes_on, case, by_letter, alone = handled_by("ivo"), report(), letter(), report()
    merge(case, goes_on)
    told = closing.Told(why_not="De brief was anoniem.")
    merge(by_letter, goes_on, message="", told=told)
    page = closing_page("ivo", goes_on)
    assert TOLD in page
    write = reverse("cases:write", args=[case.number])
    assert f'<a href="{write}">Schrijf de melder van zaak {case.number}.</a>' in page
    assert f"Zaak {by_letter.number}: deze melder heeft geen postvak." in page
    assert with_open_vault("ivo").get(write).status_code == 200
    assert TOLD not in closing_page("bram", alone)


def test_who_cannot_open_a_merged_case_is_not_told_of_it_when_the_other_closes() -> None:
    goes_on, case = report(), report()
    merge(case, goes_on)
    cases.assign(goes_on, to=person("ivo"), by=acting("bram"))
    page = closing_page("ivo", goes_on)
    assert case.number not in page
    assert TOLD not in page
    assert case.number in closing_page("bram", goes_on)


def test_what_one_cannot_open_of_what_went_into_a_case_keeps_nobody_from_merging_it() -> None:
    first, second, third = report(), report(), handled_by("ivo")
    merge(first, second)
    concerned = {"name": "Fenna", "description": "", "person": person("fenna")}
    cases.name_person_concerned(first, **concerned, by=acting("bram"))
    merge(second, third, by="fenna")
    assert [one.case for one in handover.handed_over_to(acting("ivo"))] == [second]


def test_before_merging_what_went_into_a_case_is_no_thing_that_stops() -> None:
    goes_on, case = report(), report()
    merge(case, goes_on)
    page = with_open_vault("bram").get(f"/desk/zaken/{goes_on.number}/samenvoegen/")
    assert TOLD not in page.content.decode()


def test_a_reporter_whose_case_was_merged_is_not_written_that_they_heard_the_outcome() -> None:
    assert "uitkomst" not in str(Write()["text"])
