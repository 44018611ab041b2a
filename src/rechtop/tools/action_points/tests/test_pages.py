"""Who sees the action points, and what happens to what is typed about them."""

from __future__ import annotations

import datetime
import io
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from tests.desk import at_desk, by_name
from tests.people import person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.refs import Ref
from rechtop.overview.annual_report import presenting as annual_report
from rechtop.people.identity.models import Person
from rechtop.tools.action_points import operations, queries
from rechtop.tools.action_points.models import ActionPoint
from rechtop.tools.figures import operations as figures

pytestmark = pytest.mark.django_db

YEAR = 2021
HOME = "/desk/actiepunten/"
BOARD = f"{HOME}{YEAR}/"
SENT = {"title": "Nota vernieuwen", "origin_kind": "report", "owner": "Daan Dekker"}


def point(title: str = "Nota vernieuwen", **more: Any) -> ActionPoint:
    given = {"report_year": YEAR, "owner": person("daan"), **more}
    return operations.open_point(title=title, by=by_name("bram"), **given)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(told) for name, told in answer.context["form"].errors.items()}


@pytest.mark.parametrize("name", ["bram", "fenna", "gijs", "jet"])
def test_team_secretary_and_accountant_see_the_points(name: str) -> None:
    one, client = point(), at_desk(name)
    for path in (HOME, BOARD, f"{BOARD}{one.number}/"):
        shown = text_of(client, path)
        assert "Nota vernieuwen" in shown
        assert "Daan Dekker" in shown
    assert ("Open een actiepunt" in text_of(client, BOARD)) == (name in ("bram", "fenna"))
    assert "Actiepunten" in text_of(client, "/desk/")


@pytest.mark.parametrize("name", ["eva", "carla", "hanna", "ivo"])
def test_nobody_else_sees_that_there_are_any(name: str) -> None:
    one, client = point(), at_desk(name)
    own = f"{BOARD}{one.number}/"
    pages = ("wijzigen", "wie", "stand", "afronden", "vervallen", "verder")
    paths = [HOME, f"{HOME}werkblad/csv/", BOARD, f"{BOARD}nieuw/", own]
    for path in [*paths, *(f"{own}{page}/" for page in pages)]:
        assert client.get(path).status_code == 404, path
    for page in ("heropenen", "weg"):
        assert client.post(f"{own}{page}/").status_code == 404
    assert "actiepunten" not in text_of(client, "/desk/").casefold()


def test_the_owner_sees_their_own_point_and_no_other_and_works_on_it() -> None:
    mine, other = point(), point("Iets anders", owner=None)
    daan, own = at_desk("daan"), f"{BOARD}{mine.number}/"
    home = text_of(daan, "/desk/")
    assert "Nota vernieuwen" in home
    assert "Iets anders" not in home
    assert daan.get(f"{BOARD}{other.number}/").status_code == 404
    assert daan.get(BOARD).status_code == 404
    daan.post(own, {"text": "Een\r\nTwee"})
    assert queries.notes(mine)[0].text == "Een\nTwee"
    assert "Daan Dekker" in text_of(at_desk("gijs"), own)
    daan.post(f"{own}afronden/", {"outcome": "De nota is vernieuwd."})
    mine.refresh_from_db()
    assert mine.state == "done"
    assert "Nota vernieuwen" not in text_of(daan, "/desk/")


def test_a_point_is_opened_with_an_owner_named_by_name_or_address() -> None:
    bram = at_desk("bram")
    day = {"due_on_day": "1", "due_on_month": "3", "due_on_year": "2022"}
    assert bram.post(f"{BOARD}nieuw/", {**SENT, **day}).status_code == 302
    one = ActionPoint.objects.get()
    assert (one.owner, one.due_on) == (person("daan"), datetime.date(2022, 3, 1))
    named = {"owner": "EVA@voorbeeld.example", "owner_name": ""}
    bram.post(f"{BOARD}{one.number}/wie/", named)
    one.refresh_from_db()
    assert (one.owner, one.due_on) == (person("eva"), None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"origin_kind": "onzin"}, "origin_kind"),
        ({"owner": "Niemand Bekend"}, "owner"),
        ({"owner": "a\0b"}, "owner"),
        ({"owner_name": "Inkoop"}, "owner_name"),
        ({"due_on_day": "31", "due_on_month": "2", "due_on_year": "2022"}, "due_on"),
        ({"due_on_day": "1", "due_on_month": "2", "due_on_year": "2020"}, "due_on"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_there(
    typed: dict[str, str], field: str
) -> None:
    answer = at_desk("bram").post(f"{BOARD}nieuw/", {**SENT, **typed})
    assert answer.status_code == 200
    assert list(errors(answer)) == [field]
    bound = answer.context["form"]
    assert {name: bound.data[name] for name in typed} == typed
    assert not ActionPoint.objects.exists()


@pytest.mark.parametrize(
    ("name", "theirs", "own"),
    [
        ("wijzigen", {"title": "Nota van Fenna"}, {"title": "Nota van Bram"}),
        ("wie", {"owner": "Eva Evers"}, {"owner": "", "owner_name": "Inkoop"}),
        ("stand", {"standing": "loopt bij Fenna"}, {"standing": "loopt bij Bram"}),
    ],
)
def test_who_changes_a_point_a_colleague_just_changed_is_told_and_sees_it_first(
    name: str, theirs: dict[str, str], own: dict[str, str]
) -> None:
    path, bram = f"{BOARD}{point().number}/{name}/", at_desk("bram")
    form = bram.get(path).context["form"]
    seen = {one.name: one.value() or "" for one in form if one.name != "due_on"}
    at_desk("fenna").post(path, {**seen, **theirs})
    stands = ActionPoint.objects.values_list("title", "owner", "owner_name", "standing").get()
    answer = bram.post(path, {**seen, **own})
    assert errors(answer) == {
        "shown": ["Een collega heeft dit net veranderd. Kijk wat er nu staat."]
    }
    assert "Zo staat het er nu" in answer.content.decode()
    kept = ActionPoint.objects.values_list("title", "owner", "owner_name", "standing")
    assert kept.get() == stands
    assert bram.post(path, answer.context["form"].data).status_code == 302
    assert kept.get() != stands


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("wijzigen", {"title": "Nota van Bram"}),
        ("wie", {"owner": "Eva Evers"}),
        ("stand", {"standing": "loopt bij Bram"}),
    ],
)
def test_who_sends_a_change_of_a_point_twice_is_not_told_a_colleague_did_it(
    name: str, typed: dict[str, str]
) -> None:
    path, bram = f"{BOARD}{point().number}/{name}/", at_desk("bram")
    form = bram.get(path).context["form"]
    sent = {one.name: one.value() or "" for one in form if one.name != "due_on"} | typed
    assert [bram.post(path, sent).status_code for _again in range(2)] == [302, 302]


def test_two_who_share_a_name_are_told_apart_by_their_address() -> None:
    namesake = person("eva")
    namesake.name = "Daan Dekker"
    namesake.save()
    answer = at_desk("bram").post(f"{BOARD}nieuw/", SENT)
    assert "e-mailadres" in str(errors(answer)["owner"])


def test_who_closes_at_the_same_time_as_another_is_told_and_keeps_their_words() -> None:
    one, fenna = point(), at_desk("fenna")
    operations.finish(one, outcome="Klaar.", by=by_name("daan"))
    answer = fenna.post(f"{BOARD}{one.number}/vervallen/", {"outcome": "Geen geld."})
    assert "al afgesloten" in str(errors(answer)["__all__"])
    assert "Geen geld." in answer.content.decode()
    one.refresh_from_db()
    assert (one.state, one.outcome) == ("done", "Klaar.")
    answer = fenna.get(f"{BOARD}{one.number}/vervallen/", follow=True)
    assert "al afgesloten" in answer.content.decode()


def test_of_an_adopted_year_it_is_said_why_nothing_can_be_opened() -> None:
    figures.adopt(year=YEAR, told=[], by=by_name("gijs"))
    bram = at_desk("bram")
    assert "Open een actiepunt" not in text_of(bram, BOARD)
    assert "vastgesteld" in text_of(bram, f"{BOARD}nieuw/")
    answer = bram.post(f"{BOARD}nieuw/", SENT)
    assert "vastgesteld" in str(errors(answer)["__all__"])
    assert "Nota vernieuwen" in answer.content.decode()


def test_what_goes_on_is_shown_in_both_years_and_told_by_the_report() -> None:
    one = point()
    at_desk("fenna").post(f"{BOARD}{one.number}/verder/", {"outcome": "De helft is klaar."})
    gijs = at_desk("gijs")
    assert f"uit {YEAR}" in text_of(gijs, f"{HOME}{YEAR + 1}/")
    assert f'href="{BOARD}1/"' in text_of(gijs, f"{HOME}{YEAR + 1}/1/")
    assert f'href="{HOME}{YEAR + 1}/1/"' in text_of(gijs, f"{BOARD}1/")
    report = text_of(gijs, f"/desk/jaarrapportage/{YEAR + 1}/")
    for words in (
        f"overgenomen uit de rapportage over {YEAR}",
        f"Nota vernieuwen – loopt door in {YEAR + 2}",
        "De helft is klaar.",
    ):
        assert words in report
    assert annual_report.chapter(YEAR + 1)["points"][0].carried_from == one


def test_a_point_comes_from_a_case_without_saying_which() -> None:
    form = at_desk("bram").get(f"{BOARD}nieuw/?uit=case").context["form"]
    assert form["origin_kind"].value() == "case"
    form = at_desk("bram").get(f"{BOARD}nieuw/?uit=onzin").context["form"]
    assert form["origin_kind"].value() == "report"


@pytest.mark.parametrize("path", ["1989/", "99999999999/", "2021/9/", "2021/0/", "werkblad/pdf/"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert at_desk("bram").get(f"{HOME}{path}").status_code == 404


def test_markup_that_someone_types_is_shown_as_text() -> None:
    one = point("<b>Vet</b>")
    operations.note(one, text="<i>Schuin</i>", by=by_name("bram"))
    shown = text_of(at_desk("bram"), f"{BOARD}{one.number}/")
    assert "&lt;b&gt;Vet" in shown
    assert "<b>Vet" not in shown
    assert "&lt;i&gt;Schuin" in shown


# The overview


def listed(client: Client, query: str = "") -> list[str]:
    return [line.point.title for line in client.get(f"{HOME}{query}").context["lines"]]


def some() -> None:
    """Three unfinished points and one that is done; one is late."""
    point("Zonder dag", owner=None)
    point("Te laat", due_on=clock.today() - datetime.timedelta(days=3))
    point("Later", due_on=clock.today() + datetime.timedelta(days=30), owner=person("eva"))
    done = point("Klaar", report_year=YEAR - 1)
    operations.finish(done, outcome="Af.", by=by_name("bram"))


def test_the_secretary_sees_what_is_late_first() -> None:
    some()
    assert listed(at_desk("gijs")) == ["Te laat", "Later", "Zonder dag"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?state=done", ["Klaar"]),
        ("?state=all&order=title", ["Klaar", "Later", "Te laat", "Zonder dag"]),
        (f"?state=all&year={YEAR - 1}", ["Klaar"]),
        ("?owner=none", ["Zonder dag"]),
        ("?order=owner", ["Zonder dag", "Te laat", "Later"]),
        ("?order=onzin&state=onzin&year=x&owner=99999999", ["Te laat", "Later", "Zonder dag"]),
    ],
)
def test_the_overview_is_narrowed_down_and_sorted(query: str, titles: list[str]) -> None:
    some()
    assert listed(at_desk("gijs"), query) == titles
    eva = person("eva").pk
    assert listed(at_desk("gijs"), f"?owner={eva}") == ["Later"]


def test_the_overview_is_exported_with_its_filters_and_a_formula_stays_text() -> None:
    some()
    point("=1+1")
    gijs = at_desk("gijs")
    told = gijs.get(f"{HOME}werkblad/csv/?owner=none").content.decode("utf-8-sig").splitlines()
    assert len(told) == 2
    assert "Zonder dag" in told[1]
    assert "'=1+1" in gijs.get(f"{HOME}werkblad/csv/").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(gijs.get(f"{HOME}werkblad/xlsx/").content))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[2] for row in rows[1:]] == ["Te laat", "Later", "Zonder dag", "=1+1"]


def test_pages_ask_as_many_questions_for_many_points_as_for_one() -> None:
    point()
    client = at_desk("bram")
    pages = (HOME, BOARD, "/desk/")
    for path in pages:
        client.get(path)
    with CaptureQueriesContext(connection) as few:
        for path in pages:
            client.get(path)
    for n in range(15):
        point(f"P{n}", owner=person("eva" if n % 2 else "bram"))
    with CaptureQueriesContext(connection) as many:
        for path in pages:
            client.get(path)
    assert len(many) == len(few)
    assert "P14" in text_of(client, BOARD)


def test_a_point_keeps_what_it_came_from_and_is_seen_there_by_the_team_alone() -> None:
    bram, year = at_desk("bram"), clock.today().year
    where = f"/desk/actiepunten/{year}/nieuw/?uit=network&nummer=1234"
    page = bram.get(where).content.decode()
    assert 'name="origin_number" value="1234"' in page
    bram.post(
        where, {"title": "Netwerk uitbreiden", "origin_kind": "network", "origin_number": 1234}
    )
    one = ActionPoint.objects.get(title="Netwerk uitbreiden")
    assert one.origin == Ref("network", 1234)
    bram.post(where, {"title": "Anders", "origin_kind": "other", "origin_number": 1234})
    assert ActionPoint.objects.get(title="Anders").origin is None
    assert list(queries.from_origin(Ref("network", 1234))) == [one]
    for name, shown in (("bram", True), ("gijs", False)):
        context = Context({"request": SimpleNamespace(actor=by_name(name))})
        told = Template('{% load action_points %}{% points_from "network" 1234 %}').render(context)
        assert ("Netwerk uitbreiden" in told) == shown
        assert ("uit=network&amp;nummer=1234" in told) == shown


def test_a_coordinator_reads_at_home_of_a_point_that_is_not_theirs_who_does_it() -> None:
    for title, owner, role in (
        ("Van niemand", None, ""),
        ("Van een rol", None, "Het netwerk"),
        ("Van Daan", person("daan"), ""),
        ("Van Fenna", person("fenna"), ""),
    ):
        point(title, owner=owner, owner_name=role, due_on=clock.today())
    Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    home = text_of(at_desk("fenna"), "/desk/").split("Uw actiepunten")[1].split("</ul>")[0]
    rows = [" ".join(strip_tags(row.replace("<", " <")).split()) for row in home.split("<li>")[1:]]
    for row in ("Van niemand Wie: nog niemand", "Van een rol Wie: Het netwerk"):
        assert any(one.startswith(row) for one in rows)
    left = next(one for one in rows if one.startswith("Van Daan"))
    assert left.startswith("Van Daan Wie: Daan Dekker Eigenaar is vertrokken")
    assert "Wie:" not in next(one for one in rows if one.startswith("Van Fenna"))
    mine = text_of(at_desk("fenna"), "/desk/mijn-pagina/")
    for line in (
        ">Van niemand (wie: nog niemand)<",
        ">Van Daan (wie: Daan Dekker)<",
        ">Van Fenna<",
    ):
        assert line in mine


def test_what_is_left_behind_is_marked_until_another_does_it() -> None:
    one, done = point(), point("Al klaar")
    point("Van een ander", owner=person("eva"))
    operations.finish(done, outcome="Gedaan", by=by_name("bram"))
    fenna, mark = at_desk("fenna"), "Eigenaar is vertrokken"
    assert mark not in text_of(fenna, HOME) + text_of(fenna, BOARD)
    assert "De eigenaar is vertrokken" not in text_of(fenna, "/desk/")
    Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    for path in (HOME, BOARD, f"{BOARD}{one.number}/"):
        assert text_of(fenna, path).count(mark) == 1
    assert mark not in text_of(fenna, f"{BOARD}{done.number}/")
    shown = text_of(fenna, f"{HOME}?owner=gone")
    assert "Nota vernieuwen" in shown
    assert "Van een ander" not in shown
    assert (
        "Daan Dekker (vertrokken)" in fenna.get(f"{HOME}werkblad/csv/?owner=gone").content.decode()
    )
    home = text_of(fenna, "/desk/")
    assert "De eigenaar is vertrokken" in home
    assert "/desk/actiepunten/?owner=gone" in home
    assert "De eigenaar is vertrokken" not in text_of(at_desk("bram"), "/desk/")
    operations.assign(one, owner=person("eva"), owner_name="", due_on=None, by=by_name("fenna"))
    assert mark not in text_of(fenna, HOME)
    assert "De eigenaar is vertrokken" not in text_of(fenna, "/desk/")
