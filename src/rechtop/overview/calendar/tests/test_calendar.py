"""Terms by month, and at a secret address: of the files one holds a key to, and of no other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import terms as given
from tests.desk import at_desk, with_open_vault
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.ui import ical
from rechtop.overview.calendar import operations, presenting, queries
from rechtop.overview.calendar.models import Feed
from rechtop.people.organisation.models import Duty
from rechtop.tools.addresses import queries as addresses
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases import operations as cases
from rechtop.work.cases import terms
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 11, 23)
NOVEMBER = "/desk/agenda/2026/11/"


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY):
        yield


def at(day: datetime.date):  # type: ignore[no-untyped-def]
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(12), datetime.UTC))


@pytest.fixture
def case() -> Case:
    Deadline.objects.all().delete()
    return report()


def made(first_name: str) -> str:
    return f"/agenda/{operations.make_feed(language='nl', by=acting(first_name))}.ics"


def events(path: str) -> list[dict[str, str]]:
    """Read a calendar as a program does: lines joined, names apart from values."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found: list[dict[str, str]] = []
    for line in answer.content.decode().replace("\r\n ", "").split("\r\n"):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, _colon, value = line.partition(":")
            found[-1][name] = value
    return found


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_month_shows_its_terms_by_day_and_what_is_late_stands_above_them(case: Case) -> None:
    given.give(case.ref, starts_on=datetime.date(2026, 10, 1), length=7)
    bram = with_open_vault("bram")
    page = text(bram, NOVEMBER)
    assert page.index("Te laat") < page.index("30 november 2026")
    assert page.count(case.number) >= 2
    assert "december 2026 →" in page
    later = text(bram, "/desk/agenda/2027/2/")
    assert "28 februari 2027" in later
    assert "Reacties verwerken" in later
    whole = text(bram, "/desk/agenda/lijst/")
    assert whole.index("Reacties verwerken") < whole.index("28 februari 2027")


def test_a_month_that_is_none_is_not_there_and_who_works_on_no_cases_has_no_calendar() -> None:
    bram = with_open_vault("bram")
    for path in ("2026/13/", "2026/0/", "1/1/", "9999/12/"):
        assert bram.get(f"/desk/agenda/{path}").status_code == 404
    assert at_desk("bram").get(NOVEMBER).status_code == 302
    assert at_desk("hanna").get(NOVEMBER).status_code in (302, 404)


def test_what_stands_still_is_listed_apart_and_is_never_late(case: Case) -> None:
    one = given.give(case.ref, starts_on=MONDAY, length=7)
    terms.pause(case, term=one.pk, on=MONDAY, reason="Wacht", by=acting("bram"))
    with at(datetime.date(2026, 12, 20)):
        late = [found.rule.code for found in queries.late(acting("bram"))]
        assert late == ["acknowledgement"]
        page = text(with_open_vault("bram"), "/desk/agenda/2026/12/")
        assert "staat stil sinds 23 november 2026" in page


def test_what_is_to_be_done_at_once_is_listed_as_such_without_a_day(case: Case) -> None:
    given.give(case.ref, starts_on=MONDAY, unit="at_once", length=None, label="Doorgeven")
    page = text(with_open_vault("bram"), NOVEMBER)
    assert page.index("Onverwijld") < page.index("30 november 2026")
    assert "Doorgeven" in page
    assert len(events(made("bram"))) == 2


def test_pages_cost_the_same_whatever_the_number_of_terms() -> None:
    report()
    bram = acting("bram")
    with CaptureQueriesContext(
        connection,
    ) as few:
        presenting.month(bram, 2026, 11)
    for _unused in range(4):
        report()
    with CaptureQueriesContext(connection) as more:
        assert len(presenting.month(bram, 2026, 11)["days"].listed) >= 5
    assert len(more) == len(few)


def test_a_calendar_tells_a_day_and_the_name_of_the_rule_and_nothing_of_a_case(case: Case) -> None:
    path = made("bram")
    found = events(path)
    assert [one["DTSTART;VALUE=DATE"] for one in found] == ["20261130", "20270228"]
    assert found[0]["DTEND;VALUE=DATE"] == "20261201"
    assert found[0]["SUMMARY"] == "Rechtop: er is een termijn (Ontvangst bevestigen)"
    assert len({one["UID"] for one in found}) == 2
    assert [one["UID"] for one in events(path)] == [one["UID"] for one in found]
    told = Client().get(path).content.decode()
    for secret in (case.number, case.pseudonym, "Bram"):
        assert secret not in told
    assert not Client().get(path).cookies


def test_only_a_digest_of_an_address_is_kept() -> None:
    token = operations.make_feed(language="nl", by=acting("bram"))
    kept = Feed.objects.get(person=person("bram"))
    assert token.encode() not in bytes(kept.digest)
    assert bytes(kept.digest) == addresses.digest_of(token)


def test_an_address_that_is_not_there_was_renewed_or_taken_back_finds_nothing(case: Case) -> None:
    first, second = made("bram"), made("bram")
    wrong = f"/agenda/{'x' * 43}.ics"
    assert [Client().get(path).status_code for path in (wrong, first, second)] == [404, 404, 200]
    feed = queries.feed_of(acting("bram"))
    assert feed is not None
    with pytest.raises(Refused, match="niet van u"):
        operations.take_feed_back(feed, by=acting("fenna"))
    operations.take_feed_back(feed, by=acting("bram"))
    assert Client().get(second).status_code == 404
    assert Client().get(wrong).content == Client().get(second).content


def test_no_restore_brings_an_address_back_that_was_taken_back(
    case: Case, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    path = made("bram")
    feed = queries.feed_of(acting("bram"))
    assert feed is not None
    digest = bytes(feed.digest)
    with django_capture_on_commit_callbacks(execute=True):
        operations.take_feed_back(feed, by=acting("bram"))
    Feed.objects.create(person=person("bram"), digest=digest, language="nl", made_on=MONDAY)
    assert Client().get(path).status_code == 404


def test_whom_a_case_is_closed_for_reads_nothing_of_it_any_more(case: Case) -> None:
    brams, fennas = made("bram"), made("fenna")
    assert len(events(fennas)) == 2
    cases.name_person_concerned(
        case, name="Fenna", description="", person=person("fenna"), by=acting("bram")
    )
    assert len(events(brams)) == 2
    assert events(fennas) == []


def test_a_calendar_stops_when_someone_leaves_or_loses_the_duty(case: Case) -> None:
    path, fennas = made("bram"), made("fenna")
    Duty.objects.filter(person=person("bram")).update(until_date=MONDAY)
    assert Client().get(path).status_code == 404
    someone = person("fenna")
    someone.is_active = False
    someone.save()
    assert Client().get(fennas).status_code == 404


def test_an_address_is_made_shown_once_and_taken_back_on_the_page() -> None:
    bram = with_open_vault("bram")
    answer = bram.post("/desk/agenda/adres/").content.decode()
    path = answer.partition('id="adres">http://testserver')[2].partition("<")[0]
    assert Client().get(path).status_code == 200
    again = text(bram, "/desk/agenda/adres/")
    assert "U maakte een adres op 23 november 2026" in again
    assert path not in again
    assert path not in str(dict(bram.session))
    bram.post("/desk/agenda/adres/intrekken/")
    assert Client().get(path).status_code == 404
    bram.post("/desk/agenda/adres/intrekken/")


def test_lines_are_folded_and_what_would_break_them_is_marked() -> None:
    nasty = "Één; twee, drie\\\r\nBEGIN:VEVENT " + "ë" * 90 + "\x07"
    told = ical.calendar("x", [ical.Event("a", MONDAY, nasty)], at=clock.now())
    assert all(len(line) <= 75 for line in told.split(b"\r\n"))
    assert b"\n" not in told.replace(b"\r\n", b"")
    whole = told.decode().replace("\r\n ", "").split("\r\n")
    assert "SUMMARY:Één\\; twee\\, drie\\\\\\nBEGIN:VEVENT " + "ë" * 90 in whole
    assert whole.count("BEGIN:VEVENT") == 1
    assert whole[0] == "BEGIN:VCALENDAR"
    assert whole[-2:] == ["END:VCALENDAR", ""]
