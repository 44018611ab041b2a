"""Bring the catalogues of translations up to date with the texts in the code.

Needs no tools but our own Python packages. What was translated stays, a new text comes in empty, a
text that has gone leaves; nothing is guessed. Sorted and without lines or days, so that the
catalogue changes only where the texts do, and two people's changes merge.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from rechtop import env

CODE = env.CODE / "rechtop"
FOLDER = CODE / "locale"
LANGUAGES = ("en",)
"""Every language but Dutch: that stands in the code."""

_KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

_HEAD = """\
# The texts of Rechtop in another language; the Dutch texts in the code are the keys.
# Brought up to date by `bin/rechtop translations`: fill in what is empty, change no key here.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def update_all() -> dict[str, int]:
    """Bring every catalogue up to date; give how many texts still wait, by language."""
    return {language: _update(language) for language in LANGUAGES}


def catalogue_of(language: str) -> Path:
    """Say where the catalogue of a language stands."""
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def stored(language: str) -> Catalog:
    """Read the catalogue as it stands; an empty one where there is none yet."""
    path = catalogue_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as text:
        return read_po(text, locale=language)


def wanted(language: str) -> Catalog:
    """Give the catalogue as it should be: every text in the code, with what was translated."""
    known, catalogue = stored(language), Catalog(locale=language, fuzzy=False)
    for path in _sources():
        for text, context in texts_in(path):
            catalogue.add(text, context=context, locations=[(_place(path), 0)])
    for message in messages(catalogue):
        before = known.get(message.id, context=message.context)
        if before is not None and not before.fuzzy:
            message.string = before.string
    return catalogue


def messages(catalogue: Catalog) -> list[Message]:
    """Give what a catalogue holds, without its head."""
    return [message for message in catalogue if message.id]


def is_translated(message: Message) -> bool:
    """Say whether a text has a translation, in each form where it counts something."""
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return len(forms) == (2 if message.pluralizable else 1) and all(forms)


def texts_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Find the texts in a file that people read, each with its context where it has one."""
    source = path.read_text("utf-8")
    if path.suffix == ".html":
        # As Python, and within brackets: there the indentation of a template means nothing.
        source = f"({templatize(source, origin=str(path))}\n)"
    for _line, text, _comments, context in extract(
        "python", io.BytesIO(source.encode()), keywords=_KEYWORDS
    ):
        yield text, context


def _sources() -> list[Path]:
    found = [*CODE.rglob("*.py"), *CODE.rglob("templates/**/*.html")]
    return sorted(p for p in found if not {"tests", "migrations"} & set(p.parts))


def _place(path: Path) -> str:
    return path.relative_to(CODE).as_posix()


def printed(language: str) -> str:
    """Give the catalogue as it should be, as it is written down."""
    catalogue, written = wanted(language), io.BytesIO()
    write_po(
        written,
        catalogue,
        width=100,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    head = _HEAD.format(language=language, plurals=catalogue.plural_forms)
    return head + written.getvalue().decode()


def _update(language: str) -> int:
    path = catalogue_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(printed(language), encoding="utf-8")
    return sum(not is_translated(message) for message in messages(stored(language)))
