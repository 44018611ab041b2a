"""Nothing waits with nobody: another decides or investigates, and goes on where it was."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest
from tests.desk import asked_for, with_open_vault
from tests.people import acting, person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files
from rechtop.ground.vault.models import SealedFile, SealedKey
from rechtop.people.organisation.models import Duty
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case, Guest
from rechtop.work.investigations import operations, queries
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.states import Bureau, Standing
from rechtop.work.investigations.tests.test_deciding import (
    again,
    asked,
    holds,
    ordered,
    running,
    signed,
)
from rechtop.work.investigations.tests.test_drafts import sent, typed
from rechtop.work.investigations.tests.test_hearing import heard, said

pytestmark = pytest.mark.django_db


def take_key(case: Case, name: str) -> None:
    SealedKey.objects.filter(file=case.pk, recipient__holder__bearer=person(name).pk).delete()


def end_duty(name: str, kind: str) -> None:
    Duty.objects.filter(person=person(name), kind=kind).update(
        until_date=clock.today() - datetime.timedelta(days=1)
    )


def fenna_can(case: Case) -> None:
    """Let Fenna investigate; of this case she has no key."""
    cases.hand_over(case, to=person("bram"), reason="", keeps=False, by=acting("fenna"))
    Duty.objects.create(
        person=person("fenna"),
        kind="investigator",
        from_date=clock.today() - datetime.timedelta(days=9),
    )


def replaced(investigation: Investigation, **told: Any) -> Investigation:
    change = {"kind": "external", "bureau": "Bureau Y", "reason": "Ivo vertrok."}
    operations.replace_investigator(
        investigation,
        **{"investigator": person("fenna"), **change, **told},
        by=acting("bram"),
    )
    return again(investigation)


def signed_by_fenna(investigation: Investigation) -> Investigation:
    text = queries.secrecy_text()
    assert text is not None
    operations.sign_secrecy(investigation, shown=text.pk, by=acting("fenna"))
    return again(investigation)


def stuck(name: str) -> list[tuple[str, bool, bool]]:
    found: list[Any] = list(queries.stuck_with(acting(name)))
    return [(one.number, one.lacks_decider, one.lacks_investigator) for one in found]


def test_what_waits_for_who_lost_the_key_or_the_duty_comes_to_who_handles_the_case() -> None:
    undecided, unsigned, under_way = asked(), ordered(), running()
    assert stuck("bram") == []
    take_key(undecided.case, "gijs")
    end_duty("ivo", "investigator")
    assert stuck("bram") == [
        (undecided.number, True, False),
        (unsigned.number, False, True),
        (under_way.number, False, True),
    ]
    assert stuck("fenna") == []  # Bram handles them
    assert stuck("gijs") == []
    home = with_open_vault("bram").get("/desk/").content.decode()
    assert "Onderzoek dat stilligt" in home
    assert f"/desk/onderzoeken/{undecided.number}/beslisser/" in home
    assert f"/desk/onderzoeken/{under_way.number}/onderzoeker/" in home
    page = with_open_vault("bram").get(f"/desk/onderzoeken/{under_way.number}/").content.decode()
    assert "De onderzoeker kan nu niet verder" in page
    assert "Wie over dit onderzoek beslist" not in page


def test_who_investigates_without_a_key_is_stuck_and_who_left_decides_no_more() -> None:
    investigation = running()
    take_key(investigation.case, "ivo")
    assert stuck("bram") == [(investigation.number, False, True)]
    gijs = person("gijs")
    gijs.is_active = False
    gijs.save()
    assert stuck("bram") == [(investigation.number, True, True)]


def test_what_nobody_handles_any_more_comes_to_everybody_who_holds_it_but_the_investigator() -> (
    None
):
    investigation = running()
    take_key(investigation.case, "gijs")
    assert stuck("fenna") == []
    Case.objects.filter(pk=investigation.case_id).update(handler=person("eva"))
    assert stuck("fenna") == stuck("bram") == [(investigation.number, True, False)]
    assert stuck("ivo") == []


def test_home_asks_as_much_of_four_investigations_that_are_stuck_as_of_one() -> None:
    take_key(asked().case, "gijs")
    bram = with_open_vault("bram")
    once = asked_for(bram, "/desk/")
    for _one in range(3):
        take_key(asked().case, "gijs")
    more = Counter(asked_for(bram, "/desk/")) - Counter(once)
    assert not more


def test_another_goes_on_with_the_same_investigation_after_signing_and_reads_what_there_is() -> (
    None
):
    investigation = running()
    statement = said(investigation, heard(investigation), "Ik zag het zelf.")
    fenna_can(investigation.case)
    version = SealedFile.objects.get(pk=investigation.case_id).version
    investigation = replaced(investigation)
    assert (investigation.state, investigation.done_by) == (Standing.ORDERED, Bureau.EXTERNAL)
    assert investigation.signed_on is None
    assert not holds("ivo", investigation.case)
    assert not holds("fenna", investigation.case)
    assert SealedFile.objects.get(pk=investigation.case_id).version > version
    with pytest.raises(files.NoKey):
        queries.opened(investigation, acting("ivo"))
    with pytest.raises(Refused):
        operations.give_key(investigation, by=acting("bram"))
    investigation = signed_by_fenna(investigation)
    operations.give_key(investigation, by=acting("bram"))
    investigation = again(investigation)
    assert investigation.state == Standing.RUNNING
    assert Guest.objects.get().person == person("fenna")
    told = queries.opened(investigation, acting("fenna"))
    found = told.find("statement", statement)
    assert found is not None
    assert found.content["text"] == "Ik zag het zelf."
    assert told.newest("ordered")["question"] == "Is de opdracht eerlijk gegund?"
    assert told.newest("ordered")["bureau"] == "Bureau Y"


def test_who_has_a_draft_reacts_to_it_while_another_takes_over_and_the_draft_stays_out() -> None:
    investigation, seven = running(), words.draw()
    draft = sent(investigation, seven)
    fenna_can(investigation.case)
    investigation = replaced(again(investigation))
    assert typed(seven).post("/brief/lezen/", {"text": "Nee."}).status_code == 302
    draft.refresh_from_db()
    assert draft.reacted_on == clock.today()
    operations.give_key(signed_by_fenna(investigation), by=acting("bram"))
    assert again(investigation).state == Standing.DRAFT


def test_an_investigation_is_not_taken_over_without_a_reason_by_oneself_or_by_who_decides() -> None:
    investigation = running()
    fenna_can(investigation.case)
    for told, field in (
        ({"reason": " "}, "reason"),
        ({"investigator": person("gijs")}, "investigator"),
        ({"investigator": person("bram")}, "investigator"),
        ({"investigator": person("eva")}, "investigator"),
    ):
        with pytest.raises(Invalid) as error:
            replaced(investigation, **told)
        assert list(error.value.message_dict) == [field]
    with pytest.raises(Refused, match="Dit doet wie de zaak behandelt"):
        operations.replace_investigator(
            investigation,
            investigator=person("fenna"),
            kind="internal",
            bureau="",
            reason="Ik wil niet meer.",
            by=acting("ivo"),
        )
    assert holds("ivo", investigation.case)
    assert again(investigation).state == Standing.RUNNING


def test_the_page_lets_another_investigate_and_tells_how_it_went() -> None:
    investigation = signed()
    fenna_can(investigation.case)
    bram, way = with_open_vault("bram"), f"/desk/onderzoeken/{investigation.number}/"
    assert f"{way}onderzoeker/" in bram.get(way).content.decode()
    assert "Bureau X" in bram.get(f"{way}onderzoeker/").content.decode()
    wrong = {"kind": "external", "bureau": "", "reason": "Ivo is ziek.", "once": "een"}
    answer = bram.post(f"{way}onderzoeker/", {**wrong, "investigator": person("fenna").pk})
    assert "Vul de naam van het bureau in." in answer.content.decode()
    assert "Ivo is ziek." in answer.content.decode()
    right = {**wrong, "kind": "internal", "investigator": person("fenna").pk}
    assert bram.post(f"{way}onderzoeker/", right).status_code == 302
    page = bram.get(way).content.decode()
    assert "Een ander onderzoekt nu: Fenna de Vries" in page
    assert "Ivo is ziek." in page
    of_case = bram.get(f"/desk/zaken/{investigation.case.number}/").content.decode()
    assert "Een ander onderzoekt nu: Fenna de Vries" in of_case
    assert again(investigation).done_by == Bureau.INTERNAL


def name(case: Case, first_name: str) -> None:
    """Let Bram find that a case is about someone too."""
    cases.name_person_concerned(
        case, name="Een collega", description="", person=person(first_name), by=acting("bram")
    )


@pytest.mark.parametrize("begin", [ordered, signed])
def test_who_was_asked_to_investigate_and_turns_out_to_be_concerned_sees_nothing_of_it_any_more(
    begin: Any,
) -> None:
    investigation = begin()
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/"
    pages = ("/desk/", "/desk/onderzoeken/")
    if begin is ordered:  # who signed waits for others
        assert way in ivo.get("/desk/").content.decode()
    assert way in ivo.get("/desk/onderzoeken/").content.decode()
    name(investigation.case, "ivo")
    assert list(queries.concerning(acting("ivo"))) == []
    for page in pages:
        assert way not in ivo.get(page).content.decode(), page
    for page in (way, f"{way}verklaring/"):
        assert ivo.get(page).status_code == 404, page
    left = again(investigation)
    assert (left.state, left.investigator, left.signed_on) == (Standing.ORDERED, None, None)
    assert stuck("bram") == [(investigation.number, False, True)]
    page = with_open_vault("bram").get(f"/desk/onderzoeken/{investigation.number}/")
    assert "De onderzoeker kan nu niet verder" in page.content.decode()
    assert Entry.objects.filter(action="investigation.work_taken").count() == 1


def test_after_who_turned_out_to_be_concerned_another_signs_and_goes_on() -> None:
    investigation = signed()
    fenna_can(investigation.case)
    name(investigation.case, "ivo")
    investigation = signed_by_fenna(replaced(again(investigation), reason="Een ander kan dit."))
    operations.give_key(investigation, by=acting("bram"))
    assert again(investigation).state == Standing.RUNNING


def test_who_was_asked_to_decide_and_turns_out_to_be_concerned_is_asked_no_more() -> None:
    investigation = asked()
    name(investigation.case, "gijs")
    assert list(queries.concerning(acting("gijs"))) == []
    assert again(investigation).decider is None
    assert stuck("bram") == [(investigation.number, True, False)]
    bram = with_open_vault("bram")
    page = bram.get(f"/desk/onderzoeken/{investigation.number}/").content.decode()
    assert "Kies een ander om te beslissen" in page


def test_someone_else_who_is_concerned_takes_no_investigation_from_who_does_it() -> None:
    investigation = signed()
    name(investigation.case, "eva")
    left = again(investigation)
    assert (left.state, left.investigator) == (Standing.SWORN, person("ivo"))
    assert stuck("bram") == []


def test_who_does_it_and_can_go_on_is_no_other_and_keeps_the_key() -> None:
    investigation = running()
    with pytest.raises(Invalid, match="onderzoekt al"):
        replaced(investigation, investigator=person("ivo"))
    with pytest.raises(Invalid, match="beslist al"):
        operations.choose_decider(
            investigation, decider=person("gijs"), text="x", by=acting("bram")
        )
    assert holds("ivo", investigation.case)
    assert again(investigation).state == Standing.RUNNING
    bram, way = with_open_vault("bram"), f"/desk/onderzoeken/{investigation.number}/"
    assert "Ivo Idrissi" not in bram.get(f"{way}onderzoeker/").content.decode()
    assert "Gijs Groen" not in bram.get(f"{way}beslisser/").content.decode()


def test_who_lost_the_key_can_be_asked_again() -> None:
    investigation = running()
    for name_of_one in ("ivo", "gijs"):
        take_key(investigation.case, name_of_one)
    operations.choose_decider(investigation, decider=person("gijs"), text="x", by=acting("bram"))
    assert holds("gijs", investigation.case)
    investigation = replaced(again(investigation), investigator=person("ivo"))
    assert (investigation.state, investigation.investigator) == (Standing.ORDERED, person("ivo"))
