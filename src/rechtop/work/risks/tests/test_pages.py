"""Who sees the register of risks, and what happens to what is typed there."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name
from tests.people import person

from rechtop.people.identity.models import Person
from rechtop.work.risks import operations, queries
from rechtop.work.risks.models import Risk
from rechtop.work.risks.tests.test_risks import in_days, revise, risk

pytestmark = pytest.mark.django_db

HOME = "/desk/risicos/"


def day(name: str, days: int) -> dict[str, str]:
    when = in_days(days)
    parts = {"day": when.day, "month": when.month, "year": when.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def sent(**more: Any) -> dict[str, Any]:
    return {
        "name": "Grond kopen",
        "kind": "process",
        "stakes": ["money", "power"],
        "likelihood": "4",
        "effect": "5",
        "owner": "Daan Dekker",
        "functions": "Grondverwerver\r\n\r\n Taxateur ",
        "asks": ["vog", "interests"],
        **day("review_date", 200),
    } | more


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(told) for name, told in answer.context["form"].errors.items()}


@pytest.mark.parametrize("name", ["fenna", "bram", "gijs", "lotte", "mees"])
def test_keepers_and_readers_see_the_register(name: str) -> None:
    one, client = risk(functions=["Inkoper"], asks=["vog"]), at_desk(name)
    for path in (HOME, f"{HOME}{one.pk}/", f"{HOME}functies/"):
        assert "Vergunningen verlenen" in text_of(client, path)
    assert "Risicokaart" in text_of(client, f"{HOME}kaart/")
    assert client.get(f"{HOME}werkblad/csv/").status_code == 200
    may_keep = name in ("fenna", "bram")
    assert ("Neem een risico op" in text_of(client, HOME)) == may_keep
    assert ("Herzie" in text_of(client, f"{HOME}{one.pk}/")) == may_keep
    assert (client.get(f"{HOME}nieuw/").status_code == 200) == may_keep


@pytest.mark.parametrize("name", ["eva", "daan", "carla", "hanna", "ivo", "jet", "kees"])
def test_nobody_else_sees_that_there_are_any(name: str) -> None:
    one, client = risk(), at_desk(name)
    for path in ("", "kaart/", "functies/", "nieuw/", "werkblad/csv/", f"{one.pk}/"):
        assert client.get(f"{HOME}{path}").status_code == 404, path
    for path in ("herzien", "sluiten", "heropenen"):
        assert client.get(f"{HOME}{one.pk}/{path}/").status_code == 404
        assert client.post(f"{HOME}{one.pk}/{path}/").status_code == 404
    assert "/desk/risicos/" not in text_of(client, "/desk/")


def test_an_owner_who_may_not_read_the_register_is_told_a_number_and_no_name() -> None:
    one = risk(name="Geheim proces", owner=person("daan"), owner_name="", review_date=in_days(3))
    home = text_of(at_desk("daan"), "/desk/")
    assert f"Integriteitsrisico {one.pk}." in home
    assert "Geheim proces" not in home
    mine = risk(name="Van Gijs", owner=person("gijs"), owner_name="", review_date=in_days(3))
    assert f'href="{HOME}{mine.pk}/"' in text_of(at_desk("gijs"), "/desk/")


def test_a_risk_is_registered_once_however_often_the_form_is_sent() -> None:
    client = at_desk("fenna")
    once = client.get(f"{HOME}nieuw/").context["form"]["once"].value()
    for _again in range(2):
        assert client.post(f"{HOME}nieuw/", sent(once=once)).status_code == 302
    one = Risk.objects.get(name="Grond kopen")
    assert (one.score, one.owner, one.stakes) == (20, person("daan"), ["money", "power"])
    assert [mark.name for mark in queries.marks(one)] == ["Grondverwerver", "Taxateur"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"likelihood": "6"}, "likelihood"),
        ({"effect": "x"}, "effect"),
        ({"stakes": []}, "stakes"),
        ({"stakes": ["onzin"]}, "stakes"),
        ({"kind": "onzin"}, "kind"),
        ({"unit": "999999"}, "unit"),
        ({"owner": "Niemand Bekend"}, "owner"),
        ({"owner": ""}, "owner"),
        ({"owner_name": "Een rol"}, "owner_name"),
        ({"asks": []}, "asks"),
        ({"functions": "x" * 121}, "functions"),
        ({"name": "a\0b"}, "name"),
        (day("review_date", 0), "review_date"),
        ({"review_date_month": "13"}, "review_date"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_there(
    typed: dict[str, Any], field: str
) -> None:
    answer = at_desk("fenna").post(f"{HOME}nieuw/", sent(**typed))
    assert answer.status_code == 200
    assert list(errors(answer)) == [field]
    assert "Grondverwerver" in answer.content.decode() or "functions" in typed
    assert not Risk.objects.filter(name="Grond kopen").exists()


def test_likelihood_six_is_refused_in_a_sentence() -> None:
    answer = at_desk("fenna").post(f"{HOME}nieuw/", sent(likelihood="6"))
    assert errors(answer)["likelihood"] == ["Kies een getal van 1 tot en met 5."]


def test_who_revises_at_the_same_time_sees_what_the_other_changed_and_can_go_on() -> None:
    one, client = risk(), at_desk("fenna")
    path = f"{HOME}{one.pk}/herzien/"
    begun = client.get(path).context["form"].initial["edition"]
    revise(one, effect=1, text="Bram keek ernaar.")
    typed = sent(owner="", owner_name="Directeur", edition=str(begun), text="Fenna ook.")
    answer = client.post(path, typed)
    shown = answer.content.decode()
    assert "net herzien" in errors(answer)["edition"][0]
    for words in ("Bram keek ernaar.", "Effect: was ‘4’, is nu ‘1’.", "Fenna ook.", "Grond kopen"):
        assert words in shown
    one.refresh_from_db()
    assert one.effect == 1
    typed["edition"] = answer.context["form"]["edition"].value()
    assert client.post(path, typed).status_code == 302
    one.refresh_from_db()
    assert (one.effect, one.name, one.who) == (5, "Grond kopen", "Directeur")


def test_who_revises_a_risk_that_was_just_closed_is_told_and_keeps_their_words() -> None:
    one, client = risk(), at_desk("fenna")
    operations.close(one, reason="Gestopt.", by=by_name("bram"))
    answer = client.post(f"{HOME}{one.pk}/herzien/", sent(edition="1"))
    assert "gesloten" in str(errors(answer)["__all__"])
    assert "Grond kopen" in answer.content.decode()
    assert "is gesloten" in text_of(client, f"{HOME}{one.pk}/herzien/")


def test_a_risk_is_closed_with_a_reason_and_opened_again() -> None:
    one, client = risk(), at_desk("bram")
    answer = client.post(f"{HOME}{one.pk}/sluiten/", {"reason": ""})
    assert list(errors(answer)) == ["reason"]
    client.post(f"{HOME}{one.pk}/sluiten/", {"reason": "Geen <b>geld</b> meer."})
    shown = text_of(client, f"{HOME}{one.pk}/")
    assert "Geen &lt;b&gt;geld" in shown
    assert "Vergunningen verlenen" not in text_of(client, HOME)
    assert "Vergunningen verlenen" in text_of(client, f"{HOME}?state=closed")
    client.post(f"{HOME}{one.pk}/heropenen/", day("review_date", 30))
    assert "Vergunningen verlenen" in text_of(client, HOME)


@pytest.mark.parametrize("path", ["0/", "99999999999999999999/", "werkblad/pdf/"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert at_desk("fenna").get(f"{HOME}{path}").status_code == 404


def test_only_a_web_address_of_the_inventory_becomes_a_link() -> None:
    one = risk(rie="https://voorbeeld.example/rie")
    other = risk(name="Tweede", rie="javascript:alert(1)")
    assert 'href="https://voorbeeld.example/rie"' in text_of(at_desk("gijs"), f"{HOME}{one.pk}/")
    assert 'href="javascript' not in text_of(at_desk("gijs"), f"{HOME}{other.pk}/")


# The list and the map


def some() -> None:
    """Three open risks and one that is closed; one is late."""
    Risk.objects.all().update(state="closed", closed_date=in_days(0), closed_because="Voorbeeld")
    risk(
        name="Klein",
        likelihood=1,
        effect=2,
        stakes=["information"],
        owner=person("daan"),
        owner_name="",
    )
    risk(name="Groot", likelihood=5, effect=5, stakes=["money"])
    late = risk(name="Middel", likelihood=3, effect=3, stakes=["money", "crime"])
    Risk.objects.filter(pk=late.pk).update(review_date=in_days(-2))
    operations.close(risk(name="Dicht"), reason="Weg", by=by_name("bram"))


def listed(query: str = "") -> list[str]:
    return [one.risk.name for one in at_desk("gijs").get(f"{HOME}{query}").context["lines"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Groot", "Middel", "Klein"]),
        ("?stake=money", ["Groot", "Middel"]),
        ("?size=top", ["Groot"]),
        ("?likelihood=3&effect=3", ["Middel"]),
        ("?owner=role&order=name", ["Groot", "Middel"]),
        ("?review=late", ["Middel"]),
        ("?review=soon", ["Middel"]),
        ("?order=review", ["Middel", "Klein", "Groot"]),
        ("?order=owner", ["Groot", "Middel", "Klein"]),
        ("?unit=none&order=name", ["Groot", "Klein", "Middel"]),
        ("?stake=onzin&size=9&owner=x&unit=999&likelihood=6&order=x", ["Groot", "Middel", "Klein"]),
    ],
)
def test_the_list_is_narrowed_down_and_sorted(query: str, names: list[str]) -> None:
    some()
    assert listed(query) == names
    assert listed(f"?owner={person('daan').pk}") == ["Klein"]
    assert "Dicht" in listed("?state=closed")


def test_the_list_is_exported_with_its_filters_and_a_formula_stays_text() -> None:
    some()
    risk(name="=1+1", stakes=["power"])
    gijs = at_desk("gijs")
    told = gijs.get(f"{HOME}werkblad/csv/?stake=power").content.decode("utf-8-sig").splitlines()
    assert len(told) == 2
    assert "'=1+1" in told[1]
    book = openpyxl.load_workbook(io.BytesIO(gijs.get(f"{HOME}werkblad/xlsx/").content))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[1] for row in rows[1:]] == ["Groot", "=1+1", "Middel", "Klein"]


def test_each_place_on_the_map_leads_to_just_the_risks_it_counts() -> None:
    some()
    client = at_desk("gijs")
    told = client.get(f"{HOME}kaart/")
    cells = [cell for _level, _label, row in told.context["rows"] for cell in row]
    assert len(cells) == 25
    assert sum(cell.count for cell in cells) == told.context["total"] == 3
    for cell in cells:
        query = f"?likelihood={cell.likelihood}&effect={cell.effect}"
        assert f'href="{HOME}{query.replace("&", "&amp;")}"' in told.content.decode()
        if cell.count:
            assert len(listed(query)) == cell.count
    assert "1 risico: kans 5, effect 5, zeer hoog" in told.content.decode()
    assert {one.size: one.count for one in told.context["sizes"]} == {
        "top": 1,
        "high": 0,
        "medium": 1,
        "low": 1,
    }


def test_pages_ask_as_many_questions_for_many_risks_as_for_one() -> None:
    risk(functions=["F"], asks=["vog"])
    client = at_desk("bram")
    pages = (HOME, f"{HOME}kaart/", f"{HOME}functies/", f"{HOME}werkblad/csv/", "/desk/")
    for path in pages:
        client.get(path)
    with CaptureQueriesContext(connection) as few:
        for path in pages:
            client.get(path)
    for n in range(12):
        risk(name=f"R{n}", functions=[f"F{n}"], asks=["oath"], owner=person("bram"), owner_name="")
    with CaptureQueriesContext(connection) as many:
        for path in pages:
            client.get(path)
    assert len(many) == len(few)


def test_a_risk_whose_owner_left_is_marked_until_it_has_another() -> None:
    Risk.objects.all().delete()
    one, fenna, mark = (
        risk(owner=person("daan"), owner_name=""),
        at_desk("fenna"),
        "Eigenaar is vertrokken",
    )
    risk(name="Van een rol")
    page = f"{HOME}{one.pk}/"
    assert mark not in text_of(fenna, HOME) + text_of(fenna, page)
    Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    assert mark in text_of(fenna, page)
    shown = text_of(fenna, f"{HOME}?owner=gone")
    assert mark in shown
    assert "Van een rol" not in shown
    assert (
        "Daan Dekker (vertrokken)" in fenna.get(f"{HOME}werkblad/csv/?owner=gone").content.decode()
    )
    assert f"{HOME}?owner=gone" in text_of(fenna, "/desk/")
    one.refresh_from_db()
    operations.close(one, reason="Weg", by=by_name("fenna"))
    assert mark not in text_of(fenna, page)
    assert f"{HOME}?owner=gone" not in text_of(fenna, "/desk/")
