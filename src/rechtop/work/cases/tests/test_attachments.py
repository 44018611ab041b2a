"""Handlers open a copy first; who opens the original is on the trail, and nothing is ever shown."""

from __future__ import annotations

import io
import os
import re
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from PIL import Image
from tests.people import acting, person, report, reporter

from rechtop import env
from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import words
from rechtop.ground.kernel.arrivals import Gone
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import blobs, files
from rechtop.ground.vault.models import Blob, SealedFile
from rechtop.tools.evidence import operations as evidence_operations
from rechtop.tools.evidence import queries as evidence
from rechtop.work.cases import attaching, operations
from rechtop.work.cases.models import Case
from rechtop.work.cases.views import attachments as pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "BLOBS", tmp_path / "blobs")


@dataclass(frozen=True)
class OnDisk:
    id: uuid.UUID
    key: bytes
    name: str
    size: int
    digest: str = ""


def on_disk(content: bytes, name: str = "bestand") -> dict[str, Any]:
    blob, key = blobs.write(content)
    return evidence.told_of(OnDisk(blob, key, name, len(content)))


def photo(author: str = "") -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = author
    Image.new("RGB", (40, 30), "navy").save(made, "JPEG", exif=exif)
    return made.getvalue()


def seen(case: Case, name: str) -> list[evidence.Attachment]:
    return evidence.attachments(files.read(case.pk, acting(name).keyring))


@pytest.fixture
def sent() -> tuple[Case, tuple[str, ...]]:
    seven = words.draw()
    return report(seven=seven), seven


def add(sent: tuple[Case, tuple[str, ...]], content: bytes, name: str) -> evidence.Attachment:
    """Let Anna add a file, and give it as Bram sees it."""
    case, seven = sent
    told = on_disk(content, name)
    operations.add_files_as_reporter(case, attachments=[told], by=reporter(seven))
    return seen(case, "bram")[-1]


def show(page: Any, case: Case, file: evidence.Attachment, *, by: str = "bram", **sent: Any) -> Any:
    """Ask for a page about a file as someone with the vault open."""
    factory = RequestFactory()
    request: Any = factory.post("/", sent["post"]) if "post" in sent else factory.get("/", sent)
    request.actor, request.person, request.session = acting(by), person(by), {}
    request.resolver_match = None
    return page(request, case.number, uuid.UUID(file.id))


def test_a_photo_opens_as_a_copy_without_its_maker(sent: Any) -> None:
    original = photo("Anna Verborgen")
    file = add(sent, original, "foto.jpg")
    case = sent[0]
    page = show(pages.file, case, file).content.decode()
    assert 'src="data:image/webp;base64,' in page
    found = seen(case, "bram")[0]
    assert found.copy is not None
    copy = b"".join(show(pages.copy, case, file))
    assert copy[:3] == b"\xff\xd8\xff"
    assert b"Verborgen" not in copy
    assert b"Verborgen" in found.stored.whole()


def test_the_copy_is_made_once_and_the_original_stays_as_it_came(sent: Any) -> None:
    original = photo("Anna")
    file = add(sent, original, "foto.jpg")
    case = sent[0]
    for name in ("bram", "fenna", "bram"):
        show(pages.file, case, file, by=name)
    assert Entry.objects.filter(action="evidence.copy_kept").count() == 1
    assert Blob.objects.filter(file=case.pk).count() == 2
    assert seen(case, "fenna")[0].stored.whole() == original


def test_who_opens_the_original_is_on_the_trail_and_only_who_asks_twice_does(sent: Any) -> None:
    original = photo("Anna")
    file = add(sent, original, "foto.jpg")
    case = sent[0]
    asked = show(pages.original, case, file).content.decode()
    assert "In het logboek komt te staan dat u het opende." in asked
    assert not Entry.objects.filter(action="evidence.original_opened").exists()
    given = show(pages.original, case, file, post={})
    assert b"".join(given) == original
    entry = Entry.objects.get(action="evidence.original_opened")
    assert entry.actor_number == person("bram").pk
    assert entry.object_number == case.pk


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "foto.jpg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "tekening.svg"),
        (b"MZ" + bytes(100), "brief.pdf"),
        (b"PK\3\4" + bytes(100), "brief.docx"),
    ],
)
def test_what_is_dangerous_is_never_shown_whatever_it_is_called(
    sent: Any, content: bytes, name: str
) -> None:
    file = add(sent, content, name)
    case = sent[0]
    assert file.kind.is_dangerous
    page = show(pages.file, case, file).content.decode()
    assert "rechtop-preview" not in page
    assert "<script>alert" not in page
    assert ("De naam past niet" in page) == (not name.endswith(".svg"))
    assert "waarmee u moet oppassen" in show(pages.original, case, file).content.decode()
    given = show(pages.original, case, file, post={})
    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Disposition"].startswith("attachment")
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"
    with pytest.raises(Http404):
        show(pages.copy, case, file)


def test_a_text_is_shown_as_text(sent: Any) -> None:
    file = add(sent, b"Een <b>brief</b> & meer", "brief.txt")
    page = show(pages.file, sent[0], file).content.decode()
    assert "Een &lt;b&gt;brief&lt;/b&gt; &amp; meer" in page


def test_a_file_a_handler_adds_is_closed_for_the_reporter_unless_it_is_shared(sent: Any) -> None:
    case, seven = sent
    attaching.add_files(case, attachments=[on_disk(b"intern", "a.txt")], by=acting("bram"))
    attaching.share_files(case, attachments=[on_disk(b"gedeeld", "b.txt")], by=acting("bram"))
    items = files.read(case.pk, reporter(seven).keyring)
    assert [one.name for one in evidence.attachments(items)] == ["b.txt"]
    assert [one.name for one in seen(case, "fenna")] == ["a.txt", "b.txt"]


def test_who_holds_no_key_opens_neither_copy_nor_original(sent: Any) -> None:
    file = add(sent, photo(), "foto.jpg")
    case = sent[0]
    for page in (pages.file, pages.copy, pages.original):
        with pytest.raises(Http404):
            show(page, case, file, by="carla")
    with pytest.raises(Refused):
        evidence_operations.open_original(
            SealedFile(pk=case.pk), number=file.id, by=reporter(sent[1])
        )


def test_a_person_concerned_loses_the_files_with_the_case(sent: Any) -> None:
    file = add(sent, photo(), "foto.jpg")
    case = sent[0]
    operations.name_person_concerned(
        case, name="Fenna", description="", person=person("fenna"), by=acting("bram")
    )
    with pytest.raises(Http404):
        show(pages.original, case, file, by="fenna")
    assert seen(case, "bram")[0].stored.whole() == photo()


def test_a_file_that_is_damaged_or_away_is_said_to_be_and_is_never_given_in_part(sent: Any) -> None:
    file = add(sent, photo(), "foto.jpg")
    case, path = sent[0], env.BLOBS / file.stored.blob.hex
    whole = bytearray(path.read_bytes())
    whole[200] ^= 1
    path.write_bytes(whole)
    assert "is niet heel meer" in show(pages.file, case, file).content.decode()
    with pytest.raises(Http404):
        show(pages.original, case, file, post={})
    path.unlink()
    assert "is niet heel meer" in show(pages.file, case, file).content.decode()
    with pytest.raises(Invalid):
        evidence_operations.open_original(SealedFile(pk=case.pk), number=file.id, by=acting("bram"))


def test_files_that_change_places_on_disk_do_not_open(sent: Any) -> None:
    one, other = add(sent, b"een", "1.txt"), add(sent, b"twee", "2.txt")
    paths = [env.BLOBS / file.stored.blob.hex for file in (one, other)]
    contents = [path.read_bytes() for path in paths]
    for path, content in zip(paths, reversed(contents), strict=True):
        path.write_bytes(content)
    with pytest.raises(Gone):
        one.stored.whole()


def test_with_the_sealed_file_its_attachments_go_from_the_disk(
    sent: Any, django_capture_on_commit_callbacks: Any
) -> None:
    add(sent, secrets.token_bytes(5000), "x")
    (path,) = env.BLOBS.iterdir()
    Blob.objects.filter(file=sent[0].pk).delete()  # as the file's own end does, by cascade
    assert blobs.sweep() == 0  # what is this fresh may be on its way to a record
    os.utime(path, (0, 0))
    assert blobs.sweep() == 1
    assert list(env.BLOBS.iterdir()) == []


def test_names_stand_in_no_address(sent: Any) -> None:
    file = add(sent, b"kanarie", "kanarie.txt")
    page = show(pages.file, sent[0], file).content.decode()
    assert not re.search(r'(href|src|action)="[^"]*kanarie', page)
