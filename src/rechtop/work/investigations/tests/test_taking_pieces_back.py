"""A finding, statement, exhibit or means that should not stand there is taken back in time."""

from __future__ import annotations

import pytest
from tests.desk import with_open_vault
from tests.people import acting

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.work.investigations import (
    account,
    documents,
    hearing,
    operations,
    presenting,
    queries,
    reporting,
)
from rechtop.work.investigations.models import Investigation, Means
from rechtop.work.investigations.operations import Part
from rechtop.work.investigations.queries import Dossier
from rechtop.work.investigations.tests.test_deciding import again, running
from rechtop.work.investigations.tests.test_drafts import LATER, typed
from rechtop.work.investigations.tests.test_ending import way_to
from rechtop.work.investigations.tests.test_hearing import heard, said
from rechtop.work.investigations.tests.test_outcome import conclude, final

pytestmark = pytest.mark.django_db

PAID, WHY = "De aannemer betaalde.", "Piet betaalde zelf: zie de bon."


def exhibit(investigation: Investigation, title: str) -> str:
    return hearing.list_evidence(investigation, title=title, provenance="Inkoop.", by=acting("ivo"))


def found(investigation: Investigation, *sources: str) -> str:
    return hearing.write_finding(
        investigation, title="De reis", text=PAID, sources=sources, by=acting("ivo")
    )


def film(investigation: Investigation, text: str) -> str:
    hearing.use_means(investigation, code="camera", is_covert=True, text=text, by=acting("ivo"))
    return str(opened(investigation).all("means")[-1].id)


def opened(investigation: Investigation) -> Dossier:
    return queries.opened(again(investigation), acting("ivo"))


def take_back(investigation: Investigation, piece: str, name: str = "ivo", why: str = WHY) -> None:
    hearing.take_back(again(investigation), piece=piece, reason=why, by=acting(name))


def folded(page: str, title: str) -> str:
    return page.split(f"<summary>{title}</summary>")[1].split("</details>")[0]


def test_a_finding_that_turns_out_wrong_is_in_no_report_made_later_and_stays_on_the_file() -> None:
    investigation, seven = running(), words.draw()
    who = heard(investigation)
    finding = found(investigation, exhibit(investigation, "De rekening"))
    sent = operations.send_draft(
        investigation,
        person=who,
        parts=[Part("Bevinding: De reis", PAID)],
        react_by=LATER,
        words=seven,
        by=acting("ivo"),
    )
    piet = typed(seven)
    piet.post("/brief/lezen/", {"text": "Ik betaalde zelf."})
    sent.refresh_from_db()
    reporting.work_in(sent, text="Hij liet de bon zien.", shown=1, by=acting("ivo"))
    ivo, way = with_open_vault("ivo"), way_to(investigation)
    assert f"{way}terug/?welke={finding}" in ivo.get(way).content.decode()
    assert f'value="{finding}" selected' in (
        ivo.get(f"{way}terug/?welke={finding}").content.decode()
    )
    typed_in = {"piece": finding, "reason": WHY, "once": "een"}
    assert ivo.post(f"{way}terug/", typed_in).status_code == 302
    twice = ivo.post(f"{way}terug/", typed_in, follow=True).content.decode()  # a double click
    assert "Dit is al verstuurd." in twice
    assert len(opened(investigation).all("taken_back")) == 1
    page = ivo.get(way).content.decode()
    assert PAID in folded(page, "Teruggenomen bevindingen")
    assert "Bewijsstuk 1: De rekening" in folded(page, "Teruggenomen bevindingen")
    assert WHY in folded(page, "Teruggenomen bevindingen")
    assert page.count(PAID) == 1
    assert PAID not in ivo.get(f"{way}rapport/").content.decode()
    assert PAID not in ivo.get(f"{way}concept/{who}/").content.decode()
    assert PAID in piet.get("/brief/lezen/").content.decode()  # what was sent, was sent
    conclude(investigation, who)
    typed_in = {"reason": "Er is haast.", "once": "twee"}
    assert ivo.post(f"{way}eindrapport/", typed_in).status_code == 302
    kept = str(opened(investigation).newest("final"))
    assert PAID not in kept
    assert "Hij liet de bon zien." in kept


def test_what_a_finding_rests_on_stays_until_the_finding_is_taken_back() -> None:
    investigation = running()
    statement = said(investigation, heard(investigation))
    bill = exhibit(investigation, "De rekening")
    finding = found(investigation, statement, bill)
    for piece in (statement, bill):
        with pytest.raises(Invalid, match="Hierop rust: De reis") as error:
            take_back(investigation, piece)
        assert list(error.value.message_dict) == ["piece"]
    take_back(investigation, finding)
    for piece in (statement, bill):
        take_back(investigation, piece)
    told = opened(investigation)
    assert not presenting.statements(told)
    assert not presenting.evidence(told)
    page = with_open_vault("ivo").get(way_to(investigation)).content.decode()
    assert "Ik was er niet bij." in folded(page, "Teruggenomen verklaringen")
    assert "De rekening" in folded(page, "Teruggenomen bewijsstukken")
    rests = folded(page, "Teruggenomen bevindingen")
    assert "Bewijsstuk 1: De rekening" in rests
    assert "Verklaring van Piet Post" in rests


def test_what_stands_keeps_its_number_where_something_before_it_is_taken_back() -> None:
    investigation = running()
    piet, wil = heard(investigation), heard(investigation, "Wil Wit", "witness")
    wrong = said(investigation, wil, "Verkeerd opgeschreven.")
    kept = said(investigation, piet, "Ik betaalde.")
    bill, receipt = exhibit(investigation, "De rekening"), exhibit(investigation, "De bon")
    before = documents.parts(opened(investigation))
    assert before[f"statement-{kept}"][0] == "Verklaring 2"
    for piece in (wrong, bill):
        take_back(investigation, piece)
    told = opened(investigation)
    after = documents.parts(told)
    assert f"statement-{wrong}" not in after
    assert after[f"statement-{kept}"] == before[f"statement-{kept}"]
    assert after["evidence"][1].startswith("Bewijsstuk 2: De bon")
    assert presenting.evidence(told) == [(receipt, "Bewijsstuk 2: De bon")]
    assert '<li value="2"' in with_open_vault("ivo").get(way_to(investigation)).content.decode()
    third = said(investigation, piet, "En nog iets.")
    later = documents.parts(opened(investigation))
    assert later[f"statement-{third}"][0] == "Verklaring 3"


def test_the_answer_goes_with_its_statement_and_nothing_is_built_on_what_is_taken_back() -> None:
    investigation, ivo = running(), acting("ivo")
    statement = said(investigation, heard(investigation))
    answer = {"statement": statement, "approves": False, "on": clock.today(), "way": "letter"}
    hearing.note_answer(investigation, **answer, text="Het was mei.", by=ivo)  # type: ignore[arg-type]
    take_back(investigation, statement)
    page = with_open_vault("ivo").get(way_to(investigation)).content.decode()
    assert "Het was mei." in folded(page, "Teruggenomen verklaringen")
    assert page.count("Het was mei.") == 1
    with pytest.raises(Invalid, match="niet meer in het dossier"):
        hearing.note_answer(investigation, **answer, text="Nee.", by=ivo)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="niet meer in het dossier"):
        found(investigation, statement)


def test_a_means_noted_by_mistake_is_not_counted_any_more() -> None:
    investigation = running()
    film(investigation, "Bij de poort.")
    wrong = film(investigation, "Bij een ander.")
    means = {"code": "interviews", "is_covert": False, "text": "Gesprekken.", "by": acting("ivo")}
    hearing.use_means(investigation, **means)  # type: ignore[arg-type]
    take_back(investigation, wrong)
    year = clock.today().year
    figures = {figure.name: figure.value for figure in account.figures(year)}
    assert figures["onderzoeken.heimelijk"] == 1
    left = Means.objects.order_by("pk").values_list("code", "is_covert")
    assert list(left) == [("camera", True), ("interviews", False)]
    report = documents.parts(opened(investigation))["means"][1]
    assert "Bij de poort." in report
    assert "Bij een ander." not in report
    page = with_open_vault("ivo").get(way_to(investigation)).content.decode()
    gone = folded(page, "Teruggenomen middelen")
    assert "Bij een ander." in gone
    assert "heimelijk" in gone


def test_what_was_taken_back_meanwhile_is_told_and_counts_less_once() -> None:
    investigation = running()
    film(investigation, "Bij de poort.")
    wrong = film(investigation, "Bij een ander.")
    ivo, page = with_open_vault("ivo"), f"{way_to(investigation)}terug/"
    typed_in = {"piece": wrong, "reason": WHY, "once": "een"}
    assert ivo.post(page, typed_in).status_code == 302
    other = ivo.post(page, {**typed_in, "reason": "Mijn reden.", "once": "twee"}).content.decode()
    assert "Mijn reden." in other
    assert "Dit staat niet meer in het dossier." in other
    with pytest.raises(Invalid, match="niet meer in het dossier"):
        take_back(investigation, wrong)
    assert Means.objects.count() == 1


def test_only_the_investigator_takes_back_with_a_reason_and_before_the_report_is_final() -> None:
    investigation = running()
    who = heard(investigation)
    wrong = film(investigation, "Bij de poort.")
    for name in ("gijs", "bram"):
        with pytest.raises(Refused):
            take_back(investigation, wrong, name)
    with pytest.raises(Invalid, match="Schrijf waarom"):
        take_back(investigation, wrong, why=" ")
    with pytest.raises(Invalid, match="niet meer in het dossier"):
        take_back(investigation, who)  # who is heard is no piece of that kind
    conclude(investigation, who)
    final(investigation, "Er is haast.")
    with pytest.raises(Refused):
        take_back(investigation, wrong)
    assert Means.objects.count() == 1
    assert "terug/?welke=" not in (
        with_open_vault("ivo").get(way_to(investigation)).content.decode()
    )
