"""Draw an image anew from its colours alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from PIL import Image, ImageCms, ImageOps, ImageSequence

from rechtop.tools.evidence.parsers.bounds import MOST_PIXELS, Cannot

FORMATS = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "gif": ("GIF",),
    "webp": ("WEBP",),
    "tiff": ("TIFF",),
    "avif": ("AVIF",),
}
"""What we read of each kind, by the names that Pillow uses."""

SIDE = 1_600
"""The longest side of a picture to look at, in pixels."""

_MOST_FRAMES = 500

Image.MAX_IMAGE_PIXELS = None  # the size is looked at below, without a warning
Image.init()  # loads every reader now: later no file can be opened any more


def clean(content: bytes, kind: str) -> bytes:
    """Make the same image without anything but its colours. Raises Cannot, and what Pillow does.

    A photo is turned the way it was held, and its colours are those every screen shows. Of a
    picture that moves all frames stay, of a scan all pages.
    """
    with _opened(content, kind) as image:
        told = _timing(image)
        frames = [_bare(frame, kind) for frame in _frames(image, kind)]
    written = io.BytesIO()
    if len(frames) > 1:
        told = told if kind != "tiff" else {}
        frames[0].save(
            written, FORMATS[kind][0], save_all=True, append_images=frames[1:], **told, **_way(kind)
        )
    else:
        frames[0].save(written, FORMATS[kind][0], **_way(kind))
    return written.getvalue()


def small(content: bytes, kind: str) -> bytes:
    """Make a picture to look at: WebP, its first frame, at most 1,600 pixels on a side."""
    with _opened(content, kind) as image:
        image.draft("RGB", (SIDE, SIDE))
        picture = _bare(image, "webp")
    return encoded(picture)


def encoded(picture: Image.Image) -> bytes:
    """Encode a picture for looking at, made smaller where it is large."""
    picture.thumbnail((SIDE, SIDE))
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=85)
    return written.getvalue()


def _opened(content: bytes, kind: str) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=FORMATS[kind])
    if image.width * image.height > MOST_PIXELS:
        raise Cannot
    return image


def _frames(image: Image.Image, kind: str) -> Iterator[Image.Image]:
    """Give the frames one by one. A photo has one: what else is in it is for the camera's maker."""
    if kind in ("jpeg", "avif"):
        yield image
        return
    pixels = 0
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        pixels += frame.width * frame.height
        if pixels > MOST_PIXELS or number >= _MOST_FRAMES:
            raise Cannot
        yield frame


def _timing(image: Image.Image) -> dict[str, Any]:
    """Read how a picture moves. How long each frame stays is known once all were read."""
    if getattr(image, "n_frames", 1) == 1 or image.format == "TIFF":
        return {}
    stays = []
    for frame in range(min(image.n_frames, _MOST_FRAMES)):  # type: ignore[attr-defined]
        image.seek(frame)
        stays.append(int(image.info.get("duration") or 0) or 100)
    image.seek(0)
    told: dict[str, Any] = {"duration": stays, "loop": int(image.info.get("loop", 0))}
    return {**told, "disposal": 2} if image.format == "GIF" else told


def _bare(frame: Image.Image, kind: str) -> Image.Image:
    """Give the colours of a frame, the right way up, and nothing of what it says besides."""
    frame.load()
    icc = frame.info.get("icc_profile")
    seen = frame.info.get("transparency")
    turned = ImageOps.exif_transpose(frame)
    turned = _in_common_colours(turned, icc)
    if kind == "jpeg" and turned.mode not in ("L", "RGB"):
        turned = turned.convert("RGB")
    elif kind in ("webp", "avif") and turned.mode not in ("RGB", "RGBA"):
        turned = turned.convert("RGBA" if seen is not None or "A" in turned.mode else "RGB")
    elif kind == "gif" and turned.mode != "P":
        turned = turned.convert("RGBA") if "A" in turned.mode else turned.convert("RGB")
    bare = Image.new(turned.mode, turned.size)
    if turned.mode == "P" and turned.palette is not None:
        bare.putpalette(turned.palette.getdata()[1], turned.palette.getdata()[0])
    bare.im.paste(turned.im, (0, 0, *turned.size))
    if seen is not None and turned.mode in ("P", "L", "RGB", "1") and kind in ("png", "gif"):
        bare.info["transparency"] = seen
    return bare


def _in_common_colours(image: Image.Image, icc: bytes | None) -> Image.Image:
    """Turn the colours of a profile into those that are meant where none is given."""
    if not icc or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):  # a broken profile
        source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        common = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, common, outputMode=mode) or image
    return image


def _way(kind: str) -> dict[str, Any]:
    """Say how each kind is written: as near to what it was as a new drawing can be."""
    ways: dict[str, dict[str, Any]] = {
        "jpeg": {"quality": 92, "subsampling": 0},
        "png": {},
        "gif": {},
        "webp": {"quality": 92},
        "avif": {"quality": 85},
        "tiff": {"compression": "tiff_deflate"},
    }
    return ways[kind]


_ALONE = {0x01, *range(0xD0, 0xD8)}
_SAYS, _ADOBE, _SCAN, _START, _END = 0xFE, 0xEE, 0xDA, 0xD8, 0xD9


def without_words(photo: bytes) -> bytes:
    """Take the words out of a JPEG and leave its colours, bit for bit. Raises Cannot."""
    if photo[:2] != b"\xff\xd8":
        raise Cannot
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(photo):
        if photo[at] != 0xFF:
            raise Cannot
        mark = photo[at + 1]
        if mark == 0xFF:
            at += 1
        elif mark in _ALONE:
            kept.append(photo[at : at + 2])
            at += 2
        elif mark == _END:
            break
        else:
            end = at + 2 + int.from_bytes(photo[at + 2 : at + 4], "big")
            if mark == _SCAN:
                end = _end_of_scan(photo, end)
            if _is_needed(mark, photo[at:end]):
                kept.append(photo[at:end])
            at = end
    return b"".join([*kept, b"\xff\xd9"])


def _is_needed(mark: int, segment: bytes) -> bool:
    """Say whether a reader needs a segment: what it says of its colours, but no words."""
    if mark == _ADOBE:
        return segment[4:9] == b"Adobe" and len(segment) == 16
    return not (0xE0 <= mark <= 0xEF or mark == _SAYS)


def _end_of_scan(photo: bytes, at: int) -> int:
    """Find where the colours end: at a mark that is not written among them."""
    while 0 <= (at := photo.find(b"\xff", at)) < len(photo) - 1:
        if photo[at + 1] != 0 and photo[at + 1] not in _ALONE and photo[at + 1] != 0xFF:
            return at
        at += 1 if photo[at + 1] == 0xFF else 2
    return len(photo)
