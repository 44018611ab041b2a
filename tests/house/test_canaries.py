"""Words of a report, an answer and a statement sing nowhere but in front of who may read them.

The journey of canaries looks in every file of a whole installation; here every row, mail, line of
the log and answer is asked, after what people do with a file.
"""

from __future__ import annotations

import copy
import datetime
import io
import logging
import re
import tempfile
import zipfile
from collections.abc import Iterator
from logging.config import dictConfigClass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from rechtop import env
from rechtop.doors import errors
from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import NOBODY
from rechtop.ground.post import jobs as post
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import Kept
from rechtop.overview.example.cast import CAST
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases.models import Case
from rechtop.work.intake.tests.test_files import action
from rechtop.work.intake.tests.test_the_way_of_a_reporter import words_in
from rechtop.work.investigations import hearing
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.tests.test_deciding import running
from tests.desk import with_open_vault
from tests.house.arguments import addresses
from tests.people import acting, person

pytestmark = pytest.mark.django_db

SUNG = (
    "what",
    "when",
    "name",
    "reach",
    "letter",
    "contents",
    "added",
    "later",
    "answer",
    "note",
    "why",
    "typed",
    "heard",
    "statement",
    "finding",
    "talk",
    "mailed",
)
SONGS = {part: f"Kanarie{place:02}zingt" for place, part in enumerate(SUNG)}
ASKED = {"kees": {"why"}}
"""Who has no key reads what they are asked: the custodian why somebody wants to know the name."""

ADDRESS = f"{SONGS['mailed'].casefold()}@thuis.example"


@pytest.fixture(autouse=True)
def mail_and_temporary_files(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings.EMAIL_HOST = "post.example"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Write what is logged as the product does: by its own settings, not by a copy of them."""
    written, handlers = io.StringIO(), []
    for name in settings.LOGGING["root"]["handlers"]:
        formatter = settings.LOGGING["handlers"][name]["formatter"]
        told = copy.deepcopy(settings.LOGGING["formatters"][formatter])  # it is taken apart
        handler = logging.StreamHandler(written)
        handler.setFormatter(dictConfigClass({}).configure_formatter(told))
        logging.getLogger().addHandler(handler)
        handlers.append(handler)
    assert handlers, "the product logs somewhere"
    yield written
    for handler in handlers:
        logging.getLogger().removeHandler(handler)


@pytest.fixture
def case(logged: io.StringIO) -> Case:
    """Let Anna report with her name and a file, and people work on it, each in a browser."""
    anna = Client()
    anna.post("/formulier/1/", {"what": SONGS["what"], "when": SONGS["when"]})
    anna.post("/formulier/2/", {"who": "Mijn chef"})
    named = {"who_i_am": "named", "name": SONGS["name"], "reach": SONGS["reach"]}
    anna.post("/formulier/3/", named)
    _attach(anna, "/formulier/bestanden/", "contents")
    assert anna.post("/formulier/4/").status_code == 302
    seven = words_in(anna)
    anna.post("/inzien/", {"words": " ".join(seven)})
    anna.post("/inzien/postvak/", {"text": SONGS["added"]})
    _attach(anna, "/inzien/bestanden/", "later")
    anna.post("/inzien/seintje/", {"address": ADDRESS})
    made = Case.objects.latest("pk")
    _worked_on(made)
    _investigated(made)
    page = anna.get("/inzien/postvak/").content.decode()
    assert SONGS["answer"] in page
    assert SONGS["added"] in page
    return made


def _attach(anna: Client, page: str, song: str) -> None:
    file = SimpleUploadedFile(f"{SONGS['letter']}.txt", SONGS[song].encode() * 9)
    assert anna.post(action(anna, page), {"file": [file]}).status_code == 302


def _worked_on(case: Case) -> None:
    """Let Fenna give it to Bram, who writes, asks for the name, and types on after the lock."""
    fenna, bram, carla = (with_open_vault(name) for name in ("fenna", "bram", "carla"))
    to = f"/desk/zaken/{case.number}/"
    _send(fenna, f"{to}behandelaar/", to=person("bram").pk)
    _send(bram, f"{to}bericht/", text=SONGS["answer"])
    _send(bram, f"{to}notitie/", text=SONGS["note"])
    _send(bram, f"{to}melder/", reason=SONGS["why"], told="Wij moeten dit weten.")
    bram.post("/desk/kluis/sluiten/")
    bram.post(f"{to}notitie/", {"text": f"{SONGS['typed']} en nog wat meer woorden"})
    assert Kept.objects.exists()
    day = {f"on_{part}": getattr(clock.today(), part) for part in ("day", "month", "year")}
    _send(carla, "/desk/gesprekken/nieuw/", topic="integriteit", notes=SONGS["talk"], **day)


def _send(window: Client, path: str, **typed: Any) -> None:
    """Send a form as the browser does: with what stands hidden in it."""
    page = window.get(path).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    answer = window.post(path, hidden | typed)
    assert answer.status_code == 302, (path, answer.content.decode())


def _investigated(case: Case) -> None:
    case.refresh_from_db()
    one: Investigation = running(case)
    ivo = acting("ivo")
    who = hearing.name_person(one, name=SONGS["heard"], role="concerned", about="", by=ivo)
    hearing.write_statement(one, person=who, on=clock.today(), text=SONGS["statement"], by=ivo)
    hearing.plan(one, text=SONGS["finding"], by=ivo)


def sings(text: str | bytes) -> list[str]:
    """Give which of the songs stand in a text, whatever its letters, or written in hexadecimals."""
    told = (text if isinstance(text, bytes) else text.encode()).lower()
    return [
        part
        for part, song in SONGS.items()
        if song.casefold().encode() in told
        or song.encode().hex().encode() in told
        or song.casefold().encode().hex().encode() in told
    ]


def rows() -> Iterator[tuple[str, str]]:
    """Give every row of every table as text: all that a backup, opened, would give."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT told::text FROM "{table}" AS told')
            for (row,) in cursor.fetchall():
                yield table, row
        cursor.execute(f"SET LOCAL ROLE {env.RUNNING_ROLE}")


def test_no_row_of_any_table_holds_a_word_in_clear(case: Case) -> None:
    seen = list(rows())
    assert {table for table, row in seen if sings(row)} == set()
    assert [table for table, row in seen if case.number in row], "the search finds what is clear"


def test_no_session_holds_a_word_not_even_what_was_typed_after_the_lock(case: Case) -> None:
    held = [SessionStore().decode(one.session_data) for one in Session.objects.all()]
    assert any(held)
    assert sings(repr(held)) == []


def test_no_mail_says_what_it_is_about(case: Case) -> None:
    with clock.standing_at(clock.now() + datetime.timedelta(hours=1)):
        post.deliver()
    assert mail.outbox
    told = "".join(str(one.message()) for one in mail.outbox)
    assert sings(told.replace(ADDRESS, "")) == []
    assert case.number not in told


def test_no_line_of_the_trail_or_its_exports_holds_a_word(case: Case) -> None:
    lines = repr(list(Entry.objects.values()))
    assert sings(lines) == []
    lotte = with_open_vault("lotte")
    for kind in ("xlsx", "csv"):
        answer = lotte.post("/desk/logboek/ophalen/", {"as": kind})
        assert answer.status_code == 200
        assert sings(unpacked(answer)) == []


def test_no_log_and_no_temporary_or_other_file_holds_a_word(
    case: Case, logged: io.StringIO, tmp_path: Path
) -> None:
    stranger = Client(raise_request_exception=False)
    for path in (f"/{SONGS['what']}/", "/inzien/", "/formulier/1/", "/desk/aanmelden/"):
        stranger.post(path, {"words": SONGS["what"], "login": SONGS["what"]})
    logging.getLogger("django.request").error("Fout: %s", SONGS["what"])
    assert "ERROR django.request" in logged.getvalue()
    assert sings(logged.getvalue()) == []
    kept = [one for folder in (env.DATA, tmp_path) for one in folder.rglob("*") if one.is_file()]
    assert kept
    assert [str(one) for one in kept if sings(one.read_bytes()) or sings(str(one))] == []


def test_no_page_that_says_what_went_wrong_gives_back_what_was_sent() -> None:
    request: Any = RequestFactory().post(f"/{SONGS['what']}/", {"text": SONGS["note"]})
    request.actor, request.person = NOBODY, None
    for page in (errors.bad_request, errors.forbidden, errors.not_found, errors.server_error):
        told = page(request)
        assert told.status_code >= 400
        assert sings(told.content) == []


def unpacked(answer: HttpResponse) -> bytes:
    """Give the content of an answer, and of what is packed in it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    return bytes(content)


def test_who_has_no_key_reads_no_word_on_any_page_list_or_worksheet(case: Case) -> None:
    able = {"bram", "fenna", "gijs", "ivo", "carla"}
    holders = organisation.names(vault.people_with_key(case.pk)).values()
    assert {one.split()[0].casefold() for one in holders} <= able
    listed = [path for path, pattern in addresses() if not pattern.pattern.converters]
    listed = [path for path in listed if path.startswith("desk/") and path != "desk/afmelden/"]
    assert [path for path in listed if "werkblad" in path or "ophalen" in path]
    for member in CAST:
        if member.first_name in able:
            continue
        window = with_open_vault(member.first_name)
        for path in listed:
            answer = window.get(f"/{path}")
            if answer.status_code == 200:
                found = {*sings(unpacked(answer))} - ASKED.get(member.first_name, set())
                assert found == set(), (member.first_name, path)
