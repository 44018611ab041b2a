"""The officer reads the lines of the log, narrows them down and takes them along; no content."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name
from tests.people import person, report
from tests.trail import write_lines

from rechtop.doors.cli import documents
from rechtop.ground.audit.models import Entry
from rechtop.ground.audit.operations import REGISTER
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.ui import tables
from rechtop.overview.trail import actions, names, operations, presenting, queries
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db

HOME = "/desk/logboek/"


def shown(client: Client, address: str = HOME) -> str:
    return client.get(address).content.decode()


def rows_of(page: str) -> list[str]:
    """Give the text of each line on a page."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    plain = [re.sub(r"<[^>]+>", " ", row) for row in body.split("<tr>")[1:]]
    return [re.sub(r"\s+", " ", row).strip() for row in plain]


def test_every_action_has_a_name_in_plain_words() -> None:
    documents.permissions()  # loads every room
    nameless = {a for a in REGISTER if not a.startswith("test.")} - set(actions.ACTIONS)
    assert not nameless, f"name them in overview/trail/actions.py: {sorted(nameless)}"


def test_every_refusal_that_is_noted_and_every_line_of_the_example_has_names() -> None:
    for entry in Entry.objects.all():
        assert entry.action in actions.ACTIONS or entry.action.startswith("test.")
        assert entry.object_kind in names.OBJECTS or not entry.object_kind
        assert entry.actor_kind in names.ACTORS
        assert entry.origin in names.ORIGINS


def test_a_line_tells_action_object_result_origin_actor_and_time() -> None:
    moment = datetime.datetime(2031, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
    write_lines(1, moment, actor_number=person("bram").pk, result="refused")
    (line,) = rows_of(shown(at_desk("lotte"), f"{HOME}?from_date=2031-05-06"))
    assert line == (
        "06-05-2031 09:08:09 Bram Bakker Behandelaar Ontvangst van de melding bevestigd zaak 0 "
        "geweigerd werkplek"
    )


def test_a_line_that_tells_its_day_alone_stands_with_that_day_and_without_an_hour() -> None:
    day = datetime.datetime(2031, 5, 6, 0, 0, tzinfo=clock.HERE)
    write_lines(1, day + datetime.timedelta(hours=3))
    write_lines(1, day, action="confidant.totals_released", object_kind="")
    write_lines(1, day + datetime.timedelta(hours=1))
    lines = rows_of(shown(at_desk("lotte"), f"{HOME}?from_date=2031-05-06"))
    assert [line[:19] for line in lines[:2]] == ["06-05-2031 03:00:00", "06-05-2031 01:00:00"]
    assert lines[2].startswith("06-05-2031 ")
    assert "00:00" not in lines[2]


def test_no_number_of_a_case_as_people_know_it_and_no_text_stands_there() -> None:
    case = report(name="Anna Appel")
    lotte = at_desk("lotte")
    page = shown(lotte)
    assert f"zaak {case.pk}" in page
    for secret in (case.number, "Anna Appel", "Er is een reis betaald"):
        assert secret not in page
        assert secret.encode() not in lotte.post(f"{HOME}ophalen/", {"as": "csv"}).content


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("action=duty.given", 1),
        ("result=refused", 2),
        ("origin=clock", 1),
        ("actor=job", 1),
        ("actor={bram}", 3),
        ("object_kind=unit", 1),
        ("object_kind=unit&object_number=0", 1),
        ("object_number=1", 2),
        ("until_date=2031-05-06", 4),
        ("actor={bram}&result=refused&origin=desk", 2),
        ("action=nonsense&object_number=x&until_date=2031-99-99", 7),
    ],
)
def test_lines_are_narrowed_down_by_each_fact_and_by_several(chosen: str, found: int) -> None:
    day = datetime.datetime(2031, 5, 6, 12, 0, tzinfo=clock.HERE)
    bram = person("bram").pk
    write_lines(2, day, actor_number=bram, result="refused")
    write_lines(1, day, actor_kind="job", actor_number=None, origin="clock")
    write_lines(1, day, actor_number=bram, action="duty.given", object_kind="duty")
    tomorrow = day + datetime.timedelta(days=1)
    write_lines(2, tomorrow, actor_number=person("fenna").pk)
    write_lines(1, tomorrow, actor_number=person("fenna").pk, object_kind="unit")
    address = f"{HOME}?from_date=2031-05-06&{chosen.format(bram=bram)}"
    assert len(rows_of(shown(at_desk("lotte"), address))) == found


def test_one_pages_through_all_lines_and_back_in_the_order_of_their_times() -> None:
    start = datetime.datetime(2031, 5, 6, 12, 0, tzinfo=clock.HERE)
    for at in (3, 1, 2, 1):
        write_lines(15, start + datetime.timedelta(hours=at))
    lotte, address, pages = at_desk("lotte"), f"{HOME}?from_date=2031-05-06", []
    while address:
        page = lotte.get(address).context["page"]
        pages.append([row.pk for row in page.rows])
        address = HOME + page.next_url if page.next_url else ""
        last = page
    seen = [number for one in pages for number in one]
    expected = Entry.objects.filter(at__gte=start).order_by("-at", "-pk")
    assert seen == list(expected.values_list("pk", flat=True))
    back = lotte.get(HOME + last.previous_url).context["page"]
    assert [row.pk for row in back.rows] == pages[-2]


def test_the_page_asks_as_many_questions_for_many_lines_as_for_one() -> None:
    lotte = at_desk("lotte")
    day = datetime.datetime(2031, 5, 6, 12, 0, tzinfo=clock.HERE)
    write_lines(1, day, actor_number=person("bram").pk)
    lotte.get(HOME)
    with CaptureQueriesContext(connection) as few:
        lotte.get(f"{HOME}?from_date=2031-05-06")
    for name in ("carla", "daan", "eva", "fenna", "gijs", "hanna"):
        write_lines(3, day, actor_number=person(name).pk)
    with CaptureQueriesContext(connection) as many:
        page = lotte.get(f"{HOME}?from_date=2031-05-06").context["page"]
    assert len(page.rows) == 19
    assert len(many) == len(few)


def test_each_way_to_look_has_an_index_in_the_order_of_the_page() -> None:
    """The cost is that of a page of rows whatever the number of lines."""
    led = {index.fields[0] for index in Entry._meta.indexes if index.fields[-2:] == ["at", "id"]}
    assert led >= {"at", "action", "actor_kind", "actor_number", "origin", "object_kind"}
    assert "object_number" in led
    assert any(index.name == "entry_refused" for index in Entry._meta.indexes)


def exported(client: Client, kind: str, query: str = "") -> Any:
    answer = client.post(f"{HOME}ophalen/?{query}", {"as": kind})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    return answer


def test_lines_go_along_as_worksheet_or_text_and_that_stands_on_the_log() -> None:
    day = datetime.datetime(2031, 5, 6, 12, 0, tzinfo=clock.HERE)
    write_lines(2, day, actor_number=person("bram").pk)
    lotte, query = at_desk("lotte"), "from_date=2031-05-06"
    sheet = openpyxl.load_workbook(io.BytesIO(exported(lotte, "xlsx", query).content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Tijd", "Wie", "Taak", "Wat", "Waarop", "Resultaat", "Herkomst"]
    assert rows[1][1:] == [
        "Bram Bakker",
        "Behandelaar",
        "Ontvangst van de melding bevestigd",
        "zaak 1",
        "gedaan",
        "werkplek",
    ]
    text = exported(lotte, "csv", query).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Tijd;Wie;Taak;Wat;Waarop;Resultaat;Herkomst"
    assert len(text.splitlines()) == 3
    lines = Entry.objects.filter(action="trail.exported", actor_number=person("lotte").pk)
    assert [(one.result, one.origin) for one in lines] == [("done", "desk")] * 2


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    someone = person("bram")
    someone.name = "=1+1"
    someone.save()
    day = datetime.datetime(2031, 5, 6, 12, 0, tzinfo=clock.HERE)
    write_lines(1, day, actor_number=someone.pk)
    told = exported(at_desk("lotte"), "csv", "from_date=2031-05-06").content.decode()
    assert ";'=1+1;" in told


def test_more_lines_than_fit_are_not_given_but_the_filters_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(operations, "EXPORTED", 1)
    lotte = at_desk("lotte")
    answer = lotte.post(f"{HOME}ophalen/?origin=cli", {"as": "xlsx"})
    assert answer["Location"] == f"{HOME}?origin=cli"
    assert "meer dan 1 regels" in shown(lotte, answer["Location"])


def test_what_a_reporter_reads_is_not_on_the_log() -> None:
    anna = Client()
    anna.post("/formulier/1/", {"what": "Er is een reis betaald."})
    anna.post("/formulier/2/", {"who": "Mijn chef"})
    anna.post("/formulier/3/", {"who_i_am": "anonymous"})
    anna.post("/formulier/4/")
    seven = tuple(re.findall(r"<li>(\w+)</li>", anna.get("/formulier/5/").content.decode()))
    assert len(seven) == 7
    anna.post("/inzien/", {"words": " ".join(seven)}, follow=True)
    before = Entry.objects.count()
    for _time in range(3):
        answer = anna.get("/inzien/postvak/")
        assert "Er is een reis betaald" in answer.content.decode()
    assert Entry.objects.count() == before
    case = Case.objects.order_by("-pk")[0]
    mine = Entry.objects.filter(object_kind="case", object_number=case.pk)
    assert set(mine.values_list("action", flat=True)) <= {"case.received", "case.words_proven"}


def test_what_the_officer_reads_is_not_on_the_log_either() -> None:
    lotte = at_desk("lotte")
    before = Entry.objects.count()
    lotte.get(HOME)
    assert Entry.objects.count() == before


def test_who_may_not_export_is_refused_and_that_is_noted() -> None:
    with pytest.raises(Refused):
        operations.export(chosen={}, by=by_name("mees"))
    newest = Entry.objects.order_by("-id")[0]
    assert (newest.action, newest.result, newest.origin) == ("trail.exported", "refused", "desk")


def test_an_empty_page_says_so() -> None:
    assert "Geen regels met deze kenmerken" in shown(
        at_desk("lotte"), f"{HOME}?from_date=2090-01-01"
    )


def test_a_count_goes_no_further_than_a_thousand() -> None:
    write_lines(tables.MANY + 2)
    assert tables.bounded_count(queries.lines({})) == "meer dan 1.000"


def test_an_action_or_object_without_a_name_is_shown_as_it_is() -> None:
    (entry,) = write_lines(1, action="nieuw.iets", object_kind="nieuws", actor_number=None)
    (line,) = presenting.lines([entry])
    assert (line.what, line.about, line.who) == ("nieuw.iets", "nieuws 0", "een persoon")
