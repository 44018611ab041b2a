"""Read a file with instruments: every fault by instrument and field, and nothing guessed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.ui import dutch
from rechtop.tools.toolbox import operations
from rechtop.tools.toolbox.layout import (
    FIELDS,
    FORMAT,
    LARGEST_BYTES,
    MOST,
    NAMES,
    VERSION,
    Told,
)
from rechtop.tools.toolbox.models import Instrument

MOST_FAULTS = 50
_MEGABYTE = 1024 * 1024
_AT_TOP = {"formaat", "versie", "organisatie", "instrumenten"}


@dataclass(frozen=True)
class Fault:
    """What is wrong: of which instrument, counted from one, and in which field."""

    at: int
    field: str
    text: str


@dataclass
class Read:
    """What was read: instruments, faults, and why the file as a whole cannot be read."""

    told: list[Told] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refusal: str = ""


class _Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why."""


def read(content: bytes) -> Read:
    """Read a file. What stands in it is looked at only when it is not too large."""
    found = Read()
    try:
        listed = _listed(_parsed(content))
    except _Unreadable as error:
        found.refusal = str(error)
        return found
    seen: dict[uuid.UUID, int] = {}
    for at, one in enumerate(listed, 1):
        _read_one(found, at, one, seen)
        if len(found.faults) >= MOST_FAULTS:
            break
    return found


def _parsed(content: bytes) -> Any:
    if len(content) > LARGEST_BYTES:
        most = dutch.number(LARGEST_BYTES // _MEGABYTE)
        raise _Unreadable(
            _("Dit bestand is te groot. Kies een bestand van hoogstens %(most)s MB.")
            % {"most": most}
        )
    try:
        return json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_pairs, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise _Unreadable(
            _("Dit is geen heel JSON-bestand: op regel %(line)s, teken %(place)s klopt iets niet.")
            % {"line": error.lineno, "place": error.colno}
        ) from error
    except _Unreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise _Unreadable(_("Dit is geen JSON-bestand dat wij kunnen lezen.")) from error


def _pairs(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse what stands twice: which of the two was meant nobody knows."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise _Unreadable(_("‘%(name)s’ staat er twee keer.") % {"name": _shown(name)})
        made[name] = value
    return made


def _no_number(_constant: str) -> None:
    raise _Unreadable(_("Dit is geen JSON-bestand dat wij kunnen lezen."))


def _listed(parsed: Any) -> list[Any]:
    if not isinstance(parsed, dict) or parsed.get("formaat") != FORMAT:
        raise _Unreadable(_("Dit is geen bestand van een toolbox van Rechtop."))
    version = parsed.get("versie")
    if isinstance(version, bool) or version != VERSION or not isinstance(version, int):
        told = {"version": _shown(version), "ours": VERSION}
        raise _Unreadable(
            _("Dit bestand heeft versie ‘%(version)s’. Wij lezen versie %(ours)s.") % told
        )
    listed = parsed.get("instrumenten")
    if not isinstance(listed, list):
        raise _Unreadable(_("In dit bestand ontbreekt de lijst ‘instrumenten’."))
    if unknown := sorted(set(parsed) - _AT_TOP):
        raise _Unreadable(_("Wij kennen ‘%(name)s’ niet.") % {"name": _shown(unknown[0])})
    if len(listed) > MOST:
        most = dutch.number(MOST)
        raise _Unreadable(_("Hierin staan meer dan %(most)s instrumenten.") % {"most": most})
    return listed


def _shown(value: Any) -> str:
    """Give what stands in a file so that a page can show it."""
    return str(value)[:40].encode("utf-8", "replace").decode().replace("\0", "?")


def _read_one(found: Read, at: int, one: Any, seen: dict[uuid.UUID, int]) -> None:
    if not isinstance(one, dict):
        found.faults.append(Fault(at, "", _("Dit is geen instrument.")))
        return
    faults = [*_wrong_names(at, one), *_wrong_texts(at, one)]
    key = None
    if not faults:
        key, faults = _key(at, one[NAMES["key"]], seen)
    if not faults and key is not None:
        told = Told(
            **{name: one[NAMES[name]] for name in FIELDS if name != "key"},
            key=key,
        )
        faults = _cannot_be(at, told)
        found.told.append(told)
    found.faults += faults


def _wrong_names(at: int, one: dict[str, Any]) -> list[Fault]:
    known = NAMES.values()
    unknown = [name for name in one if name not in known]
    faults = [Fault(at, _shown(name), _("Rechtop kent dit veld niet.")) for name in unknown]
    absent = [name for name in known if name not in one]
    return [*faults, *(Fault(at, name, _("Dit veld ontbreekt.")) for name in absent)]


def _wrong_texts(at: int, one: dict[str, Any]) -> list[Fault]:
    faults = []
    for name in NAMES.values():
        value = one.get(name, "")
        if not isinstance(value, str):
            faults.append(Fault(at, name, _("Hier hoort een tekst te staan.")))
        elif not _can_be_written(value):
            faults.append(Fault(at, name, _("Hier staat een teken dat niet kan.")))
    return faults


def _can_be_written(text: str) -> bool:
    """Say whether a text can be written down: half of a pair of signs cannot, nor can nothing."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _key(at: int, text: str, seen: dict[uuid.UUID, int]) -> tuple[uuid.UUID | None, list[Fault]]:
    name = NAMES["key"]
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None, [Fault(at, name, _("Dit is geen sleutel van een instrument."))]
    if str(key) != text.casefold():
        return None, [Fault(at, name, _("Dit is geen sleutel van een instrument."))]
    if key in seen:
        told = _("Instrument %(at)s heeft dezelfde sleutel.") % {"at": seen[key]}
        return None, [Fault(at, name, told)]
    seen[key] = at
    return key, []


def _cannot_be(at: int, told: Told) -> list[Fault]:
    values = {name: getattr(told, name) for name in FIELDS}
    try:
        operations.check(Instrument(**values, changed_on=clock.today()))
    except Invalid as error:
        return [
            Fault(at, NAMES.get(name, name), " ".join(texts))
            for name, texts in error.message_dict.items()
        ]
    if not told.origin.strip():
        return [Fault(at, NAMES["origin"], _("Dit veld is leeg."))]
    return []
