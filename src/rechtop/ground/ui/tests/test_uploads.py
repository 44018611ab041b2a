"""Files come into memory, never onto disk, and never more than the page takes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from rechtop.ground.kernel.marks import open_to_all, takes_files
from rechtop.ground.ui import uploads
from rechtop.ground.ui.forms import UploadField


def page(request: HttpRequest) -> None:
    """Stand for a page that takes no files."""


@takes_files(at_most=2 * uploads.MEGABYTE)
def page_with_files(request: HttpRequest) -> None:
    """Stand for a closed page that takes two megabytes."""


@open_to_all
@takes_files(at_most=2 * uploads.MEGABYTE)
def open_page(request: HttpRequest) -> None:
    """Stand for an open page that takes two megabytes."""


class OneFile(forms.Form):
    note = forms.CharField()
    file = UploadField(required=False)


def sent(view: Any, person: object = None, **files: bytes) -> HttpRequest:
    """Send files and a field after them to a page."""
    content = {name: SimpleUploadedFile(f"{name}.bin", held) for name, held in files.items()}
    request = RequestFactory().post("/", {**content, "note": "een woord"})
    request.resolver_match = SimpleNamespace(func=view)  # type: ignore[assignment]
    request.person = person  # type: ignore[attr-defined]
    return request


def test_a_file_within_the_limit_arrives_whole_and_in_memory() -> None:
    held = bytes(range(256)) * 4096
    request = sent(page_with_files, person="carla", file=held)
    file = request.FILES["file"]
    assert file.read() == held
    assert file.size == len(held)
    assert not hasattr(file, "temporary_file_path")


@pytest.mark.parametrize("extra", [0, 1])
def test_the_limit_is_exact(extra: int) -> None:
    request = sent(page_with_files, person="carla", file=bytes(2 * uploads.MEGABYTE + extra))
    assert isinstance(request.FILES["file"], uploads.TooLarge) is bool(extra)


def test_a_file_that_is_too_large_is_told_at_the_field_and_the_rest_is_kept() -> None:
    request = sent(page_with_files, person="carla", file=bytes(3 * uploads.MEGABYTE))
    form = OneFile(request.POST, request.FILES)
    assert form.errors == {
        "file": ["Dit bestand is te groot. Kies een bestand van hoogstens 2 MB."]
    }
    assert form["note"].value() == "een woord"
    assert request.FILES["file"].read() == b""


def test_many_files_together_are_held_to_the_one_limit() -> None:
    part = bytes(uploads.MEGABYTE)
    request = sent(page_with_files, person="carla", a=part, b=part, c=part)
    held = sum(len(file.read()) for file in request.FILES.values())
    assert held == 2 * uploads.MEGABYTE
    assert isinstance(request.FILES["c"], uploads.TooLarge)


def test_a_page_that_takes_no_files_reads_past_them() -> None:
    request = sent(page, person="carla", file=b"iets")
    assert not request.FILES
    assert request.POST["note"] == "een woord"


def test_a_closed_page_takes_no_files_of_who_is_not_signed_in() -> None:
    assert not sent(page_with_files, file=b"iets").FILES
    assert sent(open_page, file=b"iets").FILES


def test_nothing_is_taken_before_it_is_known_which_page_is_reached() -> None:
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.bin", b"iets")})
    assert request.resolver_match is None
    assert not request.FILES


def test_nothing_touches_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = sent(page_with_files, person="carla", file=bytes(uploads.MEGABYTE))
    assert request.FILES["file"].size == uploads.MEGABYTE
    assert not list(tmp_path.iterdir())
