"""Let people see what is in a file without opening it: a picture we drew, or text."""

from __future__ import annotations

from dataclasses import dataclass, field

from rechtop.tools.evidence import apart, kinds
from rechtop.tools.evidence.kinds import Kind

CONTENT_TYPE = "image/webp"
MOST_SIGNS = 100_000
_TEXTS = ("text", "mail")
_PAGES = 4
_UNSEEN = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""Signs that cannot be seen, among them those that turn the order of letters around."""


@dataclass(frozen=True)
class Preview:
    """A page of a file to look at: a WebP of ours, or text."""

    picture: bytes = field(default=b"", repr=False)
    text: str = field(default="", repr=False)
    pages: int = 1
    is_cut: bool = False


def preview(content: bytes, kind: Kind, page: int = 0) -> Preview | None:
    """Give a page to look at, counted from 0; None where there is none. Never the file itself."""
    if not kind.has_preview or page < 0:
        return None
    if kind.code in _TEXTS:
        return _text(content) if page == 0 else None
    made = apart.work("preview", kind.code, content, page=page)
    if made is None or not _is_webp(made[_PAGES:]):
        return None
    return Preview(picture=made[_PAGES:], pages=int.from_bytes(made[:_PAGES], "big"))


def _is_webp(picture: bytes) -> bool:
    return picture[:4] == b"RIFF" and picture[8:12] == b"WEBP"


def _text(content: bytes) -> Preview | None:
    """Read the beginning of a text, a sign being four bytes at most."""
    text = kinds.text_of(content[: 4 * MOST_SIGNS])
    if text is None:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = lines.translate(_KEPT)
    is_cut = len(shown) > MOST_SIGNS or len(content) > 4 * MOST_SIGNS
    return Preview(text=shown[:MOST_SIGNS], is_cut=is_cut)


_KEPT = {sign: None for sign in _UNSEEN if chr(sign) not in "\n\t"}
