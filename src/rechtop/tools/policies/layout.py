"""Read the text of a policy: plain lines with a small form of their own.

An empty line begins a new paragraph. `# Over ons` is a heading, `Artikel 6. Geschenken` or
`Artikel 6` alone is that of an article, `- ` begins a point of a list and `1. ` one of a numbered
list. Everything else is words, as they stand; nothing is ever read as HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

_HEADING = re.compile(r"#\s+(\S.*)")
_ARTICLE = re.compile(r"artikel\s+(\d{1,3}[a-z]?)(?:[.:]\s*(.*))?", re.I)
_POINT = re.compile(r"-\s+(\S.*)")
_NUMBERED = re.compile(r"\d{1,3}\.\s+(\S.*)")


class BlockKind(StrEnum):
    """What stands below a heading: words, points, or numbered points."""

    PARAGRAPH = "paragraph"
    LIST = "list"
    NUMBERED = "numbered"


class SectionKind(StrEnum):
    """What a part of a text begins with: nothing, a heading, or the heading of an article."""

    START = "start"
    HEADING = "heading"
    ARTICLE = "article"


@dataclass(frozen=True)
class Block:
    """A paragraph, of one line, or a list, of as many lines as it has points."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it. `anchor` is its name in an address, once in a text."""

    kind: SectionKind
    title: str = ""
    number: str = ""
    anchor: str = ""
    level: int = 2
    blocks: tuple[Block, ...] = ()

    @property
    def heading(self) -> str:
        """Give the words of the heading."""
        if self.kind != SectionKind.ARTICLE:
            return self.title
        return f"Artikel {self.number}. {self.title}" if self.title else f"Artikel {self.number}"


def read(body: str) -> tuple[Section, ...]:
    """Give the parts of a text in their order; a first one without heading only if it has words."""
    found: list[Section] = []
    taken: Counter[str] = Counter()
    for head, lines in _parts(body):
        blocks = tuple(_blocks(lines))
        if head is None:
            if blocks:
                found.append(Section(SectionKind.START, blocks=blocks))
            continue
        name = f"artikel-{head.number}" if head.number else f"kop-{len(found) + 1}"
        taken[name] += 1
        anchor = name if taken[name] == 1 else f"{name}-{taken[name]}"
        is_below = head.number and any(one.kind == SectionKind.HEADING for one in found)
        level = 3 if is_below else 2
        found.append(Section(head.kind, head.title, head.number, anchor, level, blocks))
    return tuple(found)


def articles(body: str) -> dict[str, str]:
    """Give the anchors of the articles of a text by their numbers."""
    found: dict[str, str] = {}
    for section in read(body):
        if section.number:
            found.setdefault(section.number, section.anchor)
    return found


def faults(body: str) -> list[str]:
    """Say what keeps a text from being adopted."""
    sections = read(body)
    if not any(section.blocks for section in sections):
        return [_("Er staat nog geen tekst.")]
    counted = Counter(section.number for section in sections if section.number)
    twice = [
        _("Artikel %(number)s staat er meer dan één keer.") % {"number": number}
        for number, count in counted.items()
        if count > 1
    ]
    empty = [
        _("Onder ‘%(heading)s’ staat geen tekst.") % {"heading": section.heading}
        for section in sections
        if section.kind == SectionKind.ARTICLE and not section.blocks
    ]
    return twice + empty


def _head(line: str) -> Section | None:
    if found := _ARTICLE.fullmatch(line):
        return Section(SectionKind.ARTICLE, (found[2] or "").strip(), found[1].casefold())
    if found := _HEADING.fullmatch(line):
        return Section(SectionKind.HEADING, found[1].strip())
    return None


def _parts(body: str) -> Iterator[tuple[Section | None, Sequence[str]]]:
    head, lines = None, list[str]()
    for line in (line.strip() for line in body.splitlines()):
        if (found := _head(line)) is None:
            lines.append(line)
            continue
        yield head, lines
        head, lines = found, []
    yield head, lines


def _kind(line: str) -> tuple[BlockKind, str]:
    if found := _POINT.fullmatch(line):
        return BlockKind.LIST, found[1]
    if found := _NUMBERED.fullmatch(line):
        return BlockKind.NUMBERED, found[1]
    return BlockKind.PARAGRAPH, line


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Put lines together: words that follow words go on, and points that follow points."""
    kind, held = BlockKind.PARAGRAPH, list[str]()
    for line in [*lines, ""]:
        new, words = _kind(line)
        if held and (not line or new != kind):
            yield _block(kind, held)
            held = []
        if line:
            kind = new
            held.append(words)


def _block(kind: BlockKind, lines: list[str]) -> Block:
    return Block(kind, (" ".join(lines),) if kind == BlockKind.PARAGRAPH else tuple(lines))
