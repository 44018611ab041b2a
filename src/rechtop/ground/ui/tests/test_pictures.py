"""A photo becomes a small picture with nothing else in it, and what is no photo is told so."""

from __future__ import annotations

import io
import os
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_of
from PIL import Image

from rechtop.ground.ui import pictures


def photo(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **options: object) -> bytes:
    """Make a photo: left red, right blue."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def noise(size: int) -> bytes:
    """Make a photo that cannot be made small."""
    written = io.BytesIO()
    Image.frombytes("RGB", (size, size), os.urandom(size * size * 3)).save(written, "PNG")
    return written.getvalue()


def opened(made: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_small_square(kind: str) -> None:
    made = opened(pictures.small_square(photo(kind)))
    assert (made.format, made.size) == ("WEBP", (320, 320))
    red, blue = made.convert("RGB").getpixel((40, 160)), made.convert("RGB").getpixel((280, 160))
    assert red[0] > 200 > 60 > red[2]  # type: ignore[index]
    assert blue[2] > 200 > 60 > blue[0]  # type: ignore[index]


def test_nothing_of_the_camera_the_place_or_a_comment_goes_along() -> None:
    carried = Image.Exif()
    carried[0x010F] = "Kanariecamera"
    carried.get_ifd(0x8825)[1] = "N"
    sent = photo(exif=carried, comment=b"Kanarietekst")
    assert b"Kanarie" in sent
    made = pictures.small_square(sent)
    assert b"Kanarie" not in made
    assert not opened(made).getexif()
    assert {made[at : at + 4] for at in (12,)} <= {b"VP8 ", b"VP8L"}


def test_a_photo_that_a_phone_kept_on_its_side_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 3  # upside down
    made = opened(pictures.small_square(photo(exif=turned))).convert("RGB")
    assert made.getpixel((40, 160))[2] > 200  # type: ignore[index]


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "I;16", "1"])
def test_any_kind_of_colours_is_read(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (50, 80)).save(written, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(pictures.small_square(written.getvalue())).size == (320, 320)


def test_what_is_made_stays_small_even_of_noise() -> None:
    assert len(pictures.small_square(noise(400))) <= 24 * 1024
    assert len(pictures.small_square(photo())) <= 8 * 1024


def bomb(width: int, height: int) -> bytes:
    """Write a PNG that claims to be large; unpacked it is black everywhere."""

    def part(name: bytes, held: bytes) -> bytes:
        whole = name + held
        return struct.pack(">I", len(held)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(2_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.mark.parametrize("side", [3_500, 12_000, 60_000])
def test_a_picture_that_would_unpack_without_end_is_refused_before_it_does(side: int) -> None:
    with pytest.raises(pictures.Unusable, match="te veel beeldpunten"):
        pictures.small_square(bomb(side, side))


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"geen foto",
        b"%PDF-1.7 ",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        photo()[:200],
        photo("PNG")[:60],
        photo("WEBP")[:40],
        photo("GIF"),
        photo("TIFF"),
        photo("BMP"),
    ],
)
def test_what_is_no_photo_is_told_in_a_sentence(wrong: bytes) -> None:
    with pytest.raises(pictures.Unusable, match="geen foto die wij kunnen lezen"):
        pictures.small_square(wrong)


@given(any_of.sampled_from(["JPEG", "PNG", "WEBP"]), any_of.data())
@settings(max_examples=80, deadline=None)
def test_a_photo_broken_anywhere_gives_a_picture_or_a_sentence(
    kind: str, data: any_of.DataObject
) -> None:
    sent = bytearray(photo(kind, (64, 48)))
    for _ in range(3):
        at = data.draw(any_of.integers(0, len(sent) - 1))
        sent[at] = data.draw(any_of.integers(0, 255))
    try:
        made = pictures.small_square(bytes(sent))
    except pictures.Unusable:
        return
    assert opened(made).size == (320, 320)
