"""Search in sealed files: opened in memory a portion at a time, and nothing of it is kept.

What lies sealed beside the file of a case is searched with it, as far as one holds its key too. Who
reported is not: a name is opened with a reason, and never to look around.

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
_CODES = ("from", "code", "codes", "types", "measures", "conclusion", "commissioner", "authority")
_MARKS = ("of", "at", "ticket", "sources", "attachments", "language")
_SECRETS = ("digest", "proof", "receipt", "key", "draft", "salt", "blob", "address")
_NO_TEXT = frozenset((*_CODES, *_MARKS, *_SECRETS))
"""What the fields of an item are called in which nobody wrote."""


@dataclass(frozen=True)
class Hit:
    """A case in which all words stand, with the first place one of them does: in which kind of
    item, and whether that is of a sealed file beside the case's own."""

    case: Case
    kind: str
    is_beside: bool
    before: str
    word: str
    after: str


@dataclass(frozen=True)
class Portion:
    """How many files were searched, of how many, and what was found in the last ones."""

    searched: int
    of: int
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
        searched = start + len(portion)
        yield Portion(searched, len(listed), _hits(actor, portion, wanted))


def _hits(actor: Actor, portion: Sequence[Case], wanted: Sequence[str]) -> list[Hit]:
    """Open what this actor holds a key to, of these cases and of what lies beside them; nothing of
    one that opens for them no more, or about a position they are in by now."""
    numbers = [case.pk for case in portion]
    beside = cases.files_beside(numbers)
    others = [file for held in beside.values() for file in held]
    opened = files.read_some([*numbers, *others], Sphere.CASES, actor.keyring)
    late = cases.late_among({number: opened.get(number, []) for number in numbers})
    found = []
    for case in portion:
        if case.pk not in opened or actor.number in late[case.pk]:
            continue
        places = [_Place("", False, case.number)]
        for file in (case.pk, *beside.get(case.pk, [])):
            places += _places(opened.get(file, []), is_beside=file != case.pk)
        if hit := _hit(case, places, wanted):
            found.append(hit)
    return found


@dataclass(frozen=True)
class _Place:
    """A text that was opened, and where it stands."""

    kind: str
    is_beside: bool
    text: str


def _places(items: Sequence[OpenItem], *, is_beside: bool) -> Iterator[_Place]:
    for item in items:
        for text in texts_of(item.content):
            yield _Place(item.kind, is_beside, text)


def plain(text: str) -> str:
    """Give a text as it is compared: small letters without accents, each as long as before."""
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0].lower()[0]


def _hit(case: Case, places: Sequence[_Place], wanted: Sequence[str]) -> Hit | None:
    compared = [plain(place.text) for place in places]
    if not all(any(word in text for text in compared) for word in wanted):
        return None
    for place, held in zip(places, compared, strict=True):
        at = held.find(wanted[0])
        if at >= 0:
            end, text = at + len(wanted[0]), place.text
            before, after = text[max(0, at - _AROUND) : at], text[end : end + _AROUND]
            cut = _cut(before, at > _AROUND)
            return Hit(case, place.kind, place.is_beside, cut, text[at:end], after)
    return None


def _cut(before: str, is_cut: bool) -> str:
    return f"…{before}" if is_cut else before


def texts_of(content: Mapping[str, Any]) -> Iterator[str]:
    """Give the texts people wrote in an item of a file."""
    for name, value in content.items():
        if name not in _NO_TEXT:
            yield from _texts_in(value)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts_of(value)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts_in(one)
