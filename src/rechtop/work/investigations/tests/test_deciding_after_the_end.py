"""What follows an investigation is decided after it ended too, by another if need be."""

from __future__ import annotations

import datetime

import pytest
from tests.desk import with_open_vault
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.people.organisation.models import Duty
from rechtop.work.cases import closing as case_closing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Guest
from rechtop.work.investigations import operations, queries, reporting, rules
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.states import Standing
from rechtop.work.investigations.tests.test_deciding import (
    again,
    asked,
    handled,
    holds,
    ordered,
    running,
)
from rechtop.work.investigations.tests.test_ending import closed, reported, way_to
from rechtop.work.investigations.tests.test_replacing import stuck, take_key
from rechtop.work.investigations.tests.test_telling import mailed

pytestmark = pytest.mark.django_db

DECIDED = "<h2>Besluiten</h2>"
TODAY = clock.today()
DAY = {"on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year}
STILL = "Beëindigd. U beslist over maatregelen en aangifte."


def ended() -> tuple[Investigation, str]:
    """Let Gijs end an investigation with a report he never said he read."""
    investigation, who = reported()
    operations.finish(investigation, reason="Hij was ziek.", by=acting("gijs"))
    return again(investigation), who


def secretary(first_name: str) -> None:
    Duty.objects.create(
        person=person(first_name),
        kind="secretary",
        from_date=clock.today() - datetime.timedelta(days=1),
    )


def leaves(first_name: str) -> None:
    one = person(first_name)
    one.is_active = False
    one.save()


def test_who_ended_it_unread_decides_on_the_page_and_bram_notes_the_objection_there() -> None:
    investigation, who = ended()
    gijs, bram, way = with_open_vault("gijs"), with_open_vault("bram"), way_to(investigation)
    page = gijs.get(way).content.decode()
    for part in (DECIDED, f"{way}maatregel/", f"{way}aangifte/"):
        assert part in page, part
    assert DECIDED not in bram.get(way).content.decode()  # nothing there, and not hers to decide
    measure = {"code": "warning", "person": who, "regime": "civil-law", "text": "Eens.", **DAY}
    assert gijs.post(f"{way}maatregel/", measure).status_code == 302
    page = bram.get(way).content.decode()
    assert "Eens." in page
    assert f"{way}bezwaar/" in page


def test_what_ended_before_anybody_began_can_still_be_reported_to_the_police() -> None:
    investigation = ordered()
    operations.finish(investigation, reason="De politie pakt dit op.", by=acting("gijs"))
    gijs, way = with_open_vault("gijs"), way_to(investigation)
    assert f"{way}aangifte/" in gijs.get(way).content.decode()


def test_while_it_runs_unread_there_is_nothing_to_decide() -> None:
    investigation, _who = reported()
    assert DECIDED not in with_open_vault("gijs").get(way_to(investigation)).content.decode()


def test_another_decides_after_the_end_when_who_decided_left(settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_HOST = "mail.example"
    investigation, who = ended()
    leaves("gijs")
    secretary("fenna")
    bram, way = with_open_vault("bram"), way_to(investigation)
    assert "kan deze zaak nu niet openen" in bram.get(way).content.decode()
    mailed()
    chosen = {"decider": person("fenna").pk, "text": "Gijs vertrok.", "once": "a"}
    assert bram.post(f"{way}beslisser/", chosen).status_code == 302
    assert mailed() == ["fenna"]
    investigation = again(investigation)
    assert (investigation.state, investigation.decider) == (Standing.FINISHED, person("fenna"))
    assert investigation.finished_on == TODAY
    assert holds("fenna", investigation.case)
    fenna = with_open_vault("fenna")
    assert STILL in fenna.get("/desk/").content.decode()
    measure = {"code": "warning", "person": who, "regime": "civil-law", "text": "Eens.", **DAY}
    assert fenna.post(f"{way}maatregel/", measure).status_code == 302
    told = queries.opened(again(investigation), acting("bram")).newest("measure")
    assert (told["code"], told["regime"], told["on"]) == ("warning", "civil-law", str(TODAY))
    assert told["author"] == person("fenna").pk
    assert STILL not in fenna.get("/desk/").content.decode()
    assert "Besluit gevraagd aan Fenna de Vries" in bram.get(way).content.decode()


def test_a_decision_on_the_police_ends_the_waiting_too_and_who_is_lost_meanwhile_is_seen() -> None:
    investigation, _who = ended()
    secretary("fenna")
    operations.choose_decider(investigation, decider=person("fenna"), text="x", by=acting("bram"))
    assert stuck("bram") == []
    take_key(investigation.case, "fenna")
    assert stuck("bram") == [(investigation.number, True, False)]
    operations.choose_decider(
        again(investigation), decider=person("fenna"), text="x", by=acting("bram")
    )
    assert list(queries.waiting_for(acting("fenna"))) == [investigation]
    reporting.decide_police(
        again(investigation), reports=False, on=TODAY, text="Nee.", by=acting("fenna")
    )
    assert list(queries.waiting_for(acting("fenna"))) == []


def test_who_may_not_decide_is_not_chosen_after_the_end_either() -> None:
    investigation, _who = ended()
    for first_name in ("ivo", "fenna"):
        secretary(first_name)
    with pytest.raises(Invalid, match="onderzoekt, beslist niet"):
        operations.choose_decider(investigation, decider=person("ivo"), text="x", by=acting("bram"))
    with pytest.raises(Invalid, match="beslist al"):
        operations.choose_decider(
            investigation, decider=person("gijs"), text="x", by=acting("bram")
        )
    cases.name_person_concerned(
        investigation.case, name="F", description="", person=person("fenna"), by=acting("bram")
    )
    with pytest.raises(Invalid, match="niet beslissen"):
        operations.choose_decider(
            investigation, decider=person("fenna"), text="x", by=acting("bram")
        )
    form = with_open_vault("bram").get(f"{way_to(investigation)}beslisser/").content.decode()
    for full_name in ("Ivo Idrissi", "Gijs Groen", "Fenna de Vries"):
        assert full_name not in form


def test_nobody_is_chosen_in_a_closed_case_and_what_lapsed_asks_for_no_decision() -> None:
    investigation, _who = ended()
    secretary("fenna")
    closed(investigation.case)
    with pytest.raises(Refused, match="afgesloten"):
        operations.choose_decider(
            again(investigation), decider=person("fenna"), text="x", by=acting("bram")
        )
    lapsed = asked(handled())
    closed(lapsed.case)
    case_closing.reopen(lapsed.case, reason="Er is meer.", by=acting("bram"))
    lapsed = again(lapsed)
    assert lapsed.state == Standing.FINISHED
    assert not rules.may_choose_decider(acting("bram"), lapsed)
    assert not rules.may_decide(acting("gijs"), lapsed)


def test_what_runs_waits_for_nobody_again_after_another_is_chosen() -> None:
    investigation = running()
    take_key(investigation.case, "gijs")
    secretary("fenna")
    operations.choose_decider(investigation, decider=person("fenna"), text="x", by=acting("bram"))
    assert again(investigation).asked_again_on is None


def test_who_closes_a_case_in_which_someone_was_asked_to_decide_is_told() -> None:
    investigation, _who = ended()
    told = "Iemand is gevraagd te beslissen over maatregelen en aangifte"
    bram, page = with_open_vault("bram"), f"/desk/zaken/{investigation.case.number}/afsluiten/"
    assert told not in bram.get(page).content.decode()
    secretary("fenna")
    operations.choose_decider(investigation, decider=person("fenna"), text="", by=acting("bram"))
    assert told in bram.get(page).content.decode()


def test_who_investigates_in_the_case_decides_nothing_in_it() -> None:
    investigation, _who = ended()
    secretary("ivo")
    other = operations.ask(
        investigation.case, decider=person("gijs"), text="Nog iets.", by=acting("bram")
    )
    assert person("ivo") in queries.deciders(investigation.case, acting("bram"))
    Guest.objects.create(case=investigation.case, person=person("ivo"))
    assert person("ivo") not in queries.deciders(investigation.case, acting("bram"))
    with pytest.raises(Invalid):
        operations.choose_decider(other, decider=person("ivo"), text="", by=acting("bram"))
