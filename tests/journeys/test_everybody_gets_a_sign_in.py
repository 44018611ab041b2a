"""Hanna invites; who comes chooses a password with the link in the mail, and lands at the desk."""

from __future__ import annotations

import os
import re
import signal
import socket
import socketserver
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from email import message_from_bytes

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import Cast, code
from tests.journeys.installation import Installation
from tests.journeys.seeing import faults

PASSWORD = "een-heel-eigen-woord"
FILE = """\
personeelsnummer;naam;e-mailadres;soort;eenheid;begindatum
8101;Tess Uitgenodigd;tess.uitgenodigd@voorbeeld.example;medewerker;Directie Nieuw;2024-02-01
8102;Milan Uitgenodigd;milan.uitgenodigd@voorbeeld.example;extern;Directie Nieuw;2024-02-01
"""
DELIVER = """
import django
django.setup()
import datetime
from rechtop.ground.kernel import clock
from rechtop.ground.post import jobs
with clock.standing_at(clock.now() + datetime.timedelta(minutes=16)):
    jobs.deliver()
"""


def look(page: Page) -> None:
    for width in (1200, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert not list(faults(page, page.url))


class _Stand(socketserver.StreamRequestHandler):
    """A mail server of a few lines, which keeps what it was given."""

    def handle(self) -> None:
        self.wfile.write(b"220 ok\r\n")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 ok\r\n")
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(body)  # type: ignore[attr-defined]
            self.wfile.write(b"221 ok\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


class Post:
    """The pages of an installation at a server that can send mail, and what it sent."""

    def __init__(self, installation: Installation, stand: socketserver.ThreadingTCPServer) -> None:
        self.stand = stand
        with closing(socket.socket()) as attempt:
            attempt.bind(("127.0.0.1", 0))
            port = attempt.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        mail = f"smtp+plain://127.0.0.1:{stand.server_address[1]}"
        self.environment = {
            **installation.environment,
            "RECHTOP_MAIL": mail,
            "RECHTOP_MAIL_FROM": "post@overheid.example",
        }
        self.python = installation.command()[0]
        self.process = subprocess.Popen(
            installation.command("serve", "--port", str(port)),
            env=self.environment,
            start_new_session=True,
        )

    def wait(self) -> None:
        """Wait until it answers."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with suppress(OSError):
                if urllib.request.urlopen(f"{self.url}/leeft", timeout=5).status == 200:
                    return
            time.sleep(0.2)
        raise RuntimeError("does not start")

    def link_to(self, address: str) -> str:
        """Let mail go, and give the link in what this address got last."""
        told = {**self.environment, "DJANGO_SETTINGS_MODULE": "rechtop.settings"}
        subprocess.run([self.python, "-c", DELIVER], env=told, check=True)
        letters = [message_from_bytes(one) for one in self.stand.taken]  # type: ignore[attr-defined]
        (*_earlier, last) = [one for one in letters if one["To"] == address]
        text = last.get_payload(decode=True).decode()
        found = re.search(r"http\S+", text)
        assert found
        return found.group()


@pytest.fixture
def post(installation: Installation) -> Iterator[Post]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Stand) as stand:
        stand.taken = []  # type: ignore[attr-defined]
        threading.Thread(target=stand.serve_forever, daemon=True).start()
        made = Post(installation, stand)
        try:
            made.wait()
            yield made
        finally:
            os.killpg(made.process.pid, signal.SIGTERM)
            made.process.wait(20)
            stand.shutdown()


def take_over(hanna: Page, url: str) -> None:
    hanna.goto(f"{url}/desk/personeel/")
    file = {"name": "mensen.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    hanna.get_by_label("Kies het bestand").set_input_files(file)
    hanna.get_by_role("button", name="Lees het bestand").click()
    hanna.get_by_role("button", name="Ja, neem dit over").click()
    expect(hanna.get_by_text("De mensen zijn overgenomen.")).to_be_visible()


def choose(page: Page) -> None:
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer hetzelfde").fill(PASSWORD)
    page.get_by_role("button", name="Bewaar mijn wachtwoord").click()


def test_hanna_invites_and_tess_comes_in_with_her_own_password(
    cast: Cast, browser: Browser, post: Post
) -> None:
    hanna = cast("hanna")
    take_over(hanna, post.url)
    hanna.get_by_role("link", name="Nodig mensen uit").click()
    look(hanna)
    hanna.get_by_label("Naam").fill("uitgenodigd")
    hanna.get_by_role("button", name="Toon").click()
    hanna.get_by_label("Milan Uitgenodigd").check()
    hanna.get_by_role("button", name="Nodig uit wie aangekruist is").click()
    expect(hanna.get_by_text("De uitnodigingen zijn onderweg.")).to_be_visible()
    hanna.get_by_role("link", name="Nodig iedereen in deze lijst uit").click()
    expect(hanna.get_by_text("1 mens krijgt mail")).to_be_visible()
    look(hanna)
    hanna.get_by_role("button", name="Nodig deze mensen uit").click()
    expect(hanna.get_by_text("De uitnodigingen zijn onderweg.")).to_be_visible()

    link = post.link_to("tess.uitgenodigd@voorbeeld.example")
    context = browser.new_context(java_script_enabled=False)
    tess = context.new_page()
    tess.goto(link)
    assert tess.url == f"{post.url}/desk/uitnodiging/", "the word has left the address"
    choose(tess)
    expect(tess.get_by_text("Uw wachtwoord is gekozen.")).to_be_visible()
    tess.get_by_label("E-mail").fill("tess.uitgenodigd@voorbeeld.example")
    tess.get_by_label("Wachtwoord").fill(PASSWORD)
    tess.get_by_role("button", name="Verder").click()
    tess.locator("input[name=code]").fill(code(tess.locator("#sleutel").inner_text()))
    tess.get_by_role("button", name="Verder").click()
    tess.get_by_role("button", name="Ik heb ze bewaard").click()
    tess.get_by_role("link", name="Mijn pagina").click()
    expect(tess.get_by_role("heading", level=1)).to_contain_text("Mijn pagina")
    context.close()

    context = browser.new_context()
    again = context.new_page()
    again.goto(link)
    expect(again.get_by_role("heading", name="Deze link werkt niet")).to_be_visible()
    look(again)
    again.goto(post.link_to("milan.uitgenodigd@voorbeeld.example"))
    look(again)
    context.close()
