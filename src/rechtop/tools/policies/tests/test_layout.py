"""A text of plain lines is read in one way, and what was compared shows each word's fate."""

from __future__ import annotations

from rechtop.ground.ui import redline
from rechtop.tools.policies import layout, presenting
from rechtop.tools.policies.layout import BlockKind, SectionKind

BODY = """Dit is het begin.

# Over deze code
Deze code is
voor iedereen.

Artikel 1. Geschenken
- Boven 50 euro: nee.
- Thuis: nooit.

1. Eerst vragen.
2. Dan pas doen.

Artikel 2
Artikel 6 van de wet zegt dit ook.
"""


def test_headings_articles_paragraphs_and_lists_are_told_apart() -> None:
    start, heading, gifts, second = layout.read(BODY)
    assert (start.kind, start.anchor) == (SectionKind.START, "")
    assert (heading.heading, heading.level, heading.anchor) == ("Over deze code", 2, "kop-2")
    assert heading.blocks[0].lines == ("Deze code is voor iedereen.",)
    assert (gifts.heading, gifts.anchor, gifts.level) == ("Artikel 1. Geschenken", "artikel-1", 3)
    assert [block.kind for block in gifts.blocks] == [BlockKind.LIST, BlockKind.NUMBERED]
    assert gifts.blocks[0].lines == ("Boven 50 euro: nee.", "Thuis: nooit.")
    assert second.heading == "Artikel 2"
    assert second.blocks[0].lines == ("Artikel 6 van de wet zegt dit ook.",)
    assert layout.articles(BODY) == {"1": "artikel-1", "2": "artikel-2"}


def test_a_text_that_is_not_whole_says_why() -> None:
    assert layout.faults(BODY) == []
    assert layout.faults("# Alleen een kop") == ["Er staat nog geen tekst."]
    twice = f"{BODY}\nArtikel 2. Nog eens\nWoorden.\n\nArtikel 3. Leeg\n"
    assert layout.faults(twice) == [
        "Artikel 2 staat er meer dan één keer.",
        "Onder ‘Artikel 3. Leeg’ staat geen tekst.",
    ]
    anchors = [section.anchor for section in layout.read(twice)]
    assert len(anchors) == len(set(anchors))


def test_every_word_of_both_texts_is_shown_once_with_its_fate() -> None:
    before, after = "U mag tot 50 euro aannemen.", "U mag tot 25 euro niets  aannemen."
    found = redline.pieces(before, after)
    assert "".join(one.text for one in found if one.fate != "new").split() == before.split()
    assert "".join(one.text for one in found if one.fate != "gone") == after
    assert ("gone", "50") in [(one.fate, one.text.strip()) for one in found]
    assert ("new", "25") in [(one.fate, one.text.strip()) for one in found]


def test_articles_are_compared_by_number_and_the_rest_by_heading() -> None:
    after = BODY.replace("50", "25").replace("Artikel 2\n", "Artikel 3. Nieuw\n")
    parts = presenting.comparison(BODY, after)
    assert [(part.name, part.fate) for part in parts] == [
        ("Het begin", "same"),
        ("Over deze code", "same"),
        ("Artikel 1. Geschenken", "changed"),
        ("Artikel 2", "gone"),
        ("Artikel 3. Nieuw", "new"),
    ]
    changed = parts[2].lines[0]
    assert changed.is_point
    assert [(one.fate, one.text) for one in changed.pieces if one.fate != "same"] == [
        ("gone", "50"),
        ("new", "25"),
    ]
    assert not [part for part in presenting.comparison(BODY, BODY) if part.fate != "same"]


def test_what_moved_to_another_place_is_shown_once() -> None:
    one, other = "Artikel 1. Een\nEen.\n\n", "Artikel 2. Twee\nTwee.\n\n"
    parts = presenting.comparison(one + other, other + one)
    assert [(part.name, part.fate) for part in parts] == [
        ("Artikel 2. Twee", "same"),
        ("Artikel 1. Een", "same"),
    ]
