"""Who reads the toolbox, and what happens to what is typed or brought there."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name

from rechtop.ground.audit.models import Entry
from rechtop.tools.toolbox import operations, queries
from rechtop.tools.toolbox.models import Brought, Instrument
from rechtop.tools.toolbox.tests.test_toolbox import facts, told, written

pytestmark = pytest.mark.django_db

HOME = "/desk/toolbox/"
BRING = f"{HOME}overnemen/"
SENT = {**vars(facts()), "title": "Nieuw spel", "kind": "game"}


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


def brought(client: Client, content: bytes) -> Any:
    file = io.BytesIO(content)
    file.name = "toolbox.json"
    return client.post(BRING, {"file": file})


def test_fifty_megabytes_of_nonsense_are_refused_unread_and_nothing_is_kept() -> None:
    before = Instrument.objects.count()
    answer = brought(at_desk("fenna"), b"\x00\xff[{" * (50 * 1024 * 1024 // 4))
    (told,) = errors(answer)["file"]
    assert "te groot" in told
    assert answer.context["form"].found is None  # nobody tried to make sense of it
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Brought.objects.exists()
    assert Instrument.objects.count() == before


def test_everybody_reads_the_toolbox_and_only_the_coordinator_keeps_it() -> None:
    one = operations.add(facts=facts(title="Zo doet u dat"), by=by_name("fenna"))
    own = f"{HOME}{one.key}/"
    for name in ("eva", "bram", "gijs", "fenna"):
        client, keeps = at_desk(name), name == "fenna"
        assert "Zo doet u dat" in text_of(client, HOME)
        assert ("Wijzig" in text_of(client, own)) == keeps
        assert ("Haal op als bestand" in text_of(client, HOME)) == keeps
        for path in (f"{HOME}nieuw/", f"{HOME}bestand/", BRING, f"{own}wijzigen/"):
            assert client.get(path).status_code == (200 if keeps else 404), path
        if not keeps:
            assert client.post(f"{own}weg/").status_code == 404
            assert brought(client, written(told())).status_code == 404


def test_an_instrument_is_added_once_changed_and_taken_away() -> None:
    fenna = at_desk("fenna")
    once = fenna.get(f"{HOME}nieuw/").context["form"]["once"].value()
    for _again in range(2):
        assert fenna.post(f"{HOME}nieuw/", {**SENT, "once": once}).status_code == 302
    one = Instrument.objects.get(title="Nieuw spel")
    path = f"{HOME}{one.key}/"
    fenna.post(f"{path}wijzigen/", {**SENT, "body": "a\r\nb", "edition": "1"})
    one.refresh_from_db()
    assert (one.body, one.edition) == ("a\nb", 2)
    fenna.post(f"{path}weg/")
    assert fenna.get(path).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"kind": "onzin"}, "kind"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "ftp://voorbeeld.example"}, "link"),
        ({"body": ""}, "link"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_there(
    typed: dict[str, str], field: str
) -> None:
    answer = at_desk("fenna").post(f"{HOME}nieuw/", {**SENT, "maker": "Blijft staan", **typed})
    assert answer.status_code == 200
    assert list(errors(answer)) == [field]
    assert "Blijft staan" in answer.content.decode()


def test_a_change_that_is_sent_twice_is_done_once() -> None:
    one, fenna = operations.add(facts=facts(), by=by_name("fenna")), at_desk("fenna")
    path = f"{HOME}{one.key}/wijzigen/"
    sent = {**SENT, "edition": "1", "once": fenna.get(path).context["form"]["once"].value()}
    for said in ("De wijziging is bewaard.", "Dit is al verstuurd."):
        assert said in fenna.post(path, sent, follow=True).content.decode()
    assert Entry.objects.filter(action="instrument.changed").count() == 1
    operations.change(one, facts=facts(title="Van een ander"), edition=2, by=by_name("fenna"))
    operations.change(one, facts=facts(title="Van een ander"), edition=2, by=by_name("fenna"))
    one.refresh_from_db()
    assert (one.title, one.edition) == ("Van een ander", 3)


def test_who_changes_at_the_same_time_is_told_keeps_their_words_and_can_go_on() -> None:
    one, fenna = operations.add(facts=facts(), by=by_name("fenna")), at_desk("fenna")
    operations.change(one, facts=facts(title="Van een ander"), edition=1, by=by_name("fenna"))
    path = f"{HOME}{one.key}/wijzigen/"
    answer = fenna.post(path, {**SENT, "edition": "1"})
    assert "net veranderd" in errors(answer)["edition"][0]
    assert "Nieuw spel" in answer.content.decode()
    again = answer.context["form"]["edition"].value()
    assert fenna.post(path, {**SENT, "edition": again}).status_code == 302
    one.refresh_from_db()
    assert one.title == "Nieuw spel"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?kind=game", ["B spel"]),
        ("?audience=managers", ["A lijst"]),
        ("?language=en", ["c leaflet"]),
        ("?licence=cc0", ["c leaflet"]),
        ("?origin=elsewhere", ["c leaflet"]),
        ("?origin=own", ["A lijst", "B spel"]),
        ("?q=DOBBEL+spel", ["B spel"]),
        ("?q=%00&kind=x&origin=x&na=onzin", ["A lijst", "B spel", "c leaflet"]),
    ],
)
def test_the_toolbox_is_searched_and_narrowed_down(query: str, titles: list[str]) -> None:
    Instrument.objects.all().delete()
    for more in (
        {"title": "B spel", "kind": "game", "description": "Met een dobbelsteen"},
        {"title": "A lijst", "audience": "managers"},
        {"title": "c leaflet", "language": "en", "licence": "cc0", "origin": "Elders"},
    ):
        operations.add(facts=facts(**more), by=by_name("fenna"))
    page = at_desk("eva").get(f"{HOME}{query}").context["page"]
    assert [one.title for one in page.rows] == titles


def test_markup_that_comes_with_a_file_is_shown_as_text() -> None:
    one = operations.add(facts=facts(title="<b>x</b>", body="<i>y"), by=by_name("fenna"))
    shown = text_of(at_desk("eva"), f"{HOME}{one.key}/")
    assert "&lt;b&gt;x" in shown
    assert "&lt;i&gt;y" in shown


def test_a_file_goes_out_and_what_comes_in_is_shown_before_it_is_written() -> None:
    fenna = at_desk("fenna")
    out = fenna.get(f"{HOME}bestand/")
    assert out["Content-Disposition"] == 'attachment; filename="toolbox.json"'
    again = brought(fenna, out.content)
    assert "Er verandert niets" in text_of(fenna, again["Location"])
    one = told(title="Van een ander")
    check = brought(fenna, written(one))["Location"]
    shown = fenna.get(check)
    assert "Van een ander" in shown.content.decode()
    assert queries.find(one.key) is None
    answer = fenna.post(f"{check}ja/", {"shown": "iets anders"}, follow=True)
    assert "intussen" in answer.content.decode()
    assert queries.find(one.key) is None
    fenna.post(f"{check}ja/", {"shown": shown.context["plan"].mark})
    assert queries.find(one.key) is not None
    assert not Brought.objects.exists()
    assert fenna.get(check).status_code == 404


def test_a_file_with_a_fault_changes_nothing_and_tells_where() -> None:
    made = json.loads(written(told(title="Goed"), told()))
    made["instrumenten"][1]["soort"] = "onzin"
    answer = brought(at_desk("fenna"), json.dumps(made).encode())
    shown = answer.content.decode()
    assert list(errors(answer)) == ["file"]
    assert '<td data-label="Instrument">2</td>' in shown
    assert "soort" in shown
    assert not Brought.objects.exists()
    assert not Instrument.objects.filter(title="Goed").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"{", "JSON-bestand"), (written(versie=7), "versie ‘7’"), (b"{}", "toolbox van Rechtop")],
)
def test_what_cannot_be_read_is_told_at_the_field(content: bytes, says: str) -> None:
    assert says in errors(brought(at_desk("fenna"), content))["file"][0]


def test_a_file_of_someone_else_that_waits_is_not_there() -> None:
    file = operations.bring(name="x", content=written(told()), by=by_name("fenna"))
    Brought.objects.filter(pk=file.pk).update(brought_by=1)
    fenna = at_desk("fenna")
    assert fenna.get(f"{BRING}{file.pk}/").status_code == 404
    assert fenna.get(f"{BRING}99999999999999999999/").status_code == 404


def test_pages_ask_as_many_questions_for_many_instruments_as_for_one() -> None:
    client = at_desk("fenna")
    pages = (HOME, f"{HOME}bestand/")
    for path in pages:
        client.get(path)
    with CaptureQueriesContext(connection) as few:
        for path in pages:
            client.get(path)
    for n in range(15):
        operations.add(facts=facts(title=f"I{n}"), by=by_name("fenna"))
    with CaptureQueriesContext(connection) as many:
        for path in pages:
            client.get(path)
    assert len(many) == len(few)
