"""Make a small square picture of what someone sent, in memory, without anything else in it.

What comes out is drawn anew from the colours alone: the place, the moment and the camera that a
photo carries along are not in it, nor is anything that was hidden in the file.
"""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

CONTENT_TYPE = "image/webp"
SIDE = 320
"""Height and width of what is made, in pixels: sharp at half that size on a fine screen."""

_MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 12_000_000, "WEBP": 12_000_000}
"""What is read. A JPEG can be read small at once; the others are unpacked whole, in memory."""

_MOST_BYTES = 8 * 1024  # four of these and a page of text stay within 60 kB
_QUALITIES = (82, 70, 55, 40, 25, 10)


Image.MAX_IMAGE_PIXELS = None  # the size is looked at below, without a warning in the log


class Unusable(Exception):
    """No picture can be made of this. Says why, in a sentence for a person."""


def small_square(content: bytes) -> bytes:
    """Make a WebP of 320 by 320 pixels, cut from the middle. Raises Unusable."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_MOST_PIXELS)) as picture:
            _see_that_it_is_no_bomb(picture)
            picture.draft("RGB", (2 * SIDE, 2 * SIDE))
            return _encoded(_square(picture))
    except Unusable:
        raise
    except Exception as error:  # a broken picture breaks its reader in many ways
        raise Unusable(
            _("Dit is geen foto die wij kunnen lezen. Kies een JPEG, PNG of WebP.")
        ) from error


def _see_that_it_is_no_bomb(picture: Image.Image) -> None:
    """Look at the size a file claims before anything is unpacked."""
    if picture.width * picture.height > _MOST_PIXELS[str(picture.format)]:
        raise Unusable(
            _("Deze foto heeft te veel beeldpunten. Maak haar eerst kleiner, of kies een andere.")
        )


def _square(picture: Image.Image) -> Image.Image:
    ImageOps.exif_transpose(picture, in_place=True)
    cut = ImageOps.fit(picture.convert("RGBA"), (SIDE, SIDE), centering=(0.5, 0.35))
    ground = Image.new("RGBA", cut.size, "white")
    return Image.alpha_composite(ground, cut).convert("RGB")


def _encoded(picture: Image.Image) -> bytes:
    """Encode as well as fits."""
    made = b""
    for quality in _QUALITIES:
        written = io.BytesIO()
        picture.save(written, "WEBP", quality=quality, method=6)
        made = written.getvalue()
        if len(made) <= _MOST_BYTES:
            break
    return made
