"""What is acknowledged survives a crash, and a report's text stands nowhere in clear."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import random
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import come_in, newest_case, report

REPORTS = 500
CRASHES = 4

DRAFTS = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from rechtop.ground.ui import one_cookie
from rechtop.work.intake import operations
for _ in range(int(sys.argv[1])):
    cookie = one_cookie.new()
    operations.save_answers(cookie.root, {"what": "x" * 1500, "who_i_am": "named", "name": "Anna",
                                   "reach": "", "about": [], "asks": "y" * 200})
    print(one_cookie.written(cookie))
"""


@pytest.fixture
def own_installation() -> Iterator[Installation]:
    made = Installation()
    made.start()
    yield made
    made.stop()


def send(installation: Installation, cookie: str) -> bool:
    """Send a draft; say whether it was acknowledged."""
    root = base64.urlsafe_b64decode(cookie)[:32]
    token = hashlib.sha256(b"rechtop forms|" + root).hexdigest()[:32]
    headers = {
        "Cookie": f"rechtop={cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=20)
        connection.request("POST", "/formulier/4/", f"csrfmiddlewaretoken={token}", headers)
        answer = connection.getresponse()
        return answer.status == 302 and answer.headers["Location"].endswith("/formulier/5/")
    return False


@pytest.mark.skipif("DATABASE_URL" in __import__("os").environ, reason="kills the own database")
def test_no_acknowledged_report_is_lost_by_killing_everything_at_random_moments(
    own_installation: Installation,
) -> None:
    cookies = own_installation.python("-c", DRAFTS, str(REPORTS)).split()
    waiting, acknowledged = list(cookies), set()
    lock = threading.Lock()

    def one() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                cookie = waiting.pop()
            if send(own_installation, cookie):
                with lock:
                    acknowledged.add(cookie)

    for crash in range(CRASHES + 1):
        senders = [threading.Thread(target=one) for _ in range(8)]
        for sender in senders:
            sender.start()
        if crash < CRASHES:
            time.sleep(random.uniform(0.15, 0.6))
            own_installation.crash()
        for sender in senders:
            sender.join()
        if crash < CRASHES:
            with lock:
                waiting[:] = [c for c in cookies if c not in acknowledged]
            own_installation.start()
    assert acknowledged == set(cookies)
    _see_that_all_are_whole(own_installation)
    told = own_installation.rechtop("verify-trail")
    assert "Het logboek is heel" in told


def _see_that_all_are_whole(installation: Installation) -> None:
    with installation.connect() as connection:

        def count(query: str) -> int:
            found = connection.execute(query).fetchone()
            return int(found[0]) if found else -1

        assert count("SELECT count(*) FROM cases_case WHERE has_mailbox") == REPORTS
        assert count('SELECT count(DISTINCT "case") FROM intake_draft') == REPORTS
        # Bram, Fenna, the recovery key and the reporter for the case; Kees, the recovery key and
        # the reporter for the identity.
        assert (
            count(
                "SELECT count(*) FROM cases_case c WHERE has_mailbox AND (SELECT count(*) FROM "
                "vault_sealedkey k WHERE k.file_id IN (c.id, c.identity_file)) <> 7"
            )
            == 0
        )
        assert (
            count(
                "SELECT count(*) FROM cases_case c WHERE has_mailbox AND (SELECT count(*) FROM "
                "vault_item i WHERE i.file_id IN (c.id, c.identity_file)) <> 3"
            )
            == 0
        )
        assert (
            count(
                "SELECT count(*) FROM cases_case c WHERE has_mailbox AND (SELECT count(*) FROM "
                "deadlines_deadline d WHERE d.subject_number = c.id) <> 2"
            )
            == 0
        )
        assert (
            count(
                "SELECT count(*) FROM audit_entry "
                "WHERE action = 'case.received' AND result = 'done'"
            )
            == REPORTS
        )
        assert (
            count(
                "SELECT count(*) FROM vault_sealedfile f WHERE NOT EXISTS "
                "(SELECT 1 FROM cases_case c WHERE f.id IN (c.id, c.identity_file))"
            )
            == 0
        )


_WHERE = ("what", "name", "add", "note", "why")


def test_a_canary_in_a_report_sings_nowhere(
    anna: Page, cast: Cast, installation: Installation
) -> None:
    canaries = {part: f"kanarie{secrets.token_hex(8)}" for part in _WHERE}
    words = report(anna, what=canaries["what"], name=canaries["name"])
    come_in(anna, words)
    anna.get_by_label("Uw bericht").fill(canaries["add"])
    anna.get_by_role("button", name="Verstuur uw bericht").click()
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/notitie/")
    bram.get_by_label("Notitie voor de behandelaars").fill(canaries["note"])
    bram.get_by_role("button", name="Bewaar de notitie").click()
    _open_the_name(bram, cast("kees"), number, canaries["why"])
    assert canaries["name"] in bram.content()
    _send_what_breaks(installation, canaries["what"])
    with installation.connect() as connection:
        connection.execute("CHECKPOINT")
    found = list(_singing(installation, [*canaries.values(), " ".join(words)]))
    assert found == []
    # The search itself finds what does stand in clear.
    assert list(_singing(installation, [number]))


def _open_the_name(bram: Page, kees: Page, number: str, why: str) -> None:
    """Let Bram ask for the name and Kees agree, so that the name lies in a copy as well."""
    bram.goto(f"/desk/zaken/{number}/melder/")
    bram.get_by_label("Waarom hebt u de naam nodig?").fill(why)
    bram.get_by_role("button", name="Vraag de naam").click()
    kees.goto("/desk/namen/")
    kees.get_by_role("link", name=f"De naam in zaak {number}").click()
    kees.get_by_label("Ja, wie het vraagt mag de naam zien").check()
    kees.get_by_role("button", name="Leg mijn beslissing vast").click()
    kees.get_by_text("Uw beslissing is vastgelegd.").wait_for()
    bram.goto(f"/desk/zaken/{number}/melder/")
    bram.get_by_role("button", name="Open de naam").click()


def _send_what_breaks(installation: Installation, canary: str) -> None:
    """Send what leads to an error page, so that a careless log would hold it."""
    for path, body in (
        ("/inzien/", f"words={canary}"),
        (f"/{canary}/", f"x={canary}"),
        ("/formulier/1/", f"what={canary}&what=%00{canary}"),
        ("/desk/aanmelden/", f"login={canary}&password={canary}"),
    ):
        # One connection each: the server closes where it answers before it has read everything.
        connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=20)
        connection.request(
            "POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        connection.getresponse().read()


def _singing(installation: Installation, songs: list[str]) -> Iterator[str]:
    """Look for songs in every file of the data folder: tables, write-ahead log, logs, temporary."""
    pattern = re.compile(b"|".join(re.escape(song.encode()) for song in songs))
    for folder, _folders, names in os.walk(installation.data):
        for file in (Path(folder, name) for name in names):
            with suppress(FileNotFoundError):  # the database writes on, and throws away
                if file.is_file() and pattern.search(file.read_bytes()):
                    yield str(file.relative_to(installation.data))


def test_no_address_of_a_reporter_is_written_down(anna: Page, installation: Installation) -> None:
    report(anna)
    with installation.connect() as connection:
        tables = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' "
            "AND (data_type = 'inet' OR column_name ~ '(^|_)ip(_|$)|address')"
        ).fetchall()
    # Of the sign-in library, for staff, and empty: we keep no addresses of e-mail there.
    assert {table for table, _column in tables} <= {
        "account_emailaddress",
        "account_emailconfirmation",
        "post_outgoing",  # of a mail that waits a quarter of an hour, sealed
        "invitations_arrangement",  # our own, that stands in the mail to newcomers
    }
    logs = "".join(p.read_text(errors="replace") for p in installation.data.glob("**/*.log"))
    assert "POST /" not in logs
    assert not re.search(r"\b127\.0\.0\.1\b(?!:\d+/)", re.sub(r"http://\S+", "", logs))


def test_a_reporter_gets_one_cookie_and_nothing_is_kept_by_caches(anna: Page) -> None:
    report(anna)
    assert [cookie["name"] for cookie in anna.context.cookies()] == ["rechtop"]
    for path in ("/", "/formulier/1/", "/formulier/5/", "/inzien/", "/veilig/"):
        response = anna.goto(path)
        assert response is not None
        headers = response.all_headers()
        assert headers["cache-control"] == "no-store"
        assert "'unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"
        assert anna.title().split(" – ")[0] in ("Welkom", "Formulier", "Inzien", "Veilig")
