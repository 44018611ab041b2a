"""What stands in a report: where evidence came from, and what people said where it is chosen."""

from __future__ import annotations

import io
import re
import zipfile

import pypdfium2
import pytest
from django.test import Client
from tests.desk import with_open_vault
from tests.people import acting

from rechtop.ground.kernel import clock, words
from rechtop.work.investigations import documents, hearing, queries, reporting
from rechtop.work.investigations.models import Investigation, PersonalDraft
from rechtop.work.investigations.tests.test_deciding import again, running
from rechtop.work.investigations.tests.test_drafts import LATER, sent, typed
from rechtop.work.investigations.tests.test_hearing import heard, said
from rechtop.work.investigations.tests.test_outcome import conclude

pytestmark = pytest.mark.django_db

STOP = "De woorden van de eerdere brief werken dan niet meer."
SAID, COMMENT, ORIGIN = "Ik tekende niet.", "Ik zei: misschien.", "Van inkoop, op 3 mei."


def worked_on() -> tuple[Investigation, str, str]:
    """Give an investigation in which two were heard, with the second and their statement."""
    investigation, ivo = running(), acting("ivo")
    heard(investigation)
    who = heard(investigation, name="Wil Wit", role="witness")
    statement = said(investigation, who, SAID)
    hearing.note_answer(
        investigation,
        statement=statement,
        approves=False,
        text=COMMENT,
        on=clock.today(),
        way="letter",
        by=ivo,
    )
    hearing.list_evidence(investigation, title="De gunning", provenance=ORIGIN, by=ivo)
    return investigation, who, statement


def in_document(client: Client, way: str) -> str:
    made = b"".join(client.get(way).streaming_content)  # type: ignore[attr-defined]
    return zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()


def in_pdf(client: Client, way: str) -> str:
    with pypdfium2.PdfDocument(client.get(way).content) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_a_report_tells_where_evidence_came_from_and_what_was_said_only_where_it_is_chosen() -> (
    None
):
    investigation, _who, _statement = worked_on()
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/rapport/"
    without = [
        ivo.get(way).content.decode(),
        in_document(ivo, f"{way}document/"),
        in_pdf(ivo, f"{way}pdf/"),
    ]
    chosen = ivo.get(f"{way}?verklaringen=on").content.decode()
    assert "/rapport/document/?verklaringen=on" in chosen
    among = [
        chosen,
        in_document(ivo, f"{way}document/?verklaringen=on"),
        in_pdf(ivo, f"{way}pdf/?verklaringen=on"),
    ]
    for text in without:
        assert ORIGIN in text
        assert SAID not in text
        assert COMMENT not in text
    for text in among:
        assert ORIGIN in text
        assert "Gehoorde 2 (Getuige)" in text
        assert SAID in text
        assert COMMENT in text


def test_a_person_reads_of_the_statements_what_was_ticked_for_them_alone() -> None:
    investigation, who, statement = worked_on()
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/concept/{who}/"
    page = ivo.get(way).content.decode()
    field = page.split(f'name="show_statement-{statement}"')[1].split(">")[0]
    assert "checked" not in field
    seven = page.split('name="words" value="')[1].split('"')[0]
    term = {"react_by_day": LATER.day, "react_by_month": LATER.month, "react_by_year": LATER.year}
    told = {"words": seven, **term, f"text_statement-{statement}": SAID, "text_evidence": "Iets."}
    assert ivo.post(way, {**told, "once": "een", "show_evidence": "on"}).status_code == 200
    read = typed(tuple(seven.split())).get("/brief/lezen/").content.decode()
    assert "Iets." in read
    assert SAID not in read
    once_more = ivo.get(way).content.decode()
    for warning in (STOP, "Wat u eerder verving, vervangt u opnieuw."):
        assert warning in once_more
        assert warning not in page
    again_drawn = once_more.split('name="words" value="')[1].split('"')[0]
    ticked = {**told, "words": again_drawn, f"show_statement-{statement}": "on", "once": "twee"}
    assert ivo.post(way, ticked).status_code == 200
    assert SAID in typed(tuple(again_drawn.split())).get("/brief/lezen/").content.decode()
    assert Client().post("/brief/", {"words": seven}).status_code == 200


@pytest.mark.parametrize("is_chosen", [True, False])
def test_the_final_report_has_the_statements_where_the_investigator_says_so(
    is_chosen: bool,
) -> None:
    investigation, _who, _statement = worked_on()
    [piet, _wil] = [str(i.id) for i in queries.opened(investigation, acting("ivo")).all("person")]
    conclude(investigation, piet)
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/"
    page = ivo.get(f"{way}eindrapport/").content.decode()
    assert 'name="statements"' in page
    assert SAID not in page
    typed_in = {"reason": "Haast.", "once": "een", **({"statements": "on"} if is_chosen else {})}
    assert ivo.post(f"{way}eindrapport/", typed_in).status_code == 302
    gijs = with_open_vault("gijs")
    for text in (in_document(gijs, f"{way}rapport/document/"), in_pdf(gijs, f"{way}rapport/pdf/")):
        assert (SAID in text) == is_chosen
        assert ORIGIN in text
    assert (SAID in gijs.get(f"{way}rapport/").content.decode()) == is_chosen


def test_the_final_report_says_whose_reaction_was_worked_in_by_number_and_role() -> None:
    investigation, _who, _statement = worked_on()
    told = queries.opened(investigation, acting("ivo"))
    [piet, wil] = [str(item.id) for item in told.all("person")]
    for who, answer in ((wil, "Het jaar is gewijzigd."), (piet, "De naam is gewijzigd.")):
        seven = words.draw()
        draft = sent(again(investigation), seven, who)
        typed(seven).post("/brief/lezen/", {"text": "Dit klopt niet."})
        draft.refresh_from_db()
        reporting.work_in(draft, text=answer, shown=1, by=acting("ivo"))
    parts = documents.final_parts(queries.opened(investigation, acting("ivo")))
    assert parts["reactions"][1] == (
        "Gehoorde 2 (Getuige): Het jaar is gewijzigd.\n\n"
        "Gehoorde 1 (Betrokkene): De naam is gewijzigd."
    )
    assert "1. Piet Post (Betrokkene, geen verklaring)\n2. Wil Wit (Getuige)" in parts["heard"][1]
    page = with_open_vault("ivo").get(f"/desk/onderzoeken/{investigation.number}/").content.decode()
    ways = sorted(set(re.findall(r"/desk/onderzoeken/[^/]+/reactie/[^/]+/", page)))
    assert len(ways) == 2
    for way in ways:
        page = with_open_vault("ivo").get(way).content.decode()
        assert "Uw reactie" not in page  # it is theirs, not of who reads this
    for name, (title, text) in parts.items():
        if name.startswith(("reactions", "statement")):
            assert "Wit" not in title + text
            assert "Post" not in title + text


def test_a_part_that_joins_long_texts_is_sent_and_one_that_is_not_ticked_is_not_judged() -> None:
    investigation, who, _statement = worked_on()
    long = "Van inkoop. " * 1_600  # most of what one text may be
    for title in ("De rekening", "De bon"):
        hearing.list_evidence(investigation, title=title, provenance=long, by=acting("ivo"))
    ivo, way = with_open_vault("ivo"), f"/desk/onderzoeken/{investigation.number}/concept/{who}/"
    seven = ivo.get(way).content.decode().split('name="words" value="')[1].split('"')[0]
    parts = documents.parts(queries.opened(investigation, acting("ivo")))
    whole = parts["evidence"][1]
    assert len(whole) > 30_000
    term = {"react_by_day": LATER.day, "react_by_month": LATER.month, "react_by_year": LATER.year}
    told = {"words": seven, **term, "text_heard": "Zij.", "show_heard": "on", "once": "een"}
    too_long = {"text_evidence": "x" * 500_001, "show_evidence": "on"}
    refused = ivo.post(way, {**told, **too_long, "once": "twee"}).content.decode()
    assert "Dit is te lang voor één deel." in refused
    assert too_long["text_evidence"] in refused
    assert not PersonalDraft.objects.exists()
    not_ticked = {**told, "text_evidence": "x" * 500_001}
    assert seven.split()[0] in ivo.post(way, not_ticked).content.decode()
    assert PersonalDraft.objects.count() == 1
    seven = ivo.get(way).content.decode().split('name="words" value="')[1].split('"')[0]
    both = {**told, "words": seven, "text_evidence": whole, "show_evidence": "on", "once": "drie"}
    assert ivo.post(way, both).status_code == 200
    assert PersonalDraft.objects.count() == 2
    read = typed(tuple(seven.split())).get("/brief/lezen/").content.decode()
    assert read.count("Van inkoop. Van inkoop.") > 1_000
