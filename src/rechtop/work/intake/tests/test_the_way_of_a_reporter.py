"""A reporter's one cookie: nothing that was sent is lost by it, and nobody plants one."""

import base64
import datetime
import re
import secrets

import pytest
from django.test import Client
from tests.people import report as someone_reports

from rechtop.ground.kernel import clock, words
from rechtop.ground.ui import dutch, one_cookie
from rechtop.ground.vault.models import SealedKey
from rechtop.work.intake import operations
from rechtop.work.intake.models import Draft

pytestmark = pytest.mark.django_db


def write(browser: Client) -> None:
    """Write a report up to the last screen."""
    browser.post("/formulier/1/", {"what": "Er is een reis betaald."})
    browser.post("/formulier/2/", {"who": "Mijn chef"})
    browser.post("/formulier/3/", {"who_i_am": "anonymous"})


def send(browser: Client) -> list[str]:
    """Send it, and read the words."""
    answer = browser.post("/formulier/4/")
    assert answer["Location"] == "/formulier/5/"
    return words_in(browser)


def words_in(browser: Client) -> list[str]:
    """Read the words a browser shows."""
    page = browser.get("/formulier/5/").content.decode()
    return re.findall(r"<li>(\w+)</li>", page)


def cookie_of(browser: Client) -> str:
    """Give the one cookie of a browser."""
    return browser.cookies[one_cookie.NAME].value


def browser_with(cookie: str) -> Client:
    """Give a browser with a cookie that stood in another."""
    browser = Client()
    browser.cookies[one_cookie.NAME] = cookie
    return browser


def test_wiping_after_sending_shows_the_words_again() -> None:
    anna = Client()
    write(anna)
    shown = send(anna)
    assert anna.post("/formulier/wissen/")["Location"] == "/formulier/5/"
    assert words_in(anna) == shown


def test_wiping_before_sending_wipes() -> None:
    anna = Client()
    write(anna)
    assert Draft.objects.count() == 1
    assert anna.post("/formulier/wissen/")["Location"] == "/"
    assert not Draft.objects.exists()
    assert not cookie_of(anna)


def test_closing_one_report_keeps_the_words_of_another_that_was_just_sent() -> None:
    seven = words.draw()
    someone_reports(seven=seven)
    anna = Client()
    write(anna)
    shown = send(anna)
    assert anna.post("/inzien/", {"words": " ".join(seven)})["Location"] == "/inzien/postvak/"
    assert anna.get("/inzien/postvak/").status_code == 200
    assert "Uw melding is hier gesloten" in anna.post("/inzien/sluiten/").content.decode()
    assert anna.get("/inzien/postvak/").status_code == 302
    assert words_in(anna) == shown


def test_closing_leaves_no_cookie_where_nothing_else_waits() -> None:
    seven = words.draw()
    someone_reports(seven=seven)
    anna = Client()
    anna.post("/inzien/", {"words": " ".join(seven)})
    anna.post("/inzien/sluiten/")
    assert not cookie_of(anna)


def test_a_closed_mailbox_does_not_open_with_a_copy_of_its_cookie() -> None:
    seven = words.draw()
    someone_reports(seven=seven)
    anna = Client()
    anna.post("/inzien/", {"words": " ".join(seven)})
    first, copy = cookie_of(anna), browser_with(cookie_of(anna))
    assert copy.get("/inzien/postvak/").status_code == 200
    later = cookie_of(copy)
    anna.post("/inzien/sluiten/")
    for cookie in (first, later):
        assert browser_with(cookie).get("/inzien/postvak/").status_code == 302
    again = browser_with(first)
    again.post("/inzien/", {"words": " ".join(seven)})
    assert again.get("/inzien/postvak/").status_code == 200, "the words always open it"


def test_a_cookie_somebody_made_up_is_none() -> None:
    for made_up in (b"A" * 32, b"A" * 48, b"A" * 200, b""):
        browser = browser_with(base64.urlsafe_b64encode(made_up).decode())
        browser.get("/formulier/1/")
        assert not base64.urlsafe_b64decode(cookie_of(browser)).startswith(b"A" * 32)


def test_who_planted_a_cookie_gets_neither_the_draft_nor_the_words() -> None:
    stranger = Client()
    stranger.get("/formulier/1/")
    anna = browser_with(cookie_of(stranger))
    write(anna)
    assert "Er is een reis" not in stranger.get("/formulier/1/").content.decode()
    assert send(anna)
    assert not words_in(stranger)


def test_who_planted_a_cookie_later_does_not_get_the_words() -> None:
    stranger = Client()
    write(stranger)
    anna = browser_with(cookie_of(stranger))
    shown = send(anna)
    assert len(shown) == 7
    assert not words_in(browser_with(cookie_of(stranger)))


def test_an_answer_lost_on_its_way_costs_nobody_the_words() -> None:
    anna = Client()
    write(anna)
    before = cookie_of(anna)
    anna.post("/formulier/4/")
    again = browser_with(before)
    assert again.post("/formulier/4/")["Location"] == "/formulier/5/"
    shown = words_in(again)
    assert len(shown) == 7
    assert (
        again.post("/inzien/", {"words": " ".join(shown)})["Location"] == "/inzien/postvak/?net=1"
    )
    assert not Draft.objects.exists()


def test_a_mailbox_stays_open_while_a_new_report_is_begun() -> None:
    seven = words.draw()
    someone_reports(seven=seven)
    anna = Client()
    anna.post("/inzien/", {"words": " ".join(seven)})
    write(anna)
    assert anna.get("/inzien/postvak/").status_code == 200
    send(anna)
    assert anna.get("/inzien/postvak/").status_code == 200


def test_the_page_of_words_tells_the_day_of_sending() -> None:
    anna, yesterday = Client(), clock.now() - datetime.timedelta(hours=20)
    with clock.standing_at(yesterday):
        write(anna)
        send(anna)
    page = anna.get("/formulier/5/").content.decode()
    assert dutch.day(yesterday) in page


def test_in_production_the_cookie_is_of_this_host_alone(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(one_cookie, "NAME", "__Host-rechtop")
    monkeypatch.setattr(one_cookie.env, "PRODUCTION", True)
    anna = Client()
    anna.get("/formulier/1/")
    held = anna.cookies["__Host-rechtop"]
    assert held["secure"]
    assert held["httponly"]
    assert held["path"] == "/"
    assert not held["domain"]


def test_a_draft_of_nobody_is_not_carried() -> None:
    assert operations.carry(secrets.token_bytes(32), fresh=secrets.token_bytes(32)) is None


def test_a_file_that_was_put_back_gives_a_calm_page_and_keeps_what_was_typed() -> None:
    anna = Client()
    write(anna)
    seven = send(anna)
    anna.post("/inzien/", {"words": " ".join(seven)})
    SealedKey.objects.filter(recipient__holder=None).update(version=99)
    assert anna.get("/inzien/postvak/")["Location"] == "/inzien/"
    page = anna.post("/inzien/postvak/", {"text": "Nog iets wat ik weet."}).content.decode()
    assert "Nog iets wat ik weet." in page
