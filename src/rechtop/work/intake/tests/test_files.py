"""A reporter's files go along with the report, and later to the mailbox; sealed, whole, or not."""

from __future__ import annotations

import hashlib
import html
import json
import re
import secrets
import shutil
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.people import acting

from rechtop import env
from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.ui import bodies, one_cookie, receiving
from rechtop.ground.ui.turns import Turns
from rechtop.ground.vault import blobs, files
from rechtop.ground.vault.models import Blob
from rechtop.tools.evidence import queries as evidence
from rechtop.work.cases.models import Case
from rechtop.work.intake import operations
from rechtop.work.intake.models import Draft
from rechtop.work.intake.tests.test_the_way_of_a_reporter import send, write

pytestmark = pytest.mark.django_db

MIB = 1024 * 1024
PAGE, MAILBOX = "/formulier/bestanden/", "/inzien/bestanden/"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a disk of its own."""
    monkeypatch.setattr(env, "BLOBS", tmp_path / "blobs")
    return tmp_path / "blobs"


@pytest.fixture
def anna() -> Client:
    """Anna, who wrote a report and has not sent it; her forms are checked as in earnest."""
    browser = Client()
    write(browser)
    browser.handler.enforce_csrf_checks = True
    return browser


def action(browser: Client, page: str = PAGE) -> str:
    """Give where the form on a page goes."""
    found = re.search(r'action="([^"]*bewijs[^"]*)"', browser.get(page).content.decode())
    assert found is not None
    return html.unescape(found[1])


def attach(browser: Client, *contents: bytes, page: str = PAGE, name: str = "brief.txt") -> Any:
    """Send files as the form does."""
    held = [SimpleUploadedFile(name, content) for content in contents]
    return browser.post(action(browser, page), {"file": held})


def put(browser: Client, address: str, part: bytes, at: int, total: int, name: str = "a") -> Any:
    """Send a part of a file as the script does."""
    span = f"{at}-{at + len(part) - 1}" if part else "*"
    return browser.put(
        address,
        part,
        content_type="application/octet-stream",
        headers={
            "Content-Range": f"bytes {span}/{total}",
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        },
    )


def root_of(browser: Client) -> bytes:
    cookies = {one_cookie.NAME: browser.cookies[one_cookie.NAME].value}
    found = one_cookie.read(SimpleNamespace(COOKIES=cookies))  # type: ignore[arg-type]
    assert found is not None
    return found.root


def names_in_draft(browser: Client) -> list[str]:
    draft = operations.read_draft(root_of(browser))
    return [told["name"] for told in draft.files] if draft else []


def on_disk(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def content_of(case: Case, by: str = "bram") -> list[bytes]:
    items = files.read(case.pk, acting(by).keyring)
    return [one.stored.whole() for one in evidence.attachments(items)]


@pytest.mark.parametrize("size", [1, 1000, MIB - 1, MIB, MIB + 1, 3 * MIB, 3 * MIB + 77])
def test_a_file_goes_along_with_the_report_and_opens_whole_for_its_handler(
    anna: Client, size: int
) -> None:
    content = secrets.token_bytes(size)
    assert attach(anna, content)["Location"] == PAGE
    anna.handler.enforce_csrf_checks = False
    send(anna)
    case = Case.objects.latest("pk")
    assert content_of(case) == [content]
    assert Blob.objects.get(file=case.pk).draft is None


def test_several_files_at_once_all_arrive(anna: Client) -> None:
    attach(anna, b"een", b"twee", b"drie")
    assert names_in_draft(anna) == ["brief.txt"] * 3


def test_neither_content_nor_name_stands_anywhere_in_clear(anna: Client, folder: Path) -> None:
    attach(anna, b"kanarie-inhoud" * 1000, name="kanarie-naam.txt")
    (file,) = on_disk(folder)
    assert "kanarie" not in file.name
    assert b"kanarie" not in file.read_bytes()
    assert b"kanarie" not in bytes(Draft.objects.latest("saved_at").box)
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_a_ticket_of_this_browser_nothing_is_taken(anna: Client, folder: Path) -> None:
    other = Client()
    write(other)
    for address in (f"{PAGE}?a=b", f"{PAGE}?bewijs=verzonnen", action(other)):
        answer = anna.post(address, {"file": SimpleUploadedFile("a", b"vals")})
        assert answer.status_code == 403
        assert "Deze bladzijde was verlopen" in answer.content.decode()
        assert put(anna, f"{address}&nr=1", b"vals", 0, 4).status_code == 403
    assert names_in_draft(anna) == []
    assert on_disk(folder) == []


def test_a_form_sent_twice_adds_its_files_once(anna: Client, folder: Path) -> None:
    address = action(anna)
    for _click in range(2):
        answer = anna.post(address, {"file": SimpleUploadedFile("a", b"eenmaal")})
        assert answer["Location"] == PAGE
    assert names_in_draft(anna) == ["a"]
    assert len(on_disk(folder)) == 1


@pytest.mark.parametrize(
    ("content", "status", "text"),
    [(b"x" * 2001, 413, "te groot"), (b"", 400, "leeg"), (None, 400, "Kies eerst")],
)
def test_what_cannot_be_taken_is_told_at_the_field_and_leaves_nothing(
    anna: Client,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes | None,
    status: int,
    text: str,
) -> None:
    monkeypatch.setattr(env, "LARGEST_FILE", 2000)
    held = {} if content is None else {"file": SimpleUploadedFile("a.txt", content)}
    answer = anna.post(action(anna), {**held, "other": "veld"})
    assert answer.status_code == status
    assert text in answer.content.decode()
    assert names_in_draft(anna) == []
    assert on_disk(folder) == []


def test_which_of_several_files_cannot_be_taken_is_told_and_that_none_is_kept(
    anna: Client, folder: Path
) -> None:
    sent = (("foto.png", b"beeld"), ("leeg <b>.txt", b""))
    held = [SimpleUploadedFile(name, content) for name, content in sent]
    answer = anna.post(action(anna), {"file": held})
    told = answer.content.decode()
    assert answer.status_code == 400
    assert "Het gaat om ‘leeg &lt;b&gt;.txt’. Van wat u samen verstuurde, is niets bewaard." in told
    assert names_in_draft(anna) == []
    assert on_disk(folder) == []


def test_a_full_disk_is_told_and_leaves_nothing(
    anna: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = action(anna)
    usage = shutil.disk_usage("/")._replace(free=blobs.KEEP_FREE + 10)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    answer = anna.post(address, {"file": SimpleUploadedFile("a.txt", b"x" * 2000)})
    assert answer.status_code == 507
    assert "geen ruimte" in answer.content.decode()
    assert put(anna, f"{address}&nr=1", b"x" * 2000, 0, 2000).status_code == 507
    assert names_in_draft(anna) == []
    assert on_disk(folder) == []


@pytest.mark.parametrize("step", ["write", "fdatasync", "fsync", "rename", "keep"])
def test_whatever_step_fails_leaves_no_half_state(
    anna: Client, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    address, content = action(anna), b"x" * 9 * MIB
    anna.raise_request_exception = False

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    where = {
        "write": ("rechtop.ground.vault.blobs.os.write", fail),
        "fdatasync": ("rechtop.ground.vault.blobs.os.fdatasync", fail),
        "fsync": ("rechtop.ground.vault.blobs.os.fsync", fail),
        "rename": ("rechtop.ground.vault.blobs.Path.replace", fail),
        "keep": ("rechtop.work.intake.operations.add_files", fail),
    }[step]
    with monkeypatch.context() as patch:
        folder.mkdir()
        patch.setattr(*where)
        answer = anna.post(address, {"file": SimpleUploadedFile("a.txt", content)})
        assert answer.status_code in (500, 507)
        put(anna, f"{address}&nr=1", content, 0, len(content))
    assert names_in_draft(anna) == []
    assert on_disk(folder) == []
    assert not Blob.objects.filter(half=None, draft__isnull=False).exists()
    assert attach(anna, b"daarna")["Location"] == PAGE


def test_a_form_that_breaks_off_leaves_nothing(anna: Client, folder: Path) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    answer = anna.generic(
        "POST",
        action(anna),
        head + b"x" * 3 * MIB,
        content_type="multipart/form-data; boundary=b",
    )
    assert answer.status_code == 400
    assert "kwam niet heel binnen" in answer.content.decode()
    assert on_disk(folder) == []


def test_a_file_in_parts_goes_on_where_it_broke_off(anna: Client, folder: Path) -> None:
    content = secrets.token_bytes(5 * MIB + 123)
    address = f"{action(anna)}&nr=1"
    total = len(content)
    half = 2 * MIB + 500
    assert json.loads(put(anna, address, content[:half], 0, total).content) == {"have": 2 * MIB}
    assert json.loads(put(anna, address, b"", 0, total).content) == {"have": 2 * MIB}
    wrong = put(anna, address, content[half:], half, total)
    assert wrong.status_code == 409
    assert json.loads(wrong.content) == {"have": 2 * MIB}
    assert names_in_draft(anna) == []
    done = put(anna, address, content[2 * MIB :], 2 * MIB, total, name="f%C3%A9.bin")
    assert json.loads(done.content) == {"way": PAGE}
    assert names_in_draft(anna) == ["fé.bin"]
    assert json.loads(put(anna, address, b"", 0, total).content) == {"way": PAGE}
    assert json.loads(put(anna, address, content[:100], 0, total).content) == {"way": PAGE}
    assert names_in_draft(anna) == ["fé.bin"]
    assert len(on_disk(folder)) == 1
    anna.handler.enforce_csrf_checks = False
    send(anna)
    assert content_of(Case.objects.latest("pk")) == [content]


@pytest.mark.parametrize("is_remembered", [True, False])
def test_a_file_is_added_up_whether_or_not_one_process_saw_all_of_it(
    anna: Client, monkeypatch: pytest.MonkeyPatch, is_remembered: bool
) -> None:
    content = secrets.token_bytes(3 * MIB + 5)
    address = f"{action(anna)}&nr=1"
    put(anna, address, content[: 2 * MIB], 0, len(content))
    if not is_remembered:
        monkeypatch.setattr(blobs, "_sums", blobs._Sums(1))
    put(anna, address, content[2 * MIB :], 2 * MIB, len(content))
    attach(anna, content)
    told = operations.read_draft(root_of(anna)).files  # type: ignore[union-attr]
    assert [one["digest"] for one in told] == [hashlib.sha256(content).hexdigest()] * 2


def test_a_half_file_opens_for_nobody_and_goes_on_for_its_own_browser_alone(
    anna: Client, folder: Path
) -> None:
    address = f"{action(anna)}&nr=1"
    put(anna, address, b"kanarie" * 300_000, 0, 5 * MIB)
    row = Blob.objects.get()
    assert row.half is not None
    assert b"kanarie" not in on_disk(folder)[0].read_bytes()
    with pytest.raises(blobs.Gone):
        blobs.Store(draft=bytes(row.draft or b"")).resume(row.pk, "een andere browser")
    with pytest.raises(blobs.Gone):
        blobs.Store(draft=secrets.token_bytes(32)).resume(row.pk, "een andere browser")


def test_a_file_that_is_taken_away_again_is_off_the_disk(
    anna: Client, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    attach(anna, b"weg ermee")
    attach(anna, b"blijft", name="blijft.txt")
    blob = operations.read_draft(root_of(anna)).files[0]["blob"]  # type: ignore[union-attr]
    anna.handler.enforce_csrf_checks = False
    with django_capture_on_commit_callbacks(execute=True):
        anna.post("/formulier/bestanden/weg/", {"file": blob})
    assert names_in_draft(anna) == ["blijft.txt"]
    assert len(on_disk(folder)) == 1


@pytest.mark.parametrize("how", ["wiped", "old"])
def test_a_draft_that_is_wiped_wipes_its_files(
    anna: Client, folder: Path, how: str, django_capture_on_commit_callbacks: Any
) -> None:
    attach(anna, b"nooit verstuurd")
    put(anna, f"{action(anna)}&nr=1", b"half" * MIB, 0, 50 * MIB)
    assert len(on_disk(folder)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        if how == "wiped":
            anna.handler.enforce_csrf_checks = False
            anna.post("/formulier/wissen/")
        else:
            Draft.objects.update(saved_at=clock.now() - operations.rules.DRAFTS_STAY * 2)
            operations.forget_old()
    assert not Blob.objects.exists()
    assert on_disk(folder) == []


def test_files_stay_with_a_report_when_its_draft_is_forgotten(
    anna: Client, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    attach(anna, b"verstuurd")
    anna.handler.enforce_csrf_checks = False
    words = send(anna)
    with django_capture_on_commit_callbacks(execute=True):
        anna.post("/inzien/?net=1", {"words": " ".join(words)})
    assert not Draft.objects.exists()
    assert content_of(Case.objects.latest("pk")) == [b"verstuurd"]
    assert blobs.sweep() == 0


def test_a_reporter_adds_a_file_later_and_fetches_it_again(anna: Client) -> None:
    anna.handler.enforce_csrf_checks = False
    words = send(anna)
    anna.post("/inzien/?net=1", {"words": " ".join(words)})
    anna.handler.enforce_csrf_checks = True
    answer = attach(anna, b"<script>alert(1)</script>", page=MAILBOX, name="later.html")
    assert answer["Location"] == "/inzien/postvak/"
    case = Case.objects.latest("pk")
    assert case.reporter_waits_since is not None
    assert Entry.objects.filter(action="case.reporter_added_files", result="done").count() == 1
    page = anna.get("/inzien/postvak/").content.decode()
    found = re.search(r'href="(/inzien/bestanden/[^"]+)">later.html', page)
    assert found is not None
    given = anna.get(found[1])
    assert b"".join(given) == b"<script>alert(1)</script>"
    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Disposition"] == 'attachment; filename="later.html"'
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert Client().get(found[1])["Location"] == "/inzien/"
    assert anna.get(f"/inzien/bestanden/{uuid.uuid4()}/").status_code == 404


def test_where_many_come_at_once_the_rest_is_asked_to_wait(
    anna: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = action(anna)
    monkeypatch.setattr(bodies, "places", Turns(0))
    answer = anna.post(address, {"file": SimpleUploadedFile("a", b"x")})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "Wacht een minuut" in answer.content.decode()
    assert put(anna, f"{address}&nr=1", b"x", 0, 1).status_code == 503
    assert on_disk(folder) == []


def test_names_lose_their_folders_and_what_cannot_be_shown() -> None:
    assert receiving.clean_name("C:\\Users\\anna\\brief.docx") == "brief.docx"
    assert receiving.clean_name("/home/anna/a\r\nb\x00.txt") == "ab.txt"
    assert receiving.clean_name("") == "zonder naam"
    long_name = receiving.clean_name("x" * 500 + ".pdf")
    assert len(long_name) == 200
    assert long_name.endswith(".pdf")
