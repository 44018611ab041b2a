"""Who sees the oaths, and what happens to what is typed."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name

from rechtop.overview.example.cast import CAST
from rechtop.work.oath import operations, queries
from rechtop.work.oath.models import Registration
from rechtop.work.oath.states import Form, Why
from rechtop.work.oath.tests.making import TODAY, in_days, rules_since, took, works

pytestmark = pytest.mark.django_db

HOME = "/desk/eed/"
RULES = f"{HOME}afspraken/"


@pytest.fixture(autouse=True)
def _rules() -> None:
    rules_since()


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(told) for name, told in answer.context["form"].errors.items()}


def day(name: str, date: Any) -> dict[str, str]:
    return {
        f"{name}_day": str(date.day),
        f"{name}_month": str(date.month),
        f"{name}_year": str(date.year),
    }


def listed(query: str = "", name: str = "bram") -> list[str]:
    lines = at_desk(name).get(f"{HOME}{query}").context["lines"]
    return [line.one.person.name.split()[0] for line in lines]


def some() -> None:
    works("eva", in_days(-10))
    works("ivo", in_days(-200))
    works("kees", in_days(5), kind="external")
    took(works("carla", in_days(-40)))
    operations.exempt(works("jet"), why=Why.REFUSED, reason="Wil niet", by=by_name("bram"))


@pytest.mark.parametrize("name", ["bram", "fenna", "gijs"])
def test_team_and_secretary_see_who_must(name: str) -> None:
    one, client = works(), at_desk(name)
    for path in (HOME, f"{HOME}mensen/{one.pk}/"):
        assert "Eva Evers" in text_of(client, path)
    assert ("Registreer" in text_of(client, f"{HOME}mensen/{one.pk}/")) == (name != "gijs")
    assert "Eed en belofte" in text_of(client, "/desk/")


@pytest.mark.parametrize("name", ["eva", "daan", "carla", "hanna", "jet"])
def test_nobody_else_sees_who_took_what(name: str) -> None:
    one, client = works(), at_desk(name)
    own = f"{HOME}mensen/{one.pk}/"
    for path in (HOME, f"{HOME}werkblad/csv/", own, f"{own}uitzondering/"):
        assert client.get(path).status_code == 404, path
    for path in (f"{own}opheffen/", f"{HOME}registraties/{took(one).pk}/weg/"):
        assert client.post(path).status_code == 404, path
    assert Registration.objects.exists()


def test_what_is_late_comes_first() -> None:
    some()
    assert listed() == ["Ivo", "Kees", "Eva"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?standing=taken", ["Carla"]),
        ("?standing=exempt", ["Jet"]),
        ("?standing=all&order=name", ["Carla", "Eva", "Ivo", "Jet", "Kees"]),
        ("?what=statement", ["Kees"]),
        ("?name=VERS", ["Eva"]),
        ("?order=start", ["Kees", "Eva", "Ivo"]),
        ("?standing=x&what=x&unit=99999&order=x&na=zz", ["Ivo", "Kees", "Eva"]),
    ],
)
def test_the_list_is_narrowed_down_and_sorted(query: str, names: list[str]) -> None:
    some()
    assert listed(query) == names


def test_the_list_is_narrowed_down_to_a_unit_with_those_below_it() -> None:
    some()
    units = {name[-1]: number for name, number in _paths().items()}
    assert listed(f"?unit={units['Directie Leefomgeving']}") == ["Eva"]
    assert listed(f"?unit={units['Provinciale organisatie']}") == ["Ivo", "Kees", "Eva"]


def _paths() -> dict[tuple[str, ...], int]:
    return queries.organisation.unit_paths()


def test_the_list_is_exported_with_its_filters_and_without_the_choice_of_form() -> None:
    some()
    bram = at_desk("bram")
    told = bram.get(f"{HOME}werkblad/csv/?standing=taken").content.decode("utf-8-sig")
    assert len(told.splitlines()) == 2
    assert "Carla Chen" in told
    assert ";Belofte;" not in told
    book = openpyxl.load_workbook(io.BytesIO(bram.get(f"{HOME}werkblad/xlsx/").content))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [str(row[1]).split()[0] for row in rows[1:]] == ["Ivo", "Kees", "Eva"]


def test_the_list_asks_as_many_questions_for_many_as_for_one() -> None:
    works("eva")
    client = at_desk("bram")
    client.get(HOME)
    with CaptureQueriesContext(connection) as few:
        client.get(HOME)
    for member in CAST:
        if member.first_name != "eva":
            works(member.first_name, in_days(-100))
    with CaptureQueriesContext(connection) as many:
        client.get(HOME)
    assert len(many) == len(few)


def test_an_oath_is_registered_on_the_page_of_someone() -> None:
    one, bram = works(), at_desk("bram")
    page = f"{HOME}mensen/{one.pk}/"
    assert "Laat u dit leeg, dan is het Daan Dekker." in text_of(bram, page)
    impossible = {"taken_on_day": "31", "taken_on_month": "2", "taken_on_year": "2026"}
    answer = bram.post(page, {"form": "oath", "witness": "Ik", **impossible})
    assert "Deze datum bestaat niet" in str(errors(answer)["taken_on"])
    assert answer.context["form"]["witness"].value() == "Ik"
    answer = bram.post(page, {"form": "oath", **day("taken_on", in_days(-11))})
    assert "eerste werkdag" in str(errors(answer)["taken_on"])
    assert bram.post(page, {"form": "oath", **day("taken_on", TODAY)}).status_code == 302
    made = Registration.objects.get()
    shown = text_of(bram, page)
    assert "de provinciesecretaris" in shown
    assert "Registreer" not in shown
    bram.post(f"{HOME}registraties/{made.pk}/weg/")
    assert not Registration.objects.exists()


def test_what_another_registered_meanwhile_is_told() -> None:
    one, bram = works(), at_desk("bram")
    took(one)
    answer = bram.post(f"{HOME}mensen/{one.pk}/", {"form": "oath", **day("taken_on", TODAY)})
    assert "staat er al" in str(errors(answer)["taken_on"])


def test_refusing_without_a_reason_is_told_and_with_one_is_kept() -> None:
    one, bram = works(), at_desk("bram")
    page = f"{HOME}mensen/{one.pk}/uitzondering/"
    answer = bram.post(page, {"why": "refused", "reason": ""})
    assert "Schrijf op waarom." in str(errors(answer)["reason"])
    bram.post(page, {"why": "refused", "reason": "Wil <b>niet</b>"})
    shown = text_of(bram, f"{HOME}mensen/{one.pk}/")
    assert "Wil &lt;b&gt;niet" in shown
    bram.post(f"{HOME}mensen/{one.pk}/opheffen/")
    assert "Wil &lt;b&gt;niet" not in text_of(bram, f"{HOME}mensen/{one.pk}/")


# Words and rules


def test_words_are_written_by_one_and_adopted_by_another() -> None:
    hanna, fenna = at_desk("hanna"), at_desk("fenna")
    page = f"{RULES}tekst/promise/"
    assert "Wat u schreef" not in text_of(hanna, page)
    typed = {"body": "Ik beloof.", "decree": "Besluit 9", "edition": "0"}
    answer = hanna.post(f"{page}schrijven/", {**typed, **day("from_date", in_days(-3))})
    assert "latere dag" in str(errors(answer)["from_date"])
    for _twice in range(2):
        sent = {**typed, **day("from_date", TODAY)}
        assert (
            "De tekst is bewaard."
            in hanna.post(f"{page}schrijven/", sent, follow=True).content.decode()
        )
    assert "Wie de tekst schreef" in text_of(hanna, page)
    for told in ("De tekst is vastgesteld.", "Dit is al verstuurd."):
        answer = fenna.post(page, {"edition": "1", "once": "a"}, follow=True).content.decode()
        assert told in answer
        assert "Er is geen tekst" not in answer
    found = queries.in_force(Form.PROMISE, TODAY)
    assert found is not None
    assert found.body == "Ik beloof."
    assert "Vastgesteld door Fenna de Vries" in text_of(hanna, page)
    assert "Er is geen tekst" in fenna.post(page, {"edition": "1"}, follow=True).content.decode()


def test_terms_and_officials_are_kept_on_their_pages() -> None:
    hanna = at_desk("hanna")
    hanna.post(
        f"{RULES}termijn/", {"months": "3", "remind_days": "14", **day("from_date", in_days(3))}
    )
    assert "3 maanden" in text_of(hanna, RULES)
    sent = {"label": "de dijkgraaf", "once": "a", **day("from_date", TODAY)}
    for told in ("Het is bewaard.", "Dit is al verstuurd."):
        answer = hanna.post(f"{RULES}voor-wie/", sent, follow=True)
        assert told in answer.content.decode()
    one = queries.officials().get(label="de dijkgraaf")
    answer = hanna.post(f"{RULES}voor-wie/{one.pk}/", day("until_date", in_days(-9)))
    assert "voor het begin" in str(errors(answer)["until_date"])
    hanna.post(f"{RULES}voor-wie/{one.pk}/", day("until_date", in_days(9)))
    one.refresh_from_db()
    assert one.until_date == in_days(9)


@pytest.mark.parametrize("name", ["eva", "daan", "jet"])
def test_the_rules_are_kept_by_few(name: str) -> None:
    client = at_desk(name)
    for path in (RULES, f"{RULES}tekst/oath/", f"{RULES}termijn/", f"{RULES}voor-wie/"):
        assert client.get(path).status_code == 404
    assert at_desk("bram").get(f"{RULES}termijn/").status_code == 404


@pytest.mark.parametrize("path", ["mensen/0/", "afspraken/tekst/vloek/", "werkblad/pdf/"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert at_desk("bram").get(f"{HOME}{path}").status_code == 404
