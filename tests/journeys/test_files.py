"""Files come in sealed, with and without JavaScript, and what is acknowledged is never lost."""

from __future__ import annotations

import hashlib
import http.client
import re
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import WHAT, come_in, newest_case, words_on
from tests.journeys.seeing import faults
from tests.journeys.test_crashes_and_canaries import _singing

MIB = 1024 * 1024

DRAFT = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from rechtop.ground.ui import one_cookie
from rechtop.work.intake import operations
cookie = one_cookie.new()
operations.save_answers(cookie.root, {"what": "x", "who_i_am": "anonymous", "about": []})
print(one_cookie.written(cookie))
"""

READ = """
import os, sys, uuid, base64, hashlib, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from rechtop.ground.vault import blobs
from rechtop.work.intake import operations
for told in operations.read_draft(base64.urlsafe_b64decode(sys.argv[1])[:32]).files:
    digest = hashlib.sha256()
    for piece in blobs.read(uuid.UUID(told["blob"]), bytes.fromhex(told["key"])):
        digest.update(piece)
    print(digest.hexdigest())
"""

LISTEN = """
const status = document.querySelector("form[data-upload] [role=status]");
const bar = document.querySelector("form[data-upload] progress");
new MutationObserver(() => console.log(bar.hidden ? "" : status.textContent))
  .observe(status, {childList: true, characterData: true, subtree: true});
"""


def to_last_screen(page: Page) -> None:
    """Write a report up to the screen on which it is checked."""
    page.goto("/formulier/1/")
    page.get_by_label("Wat is er gebeurd?").fill(WHAT)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Ik meld anoniem").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Lees na wat u schreef").wait_for()


def test_without_javascript_a_file_goes_along_and_its_handler_opens_it(
    anna: Page, cast: Cast, installation: Installation, tmp_path: Path
) -> None:
    name, canary = (f"kanarie{secrets.token_hex(8)}" for _ in range(2))
    letter = tmp_path / f"{name}.txt"
    letter.write_text(f"{canary} en meer. " * 1000)
    to_last_screen(anna)
    anna.get_by_role("link", name="Voeg bestanden toe").click()
    anna.get_by_role("button", name="Verstuur de bestanden").click()
    expect(anna.get_by_role("alert")).to_contain_text("Kies eerst een bestand.")
    anna.get_by_label("Kies een of meer bestanden").set_input_files(letter)
    anna.get_by_role("button", name="Verstuur de bestanden").click()
    expect(anna.get_by_role("heading", name="Deze bestanden gaan mee")).to_be_visible()
    anna.get_by_role("link", name="Verder", exact=True).click()
    expect(anna.get_by_text(letter.name)).to_be_visible()
    anna.get_by_role("button", name="Verstuur", exact=True).click()
    words = words_on(anna)
    bram = cast("bram")
    number = newest_case(bram)
    bram.goto(f"/desk/zaken/{number}/")
    bram.get_by_role("link", name=letter.name).click()
    expect(bram.get_by_text(canary).first).to_be_visible()
    assert list(faults(bram, "a file of a case")) == []
    with bram.expect_download() as saved:
        bram.get_by_role("link", name="Bewaar de kopie op uw computer").click()
    assert saved.value.path().read_text() == letter.read_text()
    bram.get_by_role("link", name="Toch het origineel openen").click()
    assert list(faults(bram, "opening an original")) == []
    with bram.expect_download() as saved:
        bram.get_by_role("button", name="Open het origineel").click()
    assert saved.value.suggested_filename == letter.name
    assert saved.value.path().read_bytes() == letter.read_bytes()
    come_in(anna, words)
    with anna.expect_download() as saved:
        anna.get_by_role("link", name=letter.name).click()
    assert saved.value.path().read_bytes() == letter.read_bytes()
    with installation.connect() as connection:
        connection.execute("CHECKPOINT")
    assert list(_singing(installation, [name, canary])) == []


class Wire:
    """A line to the server that can be cut in the middle of what is sent.

    Who is cut is cut on every connection, and on the next two as well: a browser quietly sends
    again once over a new connection what broke off on one it had used before.
    """

    def __init__(self, port: int) -> None:
        self.to, self.left, self.cuts, self.dead = port, 0, 0, 0
        self.open = list[socket.socket]()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, count: int, *, times: int) -> None:
        """Cut the line each time so many bytes were sent, some times."""
        self.every, self.left, self.cuts = count, count, times

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _address = self.listener.accept()
                there = socket.create_connection(("127.0.0.1", self.to))
                self.open += [here, there]
                is_dead, self.dead = self.dead > 0, max(0, self.dead - 1)
                for one, other, is_out in ((here, there, True), (there, here, False)):
                    threading.Thread(
                        target=self._pass_on, args=(one, other, is_out, is_dead), daemon=True
                    ).start()

    def _pass_on(
        self, one: socket.socket, other: socket.socket, is_out: bool, is_dead: bool
    ) -> None:
        ends = [one, other]
        with suppress(OSError):
            while some := one.recv(65536):
                if is_dead:
                    break
                if is_out and self.cuts:
                    self.left -= len(some)
                    if self.left < 0:
                        self.cuts, self.left, self.dead = self.cuts - 1, self.every, 2
                        ends, self.open = self.open, []
                        break
                other.sendall(some)
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def test_with_javascript_a_broken_line_costs_nothing(
    browser: Browser, installation: Installation, tmp_path: Path
) -> None:
    film = tmp_path / "film.bin"
    film.write_bytes(secrets.token_bytes(40 * MIB + 12345))
    wire, told = Wire(installation.port), list[str]()
    context = browser.new_context(base_url=f"http://127.0.0.1:{wire.port}")
    with closing(context):
        page = context.new_page()
        page.set_default_timeout(60_000)
        to_last_screen(page)
        page.get_by_role("link", name="Voeg bestanden toe").click()
        assert list(faults(page, "files of a report")) == []
        page.get_by_label("Kies een of meer bestanden").set_input_files(film)
        page.on("console", lambda line: told.append(line.text))
        page.evaluate(LISTEN)
        wire.cut_after(9 * MIB, times=3)
        page.get_by_role("button", name="Verstuur de bestanden").click()
        expect(page.get_by_role("heading", name="Deze bestanden gaan mee")).to_be_visible(
            timeout=60_000
        )
        assert wire.cuts == 0
        assert any("Bezig met film.bin" in text for text in told)
        assert any("De verbinding viel weg." in text for text in told)
        page.get_by_role("link", name="Verder", exact=True).click()
        page.get_by_role("button", name="Verstuur", exact=True).click()
        come_in(page, words_on(page))
        with page.expect_download() as saved:
            page.get_by_role("link", name="film.bin").click()
        assert saved.value.path().read_bytes() == film.read_bytes()


def test_with_javascript_a_handler_adds_files_and_the_reporter_does_not_see_them(
    cast: Cast, tmp_path: Path
) -> None:
    bram = cast("bram")
    number = newest_case(bram)
    files = [tmp_path / name for name in ("een.txt", "twee.txt")]
    for file in files:
        file.write_text(file.name)
    bram.goto(f"/desk/zaken/{number}/bestanden/")
    assert list(faults(bram, "adding files")) == []
    bram.get_by_label("Kies een of meer bestanden").set_input_files(files)
    bram.get_by_role("button", name="Verstuur de bestanden").click()
    expect(bram.get_by_role("heading", name=f"Zaak {number}")).to_be_visible()
    for file in files:
        expect(bram.get_by_role("link", name=file.name)).to_be_visible()


@pytest.fixture
def own_installation() -> Iterator[Installation]:
    made = Installation()
    made.start()
    yield made
    made.stop()


def upload(installation: Installation, cookie: str, content: bytes, *, in_parts: bool) -> bool:
    """Send a file; say whether the server told that it has it."""
    headers = {"Cookie": f"rechtop={cookie}"}
    with closing(http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)) as line:
        line.request("GET", "/formulier/bestanden/", headers=headers)
        page = line.getresponse().read().decode()
        action = unescape(re.search(r'action="([^"]*bewijs[^"]*)"', page)[1])  # type: ignore[index]
        if in_parts:
            headers |= {
                "Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}",
                "Content-Disposition": "attachment; filename=a.bin",
            }
            line.request("PUT", f"{action}&nr=1", content, headers)
            return b'"way"' in line.getresponse().read()
        body = (
            b'--grens\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
            + content
            + b"\r\n--grens--\r\n"
        )
        kind = {"Content-Type": "multipart/form-data; boundary=grens"}
        line.request("POST", action, body, headers | kind)
        return line.getresponse().status == 302


@pytest.mark.skipif("DATABASE_URL" in __import__("os").environ, reason="kills the own database")
def test_a_file_that_was_acknowledged_survives_kill_9(own_installation: Installation) -> None:
    cookie = own_installation.python("-c", DRAFT).strip()
    sent = []
    for number in range(4):
        content = secrets.token_bytes((number * 7 + 1) * MIB + number)
        assert upload(own_installation, cookie, content, in_parts=bool(number % 2))
        own_installation.crash()
        sent.append(hashlib.sha256(content).hexdigest())
        own_installation.start()
    assert own_installation.python("-c", READ, cookie).split() == sent
    assert not list((own_installation.data / "blobs").glob("*.part"))
