"""What happens to a text while it is typed: the case closes, the key goes, another was first."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.desk import with_open_vault
from tests.people import acting, person

from rechtop.ground.kernel import clock, words
from rechtop.ground.vault.models import SealedKey
from rechtop.work.cases.models import Case
from rechtop.work.investigations import operations, queries
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.states import Standing
from rechtop.work.investigations.tests.test_deciding import ORDER, again, asked, handled, running
from rechtop.work.investigations.tests.test_drafts import LATER, sent, typed
from rechtop.work.investigations.tests.test_hearing import heard
from rechtop.work.investigations.tests.test_outcome import conclude, final

pytestmark = pytest.mark.django_db

TODAY = clock.today()
DAY = {"on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year}
LONG = "Het was <b>laat</b> en niemand zag het."
SAFE = "Het was &lt;b&gt;laat&lt;/b&gt; en niemand zag het."
ORDERED = {
    "commissioner": "secretary",
    "question": LONG,
    "scope": "Dit jaar",
    "kind": "internal",
    "once": "een",
}


def way_to(investigation: Investigation) -> str:
    return f"/desk/onderzoeken/{investigation.number}/"


def close(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(
        state="closed", closed_on=TODAY, closed_year=TODAY.year, conclusion="solved"
    )


def take_key(investigation: Investigation, name: str) -> None:
    SealedKey.objects.filter(
        file=investigation.case_id, recipient__holder__bearer=person(name).pk
    ).delete()


def test_a_case_that_closed_meanwhile_says_so_above_the_text() -> None:
    investigation = running()
    who = heard(investigation)
    ivo, way = with_open_vault("ivo"), way_to(investigation)
    draft = sent(investigation, seven := words.draw(), who)
    typed(seven).post("/brief/lezen/", {"text": "Nee."})
    close(investigation.case)
    number = queries.opened(investigation, acting("ivo")).all("draft")[0].id
    told = {"text": LONG, "once": "een", "shown": 1, "person": who, **DAY}
    for page in ("plan/", "advies/", "verklaring/opschrijven/", f"reactie/{number}/"):
        answer = ivo.post(f"{way}{page}", told)
        assert answer.status_code == 200, page
        assert "afgesloten" in answer.content.decode(), page
        assert SAFE in answer.content.decode(), page
        assert ivo.get(f"{way}{page}").status_code == (200 if "reactie" in page else 404), page
    read = queries.opened(investigation, acting("ivo"))
    for kind in ("plan", "advice", "statement", "worked_in"):
        assert not read.all(kind), kind
    draft.refresh_from_db()
    assert draft.worked_in_on is None


def test_a_draft_and_a_final_report_that_come_too_late_say_so_above_the_text() -> None:
    investigation, seven = running(), words.draw()
    who = heard(investigation)
    conclude(investigation, who)
    sent(investigation, seven, who)
    ivo, way = with_open_vault("ivo"), way_to(investigation)
    number = queries.opened(investigation, acting("ivo")).all("draft")[0].id
    term = {"react_by_day": LATER.day, "react_by_month": LATER.month, "react_by_year": LATER.year}
    chosen = {"once": "een", "show_question": "on", "text_question": LONG, **term}
    early = ivo.post(f"{way}uitkomst/{number}/", {"once": "een", "show_question": "on"})
    assert early.status_code == 200  # there is no final report to share yet
    close(investigation.case)
    for page, told in ((f"concept/{who}/", chosen), ("eindrapport/", {"reason": LONG})):
        answer = ivo.post(f"{way}{page}", told).content.decode()
        assert "afgesloten" in answer, page
        assert SAFE in answer, page
    assert len(queries.opened(investigation, acting("ivo")).all("draft")) == 1
    assert again(investigation).state == Standing.DRAFT


def test_an_investigation_that_ended_meanwhile_says_so_to_who_still_reads_the_file() -> None:
    investigation = running()
    conclude(investigation, heard(investigation))
    final(investigation, "Haast.")
    gijs, way = with_open_vault("gijs"), way_to(investigation)
    operations.finish(again(investigation), reason="Klaar.", by=acting("gijs"))
    answer = gijs.post(f"{way}gelezen/", {"text": LONG, "once": "een"}).content.decode()
    assert "In deze stand van het onderzoek kan dit niet." in answer
    assert SAFE in answer
    assert again(investigation).noted_on is None


def test_who_lost_the_key_gets_back_what_they_typed_and_nothing_of_the_case() -> None:
    investigation = running()
    who = heard(investigation)
    ivo, way = with_open_vault("ivo"), way_to(investigation)
    operations.finish(investigation, reason="Gestopt.", by=acting("gijs"))
    told = {"text": LONG, "once": "een-geheim", "password": "niet dit", "person": who, **DAY}
    answer = ivo.post(f"{way}verklaring/opschrijven/", told)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "u kunt haar niet meer openen" in page
    assert SAFE in page
    for hidden in ("een-geheim", "niet dit", "Piet Post", investigation.case.number):
        assert hidden not in page
    assert not queries.opened(investigation, acting("gijs")).all("statement")


def test_who_lost_the_key_of_the_case_alone_gets_back_what_they_typed_too() -> None:
    investigation = asked()
    gijs = with_open_vault("gijs")
    take_key(investigation, "gijs")
    answer = gijs.post(f"{way_to(investigation)}opdracht/", {**ORDERED, "investigator": "1"})
    assert (answer.status_code, SAFE in answer.content.decode()) == (404, True)
    assert again(investigation).state == Standing.ASKED


def test_a_stranger_who_sends_something_learns_nothing_from_the_answer() -> None:
    investigation, case = running(), handled()
    kees = with_open_vault("kees")
    for page in ("plan/", "opdracht/", "einde/", "eindrapport/"):
        here = kees.post(f"{way_to(investigation)}{page}", {"text": LONG})
        nowhere = kees.post(f"/desk/onderzoeken/0000-0000/{page}", {"text": LONG})
        assert (here.status_code, here.content) == (404, nowhere.content), page
    here = kees.post(f"/desk/zaken/{case.number}/onderzoek/", {"text": LONG})
    nowhere = kees.post("/desk/zaken/0000-0000/onderzoek/", {"text": LONG})
    assert (here.status_code, here.content) == (404, nowhere.content)
    assert kees.get(f"{way_to(investigation)}plan/").content == (
        kees.get("/desk/onderzoeken/0000-0000/plan/").content
    )


def twice(client: Client, page: str, told: dict[str, object]) -> str:
    """Send a form twice, and give what stands above the next page."""
    assert client.post(page, told).status_code == 302, page
    return client.post(page, told, follow=True).content.decode()


def test_what_is_sent_twice_happens_once_and_says_so() -> None:
    case = handled()
    bram, gijs, ivo = (with_open_vault(name) for name in ("bram", "gijs", "ivo"))
    ask = {"decider": person("gijs").pk, "text": "Kijk.", "once": "een"}
    assert "Dit is al verstuurd." in twice(bram, f"/desk/zaken/{case.number}/onderzoek/", ask)
    [investigation] = queries.of_case(case)
    way, text = way_to(investigation), queries.secrecy_text()
    assert text is not None
    steps = (
        (gijs, "opdracht/", {**ORDERED, "investigator": person("ivo").pk}),
        (ivo, "verklaring/", {"shown": text.pk, "agrees": "on", "once": "een"}),
        (gijs, "toelaten/", {"once": "een"}),
        (gijs, "einde/", {"reason": "Gestopt.", "once": "een"}),
    )
    for client, page, told in steps:
        assert "Dit is al verstuurd." in twice(client, f"{way}{page}", told), page
    read = queries.opened(investigation, acting("gijs"))
    for kind in ("asked", "ordered", "begun", "finished"):
        assert len(read.all(kind)) == 1, kind


def test_a_refusal_and_the_end_of_the_work_that_are_sent_twice_happen_once() -> None:
    declined = asked()
    gijs, ivo = with_open_vault("gijs"), with_open_vault("ivo")
    refusal = {"reasons": "Te klein.", "message": "Nee.", "once": "een"}
    assert "Dit is al verstuurd." in twice(gijs, f"{way_to(declined)}weigeren/", refusal)
    assert len(queries.opened(declined, acting("gijs")).all("declined")) == 1
    investigation = running()
    conclude(investigation, heard(investigation))
    way = way_to(investigation)
    end = {"reason": "Haast.", "once": "een"}
    assert "Dit is al verstuurd." in twice(ivo, f"{way}eindrapport/", end)
    noted = {"text": "Gezien.", "once": "een"}
    assert "Dit is al verstuurd." in twice(gijs, f"{way}gelezen/", noted)
    read = queries.opened(investigation, acting("gijs"))
    assert [len(read.all(kind)) for kind in ("final", "noted")] == [1, 1]


def test_of_two_who_decide_at_once_the_second_reads_why_not_and_keeps_the_text() -> None:
    investigation = asked()
    gijs = with_open_vault("gijs")
    operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))
    told = {"reasons": LONG, "message": "Nee.", "once": "een"}
    page = gijs.post(f"{way_to(investigation)}weigeren/", told).content.decode()
    assert "In deze stand van het onderzoek kan dit niet." in page
    assert SAFE in page
    other = {**ORDERED, "investigator": person("ivo").pk}
    page = gijs.post(f"{way_to(investigation)}opdracht/", other).content.decode()
    assert "In deze stand van het onderzoek kan dit niet." in page
    assert SAFE in page
    read = queries.opened(investigation, acting("gijs"))
    assert (len(read.all("ordered")), len(read.all("declined"))) == (1, 0)
    assert read.newest("ordered")["question"] == ORDER.question


def test_who_asks_for_a_decision_while_another_just_did_keeps_the_text() -> None:
    case = handled()
    bram = with_open_vault("bram")
    asked(case)
    told = {"decider": person("gijs").pk, "text": LONG, "once": "een"}
    page = bram.post(f"/desk/zaken/{case.number}/onderzoek/", told).content.decode()
    assert "loopt al een besluit" in page
    assert SAFE in page
    assert len(queries.of_case(case)) == 1


def test_a_reaction_that_is_worked_in_by_a_double_click_is_worked_in_once() -> None:
    investigation, seven = running(), words.draw()
    sent(investigation, seven)
    typed(seven).post("/brief/lezen/", {"text": "Nee."})
    number = queries.opened(investigation, acting("ivo")).all("draft")[0].id
    told = {"text": "Aangepast.", "shown": 1, "once": "een"}
    page = f"{way_to(investigation)}reactie/{number}/"
    assert "Dit is al verstuurd." in twice(with_open_vault("ivo"), page, told)
    assert len(queries.opened(investigation, acting("ivo")).all("worked_in")) == 1


def test_what_is_no_form_at_all_is_told_that_nothing_is_here() -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=grens"):
        answer = with_open_vault("kees").post(
            "/desk/zaken/0000-0000/onderzoek/", b"geen", content_type=kind
        )
        assert answer.status_code == 404, kind
