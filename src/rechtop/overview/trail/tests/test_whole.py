"""Is the log whole: the clock walks it when asked, a page tells, and sheets can be printed."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.desk import at_desk, by_name
from tests.trail import mark_week, past_every_lock, seal_committed, write_lines

from rechtop.ground.audit import queries as trail
from rechtop.ground.audit import verifying
from rechtop.ground.audit.models import Entry, Link
from rechtop.ground.kernel import clock, outside
from rechtop.overview.trail import commands, jobs, operations, presenting, queries
from rechtop.overview.trail.models import Check

pytestmark = pytest.mark.django_db

PAGE = "/desk/logboek/heel/"


def text_of(client: Client, address: str = PAGE) -> str:
    page = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_lotte_lets_the_clock_walk_the_log_and_reads_what_it_found() -> None:
    seal_committed()
    lotte = at_desk("lotte")
    assert "nog niet nagelopen" in text_of(lotte)
    lotte.post(f"{PAGE}nalopen/")
    assert "wordt nagelopen: 0 van" in text_of(lotte)
    jobs.go_on_checking()
    told = text_of(lotte)
    assert "Lotte Lammers vroeg erom" in told
    assert "niet heel" not in told
    lines = Entry.objects.filter(action__startswith="trail.").order_by("pk")
    assert [(one.action, one.actor_kind, one.origin) for one in lines] == [
        ("trail.check_asked", "person", "desk"),
        ("trail.checked", "job", "clock"),
    ]


def test_a_break_is_shown_with_its_place_and_what_is_wrong() -> None:
    seal_committed()
    entry = Link.objects.get(position=3).entry_id
    with past_every_lock() as cursor:
        cursor.execute("UPDATE audit_entry SET actor_number = 99 WHERE id = %s", [entry])
    operations.ask_check(by=by_name("lotte"))
    jobs.go_on_checking()
    told = text_of(at_desk("lotte"))
    assert "niet heel" in told
    assert "Schakel 3 is veranderd" in told
    assert "In orde tot en met schakel 2." in told


def test_a_long_log_is_walked_in_portions_with_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    seal_committed()
    monkeypatch.setattr(jobs, "PORTION", 10)
    operations.ask_check(by=by_name("lotte"))
    jobs.go_on_checking()
    assert "wordt nagelopen: 10 van" in text_of(at_desk("lotte"))
    rounds = 1
    while queries.running_check():
        jobs.go_on_checking()
        rounds += 1
    assert rounds >= Link.objects.count() // 10
    check = queries.last_check()
    assert check is not None
    assert (check.fault, check.position) == (None, Link.objects.count())


def test_asking_twice_walks_once() -> None:
    first = operations.ask_check(by=by_name("lotte"))
    assert operations.ask_check(by=by_name("lotte")) == first


def test_the_clock_walks_the_log_once_a_day_unasked_and_forgets_after_a_year() -> None:
    seal_committed()
    jobs.check_daily()
    jobs.go_on_checking()
    jobs.check_daily()
    assert queries.running_check() is None
    assert "De klok doet dat elke dag" in text_of(at_desk("lotte"))
    with clock.standing_at(clock.now() + datetime.timedelta(days=1)):
        jobs.check_daily()
        assert queries.running_check() is not None
    with clock.standing_at(clock.now() + datetime.timedelta(days=366)):
        jobs.check_daily()
    assert not Check.objects.filter(finished_at__isnull=False).exists()


def test_what_is_not_sealed_yet_is_shown_with_its_age() -> None:
    seal_committed()
    write_lines(2, clock.now() - datetime.timedelta(minutes=7))
    told = text_of(at_desk("lotte"))
    assert "Nog te verzegelen 2" in told
    assert "7 minuten oud" in told


def test_the_sheet_of_a_week_tells_all_that_is_needed_to_check_it() -> None:
    seal_committed()
    week = mark_week()
    lotte = at_desk("lotte")
    assert week.name in text_of(lotte)
    assert week.name in text_of(lotte, "/desk/logboek/weken/")
    told = text_of(lotte, f"/desk/logboek/weken/{week.name}/")
    for fact in (
        "Provincie Zuid-Holland",
        week.name,
        presenting.in_fours(week.digest),
        presenting.in_fours(week.signature),
        presenting.in_fours(trail.public_key()),
        f"verify-trail --head {week.told()}",
    ):
        assert fact in told
    assert lotte.get("/desk/logboek/weken/1999-W01/").status_code == 404
    assert lotte.get("/desk/logboek/weken/x/").status_code == 404


def test_the_sheet_of_now_and_the_commands_sheet_tell_the_same() -> None:
    seal_committed()
    head = trail.last_head()
    assert head is not None
    assert head.told() in text_of(at_desk("lotte"), "/desk/logboek/weken/nu/")
    assert head.told() in CliRunner().invoke(commands.trail_sheet).output
    week = mark_week()
    printed = CliRunner().invoke(commands.trail_sheet, ["--week", week.name]).output
    assert presenting.in_fours(week.digest) in printed
    assert CliRunner().invoke(commands.trail_sheet, ["--week", "1999-W01"]).exit_code == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{told}", "is zoals op uw papier"),
        ("{upper}", "is zoals op uw papier"),
        ("{position}:" + "0" * 64, "is een andere dan op uw papier"),
        ("99999999:" + "0" * 64, "Deze schakel is er niet"),
    ],
)
def test_a_head_on_paper_is_compared_on_the_page(typed: str, said: str) -> None:
    seal_committed()
    head = trail.last_head()
    assert head is not None
    spaced = head.told().upper().replace(":", " : ")
    typed = typed.format(told=head.told(), position=head.position, upper=spaced)
    lotte = at_desk("lotte")
    assert lotte.post(PAGE, {"head": typed}).status_code == 302
    assert said in text_of(lotte)


def test_what_is_typed_wrong_is_told_at_the_field_and_kept() -> None:
    page = at_desk("lotte").post(PAGE, {"head": "12:abc"}).content.decode()
    assert "Typ de plaats, een dubbele punt" in page
    assert 'value="12:abc"' in page


def test_weeks_page_on() -> None:
    seal_committed()
    with clock.standing_at(clock.now() + datetime.timedelta(days=7 * 30)):
        mark_week()
    lotte = at_desk("lotte")
    page = lotte.get("/desk/logboek/weken/").context["page"]
    assert len(page.rows) == 25
    further = lotte.get(f"/desk/logboek/weken/{page.next_url}").context["page"]
    assert further.rows[0].monday == page.rows[-1].monday - datetime.timedelta(days=7)


WHO = {"lotte": {"lines", "whole", "weeks", "sheet", "keeping"}, "mees": {"keeping"}}
PAGES = {
    "lines": "/desk/logboek/",
    "whole": PAGE,
    "weeks": "/desk/logboek/weken/",
    "sheet": "/desk/logboek/weken/nu/",
    "keeping": "/desk/logboek/bewaren/",
}
CAST = ("bram", "carla", "daan", "eva", "fenna", "gijs", "hanna", "ivo", "jet", "kees")


@pytest.mark.parametrize("name", [*CAST, *WHO])
def test_only_the_officers_open_the_pages_of_the_log(name: str) -> None:
    seal_committed()
    someone = at_desk(name)
    opened = {page for page, at in PAGES.items() if someone.get(at).status_code == 200}
    assert opened == WHO.get(name, set())
    for address in ("ophalen/", "heel/nalopen/", "bewaren/voorstellen/"):
        answer = someone.post(f"/desk/logboek/{address}", {"month": "2031-01-01"})
        assert (answer.status_code == 404) == (name != "lotte"), address


def test_a_stranger_is_led_to_sign_in() -> None:
    for address in PAGES.values():
        assert Client().get(address)["Location"].startswith("/desk/aanmelden/")


def lose(after: int, until: int) -> None:
    """Let a restore have lost these links."""
    told = json.dumps([[after, until, "ab" * 32, "2026-11-03"]]).encode()
    outside.change("trail-lost", lambda _before: told)


def test_what_a_restore_lost_is_named_on_the_pages() -> None:
    seal_committed()
    assert "verloren" not in text_of(at_desk("lotte"))
    lose(7, 1234)
    for address in (PAGE, "/desk/logboek/"):
        told = text_of(at_desk("lotte"), address)
        assert "Op 3 november 2026 is een back-up teruggezet." in told
        assert "De schakels 8 tot en met 1.234 van toen gingen verloren" in told


def test_paper_of_a_lost_link_is_not_taken_for_a_changed_log() -> None:
    seal_committed()
    last = Link.objects.order_by("-position")[0].position
    digest = bytes(Link.objects.get(position=last - 1).digest)
    lose(last - 2, last + 5)
    other = bytes(32)
    assert verifying.compare(last - 1, digest) is verifying.Paper.SAME
    for position in (last - 1, last, last + 5):
        assert verifying.compare(position, other) is verifying.Paper.LOST
    assert verifying.compare(last - 2, other) is verifying.Paper.OTHER
    assert verifying.compare(last + 6, other) is verifying.Paper.BEYOND
    answer = at_desk("lotte").post(PAGE, {"head": f"{last}:{other.hex()}"}, follow=True)
    assert "verloren ging bij het terugzetten" in answer.content.decode()
