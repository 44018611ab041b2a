"""Read one cell: what stands there is taken as it is, or refused with a sentence."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.overview.annual_report import queries as annual_report
from rechtop.overview.year_import.layout import LIST_NAMES, RUNNING, Column
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.models import List

_BROKEN = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
_EARLIEST_YEAR = 1990
_LARGEST_NUMBER = 10_000_000


class WrongCell(Exception):
    """What stands in a cell cannot be used; the message says why."""


@dataclass
class Known:
    """The values of lists by the words for them, and the names of figures."""

    words: dict[str, dict[str, str]]
    new_figures: set[str] = field(default_factory=set)

    @cached_property
    def figures(self) -> set[str]:
        """Give the names of figures; gathered only where a delivery names one."""
        return annual_report.figure_names() | self.new_figures

    @classmethod
    def now(cls) -> Known:
        """Gather what is known at this moment."""
        words: dict[str, dict[str, str]] = {}
        for choice in lists.every_value():
            words.setdefault(choice.list, {}).update(dict.fromkeys(choice.words(), choice.code))
        words[List.CONCLUSION][RUNNING] = RUNNING
        return cls(words)

    def learn(self, values: Iterable[Mapping[str, Any]]) -> None:
        """Know the values a delivery brings, too, with the figures that follow from them."""
        for value in values:
            own = self.words.setdefault(value["list"], {})
            for word in (value["code"], value["label"], *value["also"].splitlines()):
                own[word.casefold()] = value["code"]
        self.new_figures |= annual_report.figure_names_of(values)


def as_text(value: Any) -> str:
    """Write what a workbook holds in a cell as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read(cell: str, column: Column, known: Known) -> Any:
    """Read a cell as its column asks. Raises WrongCell."""
    if "\0" in cell:
        raise WrongCell(_("Hier staat een teken dat niet kan."))
    if cell in _BROKEN:
        raise WrongCell(_("Hier staat een rekenfout van het werkblad (%(cell)s).") % {"cell": cell})
    if not cell and not column.may_be_empty:
        raise WrongCell(_("Deze cel is leeg."))
    kind, _colon, list_name = column.kind.partition(":")
    if kind in ("choice", "choices"):
        return _read_choices(cell, list_name, known, several=kind == "choices")
    if kind == "figure":
        return _read_figure(cell, known)
    if kind != "text":
        return _READERS[kind](cell) if cell else _EMPTY.get(kind)
    if len(cell) > column.longest:
        raise WrongCell(
            _("Dit is te lang: ten hoogste %(most)s tekens.") % {"most": column.longest}
        )
    return cell


def _read_choices(cell: str, list_name: str, known: Known, *, several: bool) -> Any:
    words = known.words.get(list_name, {})
    found = []
    for one in cell.split(";") if several else [cell]:
        word = one.strip()
        if not word:
            continue
        if word.casefold() not in words:
            raise WrongCell(
                _("“%(word)s” staat niet in de lijst. Zet het in lijsten.csv of kies een ander.")
                % {"word": word[:80]}
            )
        found.append(words[word.casefold()])
    return tuple(found) if several else (found[0] if found else "")


def _read_figure(cell: str, known: Known) -> str:
    if cell not in known.figures:
        raise WrongCell(_("“%(word)s” is geen cijfer dat Rechtop kent.") % {"word": cell[:80]})
    return cell


def _read_year(cell: str) -> int:
    if not re.fullmatch(r"\d{4}", cell):
        raise WrongCell(_("Schrijf het jaar met vier cijfers."))
    if not _EARLIEST_YEAR <= int(cell) <= clock.today().year:
        raise WrongCell(
            _("Dit jaar kan niet: van %(first)s tot en met %(last)s.")
            % {"first": _EARLIEST_YEAR, "last": clock.today().year}
        )
    return int(cell)


def _read_number(cell: str) -> int:
    if not re.fullmatch(r"\d{1,8}", cell) or int(cell) > _LARGEST_NUMBER:
        raise WrongCell(_("Schrijf een heel getal, of laat de cel leeg als u het niet weet."))
    return int(cell)


def _read_count(cell: str) -> int:
    number = _read_number(cell)
    if not 1 <= number <= 9999:
        raise WrongCell(_("Schrijf een volgnummer vanaf 1."))
    return number


def _read_yes_no(cell: str) -> bool:
    answers = {"ja": True, "nee": False}
    if cell.casefold() not in answers:
        raise WrongCell(_("Schrijf ja of nee, of laat de cel leeg als u het niet weet."))
    return answers[cell.casefold()]


def _read_origin(cell: str) -> str:
    if cell.casefold() not in ("letterlijk", "afgeleid"):
        raise WrongCell(_("Schrijf letterlijk of afgeleid."))
    return cell.casefold()


def _read_date(cell: str) -> datetime.date:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cell)
    dutch = re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", cell)
    if not found and not dutch:
        raise WrongCell(_("Schrijf de datum als 2021-05-03 of 3-5-2021."))
    parts = found.groups() if found else dutch.groups()[::-1]  # type: ignore[union-attr]
    try:
        date = datetime.date(*(int(part) for part in parts))
    except ValueError as error:
        raise WrongCell(_("Deze datum bestaat niet.")) from error
    if not date.year >= _EARLIEST_YEAR or date > clock.today():
        raise WrongCell(_("Deze datum ligt te ver terug of in de toekomst."))
    return date


def _read_code(cell: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", cell):
        raise WrongCell(_("Gebruik kleine letters, cijfers en streepjes, ten hoogste 40."))
    return cell


def _read_words(cell: str) -> str:
    return "\n".join(word.strip() for word in cell.split(";") if word.strip())


def _read_list(cell: str) -> str:
    if cell not in LIST_NAMES:
        names = ", ".join(LIST_NAMES)
        raise WrongCell(_("Deze lijst is er niet. Kies uit: %(names)s.") % {"names": names})
    return LIST_NAMES[cell]


_READERS = {
    "words": _read_words,
    "list": _read_list,
    "year": _read_year,
    "number": _read_number,
    "count": _read_count,
    "yes_no": _read_yes_no,
    "origin": _read_origin,
    "date": _read_date,
    "code": _read_code,
}
_EMPTY: dict[str, Any] = {"origin": "", "words": ""}
