"""What becomes of a case another one goes on for: who goes on with it, and what its reporter hears.

Ivo handles cases here and stands on no roster: he holds what he was given alone.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.desk import with_open_vault
from tests.people import acting, person, report
from tests.together import together

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import SealedFile
from rechtop.overview.handover import operations as portions
from rechtop.overview.handover import queries as handover
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.cases import closing, publishing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case, Guest
from rechtop.work.cases.states import State
from rechtop.work.cases.tests.test_dossiers import TEXTS
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


def name_concerned(case: Case, name: str) -> None:
    told = {"name": name, "description": "", "person": person(name)}
    cases.name_person_concerned(case, **told, by=acting("bram"))


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


def _assign(case: Case) -> None:
    cases.assign(case, to=person("ivo"), by=acting("bram"))


def _hand_over(case: Case) -> None:
    cases.hand_over(case, to=person("ivo"), reason="Verlof.", keeps=True, by=acting("bram"))


def _hand_over_a_portion(case: Case) -> None:
    told = {"to": person("ivo"), "reason": "Verlof.", "keeps": False, "by": acting("bram")}
    portions.hand_over(portions.give_case, [case], **told)


@pytest.mark.parametrize("give", [_assign, _hand_over, _hand_over_a_portion])
def test_who_is_given_the_other_case_later_gets_what_went_into_it_too_and_is_told(
    give,  # type: ignore[no-untyped-def]
) -> None:
    first, second, goes_on = report(), report(), handled_by("bram")
    merge(first, second)
    merge(second, goes_on)
    give(goes_on)
    assert can_open("ivo", first)
    assert can_open("ivo", second)
    waiting = {one.case for one in handover.handed_over_to(acting("ivo"))}
    assert {first, second} <= waiting
    assert TOLD in closing_page("ivo", goes_on)
    noted = Entry.objects.filter(action="triage.given_along").values_list(
        "object_number", flat=True
    )
    assert {*noted} == {first.pk, second.pk}


def test_who_has_what_went_into_a_case_is_not_told_of_it_anew() -> None:
    goes_on, case = handled_by("bram"), report()
    merge(case, goes_on)
    cases.assign(goes_on, to=person("fenna"), by=acting("bram"))
    assert not handover.handed_over_to(acting("fenna")).exists()


def test_what_who_gives_a_case_does_not_handle_of_what_went_into_it_stays_behind() -> None:
    goes_on, let_go, investigated = report(), report(), report()
    merge(let_go, goes_on)
    merge(investigated, goes_on)
    told = {"to": person("fenna"), "reason": "Verlof.", "keeps": False}
    cases.hand_over(let_go, **told, by=acting("bram"))
    Guest.objects.create(case=investigated, person=person("bram"))
    cases.assign(goes_on, to=person("ivo"), by=acting("bram"))
    assert can_open("ivo", goes_on)
    assert not can_open("ivo", let_go)
    assert not can_open("ivo", investigated)


def test_who_gives_a_case_while_a_colleague_works_on_what_went_into_it_is_told() -> None:
    with together() as two:  # in the case of the example
        [case] = Case.objects.order_by("pk")[:1]
        lock = Case.objects.select_for_update().filter(pk=case.pk)

        def gives() -> None:
            with transaction.atomic():
                queries.hold([case], field="to")

        held, refused = two.at_once(lock.get, gives)
        assert held == case
        assert isinstance(refused, Invalid)
        assert "Een collega werkt net aan een zaak die in deze opging." in str(refused)


def test_who_may_not_have_a_merged_case_gets_the_other_and_is_told_nothing_of_it() -> None:
    goes_on, case = report(), report()
    name_concerned(case, "ivo")
    merge(case, goes_on)
    cases.assign(goes_on, to=person("ivo"), by=acting("bram"))
    assert not can_open("ivo", case)
    assert not handover.handed_over_to(acting("ivo")).exists()
    page = closing_page("ivo", goes_on)
    assert case.number not in page
    assert TOLD not in page
    assert case.number in closing_page("bram", goes_on)


def test_what_one_cannot_open_of_what_went_into_a_case_keeps_nobody_from_merging_it() -> None:
    first, second, third = report(), report(), handled_by("ivo")
    merge(first, second)
    name_concerned(first, "fenna")
    merge(second, third, by="fenna")
    assert [one.case for one in handover.handed_over_to(acting("ivo"))] == [second]


def test_who_merges_a_case_gives_nothing_along_that_they_only_investigate() -> None:
    first, second, third = report(), report(), handled_by("ivo")
    merge(first, second)
    Guest.objects.create(case=first, person=person("fenna"))
    merge(second, third, by="fenna")
    assert can_open("ivo", second)
    assert not can_open("ivo", first)


def test_a_merged_case_with_a_damaged_file_goes_along_whole_or_not_at_all() -> None:
    goes_on, case = report(), report()
    merge(case, goes_on)
    row = publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=acting("bram"))
    SealedFile.objects.filter(pk=row.file).update(header=b"kapot")
    cases.assign(goes_on, to=person("ivo"), by=acting("bram"))
    assert can_open("ivo", goes_on)
    assert not can_open("ivo", case)
    assert not handover.handed_over_to(acting("ivo")).exists()


def test_who_is_named_after_the_merging_reads_what_went_into_the_case_no_more_either() -> None:
    first, second, third = report(), report(), report()
    merge(first, second)
    merge(second, third)
    assert all(can_open("fenna", one) for one in (first, second, third))
    name_concerned(third, "fenna")
    assert not any(can_open("fenna", one) for one in (first, second, third))
    assert all(can_open("bram", one) for one in (first, second, third))


def test_a_case_that_is_referred_past_its_team_takes_what_went_into_it_from_them_too() -> None:
    case, goes_on = report(), handled_by("bram")
    merge(case, goes_on)
    team = {"position": "integrity-team", "reason": "Dit gaat over ons."}
    cases.refer(goes_on, **team, by=acting("bram"))
    for one in (goes_on, case):
        assert [name for name in ("bram", "fenna", "gijs") if can_open(name, one)] == ["gijs"]


def test_before_merging_what_went_into_a_case_is_no_thing_that_stops() -> None:
    goes_on, case = report(), report()
    merge(case, goes_on)
    page = with_open_vault("bram").get(f"/desk/zaken/{goes_on.number}/samenvoegen/")
    assert TOLD not in page.content.decode()


def test_a_reporter_whose_case_was_merged_is_not_written_that_they_heard_the_outcome() -> None:
    assert "uitkomst" not in str(Write()["text"])


def test_the_mailbox_of_a_merged_report_says_so_and_names_no_outcome_nor_the_other_case() -> None:
    seven, anna, goes_on = words.draw(), Client(), report()
    case = report(seven=seven)
    merge(case, goes_on)
    anna.post("/inzien/", {"words": " ".join(seven)})
    page = anna.get("/inzien/postvak/").content.decode()
    assert "samengevoegd met een andere zaak" in page
    assert "Onze terugkoppeling" in page
    assert "uitkomst" not in page
    assert goes_on.number not in page


def test_a_merging_that_is_sent_twice_happens_once_and_says_so() -> None:
    goes_on, case, bram = report(), report(), with_open_vault("bram")
    sent = {"number": goes_on.number, "types": ["financial"], "message": "Wij gaan verder."}
    sent |= {"regime": "zakelijk", "once": "een"}
    address = f"/desk/zaken/{case.number}/samenvoegen/"
    first, second = (bram.post(address, sent, follow=True) for _time in range(2))
    assert "De zaken zijn samengevoegd." in first.content.decode()
    assert "Dit is al verstuurd." in second.content.decode()
    assert first.redirect_chain == second.redirect_chain
