"""Mail says that there is something, and never what; where it goes is sealed until then."""

import datetime
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.rules import ALLOWED, Rule
from rechtop.ground.post import jobs, operations
from rechtop.ground.post.models import Outgoing

pytestmark = pytest.mark.django_db

ADDRESS = "anna@thuis.example"


class _Stand(socketserver.StreamRequestHandler):
    """A mail server of a few lines, which keeps what it was given."""

    def handle(self) -> None:
        self.answer(220)
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"DATA":
                self.answer(354)
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(body.decode())  # type: ignore[attr-defined]
            refuses = verb == b"RCPT" and self.server.refuses  # type: ignore[attr-defined]
            self.answer(550 if refuses else 221 if verb == b"QUIT" else 250)
            if verb == b"QUIT":
                return

    def answer(self, code: int) -> None:
        self.wfile.write(f"{code} ok\r\n".encode())


@pytest.fixture
def mail_server(settings: Any) -> Iterator[Any]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Stand) as server:
        server.taken, server.refuses = [], False  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.DEFAULT_FROM_EMAIL = "post@overheid.example"
        yield server
        server.shutdown()


@trail.operation("test.let_know", allowed=Rule("anyone", lambda _actor, _subject: ALLOWED))
def let_know(*, language: str, by: Actor) -> None:
    operations.let_know(operations.closed(ADDRESS), language=language)


def put_ready(language: str = "nl") -> None:
    let_know(language=language, by=JOB)


def later() -> Any:
    return clock.standing_at(clock.now() + datetime.timedelta(minutes=16))


def test_mail_goes_within_a_quarter_of_an_hour_and_tells_nothing(mail_server: Any) -> None:
    put_ready()
    with later():
        assert jobs.deliver() == 1
    (letter,) = mail_server.taken
    assert "Subject: Er is iets voor u" in letter
    assert "U weet waar u dat leest." in letter
    for word in ("meld", "integr", "zaak", "http"):
        assert word not in letter.casefold()
    assert not Outgoing.objects.exists(), "nothing of it is kept"


def test_the_address_stands_nowhere_in_the_clear_while_it_waits(mail_server: Any) -> None:
    put_ready()
    with connection.cursor() as cursor:
        cursor.execute("SELECT post_outgoing::text FROM post_outgoing")
        assert "thuis" not in str(cursor.fetchall())


def test_mail_does_not_name_our_machine(mail_server: Any) -> None:
    put_ready("en")
    with later():
        jobs.deliver()
    (letter,) = mail_server.taken
    assert "There is something for you" in letter
    (identifier,) = [line for line in letter.splitlines() if line.startswith("Message-ID")]
    assert identifier.endswith("@overheid.example>")


def test_what_a_mail_server_refuses_is_tried_again_and_given_up_after_two_days(
    mail_server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    put_ready()
    mail_server.refuses = True
    moment = clock.now() + datetime.timedelta(minutes=16)
    tries = 0
    while Outgoing.objects.exists():
        with clock.standing_at(moment):
            jobs.deliver()
        moment = max([moment, *Outgoing.objects.values_list("due_at", flat=True)])
        tries += 1
    assert tries == 8
    assert moment - clock.now() < datetime.timedelta(days=2)
    assert "thuis" not in caplog.text
    assert not mail_server.taken


def test_without_a_mail_server_nothing_is_tried(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    put_ready()
    with later():
        assert jobs.deliver() == 0
    assert Outgoing.objects.count() == 1
