"""Search in sealed files: opened in memory a portion at a time, and nothing of it is kept.

There is no index: words of a file that stand somewhere else than in the file would be a second
copy of it, open to who holds the server.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import files
from rechtop.ground.vault.files import OpenItem
from rechtop.ground.vault.models import Sphere
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.cases.states import State

MOST = 2_000
"""How many files are searched at most, the newest first."""

_AT_ONCE = 50
_AROUND = 60
_NO_TEXT = ("digest", "proof", "key", "draft", "at", "salt", "ticket")


@dataclass(frozen=True)
class Hit:
    """A case in which all words stand, with the first place one of them does."""

    case: Case
    before: str
    word: str
    after: str


@dataclass(frozen=True)
class Portion:
    """How many files were searched, and what was found in the last ones."""

    searched: int
    hits: Sequence[Hit]


def files_of(actor: Actor, *, also_closed: bool) -> QuerySet[Case]:
    """Give the cases whose files this actor can search, the newest first."""
    found = cases.visible_to(actor).order_by("-pk")
    return found if also_closed else found.exclude(state=State.CLOSED)


def search(actor: Actor, words: str, *, also_closed: bool) -> Iterator[Portion]:
    """Search for all of these words, capitals and accents apart, a portion of files at a time."""
    wanted = [plain(word) for word in words.split()]
    listed = list(files_of(actor, also_closed=also_closed)[:MOST])
    for start in range(0, len(listed), _AT_ONCE):
        portion = listed[start : start + _AT_ONCE]
        numbers = [case.pk for case in portion]
        opened = files.read_some(numbers, Sphere.CASES, actor.keyring)
        hits = [hit for case in portion if (hit := _hit(case, opened.get(case.pk, []), wanted))]
        yield Portion(start + len(portion), hits)


def plain(text: str) -> str:
    """Give a text as it is compared: small letters without accents, each as long as before."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()[0]


def _hit(case: Case, items: Sequence[OpenItem], wanted: Sequence[str]) -> Hit | None:
    texts = [case.number, *(text for item in items for text in texts_of(item.content))]
    compared = [plain(text) for text in texts]
    if not all(any(word in text for text in compared) for word in wanted):
        return None
    for text, held in zip(texts, compared, strict=True):
        at = held.find(wanted[0])
        if at >= 0:
            end = at + len(wanted[0])
            before, after = text[max(0, at - _AROUND) : at], text[end : end + _AROUND]
            return Hit(case, _cut(before, at > _AROUND), text[at:end], after)
    return None


def _cut(before: str, is_cut: bool) -> str:
    return f"…{before}" if is_cut else before


def texts_of(content: Mapping[str, Any]) -> Iterator[str]:
    """Give the texts people wrote in an item of a file."""
    for name, value in content.items():
        if name in _NO_TEXT:
            continue
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from texts_of(value)
