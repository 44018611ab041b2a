"""Everybody reads the procedures; the coordinator keeps them, and no half version gets in force."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from docx import Document
from tests.desk import at_desk, by_name
from tests.together import together

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.tools.procedures import layout, operations, queries
from rechtop.tools.procedures.models import Version

pytestmark = pytest.mark.django_db

DESK = "/desk/procedures/misstand/"
REGISTER = f"{DESK}stap/register/"


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def begun() -> Client:
    fenna = at_desk("fenna")
    fenna.post(f"{DESK}beginnen/")
    return fenna


def written() -> Version:
    version = queries.in_writing("misstand")
    assert version is not None
    return version


def as_shown(client: Client, path: str) -> dict[str, Any]:
    form = client.get(path).context["form"]
    told = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in told.items() if value not in (None, False)}


def decision(client: Client, day: datetime.date, by: str = "Besluit 12") -> dict[str, Any]:
    shown = client.get(DESK).context["form"]["shown"].value()
    parts = {f"valid_from_{part}": getattr(day, part) for part in ("day", "month", "year")}
    return {**parts, "decision": by, "shown": shown}


def as_read(client: Client, path: str = DESK, away: str = "weggooien/") -> dict[str, str]:
    """Give what the form to throw a version away sends, or to take a step away."""
    page = text_of(client.get(path)).partition(f'action="{path}{away}"')[2]
    return {"shown": unescape(page.partition('name="shown" value="')[2].partition('"')[0])}


def tomorrow() -> datetime.date:
    return clock.today() + datetime.timedelta(days=1)


def test_a_stranger_reads_every_procedure_drawn_and_in_words_and_nothing_is_kept() -> None:
    stranger, before = Client(), Entry.objects.count()
    listed = text_of(stranger.get("/procedures/"))
    for version in queries.all_in_force(clock.today()):
        procedure = layout.read(version.content)
        assert str(procedure.title) in listed
        page = text_of(stranger.get(f"/procedures/{version.code}/"))
        assert page.count("<svg") == 2
        assert page.count("<li id=") == len(procedure.steps)
        for step in procedure.steps.values():
            assert f"<h3>{step.title}</h3>" in page
    assert not stranger.cookies
    assert Entry.objects.count() == before


def test_terms_are_said_with_their_source_and_where_there_is_none_that_is_said() -> None:
    page = text_of(Client().get("/procedures/misstand/"))
    assert "binnen 7 dagen na ontvangst van de melding" in page
    assert "binnen 3 maanden na ‘Registreren en ontvangst bevestigen’" in page
    assert "onverwijld na ontvangst van de melding" in page
    assert "geen termijn vastgelegd" in page
    assert "Wet bescherming klokkenluiders, artikel 2" in page


def test_a_procedure_reads_in_english() -> None:
    page = text_of(Client().get("/en/procedures/misstand/"))
    assert "Suspected wrongdoing" in page
    assert "Wat er gebeurt" not in page


@pytest.mark.parametrize("path", ["nergens/", "nergens/bpmn/", "draaideur/"])
def test_what_is_no_procedure_is_not_found(path: str) -> None:
    assert Client().get(f"/procedures/{path}").status_code == 404


def test_what_is_being_written_is_not_in_force_yet() -> None:
    fenna = begun()
    sent = as_shown(fenna, REGISTER)
    fenna.post(REGISTER, {**sent, "title": "Iets heel anders"})
    assert "Iets heel anders" in text_of(fenna.get(DESK))
    assert "Iets heel anders" not in text_of(Client().get("/procedures/misstand/"))
    operations.begin(code="nieuw-ding", title=layout.Text("Nieuw ding"), by=by_name("fenna"))
    assert Client().get("/procedures/nieuw-ding/").status_code == 404
    assert "Nieuw ding" not in text_of(at_desk("bram").get("/desk/procedures/"))
    assert "Nieuw ding" in text_of(fenna.get("/desk/procedures/"))


def test_files_are_given_to_save() -> None:
    answer = Client().get("/procedures/misstand/bpmn/")
    assert "misstand.bpmn" in answer["Content-Disposition"]
    assert b"".join(answer).startswith(b"<?xml")  # type: ignore[arg-type]


def test_the_document_holds_every_procedure_in_force_and_says_what_language_it_is_in() -> None:
    answer = Client().get("/procedures/bijlage/document/")
    document = Document(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    told = "\n".join(one.text for one in document.paragraphs)
    for version in queries.all_in_force(clock.today()):
        procedure = layout.read(version.content)
        for text in (procedure.title, *(step.title for step in procedure.steps.values())):
            assert str(text) in told
    assert document.core_properties.language == "nl-NL"
    assert "python-docx" not in str(document.core_properties.author)
    appendix = text_of(Client().get("/procedures/bijlage/"))
    assert appendix.count("<svg") == 2 * len(queries.all_in_force(clock.today()))


def test_a_term_without_a_source_is_refused_with_the_step_named_and_nothing_changes() -> None:
    fenna = begun()
    sent = as_shown(fenna, REGISTER)
    fenna.post(REGISTER, {**sent, "length": "5", "source": ""})
    answer = fenna.post(f"{DESK}vaststellen/", decision(fenna, tomorrow()))
    told = "De termijn bij de stap ‘Registreren en ontvangst bevestigen’ heeft geen bron."
    assert told in text_of(answer)
    assert told in answer.context["form"].non_field_errors()
    assert "Besluit 12" in text_of(answer)
    assert written().is_in_writing


def test_a_version_is_in_force_from_its_day_and_the_one_before_until_then() -> None:
    fenna = begun()
    sent = as_shown(fenna, REGISTER)
    fenna.post(REGISTER, {**sent, "length": "5"})
    fenna.post(f"{DESK}vaststellen/", decision(fenna, tomorrow()))
    adopted = queries.adopted("misstand")[0]
    assert (adopted.number, adopted.decision, adopted.valid_from) == (2, "Besluit 12", tomorrow())
    assert queries.in_force("misstand", clock.today()) == queries.adopted("misstand")[1]
    assert queries.in_force("misstand", tomorrow()) == adopted
    assert queries.in_force("misstand", datetime.date(2020, 1, 1)) is None
    compared = text_of(fenna.get(f"{DESK}verschil/1/2/"))
    assert "binnen 7 dagen na ontvangst" in compared
    assert "binnen 5 dagen na ontvangst" in compared
    assert "Conceptrapport" not in compared


@pytest.mark.parametrize(
    "sent", [{"valid_from_day": "31", "valid_from_month": "2"}, {"decision": ""}]
)
def test_without_a_real_day_or_a_decision_nothing_is_adopted(sent: dict[str, str]) -> None:
    fenna = begun()
    answer = fenna.post(f"{DESK}vaststellen/", {**decision(fenna, tomorrow()), **sent})
    assert "utrecht-form-field-error-message" in text_of(answer)
    assert written()


def test_a_version_begins_after_the_one_before_it() -> None:
    fenna = begun()
    answer = fenna.post(f"{DESK}vaststellen/", decision(fenna, datetime.date(2023, 2, 18)))
    assert "Kies een dag na die waarop de vorige versie inging" in text_of(answer)


def test_a_year_typed_wrong_is_told_at_its_field_and_holds_up_no_later_version() -> None:
    fenna, last = begun(), clock.today() + records.FARTHEST
    too_far = decision(fenna, last + datetime.timedelta(days=1))
    answer = fenna.post(f"{DESK}vaststellen/", too_far)
    told = "Deze dag ligt meer dan vijf jaar vooruit. Kijk of het jaar klopt."
    assert answer.context["form"].errors == {"valid_from": [told]}
    assert "Besluit 12" in text_of(answer)
    assert written().is_in_writing
    fenna.post(f"{DESK}vaststellen/", decision(fenna, last))
    assert queries.adopted("misstand")[0].valid_from == last


def test_what_a_colleague_changed_meanwhile_is_told_and_not_lost() -> None:
    fenna = begun()
    sent = {**as_shown(fenna, REGISTER), "title": "Mijn naam ervoor"}
    procedure = layout.read(written().content)
    other = layout.Step(layout.Text("Van een ander"), "handler", choices=())
    shown = operations.as_text(procedure, "register")
    operations.keep(written(), code="register", step=other, shown=shown, by=by_name("fenna"))
    refused = fenna.post(REGISTER, sent)
    answer = text_of(refused)
    assert "Een collega heeft dit net veranderd" in answer
    assert "Mijn naam ervoor" in answer
    assert "Van een ander" in answer
    assert layout.read(written().content).steps["register"] == other
    fenna.post(REGISTER, {**sent, "shown": refused.context["form"]["shown"].value()})
    assert str(layout.read(written().content).steps["register"].title) == "Mijn naam ervoor"


def test_what_a_colleague_changed_of_the_whole_is_told_and_can_then_be_replaced() -> None:
    fenna, head = begun(), f"{DESK}gegevens/"
    sent = {**as_shown(fenna, head), "title": "Mijn naam ervoor"}
    fenna.post(head, {**sent, "title": "Van een ander"})
    refused = fenna.post(head, sent)
    assert "Een collega heeft dit net veranderd" in text_of(refused)
    assert "Van een ander" in text_of(refused)
    fenna.post(head, {**sent, "shown": refused.context["form"]["shown"].value()})
    assert str(layout.read(written().content).title) == "Mijn naam ervoor"


@pytest.mark.parametrize("page", [REGISTER, f"{DESK}gegevens/", f"{DESK}stap/"])
def test_what_is_sent_twice_is_kept_once_and_no_colleague_is_said_to_have_done_it(
    page: str,
) -> None:
    fenna = begun()
    sent = {**as_shown(fenna, page), "title": "Mijn naam ervoor"}
    before = Entry.objects.filter(result="done").count()
    for told in ("Bewaard.", "Dit is al verstuurd."):
        assert told in text_of(fenna.post(page, sent, follow=True))
    assert str(written().content).count("Mijn naam ervoor") == 1
    assert Entry.objects.filter(result="done").count() == before + 1


def test_what_was_to_be_adopted_and_changed_meanwhile_is_told() -> None:
    fenna = begun()
    decided = decision(fenna, tomorrow())
    fenna.post(REGISTER, {**as_shown(fenna, REGISTER), "title": "Mijn naam ervoor"})
    assert "Een collega heeft dit net veranderd" in text_of(
        fenna.post(f"{DESK}vaststellen/", decided)
    )
    assert written()


def test_what_a_colleague_wrote_meanwhile_is_not_thrown_away_unread() -> None:
    fenna = begun()
    read = as_read(fenna)
    fenna.post(REGISTER, {**as_shown(fenna, REGISTER), "title": "Van een ander"})
    for sent in (read, {}):
        told = text_of(fenna.post(f"{DESK}weggooien/", sent, follow=True))
        assert "Een collega heeft dit net veranderd" in told
        assert "Van een ander" in str(written().content)
    told = text_of(fenna.post(f"{DESK}weggooien/", as_read(fenna), follow=True))
    assert "De nieuwe versie is weggegooid." in told
    assert queries.in_writing("misstand") is None


def test_a_step_a_colleague_changed_meanwhile_is_not_taken_away_unread() -> None:
    fenna = begun()
    read = as_read(fenna, REGISTER, "weg/")
    fenna.post(REGISTER, {**as_shown(fenna, REGISTER), "title": "Van een ander"})
    told = text_of(fenna.post(f"{REGISTER}weg/", read, follow=True))
    assert "Een collega heeft dit net veranderd" in told
    assert "Van een ander" in str(written().content)
    read = as_read(fenna, REGISTER, "weg/")
    for _twice in range(2):
        assert "Weggehaald." in text_of(fenna.post(f"{REGISTER}weg/", read, follow=True))
    assert "register" not in layout.read(written().content).steps


def test_a_step_a_colleague_took_away_meanwhile_can_be_kept_as_a_new_one() -> None:
    fenna = begun()
    sent = {**as_shown(fenna, REGISTER), "title": "Mijn naam ervoor"}
    fenna.post(f"{REGISTER}weg/", as_read(fenna, REGISTER, "weg/"))
    answer = fenna.post(REGISTER, sent)
    for told in ("Een collega heeft dit net veranderd", "Mijn naam ervoor"):
        assert told in text_of(answer)
    assert "Bewaard." in text_of(fenna.post(REGISTER, answer.context["form"].data, follow=True))
    titles = [str(step.title) for step in layout.read(written().content).steps.values()]
    assert titles.count("Mijn naam ervoor") == 1
    assert fenna.get(REGISTER).status_code == 404


def test_no_choice_is_lost_where_a_colleague_left_the_step_with_fewer() -> None:
    fenna, page = begun(), f"{DESK}stap/assess/"
    step = layout.read(written().content).steps["assess"]
    last = len(step.choices) + 2
    sent = {**as_shown(fenna, page), f"choice{last}": "Mijn keuze", f"to{last}": "register"}
    operations.keep(
        written(),
        code="assess",
        step=replace(step, choices=()),
        shown=operations.as_text(layout.read(written().content), "assess"),
        by=by_name("fenna"),
    )
    answer = fenna.post(page, sent)
    assert "Mijn keuze" in text_of(answer)
    fenna.post(page, answer.context["form"].data)
    kept = layout.read(written().content).steps["assess"].choices
    assert [str(one.text) for one in kept] == [
        *(str(one.text) for one in step.choices),
        "Mijn keuze",
    ]


@pytest.mark.parametrize("page", [REGISTER, f"{DESK}gegevens/", f"{DESK}stap/"])
def test_what_was_typed_stays_where_a_colleague_threw_the_version_away(page: str) -> None:
    fenna = begun()
    sent = {**as_shown(fenna, page), "title": "Mijn naam ervoor"}
    fenna.post(f"{DESK}weggooien/", as_read(fenna))
    page_then = text_of(fenna.post(page, sent))
    for told in ("al vastgesteld of weggegooid. Begin een nieuwe.", "Mijn naam ervoor"):
        assert told in page_then
    assert "Mijn naam ervoor" not in str(queries.adopted("misstand").get().content)
    assert fenna.get(page).status_code == 404


def test_who_adopts_twice_or_after_a_colleague_is_told() -> None:
    fenna = begun()
    decided = decision(fenna, tomorrow())
    for once, told in (
        ("a", "De procedure is vastgesteld."),
        ("a", "Dit is al verstuurd."),
        ("b", "al vastgesteld of weggegooid"),
    ):
        sent = {**decided, "once": once}
        assert told in text_of(fenna.post(f"{DESK}vaststellen/", sent, follow=True))
    assert queries.adopted("misstand").count() == 2


def test_what_a_colleague_writes_as_it_is_thrown_away_stays() -> None:
    with together() as two:
        version = two.before(lambda: operations.begin(code="misstand", by=by_name("fenna")))
        read = layout.read(version.content)
        told = {"shown": operations.as_text(read, "register"), "by": by_name("fenna")}
        other = layout.Step(layout.Text("Van een ander"), "handler", choices=())
        _kept, refused = two.at_once(
            lambda: operations.keep(version, code="register", step=other, **told),
            lambda: operations.throw_away(
                version, shown=operations.fingerprint(read), by=by_name("fenna")
            ),
        )
        assert isinstance(refused, Invalid)
        assert "Een collega heeft dit net veranderd" in str(refused)
        assert "Van een ander" in str(written().content)


def test_what_is_thrown_away_twice_is_said_to_be_gone_already() -> None:
    fenna = begun()
    for path in (DESK, "/desk/procedures/advies/"):
        fenna.post("/desk/procedures/nieuw/", {"title": "Advies", "code": "advies"})
        sent = as_read(fenna, path)
        for told in ("De nieuwe versie is weggegooid.", "al weggegooid of vastgesteld"):
            assert told in text_of(fenna.post(f"{path}weggooien/", sent, follow=True))
    assert not Version.objects.filter(adopted_on=None).exists()
    assert Entry.objects.filter(action="procedure.thrown_away").count() == 2


def test_a_procedure_that_is_added_twice_is_there_once() -> None:
    fenna = at_desk("fenna")
    sent = {"title": "Advies", "code": "advies", "once": "a"}
    for _twice in range(2):
        answer = fenna.post("/desk/procedures/nieuw/", sent)
        assert answer.status_code == 302
    assert Version.objects.filter(code="advies").count() == 1
    told = text_of(fenna.post("/desk/procedures/nieuw/", {**sent, "once": "b"}))
    assert "Deze naam in het adres is al in gebruik." in told


def test_a_new_procedure_is_written_step_by_step() -> None:
    fenna = at_desk("fenna")
    sent = {"title": "Advies", "title_en": "Advice", "code": "advies"}
    fenna.post("/desk/procedures/nieuw/", sent)
    assert "al in gebruik" in text_of(fenna.post("/desk/procedures/nieuw/", sent))
    bad = fenna.post("/desk/procedures/nieuw/", {**sent, "code": "met spatie"})
    assert "Gebruik letters, cijfers en streepjes" in text_of(bad)
    path = "/desk/procedures/advies/"
    assert "Er is nog geen eerste stap" in text_of(fenna.get(path))
    fenna.post(f"{path}stap/", {"title": "Vragen", "who": "reporter", "shown": "''"})
    fenna.post(f"{path}stap/", {"title": "Advies geven", "who": "team", "shown": "''"})
    assert "‘Advies geven’ komt niemand" in text_of(fenna.get(path))
    fenna.post(f"{path}stap/s1/", {**as_shown(fenna, f"{path}stap/s1/"), "to1": "s2"})
    fenna.post(f"{path}gegevens/", {**as_shown(fenna, f"{path}gegevens/"), "sources": "Eigen"})
    assert "Dit moet nog" not in text_of(fenna.get(path))
    version = queries.in_writing("advies")
    assert version is not None
    procedure = layout.read(version.content)
    assert [way.leads_to for way in procedure.steps["s1"].choices] == ["s2"]
    fenna.post(f"{path}stap/s2/eerst/")
    fenna.post(f"{path}stap/s1/weg/", as_read(fenna, f"{path}stap/s1/", "weg/"))
    version.refresh_from_db()
    assert layout.read(version.content).first == "s2"
    fenna.post(f"{path}weggooien/", as_read(fenna, path))
    assert queries.in_writing("advies") is None


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"title": ""}, "Vul iets in bij ‘Naam van de stap’."),
        ({"length": "", "unit": "days"}, "Schrijf hoeveel dagen of maanden."),
        ({"length": "3", "unit": "at_once"}, "Kies dagen, werkdagen of maanden"),
        ({"length": "0"}, "utrecht-form-field-error-message"),
        ({"length": "veel"}, "utrecht-form-field-error-message"),
        ({"to1": "nergens"}, "utrecht-form-field-error-message"),
        ({"who": "iedereen"}, "utrecht-form-field-error-message"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_keeps_what_was_typed(
    sent: dict[str, str], told: str
) -> None:
    fenna = begun()
    before = written().content
    answer = text_of(fenna.post(REGISTER, {**as_shown(fenna, REGISTER), "done": "Zo!", **sent}))
    assert told in answer
    assert "Zo!" in answer
    assert written().content == before


@pytest.mark.parametrize("name", ["bram", "gijs", "eva", "hanna", "carla"])
def test_who_is_no_coordinator_writes_nothing(name: str) -> None:
    begun()
    before = written().content
    client = at_desk(name)
    paths = ("stap/", "stap/register/", "stap/register/weg/", "stap/assess/eerst/", "gegevens/")
    for path in (*paths, "vaststellen/", "weggooien/"):
        assert client.post(f"{DESK}{path}", {"title": "x"}).status_code == 404
    client.post("/desk/procedures/nieuw/", {"title": "x", "code": "x"})
    client.post("/desk/procedures/zakelijk/beginnen/")
    assert written().content == before
    assert Version.objects.filter(adopted_on=None).count() == 1


def test_what_is_adopted_stays_as_it_is_and_is_taken_in_once() -> None:
    version = queries.adopted("misstand").get()
    with pytest.raises(Invalid):
        operations.take_away(version, step="report", shown="", by=by_name("fenna"))
    listed = [{"code": "misstand", "valid_from": "2024-01-01", "decision": "x"}]
    operations.take_in(listed=listed, by=COMMAND)
    assert queries.adopted("misstand").get() == version


def test_there_is_an_end_to_how_many_steps_one_can_add() -> None:
    begun()
    version, fenna = written(), by_name("fenna")
    room = operations.MOST_STEPS - len(layout.read(version.content).steps)
    for at in range(room):
        operations.keep(version, code=f"x{at}", step=layout.Step(), shown="''", by=fenna)
    with pytest.raises(Invalid):
        operations.keep(version, code="x", step=layout.Step(), shown="''", by=fenna)


ODD = [
    "",
    "\0",
    "é" * 3000,
    "<script>alert(1)</script>",
    "9" * 40,
    "-1",
    "NaN",
    "\u202e",
    "{{ 7 }}",
]


@pytest.mark.parametrize("path", ["stap/", "stap/register/", "gegevens/", "vaststellen/"])
def test_no_odd_input_breaks_a_page_or_gets_past_its_form(path: str) -> None:
    fenna = begun()
    page = DESK if path == "vaststellen/" else f"{DESK}{path}"
    sent = as_shown(fenna, page)
    form = fenna.get(page).context["form"]
    for name in form.fields:
        for odd in ODD:
            answer = fenna.post(f"{DESK}{path}", {**sent, name: odd, f"{name}_day": odd})
            assert answer.status_code in (200, 302), (name, odd)
            assert "<script>alert" not in answer.content.decode()
    assert fenna.get(DESK).status_code == 200
    assert fenna.get(f"{DESK}verschil/1/2/").status_code == 200
    for number in (0, 99, 10**18, 10**30):
        assert fenna.get(f"{DESK}versies/{number}/").status_code == 404
        assert fenna.get(f"{DESK}verschil/1/{number}/").status_code == 404
