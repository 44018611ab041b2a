"""Who wrote the final report can be replaced too: another lets people read the outcome."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from tests.desk import with_open_vault
from tests.people import acting, person

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.ui import dutch
from rechtop.people.organisation.models import Duty
from rechtop.work.cases import operations as cases
from rechtop.work.investigations import account, hearing, operations, queries, reporting
from rechtop.work.investigations.models import Conclusion, Investigation, PersonalDraft
from rechtop.work.investigations.reporting import Decided
from rechtop.work.investigations.states import Bureau, Standing
from rechtop.work.investigations.tests.test_deciding import (
    ORDER,
    again,
    asked,
    holds,
    ordered,
    running,
)
from rechtop.work.investigations.tests.test_drafts import sent, typed
from rechtop.work.investigations.tests.test_ending import reported, way_to
from rechtop.work.investigations.tests.test_hearing import heard
from rechtop.work.investigations.tests.test_outcome import PARTS, conclude, final, noted
from rechtop.work.investigations.tests.test_replacing import (
    end_duty,
    fenna_can,
    name,
    replaced,
    signed_by_fenna,
    stuck,
)

pytestmark = pytest.mark.django_db

CANNOT_GO_ON = "De onderzoeker kan nu niet verder"
WARNING = ("warning", "civil-law", clock.today(), "Te veel betaald.")


def read() -> tuple[Investigation, str]:
    investigation, who = reported()
    reporting.take_note(investigation, text="Gezien.", by=acting("gijs"))
    return again(investigation), who


def test_what_was_investigated_inside_stays_counted_so_when_a_bureau_sends_the_outcome() -> None:
    investigation, _who = reported()
    fenna_can(investigation.case)
    before = investigation.kind
    other = next(kind for kind in Bureau.values if kind != before)
    assert replaced(investigation, kind=other).kind == before


def test_the_page_tells_who_made_the_report_beside_who_goes_on_and_figures_say_whom_they_count() -> (  # noqa: E501
    None
):
    investigation, _who = reported()
    maker = "Eindrapport gemaakt door"
    assert maker not in shown(investigation)
    fenna_can(investigation.case)
    replaced(again(investigation), kind=Bureau.INTERNAL, bureau="")
    told = shown(investigation)
    assert told["Soort"] == Bureau.INTERNAL.label
    assert "Bureau" not in told
    assert told["Onderzoeker"] == person("fenna").name
    assert told[maker] == f"{person('ivo').name}; {Bureau.EXTERNAL.label}; {ORDER.bureau}"
    assert told["Eindrapport op"] == dutch.day(clock.today())
    counted = {one.name: one for one in account.figures(clock.today().year)}
    inside, outside = counted["onderzoeken.intern"], counted["onderzoeken.extern"]
    assert (inside.value, outside.value) == (0, 1)
    assert "wie de opdracht kreeg" in inside.definition


def shown(investigation: Investigation) -> dict[str, str]:
    page = with_open_vault("bram").get(way_to(investigation))
    return {label: str(value) for label, value in page.context["facts"] if value}


def given_to_fenna(investigation: Investigation) -> Investigation:
    fenna_can(investigation.case)
    investigation = signed_by_fenna(replaced(investigation))
    operations.give_key(investigation, by=acting("bram"))
    return again(investigation)


def begin_duty(first_name: str, kind: str) -> None:
    yesterday = clock.today() - datetime.timedelta(days=1)
    Duty.objects.create(person=person(first_name), kind=kind, from_date=yesterday)


@pytest.mark.parametrize("begin", [reported, read])
def test_another_goes_on_where_it_was_with_the_report_as_it_is_and_sends_the_outcome(
    begin: Callable[[], tuple[Investigation, str]],
) -> None:
    investigation, who = begin()
    stood, final_on = investigation.state, investigation.final_on
    fenna_can(investigation.case)
    waits = replaced(investigation)
    assert (waits.state, waits.signed_on, waits.final_on) == (Standing.ORDERED, None, final_on)
    assert not holds("ivo", investigation.case)
    assert not holds("fenna", investigation.case)
    operations.give_key(signed_by_fenna(waits), by=acting("bram"))
    investigation = again(investigation)
    assert investigation.state == stood
    told = queries.opened(investigation, acting("fenna"))
    assert told.newest("final")["parts"][0]["text"] == PARTS[0].text
    assert Conclusion.objects.count() == 1
    for refused in (
        lambda: hearing.plan(investigation, text="Opnieuw.", by=acting("fenna")),
        lambda: operations.send_final(investigation, parts=PARTS, reason="", by=acting("fenna")),
        lambda: reporting.take_note(investigation, text="", by=acting("fenna")),
    ):
        with pytest.raises(Refused):
            refused()
    draft = PersonalDraft.objects.get(outcome_on=None)
    reporting.share_final(draft, parts=PARTS, by=acting("fenna"))
    reporting.send_outcome(
        investigation, person=who, parts=PARTS, words=words.draw(), by=acting("fenna")
    )
    operations.finish(again(investigation), reason="", by=acting("gijs"))
    assert not holds("fenna", investigation.case)


def test_the_pages_lead_who_takes_over_to_the_outcome_that_is_to_be_sent() -> None:
    investigation, who = reported()
    fenna_can(investigation.case)
    bram, way = with_open_vault("bram"), way_to(investigation)
    assert f"{way}onderzoeker/" in bram.get(way).content.decode()
    assert "Een eindrapport verandert niet meer" in bram.get(f"{way}onderzoeker/").content.decode()
    typed_in = {"kind": "internal", "reason": "Ivo is ziek.", "once": "een"}
    answer = bram.post(f"{way}onderzoeker/", {**typed_in, "investigator": person("fenna").pk})
    assert answer.status_code == 302
    fenna = with_open_vault("fenna")
    assert fenna.get(way).headers["Location"] == f"{way}verklaring/"
    signed_by_fenna(again(investigation))
    assert f"{way}toelaten/" in bram.get(way).content.decode()
    assert bram.post(f"{way}toelaten/", {"once": "twee"}).status_code == 302
    page = fenna.get(way).content.decode()
    assert "Eindrapport ligt bij de beslisser" in page
    assert f"{way}brief-uitkomst/{who}/" in page
    assert f"{way}plan/" not in page


def test_who_decides_reads_and_decides_while_another_is_found_and_no_sooner_than_there_is_a_report() -> (  # noqa: E501
    None
):
    early = ordered()
    with pytest.raises(Refused, match="In deze stand"):
        reporting.take_note(early, text="", by=acting("gijs"))
    investigation, who = reported()
    fenna_can(investigation.case)
    investigation = replaced(investigation)
    code, regime, on, text = WARNING
    measure = Decided(code, who, regime, on, text)
    with pytest.raises(Refused, match="In deze stand"):
        reporting.decide_measure(investigation, measure=measure, by=acting("gijs"))
    gijs, way = with_open_vault("gijs"), way_to(investigation)
    assert way in gijs.get("/desk/").content.decode()
    assert f"{way}gelezen/" in gijs.get(way).content.decode()
    assert gijs.post(f"{way}gelezen/", {"text": "Gezien.", "once": "een"}).status_code == 302
    investigation = again(investigation)
    assert (investigation.state, investigation.noted_on) == (Standing.ORDERED, clock.today())
    reporting.decide_measure(investigation, measure=measure, by=acting("gijs"))
    with pytest.raises(Refused, match="In deze stand"):
        reporting.take_note(again(investigation), text="Nog eens.", by=acting("gijs"))
    operations.give_key(signed_by_fenna(investigation), by=acting("gijs"))
    assert again(investigation).state == Standing.NOTED


def test_nobody_reacts_to_a_draft_while_another_is_found_after_the_report() -> None:
    investigation, seven = running(), words.draw()
    who = heard(investigation)
    sent(investigation, seven, who)
    conclude(investigation, who)
    final(investigation, "Haast.")
    fenna_can(investigation.case)
    replaced(again(investigation))
    client = typed(seven)
    assert "U kunt hier niet meer reageren." in client.get("/brief/lezen/").content.decode()
    answer = client.post("/brief/lezen/", {"text": "Toch nog."}).content.decode()
    assert "U kunt niet meer reageren" in answer
    assert not PersonalDraft.objects.filter(reacted_on__isnull=False).exists()


def test_a_report_whose_writer_left_lies_still_until_everybody_can_read_the_outcome() -> None:
    investigation, who = reported()
    assert stuck("bram") == []
    end_duty("ivo", "investigator")
    assert stuck("bram") == [(investigation.number, False, True)]
    bram, way = with_open_vault("bram"), way_to(investigation)
    assert f"{way}onderzoeker/" in bram.get("/desk/").content.decode()
    assert CANNOT_GO_ON in bram.get(way).content.decode()
    investigation = given_to_fenna(investigation)
    assert stuck("bram") == []
    draft = PersonalDraft.objects.get(outcome_on=None)
    reporting.share_final(draft, parts=PARTS, by=acting("fenna"))
    reporting.send_outcome(
        investigation, person=who, parts=PARTS, words=words.draw(), by=acting("fenna")
    )
    end_duty("fenna", "investigator")
    assert stuck("bram") == []  # nothing waits for whoever investigates
    assert CANNOT_GO_ON not in bram.get(way).content.decode()


def test_who_wrote_the_report_and_turns_out_to_be_concerned_is_replaced() -> None:
    investigation, _who = noted()
    fenna_can(investigation.case)
    name(investigation.case, "ivo")
    assert not holds("ivo", investigation.case)
    assert stuck("bram") == [(investigation.number, False, True)]
    investigation = signed_by_fenna(replaced(again(investigation)))
    operations.give_key(investigation, by=acting("bram"))
    assert again(investigation).state == Standing.NOTED
    assert stuck("bram") == []


def test_who_wrote_the_report_does_not_come_to_decide_on_it() -> None:
    investigation = given_to_fenna(reported()[0])
    end_duty("ivo", "investigator")
    begin_duty("ivo", "secretary")
    way = f"{way_to(investigation)}beslisser/"
    page = with_open_vault("bram").get(way).content.decode()
    assert 'name="decider"' in page
    assert f'value="{person("ivo").pk}"' not in page
    for who in ("ivo", "fenna"):
        with pytest.raises(Invalid, match="Wie onderzoekt, beslist niet"):
            operations.choose_decider(
                investigation, decider=person(who), text="", by=acting("bram")
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Investigation.objects.filter(pk=investigation.pk).update(decider=person("fenna"))


def test_who_decided_does_not_come_to_investigate() -> None:
    investigation, _who = noted()
    begin_duty("fenna", "secretary")
    operations.choose_decider(investigation, decider=person("fenna"), text="", by=acting("bram"))
    end_duty("gijs", "secretary")
    begin_duty("gijs", "investigator")
    with pytest.raises(Invalid, match="Wie onderzoekt, beslist niet"):
        replaced(again(investigation), investigator=person("gijs"))
    way = f"{way_to(investigation)}onderzoeker/"
    assert f'value="{person("gijs").pk}"' not in with_open_vault("bram").get(way).content.decode()


def test_what_has_ended_or_waits_for_a_decision_has_no_investigator_to_replace() -> None:
    investigation, _who = noted()
    fenna_can(investigation.case)
    operations.finish(investigation, reason="Haast.", by=acting("gijs"))
    undecided = asked()
    cases.hand_over(undecided.case, to=person("bram"), reason="", keeps=False, by=acting("fenna"))
    for one in (again(investigation), undecided):
        with pytest.raises(Refused, match="In deze stand"):
            replaced(one)
