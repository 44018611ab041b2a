from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from django.test import Client
from tests.desk import with_open_vault
from tests.people import acting, person

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.ui import dutch
from rechtop.ground.vault import files, reporters
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import Item
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.investigations import hearing, operations, presenting, queries, reporting
from rechtop.work.investigations.models import Investigation, PersonalDraft
from rechtop.work.investigations.operations import Part
from rechtop.work.investigations.tests.test_deciding import again, running
from rechtop.work.investigations.tests.test_hearing import heard, said
from rechtop.work.investigations.views import public

pytestmark = pytest.mark.django_db

LATER = clock.today() + datetime.timedelta(days=14)
FOR_PIET = [Part("Bevinding: geld", "X betaalde een reis.", is_redacted=True)]


def sent(investigation: Investigation, seven: tuple[str, ...], who: str = "") -> PersonalDraft:
    return operations.send_draft(
        investigation,
        person=who or heard(investigation),
        parts=FOR_PIET,
        react_by=LATER,
        words=seven,
        by=acting("ivo"),
    )


def reader(seven: tuple[str, ...]) -> Actor:
    opened = reporters.find(seven, use=reporters.DRAFT)
    assert opened is not None
    return public._actor(opened)


def typed(seven: tuple[str, ...]) -> Client:
    client = Client()
    answer = client.post("/brief/", {"words": " ".join(seven)})
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_a_person_reads_their_own_redacted_draft_and_nothing_else() -> None:
    investigation = running()
    piet, sanne = words.draw(), words.draw()
    sent(investigation, piet)
    operations.send_draft(
        investigation,
        person=heard(investigation, "Sanne Smit"),
        parts=[Part("Bevinding: tijd", "Het was mei.")],
        react_by=LATER,
        words=sanne,
        by=acting("ivo"),
    )
    page = typed(piet).get("/brief/lezen/").content.decode()
    assert "X betaalde een reis." in page
    assert "Het was mei." not in page
    assert "Piet Post" not in page
    assert investigation.case.number not in page
    assert "Het was mei." in typed(sanne).get("/brief/lezen/").content.decode()


def test_what_is_sent_opens_with_the_words_or_a_key_of_the_case_alone() -> None:
    investigation, seven = running(), words.draw()
    draft = sent(investigation, seven)
    stored = b"".join(bytes(item.content) for item in Item.objects.filter(file=draft.file))
    assert b"reis" not in stored
    assert vault.people_with_key(draft.file) == vault.people_with_key(investigation.case_id)
    shared = [item.kind for item in files.read(draft.file, reader(seven).keyring)]
    assert shared == ["draft"]  # not whose it is, nor who wrote it
    assert queries.open_draft(draft, acting("bram").keyring).parts[0]["title"] == "Bevinding: geld"


def test_words_of_a_draft_open_no_mailbox_and_words_of_a_mailbox_no_draft() -> None:
    seven = words.draw()
    investigation = running()
    sent(investigation, seven)
    assert reporters.find(seven) is None
    assert Client().post("/inzien/", {"words": " ".join(seven)}).status_code == 200
    case = investigation.case
    with pytest.raises(Refused):
        cases.write_as_reporter(case, text="x", by=reader(seven))
    with pytest.raises(Refused):
        cases.open_case(case, by=reader(seven))


def test_wrong_words_and_words_that_are_over_get_the_same_answer() -> None:
    investigation = running()
    first, second, nobodys = words.draw(), words.draw(), words.draw()
    who = heard(investigation)
    draft = sent(investigation, first, who)
    sent(investigation, second, who)
    draft.refresh_from_db()
    assert draft.over_on == clock.today()
    client = Client()
    client.get("/brief/")
    pages = [client.post("/brief/", {"words": " ".join(seven)}) for seven in (first, nobodys)]
    both = zip(pages, (first, nobodys), strict=True)
    told = [page.content.decode().replace(" ".join(seven), "") for page, seven in both]
    assert told[0] == told[1]
    assert str(public.NOT_FOUND) in told[0]
    assert [p.status_code for p in pages] == [200, 200]
    with pytest.raises(Refused):
        reporting.react(draft, text="x", by=reader(first))
    typed(second)


def test_a_reaction_is_sealed_read_by_the_investigator_and_worked_in() -> None:
    investigation, seven = running(), words.draw()
    draft = sent(investigation, seven)
    with pytest.raises(Invalid, match="nog niet gereageerd"):
        reporting.work_in(draft, text="x", shown=0, by=acting("ivo"))
    client = typed(seven)
    assert client.post("/brief/lezen/", {"text": "Dat was mijn broer."}).status_code == 302
    assert "Dat was mijn broer." in client.get("/brief/lezen/").content.decode()
    draft.refresh_from_db()
    assert draft.reacted_on == clock.today()
    stored = b"".join(bytes(item.content) for item in Item.objects.filter(file=draft.file))
    assert b"broer" not in stored
    opened = queries.open_draft(draft, acting("ivo").keyring)
    assert opened.reactions[0].content["text"] == "Dat was mijn broer."
    client.post("/brief/lezen/", {"text": "En hij was ziek."})
    with pytest.raises(Invalid, match="kwam een reactie bij"):  # written while the first was read
        reporting.work_in(draft, text="Aangepast.", shown=1, by=acting("ivo"))
    reporting.work_in(draft, text="Aangepast.", shown=2, by=acting("ivo"))
    told = presenting.drafts(
        queries.opened(investigation, acting("gijs")), queries.drafts_of(investigation)
    )
    assert told[0]["standing"] == ("reactie verwerkt", "good")
    client.post("/brief/lezen/", {"text": "Nog iets."})
    assert PersonalDraft.objects.get(pk=draft.pk).worked_in_on is None


def test_who_let_go_or_is_shut_out_of_the_case_opens_no_draft_either() -> None:
    investigation, seven = running(), words.draw()
    draft = sent(investigation, seven)
    cases.name_person_concerned(
        investigation.case, name="F", description="", person=person("fenna"), by=acting("bram")
    )
    with pytest.raises(files.NoKey):
        queries.open_draft(draft, acting("fenna").keyring)
    operations.finish(again(investigation), reason="Klaar.", by=acting("gijs"))
    with pytest.raises(files.NoKey):
        queries.open_draft(draft, acting("ivo").keyring)
    assert queries.open_draft(draft, reader(seven).keyring).parts  # the words still open it
    assert draft.file in case_queries.every_file_of(investigation.case)
    assert draft.file not in case_queries.name_files_of(investigation.case)


def test_a_term_is_a_day_to_come_and_there_is_something_to_read() -> None:
    investigation = running()
    who, told = heard(investigation), {"words": words.draw(), "by": acting("ivo")}
    with pytest.raises(Invalid) as error:
        operations.send_draft(
            investigation,
            person=who,
            parts=FOR_PIET,
            react_by=clock.today(),
            **told,  # type: ignore[arg-type]
        )
    assert list(error.value.message_dict) == ["react_by"]
    with pytest.raises(Invalid, match="minstens één deel"):
        operations.send_draft(investigation, person=who, parts=[], react_by=LATER, **told)  # type: ignore[arg-type]
    assert not PersonalDraft.objects.exists()


def test_who_asks_for_more_time_gets_it_with_a_reason_and_reads_the_new_day() -> None:
    investigation, seven = running(), words.draw()
    draft, ivo, client = sent(investigation, seven), with_open_vault("ivo"), typed(seven)
    [personal] = [
        f"/desk/onderzoeken/{investigation.number}/reactie/{one['number']}/"
        for one in presenting.drafts(
            queries.opened(investigation, acting("ivo")), queries.drafts_of(investigation)
        )
    ]
    assert f"{personal}tijd/" in ivo.get(personal).content.decode()
    later = LATER + datetime.timedelta(days=7)
    typed_in = {**in_boxes(LATER), "reason": "Op vakantie.", "once": "een"}
    answer = ivo.post(f"{personal}tijd/", typed_in).content.decode()
    assert "Kies een dag na" in answer
    assert "Op vakantie." in answer
    with pytest.raises(Invalid, match="waarom deze persoon meer tijd"):
        reporting.give_more_time(draft, until=later, reason=" ", by=acting("ivo"))
    with pytest.raises(Refused):
        reporting.give_more_time(draft, until=later, reason="x", by=acting("bram"))
    right = {**typed_in, **in_boxes(later)}
    assert ivo.post(f"{personal}tijd/", right).status_code == 302
    assert "Op vakantie." in ivo.get(personal).content.decode()
    draft.refresh_from_db()
    assert draft.react_by == later
    term = queries.term_of(draft)
    assert term is not None
    assert (term.due_on, term.is_open) == (later, True)
    assert dutch.day(later) in client.get("/brief/lezen/").content.decode()
    assert queries.open_ends(
        queries.opened(investigation, acting("ivo")), queries.drafts_of(investigation)
    ) == {"has_time"}
    client.post("/brief/lezen/", {"text": "Nee."})
    assert f"{personal}tijd/" not in ivo.get(personal).content.decode()
    assert ivo.get(f"{personal}tijd/").status_code == 404
    with pytest.raises(Refused, match="heeft gereageerd"):
        reporting.give_more_time(
            again_draft(draft), until=later + datetime.timedelta(1), reason="x", by=acting("ivo")
        )


def in_boxes(day: datetime.date) -> dict[str, int]:
    return {"until_day": day.day, "until_month": day.month, "until_year": day.year}


def again_draft(draft: PersonalDraft) -> PersonalDraft:
    return PersonalDraft.objects.get(pk=draft.pk)


def test_who_was_away_too_long_loses_nothing_of_what_was_typed() -> None:
    investigation, seven = running(), words.draw()
    sent(investigation, seven)
    client = typed(seven)
    hour = datetime.timedelta(hours=1)
    with clock.standing_at(clock.now() + hour):
        page = client.post("/brief/lezen/", {"text": "Een lang verhaal."}).content.decode()
        assert "U was te lang weg" in page
        assert "Een lang verhaal." in page
        told = {"words": " ".join(seven), "text": "Een lang verhaal."}
        assert "Een lang verhaal." in client.post("/brief/", told).content.decode()


def test_who_leaves_closes_it_for_a_copy_of_the_cookie_too() -> None:
    investigation, seven = running(), words.draw()
    sent(investigation, seven)
    client = typed(seven)
    copy = Client()
    copy.cookies = client.cookies.copy()  # type: ignore[assignment]
    assert copy.get("/brief/lezen/").status_code == 200
    client.post("/brief/sluiten/")
    assert copy.get("/brief/lezen/").status_code == 302
    assert client.get("/brief/lezen/").status_code == 302
    assert typed(seven).get("/brief/lezen/").status_code == 200


def test_after_the_end_nobody_reacts_and_what_was_typed_stands_there() -> None:
    investigation, seven = running(), words.draw()
    sent(investigation, seven)
    client = typed(seven)
    operations.finish(again(investigation), reason="Gestopt.", by=acting("gijs"))
    page = client.post("/brief/lezen/", {"text": "Te laat."}).content.decode()
    assert "U kunt niet meer reageren" in page
    assert "Te laat." in page


def test_the_investigator_chooses_and_replaces_and_prints_the_words_once() -> None:
    investigation = running()
    who = heard(investigation)
    statement = said(investigation, who)
    number = hearing.write_finding(
        investigation, title="Geld", text="Bram B. betaalde.", sources=[statement], by=acting("ivo")
    )
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/"
    page = ivo.get(f"{way}concept/{who}/").content.decode()
    assert "Bram B. betaalde." in page
    seven = page.split('name="words" value="')[1].split('"')[0]
    day = {"react_by_day": LATER.day, "react_by_month": LATER.month, "react_by_year": LATER.year}
    empty = {"words": seven, "once": "een", **day}
    assert "Kies minstens één deel" in ivo.post(f"{way}concept/{who}/", empty).content.decode()
    chosen = {
        **empty,
        f"show_finding-{number}": "on",
        f"text_finding-{number}": "Iemand betaalde.",
    }
    first = ivo.post(f"{way}concept/{who}/", chosen).content.decode()
    second = ivo.post(f"{way}concept/{who}/", chosen).content.decode()  # a double click
    for letter in (first, second):
        assert all(f"<li>{word}</li>" in letter for word in seven.split())
    assert PersonalDraft.objects.count() == 1
    read = typed(tuple(seven.split())).get("/brief/lezen/").content.decode()
    assert "Iemand betaalde." in read
    assert "Bram B." not in read
    assert "Soms staan er andere woorden." in read


def test_the_report_comes_as_a_page_a_document_and_a_pdf() -> None:
    investigation = running()
    hearing.plan(investigation, text="Eerst praten.", by=acting("ivo"))
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/rapport/"
    assert "Eerst praten." in ivo.get(way).content.decode()
    document = b"".join(ivo.get(f"{way}document/").streaming_content)  # type: ignore[attr-defined]
    text = zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()
    assert "Eerst praten." in text
    made = ivo.get(f"{way}pdf/")
    assert made.content.startswith(b"%PDF-")
    assert "no-store" in made["Cache-Control"]
    hearing.plan(investigation, text="Eerst praten \U0001f701.", by=acting("ivo"))
    assert "niet in een PDF kan" in ivo.get(f"{way}pdf/", follow=True).content.decode()
