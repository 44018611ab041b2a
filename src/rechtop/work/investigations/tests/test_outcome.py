from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from tests.desk import with_open_vault
from tests.people import acting, person

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import JOB
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import queries as vault
from rechtop.overview.annual_report import queries as report
from rechtop.tools.deadlines import queries as deadlines
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case
from rechtop.work.investigations import (
    account,
    hearing,
    operations,
    presenting,
    queries,
    reporting,
)
from rechtop.work.investigations.models import Conclusion, Investigation, PersonalDraft
from rechtop.work.investigations.operations import Part
from rechtop.work.investigations.reporting import Decided
from rechtop.work.investigations.states import Bureau, Standing
from rechtop.work.investigations.tests.test_deciding import again, asked, handled, running
from rechtop.work.investigations.tests.test_drafts import reader, sent, typed
from rechtop.work.investigations.tests.test_hearing import TOMORROW, heard

pytestmark = pytest.mark.django_db

PARTS = [Part("De vraag", "Is het eerlijk gegaan?")]
TODAY = clock.today()


def conclude(investigation: Investigation, who: str, code: str = "unfounded") -> None:
    reporting.conclude(
        investigation, allegation="Een reis", person=who, code=code, text="", by=acting("ivo")
    )


def final(investigation: Investigation, reason: str = "") -> None:
    operations.send_final(again(investigation), parts=PARTS, reason=reason, by=acting("ivo"))


def noted() -> tuple[Investigation, str]:
    investigation = running()
    who = heard(investigation)
    conclude(investigation, who)
    final(investigation, "Er is haast.")
    reporting.take_note(again(investigation), text="Gezien.", by=acting("gijs"))
    return again(investigation), who


def test_a_report_is_final_with_a_conclusion_and_nothing_open_or_with_a_reason() -> None:
    investigation, seven = running(), words.draw()
    who = heard(investigation)
    with pytest.raises(Invalid, match="Trek eerst een conclusie"):
        final(investigation, "Haast.")
    conclude(investigation, who)
    draft = sent(investigation, seven, who)
    with pytest.raises(Invalid, match="Er staat nog iets open"):
        final(investigation)  # there is still time to react
    client = typed(seven)
    client.post("/brief/lezen/", {"text": "Nee."})
    with pytest.raises(Invalid, match="Er staat nog iets open"):
        final(investigation)  # not worked in
    draft.refresh_from_db()
    reporting.work_in(draft, text="Aangepast.", shown=1, by=acting("ivo"))
    final(investigation)
    assert again(investigation).state == Standing.REPORTED
    assert queries.opened(investigation, acting("bram")).newest("final")["parts"][0]["text"] == (
        "Is het eerlijk gegaan?"
    )
    answer = client.post("/brief/lezen/", {"text": "Toch nog."}).content.decode()
    assert "U kunt niet meer reageren" in answer


def test_what_someone_answered_to_a_draft_that_was_replaced_is_worked_in_too() -> None:
    investigation, seven = running(), words.draw()
    who = heard(investigation)
    conclude(investigation, who)
    draft = sent(investigation, seven, who)
    typed(seven).post("/brief/lezen/", {"text": "Dat was mijn broer."})
    again_seven = words.draw()
    anew = sent(again(investigation), again_seven, who)
    reporting.react(anew, text="Zie wat ik schreef.", by=reader(again_seven))
    anew.refresh_from_db()
    reporting.work_in(anew, text="Bekeken.", shown=1, by=acting("ivo"))
    with pytest.raises(Invalid, match="Er staat nog iets open"):
        final(investigation)
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/"
    assert (
        "U hebt nog niet elke reactie verwerkt." in ivo.get(way + "eindrapport/").content.decode()
    )
    assert "reactie gekomen" in ivo.get(way).content.decode()
    assert select("reacted") == [investigation.case]
    draft.refresh_from_db()
    reporting.work_in(draft, text="Aangepast.", shown=1, by=acting("ivo"))
    assert select("reacted") == []
    assert "reactie gekomen" not in ivo.get(way).content.decode()
    final(investigation)


def select(value: str) -> list[Case]:
    held, *_others = case_queries.seen_by(acting("bram"), {"draft": value})
    return list(held)


def test_a_conclusion_is_about_a_person_concerned_and_the_newest_counts() -> None:
    investigation = running()
    witness, who = heard(investigation, "W", "witness"), heard(investigation)
    with pytest.raises(Invalid, match="betrokkene"):
        conclude(investigation, witness)
    with pytest.raises(Invalid, match="gold niet"):
        conclude(investigation, who, "guilty")
    conclude(investigation, who, "founded")
    conclude(investigation, who, "unfounded")
    final(investigation, "Haast.")
    assert list(Conclusion.objects.values_list("code", flat=True)) == ["unfounded"]


def test_where_nobody_concerned_is_known_a_conclusion_is_about_nobody() -> None:
    investigation = running()
    witness = heard(investigation, "Wim Wit", "witness")
    with pytest.raises(Invalid, match="betrokkene"):
        conclude(investigation, witness)
    with pytest.raises(Invalid, match="Trek eerst een conclusie"):
        final(investigation)
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/"
    assert "Over wie?" not in ivo.get(f"{way}conclusie/").content.decode()
    typed_in = {"allegation": "Gelekt", "code": "founded", "once": "a"}
    assert ivo.post(f"{way}conclusie/", typed_in).status_code == 302
    assert "Geen betrokkene bekend" in ivo.get(way).content.decode()
    shown = ivo.get(f"{way}eindrapport/").content.decode()
    assert "Gelekt: Gegrond" in shown
    assert "Dit staat nog open" not in shown
    assert ivo.post(f"{way}eindrapport/", {"reason": ""}).status_code == 302
    assert list(Conclusion.objects.values_list("code", flat=True)) == ["founded"]
    operations.finish(again(investigation), reason="", by=acting("gijs"))


def test_where_someone_concerned_is_heard_a_conclusion_about_nobody_is_not_enough() -> None:
    investigation = running()
    conclude(investigation, "")
    heard(investigation)
    with pytest.raises(Invalid, match="betrokkene"):
        conclude(investigation, "")
    with pytest.raises(Invalid, match="Trek eerst een conclusie"):
        final(investigation, "Haast.")


def test_whom_the_case_names_and_nobody_heard_is_not_passed_over_unseen() -> None:
    investigation = running()
    cases.name_person_concerned(
        investigation.case, name="Piet Post", description="", person=None, by=acting("bram")
    )
    conclude(investigation, "")
    page = with_open_vault("ivo").get(f"/desk/onderzoeken/{investigation.number}/eindrapport/")
    assert "die u niet als betrokkene hoorde" in page.content.decode()
    with pytest.raises(Invalid, match="Er staat nog iets open"):
        final(investigation)
    final(investigation, "Hij werkt hier niet meer en antwoordt niet.")


def test_the_decider_decides_and_the_investigator_does_not() -> None:
    investigation, who = noted()
    measure = Decided("warning", who, "civil-law", TODAY, "Eerste keer.")
    with pytest.raises(Refused, match="Dit doet wie de zaak behandelt"):
        reporting.decide_measure(investigation, measure=measure, by=acting("ivo"))
    with pytest.raises(Refused, match="beslist wie daarvoor"):
        reporting.decide_measure(investigation, measure=measure, by=acting("bram"))
    number = reporting.decide_measure(investigation, measure=measure, by=acting("gijs"))
    reporting.note_objection(
        investigation, measure=number, standing="made", on=TODAY, by=acting("gijs")
    )
    told = presenting.outcome(queries.opened(investigation, acting("gijs")))
    assert told["measures"][0]["objections"][0][0] == "Bezwaar gemaakt"
    assert told["measures"][0]["name"] == "Piet Post"


def test_an_objection_is_noted_after_the_case_closed_and_nothing_is_decided_then() -> None:
    investigation, who = noted()
    measure = Decided("warning", who, "civil-law", TODAY, "Te veel betaald.")
    number = reporting.decide_measure(investigation, measure=measure, by=acting("gijs"))
    operations.finish(again(investigation), reason="Haast.", by=acting("gijs"))
    Case.objects.filter(pk=investigation.case_id).update(
        state="closed", closed_on=TODAY, closed_year=TODAY.year, conclusion="founded"
    )
    investigation = again(investigation)
    way = f"/desk/onderzoeken/{investigation.number}/"
    gijs, bram = with_open_vault("gijs"), with_open_vault("bram")
    for client in (gijs, bram):
        page = client.get(way).content.decode()
        assert "Noteer bezwaar" in page
        assert "Leg een maatregel vast" not in page
    day = {"on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year}
    typed = {"measure": number, "standing": "made", **day}
    assert gijs.post(f"{way}bezwaar/", {**typed, "once": "een"}).status_code == 302
    reporting.note_objection(
        investigation, measure=number, standing="founded", on=TODAY, by=acting("bram")
    )
    told = presenting.outcome(queries.opened(investigation, acting("gijs")))
    assert [standing for standing, _day in told["measures"][0]["objections"]] == [
        "Bezwaar gemaakt",
        "Bezwaar gegrond",
    ]
    with pytest.raises(Refused, match="afgesloten"):
        reporting.decide_measure(investigation, measure=measure, by=acting("gijs"))


def test_a_measure_is_one_of_the_law_of_its_day() -> None:
    investigation, who = noted()
    gijs = acting("gijs")
    wrong = {
        "on": Decided("warning", who, "civil-law", TOMORROW, "x"),
        "regime": Decided("warning", who, "civil-law", datetime.date(2019, 6, 1), "x"),
        "person": Decided("warning", "", "civil-law", TODAY, "x"),
        "code": Decided("beheading", who, "civil-law", TODAY, "x"),
    }
    for field, measure in wrong.items():
        with pytest.raises(Invalid) as error:
            reporting.decide_measure(investigation, measure=measure, by=gijs)
        assert list(error.value.message_dict) == [field]
    long_ago = Decided("warning", who, "public-law", datetime.date(2019, 6, 1), "x")
    reporting.decide_measure(investigation, measure=long_ago, by=gijs)
    without = Decided("procedure-changed", "", "", TODAY, "x")
    reporting.decide_measure(investigation, measure=without, by=gijs)
    assert len(queries.opened(investigation, gijs).all("measure")) == 2


def test_a_report_to_the_police_is_a_decision_of_its_own_with_a_reason() -> None:
    investigation, _who = noted()
    told = {"reports": False, "on": TODAY, "by": acting("gijs")}
    with pytest.raises(Invalid, match="wel of geen aangifte"):
        reporting.decide_police(investigation, text=" ", **told)  # type: ignore[arg-type]
    reporting.decide_police(investigation, text="Geen strafbaar feit.", **told)  # type: ignore[arg-type]
    shown = presenting.outcome(queries.opened(investigation, acting("gijs")))
    assert shown["police"]["verdict"] == "Geen aangifte"


def test_who_read_a_draft_reads_the_outcome_with_the_same_words() -> None:
    investigation, seven = running(), words.draw()
    who = heard(investigation)
    conclude(investigation, who)
    draft = sent(investigation, seven, who)
    with pytest.raises(Refused):
        reporting.share_final(draft, parts=PARTS, by=acting("ivo"))
    final(investigation, "Haast.")
    draft.refresh_from_db()
    reporting.share_final(draft, parts=[Part("Voor u", "Ongegrond.")], by=acting("ivo"))
    assert "Ongegrond." in typed(seven).get("/brief/lezen/").content.decode()


def test_who_had_a_draft_is_told_to_keep_the_words_and_by_letter_that_the_outcome_is_there() -> (
    None
):
    investigation, seven = running(), words.draw()
    who = heard(investigation)
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/"
    until = clock.today() + datetime.timedelta(days=14)
    day = {"react_by_day": until.day, "react_by_month": until.month, "react_by_year": until.year}
    chosen = {"show_question": "on", "text_question": "Is het eerlijk gegaan?", **day}
    sent_with = {**chosen, "words": " ".join(seven), "once": "a"}
    letter = ivo.post(f"{way}concept/{who}/", sent_with).content.decode()
    keep = "Bewaar deze woorden: later leest u hiermee de uitkomst."
    assert keep in letter
    reading = typed(seven)
    assert keep in reading.get("/brief/lezen/").content.decode()
    conclude(investigation, who)
    final(investigation, "Haast.")
    waiting = reading.get("/brief/lezen/").content.decode()
    assert "De uitkomst staat hier nog niet." in waiting
    assert "Zeg het hieronder" not in waiting
    number = queries.opened(investigation, acting("ivo")).all("draft")[0].id
    address = f"{way}uitkomst/{number}/brief/"
    assert ivo.get(address).status_code == 404  # there is nothing to read yet
    outcome = {"show_conclusions": "on", "text_conclusions": "Ongegrond.", "once": "b"}
    assert ivo.post(f"{way}uitkomst/{number}/", outcome).status_code == 302
    page = ivo.get(f"{way}reactie/{number}/").content.decode()
    assert "Vertel deze persoon dat de uitkomst er is." in page
    assert address in page
    told = ivo.get(address).content.decode()
    assert "Aan: Piet Post" in told
    assert "/brief/" in told
    for secret in (*seven, "Ongegrond", investigation.case.number):
        assert f">{secret}<" not in told
    read = reading.get("/brief/lezen/").content.decode()
    assert "Het onderzoek is klaar" in read
    assert keep not in read


def test_who_never_had_a_draft_reads_the_outcome_with_words_of_their_own() -> None:
    investigation, seven = running(), words.draw()
    concerned, witness = heard(investigation), heard(investigation, "Sanne Smit", "witness")
    conclude(investigation, concerned)
    told = {"parts": [Part("Voor u", "Ongegrond.")], "words": seven, "by": acting("ivo")}
    with pytest.raises(Refused):
        reporting.send_outcome(investigation, person=witness, **told)  # type: ignore[arg-type]
    final(investigation, "Haast.")
    investigation = again(investigation)
    with pytest.raises(Refused):
        reporting.send_outcome(investigation, person=witness, **{**told, "by": acting("bram")})  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        reporting.send_outcome(investigation, person=witness, **{**told, "parts": []})  # type: ignore[arg-type]
    draft = reporting.send_outcome(investigation, person=witness, **told)  # type: ignore[arg-type]
    page = typed(seven).get("/brief/lezen/").content.decode()
    assert "Ongegrond." in page
    assert "Het onderzoek is klaar" in page
    for word in ("Het concept", "Reageer", "Sanne Smit", investigation.case.number):
        assert word not in page
    with pytest.raises(Refused):
        reporting.react(draft, text="Nee.", by=reader(seven))
    assert not deadlines.of(investigation.case.ref).filter(rule__code="draft-reaction").exists()
    assert vault.people_with_key(draft.file) == vault.people_with_key(investigation.case_id)


def test_words_that_were_lost_are_replaced_and_the_old_ones_open_nothing() -> None:
    investigation, old, new = running(), words.draw(), words.draw()
    who = heard(investigation)
    conclude(investigation, who)
    sent(investigation, old, who)
    final(investigation, "Haast.")
    parts = [Part("Voor u", "Ongegrond.")]
    investigation = again(investigation)
    reporting.send_outcome(investigation, person=who, parts=parts, words=new, by=acting("ivo"))
    assert "Ongegrond." in typed(new).get("/brief/lezen/").content.decode()
    assert Client().post("/brief/", {"words": " ".join(old)}).status_code == 200


def test_the_page_offers_the_outcome_to_who_has_no_words_and_prints_the_letter() -> None:
    investigation = running()
    who = heard(investigation)
    conclude(investigation, who)
    final(investigation, "Haast.")
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/"
    address = f"{way}brief-uitkomst/{who}/"
    assert address in ivo.get(way).content.decode()
    assert with_open_vault("gijs").get(address).status_code == 404
    empty = ivo.post(address, {"once": "a"}).content.decode()
    assert "Kies minstens één deel" in empty
    shown = {"once": "b", "show_conclusions": "on", "text_conclusions": "Ongegrond, voor u."}
    seven = " ".join(words.draw())
    letter = ivo.post(address, {**shown, "words": seven}).content.decode()
    assert "De uitkomst staat klaar." in letter
    assert "erop reageren" not in letter, "the words alone may be one of the seven"
    again_sent = ivo.post(address, {**shown, "words": seven}).content.decode()
    assert seven.split()[0] in again_sent
    assert PersonalDraft.objects.count() == 1
    page = ivo.get(way).content.decode()
    assert "Uitkomst voor Piet Post" in page
    assert address not in page
    assert "Ongegrond, voor u." in typed(words.split(seven)).get("/brief/lezen/").content.decode()


def test_the_pages_lead_from_the_conclusion_to_the_end() -> None:
    investigation = running()
    who = heard(investigation)
    ivo, gijs = with_open_vault("ivo"), with_open_vault("gijs")
    way = f"/desk/onderzoeken/{investigation.number}/"
    typed_in = {"allegation": "Een reis", "person": who, "code": "unfounded", "once": "a"}
    assert ivo.post(f"{way}conclusie/", typed_in).status_code == 302
    assert ivo.post(f"{way}advies/", {"text": "Praat erover."}).status_code == 302
    page = ivo.get(f"{way}eindrapport/").content.decode()
    assert "Nog niet elke betrokkene kreeg een concept." in page
    assert "Een reis (Piet Post): Ongegrond" in page
    assert ivo.post(f"{way}eindrapport/", {"reason": "Haast."}).status_code == 302
    assert "Praat erover." in gijs.get(f"{way}rapport/").content.decode()
    assert gijs.post(f"{way}gelezen/", {"text": ""}).status_code == 302
    day = {"on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year}
    measure = {"code": "warning", "person": who, "regime": "", "text": "Eerste keer.", **day}
    assert "Dit gold niet op die dag" in gijs.post(f"{way}maatregel/", measure).content.decode()
    measure["regime"] = "civil-law"
    assert gijs.post(f"{way}maatregel/", measure).status_code == 302
    assert gijs.post(f"{way}aangifte/", {"reports": "no", "text": "Nee.", **day}).status_code == 302
    shown = gijs.get(way).content.decode()
    assert "Eerste keer." in shown
    assert "Geen aangifte" in shown
    assert gijs.post(f"{way}einde/", {"reason": ""}).status_code == 200  # Piet heard nothing yet
    assert gijs.post(f"{way}einde/", {"reason": "Hij is ziek."}).status_code == 302
    assert ivo.get(way).status_code == 404
    assert person("ivo").pk not in vault.people_with_key(investigation.case_id)


def test_the_figures_of_the_year_follow_from_what_was_registered() -> None:
    investigation = running()
    hearing.register_cost(investigation, hours=Decimal("8.5"), cost=Decimal(1200), by=acting("ivo"))
    hearing.use_means(investigation, code="camera", is_covert=True, text="x", by=acting("ivo"))
    hearing.use_means(investigation, code="camera", is_covert=True, text="x", by=acting("ivo"))
    hearing.use_means(investigation, code="interviews", is_covert=False, text="x", by=acting("ivo"))
    declined = asked(handled())
    operations.decline(declined, reasons="Nee.", message="Nee.", by=acting("gijs"))
    found = {figure.name: figure for figure in report.current_figures(TODAY.year)}
    values = {
        name: found[f"onderzoeken.{name}"].value
        for name in ("intern", "extern", "geweigerd", "uren", "kosten", "heimelijk")
    }
    assert values == {
        "intern": 0,
        "extern": 1,
        "geweigerd": 1,
        "uren": 9,
        "kosten": 1200,
        "heimelijk": 2,
    }
    behind = found["onderzoeken.extern"].follow(acting("gijs"))
    assert behind is not None
    assert list(behind.found) == [investigation]
    assert str(investigation.case.number) not in str(behind.tell(behind.found[0]))
    hidden = found["onderzoeken.extern"].follow(acting("kees"))
    assert hidden is not None
    assert not hidden.found.exists()
    uses = found["onderzoeken.heimelijk"].follow(acting("gijs"))
    assert uses is not None
    assert uses.found.count() == 2  # each use in secret, though in one investigation
    told = str(uses.tell(uses.found[0]))
    assert investigation.number in told
    assert str(investigation.case.number) not in told
    unseen = found["onderzoeken.heimelijk"].follow(acting("kees"))
    assert unseen is not None
    assert not unseen.found.exists()
    assert {figure.value for figure in account.figures(2019)} == {None}


def test_hours_and_cost_of_own_people_and_of_bureaus_add_up_and_lead_to_their_records() -> None:
    outside, inside = running(), running()
    of_our_own = {"kind": Bureau.INTERNAL, "done_by": Bureau.INTERNAL}
    Investigation.objects.filter(pk=inside.pk).update(**of_our_own)
    for one, cost in ((outside, Decimal("1200.50")), (inside, Decimal("300.50"))):
        hearing.register_cost(again(one), hours=Decimal("8.5"), cost=cost, by=acting("ivo"))
    found = {figure.name: figure for figure in account.figures(TODAY.year)}
    for what, whole, internal in (("uren", 17, 9), ("kosten", 1501, 301)):
        values = [found[f"onderzoeken.{what}{kind}"].value for kind in ("", "-intern", "-extern")]
        assert values == [whole, internal, whole - internal]
        for kind, records in (
            ("", [outside, inside]),
            ("-intern", [inside]),
            ("-extern", [outside]),
        ):
            behind = found[f"onderzoeken.{what}{kind}"].follow(acting("gijs"))
            assert behind is not None
            assert set(behind.found) == set(records)


def test_of_a_destroyed_file_the_numbers_stay_and_nobody_is_named() -> None:
    investigation, _who = noted()
    seven = words.draw()
    Investigation.objects.filter(pk=investigation.pk).update(state=Standing.DRAFT)
    sent(again(investigation), seven)
    operations.forget(Case.objects.get(pk=investigation.case_id), by=JOB)
    kept = again(investigation)
    assert (kept.asker, kept.decider, kept.investigator) == (None, None, None)
    assert kept.ordered_on is not None
    assert not PersonalDraft.objects.exists()


def test_reactions_within_the_term_are_told_for_the_procedure_of_the_case() -> None:
    investigation, seven, late = running(), words.draw(), words.draw()
    cases.register(
        investigation.case,
        regime="zakelijk",
        is_wrongdoing=None,
        is_union_law_breach=None,
        by=acting("bram"),
    )
    draft = sent(investigation, seven)
    sent(investigation, late, heard(investigation, "Sanne Smit"))
    reporting.react(draft, text="Nee.", by=reader(seven))
    assert draft.react_by is not None
    year, noon = draft.react_by.year, datetime.time(12, tzinfo=datetime.UTC)
    with clock.standing_at(datetime.datetime.combine(draft.react_by, noon)):
        found = {one.name: one for one in account.figures(year)}
        assert found["onderzoeken.reactie.zakelijk.op-tijd"].value == 1
        assert found["onderzoeken.reactie.zakelijk.aandeel"].value == 100
    with clock.standing_at(datetime.datetime(year + 1, 6, 1, 12, tzinfo=datetime.UTC)):
        found = {one.name: one for one in account.figures(year)}
        assert found["onderzoeken.reactie.zakelijk.te-laat"].value == 1
        assert found["onderzoeken.reactie.zakelijk.aandeel"].value == 50
        assert found["onderzoeken.reactie.misstand.aandeel"].value is None
