"""A copy shows the same and says nothing of who made it."""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from rechtop.tools.evidence import copies, kinds
from rechtop.tools.evidence.parsers import __main__ as parsers
from rechtop.tools.evidence.parsers import images, zips
from rechtop.tools.evidence.parsers.bounds import Cannot
from rechtop.tools.evidence.tests import samples

IMAGES = ["jpeg", "png", "gif", "webp", "tiff", "avif"]

SAMPLES = {
    **{kind: samples.image(kind) for kind in IMAGES},
    "pdf": samples.pdf(),
    "docx": samples.docx(),
    "xlsx": samples.xlsx(),
    "pptx": samples.pptx(),
    **{kind: samples.open_document(kind) for kind in ("odt", "ods", "odp")},
}


def copy_of(content: bytes, kind: str) -> bytes:
    """Make a copy in this process, as the process apart does."""
    return parsers.answer("copy", kind, 0, content)


def layers(content: bytes) -> list[bytes]:
    """Give a content, and everything that is packed in it, unpacked."""
    found = [content]
    if content[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found.append(archive.comment)
            for told in archive.infolist():
                found += [told.filename.encode(), told.extra, told.comment]
                found += layers(archive.read(told))
    if content[:5] == b"%PDF-":
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    found.append(thing.read_raw_bytes())
                    found += [thing.read_bytes()] if "/DCTDecode" not in str(thing) else []
                found.append(thing.unparse(resolved=True) if not isinstance(thing, int) else b"")
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        for at in range(len(content)):
            if content[at : at + 2] in (b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
                try:
                    found.append(zlib.decompressobj().decompress(content[at:]))
                except zlib.error:
                    continue
    return found


def tells(content: bytes) -> list[str]:
    """Say which planted words stand anywhere in a content, in any of the ways of writing."""
    found = []
    for word in (*samples.PLANTED, samples.NAME.split()[1]):
        ways = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
        ways.append(word.encode().hex().encode())
        if any(way in layer for layer in layers(content) for way in ways):
            found.append(word)
    return found


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_copy_holds_no_name_and_no_place(kind: str) -> None:
    assert tells(SAMPLES[kind])
    assert kinds.kind_of(SAMPLES[kind]).code == kind
    made = copies.clean(SAMPLES[kind], kinds.by_code(kind))
    assert made is not None
    assert tells(made) == []
    assert kinds.kind_of(made).code == kind


@pytest.mark.parametrize("kind", IMAGES)
def test_an_image_keeps_its_colours_and_loses_all_else(kind: str) -> None:
    with Image.open(io.BytesIO(copy_of(SAMPLES[kind], kind))) as made:
        made.load()
        # Of a TIFF the size and the way of packing stand among them too.
        assert not set(made.getexif()) & {0x8825, 0x8769, 0x010E, 0x013B, 0x8298, 0x010F, 0x0110}
        assert kind == "tiff" or not made.getexif()
        assert not set(made.info) & {"comment", "icc_profile", "xmp", "exif", "photoshop"}
        assert not getattr(made, "text", {})
        with Image.open(io.BytesIO(SAMPLES[kind])) as before:
            apart = ImageChops.difference(made.convert("L"), before.convert("L"))
    assert apart.getextrema()[1] <= (12 if kind in ("jpeg", "webp", "avif") else 0)


def test_a_photo_that_was_held_on_its_side_stands_up() -> None:
    with Image.open(io.BytesIO(copy_of(samples.image("jpeg", 6), "jpeg"))) as made:
        assert made.size == (32, 48)
        top, foot = made.convert("L").getpixel((16, 2)), made.convert("L").getpixel((16, 45))
    assert abs(int(top) - int(foot)) > 150  # type: ignore[arg-type]


def test_a_picture_that_moves_still_moves_and_a_scan_keeps_its_pages() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    for kind, told in (
        ("gif", {"duration": [50, 70, 90]}),
        ("webp", {"duration": 80}),
        ("tiff", {}),
    ):
        written = io.BytesIO()
        frames[0].save(
            written, kind.upper(), save_all=True, append_images=frames[1:], loop=0, **told
        )
        with Image.open(io.BytesIO(copy_of(written.getvalue(), kind))) as made:
            assert made.n_frames == 3  # type: ignore[attr-defined]
            made.seek(2)
            assert made.convert("RGB").getpixel((5, 5))[2] > 200  # type: ignore[index]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_of_storing_colours_survives(mode: str) -> None:
    before = Image.new(mode, (9, 7)) if mode == "I;16" else samples.picture("RGBA").convert(mode)
    written = io.BytesIO()
    before.save(written, "PNG")
    with Image.open(io.BytesIO(copy_of(written.getvalue(), "png"))) as made:
        assert made.mode == Image.open(io.BytesIO(written.getvalue())).mode
        assert ImageChops.difference(made.convert("RGBA"), before.convert("RGBA")).getbbox() is None


def test_a_clear_background_stays_clear() -> None:
    before = Image.new("P", (8, 8), 1)
    before.putpalette([255, 0, 0, 0, 255, 0])
    for kind in ("png", "gif"):
        written = io.BytesIO()
        before.save(written, kind.upper(), transparency=1)
        with Image.open(io.BytesIO(copy_of(written.getvalue(), kind))) as made:
            assert made.convert("RGBA").getpixel((3, 3))[3] == 0  # type: ignore[index]


def test_an_image_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    header = b"\x89PNG\r\n\x1a\n"
    size = (100_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    chunk = b"IHDR" + size
    data = b"IDAT" + zlib.compress(bytes(1000))
    bomb = header
    for one in (chunk, data, b"IEND"):
        bomb += (len(one) - 4).to_bytes(4, "big") + one + zlib.crc32(one).to_bytes(4, "big")
    with pytest.raises(Cannot):
        copy_of(bomb, "png")


def test_a_pdf_reads_the_same_and_keeps_its_picture() -> None:
    made = copy_of(SAMPLES["pdf"], "pdf")
    for content in (SAMPLES["pdf"], made):
        with pypdfium2.PdfDocument(content) as document:
            assert samples.TEXT in document[0].get_textpage().get_text_bounded()
    with pypdfium2.PdfDocument(made) as after, pypdfium2.PdfDocument(SAMPLES["pdf"]) as before:
        pictures = [
            one[0].render(may_draw_forms=False, draw_annots=False).to_pil()
            for one in (before, after)
        ]
        assert ImageChops.difference(*pictures).getbbox() is None


def test_a_pdf_keeps_remarks_without_who_made_them_and_nothing_that_acts() -> None:
    with pikepdf.open(io.BytesIO(copy_of(SAMPLES["pdf"], "pdf"))) as made:
        assert set(made.Root.keys()) <= {"/Type", "/Pages", "/Names"}
        marks = list(made.pages[0].Annots)
        assert [str(mark.Subtype) for mark in marks] == ["/Text", "/Link"]
        assert str(marks[0].Contents) == "Let op"
        assert "/A" not in marks[1]
        assert not made.attachments
        assert not made.docinfo
        told = b"".join(thing.unparse(resolved=True) for thing in made.objects)
    assert b"JavaScript" not in told
    assert b"/Metadata" not in told


def test_an_encrypted_pdf_has_no_copy() -> None:
    content = samples.pdf(encrypted=True)
    assert kinds.kind_of(content).code == "pdf"
    assert copies.clean(content, kinds.by_code("pdf")) is None


def test_a_worksheet_still_opens_and_says_the_same() -> None:
    for content in (samples.xlsx(), samples.xlsx_of_openpyxl()):
        made = copy_of(content, "xlsx")
        assert tells(made) == []
        book = openpyxl.load_workbook(io.BytesIO(made))
        sheet = book.worksheets[0]
        assert sheet["A1"].value == samples.TEXT
        assert "zie de foto" in sheet["A1"].comment.text
        assert sheet["A1"].comment.author == "Auteur"
        assert book.properties.creator in (None, "openpyxl")


@pytest.mark.parametrize("kind", ["docx", "pptx", "odt", "ods", "odp"])
def test_a_document_says_the_same_and_keeps_its_remarks(kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(copy_of(SAMPLES[kind], kind))) as made:
        read = {name: made.read(name) for name in made.namelist()}
    text = b"".join(part for name, part in read.items() if name.endswith(".xml")).decode()
    assert samples.TEXT in text
    if kind == "docx":
        assert "Klopt dit?" in text
        assert "rsid" not in text
        assert "en trilt" in text
        assert {"word/people.xml", "docProps/thumbnail.jpeg"}.isdisjoint(read)
        assert b"people" not in read["word/_rels/document.xml.rels"]
        with Image.open(io.BytesIO(read["word/media/image1.jpeg"])) as photo:
            assert photo.size == (48, 32)
    if kind == "odt":
        assert next(iter(read)) == "mimetype"
        assert b"Thumbnails" not in read["META-INF/manifest.xml"]


@pytest.mark.parametrize(
    "part",
    [
        "word/vbaProject.bin",
        "word/activeX/activeX1.xml",
        "word/media/image2.emf",
        "word/embeddings/oleObject1.bin",
        "word/media/film.mp4",
    ],
)
def test_of_what_carries_programs_or_what_we_do_not_know_there_is_no_copy(part: str) -> None:
    content = samples.zipped({**samples.docx_parts(), part: b"\0\1\2" + samples.NAME.encode()})
    with pytest.raises(Cannot):
        copy_of(content, "docx")
    assert copies.clean(content, kinds.kind_of(content)) is None


def test_a_picture_within_that_is_called_otherwise_is_cleaned_by_its_content() -> None:
    parts = {**samples.docx_parts(), "word/media/x.bin": samples.image("jpeg")}
    assert tells(copy_of(samples.zipped(parts), "docx")) == []


def test_a_document_within_a_document_is_cleaned_too() -> None:
    parts = {**samples.docx_parts(), "word/embeddings/tabel.xlsx": samples.xlsx()}
    assert tells(copy_of(samples.zipped(parts), "docx")) == []


LAUGHS = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "' + "&a;" * 100 + '">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE])
def test_xml_that_declares_anything_is_refused(declared: str) -> None:
    parts = samples.docx_parts()
    body = str(parts["word/document.xml"]).partition("?>")[2]
    parts["word/document.xml"] = f"{declared}{body}"
    with pytest.raises(Cannot):
        copy_of(samples.zipped(parts), "docx")


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_UNPACKED", 1_000_000)
    bomb = samples.zipped({**samples.docx_parts(), "word/media/a.jpeg": bytes(5_000_000)})
    assert len(bomb) < 100_000
    with pytest.raises(Cannot):
        copy_of(bomb, "docx")


def test_a_zip_that_lies_about_its_sizes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_UNPACKED", 1_000_000)
    size, lie = (5_000_000).to_bytes(4, "little"), (5).to_bytes(4, "little")
    bomb = samples.zipped({**samples.docx_parts(), "word/media/a.jpeg": bytes(5_000_000)})
    assert copies.clean(bomb.replace(size, lie), kinds.by_code("docx")) is None


def test_a_zip_of_very_many_parts_is_refused() -> None:
    many = {f"word/{number}.xml": "<x/>" for number in range(6_000)}
    with pytest.raises(Cannot):
        copy_of(samples.zipped({**samples.docx_parts(), **many}), "docx")


def test_plain_text_passes_and_what_is_called_otherwise_does_not() -> None:
    text = samples.TEXT.encode()
    assert copies.clean(text, kinds.by_code("text")) == text
    assert copies.clean(text, kinds.by_code("jpeg")) is None
    assert copies.clean(b"ID3\4" + bytes(50), kinds.by_code("audio")) is None
    assert copies.clean(b"<svg/>", kinds.kind_of(b"<svg/>")) is None


def test_nothing_larger_than_fits_in_memory_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "LARGEST", 10)
    assert copies.clean(b"a text of more", kinds.by_code("text")) is None


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_temporary_file_is_ever_made(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies are made with limits that allow no file; this shows that none is even asked for."""
    asked: list[Any] = []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(tmp_path))
    for maker in (
        "NamedTemporaryFile",
        "TemporaryFile",
        "mkstemp",
        "mkdtemp",
        "SpooledTemporaryFile",
    ):
        monkeypatch.setattr(tempfile, maker, lambda *a, **k: asked.append(a))
    before = tmp_path.stat().st_mtime_ns
    copy_of(SAMPLES[kind], kind)
    if kinds.by_code(kind).has_preview:
        parsers.answer("preview", kind, 0, SAMPLES[kind])
    assert asked == []
    assert tmp_path.stat().st_mtime_ns == before
    assert list(tmp_path.iterdir()) == []


def _broken(content: bytes, cuts: list[int], changes: list[tuple[int, int]]) -> bytes:
    made = bytearray(content)
    for at, value in changes:
        made[at % len(made)] = value
    start, *rest = cuts
    return bytes(made[: start % (len(made) + 1)] if not rest else made)


BREAKS = st.tuples(
    st.lists(st.integers(0, 2**20), min_size=1, max_size=2),
    st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), max_size=12),
)


@pytest.mark.parametrize("kind", SAMPLES)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(broken=BREAKS)
def test_a_broken_file_gives_a_clean_answer(kind: str, broken: Any) -> None:
    """In this process, so that a crash would be seen; apart even that would end well."""
    content = _broken(SAMPLES[kind], *broken)
    found = kinds.kind_of(content)
    assert found.code in {one.code for one in kinds._ALL}
    try:
        made = copy_of(content, kind)
    except Exception:
        return
    assert kinds.kind_of(made).code in (kind, "archive")
    if kind in images.FORMATS:
        assert tells(made) == []
