"""A page to look at is drawn by us, in a process that can do nothing else."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from rechtop import env
from rechtop.tools.evidence import apart, copies, kinds, previews
from rechtop.tools.evidence.tests import samples


@pytest.mark.parametrize("kind", ["jpeg", "png", "gif", "webp", "tiff", "avif", "pdf"])
def test_what_can_be_seen_comes_as_a_picture_of_ours(kind: str) -> None:
    content = samples.pdf() if kind == "pdf" else samples.image(kind)
    shown = previews.preview(content, kinds.by_code(kind))
    assert shown is not None
    assert shown.pages == 1
    with Image.open(io.BytesIO(shown.picture)) as picture:
        assert picture.format == "WEBP"
        assert max(picture.size) <= 1600
        assert picture.convert("L").getextrema() != (255, 255)
    assert samples.NAME.encode() not in shown.picture


def test_a_pdf_has_as_many_pages_as_it_has() -> None:
    written = io.BytesIO()
    leaf = Image.new("RGB", (50, 50), "red")
    leaf.save(written, "PDF", save_all=True, append_images=[Image.new("RGB", (50, 50), "blue")])
    pdf = kinds.by_code("pdf")
    second = previews.preview(written.getvalue(), pdf, 1)
    assert second is not None
    assert second.pages == 2
    with Image.open(io.BytesIO(second.picture)) as picture:
        red, _green, blue = picture.convert("RGB").getpixel((20, 20))  # type: ignore[misc]
    assert blue > 200 > red
    assert previews.preview(written.getvalue(), pdf, 2) is None
    assert previews.preview(written.getvalue(), pdf, -1) is None


def test_a_page_of_a_kilometre_is_drawn_small() -> None:
    with Image.new("RGB", (10, 10)) as leaf:
        written = io.BytesIO()
        leaf.save(written, "PDF", resolution=0.01)
    shown = previews.preview(written.getvalue(), kinds.by_code("pdf"))
    assert shown is not None
    with Image.open(io.BytesIO(shown.picture)) as picture:
        assert max(picture.size) <= 1600


def test_text_is_shown_without_signs_that_deceive_and_not_without_end() -> None:
    text = kinds.by_code("text")
    shown = previews.preview("één\r\nregel \u202eexe.gpj".encode(), text)
    assert shown is not None
    assert shown.text == "één\nregel exe.gpj"
    assert not shown.is_cut
    long = previews.preview(b"a" * 500_000, text)
    assert long is not None
    assert long.is_cut
    assert len(long.text) == previews.MOST_SIGNS


def test_what_is_dangerous_is_not_shown() -> None:
    for kind in kinds._ALL:
        if kind.is_dangerous or kind.code in ("audio", "docx", "other"):
            assert previews.preview(b"<svg/>", kind) is None


@pytest.mark.parametrize("kind", ["pdf", "jpeg", "docx"])
def test_what_does_not_open_gives_no_picture_and_no_copy(kind: str) -> None:
    assert apart.work("preview", kind, b"%PDF-1.7 kapot") is None
    assert apart.work("copy", kind, b"kapot" * 1000) is None
    assert apart.work("copy", "bestaat niet", b"x") is None


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_SECONDS", 0.5)
    monkeypatch.setattr(apart, "_MODULE", "timeit")
    began = time.monotonic()
    assert apart.work("-n1", "import time; time.sleep(600)", bytes(5_000_000)) is None
    assert time.monotonic() - began < 300


def test_an_answer_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_MOST_ANSWERED", 1000)
    content = samples.image("png")
    assert len(content) > 100
    monkeypatch.setattr(apart, "_MOST_ANSWERED", 10)
    assert copies.clean(content, kinds.by_code("png")) is None


_TRIES = """
import os, socket, sys
from rechtop.tools.evidence.parsers import __main__ as parsers
parsers.shut_in()
def tried(what):
    try:
        what()
    except BaseException as error:
        return type(error).__name__
    return "done"
print(tried(lambda: open(sys.argv[1])), tried(lambda: open("/tmp/x", "w")),
      tried(socket.socket), tried(os.pipe), tried(lambda: bytearray(4 * 2**30)), sorted(os.environ))
"""


def test_the_process_apart_can_open_nothing_and_knows_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "sleutel"
    secret.write_text("geheim")
    done = subprocess.run(
        [sys.executable, "-P", "-s", "-c", _TRIES, str(secret)],
        env={"PYTHONPATH": str(env.CODE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("OSError OSError OSError OSError MemoryError")
    assert "RECHTOP" not in done.stdout
