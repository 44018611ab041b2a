"""Invent people, as a personnel system would hand them over: for trying and measuring."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence

from rechtop.people.personnel.names import HEADINGS

_FIRST = "Aaf Bas Cor Daan Eef Fenna Gijs Hilde Imre Jip Koos Lotte Mees Noor Otis Pleun Quin Roos"
_FIRST += " Siem Teun Ulla Vera Wout Xandra Ymke Zeger"
_BEFORE = ("", "", "", "de ", "van ", "ten ", "ter ")
_LAST = "Akker Brug Duin Eik Fontein Gracht Haven IJzer Kade Linde Molen Noord Oever Plein Rietveld"
_LAST += " Sluis Terp Veld Weide Zandstra"
_FUNCTIONS = {
    "medewerker": ("beleidsmedewerker", "adviseur", "jurist", "toezichthouder", "inspecteur"),
    "extern": ("projectleider", "ontwikkelaar", "interim-adviseur"),
    "directeur": ("directeur",),
}
_PER_BUREAU, _BUREAUS, _SEED = 12, 8, 2021
_FIRST_DAY = datetime.date(2005, 1, 1)
HEADING = tuple(HEADINGS.values())


def rows(count: int) -> Iterator[Sequence[str]]:
    """Give a heading and so many people, the same each time: every bureau with its manager first.

    One in a thousand is a director, one in ten comes from elsewhere, one in twelve leaves.
    """
    draw = random.Random(_SEED)  # nobody must not guess who is invented
    yield HEADING
    for place in range(count):
        yield _person(draw, place)


def _person(draw: random.Random, place: int) -> list[str]:
    bureau, in_bureau = divmod(place, _PER_BUREAU)
    director = place - place % (_PER_BUREAU * _BUREAUS)
    kind = "directeur" if place == director else "extern" if in_bureau % 10 == 9 else "medewerker"
    leads = "" if place == director else director if in_bureau == 0 else bureau * _PER_BUREAU
    first, last = draw.choice(_FIRST.split()), draw.choice(_BEFORE) + draw.choice(_LAST.split())
    start = _FIRST_DAY + datetime.timedelta(days=draw.randrange(7000))
    end = (
        start + datetime.timedelta(days=draw.randrange(300, 9000)) if draw.random() < 1 / 12 else ""
    )
    return [
        _number(place),
        f"{first} {last}",
        f"{first}.{last.replace(' ', '')}.{place + 1}@personeel.example".casefold(),
        kind,
        f"Directie {bureau // _BUREAUS + 1} > Bureau {bureau + 1}",
        draw.choice(_FUNCTIONS[kind]),
        "" if kind == "extern" else str(draw.randrange(6, 16)),
        "" if leads == "" else _number(int(leads)),
        start.isoformat(),
        str(end),
    ]


def _number(place: int) -> str:
    return f"{100_000 + place}"
