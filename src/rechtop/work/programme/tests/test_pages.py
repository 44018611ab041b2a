"""Who sees the programme, and what happens to what they type."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name

from rechtop.ground.kernel import clock
from rechtop.tools.action_points import operations as action_points
from rechtop.tools.figures import operations as figures
from rechtop.tools.lists import queries as lists
from rechtop.work.programme import operations, queries
from rechtop.work.programme.models import Activity, Advice, BibobCount

pytestmark = pytest.mark.django_db

YEAR = 2021
HOME = f"/desk/programma/{YEAR}/"
ACTIVITY = {
    "kind": "dilemmaspel",
    "name": "Dilemmaspel",
    "meetings": "3",
    "participants": "",
    "remark": "",
}
SENT = {
    "activiteit": ACTIVITY,
    "bibob": {"fact": "onderzoeken", "relation": "", "count": "54"},
    "advies": {"number": "A1", "kind": "voorbeeld", "question": "Mag dit?", "advice": "Nee."},
}
MODELS: dict[str, Any] = {
    "activiteit": Activity,
    "bibob": BibobCount,
    "advies": Advice,
}


def kept(kind: str) -> Any:
    """Keep one thing as a page sends it, and give it."""
    at_desk("bram").post(f"{HOME}{kind}/", SENT[kind])
    return MODELS[kind].objects.get()


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(told) for name, told in answer.context["form"].errors.items()}


@pytest.mark.parametrize("name", ["bram", "fenna", "gijs", "jet"])
def test_team_secretary_and_accountant_read_the_programme(name: str) -> None:
    for kind in SENT:
        kept(kind)
    client = at_desk(name)
    shown = text_of(client, HOME)
    for words in ("Dilemmaspel", "Bibob-onderzoeken", "Mag dit?", "onbekend"):
        assert words in shown
    assert "Tel deze aantallen niet bij elkaar op" in shown
    assert "Programma" in text_of(client, "/desk/")
    assert ("Voeg een activiteit toe" in shown) == (name in ("bram", "fenna"))
    assert ("activiteit/" in shown) == (name in ("bram", "fenna"))


@pytest.mark.parametrize("name", ["eva", "daan", "carla", "hanna", "ivo"])
def test_nobody_else_sees_that_there_is_one(name: str) -> None:
    one = kept("activiteit")
    client = at_desk(name)
    for path in ("/desk/programma/", HOME, f"{HOME}activiteit/", f"{HOME}activiteit/{one.pk}/"):
        assert client.get(path).status_code == 404
    assert client.post(f"{HOME}activiteit/{one.pk}/weg/").status_code == 404
    assert "Programma" not in text_of(client, "/desk/")


@pytest.mark.parametrize("name", ["gijs", "jet"])
@pytest.mark.parametrize("kind", sorted(SENT))
def test_who_only_reads_changes_nothing(name: str, kind: str) -> None:
    one, client = kept(kind), at_desk(name)
    for path in (f"{HOME}{kind}/", f"{HOME}{kind}/{one.pk}/", f"{HOME}tekst/schrijven/"):
        assert client.get(path).status_code == 404
        assert client.post(path, SENT[kind]).status_code == 404
    assert client.post(f"{HOME}{kind}/{one.pk}/weg/").status_code == 404
    assert MODELS[kind].objects.get() == one


@pytest.mark.parametrize("kind", sorted(SENT))
def test_the_team_keeps_changes_and_takes_away(kind: str) -> None:
    one, client = kept(kind), at_desk("fenna")
    page = f"{HOME}{kind}/{one.pk}/"
    field = next(name for name in SENT[kind] if name not in ("kind", "fact", "number"))
    shown = client.get(page).context["form"].initial
    assert shown[field] == getattr(one, field)
    changed = {**SENT[kind], field: "Anders"}
    assert client.post(page, changed).status_code == 302
    one.refresh_from_db()
    assert getattr(one, field) == "Anders"
    assert client.post(f"{page}weg/").status_code == 302
    assert not MODELS[kind].objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"meetings": "drie"}, "meetings"),
        ({"meetings": "1.234"}, "meetings"),
        ({"meetings": "-1"}, "meetings"),
        ({"participants": "9" * 5000}, "participants"),
        ({"name": ""}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"kind": "onzin"}, "kind"),
        ({"remark": "x" * 501}, "remark"),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field_and_stays_there(
    typed: dict[str, str], field: str
) -> None:
    answer = at_desk("bram").post(f"{HOME}activiteit/", {**ACTIVITY, **typed})
    assert answer.status_code == 200
    assert list(errors(answer)) == [field]
    assert answer.context["form"][field].value() == typed[field]
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("kind", "field"),
    [("activiteit", "name"), ("bibob", "fact"), ("advies", "number")],
)
def test_what_is_kept_already_is_told_at_its_field(kind: str, field: str) -> None:
    kept(kind)
    answer = at_desk("bram").post(f"{HOME}{kind}/", SENT[kind])
    assert answer.status_code == 200
    assert list(errors(answer)) == [field]
    assert MODELS[kind].objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "field", "theirs"),
    [("activiteit", "meetings", "4"), ("bibob", "count", "55"), ("advies", "advice", "Ja.")],
)
def test_who_changes_what_a_colleague_just_changed_is_told_and_sees_it_first(
    kind: str, field: str, theirs: str
) -> None:
    one, bram = kept(kind), at_desk("bram")
    path = f"{HOME}{kind}/{one.pk}/"
    sent = {**SENT[kind], "shown": bram.get(path).context["form"]["shown"].value()}
    at_desk("fenna").post(path, {**sent, field: theirs})
    answer = bram.post(path, {**sent, field: "9"})
    assert list(errors(answer)) == ["shown"]
    assert "Zo staat het er nu" in answer.content.decode()
    one.refresh_from_db()
    assert str(getattr(one, field)) == theirs
    bram.post(path, answer.context["form"].data)
    one.refresh_from_db()
    assert str(getattr(one, field)) == "9"


@pytest.mark.parametrize(
    ("kind", "field"), [("activiteit", "meetings"), ("bibob", "count"), ("advies", "advice")]
)
def test_who_sends_a_change_twice_is_not_told_a_colleague_did_it(kind: str, field: str) -> None:
    path, bram = f"{HOME}{kind}/{kept(kind).pk}/", at_desk("bram")
    sent = {**SENT[kind], "shown": bram.get(path).context["form"]["shown"].value(), field: "9"}
    assert [bram.post(path, sent).status_code for _again in range(2)] == [302, 302]


def test_an_empty_count_is_unknown_and_nought_is_nought() -> None:
    client = at_desk("bram")
    client.post(f"{HOME}activiteit/", {**ACTIVITY, "meetings": "0"})
    one = Activity.objects.get()
    assert (one.meetings, one.participants) == (0, None)


def test_text_of_a_browser_is_kept_with_plain_line_ends() -> None:
    sent = {**SENT["advies"], "question": "Een\r\n\r\nTwee"}
    at_desk("bram").post(f"{HOME}advies/", sent)
    assert Advice.objects.get().question == "Een\n\nTwee"


def test_markup_that_someone_types_is_shown_as_text() -> None:
    at_desk("bram").post(f"{HOME}activiteit/", {**ACTIVITY, "name": "<b>Vet</b>"})
    shown = text_of(at_desk("bram"), HOME)
    assert "&lt;b&gt;Vet" in shown
    assert "<b>Vet" not in shown


def test_the_page_asks_as_many_questions_for_many_records_as_for_one() -> None:
    for kind in SENT:
        kept(kind)
    client = at_desk("bram")
    client.get(HOME)
    lists.forget()
    with CaptureQueriesContext(connection) as few:
        client.get(HOME)
    bram = by_name("bram")
    for n in range(15):
        operations.keep_activity(
            year=YEAR,
            kind="netwerk",
            name=f"N{n}",
            meetings=n,
            participants=None,
            remark="",
            by=bram,
        )
        action_points.open_point(report_year=YEAR, title=f"P{n}", by=bram)
        operations.keep_advice(
            year=YEAR, number=f"B{n}", kind="voorbeeld", question="?", advice="!", by=bram
        )
    lists.forget()
    with CaptureQueriesContext(connection) as many:
        client.get(HOME)
    assert len(many) == len(few)


def test_the_programme_begins_with_this_year_or_the_latest_that_is_kept() -> None:
    client, now = at_desk("bram"), clock.today().year
    assert client.get("/desk/programma/").url == f"/desk/programma/{now}/"  # type: ignore[attr-defined]
    kept("activiteit")
    assert client.get("/desk/programma/").url == HOME  # type: ignore[attr-defined]
    client.post(f"/desk/programma/{now}/activiteit/", ACTIVITY)
    assert client.get("/desk/programma/").url == f"/desk/programma/{now}/"  # type: ignore[attr-defined]
    assert client.get(f"/desk/programma/{now}/").context["years"] == [now, YEAR]


@pytest.mark.parametrize("path", ["1989/", "99999999999/", "2021/onzin/", "2021/activiteit/9/"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert at_desk("bram").get(f"/desk/programma/{path}").status_code == 404


def test_a_record_is_found_in_its_own_year_alone() -> None:
    one, client = kept("activiteit"), at_desk("bram")
    assert client.get(f"/desk/programma/2020/activiteit/{one.pk}/").status_code == 404
    assert client.post(f"/desk/programma/2020/activiteit/{one.pk}/weg/").status_code == 404


@pytest.mark.parametrize("kind", sorted(SENT))
def test_of_an_adopted_year_nothing_can_be_changed_and_it_is_said_why(kind: str) -> None:
    one, client = kept(kind), at_desk("bram")
    figures.adopt(year=YEAR, told=[], by=by_name("gijs"))
    assert "Voeg een" not in text_of(client, HOME)
    assert "vastgesteld" in text_of(client, f"{HOME}{kind}/")
    answer = client.post(f"{HOME}{kind}/", {**SENT[kind], **_other(kind)})
    assert answer.status_code == 200
    assert "vastgesteld" in str(errors(answer)["__all__"])
    assert "vastgesteld" in client.post(f"{HOME}{kind}/{one.pk}/weg/", follow=True).content.decode()
    assert "vastgesteld" in text_of(client, f"{HOME}{kind}/{one.pk}/")
    answer = client.post(f"{HOME}{kind}/{one.pk}/", {**SENT[kind], **_other(kind)})
    assert "vastgesteld" in str(errors(answer)["__all__"])
    assert MODELS[kind].objects.get() == one


def _other(kind: str) -> dict[str, str]:
    return {
        "activiteit": {"name": "Iets anders"},
        "bibob": {"fact": "zienswijze"},
        "advies": {"number": "A7"},
    }[kind]


# The words before the figures

WRITE = f"{HOME}tekst/schrijven/"
READ = f"{HOME}tekst/"


def test_the_words_are_written_by_one_and_adopted_by_another() -> None:
    bram, gijs = at_desk("bram"), at_desk("gijs")
    assert bram.get(READ).status_code == 404
    assert bram.post(WRITE, {"body": "Een\r\n\r\nTwee", "edition": "0"}).status_code == 302
    assert "concept" in text_of(gijs, HOME)
    shown = text_of(bram, READ)
    assert "Stel de tekst vast" not in shown
    assert "Wie de tekst schreef" in shown
    assert "Stel de tekst vast" in text_of(gijs, READ)
    gijs.post(READ, {"edition": "1"})
    shown = text_of(at_desk("jet"), HOME)
    today = clock.today()
    assert f"vastgesteld op {today.day} " in shown
    assert "Geschreven door Bram Bakker, vastgesteld door Gijs Groen." in shown


@pytest.mark.parametrize("name", ["bram", "jet"])
def test_who_may_not_adopt_is_told(name: str) -> None:
    at_desk("bram").post(WRITE, {"body": "Een", "edition": "0"})
    at_desk(name).post(READ, {"edition": "1"})
    assert queries.text(YEAR).adopted_on is None  # type: ignore[union-attr]


def test_who_read_an_older_edition_reads_again() -> None:
    bram, gijs = at_desk("bram"), at_desk("gijs")
    bram.post(WRITE, {"body": "Een", "edition": "0"})
    bram.post(WRITE, {"body": "Twee", "edition": "1"})
    answer = gijs.post(READ, {"edition": "1"}, follow=True)
    assert "intussen veranderd" in answer.content.decode()
    assert queries.text(YEAR).adopted_on is None  # type: ignore[union-attr]
    assert gijs.post(READ, {"edition": "onzin"}).status_code == 302


def test_who_wrote_at_the_same_time_as_another_sees_both_and_loses_nothing() -> None:
    bram, fenna = at_desk("bram"), at_desk("fenna")
    bram.post(WRITE, {"body": "Van Bram", "edition": "0"})
    answer = fenna.post(WRITE, {"body": "Van Fenna", "edition": "0"})
    shown = answer.content.decode()
    assert list(errors(answer)) == ["body"]
    assert "Van Bram" in shown
    assert "Van Fenna" in shown
    edition = answer.context["form"]["edition"].value()
    fenna.post(WRITE, {"body": "Van ons beiden", "edition": edition})
    assert queries.text(YEAR).body == "Van ons beiden"  # type: ignore[union-attr]


def test_words_of_an_adopted_year_stay_as_they_are() -> None:
    bram = at_desk("bram")
    bram.post(WRITE, {"body": "Een", "edition": "0"})
    figures.adopt(year=YEAR, told=[], by=by_name("gijs"))
    assert bram.get(WRITE).status_code == 302
    answer = bram.post(WRITE, {"body": "Twee", "edition": "1"})
    assert "vastgesteld" in str(errors(answer)["__all__"])
    assert answer.context["form"]["body"].value() == "Twee"


def test_next_year_is_no_year_yet() -> None:
    with clock.standing_at(datetime.datetime(2021, 6, 1, tzinfo=datetime.UTC)):
        assert at_desk("bram").get("/desk/programma/2022/").status_code == 404
