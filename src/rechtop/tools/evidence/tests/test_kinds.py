"""A file is what is in it, whatever it is called."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rechtop.tools.evidence import kinds
from rechtop.tools.evidence.tests import samples


def _tar() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("x"))
    return written.getvalue()


def _office(folder: str, **more: bytes) -> bytes:
    return samples.zipped({"[Content_Types].xml": "<x/>", f"{folder}/x.xml": "<x/>", **more})


CONTENTS = {
    "jpeg": samples.image("jpeg"),
    "png": samples.image("png"),
    "gif": samples.image("gif"),
    "webp": samples.image("webp"),
    "tiff": samples.image("tiff"),
    "avif": samples.image("avif"),
    "heic": b"\0\0\0\x18ftypheic" + bytes(60),
    "pdf": b"\n%PDF-1.7\n",
    "docx": samples.docx(),
    "xlsx": samples.xlsx(),
    "pptx": samples.pptx(),
    "odt": samples.open_document("odt"),
    "ods": samples.open_document("ods"),
    "odp": samples.open_document("odp"),
    "office_macro": _office("word", **{"word/vbaProject.bin": b"x"}),
    "office_old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "outlook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_001A".encode("utf-16-le"),
    "rtf": rb"{\rtf1\ansi hallo}",
    "html": b"  <!-- x --> <!DOCTYPE html><p>hallo",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "xml": b'<?xml version="1.0"?><brief/>',
    "script": b"#!/bin/sh\nrm -rf /",
    "program": b"MZ\x90\0" + bytes(100),
    "archive": samples.zipped({"brief.txt": "hallo"}),
    "mail": b"From: a@b.nl\r\nTo: c@d.nl\r\nSubject: brug\r\n\r\nHallo",
    "audio": b"OggS\0\2" + bytes(22) + b"OpusHead",
    "video": b"\0\0\0\x18ftypisom" + bytes(60),
    "text": "Beste lezer, é € ’t is waar: 3 < 4 en 5 > 4.\r\n".encode(),
    "other": bytes(range(256)) * 3,
}


@pytest.mark.parametrize("code", CONTENTS)
def test_each_kind_is_known_by_its_content(code: str) -> None:
    assert kinds.kind_of(CONTENTS[code]).code == code


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("html", "<html><body>hallo".encode("utf-16")),
        ("html", b"tekst vooraf <script>alert(1)</script>"),
        ("script", b"@echo off\r\nformat c:"),
        ("script", b'Set x = CreateObject("WScript.Shell")'),
        ("script", b"<?php system($_GET[0]);"),
        ("program", b"\x7fELF\2\1\1" + bytes(50)),
        ("program", b"L\0\0\0\1\x14\2\0" + bytes(50)),
        ("archive", gzip.compress(b"x", mtime=0)),
        ("archive", _tar()),
        ("audio", b"\x1aE\xdf\xa3" + bytes(30) + b"webm" + bytes(9) + b"\x86\x86A_OPUS"),
        (
            "video",
            b"\x1aE\xdf\xa3" + bytes(30) + b"webm" + bytes(9) + b"\x86\x85V_VP9 \x86\x86A_OPUS",
        ),
        ("audio", b"RIFF\0\0\0\0WAVEfmt " + bytes(30)),
        ("audio", b"\0\0\0\x18ftypM4A " + bytes(30)),
        ("text", "caf\xe9".encode("cp1252")),
        ("text", "hallo".encode("utf-16")),
        ("text", b"MZ is geen programma"),
        ("text", b""),
        ("text", "a€".encode()[:-1]),
    ],
)
def test_kinds_have_more_faces(code: str, content: bytes) -> None:
    assert kinds.kind_of(content).code == code


def test_macros_are_seen_at_the_end_of_a_large_file() -> None:
    large = {"word/media/a.jpeg": bytes(range(256)) * 4000}
    content = samples.zipped(
        {"[Content_Types].xml": "<x/>", **large, "word/vbaProject.bin": b"x"},
        stored="word/media/a.jpeg",
    )
    assert kinds.kind_of(content[:65536], tail=content[-65536:]).code == "office_macro"
    assert kinds.kind_of(content[:65536], tail=b"").code == "docx"


def test_what_could_run_is_dangerous_and_is_never_shown() -> None:
    dangerous = {one.code for one in kinds._ALL if one.is_dangerous}
    assert dangerous >= {"html", "svg", "xml", "script", "program", "archive", "office_macro"}
    assert not any(one.has_preview or one.has_copy for one in kinds._ALL if one.is_dangerous)


@pytest.mark.parametrize(
    ("content", "name", "agree"),
    [
        ("jpeg", "brug.JPG", True),
        ("program", "brug.jpg", False),
        ("html", "brug.pdf", False),
        ("docx", "brief.docx", True),
        ("office_macro", "brief.docx", False),
        ("text", "lijst.csv", True),
        ("text", "inbraak.ps1", False),
        ("text", "zonder einde", True),
        ("other", "brug.pdf", False),
        ("other", "brug.xyz", True),
        ("audio", "stem.webm", True),
    ],
)
def test_a_name_that_promises_another_content_is_seen(content: str, name: str, agree: bool) -> None:
    assert kinds.agrees(kinds.kind_of(CONTENTS[content]), name) is agree


def test_a_code_that_is_not_known_any_more_is_an_unknown_kind() -> None:
    assert kinds.by_code("pdf").code == "pdf"
    assert kinds.by_code("wordperfect") is kinds.UNKNOWN


@settings(max_examples=500, deadline=None, database=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"<", b"RIFF", b"%PDF-"])
)
def test_no_content_makes_it_stumble(content: bytes, start: bytes) -> None:
    assert kinds.kind_of(start + content).code


def test_a_recording_is_sound_whatever_letters_its_sound_happens_to_hold() -> None:
    head = b"\x1a\x45\xdf\xa3" + bytes(40) + b"\x86\x86A_OPUS" + bytes(40)
    assert kinds.kind_of(head + b"..V_..").code == "audio"
    assert kinds.kind_of(head + b"\x86\x85V_VP8").code == "video"
