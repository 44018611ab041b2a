"""How wide letters are, so that a text can be broken into lines before it is drawn.

A drawing does not know which letters a browser will use. These widths are those of a broad face
(DejaVu Sans); narrower ones leave a little more room.
"""

from __future__ import annotations

_WIDTHS = {
    "ijl'’‘|I.,:;!": 0.33,
    "ftr()/-[] ": 0.41,
    "csz": 0.55,
    "kvxy": 0.60,
    "aeoghnbdpqu0123456789": 0.64,
    "w": 0.82,
    "mMW%—": 0.98,
}
_BY_LETTER = {letter: width for letters, width in _WIDTHS.items() for letter in letters}
_OTHER = 0.75
_BOLD = 1.12
_SLACK = 1.05  # rather a word a little nearer the edge than one broken for its last letter


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Measure a text on one line, in the unit of `size`."""
    ems = sum(_BY_LETTER.get(letter, _OTHER) for letter in text)
    return ems * size * (_BOLD if is_bold else 1)


def lines(text: str, size: float, room: float, *, is_bold: bool = False) -> list[str]:
    """Break a text into lines that fit, at spaces; a word that is too long is broken too."""
    found: list[str] = []
    line = ""
    for word in text.split():
        for part in _parts(word, size, room, is_bold):
            longer = f"{line} {part}" if line else part
            if line and width(longer, size, is_bold=is_bold) > room:
                found.append(line)
                line = part
            else:
                line = longer
    return [*found, line] if line else found


def _parts(word: str, size: float, room: float, is_bold: bool) -> list[str]:
    if width(word, size, is_bold=is_bold) <= room * _SLACK:
        return [word]
    found, part = [], ""
    for letter in word:
        if part and width(f"{part}{letter}-", size, is_bold=is_bold) > room:
            found.append(f"{part}-")
            part = ""
        part += letter
    return [*found, part]
